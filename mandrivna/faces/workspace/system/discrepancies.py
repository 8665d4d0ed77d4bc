"""Discrepancies: what two records disagree about, in a sentence, with the ways out as buttons."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.actions.discrepancies import reopen, solve
from mandrivna.core.discrepancies import DISCREPANCIES, SETTLED_ITSELF, explain
from mandrivna.core.models import Discrepancy, Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Refused
from mandrivna.core.queries import discrepancies_for
from mandrivna.core.rules import DISCREPANCIES_SOLVE
from mandrivna.faces.access import access, status_of
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.workspace.operate import act_of
from mandrivna.faces.workspace.system.waiting import waiting
from mandrivna.fund import rules as fund_rules
from mandrivna.lending.rules import ISSUE

PAGE = 20


@require_safe
@access(DISCREPANCIES_SOLVE)
def discrepancies(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, problems: Any = ()) -> HttpResponse:
    closed = request.GET.get("closed") == "1"
    rows = discrepancies_for(request.actor).select_related("unit", "closed_by").filter(closed_at__isnull=not closed)
    page = Paginator(rows.order_by("-closed_at" if closed else "opened_at", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(request, row) for row in page.object_list],
        "closed": closed,
        "query": "&closed=1" if closed else "",
        "problems": problems,
        "waiting": waiting(request.actor),
    }
    return render(request, "workspace/system/discrepancies.html", context, status=status)


def _row(request: HttpRequest, row: Discrepancy) -> dict[str, Any]:
    kind = DISCREPANCIES.get(row.kind)
    solutions = kind.solutions if kind else ()
    return {
        "row": row,
        "label": kind.label if kind else row.kind,
        "sentence": explain(row),
        "url": _act_url(request, row),
        "solutions": solutions,
        "does": list(dict.fromkeys(str(solution.does) for solution in solutions)),
        "solved": _solution_word(row),
        "may_reopen": row.closed_at is not None and row.closed_by_id is not None and _only_closed(row),
    }


def _only_closed(row: Discrepancy) -> bool:
    """Nothing else was done, so opening it again takes nothing back."""
    kind = DISCREPANCIES.get(row.kind)
    chosen = kind.solution(row.solution) if kind else None
    return chosen is not None and chosen.run is None


def _solution_word(row: Discrepancy) -> str:
    if row.solution == SETTLED_ITSELF:
        return _("пояснилася сама, коли надійшли інші записи")
    kind = DISCREPANCIES.get(row.kind)
    chosen = kind.solution(row.solution) if kind and row.solution else None
    return str(chosen.label) if chosen else row.solution


def _act_url(request: HttpRequest, row: Discrepancy) -> str | None:
    label, _colon, key = row.ref.partition(":")
    if label == "lending.Sheet" and key and request.actor.can(ISSUE):
        return reverse("workspace:paper_sheet", args=[key])
    if label != "fund.Copy" or not key or not request.actor.can(fund_rules.VIEW):
        return None
    return f"{reverse('workspace:copy', args=[key])}#event-{row.op}"


def _found(request: HttpRequest, pk: uuid.UUID) -> tuple[Discrepancy, Unit]:
    """The task, and the place where the right to solve it is held."""
    row = get_object_or_404(discrepancies_for(request.actor).select_related("unit"), pk=pk)
    place = row.unit or Unit.objects.filter(below_any(request.actor.paths(DISCREPANCIES_SOLVE))).order_by("path")[:1].get()
    return row, place


@require_POST
@access(DISCREPANCIES_SOLVE)
def solve_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row, place = _found(request, pk)
    try:
        solved = solve(act_of(request), discrepancy=row, solution=request.POST.get("solution", "").replace("\x00", ""), place=place)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems)
    said = _("Закрито: «%(solution)s».") % {"solution": _solution_word(solved)}
    if _only_closed(solved):
        undoable(request, said, reverse("workspace:discrepancy_reopen", args=[pk]))
    else:
        messages.success(request, said)
    return redirect("workspace:discrepancies")


@require_POST
@access(DISCREPANCIES_SOLVE)
def reopen_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    row, place = _found(request, pk)
    try:
        reopen(act_of(request), discrepancy=row, place=place)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems)
    messages.success(request, _("Розбіжність відкрито знову."))
    return redirect("workspace:discrepancies")
