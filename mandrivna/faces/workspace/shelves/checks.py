"""Looking what stands on a shelf, with a telephone: scan or tick, then what does not agree, one by one."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, status_of, unit_or_404
from mandrivna.faces.workspace.operate import act_of, chosen_place, hidden_uid
from mandrivna.faces.workspace.shelves import papers
from mandrivna.faces.workspace.shelves.about import crumbs
from mandrivna.faces.workspace.shelves.forms import CodeForm
from mandrivna.faces.workspace.shelves.trips import SCANS
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.checks import close_check, see_copy, start_check
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.actions.moves import lose, put
from mandrivna.lending.models import Checked, ShelfCheck
from mandrivna.lending.moving import ON_SHELVES
from mandrivna.lending.queries import desk_copies
from mandrivna.lending.rules import LOSE, MOVE, VIEW
from mandrivna.lending.shelves import checks_for, copy_said, movable
from mandrivna.lending.states import Found

MOST = 300


@require_POST
@access(MOVE)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, MOVE)
    return redirect("workspace:shelf_check", pk=start_check(act_of(request), place=unit).pk)


def _found(request: HttpRequest, pk: uuid.UUID) -> ShelfCheck:
    return get_object_or_404(checks_for(request.actor), pk=pk)


@require_safe
@access(VIEW)
@csp_override(SCANS)
def check(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, found: ShelfCheck, status: int = 200, form: CodeForm | None = None) -> HttpResponse:
    rows = list(Checked.objects.filter(of=found).select_related("copy__record", "copy__place", "said_place").order_by("-at", "-pk"))
    seen = {row.copy_id for row in rows}
    going_on = found.closed_on is None
    standing = (
        Copy.objects.filter(place=found.place_id, state__in=ON_SHELVES).select_related("record").order_by("record__order", "pk")
    )
    waiting = [copy for copy in standing[:MOST] if copy.pk not in seen] if going_on else []
    may_move = request.actor.can(MOVE, found.place.path)
    context: dict[str, Any] = {
        "check": found,
        "unit": found.place,
        "waiting": waiting,
        "groups": [(kind.value, kind.label, listed) for kind in Found if (listed := [row for row in rows if row.found == kind])],
        "seen": sum(row.found != Found.MISSING for row in rows),
        "going_on": going_on,
        "form": (form or CodeForm()) if going_on and may_move else None,
        "may_move": may_move,
        "may_lose": request.actor.can(LOSE, found.place.path),
        "crumbs": crumbs(found.place, (_("Звірка полиці"), "")),
    }
    response = render(request, "workspace/shelves/check.html", context, status=status)
    response.uses_camera = going_on  # config.middleware.Headers
    return response


@require_POST
@access(MOVE)
@csp_override(SCANS)
def see(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found, form = _found(request, pk), CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, form)
    copy = copy_said(request.actor, form.cleaned_data["code"])
    if copy is None:
        form.add_error("code", _("Такого примірника немає. Перевірте номер на наліпці."))
        return _page(request, found, 422, form)
    try:
        row = see_copy(act_of(request), check=found, copy=copy)
    except Refused as refusal:
        form.add_error("code", " ".join(str(problem) for problem in refusal.problems))
        return _page(request, found, status_of(refusal), form)
    messages.success(request, f"{row.get_found_display()}: {copy.record}, № {copy.inventory}.")
    return redirect("workspace:shelf_check", pk=pk)


@require_POST
@access(MOVE)
def close(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _found(request, pk)
    close_check(act_of(request), check=found, whole=request.POST.get("whole") == "1")
    messages.success(request, _("Звірку завершено. Нижче те, що не збіглося."))
    return redirect("workspace:shelf_check", pk=pk)


@require_POST
@access(MOVE)
def settle(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One row of what does not agree: it stands here now, or it came back, or it is gone."""
    found = _found(request, pk)
    copy = get_object_or_404(movable(request.actor), pk=hidden_uid(request.POST.get("copy", "")))
    get_object_or_404(Checked, of=found, copy=copy)
    act = act_of(request)
    if request.POST.get("how") == "lost":
        lose(act, copy=copy, place=found.place)
        messages.success(request, _("Записано як втрачену. Знайдеться — просто поставте її на полицю."))
    elif copy.state == State.ON_LOAN:
        return_copy(act, copy=copy, place=found.place)
        messages.success(request, _("Повернення прийнято."))
    else:
        put(act, copy=copy, place=found.place)
        messages.success(request, _("Тепер стоїть тут."))
    return redirect("workspace:shelf_check", pk=pk)


@require_safe
@access(VIEW)
def paper(request: HttpRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    found = _found(request, pk)
    rows = Checked.objects.filter(of=found).select_related("copy__record").order_by("copy__record__order", "copy__pk")
    return papers.download(papers.differences(found, list(rows)), kind, f"akt-rozbizhnostei-{found.act_title or 'chernetka'}")


@require_POST
@access(LOSE)
def lost(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """From the page of a copy: its reader has lost it, or nobody finds it."""
    copy = get_object_or_404(desk_copies(request.actor).select_related("place"), pk=pk)
    if not request.actor.can(LOSE, copy.place.path):
        raise Http404
    lose(act_of(request), copy=copy, place=chosen_place(request) or copy.place)
    messages.success(request, _("Записано як втрачену. Читача нічого не тримає; знайдеться — просто прийміть її."))
    return redirect("workspace:copy", pk=pk)
