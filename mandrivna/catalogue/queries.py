"""What is asked of descriptions: who is twice, what changed between two of them, what hangs on what."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.formats.marc import IRBIS, Marc
from mandrivna.catalogue.formats.typed import typed
from mandrivna.catalogue.models import Record, RecordQuerySet, Version

type Line = tuple[str, str]
MOST_TWINS = 100


@dataclass(frozen=True)
class Changed:
    """From one version to the next. `number` is that of the older one; 0 is the description as it stands now."""

    version: Version
    lines: tuple[Line, ...]


def lines_of(marc: Marc) -> list[str]:
    blank = "" if marc.scheme == IRBIS else "##"
    return [f"{one.tag} {one.ind.replace(' ', '#') or blank} {typed(one, marc.scheme)}".strip() for one in marc.fields]


def history(record: Record) -> list[Changed]:
    """The newest first; each beside what it became: lines with «-» went, lines with «+» came."""
    found = list(Version.objects.filter(record=record).select_related("by").order_by("-number"))
    after = lines_of(body_of(record))
    told = []
    for version in found:
        before = lines_of(Marc.loads(version.scheme, version.text))
        told.append(Changed(version, tuple(_difference(before, after))))
        after = before
    return told


def _difference(before: list[str], after: list[str]) -> Iterator[Line]:
    for line in difflib.ndiff(before, after):
        if line[0] in "+-":
            yield line[0], line[2:]


def twins_of(record: Record) -> RecordQuerySet:
    """Other descriptions of what seems to be the same title: the same key, or the same ISBN."""
    same = Q(pk__in=[])
    if record.twin:
        same |= Q(twin=record.twin) & ~Q(twin="")  # said aloud, or SQLite does not believe that its index of keys has them all
    if record.isbn:
        same |= Q(isbn=record.isbn)
    return Record.objects.current().filter(same).exclude(pk=record.pk)


def twin_groups(most: int = MOST_TWINS) -> list[list[Record]]:
    """Titles described more than once, each group with the record of most copies first."""
    keys = Record.objects.current().exclude(twin="").order_by().values("twin").annotate(number=Count("pk")).filter(number__gt=1)
    wanted = [row["twin"] for row in keys.order_by("twin")[:most]]
    groups: dict[str, list[Record]] = {key: [] for key in wanted}
    for record in Record.objects.current().filter(twin__in=wanted).order_by("-copies", "created_at", "pk"):
        groups[record.twin].append(record)
    return list(groups.values())
