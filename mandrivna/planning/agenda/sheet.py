"""The terms of one plan for one person: what is overdue, falls due, goes on, comes next, and what has no date.

What was reached is asked of the board (`board.sheet`), never counted anew: as many questions as the board asks, and one for units.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models.units import below_any
from mandrivna.planning.agenda.terms import SOON, Period, stretches
from mandrivna.planning.agenda.whose import Mine, Places, Whom, named_so, names_of, up_from
from mandrivna.planning.board import pace
from mandrivna.planning.board.pace import Stretch
from mandrivna.planning.board.rows import Outcome, TieKind
from mandrivna.planning.board.sheet import BoardRow, board
from mandrivna.planning.models import Plan, Section
from mandrivna.planning.plan_states import TOLD, PlanKind, Role
from mandrivna.planning.reading.said import ExecutorKind
from mandrivna.planning.rules import VIEW


class Standing(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    AHEAD = "ahead"
    DONE = "done"
    SAID = "said"


WORDS = {
    Standing.OVERDUE: _("прострочено"),
    Standing.SOON: _("строк за тиждень"),
    Standing.AHEAD: _("попереду"),
    Standing.DONE: _("виконано"),
}


def plans_of(actor: Actor, year: int) -> list[Plan]:
    """Plans that ask something of this person: of where they work, and of what is above and below it. Annual ones first."""
    mine = Mine.of(actor)
    above = Q(unit__path__in=sorted({path for at in mine.at for path in up_from(at)}), state__in=TOLD)
    seen = below_any(actor.paths(VIEW), "unit__path")
    rows = Plan.objects.filter(above | seen, year=year).exclude(kind=PlanKind.STRATEGY).select_related("unit")
    return sorted(rows, key=lambda plan: (plan.kind != PlanKind.ANNUAL, plan.unit.path, plan.pk))


def reached(row: BoardRow, until: dt.date) -> bool | None:
    """Whether what was expected by this day is there; None where no number and no paper says it."""
    counted = [one for one in row.measured if one.planned and one.fact is not None]
    papers = [one for one in row.measured if one.tie.kind == TieKind.DELIVERABLE]
    if not counted and not papers:
        return None
    late = [one for one in papers if not one.tie.done_on and until >= max(last for _first, last in one.spans)]
    return not late and all((one.fact or 0) >= pace.expected(one.planned or 0, one.spans, until) for one in counted)


def next_open(row: BoardRow, spans: Sequence[Stretch]) -> Stretch | None:
    """The first stretch whose work is not there yet. Of what is only told in words nobody knows before its last stretch ends; and
    whatever people have said of the row closes it."""
    if not spans or row.waits or (row.note and row.note.told):
        return None
    if reached(row, spans[-1][1]) is None:
        return spans[-1]
    return next((span for span in spans if not reached(row, span[1])), None)


@dataclass
class Line:
    """A row as these pages show it."""

    row: BoardRow
    spans: list[Stretch]
    whoms: list[Whom]
    today: dt.date
    open: Stretch | None = None

    @property
    def standing(self) -> Standing:
        return self.standing_on(self.open[1] if self.open else self.today) or Standing.AHEAD

    def standing_on(self, day: dt.date) -> Standing | None:
        """Of the deadline on this day; None where one cannot know: an earlier deadline of what is told in words alone."""
        if self.row.waits:
            return Standing.SAID
        if self._told:
            return Standing.DONE if self._told == Outcome.DONE else Standing.SAID
        if self.open is None:
            return Standing.DONE if self.spans else None
        if day < self.open[1]:
            return Standing.DONE if reached(self.row, day) else None
        if day < self.today:
            return Standing.OVERDUE
        return Standing.SOON if day <= self.today + SOON else Standing.AHEAD

    def word_of(self, standing: Standing | None) -> str:
        if self.row.waits:
            return self.row.light_word
        if self._told:
            return str(Outcome(self._told).label)
        return str(WORDS[standing]) if standing and self.spans else ""

    @property
    def word(self) -> str:
        return self.word_of(self.standing)

    @property
    def _told(self) -> str:
        """What people have said of the row is stronger than its numbers."""
        return self.row.note.told if self.row.note else ""

    @property
    def due(self) -> dt.date | None:
        """The day that is waited for; of what is done, its last."""
        return self.open[1] if self.open else self.spans[-1][1] if self.spans else None

    @property
    def title(self) -> str:
        return self.row.said(Role.TITLE) or self.row.item.title

    @property
    def term(self) -> str:
        return self.row.said(Role.TERM)

    @property
    def who(self) -> str:
        return ", ".join(self.row.executors)

    def due_in(self, seen: Period) -> dt.date | None:
        """The first of its deadlines within the period that is not reached, else the last one within it."""
        inside = [last for _first, last in self.spans if seen.holds(last)]
        waiting = [last for last in inside if self.open and last >= self.open[1]]
        return waiting[0] if waiting else inside[-1] if inside else None


@dataclass
class Agenda:
    plan: Plan
    period: Period
    today: dt.date
    lines: list[Line]
    """Mine (or everybody's) after the filters, in the order of the plan."""
    sections: list[Section]
    departments: list[str]
    people: list[str]
    overdue: list[Line] = field(default_factory=list)
    due: list[tuple[dt.date, Line]] = field(default_factory=list)
    running: list[Line] = field(default_factory=list)
    coming: list[Line] = field(default_factory=list)
    undated: list[Line] = field(default_factory=list)

    @cached_property
    def shown(self) -> list[Line]:
        """Everything that stands on the page, in the order of the plan."""
        told = {
            id(line) for line in (*self.overdue, *(line for _day, line in self.due), *self.running, *self.coming, *self.undated)
        }
        return [line for line in self.lines if id(line) in told]


@dataclass(frozen=True)
class Asked:
    period: Period
    who: str = ""
    section: str = ""
    everybody: bool = False


def lines_of(plan: Plan, *, today: dt.date) -> tuple[list[Line], list[Section]]:
    """Every row of the plan with when it falls due, how it stands and whose it is."""
    whole, places = board(plan, today=today, before=False), Places(plan.unit)
    found = []
    for row in whole.rows:
        spans = stretches(row.item.meaning, plan.year)
        line = Line(row, spans, places.whoms(row.item.meaning.get("executors", [])), today)
        line.open = next_open(row, spans)
        found.append(line)
    return found, whole.sections


def agenda(plan: Plan, asked: Asked, mine: Mine, *, today: dt.date) -> Agenda:
    lines, sections = lines_of(plan, today=today)
    if not asked.everybody:
        lines = [line for line in lines if mine.has(plan.unit, line.whoms)]
    named = names_of(asked.who, (line.row.answering for line in lines))
    found = Agenda(
        plan, asked.period, today, [line for line in lines if _fits(line, asked, named)], _named(lines, sections), *_who(lines)
    )
    for line in found.lines:
        _place(line, found)
    found.overdue.sort(key=lambda line: line.due or today)
    found.due.sort(key=lambda pair: pair[0])
    found.coming.sort(key=lambda line: line.due or today)
    return found


def _place(line: Line, found: Agenda) -> None:
    """Each row stands once."""
    seen = found.period
    if not line.spans or line.row.waits:
        found.undated.append(line)
    elif line.standing == Standing.OVERDUE and seen.holds(found.today):
        found.overdue.append(line)
    elif (day := line.due_in(seen)) is not None:
        found.due.append((day, line))
    elif any(seen.meets(span) for span in line.spans):
        found.running.append(line)
    elif any(seen.after.meets(span) for span in line.spans):
        found.coming.append(line)


def _fits(line: Line, asked: Asked, named: tuple[str, frozenset[int]]) -> bool:
    """An executor under any name of the same unit."""
    section = line.row.item.part.number if line.row.item.part else ""
    return (not asked.section or section == asked.section) and named_so(line.row.answering, named)


def _named(lines: Iterable[Line], sections: Sequence[Section]) -> list[Section]:
    """Sections with something of these rows in them."""
    held = {line.row.item.part_id for line in lines}
    return [section for section in sections if section.pk in held and section.number]


def _who(lines: Iterable[Line]) -> tuple[list[str], list[str]]:
    """Names to choose by: departments, then people and posts."""
    kinds = {one["name"]: one.get("kind") for line in lines for one in line.row.item.meaning.get("executors", [])}
    people = {name for name, kind in kinds.items() if kind in (ExecutorKind.PERSON, ExecutorKind.ADMINISTRATION)}
    return sorted(set(kinds) - people, key=str.casefold), sorted(people, key=str.casefold)
