"""Keeping the catalogue in order: out of it and back, two records made one and apart again, an old description brought back."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue import rules
from mandrivna.catalogue.actions.describing import body_of, columns_described, columns_of, keep_version, rewritten, settled, stage
from mandrivna.catalogue.actions.records import locked
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.holdings import HOLDINGS, KEPT, MOVERS
from mandrivna.catalogue.models import Merge, Record, Stage, Version
from mandrivna.catalogue.search.changes import changed
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Refused, refuse_if

OWN = "catalogue.parts"


@verb("catalogue.mark_stage", may=rules.EDIT, at="unit")
def mark_stage(act: Act, *, record: Record, unit: Unit, stage_done: str) -> Record:
    """A stage done without a change of the description: checked, classified on paper, indexed elsewhere."""
    if stage_done not in Stage.values:
        raise Refused([Blocker(code="unknown_stage", text=_("Невідомий етап опрацювання."), field="stage_done")])
    record = locked(record)
    stage(act, record, stage_done, unit)
    settled(act, record)
    return record


@verb("catalogue.withdraw_record", may=rules.EDIT, at="record.created_by_unit")
def withdraw_record(act: Act, *, record: Record, why: str) -> Record:
    """Out of the catalogue, with a reason. Only a title nobody holds; the row and its history stay."""
    record = locked(record)
    if not why.strip():
        raise Refused([Blocker(code="no_reason", text=_("Вкажіть причину вилучення."), field="why")])
    if held := sum(count(record)[0] for count in HOLDINGS):
        text = _("Спершу вилучіть примірники: їх іще %(number)s.") % {"number": held}
        raise Refused([Blocker(code="has_copies", text=text)])
    refuse_if([problem for objections in KEPT for problem in objections(record)])
    if record.parts.current().exists():
        raise Refused([Blocker(code="has_parts", text=_("У цього видання є томи, випуски або статті. Спершу вилучіть їх."))])
    return _gone(act, record, why.strip())


@verb("catalogue.return_record", may=rules.EDIT, at="record.created_by_unit")
def return_record(act: Act, *, record: Record) -> Record:
    """Back into the catalogue as it was. One that was merged is parted by `unmerge`."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.merged_into_id:
        raise Refused([Blocker(code="merged", text=_("Запис об’єднано з іншим: скасуйте об’єднання."))])
    if record.withdrawn_on:
        record.withdrawn_on, record.withdrawn_why, record.changed_at = None, "", timezone.now()
        record.save()
        changed(record.pk)
    return record


@verb("catalogue.merge_records", may=rules.EDIT, at="kept.created_by_unit")
def merge_records(act: Act, *, kept: Record, gone: Record) -> Merge:
    """Everything that hangs on `gone` goes over to `kept`; `gone` stays, withdrawn, and its address leads to `kept`."""
    if kept.pk == gone.pk:
        raise Refused([Blocker(code="same_record", text=_("Це той самий запис."))])
    kept, gone = locked(kept), locked(gone)
    act.actor.require(rules.EDIT, gone.created_by_unit.path)
    if gone.pk == kept.host_id or kept.pk == gone.host_id:
        raise Refused([Blocker(code="own_host", text=_("Один із записів є частиною другого."))])
    moved: dict[str, Any] = {name: mover.keys(gone) for name, mover in MOVERS.items()}
    moved[OWN] = [str(pk) for pk in gone.parts.values_list("pk", flat=True)]
    _hang(moved, kept)
    merge = Merge.objects.create(kept=kept, gone=gone, moved=moved, at=act.at, op=act.uid)
    gone.merged_into = kept
    _gone(act, gone, str(_("об’єднано з іншим записом")))
    _recount(kept, gone)
    return merge


@verb("catalogue.unmerge_records", may=rules.EDIT, at="merge.kept.created_by_unit")
def unmerge_records(act: Act, *, merge: Merge) -> Record:
    """Both as they were: what came over goes back, as far as it still is where the merge left it."""
    merge = Merge.objects.select_for_update(of=("self",)).select_related("kept", "gone").get(pk=merge.pk)
    if merge.undone_at:
        raise Refused([Blocker(code="undone", text=_("Це об’єднання вже скасовано."))])
    still = {name: sorted(set(merge.moved.get(name, [])) & set(mover.keys(merge.kept))) for name, mover in MOVERS.items()}
    here = {str(pk) for pk in merge.kept.parts.values_list("pk", flat=True)}
    _hang({**still, OWN: [key for key in merge.moved[OWN] if key in here]}, merge.gone)
    merge.undone_at = act.at
    merge.save(update_fields=["undone_at"])
    gone = merge.gone
    gone.merged_into, gone.withdrawn_on, gone.withdrawn_why, gone.changed_at = None, None, "", timezone.now()
    gone.save()
    changed(gone.pk, merge.kept.pk)
    _recount(merge.kept, gone)
    return gone


@verb("catalogue.restore_version", may=rules.EDIT, at="record.created_by_unit")
def restore_version(act: Act, *, record: Record, number: int) -> Record:
    """The old description becomes the newest; the one it replaces is kept like any other."""
    record = locked(record)
    old = Version.objects.filter(record=record, number=number).first()
    if old is None:
        raise Refused([Blocker(code="no_version", text=_("Такої версії немає."))])
    marc, before = Marc.loads(old.scheme, old.text), columns_of(record)
    keep_version(act, record, body_of(record), str(_("повернено версію № %(number)s") % {"number": number}))
    for name, value in columns_described(marc).items():
        setattr(record, name, value)
    return rewritten(act, record, marc, before, "restored")


def _gone(act: Act, record: Record, why: str) -> Record:
    record.withdrawn_on, record.withdrawn_why, record.changed_at = act.on, why[:200], timezone.now()
    record.save()
    changed(record.pk)
    return record


def _hang(moved: dict[str, Any], on: Record) -> None:
    for name, mover in MOVERS.items():
        if keys := moved.get(name):
            mover.move(keys, on)
    Record.objects.filter(pk__in=moved[OWN]).update(host=on)


def _recount(*records: Record) -> None:
    for record in records:
        enqueue(count_holdings, record=str(record.pk))
