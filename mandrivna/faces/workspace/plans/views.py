"""Looking at plans: the list, one plan with its outline, one section with its table, rows that stand in no section."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from mandrivna.core.actions.presence import be_here
from mandrivna.core.models import Unit
from mandrivna.faces.access import access
from mandrivna.faces.workspace.editing import watching
from mandrivna.faces.workspace.partial import only_part
from mandrivna.faces.workspace.plans.finding import may, part_or_404, plan_or_404
from mandrivna.faces.workspace.plans.forms import CommentForm
from mandrivna.faces.workspace.plans.saying import Cell, cells_of
from mandrivna.planning.models import Abbreviation, Plan, PlanComment, PlanItem, Section
from mandrivna.planning.plan_last_year import offered
from mandrivna.planning.plan_queries import Outline, loose_rows, outline, plans_for, rows_of
from mandrivna.planning.plan_states import NEXT, PlanKind, PlanState
from mandrivna.planning.rules import EDIT, EXPORT, VIEW

PAGE = 30


@dataclass(frozen=True)
class Line:
    """A row of the table as the page prints it."""

    item: PlanItem
    cells: list[Cell]
    comments: list[PlanComment]


@require_GET
@access(VIEW)
def plans_page(request: HttpRequest) -> HttpResponse:
    page = Paginator(plans_for(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_edit": request.actor.can(EDIT), "query": ""}
    return render(request, "workspace/plans/list.html", context)


@require_GET
@access(VIEW)
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The cover, how far it is, and the outline."""
    plan = plan_or_404(request, pk)
    context = {
        **around(request, plan),
        "stamps": plan.stamps.select_related("by").order_by("pk"),
        "next": [(state, PlanState(state).label) for state in NEXT[PlanState(plan.state)]],
        **_of_next_year(plan),
        "abbreviations": Abbreviation.objects.filter(plan=plan).select_related("unit").order_by("position"),
        "comments": PlanComment.objects.filter(plan=plan, part=None, item=None, solved_at=None).select_related("by").order_by("at"),
        "form": CommentForm(),
        "may_export": request.actor.can(EXPORT, plan.unit.path),
    }
    return render(request, "workspace/plans/plan.html", context)


def _of_next_year(plan: Plan) -> dict[str, Any]:
    """Of a year that is over, where its plan goes on: in the next year's, or in what is yet to be made after it."""
    if plan.kind != PlanKind.ANNUAL or plan.year >= timezone.localdate().year:
        return {}
    written = Plan.objects.annual(plan.unit, plan.year + 1).filter(sections__isnull=False)
    return {"next_year": plan.year + 1, "next_plan": written.first()}


@require_GET
@access(VIEW)
def part_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    part = part_or_404(request, uid)
    return render(request, "workspace/plans/part.html", part_context(request, part))


def part_context(request: HttpRequest, part: Section) -> dict[str, Any]:
    plan = part.plan
    context = around(request, plan, part)
    what = f"planning.Plan:{plan.pk}"
    others = be_here(what, request.actor.staff_id) if context["may_write"] and request.actor.staff_id else []
    return {
        **context,
        **table_context(request, part),
        **_beside(context["outline"], part),
        "others": others,
        "watch": watching(request, what),
        "form": CommentForm(),
    }


def _beside(seen: Outline, part: Section) -> dict[str, Section | None]:
    """Whoever reads the plan through goes on without looking for the place in the outline."""
    parts = [entry.part for entry in seen.entries]
    at = next((number for number, one in enumerate(parts) if one.pk == part.pk), None)
    if at is None:
        return {}
    return {"part_before": parts[at - 1] if at else None, "part_after": parts[at + 1] if at + 1 < len(parts) else None}


def table_context(request: HttpRequest, part: Section) -> dict[str, Any]:
    """What the moving part of the page needs."""
    rows, comments = rows_of(part)
    return {
        **may(request.actor, part.plan),
        "plan": part.plan,
        "part": part,
        "comments": comments,
        "lines": lines(part, [row.item for row in rows], {row.item.pk: row.comments for row in rows}),
    }


@require_GET
@access(EDIT)
def last_year(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What last year's section had and this one has not; the page of the section takes it into itself when it comes in sight."""
    part = part_or_404(request, uid, EDIT)
    found = offered(part, list(PlanItem.objects.filter(part=part).only("title")))
    context = {**may(request.actor, part.plan), "plan": part.plan, "part": part, "last": found, "alone": not only_part(request)}
    return render(request, "workspace/plans/last_year.html", context)


def lines(part: Section, items: list[PlanItem], comments: dict[UUID, list[PlanComment]] | None = None) -> list[Line]:
    units = unit_names(items)
    said = comments or {}
    return [Line(item, cells_of(item, part.columns, units, part.plan.year), said.get(item.pk, [])) for item in items]


def unit_names(items: Iterable[PlanItem]) -> dict[int, str]:
    keys = {one["unit"] for item in items for one in item.meaning.get("executors", []) if one["unit"]}
    return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def around(request: HttpRequest, plan: Plan, part: Section | None = None) -> dict[str, Any]:
    """The outline on the left and what stands over the page."""
    seen: Outline = outline(plan)
    return {**may(request.actor, plan), "plan": plan, "part": part, "outline": seen, "today": timezone.localdate()}


@require_GET
@access(VIEW)
def loose_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows that something done has named before the plan was written, with the sections they could go to."""
    plan = plan_or_404(request, pk)
    return render(request, "workspace/plans/loose.html", {**around(request, plan), "rows": loose_rows(plan)})
