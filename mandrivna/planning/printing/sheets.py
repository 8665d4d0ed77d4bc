"""A plan as a spreadsheet: a page for each section with a table, its columns as they are; the first page says what the plan is."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.planning.models import Plan
from mandrivna.planning.plan_states import PlanState, RowKind
from mandrivna.planning.printing.shorts import shorts
from mandrivna.planning.printing.widths import widths
from mandrivna.shared.printing.xlsx import Line, Sheet, workbook

WIDTH = 150
"""Characters of a page, shared by its columns as on paper."""


def xlsx(plan: Plan, *, now: dt.datetime | None = None) -> bytes:
    now = now or timezone.now()
    sections = list(plan.sections.order_by("position", "pk"))
    items = list(plan.items.filter(part__isnull=False).order_by("position", "pk"))
    lines = [Line(cells=[line]) for line in plan.preamble.splitlines() if line.strip()]
    first = Sheet(
        name=_("План"), title=[plan.title or str(plan), str(PlanState(plan.state).label)], header=[_("Вступ")], lines=lines,
        widths=(120,), created=now,
    )  # fmt: skip
    sheets = [first]
    for section in sections:
        if not section.columns:
            continue
        titles = [column["title"] for column in section.columns]
        rows = [item for item in items if item.part_id == section.pk]
        cells = [[*item.cells, *[""] * (len(titles) - len(item.cells))][: len(titles)] for item in rows]
        sheets.append(
            Sheet(
                name=f"{section.number} {section.title}".strip() or _("Розділ"),
                title=[f"{section.number} {section.title}".strip(), *section.narrative.splitlines()],
                header=titles,
                lines=[Line(cells=row, strong=item.kind == RowKind.HEADING) for item, row in zip(rows, cells, strict=True)],
                notes=[line for line in (*section.after.splitlines(), *section.notes.splitlines()) if line.strip()],
                widths=[round(one) for one in widths(titles, cells, WIDTH)],
                created=now,
            )
        )
    if explained := shorts(plan, sections, items):
        sheets.append(
            Sheet(
                name=_("Скорочення"), title=[_("Перелік скорочень")], header=[_("Скорочення"), _("Повна назва")],
                lines=[Line(cells=[short, full]) for short, full in explained], widths=(16, 90), created=now,
            )
        )  # fmt: skip
    return workbook(*sheets)
