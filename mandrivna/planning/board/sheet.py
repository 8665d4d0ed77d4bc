"""The live board of a plan: for every number of every row its plan, what was expected by the day, the fact, where it is going.

Whatever the plan's length: one question for rows, one for what they are measured by, one for notes, one or two for facts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, Q, QuerySet, Sum
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.ledger.api import facts, totals
from mandrivna.planning.board import pace
from mandrivna.planning.board.former import Former, former, last, named_rows
from mandrivna.planning.board.pace import Light
from mandrivna.planning.board.rows import ItemNote, Outcome, Tie, TieKind
from mandrivna.planning.board.suggesting import proposed, rules
from mandrivna.planning.definitions import STANDING, Definitions, Row, load, said_of_choices
from mandrivna.planning.figures import number
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.periods import slice_label
from mandrivna.planning.plan_states import Role, RowKind
from mandrivna.planning.queries import belongs, first_day, last_day, stood_on, unit_periods

HELD = ("programme.event", "programme.growth_event")
CAME = ("programme.attended", "programme.growth_attended")
COUNTS = {**dict.fromkeys(HELD, TieKind.EVENTS), **dict.fromkeys(CAME, TieKind.PEOPLE)}
ITEM = re.compile(r"(?:^|; )item:([0-9a-f-]{36})")
PROJECT = re.compile(r"(?:^|; )project:(.+)$", re.DOTALL)
"""The last of what is told, because it is said in words."""
NAMED = (TieKind.EVENTS, TieKind.PEOPLE)
"""Counted by the acts that name the row."""
WAITS = gettext_lazy("умова ще не настала")
DONE_BY_WORD = {Outcome.DONE: Light.DONE, Outcome.NOT_DONE: Light.FAR}


@dataclass(frozen=True)
class Measured:
    """One number of a row."""

    tie: Tie
    fact: int | None
    before: int | None
    """The same stretch of the year before."""
    spans: Sequence[pace.Stretch]
    day: dt.date
    level: bool = False
    """So many on the day, not so many since January: what stands now is what will stand."""
    waits: bool = False
    """For a condition that has not come: nothing is expected of it."""
    own: int | None = None
    """Of the asked quarter or month by itself."""
    unknown: str = ""
    """Why nothing is known of the year before."""

    @property
    def planned(self) -> int | None:
        return self.tie.planned

    @property
    def wanted(self) -> int:
        if self.waits:
            return 0
        return pace.expected(self.tie.planned, self.spans, self.day) if self.tie.planned else 0

    @property
    def percent(self) -> int | None:
        if not self.tie.planned or self.fact is None:
            return None
        return round(100 * self.fact / self.tie.planned)

    @property
    def deviation(self) -> int | None:
        """From what was expected by the day."""
        if self.waits or self.fact is None or self.tie.planned is None:
            return None
        return self.fact - self.wanted

    @property
    def forecast(self) -> int | None:
        if self.waits:
            return None
        if self.fact is None or self.level:
            return self.fact
        return pace.forecast(self.fact, self.spans, self.day)

    @property
    def light(self) -> Light:
        if self.tie.kind == TieKind.DELIVERABLE:
            return self._deliverable
        return pace.light(self.tie.planned, self.wanted, self.fact)

    @property
    def _deliverable(self) -> Light:
        if self.ready:
            return Light.DONE
        if self.day >= max(last for _first, last in self.spans):
            return Light.FAR
        return Light.ON if self.day >= min(first for first, _last in self.spans) else Light.EARLY

    @property
    def ready(self) -> bool:
        """By the day, whatever came later."""
        return bool(self.tie.done_on and self.tie.done_on <= self.day)

    @property
    def said(self) -> str:
        return "" if self.fact is None else number(self.fact)


@dataclass
class BoardRow:
    item: PlanItem
    measured: list[Measured] = field(default_factory=list)
    note: ItemNote | None = None
    later: ItemNote | None = None
    """Said after the day asked about: it explains, but the day stands as it stood."""

    @property
    def waits(self) -> bool:
        """Done only if something happens («у разі деокупації»), and nobody, no event of this row and no document has said that it
        did. A figure of the whole house says nothing of it."""
        if not self.item.conditional or (self.note and self.note.outcome):
            return False
        return not any(one.ready or (one.fact and one.tie.kind in NAMED) for one in self.measured)

    @property
    def light(self) -> Light:
        """What people said of the row is stronger than what the numbers say; of a condition that has not come nothing is late."""
        if self.waits:
            return Light.NONE
        if self.note and (said := DONE_BY_WORD.get(Outcome(self.note.outcome))):
            return said
        return pace.worst([one.light for one in self.measured if one.light != Light.NONE])

    @property
    def light_word(self) -> str:
        if self.waits:
            return str(WAITS)
        if self.note and self.note.told:
            return str(Outcome(self.note.outcome).label)
        came = self.note is not None and self.note.outcome == Outcome.CAME
        return str(pace.WORDS[self.light] if self.measured else Outcome.CAME.label if came else "")

    @property
    def explained(self) -> str:
        """Why it goes so; what was said later carries its day."""
        if self.later is None:
            return self.note.text if self.note else ""
        outcome = str(Outcome(self.later.outcome).label) if self.later.outcome else ""
        said = "; ".join(one for one in (f"{outcome} {self.later.moved_to}".strip(), self.later.text) if one)
        on = formats.date_format(timezone.localdate(self.later.changed_at), "d.m.Y")
        return _("Записано %(day)s: %(said)s") % {"day": on, "said": said} if said else ""

    @property
    def responsible(self) -> str:
        """Who answers for the row, where somebody was named."""
        note = self.note or self.later
        return note.answers if note else ""

    @property
    def executors(self) -> list[str]:
        return [one["name"] for one in self.answering]

    @property
    def answering(self) -> list[dict[str, Any]]:
        return list(self.item.meaning.get("executors", []))

    def said(self, role: str) -> str:
        told: Mapping[str, str] = self.item.meaning.get("said", {})
        return told.get(role) or (self.item.written(role, self.item.part.columns) if self.item.part else "")


@dataclass
class Board:
    plan: Plan
    day: dt.date
    until: str
    sections: list[Section]
    rows: list[BoardRow]
    definitions: Definitions
    figures: Mapping[str, int | None] = field(default_factory=dict)
    """Indicators that were asked for by name, besides those that measure rows."""
    acts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Row of the plan and what is counted (events, people) → how many."""
    projects: Mapping[str, set[str]] = field(default_factory=dict)
    """Row of the plan → projects of the events that name it, where events were counted."""
    written: Mapping[UUID, list[PlanItem]] = field(default_factory=dict)
    """Section → everything in its table in order: its rows, headings over them, and what was taken off the plan."""

    @cached_property
    def sliced(self) -> str:
        """The quarter or month whose own numbers stand beside those since January."""
        return slice_label(self.until) if any(one.own is not None for row in self.rows for one in row.measured) else ""

    @cached_property
    def lights(self) -> dict[Light, int]:
        return {light: sum(row.light == light for row in self.rows) for light in pace.ORDER}

    @cached_property
    def choices(self) -> list[str]:
        """How the institution counts what measures these rows, where it could be counted otherwise."""
        codes = {one.tie.indicator for row in self.rows for one in row.measured}
        return said_of_choices(row for row in self.definitions if row.code in codes)

    def of(self, section: Section) -> list[BoardRow]:
        return [row for row in self.rows if row.item.part_id == section.pk]

    @cached_property
    def executors(self) -> list[str]:
        return sorted({name for row in self.rows for name in row.executors}, key=str.casefold)

    @cached_property
    def directions(self) -> list[str]:
        return sorted({line for row in self.rows for line in row.said(Role.DIRECTION).split("\n") if line}, key=str.casefold)


