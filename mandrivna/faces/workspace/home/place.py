"""«Де ви працюєте»: the places one may serve at, under the hub each belongs to; the choice lasts until signing out."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.addresses import safe_url
from mandrivna.core.models import Kind, Unit
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import PLACE, back_to, chosen_place
from mandrivna.lending.queries import places_to_serve
from mandrivna.lending.rules import ISSUE
from mandrivna.shared.text import fold

FILTERED_FROM = 9
"""With so many places a field to filter them is quicker than looking."""


@require_safe
@access(ISSUE)
def place(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    places = list(places_to_serve(request.actor))
    shown = [one for one in places if fold(text) in fold(f"{one.name} {one.short_name} {one.actual_address}")] if text else places
    context = {
        "groups": _by_hub(shown),
        "current": chosen_place(request),
        "filtered": len(places) >= FILTERED_FROM,
        "q": text,
        "next": safe_url(request, request.GET.get("next", "")),
    }
    return render(request, "workspace/place.html", context)


def _by_hub(places: list[Unit]) -> list[tuple[Unit | None, list[Unit]]]:
    """A hub stands first among its own shelves; what lies under no hub comes under the unit above it."""
    above = Unit.objects.in_bulk({key for one in places for key in one.ancestor_ids})
    groups: dict[int, tuple[Unit | None, list[Unit]]] = {}
    for one in places:
        chain = [above[key] for key in one.ancestor_ids if key in above]
        hubs = [unit for unit in chain if unit.kind == Kind.HUB]
        head = hubs[0] if hubs else (chain[-2] if len(chain) > 1 else None)
        groups.setdefault(head.pk if head else 0, (head, []))[1].append(one)
    return list(groups.values())


@require_POST
@access(ISSUE)
def choose_place(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("place", "")
    found = (
        places_to_serve(request.actor).filter(pk=int(wanted)).first()
        if wanted.isascii() and wanted.isdigit() and len(wanted) < 18
        else None
    )
    if found is None:
        messages.error(request, _("Оберіть місце з переліку."))
        return redirect("workspace:place")
    request.session[PLACE] = found.pk
    messages.success(request, _("Тепер ви працюєте тут: %s.") % found.name)
    return back_to(request, "workspace:home")
