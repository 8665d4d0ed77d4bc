"""A report as a spreadsheet: its words, its tables of indicators, and all rows of the plan with numbers that add up."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.planning.models import Report
from mandrivna.planning.periods import period_label
from mandrivna.planning.reports.composed import Composed, Indicators, Part
from mandrivna.planning.reports.paper import as_of, cells, explained, heads, link_word, made
from mandrivna.shared.printing.xlsx import Line, Sheet, Value, workbook

WIDTHS = (8, 56, 10, 10, 8, 20, 40, 40, 28)
SLICED = (*WIDTHS[:4], 12, *WIDTHS[4:])


def xlsx(report: Report, whole: Composed, *, now: dt.datetime | None = None) -> bytes:
    now = now or timezone.now()
    title = [whole.title, period_label(whole.year, whole.until)]
    notes = [as_of(whole), made(report, now)]
    own = whole.sliced
    rows = [line for part in whole.parts for line in _rows(part, own=bool(own))]
    plan = Sheet(
        name=_("Виконання плану"), title=title, header=[*heads(own), _("Про що число")], lines=rows, notes=notes,
        widths=SLICED if own else WIDTHS, created=now,
    )  # fmt: skip
    sheets = [
        *([plan] if rows else []),
        *(_indicators(table, now) for table in whole.indicators),
        Sheet(
            name=_("Текст"), title=title, header=[_("Розділ"), _("Текст звіту")], lines=_words(whole), widths=(40, 110),
            notes=notes, created=now,
        ),
    ]  # fmt: skip
    return workbook(*sheets)


def _rows(part: Part, *, own: bool) -> list[Line]:
    if not part.lines:
        return []
    blank: list[Value] = [None] * (len(SLICED if own else WIDTHS) - 1)
    found = [Line(cells=[part.named, *blank], strong=True)]
    for line in part.lines:
        if line.heading:
            found.append(Line(cells=[line.title, *blank], strong=True))
            continue
        said = cells(line)
        words: list[Value] = [line.word, explained(line), "\n".join(link_word(link) for link in line.links)]
        counts = line.counts or (None,)
        for at, count in enumerate(counts):
            figures: list[Value] = [None] * 3 if count is None else [count.planned, count.fact, count.percent]
            if own:
                figures.insert(2, count.own if count else None)
            named: list[Value] = [said[0], said[1]] if at == 0 else ["", ""]
            about: list[Value] = words if at == 0 else ["", "", ""]
            found.append(Line(cells=[*named, *figures, *about, count.label if count else ""]))
    return found


def _indicators(table: Indicators, now: dt.datetime) -> Sheet:
    lines = [
        Line(
            cells=[cell if value is None else value for cell, value in zip(place.cells, place.values, strict=True)],
            indent=place.depth, strong=place.depth == 0,
        )
        for place in table.rows
    ]  # fmt: skip
    widths = (56, *[16] * (len(table.head) - 2), 40)
    return Sheet(name=table.title, title=[table.title], header=list(table.head), lines=lines, widths=widths, created=now)


def _words(whole: Composed) -> list[Line]:
    told = [(_("Вступ"), whole.intro), *((part.named, part.text) for part in whole.parts), (_("Висновки"), whole.closing)]
    return [Line(cells=[title, whole.said(text)]) for title, text in told if text]
