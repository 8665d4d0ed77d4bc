"""«Гості й партнери»: whom posters have named, how often and when last. A register made of what was announced, and nothing else."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.faces.access import access
from mandrivna.programme.models import Guest, Part
from mandrivna.programme.queries import events_for
from mandrivna.programme.rules import VIEW
from mandrivna.programme.states import State

PAGE = 50


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Of events that were not cancelled; the same words are the same guest, because nothing else is known about them."""
    asked = request.GET.get("part", "")
    part = asked if asked in Part.values else ""
    rows = Guest.objects.filter(event__in=events_for(request.actor).exclude(state=State.CANCELLED))
    if part:
        rows = rows.filter(part=part)
    told = (
        rows.values("announced", "part").annotate(many=Count("event"), last=Max("event__on")).order_by("-last", "announced", "part")
    )
    context = {
        "page": Paginator(told, PAGE).get_page(request.GET.get("page")),
        "parts": Part.choices,
        "part": part,
        "query": f"&part={part}" if part else "",
        "crumbs": [(_("Програма"), reverse("workspace:programme")), (_("Гості й партнери"), "")],
    }
    return render(request, "workspace/programme/guests.html", context)
