"""Finding who may be written down twice: by keyed hashes of like names, then by the names themselves, within one institution."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.queries import institutions_for
from mandrivna.readers.likeness import alike, keys
from mandrivna.readers.models import Kind, Merge, NameWord, Reader, Twins
from mandrivna.readers.rules import ENROL

MOST = 300
"""Names opened for one question: of the commonest name of a large library there are fewer."""


def like(institution: Unit, name: str, birth_year: int | None, *, but: Reader | None = None) -> list[Reader]:
    """Readers with a like name, the same year of birth where both have said one."""
    macs = keys(name)
    if not macs:
        return []
    found = NameWord.objects.filter(
        mac__in=macs, reader__institution=institution, reader__merged_into=None, reader__kind=Kind.PERSON
    )
    pks = found.values_list("reader", flat=True).distinct()
    rows = Reader.objects.filter(pk__in=list(pks[:MOST]))
    return [row for row in rows if (but is None or row.pk != but.pk) and _fits(row, name, birth_year)]


def _fits(row: Reader, name: str, birth_year: int | None) -> bool:
    years = {year for year in (row.born, birth_year) if year is not None}
    return len(years) < 2 and alike(row.name or "", name)


def note_twins(reader: Reader, on: dt.date) -> None:
    """Inside a verb that wrote a name. A pair looked at already stays as decided; one that no longer is like goes."""
    others = like(reader.institution, reader.name, reader.born, but=reader) if reader.name and reader.kind == Kind.PERSON else []
    pairs = {pair(reader, other) for other in others}
    standing = Twins.objects.filter(Q(first=reader) | Q(second=reader))
    known = {(row.first_id, row.second_id): row for row in standing}
    stale = [row.pk for key, row in known.items() if key not in pairs and row.state == Twins.State.OPEN]
    Twins.objects.filter(pk__in=stale).delete() if stale else None
    Twins.objects.bulk_create(
        [Twins(first_id=first, second_id=second, found_on=on) for first, second in sorted(pairs - known.keys())],
        ignore_conflicts=True,
    )


def pair(one: Reader, other: Reader) -> tuple[uuid.UUID, uuid.UUID]:
    first, second = sorted((one.pk, other.pk))
    return first, second


def open_pairs(actor: Actor) -> QuerySet[Twins]:
    own = institutions_for(actor, ENROL)
    rows = Twins.objects.filter(
        state=Twins.State.OPEN, first__institution__in=own, first__merged_into=None, second__merged_into=None
    )
    return rows.select_related("first", "second").order_by("-found_on", "uid")


def merges_to_undo(actor: Actor) -> QuerySet[Merge]:
    own = institutions_for(actor, ENROL)
    rows = Merge.objects.filter(undone_on=None, settled=False, kept__institution__in=own)
    return rows.select_related("kept", "gone").order_by("-at")
