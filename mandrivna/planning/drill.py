"""From a number to the facts behind it, and from a fact to its act."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation, Unit
from mandrivna.ledger.api import FACETS, KINDS, PAGES, SOURCES, facts
from mandrivna.planning.definitions import Definitions, Row
from mandrivna.planning.figures import number
from mandrivna.planning.queries import UNTIL, last_day
from mandrivna.planning.words import LABELS, facet_word

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Question:
    """«Which facts are in this number?», narrowed to a month and to a unit below."""

    definitions: Definitions
    row: Row
    unit: Unit
    year: int
    until: str = ""
    month: int | None = None
    within: Unit | None = None
    known_by: dt.datetime | None = None

    @property
    def running(self) -> bool:
        return self.row.running

    def stretch(self) -> tuple[dt.date | None, dt.date]:
        if self.month:
            return dt.date(self.year, self.month, 1), dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])
        return (None if self.running else dt.date(self.year, 1, 1)), last_day(self.year, self.until)


def openable(definitions: Definitions, row: Row) -> bool:
    """Is there something under this number? A ratio opens through its two rows, a heading through what stands below it."""
    return bool(_counting(definitions, row))


def _counting(definitions: Definitions, row: Row) -> list[Row]:
    """The rows that hold the facts: this one, or what it is the sum of."""
    if row.total == "own":
        return [row] if row.counts else []
    return [counting for part in definitions.parts(row.code) for counting in _counting(definitions, part)]


def facts_of(question: Question) -> QuerySet[Any]:
    found = [_facts_of_row(question, row) for row in _counting(question.definitions, question.row)]
    return found[0] if len(found) == 1 else _either(found)


def _either(found: list[QuerySet[Any]]) -> QuerySet[Any]:
    both = found[0]
    for rows in found[1:]:
        both = both | rows
    return both


def _facts_of_row(question: Question, row: Row) -> QuerySet[Any]:
    start, end = question.stretch()
    within = question.within or question.unit
    rows = facts(row.kinds_at(question.unit.kind), start, end, within.path, where=dict(row.where), known_by=question.known_by)
    for kind, channels in row.only.items():
        rows = rows.exclude(Q(kind=kind) & ~Q(channel__in=channels))
    return rows.filter(path=question.unit.path) if row.scope == "own" else rows


@dataclass(frozen=True)
class Slice:
    """A part of the number: a month or a unit, and what it adds."""

    key: int | None
    label: Any
    quantity: int
    facts: int = 0


def total(units: Iterable[Slice]) -> int:
    """Of the slices by unit: every fact stands in exactly one."""
    return sum(part.quantity for part in units)


def by_month(question: Question) -> list[Slice]:
    """Months of the year; for a running total first everything that was there before it (key 0)."""
    rows = facts_of(question).order_by().values_list("on__year", "on__month").annotate(sum=Sum("quantity"))
    sums: dict[int, int] = {}
    for year, month, quantity in rows:
        key = month if year == question.year else 0
        sums[key] = sums.get(key, 0) + quantity
    return [Slice(key, dt.date(question.year, key, 1) if key else None, sums[key]) for key in sorted(sums)]


def by_unit(question: Question) -> list[Slice]:
    named = facts_of(question).order_by().values_list("unit_id", "unit__name", "unit__path")
    rows = named.annotate(sum=Sum("quantity"), number=Count("pk"))
    parts = [Slice(pk, Unit(pk=pk, name=name, path=path), quantity, number) for pk, name, path, quantity, number in rows]
    return sorted(parts, key=lambda part: part.label.path)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact as people read it."""

    fact: Any
    kind: str
    counted_in: str
    facets: tuple[tuple[str, str], ...]
    quantity: str
    source: str
    act: str
    url: str | None


def lines(rows: Iterable[Any], actor: Actor) -> list[Line]:
    """Facts with their acts named, two queries a kind of source whatever their number."""
    rows = list(rows)
    behind = acts(fact.source for fact in rows)
    return [_line(fact, behind.get(fact.source), actor) for fact in rows]


def acts(sources: Iterable[str]) -> dict[str, Any]:
    """«lending.Event:…» → the act; a query for each kind of source."""
    wanted: dict[str, set[str]] = {}
    for source in sources:
        label, _colon, key = source.partition(":")
        wanted.setdefault(label, set()).add(key)
    found: dict[str, Any] = {}
    for label, keys in wanted.items():
        if known := SOURCES.get(label):
            found.update({f"{label}:{obj.pk}": obj for obj in known.objects().filter(pk__in=keys)})
    return found


def _line(fact: Any, act: Any, actor: Actor) -> Line:
    label = fact.source.partition(":")[0]
    source, kind = SOURCES.get(label), KINDS.get(fact.kind)
    return Line(
        fact=fact,
        kind=str(kind.label) if kind else fact.kind,
        counted_in=str(kind.counted_in) if kind else "",
        facets=tuple((str(LABELS[name]), facet_word(name, value)) for name in FACETS if (value := getattr(fact, name))),
        quantity=number(fact.quantity),
        source=str(source.title) if source else label,
        act=source.describe(act) if source and act is not None else "",
        url=url_of(label, act, fact.path, actor),
    )


def url_of(label: str, act: Any, path: str, actor: Actor) -> str | None:
    page = PAGES.get(label)
    return page.url(act) if page and act is not None and actor.can(page.permission, path) else None


@dataclass(frozen=True, kw_only=True)
class FactPage:
    line: Line
    operation: Operation | None
    corrections: list[Line]
    """All lines of the same act, this one among them: a correction is a further line, never a changed one."""
    stands: int


def fact(pk: int) -> Any | None:
    return facts(KINDS.keys(), None, dt.date.max).select_related("unit").filter(pk=pk).first()


def fact_page(found: Any, actor: Actor) -> FactPage:
    same = facts(KINDS.keys(), None, dt.date.max).filter(source=found.source).select_related("unit").order_by("line")
    corrections = lines(same, actor)
    line = next(line for line in corrections if line.fact.pk == found.pk)
    operation = Operation.objects.defer("body").filter(pk=found.op).first() if found.op else None
    return FactPage(
        line=line,
        operation=operation,
        corrections=corrections,
        stands=sum(line.fact.quantity for line in corrections if line.fact.kind == found.kind),
    )


def months_of(question: Question) -> range:
    return range(1, UNTIL[question.until] + 1)
