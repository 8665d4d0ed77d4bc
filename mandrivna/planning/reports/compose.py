"""A report made from the plan's own sections: how each row stands, its numbers, who came, what was said and where it can be seen.

Pure but for `composed`, which asks the board and the table of indicators.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.planning.board.pace import Light
from mandrivna.planning.board.rows import Outcome, TieKind
from mandrivna.planning.board.sheet import Board, BoardRow, board, figures_of, sections_of
from mandrivna.planning.definitions import BEFORE_RULES, Definitions, load, said_of_choices
from mandrivna.planning.document import Layout, columns_of
from mandrivna.planning.models import Plan, PlanItem, Report, Section
from mandrivna.planning.periods import period_label
from mandrivna.planning.plan_states import PartKind, PlanKind, Role, RowKind
from mandrivna.planning.printing.extract import alone
from mandrivna.planning.printing.shorts import shorts
from mandrivna.planning.queries import last_day, table
from mandrivna.planning.reports.composed import Composed, Count, Head, Indicators, Later, Line, Link, Part, Place, from_json, later
from mandrivna.planning.reports.kinds import PLAN, kind_of
from mandrivna.planning.reports.photos import with_photos
from mandrivna.planning.reports.tokens import counts_people, named, people
from mandrivna.planning.table import FACT, FACT_BEFORE, Table, TableRow

SILENT = (PartKind.CONTENTS, PartKind.INDICATORS, PartKind.SIGNATURE, PartKind.ABBREVIATIONS)
"""Parts of a plan that a report makes itself or has no use for."""
GOING = "going"
UNSAID = "unsaid"
WAITING = "waiting"
"""Planned for a case that has not come: neither done nor failed."""


def usual_title(plan: Plan, until: str, kind: str = PLAN) -> str:
    period = period_label(plan.year, until)
    if document := kind_of(kind):
        return f"{document.title}: {period}"
    return _("Звіт про виконання плану роботи: %(period)s") % {"period": period}


def texts_of(report: Report) -> dict[str, str]:
    """Section of the plan, or heading of a document → what is said of it."""
    return {str(section or heading): text for section, heading, text in report.texts.values_list("section", "heading", "text")}


def composed(report: Report, *, today: dt.date | None = None, indicators: bool = True) -> Composed:
    """As it stands now: the questions of the board, words beside its sections; with `indicators` those of their table, and two for
    the abbreviations that a paper explains at its end."""
    today = today or timezone.localdate()
    if report.kind != PLAN:
        texts = texts_of(report)
        return with_photos(report, document(report, texts, named(report.intro, report.closing, *texts.values()), today))
    said = report.texts.filter(section=OuterRef("pk")).values("text")
    sections = list(sections_of(report.plan).annotate(said=Subquery(said)))
    texts = {str(one.pk): one.said for one in sections if one.said}
    tokens = named(report.intro, report.closing, *texts.values())
    found = board(report.plan, until=report.until, today=today, figures=tokens, acts=True, sections=sections)
    printed = indicator_tables(table(report.plan.unit, report.plan.year, report.until)) if indicators and of_year(report) else ()
    whole = with_photos(report, from_board(report, found, texts, printed))
    return replace(whole, shorts=tuple(shorts(report.plan, whole.words))) if indicators else whole


def document(
    report: Report, texts: Mapping[str, str], tokens: Sequence[str], today: dt.date, definitions: Definitions | None = None
) -> Composed:
    """A document of the year: its own headings, numbers only inside the words. A text whose heading is gone stands at the end."""
    definitions = definitions or load()
    figures, day = figures_of(report.plan, tokens, until=report.until, today=today, definitions=definitions)
    known = kind_of(report.kind)
    titles = {one.code: one.title for one in known.headings} if known else {}
    titles |= {code: code for code in texts if code not in titles}
    return Composed(
        title=report.title or usual_title(report.plan, report.until, report.kind), year=report.plan.year, until=report.until,
        day=day.isoformat(), intro=report.intro, closing=report.closing, figures=figures,
        people=tuple(people(definitions, figures)),
        parts=tuple(
            Part(uid=code, number=str(at), title=title, depth=0, text=texts.get(code, ""), lines=())
            for at, (code, title) in enumerate(titles.items(), 1)
        ),
        choices=_choices(definitions, set(figures)), rules=definitions.choices,
    )  # fmt: skip


def of_year(report: Report) -> bool:
    """Only the plan of a year has a table of indicators beside it."""
    return report.kind == PLAN and report.plan.kind == PlanKind.ANNUAL


def from_board(report: Report, found: Board, texts: Mapping[str, str], indicators: tuple[Indicators, ...] = ()) -> Composed:
    over = found.day >= last_day(report.plan.year)
    return Composed(
        title=report.title or usual_title(report.plan, report.until),
        year=report.plan.year,
        until=report.until,
        day=found.day.isoformat(),
        intro=report.intro,
        closing=report.closing,
        figures=dict(found.figures),
        people=tuple(people(found.definitions, found.figures)),
        parts=tuple(_parts(found, texts, over=over)),
        indicators=indicators,
        choices=_choices(found.definitions, _named_in(found, indicators)),
        rules=found.definitions.choices,
    )


def _choices(definitions: Definitions, codes: Collection[str]) -> tuple[str, ...]:
    return tuple(said_of_choices(row for row in definitions if row.code in codes))


def _named_in(found: Board, tables: Iterable[Indicators]) -> set[str]:
    """Indicators whose numbers stand anywhere in the report."""
    measuring = {one.tie.indicator for row in found.rows for one in row.measured}
    return measuring | set(found.figures) | {place.code for one in tables for place in one.rows}


def _parts(found: Board, texts: Mapping[str, str], *, over: bool) -> Iterable[Part]:
    depths: dict[UUID | None, int] = {None: -1}
    rows = {row.item.pk: row for row in found.rows}
    for section in found.sections:
        depths[section.pk] = depths.get(section.parent_id, -1) + 1
        if section.kind not in SILENT:
            yield Part(
                uid=str(section.pk), number=section.number, title=section.title, depth=depths[section.pk],
                text=texts.get(str(section.pk), ""), lines=tuple(_lines(found, section, rows, over=over)),
                columns=tuple(Head(title=one["title"], role=one["role"], width=one.get("width") or 0) for one in section.columns),
                numbered=section.numbered_columns,
            )  # fmt: skip


def _lines(found: Board, section: Section, rows: Mapping[UUID, BoardRow], *, over: bool) -> Iterable[Line]:
    """As the plan has them, without what was taken off it: a ditto mark that meant such a row says its word."""
    gone: set[UUID] = set()
    torn = False
    for item in found.written.get(section.pk, ()):
        if item.dropped_on:
            gone.add(item.pk)
        elif item.kind == RowKind.HEADING:
            yield _heading(item)
        else:
            alone_ = torn or item.parent_id in gone
            yield _line(found, rows[item.pk], _cells(alone(item, section) if alone_ else item, section), over=over)
        torn = bool(item.dropped_on)


def _cells(item: PlanItem, section: Section) -> tuple[str, ...]:
    if not any(item.cells):
        known: dict[str, str] = {Role.NUMBER: item.number, Role.TITLE: item.title, Role.TERM: item.term}
        return tuple(known.get(role, "") for role in section.roles)
    return tuple([*item.cells, *[""] * len(section.columns)][: len(section.columns)])


def _heading(item: PlanItem) -> Line:
    title = " ".join(cell for cell in item.cells if cell) or item.title
    return Line(
        uid=str(item.pk),
        number=item.number,
        title=title,
        heading=True,
        state="",
        word="",
        text="",
        counts=(),
        links=(),
        held=0,
        came=0,
    )


def _line(found: Board, row: BoardRow, cells: tuple[str, ...], *, over: bool) -> Line:
    item, state = row.item, _state(row, over=over)
    return Line(
        uid=str(item.pk),
        number=item.number,
        title=row.said(Role.TITLE) or item.title,
        heading=False,
        state=state,
        word=_word(row, state),
        text=row.explained,
        who=row.responsible,
        counts=tuple(
            Count(
                tie=str(one.tie.pk), label=one.tie.label or one.tie.unit, planned=one.planned, fact=one.fact,
                people=_people(found.definitions, one.tie.kind, one.tie.indicator), before=one.before, own=one.own,
                indicator=one.tie.indicator if one.tie.kind == TieKind.INDICATOR else "",
            )
            for one in row.measured
            if one.tie.kind not in (TieKind.DELIVERABLE, TieKind.NARRATIVE)
        ),
        links=tuple(
            Link(on=one.tie.done_on.isoformat(), address=one.tie.link, note=one.tie.note)
            for one in row.measured
            if one.ready and one.tie.done_on
        ),
        held=found.acts.get((str(item.pk), TieKind.EVENTS), 0),
        came=found.acts.get((str(item.pk), TieKind.PEOPLE), 0),
        cells=cells,
        level=item.level,
    )  # fmt: skip


def _people(definitions: Definitions, kind: str, indicator: str) -> bool:
    known = definitions.get(indicator)
    return kind == TieKind.PEOPLE or (known is not None and counts_people(definitions, known))


def _state(row: BoardRow, *, over: bool) -> str:
    """What people said of the row; else what its numbers say. While its year goes on, a row that is not done is going."""
    if row.waits:
        return WAITING
    if row.note and row.note.told:
        return row.note.told
    if row.light == Light.NONE:
        return UNSAID
    if row.light == Light.DONE:
        return str(Outcome.DONE)
    if not over:
        return GOING
    return str(Outcome.PARTLY if any(one.fact for one in row.measured) else Outcome.NOT_DONE)


def _word(row: BoardRow, state: str) -> str:
    if state == UNSAID:
        return ""
    if state in (GOING, WAITING):
        return row.light_word
    word = str(Outcome(state).label)
    return f"{word}: {row.note.moved_to}" if state == Outcome.MOVED and row.note and row.note.moved_to else word


# --- indicators ---------------------------------------------------------------------------------------------------------


def indicator_tables(found: Table) -> tuple[Indicators, ...]:
    """Every table of the year in the layout of a report, in words as it prints them."""
    printed = columns_of(found, Layout.REPORT, None)
    head = (_("Показники"), *(column.title for column in printed))
    return tuple(
        Indicators(title=title, head=head, rows=tuple(_place(found, row, [column.says(row) for column in printed]) for row in rows))
        for _code, title, rows in found.sections()
    )


def _place(found: Table, row: TableRow, cells: list[str]) -> Place:
    about, empty = row.row, row.row.calc == "heading"
    facts = {at: row.cells[name] for at, name in ((2, FACT_BEFORE), (4, FACT))}
    values = [int(facts[at].value or 0) if at in facts and facts[at].known else None for at in range(len(cells) + 1)]
    label = f"{about.number} {about.title}" if about.number else about.title
    return Place(
        code=about.code, parent=about.parent, part=about.part, people=counts_people(found.definitions, about), depth=row.depth,
        cells=(label, *("" if empty else cell for cell in cells)), values=tuple(values),
    )  # fmt: skip


# --- signed -------------------------------------------------------------------------------------------------------------


def signed(report: Report) -> Composed:
    """What was sealed, whatever has happened since."""
    return from_json(report.frozen or {})


def since(report: Report, frozen: Composed) -> Later:
    """What was written down of the same days after the signature."""
    texts = {part.uid: part.text for part in frozen.parts}
    day, rules = dt.date.fromisoformat(frozen.day), load(frozen.rules or BEFORE_RULES)
    if report.kind != PLAN:
        return later(frozen, document(report, texts, list(frozen.figures), day, rules))
    now = board(report.plan, until=report.until, today=day, figures=list(frozen.figures), acts=True, definitions=rules)
    return later(frozen, from_board(report, now, texts))