def sections_of(plan: Plan) -> QuerySet[Section]:
    return Section.objects.filter(plan=plan).order_by("position", "pk")


def board(
    plan: Plan, *, until: str = "", today: dt.date, figures: Sequence[str] = (), acts: bool = False, before: bool = True,
    offered: bool = False, definitions: Definitions | None = None, sections: Sequence[Section] | None = None,
    rows: Sequence[PlanItem] | None = None,
) -> Board:  # fmt: skip
    """As of today, or of the last day of an earlier part of the year; with `acts`, also of rows that no event measures; without
    `before` nothing is known of the year before; with `offered`, a row that nothing measures goes by what is offered for it.
    `definitions`: counted by other rules than those in force; `sections`: in order, where the caller has them; `rows`: these alone,
    each with its part and note."""
    if rows is not None:
        return _board(
            plan, [], list(rows), until, today, figures, acts=acts, before=before, offered=offered, definitions=definitions
        )
    sections = list(sections_of(plan) if sections is None else sections)
    named = {section.pk: section for section in sections}
    items = list(plan.items.filter(part__isnull=False).select_related("note").order_by("part__position", "position", "pk"))
    written: dict[UUID, list[PlanItem]] = {}
    for item in items:
        if item.part_id:
            item.part = named[item.part_id]
            written.setdefault(item.part_id, []).append(item)
    live = [item for item in items if item.kind == RowKind.ROW and item.dropped_on is None]
    found = _board(plan, sections, live, until, today, figures, acts=acts, before=before, offered=offered, definitions=definitions)
    found.written = written
    return found


def board_of(item: PlanItem, *, today: dt.date, definitions: Definitions | None = None) -> BoardRow:
    """One row by itself, with the same numbers."""
    return _board(item.plan, [item.part] if item.part else [], [item], "", today, definitions=definitions).rows[0]


