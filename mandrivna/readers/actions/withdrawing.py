"""A consent taken back, at the desk or by the reader: what was kept by it goes the same moment, wherever this room keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core import erasure
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Operation, Unit
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.readers import rules
from mandrivna.readers.actions.particulars import write_name_keys
from mandrivna.readers.models import Agreement, Consent, Doorstep, Kind, Merge, NoticesBy, Purpose, Reader, Responsible, Twins
from mandrivna.readers.problems import not_in_institution

TOLD_BY = ("readers.enrol", "readers.amend", "readers.set_doorstep")
"""Whose operations carry what a reader told."""
GOES = {Purpose.DATA: ("name", "phone", "email", "birth_year"), Purpose.CIRCUMSTANCES: ("circumstances",), Purpose.DELIVERY: ()}


@verb("readers.withdraw_consent", may=rules.ENROL, at="place")
def withdraw_consent(act: Act, *, reader: Reader, place: Unit, purpose: str) -> Reader:
    """Said at the desk. The person stays a reader, by pseudonym or card alone."""
    refuse_if(not_in_institution(reader, institution_of(place).pk) + _unknown(purpose))
    return _withdraw(act, reader, Purpose(purpose))


@verb("readers.withdraw_own_consent", may=Own("reader.pk"), at="reader.institution")
def withdraw_own_consent(act: Act, *, reader: Reader, purpose: str) -> Reader:
    """The reader alone, from their own account; nobody has to agree to it."""
    refuse_if(_unknown(purpose))
    return _withdraw(act, reader, Purpose(purpose))


def _unknown(purpose: str) -> list[Problem]:
    if purpose in Purpose.values:
        return []
    return [Blocker(code="unknown_purpose", text=_("Невідомо, яку згоду відкликано."))]


def _withdraw(act: Act, reader: Reader, purpose: Purpose) -> Reader:
    standing = Reader.objects.select_for_update().get(pk=reader.pk)
    rows = [standing, *Reader.objects.select_for_update().filter(merged_into=standing).order_by("pk")]
    _forget_what_was_said(standing, {word for row in rows for word in _words(row, purpose)})
    for row in rows:
        _empty(row, purpose)
    _forget_what_was(standing, purpose)
    for agreement in Agreement.objects.filter(reader=standing, withdrawn_on=None):
        if agreement.purpose == purpose:
            agreement.withdrawn_on = act.on
            agreement.save(update_fields=["withdrawn_on"])
    return standing


def _goes(row: Reader, purpose: Purpose) -> tuple[str, ...]:
    """The name of an organisation is nobody's personal data."""
    return tuple(name for name in GOES[purpose] if name != "name" or row.kind == Kind.PERSON)


def _words(row: Reader, purpose: Purpose) -> Iterable[str]:
    for name in _goes(row, purpose):
        value = getattr(row, name)
        yield from [value] if isinstance(value, str) else value or ()
    answers = Responsible.objects.filter(reader=row).first() if purpose == Purpose.DATA else None
    if answers is not None:
        yield from (word for word in (answers.name, answers.contact) if word)


def _empty(row: Reader, purpose: Purpose) -> None:
    for name in _goes(row, purpose):
        setattr(row, name, None)
    if purpose == Purpose.DATA:
        row.consent, row.consent_version = Consent.WITHDRAWN, ""
        if row.notices_by == NoticesBy.MAIL:  # there is nowhere to write to any more
            row.notices_by = NoticesBy.ANY
        Responsible.objects.filter(reader=row).delete()
        # A likeness of names that are gone is no question any more.
        Twins.objects.filter(Q(first=row) | Q(second=row), state=Twins.State.OPEN).delete()
    if purpose == Purpose.DELIVERY:
        Doorstep.objects.filter(reader=row).delete()
    row.save()
    write_name_keys(row)


def _forget_what_was(reader: Reader, purpose: Purpose) -> None:
    """Undoing a merge must not bring back what was taken back meanwhile."""
    gone: dict[str, Any] = dict.fromkeys(_goes(reader, purpose))
    if purpose == Purpose.DATA:
        gone |= {"consent": Consent.WITHDRAWN, "consent_version": ""}
    for merge in Merge.objects.filter(Q(kept=reader) | Q(gone=reader), settled=False, undone_on=None):
        if merge.was is not None:
            merge.was = {side: {**written, **gone} for side, written in merge.was.items()}
            if purpose == Purpose.DELIVERY:
                merge.moved.pop("readers.Doorstep", None)
            merge.save(update_fields=["was", "moved"])


def _forget_what_was_said(reader: Reader, words: set[str]) -> None:
    """Registrations and changes as they were said, encrypted until their time, speak of it too; a repeat is known without them."""
    said = Operation.objects.filter(ref__in=erasure.references(reader.pk), body__isnull=False).only("uid", "verb", "body")
    spoke = [
        row.pk for row in said if row.verb in TOLD_BY or any(word in json.dumps(row.body, ensure_ascii=False) for word in words)
    ]
    Operation.objects.filter(pk__in=spoke).update(body=None)
