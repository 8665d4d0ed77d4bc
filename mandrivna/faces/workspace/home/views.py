"""«Сьогодні»: the chosen place and its numbers, and what waits for a person."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.outbox.queries import parked
from mandrivna.core.queries import discrepancies_for, quarantined_for
from mandrivna.core.rules import DISCREPANCIES_SOLVE, OUTBOX_MANAGE, PROFILE_EDIT
from mandrivna.faces.access import access, signed_in
from mandrivna.faces.workspace.operate import PLACE, chosen_place
from mandrivna.faces.workspace.start.steps import institution_with_progress, left
from mandrivna.lending.queries import overdue_at, places_to_serve, today_at
from mandrivna.lending.rules import ISSUE, VIEW

SHORT = 10


@require_safe
@signed_in("the first page: everybody sees the parts they have a right to")
def home(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    context: dict[str, Any] = {"today": today}
    if actor.can(ISSUE):
        place = chosen_place(request)
        context |= {"serves": True, "place": place, "places": list(places_to_serve(actor))}
        if place is not None and actor.can(VIEW, place.path):
            late = overdue_at(place, today)
            context |= {"numbers": today_at(place, today), "overdue": late[:SHORT], "overdue_count": late.count(), "short": SHORT}
    if actor.can(PROFILE_EDIT) and (own := institution_with_progress(actor)) is not None:
        context["steps_left"] = left(own)
    if actor.can(DISCREPANCIES_SOLVE):
        context["discrepancies"] = discrepancies_for(actor).filter(closed_at=None).count()
        context["quarantined"] = quarantined_for(actor).filter(solved_at=None).count()
    if actor.can(OUTBOX_MANAGE):
        context["parked"] = parked().count()
    return render(request, "workspace/home.html", context)


@require_POST
@access(ISSUE)
def choose_place(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("place", "")
    place = (
        places_to_serve(request.actor).filter(pk=int(wanted)).first()
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 18
        else None
    )
    if place is None:
        messages.error(request, _("Оберіть місце з переліку."))
        return redirect("workspace:home")
    request.session[PLACE] = place.pk
    messages.success(request, _("Тепер ви працюєте тут: %s.") % place.name)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(back)
    return redirect("workspace:home")
