"""One month of one unit's diary: a number for each day and column, the month, and what stood before it this year.

A closed month is read as it was known when it was closed; what came later stands beside it as a correction.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from mandrivna.core.models import Unit
from mandrivna.ledger.api import SOURCES, facts, totals
from mandrivna.planning.diary.columns import Column, Diary, Part
from mandrivna.planning.diary.rows import DiaryAddition, DiaryMonth
from mandrivna.planning.drill import acts

MOST_ACTS = 300
"""Of a month's acts on one page; a unit with more prints the rest in its report of events."""

type Sums = dict[str, int]


@dataclass
class Counted:
    """The figures of one part in one month."""

    part: Part
    days: dict[dt.date, Sums] = field(default_factory=dict)
    before: Sums = field(default_factory=dict)
    """From 1 January to the day before this month."""
    later: Sums = field(default_factory=dict)
    """What was recorded about this month after it was closed."""

    @property
    def month(self) -> Sums:
        return {column.code: sum(day.get(column.code, 0) for day in self.days.values()) for column in self.part.columns}

    @property
    def year(self) -> Sums:
        month = self.month
        return {code: month[code] + self.before.get(code, 0) for code in month}

    @property
    def corrected(self) -> bool:
        return any(self.later.values())


@dataclass(frozen=True, kw_only=True)
class Month:
    """Which month of whose diary, and since when it is closed."""

    unit: Unit
    year: int
    month: int
    closed: DiaryMonth | None = None

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return self.first.replace(day=calendar.monthrange(self.year, self.month)[1])

    @property
    def days(self) -> list[dt.date]:
        return [self.first + dt.timedelta(days=number) for number in range(self.last.day)]

    @property
    def known_by(self) -> dt.datetime | None:
        return self.closed.closed_at if self.closed else None


def month_of(unit: Unit, year: int, month: int) -> Month:
    closed = DiaryMonth.objects.filter(unit=unit, year=year, month=month).select_related("by").first()
    return Month(unit=unit, year=year, month=month, closed=closed)


def counted(asked: Month, part: Part) -> Counted:
    """Two grouped sums, and a third of a closed month."""
    found = Counted(part, {day: {} for day in asked.days})
    by = ("kind", *part.facets)
    path, known_by = asked.unit.path, asked.known_by
    for (day, *key), quantity in totals(part.kinds, asked.first, asked.last, path, by=("on", *by), known_by=known_by).items():
        _add(found.days[day], part, by, key, quantity)
    if asked.month > 1:
        january = asked.first.replace(month=1)
        for key_, quantity in totals(
            part.kinds, january, asked.first - dt.timedelta(days=1), path, by=by, known_by=known_by
        ).items():
            _add(found.before, part, by, key_, quantity)
    if known_by:
        stands: Sums = {}
        for key_, quantity in totals(part.kinds, asked.first, asked.last, path, by=by).items():
            _add(stands, part, by, key_, quantity)
        month = found.month
        found.later = {code: stands.get(code, 0) - month[code] for code in month}
    return found


def _add(sums: Sums, part: Part, by: tuple[str, ...], key: Iterable[Any], quantity: int) -> None:
    said = dict(zip(by, key, strict=True))
    for column in part.columns:
        if column.takes(said["kind"], said):
            sums[column.code] = sums.get(column.code, 0) + quantity


@dataclass(frozen=True, kw_only=True)
class Held:
    """One act listed under the table: an event, with how many came."""

    on: dt.date
    source: str
    said: str
    people: int
    object: Any

    @property
    def label(self) -> str:
        return _label(self.source)


def held(asked: Month, part: Part) -> list[Held]:
    """The acts of a part that lists them (masses of people are counted by events), a query for each kind of source."""
    if not part.acts:
        return []
    rows = facts(part.acts, asked.first, asked.last, asked.unit.path, known_by=asked.known_by).order_by("on", "id")
    days: dict[str, dt.date] = {}
    people, standing = Counter[str](), Counter[str]()
    for source, on, kind, quantity in rows.values_list("source", "on", "kind", "quantity"):
        days[source] = max(on, days.get(source, on))
        (people if kind.endswith("attended") else standing)[source] += quantity
    wanted = [source for source in days if standing[source] or people[source]]
    listed = [
        Held(on=days[source], source=source, said=SOURCES[_label(source)].describe(act), people=people[source], object=act)
        for source, act in acts(wanted[:MOST_ACTS]).items()
    ]
    return sorted(listed, key=lambda one: (one.on, one.said))


def _label(source: str) -> str:
    return source.partition(":")[0]


def facts_of(asked: Month, column: Column, day: dt.date | None = None) -> QuerySet[Any]:
    """What stands behind one number of the diary: of a day, or of the month."""
    first, last = (day, day) if day else (asked.first, asked.last)
    return facts(column.kinds, first, last, asked.unit.path, where=dict(column.where))


def additions(asked: Month) -> QuerySet[DiaryAddition]:
    return (
        DiaryAddition.objects.filter(unit=asked.unit, on__gte=asked.first, on__lte=asked.last)
        .select_related("by")
        .order_by("on", "pk")
    )


def closed_months(unit: Unit, year: int) -> Mapping[int, DiaryMonth]:
    return {one.month: one for one in DiaryMonth.objects.filter(unit=unit, year=year)}


def parts_of(asked: Month, diary: Diary) -> list[Counted]:
    return [counted(asked, part) for part in diary]
