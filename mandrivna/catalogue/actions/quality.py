"""Descriptions put right as the list of them shows it, or left as they are because somebody has looked."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.actions.batch import MOST, change_columns
from mandrivna.catalogue.actions.records import locked
from mandrivna.catalogue.models import Authority, Record
from mandrivna.catalogue.quality import repairs
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused


@verb("catalogue.repair_records", may=rules.EDIT, at="unit")
def repair_records(act: Act, *, unit: Unit, records: list[str]) -> int:
    """All or none, each with its own version, so that each can be brought back. Answers how many have changed."""
    if not 0 < len(records) <= MOST:
        raise Refused([Blocker(code="too_many", text=_("За один раз можна змінити від 1 до %(most)s записів.") % {"most": MOST})])
    rows = Record.objects.current().select_for_update(of=("self",)).select_related("created_by_unit")
    done = 0
    for record in rows.filter(pk__in={uuid.UUID(one) for one in records}).order_by("pk"):
        if anew := repairs(record):
            act.actor.require(rules.EDIT, record.created_by_unit.path)
            change_columns(act, record, anew, str(_("виправлено літери, апострофи й пробіли")))
            done += 1
    return done


@verb("catalogue.keep_wording", may=rules.EDIT, at="record.created_by_unit")
def keep_wording(act: Act, *, record: Record, right: bool = True) -> Record:
    """«Так і має бути»: not asked again until something else is wrong. `right=False` takes the word back."""
    record = locked(record)
    record.flaw_right = record.flaw if right else ""
    record.save(update_fields=["flaw_right"])
    return record


@verb("catalogue.keep_heading_wording", may=rules.EDIT)
def keep_heading_wording(act: Act, *, authority: Authority, right: bool = True) -> Authority:
    found = Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    found.flaw_right = found.flaw if right else ""
    found.save(update_fields=["flaw_right"])
    return found
