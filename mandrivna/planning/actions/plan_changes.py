"""What every verb about a plan does: take the plan for itself, write the revision, understand the words anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.planning import plan_problems
from mandrivna.planning.models import Plan, PlanItem, PlanRevision, Section
from mandrivna.planning.plan_meaning import condition_in, meanings, parents
from mandrivna.planning.plan_states import Role, RowKind
from mandrivna.planning.reading.blocks import is_ditto

type Json = dict[str, Any]

ROW_OF_DOCUMENT = 12
"""So many signs of a number other rooms name a row by."""


def taken(plan: Plan, reason: str = "", *, check: bool = True) -> Plan:
    """One writer a plan, so that what a revision calls «before» really stood before."""
    locked = Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if check:
        refuse_if(plan_problems.changing(locked, reason))
    return locked


def standing(part: Section) -> Section:
    """The section as it is now, under the plan's lock; a refusal when somebody has taken it off meanwhile."""
    found = Section.objects.select_related("plan", "plan__unit").filter(pk=part.pk).first()
    if found is None:
        raise Refused([Blocker(code="part_gone", text=_("Цього розділу вже немає: його щойно прибрали. Оновіть сторінку."))])
    return found


def revise(
    act: Act, plan: Plan, what: str, *, place: str = "", about: UUID | None = None, before: Json | None = None,
    after: Json | None = None, reason: str = "",
) -> PlanRevision:  # fmt: skip
    revision = PlanRevision.objects.create(
        plan=plan, what=what, about=about, place=place[:300], before=before or {}, after=after or {}, on=act.on,
        reason=reason.strip(), formal=plan.formal, by_id=act.actor.staff_id, op=act.uid,
    )  # fmt: skip
    audit.record(act, plan, f"planning.{what}", after={"place": place[:300], "reason": reason.strip()}, unit=plan.unit)
    return revision


def who_changed(plan: Plan, about: UUID) -> str:
    """Whoever wrote there last, for the words «змінила …»; nothing when nobody is known any more."""
    last = PlanRevision.objects.filter(plan=plan, about=about).order_by("-id").select_related("by").first()
    return str(last.by) if last is not None and last.by is not None else ""


# --- rows ---------------------------------------------------------------------------------------------------------------


def mirror(item: PlanItem, part: Section) -> None:
    """What other rooms name a row by follows from its section and its cells."""
    item.section = part.number[:20]
    said = {column["role"]: cell for column, cell in zip(part.columns, item.cells, strict=False) if cell}
    item.number = " ".join(said.get(Role.NUMBER, "").split())[:ROW_OF_DOCUMENT]
    if item.kind == RowKind.HEADING:
        item.number = ""
    item.title = said.get(Role.TITLE, item.title if Role.TITLE not in part.roles else "")[:4000]
    term = said.get(Role.TERM, "")
    item.term = "" if is_ditto(term) else " ".join(term.split())[:500]


def ordered(part: Section) -> list[PlanItem]:
    return list(PlanItem.objects.filter(part=part).order_by("position", "uid"))


def understand(part: Section, rows: Sequence[PlanItem] | None = None) -> list[PlanItem]:
    """The meaning of every row of the section; what a change of one cell means for the ditto marks below it comes out here too."""
    rows = ordered(part) if rows is None else rows
    known = dict(part.plan.abbreviations.values_list("short", "unit"))
    above, changed = parents(rows), []
    for at, (item, meaning) in enumerate(zip(rows, meanings(part.columns, rows, part.plan.year, known), strict=True)):
        parent_at = above[at]
        parent = None if parent_at is None else rows[parent_at].pk
        condition = condition_in(item.cells)
        now = (meaning, parent, bool(condition), condition)
        if now != (item.meaning, item.parent_id, item.conditional, item.condition):
            item.meaning, item.parent_id, item.conditional, item.condition = now
            changed.append(item)
    PlanItem.objects.bulk_update(changed, ["meaning", "parent", "conditional", "condition"], batch_size=200)
    return changed


def make_room(part: Section, at: int, many: int = 1) -> None:
    PlanItem.objects.filter(part=part, position__gte=at).update(position=F("position") + many)


def in_order(rows: list[PlanItem]) -> None:
    moved = []
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            moved.append(row)
    PlanItem.objects.bulk_update(moved, ["position"], batch_size=500)


def next_place(part: Section) -> int:
    last: int | None = PlanItem.objects.filter(part=part).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def erase(items: Sequence[PlanItem]) -> None:
    """Rows of a draft. What has been named by something done stays."""
    try:
        PlanItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    except ProtectedError:
        refuse_if([plan_problems.used()])


def cells_for(part: Section, cells: Sequence[str]) -> list[str]:
    """As many as there are columns, each without spaces at its ends and without blank lines at its end."""
    said = [clean(cell) for cell in cells[: len(part.columns)]]
    return said + [""] * (len(part.columns) - len(said))


def clean(text: str) -> str:
    lines = [" ".join(line.replace("\u00a0", " ").split()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")
