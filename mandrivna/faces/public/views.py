"""The first page, and pages of words: how to join, the rules of use, contacts, accessibility, the choice of the look."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from mandrivna.core.addresses import safe_url
from mandrivna.core.models import Profile, UseRules
from mandrivna.core.places import Place, Shown, coming_after, shown_on
from mandrivna.core.profile import profile_of, rules_on
from mandrivna.faces.access import public
from mandrivna.faces.look.site import logo_url, site
from mandrivna.faces.public.addresses import address_in
from mandrivna.faces.public.linked import data_block
from mandrivna.faces.public.pages import briefly
from mandrivna.fund.queries import newest_at
from mandrivna.lending.terms import terms

SPINES = 14
CARDS = 6


def _profile(shown: Shown) -> Profile:
    return profile_of(shown.institution) if shown.institution else Profile()


@public("the door of the library")
@require_safe
@briefly
def front(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = shown_on(today)
    profile = _profile(shown)
    context = {
        "today": today,
        "profile": profile,
        "places": sorted(shown.places, key=lambda place: not place.works)[:CARDS],
        "more": max(len(shown.places) - CARDS, 0),
        "coming": coming_after(today, shown),
        "spines": newest_at([pk for pk, place in shown.by_pk.items() if place.works], SPINES),
        "terms": terms(),
        "about_the_library": _for_machines(request, profile),
    }
    return render(request, "public/front.html", context)


def _for_machines(request: HttpRequest, profile: Profile) -> SafeString:
    """The library as schema.org knows one, a block of data."""
    whole = request.build_absolute_uri
    said = {
        "@context": "https://schema.org",
        "@type": "Library",
        "name": site().name,
        "slogan": profile.slogan,
        "url": whole(address_in("uk", "front")),
        "logo": whole(logo_url(profile.logo_id)) if profile.logo_id else "",
        "address": profile.address,
        "telephone": profile.phone,
        "email": profile.email,
        "sameAs": profile.links,
    }
    return data_block(said)


@public("how to become a reader")
@require_safe
@briefly
def join(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    return render(request, "public/join.html", {"profile": _profile(shown), "terms": terms(), "places": shown.places})


@public("the rules bind readers, so they read them first")
@require_safe
@briefly
def rules(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    institution = shown_on(today).institution
    found: UseRules | None = rules_on(institution, today) if institution else None
    after = UseRules.objects.filter(unit=institution, since__gt=today).order_by("since").first() if institution else None
    return render(request, "public/rules.html", {"rules": found, "after": after})


@public("where to write and to call")
@require_safe
@briefly
def contacts(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    context = {
        "profile": _profile(shown),
        "places": [place for place in shown.places if place.contact],
        "institution": shown.institution,
    }
    return render(request, "public/contacts.html", context)


@public("what to expect at the door and on the screen")
@require_safe
@briefly
def accessibility(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    told: list[Place] = [place for place in shown.places if place.accessibility]
    return render(request, "public/accessibility.html", {"profile": _profile(shown), "places": told})


@public("light, dark, or as the system wishes: everybody's own")
@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """A page of its own, so that only whoever wants to choose gets the cookie a form needs."""
    context: dict[str, Any] = {"back": safe_url(request, request.GET.get("next", "")) or address_in(request.LANGUAGE_CODE, "front")}
    return render(request, "public/theme.html", context)
