"""What the readers' own room moves: cards, papers shown, agreements, family, the registrations of years, and being counted once."""

from __future__ import annotations

from typing import Any

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.codec import canonical
from mandrivna.ledger.api import join_marks, part_marks, plan, settle_all
from mandrivna.readers import facts
from mandrivna.readers.departments import Departments
from mandrivna.readers.merging import Mover, mover, rows_of
from mandrivna.readers.models import Agreement, Card, DocumentShown, Doorstep, Enrolment, EntryLink, Reader


def _years(_act: Act, gone: Reader, kept: Reader) -> list[Any]:
    """One person is one user a year: of two registrations of one year the earlier stands, the later counts no more."""
    own = {row.year: row for row in Enrolment.objects.select_for_update().filter(reader=kept)}
    before = []
    settled = {}
    for row in Enrolment.objects.select_for_update().filter(reader=gone):
        twin = own.get(row.year)
        before.append([str(row.pk), str(gone.pk), row.counted])
        if twin is None:
            _write(row, kept, counted=True)
            continue
        if row.first < twin.first:
            before.append([str(twin.pk), str(kept.pk), twin.counted])
            _write(row, None, counted=True)
            _write(twin, gone, counted=False)
            _write(row, kept, counted=True)
            settled[f"readers.Enrolment:{twin.pk}"] = facts.lines(twin)
        else:
            _write(row, gone, counted=False)
            settled[f"readers.Enrolment:{row.pk}"] = facts.lines(row)
    settle_all(_act, settled)
    return before


def _write(row: Enrolment, reader: Reader | None, *, counted: bool) -> None:
    row.reader, row.counted = reader, counted
    row.save(update_fields=["reader", "counted"])


def _years_back(act: Act, gone: Reader, kept: Reader, before: list[Any]) -> None:
    """First off, then on: of one reader there are no two registrations of one year even for a moment."""
    people = {str(gone.pk): gone, str(kept.pk): kept}
    rows = {
        str(row.pk): row for row in Enrolment.objects.select_for_update().filter(pk__in=[pk for pk, _reader, _counted in before])
    }
    for row in rows.values():
        _write(row, None, counted=row.counted)
    settled = {}
    for pk, reader, counted in before:
        if (known := rows.get(pk)) is not None:
            _write(known, people[reader], counted=counted)
            settled[f"readers.Enrolment:{pk}"] = facts.lines(known)
    settle_all(act, settled)


def _marks(act: Act, gone: Reader, kept: Reader) -> list[Any]:
    departments = Departments(kept.institution_id).all()
    scopes = [facts.SERVED, *(facts.department_scope(one) for one in departments)]
    return join_marks(act, kept.institution_id, scopes, str(gone.pk), str(kept.pk))


def _marks_back(act: Act, gone: Reader, kept: Reader, before: list[Any]) -> None:
    """As they were; then whatever either of them has done since is looked at again."""
    part_marks(act, before)
    for reader in (gone, kept):
        for row in Enrolment.objects.filter(reader=reader, counted=True):
            planned = plan(reader.institution_id, str(row.year), facts.served_by(row))
            settle_all(act, planned.lines, fresh=planned.fresh)


def _doorstep(_act: Act, gone: Reader, kept: Reader) -> list[Any]:
    """Where both have one, the one of the kept record stands; the other stays behind and goes with the record that is gone."""
    row = Doorstep.objects.select_for_update().filter(reader=gone).first()
    if row is None or Doorstep.objects.filter(reader=kept).exists():
        return []
    return [_same(_rehung(row, kept))]


def _doorstep_back(_act: Act, gone: Reader, kept: Reader, keys: list[Any]) -> None:
    """Only what had come over: what was written down anew meanwhile was said by the reader who is kept."""
    row = Doorstep.objects.select_for_update().filter(reader=kept).first()
    if row is not None and keys == [_same(row)] and not Doorstep.objects.filter(reader=gone).exists():
        _rehung(row, gone)


def _rehung(row: Doorstep, reader: Reader) -> Doorstep:
    """The ciphertext belongs to its row: under another reader it is another row, written anew."""
    said = {"address": row.address, "directions": row.directions, "ask_for": row.ask_for, "since": row.since}
    row.delete()
    return Doorstep.objects.create(reader=reader, **said)


def _same(row: Doorstep) -> str:
    """Tells whether it is still what was moved, and nothing else."""
    return crypto.seal_mac("doorstep", canonical([row.address, row.directions, row.ask_for, str(row.since)])).hex()


for model in (Card, DocumentShown, Agreement, EntryLink):
    mover(rows_of(model))
mover(rows_of(Reader, "family"))
mover(Mover("readers.Doorstep", _doorstep, _doorstep_back))
mover(Mover("readers.Enrolment", _years, _years_back))
mover(Mover("readers.Counted", _marks, _marks_back))  # by name before the registrations: so it goes back after them