def _board(
    plan: Plan, sections: list[Section], items: list[PlanItem], until: str, today: dt.date, figures: Sequence[str] = (), *,
    acts: bool = False, before: bool = True, offered: bool = False, definitions: Definitions | None = None,
) -> Board:  # fmt: skip
    day, definitions = _day(plan, until, today), definitions or load()
    ties: dict[UUID, list[Tie]] = {}
    for tie in Tie.objects.filter(item__in=items).order_by("line", "made_at", "pk"):
        ties.setdefault(tie.item_id, []).append(tie)
    if offered:
        known = list(rules())
        ties |= {item.pk: proposed(item, plan.year, known) for item in items if item.pk not in ties}
    asked = [_by_name(one) for code in figures for one in _added(definitions, code)]
    counts = _Counts(
        plan, definitions, [*(tie for listed in ties.values() for tie in listed), *asked], day, acts=acts, before=before,
        since=first_day(plan.year, until),
    )  # fmt: skip
    rows = []
    for item in items:
        measured = [
            Measured(
                tie, counts.of(tie), counts.of(tie, before=True), pace.stretches(item.meaning, plan.year, tie.line), day,
                level=tie.indicator in counts.standing, own=counts.own(tie), unknown=counts.unknown(tie),
            )
            for tie in ties.get(item.pk, [])
        ]  # fmt: skip
        note = _note_of(item)
        late = note is not None and _later(note, plan, day, today)
        row = BoardRow(item, measured, None if late else note, note if late else None)
        if row.waits:
            row.measured = [replace(one, waits=True) for one in measured]
        rows.append(row)
    return Board(plan, day, until, sections, rows, definitions, _named(counts, figures), counts.acts, counts.projects)


def figures_of(
    plan: Plan, codes: Sequence[str], *, until: str = "", today: dt.date, definitions: Definitions
) -> tuple[dict[str, int | None], dt.date]:
    """Indicators by name and the day they stand for, without the rows of the plan: two questions at most."""
    day = _day(plan, until, today)
    asked = [_by_name(one) for code in codes for one in _added(definitions, code)]
    return _named(_Counts(plan, definitions, asked, day, before=False), codes), day


def _named(counts: _Counts, codes: Sequence[str]) -> dict[str, int | None]:
    return {code: _sum_of([counts.of(_by_name(one)) for one in _added(counts.definitions, code)]) for code in codes}


def _day(plan: Plan, until: str, today: dt.date) -> dt.date:
    """Today, or the last day of what is asked for; of a year to come, the day before it."""
    return min(today, last_day(plan.year, until)) if today.year >= plan.year else dt.date(plan.year, 1, 1) - dt.timedelta(days=1)


def _by_name(code: str) -> Tie:
    """An indicator that measures no row, asked as if it did."""
    return Tie(kind=TieKind.INDICATOR, indicator=code)


def _added(definitions: Definitions, code: str) -> list[str]:
    """The indicator itself, or those that add up to it."""
    row = definitions.get(code)
    if row is None or row.total != "parts":
        return [code]
    return [one for part in definitions.parts(code) for one in _added(definitions, part.code)]


