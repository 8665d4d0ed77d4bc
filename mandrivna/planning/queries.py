"""The table of indicators of one unit and year: seven queries, however many rows and units there are."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Case, F, Max, Q, QuerySet, Value, When
from django.db.models.functions import Cast, ExtractMonth, ExtractYear

from mandrivna.core.models import Unit, UnitPeriod
from mandrivna.core.models.units import beyond
from mandrivna.core.prepared import Prepared
from mandrivna.ledger.api import running, totals
from mandrivna.planning.definitions import PURCHASES, STANDING, Definitions, Row, load
from mandrivna.planning.facts import MANUAL
from mandrivna.planning.figures import Cell
from mandrivna.planning.models import Explanation, ManualFigure, PastFigure, Target, TargetRevision
from mandrivna.planning.states import State
from mandrivna.planning.table import FACT, FACT_BEFORE, FACT_THEN, Sheet, Table, compute

UNTIL = {"": 12, **{f"q{quarter}": quarter * 3 for quarter in (1, 2, 3, 4)}, **{f"m{month}": month for month in range(1, 13)}}
"""How much of the year, from 1 January: all of it, quarters running up, months running up. The fourth quarter and December run
to the end of the year too, with numbers of their own beside."""
WHOLE = ("", "q4", "m12")

FIRST_YEAR, LAST_YEAR = 1900, 2199

type Groups = list[tuple[dict[str, str], int]]


class BadPeriod(ValueError):  # noqa: N818 - an answer to a wrong question
    """A year or a part of it that this program has no table for."""


def last_day(year: int, until: str = "") -> dt.date:
    if until not in UNTIL or not FIRST_YEAR < year <= LAST_YEAR:
        raise BadPeriod(f"{year} {until}")
    month = UNTIL[until]
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def first_day(year: int, until: str = "") -> dt.date:
    """Of the last quarter or month in `until`: what that time had by itself."""
    last = last_day(year, until)
    return dt.date(year, last.month - {"q": 2, "m": 0}.get(until[:1], 11), 1)


def table(unit: Unit, year: int, until: str = "", *, known_by: dt.datetime | None = None) -> Table:
    """Plan and fact of two years, this year's fact up to the end of `until`; with `known_by`, all as it stood at that moment."""
    until = "" if until in WHOLE else until
    end = last_day(year, until)
    definitions = load()
    sheet, by_hand = written(unit, year, known_by)
    sheet.counted = _counted(definitions, unit, year, until, known_by, by_hand)
    return compute(definitions, unit, year, end, until, sheet, known_by)


def plan_table(unit: Unit, year: int) -> Table:
    """Only what people wrote: whoever changes a plan needs no fact counted for it."""
    end = last_day(year)
    sheet, _by_hand = written(unit, year, None)
    return compute(load(), unit, year, end, "", sheet, None)


def no_purchases(unit: Unit, year: int) -> str:
    """What the plan of the year says of purchases: that there are none, in the institution's words; nothing when it is silent."""
    rows = Explanation.objects.filter(unit=unit, year=year, indicator=PURCHASES)
    return rows.values_list("text", flat=True).first() or ""


# --- what people wrote ------------------------------------------------------------------------------------------------

type Presence = set[tuple[str, int, int, bool]]
"""Which hand-counted figures exist: code, year, month, of this very unit? A recorded zero leaves no fact, yet it is known."""


def written(unit: Unit, year: int, known_by: dt.datetime | None) -> tuple[Sheet, Presence]:
    days = {"on": dt.date(year - 1, 1, 1), "on2": dt.date(year, 12, 31)}
    about = {"unit": unit.pk, "path": unit.path, "path2": beyond(unit.path), "year": year, "year2": year - 1, **days}
    if known_by:
        found: Any = _parts(lambda name, _of=None: about[name], known_by)
    else:
        found = WRITTEN.rows(**about)
    sheet, by_hand = Sheet(), set()
    for what, _order, of_year, code, state, value, text, day in sorted(found, key=lambda row: (row[0], row[1])):
        match what:
            case "target":
                sheet.plans[of_year, code] = Cell(State(state), value, "plan")
            case "document":
                sheet.documents[of_year, code] = Cell(State(state), value, "document", forecast_at=day)
            case "explanation":
                sheet.explanations[code] = text
            case "manual":
                by_hand.add((code, of_year, int(state), bool(value)))
    return sheet, by_hand


