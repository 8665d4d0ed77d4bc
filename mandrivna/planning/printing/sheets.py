"""A plan as a spreadsheet: a page for each section with a table, its columns as they are, and over it the words of sections
that have no table; the first page says what the plan is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_states import PartKind, PlanState, RowKind
from mandrivna.planning.printing.shorts import shorts, texts_of
from mandrivna.planning.printing.widths import widths
from mandrivna.shared.printing.xlsx import Line, Sheet, workbook

WIDTH = 150
"""Characters of a page, shared by its columns as on paper."""
NOT_HERE = (PartKind.CONTENTS, PartKind.ABBREVIATIONS)
"""A workbook has tabs instead, and a page of its own."""


def xlsx(plan: Plan, *, now: dt.datetime | None = None) -> bytes:
    now = now or timezone.now()
    sections = list(plan.sections.order_by("position", "pk"))
    items = list(plan.items.filter(part__isnull=False).order_by("position", "pk"))
    lines = [Line(cells=[line]) for line in _lines(plan.preamble)]
    first = Sheet(
        name=_("План"), title=[plan.title or str(plan), str(PlanState(plan.state).label)], header=[_("Вступ")], lines=lines,
        notes=_lines(plan.closing), widths=(120,), created=now,
    )  # fmt: skip
    sheets, above = [first], list[str]()
    for section in sections:
        said = [f"{section.number} {section.title}".strip(), *_lines(section.narrative)]
        if section.columns:
            sheets.append(_sheet(section, [item for item in items if item.part_id == section.pk], [*above, *said], now))
            above = []
        elif section.kind not in NOT_HERE:
            above += [*said, *_lines(section.after), *_lines(section.notes)]
    if above:
        sheets.append(Sheet(name=above[0] or _("Розділ"), title=above, header=[], lines=[], widths=(120,), created=now))
    if explained := shorts(plan, texts_of(plan, sections, items)):
        sheets.append(shorts_sheet(explained, now))
    return workbook(*sheets)


def shorts_sheet(explained: Sequence[tuple[str, str]], now: dt.datetime) -> Sheet:
    return Sheet(
        name=_("Скорочення"), title=[_("Перелік скорочень")], header=[_("Скорочення"), _("Повна назва")],
        lines=[Line(cells=[short, full]) for short, full in explained], widths=(16, 90), created=now,
    )  # fmt: skip


def _sheet(section: Section, rows: list[PlanItem], title: list[str], now: dt.datetime) -> Sheet:
    titles = [column["title"] for column in section.columns]
    cells = [[*item.cells, *[""] * (len(titles) - len(item.cells))][: len(titles)] for item in rows]
    return Sheet(
        name=f"{section.number} {section.title}".strip() or _("Розділ"),
        title=title,
        header=titles,
        lines=[Line(cells=row, strong=item.kind == RowKind.HEADING) for item, row in zip(rows, cells, strict=True)],
        notes=[*_lines(section.after), *_lines(section.notes)],
        widths=[round(one) for one in widths(titles, cells, WIDTH)],
        created=now,
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]