def _sum_of(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _note_of(item: PlanItem) -> ItemNote | None:
    """Read with the row; a row of which nothing was said has none."""
    return item.note if hasattr(item, "note") else None


def _later(note: ItemNote, plan: Plan, day: dt.date, today: dt.date) -> bool:
    """Of a part of the year only what was said by its last day; of the whole year, words said after it are about it too."""
    return day < today and day < last_day(plan.year) and timezone.localdate(note.changed_at) > day


class _Counts:
    """The facts of all ties at once, of this year up to the day and of the year before up to the same day."""

    def __init__(
        self, plan: Plan, definitions: Definitions, ties: Sequence[Tie], day: dt.date, *, acts: bool = False, before: bool = True,
        since: dt.date | None = None,
    ) -> None:  # fmt: skip
        self.plan, self.definitions, self.day = plan, definitions, day
        self.since = since if since and dt.date(plan.year, 1, 1) < since <= day else None
        wanted = [definitions[code] for code in sorted({tie.indicator for tie in ties}) if code in definitions.rows]
        self.flows = {row.code: row for row in wanted if row.counts and not row.running}
        told = {name for row in self.flows.values() for name in row.where} | {name for tie in ties for name in tie.where}
        self.facets = sorted(told | ({"channel"} if any(row.only for row in self.flows.values()) else set()))
        kinds = sorted({kind for row in self.flows.values() for kind in row.kinds})
        self.sums = [self._groups(kinds, back) if kinds and (before or not back) else [] for back in (0, 1)]
        self.own_sums = [one for one in self.sums[0] if self.since and int(one[0]["month"]) >= self.since.month]
        self.own_acts: dict[tuple[str, str], int] = {}
        self.projects: dict[str, set[str]] = {}
        self.ago: Former | None = None
        named = any(tie.kind in NAMED for tie in ties)
        self.acts = self._acts(before=named and before) if named or acts else {}
        self.standing = {row.code: STANDING[row.calc] for row in wanted if row.calc in STANDING}
        units = frozenset().union(*self.standing.values())
        since = dt.date(plan.year - 1, 1, 1)
        self.periods = unit_periods(units, since, max(day, dt.date(plan.year, 1, 1))) if self.standing else []

    def _stretch(self, back: int) -> tuple[dt.date, dt.date]:
        year = self.plan.year - back
        return dt.date(year, 1, 1), _same_day(self.day, year)

    def _groups(self, kinds: Sequence[str], back: int) -> list[tuple[dict[str, Any], int]]:
        start, end = self._stretch(back)
        if end < start:
            return []
        monthly = ("month",) if self.since and not back else ()
        by = ("kind", "own", *self.facets, *monthly)
        return [
            (dict(zip(by, key, strict=True)), value) for key, value in totals(kinds, start, end, self.plan.unit.path, by=by).items()
        ]

    def _acts(self, *, before: bool) -> dict[tuple[str, str], int]:
        """Row of the plan and what is counted → how many; the facts of events say themselves which row they were planned in. With
        `before` also those of last year's plan, to the same day of their year, if there was such a plan: still one question."""
        start, _end = self._stretch(0)
        found: dict[tuple[str, str], int] = {}
        asked, rows = self._named(0, Q(on__gte=self.since or start)), list[tuple[str, str, int]]()
        if before:
            there = Exists(Plan.objects.filter(last(self.plan)))
            asked = asked.union(self._named(1, Q(pk=None)).filter(there), named_rows(self.plan), all=True)
        for kind, more, value, own in asked:
            if kind not in COUNTS:
                rows.append((kind, more, value))
            elif named := ITEM.search(more):
                if project := PROJECT.search(more):
                    self.projects.setdefault(named[1], set()).add(project[1])
                key = (named[1], COUNTS[kind])
                found[key] = found.get(key, 0) + value
                self.own_acts[key] = self.own_acts.get(key, 0) + (own or 0)
        self.ago = former(self.plan, rows) if before else None
        return found

    def _named(self, back: int, own: Q) -> Any:
        rows = naming(facts(COUNTS, *self._stretch(back), self.plan.unit.path), "item:").order_by()
        return rows.values_list("kind", "more").annotate(sum=Sum("quantity"), own=Sum("quantity", filter=own))

    def of(self, tie: Tie, *, before: bool = False) -> int | None:
        if tie.kind in NAMED:
            item = (self.ago.rows.get(tie.item_id) if self.ago else None) if before else tie.item_id
            return None if item is None else self.acts.get((str(item), tie.kind), 0)
        if tie.kind != TieKind.INDICATOR:
            return None
        if kinds := self.standing.get(tie.indicator):
            start, end = self._stretch(int(before))
            stood = stood_on(self.periods, self.plan.unit.path, end)
            return sum(stood[kind] for kind in kinds) if end >= start else 0
        row = self.flows.get(tie.indicator)
        return None if row is None else self._sum(row, tie, self.sums[int(before)])

    def unknown(self, tie: Tie) -> str:
        return self.ago.why_not(tie.item_id) if self.ago and tie.kind in NAMED else ""

    def own(self, tie: Tie) -> int | None:
        """Of the last quarter or month alone; of what stands on a day there is no such number."""
        if self.since is None:
            return None
        if tie.kind in NAMED:
            return self.own_acts.get((str(tie.item_id), tie.kind), 0)
        row = self.flows.get(tie.indicator) if tie.kind == TieKind.INDICATOR else None
        return None if row is None else self._sum(row, tie, self.own_sums)

    def _sum(self, row: Row, tie: Tie, groups: Iterable[tuple[dict[str, Any], int]]) -> int:
        return sum(
            value
            for key, value in groups
            if belongs(row, self.plan.unit, key) and all(key[name] in tie.where[name] for name in tie.where)
        )


def _same_day(day: dt.date, year: int) -> dt.date:
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)


def figure(value: int | None) -> str:
    return "—" if value is None else number(value)


def acts_of(item: PlanItem) -> Any:
    """The facts of everything done in this year that names this row."""
    year = (dt.date(item.plan.year, 1, 1), dt.date(item.plan.year, 12, 31))
    return naming(facts((*HELD, *CAME), *year, item.plan.unit.path), f"item:{item.pk}")


def naming(rows: Any, said: str) -> Any:
    """Those that tell this beside their facets. That they tell anything is said apart: the index of such facts is found by it."""
    return rows.exclude(more="").filter(more__contains=said)