def _parts(slot: Callable[..., Any], known_by: dt.datetime | None = None) -> Any:
    """Everything at once; `slot` gives a value, or its place in a sentence compiled once."""
    unit, years = slot("unit"), (slot("year", Target), slot("year2", Target))
    targets = _rows("target", Target.objects.filter(unit=unit, year__in=years))
    explanations = Explanation.objects.filter(unit=unit, year=years[0])
    rest = [
        _rows("document", PastFigure.objects.filter(unit=unit, year__in=years), day=F("forecast_at")),
        _rows("explanation", explanations, state=_word(""), value=_no_number(), text=F("text")),
        _presence(slot, known_by),
    ]
    return (_revisions(unit, years, known_by) if known_by else targets).union(*rest, all=True)


WRITTEN = Prepared(ManualFigure, _parts)


def _word(text: str) -> Any:
    return Cast(Value(text), models.CharField())


def _no_number() -> Any:
    return Cast(Value(None), models.IntegerField())


COLUMNS = ("what", "order", "of_year", "code", "of_state", "of_value", "of_text", "of_day")


def _rows(
    what: str,
    rows: QuerySet[Any],
    *,
    year: Any = None,
    code: Any = None,
    state: Any = None,
    value: Any = None,
    text: Any = None,
    day: Any = None,
) -> Any:
    return (
        rows.order_by()
        .annotate(
            what=_word(what),
            order=Cast(F("pk"), models.BigIntegerField()),
            of_year=Cast(year or F("year"), models.IntegerField()),
            code=Cast(code or F("indicator"), models.CharField()),
            of_state=Cast(state or F("state"), models.CharField()),
            of_value=Cast(value or F("value"), models.IntegerField()),
            of_text=Cast(text or Value(""), models.CharField()),
            of_day=Cast(day or Value(None), models.DateField()),
        )
        .values_list(*COLUMNS)
    )


def _revisions(unit: Any, years: Iterable[Any], known_by: dt.datetime) -> Any:
    """The plan as it stood: the last revision of each target by then wins, because rows are read in the order they were made."""
    rows = TargetRevision.objects.filter(target__unit=unit, target__year__in=years, at__lte=known_by)
    return _rows("target", rows, year=F("target__year"), code=F("target__indicator"), state=F("new_state"), value=F("new_value"))


def _presence(slot: Callable[..., Any], known_by: dt.datetime | None) -> Any:
    levels = [known.code for known in MANUAL.values() if known.level]
    rows = ManualFigure.objects.filter(unit__path__gte=slot("path", Unit), unit__path__lt=slot("path2", Unit), on__lte=slot("on2"))
    rows = rows.filter(Q(indicator__in=levels) | Q(on__gte=slot("on")))
    if known_by is not None:
        rows = rows.filter(recorded_at__lte=known_by)
    own = Max(Case(When(unit=slot("unit"), then=Value(1)), default=Value(0), output_field=models.IntegerField()))
    grouped = rows.order_by().annotate(of_year=Cast(ExtractYear("on"), models.IntegerField()), month=ExtractMonth("on"))
    return (
        grouped.values("of_year", "indicator", "month")
        .annotate(
            what=_word("manual"),
            order=Cast(Value(0), models.BigIntegerField()),
            code=Cast(F("indicator"), models.CharField()),
            of_state=Cast(F("month"), models.CharField()),
            of_value=own,
            of_text=_word(""),
            of_day=Cast(Value(None), models.DateField()),
        )
        .values_list(*COLUMNS)
    )


# --- what the ledger counted ------------------------------------------------------------------------------------------


