"""An extract from a plan: the same tables, with only the rows of one department or one person.

A ditto mark, a stretched cell and an empty place under another row mean nothing once that row is not there: what they stand for is
printed in their place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from copy import copy

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.planning.plan_states import PlanState
from mandrivna.planning.printing.paper import MARGINS, STAMPED, rows_grid
from mandrivna.shared.printing.document import Block, Document, Heading, Text


def extract(
    plan: Plan, items: Sequence[PlanItem], said: Sequence[str], *, language: str = "uk", now: dt.datetime | None = None
) -> Document:
    """`said`: whose rows these are and of what time, a line each. Rows keep their order; nothing is asked of the database."""
    now = now or timezone.now()
    sections: dict[object, tuple[Section, list[PlanItem]]] = {}
    for item in items:
        if item.part is not None:
            sections.setdefault(item.part_id, (item.part, []))[1].append(alone(item, item.part))
    blocks: list[Block] = [Text(text=line) for line in said]
    for section, rows in sections.values():
        dot = "." if section.number and not section.number.endswith(".") else ""
        blocks.append(Heading(text=f"{section.number}{dot} {section.title}".strip()))
        blocks.append(rows_grid([section], {section.pk: rows}, goals=False))
    if not sections:
        blocks.append(Text(text=_("Таких рядків немає.")))
    told = _("Надруковано %(day)s") % {"day": formats.date_format(timezone.localtime(now), "d.m.Y H:i")}
    return Document(
        language=language,
        title=_("Витяг. %(plan)s") % {"plan": plan.title or _("План роботи на %(year)s рік") % {"year": plan.year}},
        blocks=blocks,
        made=told if plan.state in STAMPED else f"{told}; {PlanState(plan.state).label}",
        page_of=_("Сторінка {page} з {pages}"),
        margins=MARGINS,
        created=now,
    )


def alone(item: PlanItem, part: Section) -> PlanItem:
    """The row with every cell saying what it means without the rows above it; of the row itself nothing is changed."""
    said = item.meaning.get("said", {})
    made, told = copy(item), set[str]()
    made.cells = [*item.cells, *[""] * (len(part.columns) - len(item.cells))]
    for at, role in enumerate(part.roles):
        if role in said and role not in told:
            made.cells[at] = said[role]
        told.add(role)
    made.spans = {}
    return made
