"""What hubs ask for: a list of what waits, and each with how many came."""

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

from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send, scoped, status_of
from mandrivna.faces.workspace.operate import act_of, attempt, default_place
from mandrivna.faces.workspace.shelves.forms import NeedForm
from mandrivna.lending.actions.needs import ask_need, bring_for_need, close_need
from mandrivna.lending.models import HubNeed
from mandrivna.lending.needs import TOPIC, needs_for
from mandrivna.lending.problems import LENDS
from mandrivna.lending.rules import SHELF_EDIT, VIEW

PAGE = 40


def _crumbs() -> list[Any]:
    return [(_("Виїзди"), reverse("workspace:shelf_trips")), (_("Потреби просторів"), reverse("workspace:shelf_needs"))]


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, problems: Any = ()) -> HttpResponse:
    closed = request.GET.get("closed") == "1"
    rows = needs_for(request.actor)
    rows = (
        rows.exclude(closed_on=None).order_by("-closed_on", "uid")
        if closed
        else rows.open().order_by("place__path", "asked_on", "uid")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, request.actor.can(SHELF_EDIT, one.place.path)) for one in page.object_list],
        "closed": closed,
        "query": "&closed=1" if closed else "",
        "may_ask": request.actor.can(SHELF_EDIT),
        "problems": problems,
    }
    return render(request, "workspace/shelves/needs.html", context, status=status)


@read_or_send
@access(SHELF_EDIT)
def ask(request: HttpRequest) -> HttpResponse:
    places = Unit.objects.visible_to(request.actor, SHELF_EDIT).open().filter(kind__in=LENDS).order_by("path")
    status = 200
    if request.method == "POST":
        form = NeedForm(places, request.POST)
        status = attempt(request, form, lambda act: ask_need(act, **form.cleaned_data))
        if not status:
            messages.success(request, _("Потребу записано. Її видно, коли добирають книжки для виїзду сюди."))
            return redirect("workspace:shelf_needs")
    else:
        asked = request.GET.get("place", "")
        there = places.filter(pk=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 18 else None
        place = there.pk if there else default_place(request, places)
        form = NeedForm(places, initial={"place": place, "topic": request.GET.get("topic", "")[:TOPIC]})
    title = _("Що просить простір")
    context = {"form": form, "title": title, "button": _("Записати"), "crumbs": [*_crumbs(), (title, "")]}
    return render(request, "workspace/shelves/form.html", context, status=status)


@require_POST
@access(SHELF_EDIT)
def brought(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """So many came, or nobody waits for the rest."""
    need = get_object_or_404(scoped(request, SHELF_EDIT, HubNeed.objects.select_related("place"), "place__path"), pk=pk)
    act, said = act_of(request), request.POST.get("many", "").strip()
    try:
        if request.POST.get("said") == "over":
            close_need(act, need=need)
        else:
            bring_for_need(act, need=need, many=int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems)
    return redirect("workspace:shelf_needs")