def _counted(
    definitions: Definitions, unit: Unit, year: int, until: str, known_by: dt.datetime | None, by_hand: Presence
) -> dict[str, dict[str, int | None]]:
    """One grouped sum for each stretch: this year, the year before, and the running totals at the end of both."""
    by = ("kind", "own", *definitions.facets)
    monthly = (*by, "month") if until else by
    months, path = UNTIL[until], unit.path
    end, before = last_day(year, until), last_day(year - 1)
    yearly, levels = definitions.yearly_kinds, definitions.running_kinds

    def named(found: dict[tuple[Any, ...], int], columns: tuple[str, ...]) -> Groups:
        return [(dict(zip(columns, key, strict=True)), value) for key, value in found.items()]

    def groups(kinds: Iterable[str], start: dt.date, stop: dt.date, columns: tuple[str, ...]) -> Groups:
        return named(totals(kinds, start, stop, path, by=columns, known_by=known_by), columns)

    flow = groups(yearly, dt.date(year, 1, 1), end, by)
    flow_before = groups(yearly, dt.date(year - 1, 1, 1), before, monthly)
    level, level_before = (named(found, by) for found in running(levels, (end, before), path, by=by, known_by=known_by))
    then = [(key, value) for key, value in flow_before if not until or int(key["month"]) <= months]

    standing = {row.code: STANDING[row.calc] for row in definitions if row.calc in STANDING}
    periods = unit_periods(frozenset().union(*standing.values()), dt.date(year - 1, 1, 1), end) if standing else []

    def column(year: int, months: int, flows: Groups, levels: Groups) -> dict[str, int | None]:
        worked = alive(flows)
        stood = stood_on(periods, path, dt.date(year, months, calendar.monthrange(year, months)[1]))
        known = {
            (code, own)
            for code, of, month, own in by_hand
            if (of == year and month <= months) or (MANUAL[code].level and (of, month) <= (year, months))
        }
        counted = {row.code: count(row, unit, levels if row.running else flows, worked, known) for row in definitions if row.counts}
        return counted | {code: sum(stood[kind] for kind in kinds) or (0 if worked else None) for code, kinds in standing.items()}

    return {
        FACT: column(year, months, flow, level),
        FACT_BEFORE: column(year - 1, 12, flow_before, level_before),
        FACT_THEN: column(year - 1, months, then, []),
    }


type Stood = tuple[int, dt.date, str, dt.date | None, str]
"""A unit, since when, at which path, the day it was closed, and its kind."""


def unit_periods(kinds: Iterable[str], since: dt.date, until: dt.date) -> list[Stood]:
    """Of every unit of these kinds that was open on some day of this stretch, in the order of time."""
    open_then = Q(unit__closed_on=None) | Q(unit__closed_on__gt=since)
    rows = UnitPeriod.objects.filter(open_then, unit__kind__in=sorted(kinds), since__lte=until).order_by("since", "pk")
    return list(rows.values_list("unit", "since", "path", "unit__closed_on", "unit__kind"))


def stood_on(periods: Iterable[Stood], path: str, day: dt.date) -> Counter[str]:
    """Kind → how many were open at the end of this day, below where they hung on it: a shelf that moved to another hub counts
    there from then on."""
    where = {unit: (at, kind) for unit, since, at, closed, kind in periods if since <= day and (closed is None or closed > day)}
    return Counter(kind for at, kind in where.values() if at.startswith(path))


def alive(flows: Groups) -> bool:
    """Did the program record work in this stretch at all? If it did, what it has not recorded is a zero; if not, it is unknown."""
    return any(not key["kind"].startswith("planning.") for key, _value in flows)


def count(row: Row, unit: Unit, groups: Groups, worked: bool, by_hand: set[tuple[str, bool]]) -> int | None:
    found = [value for key, value in groups if belongs(row, unit, key)]
    if found:
        return sum(found)
    if any(code in row.by_hand and (own or row.scope == "below") for code, own in by_hand):
        return 0
    return 0 if worked and not row.only_by_hand else None


def belongs(row: Row, unit: Unit, key: Mapping[str, Any]) -> bool:
    if not row.takes(key["kind"], key.get("channel", "")) or (row.scope == "own" and not key["own"]):
        return False
    if not row.takes_at(key["kind"], unit.kind):
        return False
    return all(key[name] in values for name, values in row.where.items())
