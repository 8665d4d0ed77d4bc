"""Where the shelves are today: all places with the map behind the list, and one place with what stands there."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.models import Mode
from mandrivna.core.places import Place, shown_on
from mandrivna.enquiries.offers import Said, offered
from mandrivna.faces.access import public
from mandrivna.faces.look.geo import Mark, Pin, State, UkraineMap
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly
from mandrivna.fund.queries import titles_at
from mandrivna.lending.models import tidy_code
from mandrivna.lending.shelves import shelf_by_code
from mandrivna.programme.choosing import coming_at
from mandrivna.shared.geo.regions import REGIONS

PAGE, MOST = 24, 1_000
"""Copies of a place that are looked at; what stands in a larger house is looked for."""
COMING = 8
"""Events on the page of their place; the calendar has them all."""
STATES = {Mode.SUSPENDED: State.SUSPENDED, Mode.NO_DATA: State.NO_DATA}


@public("where a reader can come to")
@require_safe
@briefly
def places(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = shown_on(today).places
    regions = [(code.lower(), name, inside) for code, name in REGIONS.items() if (inside := [p for p in shown if p.region == code])]
    context = {
        "today": today,
        "map": _map(shown) if regions else None,
        "regions": regions,
        "elsewhere": [place for place in shown if not place.region],
    }
    return render(request, "public/places.html", context)


def _map(shown: list[Place]) -> UkraineMap:
    """Towns, never houses: a point is rounded to a kilometre before it comes here."""
    by_region: dict[str, list[Place]] = {}
    for place in shown:
        if place.region:
            by_region.setdefault(place.region, []).append(place)
    about = {"places": len(shown), "regions": len(by_region)}
    return UkraineMap(
        title=_("Наші полиці на мапі України"),
        summary=_("Місць: %(places)d, областей: %(regions)d. Те саме переліком нижче.") % about,
        regions={code: Mark(", ".join(map(str, inside)), _best(inside)) for code, inside in by_region.items()},
        pins=[
            Pin(str(place), float(place.point[0]), float(place.point[1]), _state(place), place.words, _address(place))
            for place in shown
            if place.point
        ],
    )


def _state(place: Place) -> str:
    return State.WORKING if place.works else STATES[Mode(place.mode)]


def _best(places: list[Place]) -> str:
    return min((_state(place) for place in places), key=State.values.index)


def _address(place: Place) -> str:
    return reverse("public:place", args=[place.pk])


@public("a place, its hours and its books")
@require_safe
@briefly
@gently(SEARCH)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """A place that is not shown is as good as absent: whether it exists is not told."""
    today = timezone.localdate()
    shown = shown_on(today)
    found = shown.by_pk.get(pk)
    if found is None:
        raise Http404
    titles, cut = titles_at([one.pk for one in found.branch if one.works], MOST)
    code = _code_of(request, pk)
    context = {
        "place": found,
        "crumbs": [(_("Де ми"), reverse("public:places")), *_above(found), (str(found), "")],
        "page": Paginator(titles, PAGE).get_page(request.GET.get("page")),
        "cut": cut,
        "offered": _offered(found),
        "coming": coming_at(found.branch, shown, today, COMING),
        "code": code,
        "query": f"&shelf={code}" if code else "",
    }
    return render(request, "public/place.html", context)


@public("what the code on a shelf opens")
@require_safe
@gently(SEARCH)
def shelf_door(request: HttpRequest, code: str) -> HttpResponse:
    """From the code on a shelf to the page of its place; a wrong or a replaced code names no place at all."""
    unit = shelf_by_code(code)
    if unit is None or unit.pk not in shown_on(timezone.localdate()).by_pk:
        raise Http404
    return HttpResponseRedirect(f"{reverse('public:place', args=[unit.pk])}?shelf={tidy_code(code)}")


def code_in_hand(request: HttpRequest) -> tuple[str, int]:
    """Whoever came by the code of a shelf carries it along in the address: the code and its shelf. We tell it to nobody else."""
    code = tidy_code(request.GET.get("shelf", ""))
    unit = shelf_by_code(code) if code else None
    return (code, unit.pk) if unit is not None else ("", 0)


def _code_of(request: HttpRequest, pk: int) -> str:
    """Whoever came by the code of this very shelf may take a book there."""
    code, at = code_in_hand(request)
    return code if at == pk else ""


def _offered(place: Place) -> list[Said]:
    """What this place is for; of a shelf, what the hub around it is for. Of a place nobody knows anything about, nothing."""
    if not place.known:
        return []
    said = offered([place.pk, *([place.around.pk] if place.around else [])])
    return said.get(place.pk) or (said.get(place.around.pk, []) if place.around else [])


def _above(place: Place) -> list[tuple[str, str]]:
    return [*_above(place.around), (str(place.around), _address(place.around))] if place.around else []
