"""A report as a spreadsheet: all rows of the plan with numbers that add up, every section in columns of its own, tables of
indicators, and words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.planning.models import Report
from mandrivna.planning.periods import period_label
from mandrivna.planning.printing.sheets import shorts_sheet
from mandrivna.planning.printing.widths import widths
from mandrivna.planning.reports.composed import Composed, Indicators, Part
from mandrivna.planning.reports.composed import Line as Row
from mandrivna.planning.reports.grids import added_heads, explained, heads, link_word, planned_apart
from mandrivna.planning.reports.paper import as_of, made
from mandrivna.shared.printing.xlsx import Line, Sheet, Value, workbook

WIDTHS = (8, 56, 10, 10, 8, 20, 40, 40, 28)
SLICED = (*WIDTHS[:4], 12, *WIDTHS[4:])
WIDTH = 110
"""Characters that the plan's own columns share."""


def xlsx(report: Report, whole: Composed, *, now: dt.datetime | None = None) -> bytes:
    now = now or timezone.now()
    title = [whole.title, period_label(whole.year, whole.until)]
    notes = [as_of(whole), *whole.choices, made(report, now)]
    own = whole.sliced
    rows = [line for part in whole.parts for line in _rows(part, own=bool(own))]
    plan = Sheet(
        name=_("Виконання плану"), title=title, header=[*heads(own), _("Про що число")], lines=rows, notes=notes,
        widths=SLICED if own else WIDTHS, created=now,
    )  # fmt: skip
    sheets = [
        *([plan] if rows else []),
        *(_section(part, own, now) for part in whole.parts if part.columns and part.lines),
        *(_indicators(table, now) for table in whole.indicators),
        Sheet(
            name=_("Текст"), title=title, header=[_("Розділ"), _("Текст звіту")], lines=_words(whole), widths=(40, 110),
            notes=notes, created=now,
        ),
        *([shorts_sheet(whole.shorts, now)] if whole.shorts else []),
    ]  # fmt: skip
    return workbook(*sheets)


def _rows(part: Part, *, own: bool) -> list[Line]:
    """In columns that every section has."""
    if not part.lines:
        return []
    blank: list[Value] = [None] * (len(SLICED if own else WIDTHS) - 1)
    found = [Line(cells=[part.named, *blank], strong=True)]
    for line in part.lines:
        found += _lines(line, [line.number, line.title], own=own)
    return found


def _section(part: Part, own: str, now: dt.datetime) -> Sheet:
    """In the columns that the plan gave it."""
    own = own if part.counted else ""
    titles, apart = [head.title for head in part.columns], planned_apart(part)
    added = [*added_heads(part, own), _("Стан"), _("Пояснення"), _("Посилання"), _("Про що число")]
    lines = [one for line in part.lines for one in _lines(line, list(line.cells), own=bool(own), apart=apart)]
    sizes = widths(titles, [line.cells for line in part.rows], WIDTH, given=[head.width for head in part.columns])
    numbers = [10] * (len(added) - 4)
    return Sheet(
        name=part.named or _("Розділ"), title=[part.named], header=[*titles, *added], lines=lines,
        widths=[*(round(size) for size in sizes), *numbers, 20, 40, 40, 28], created=now,
    )  # fmt: skip


def _lines(line: Row, named: list[Value], *, own: bool, apart: bool = True) -> Iterator[Line]:
    """A line for each number of the row; what is said of the row stands beside the first."""
    if line.heading:
        yield Line(cells=[line.title, *[None] * (len(named) - 1 + (7 if apart else 6) + own)], strong=True)
        return
    words: list[Value] = [line.word, explained(line), "\n".join(link_word(link) for link in line.links)]
    for at, count in enumerate(line.counts or (None,)):
        figures: list[Value] = [None, None, None] if count is None else [count.planned, count.fact, count.percent]
        if own:
            figures.insert(2, count.own if count else None)
        before: list[Value] = named if at == 0 else [""] * len(named)
        after: list[Value] = words if at == 0 else [""] * len(words)
        yield Line(cells=[*before, *(figures if apart else figures[1:]), *after, count.label if count else ""])


def _indicators(table: Indicators, now: dt.datetime) -> Sheet:
    lines = [
        Line(
            cells=[cell if value is None else value for cell, value in zip(place.cells, place.values, strict=True)],
            indent=place.depth, strong=place.depth == 0,
        )
        for place in table.rows
    ]  # fmt: skip
    sizes = (56, *[16] * (len(table.head) - 2), 40)
    return Sheet(name=table.title, title=[table.title], header=list(table.head), lines=lines, widths=sizes, created=now)


def _words(whole: Composed) -> list[Line]:
    told = [(_("Вступ"), whole.intro), *((part.named, part.text) for part in whole.parts), (_("Висновки"), whole.closing)]
    return [Line(cells=[title, whole.said(text)]) for title, text in told if text]
