"""Excursions on the site: routes there are, and asking for one as a group."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.places import shown_on
from mandrivna.faces.access import public, read_or_send
from mandrivna.faces.look.excursions import StrangersGroup
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.strangers import heard
from mandrivna.programme.actions.excursions import ask_excursion
from mandrivna.programme.excursion_queries import routes_shown
from mandrivna.programme.models import Route


@public("excursions are for everybody")
@require_safe
@briefly
def excursions(request: HttpRequest) -> HttpResponse:
    rows = routes_shown(shown_on(timezone.localdate()).institution)[:60]
    crumbs = [(_("Події"), reverse("public:events")), (_("Екскурсії"), "")]
    return render(request, "public/excursions.html", {"routes": list(rows), "crumbs": crumbs})


@read_or_send
@public("a school or a club asks without showing who it is")
def excursion(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    route = get_object_or_404(routes_shown(shown_on(timezone.localdate()).institution), pk=pk)
    if request.method != "POST":
        return _page(request, route, StrangersGroup(route))
    form = StrangersGroup(route, request.POST)
    return heard(
        request, form, "apply", unheard=lambda: _thanks(route), page=lambda status: _page(request, route, form, status),
        done=lambda: _sent(request, route, form),
    )  # fmt: skip


def _sent(request: HttpRequest, route: Route, form: StrangersGroup) -> HttpResponse:
    ask_excursion(Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), route=route, **form.told())
    return _thanks(route)


def _thanks(route: Route) -> HttpResponse:
    return redirect(f"{reverse('public:excursion', args=[route.pk])}?sent=1#h-ask")


def _page(request: HttpRequest, route: Route, form: StrangersGroup, status: int = 200) -> HttpResponse:
    crumbs = [(_("Події"), reverse("public:events")), (_("Екскурсії"), reverse("public:excursions")), (route.title, "")]
    context = {"route": route, "form": form, "sent": request.GET.get("sent") == "1", "crumbs": crumbs}
    response = render(request, "public/excursion.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response
