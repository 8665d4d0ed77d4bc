"""Events for machines and for other people's pages: feeds, the calendar of a series, and a window that any site may frame."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import feedgenerator, timezone
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look.site import site
from mandrivna.faces.public.addresses import address_in
from mandrivna.faces.public.events import CALENDAR, entries
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly
from mandrivna.programme.campaigns import name_them
from mandrivna.programme.choosing import AHEAD, MOST, at_places, choice_of, coming
from mandrivna.programme.models import Series
from mandrivna.programme.posting import when
from mandrivna.programme.queries import Announced, announced
from mandrivna.programme.states import Format
from mandrivna.programme.terms import terms
from mandrivna.shared.dates import ical

FEED = 50
FRAMED: dict[str, Any] = {**settings.SECURE_CSP, "frame-ancestors": ["*"], "script-src": [CSP.NONE], "form-action": [CSP.NONE]}
"""Of the one page that other sites may show inside theirs. It has no script, no form and no cookie: nothing to be misled into."""
SHOWN, MOST_SHOWN = 5, 20


# --- feeds ----------------------------------------------------------------------------------------------------------------


@public("what is on is for everybody")
@require_safe
@briefly
@gently(SEARCH)
def atom(request: HttpRequest) -> HttpResponse:
    return _answer(request, feedgenerator.Atom1Feed)


@public("what is on is for everybody")
@require_safe
@briefly
@gently(SEARCH)
def rss(request: HttpRequest) -> HttpResponse:
    return _answer(request, feedgenerator.Rss201rev2Feed)


def _answer(request: HttpRequest, kind: type[feedgenerator.SyndicationFeed]) -> HttpResponse:
    whole, known, today = request.build_absolute_uri, terms(), timezone.localdate()
    feed = kind(
        title=_("Події: %s") % (site().name or _("Мандрівна")),
        link=whole(address_in("uk", "events")),
        description=site().slogan or _("Що буде в бібліотеці: де, коли, для кого."),
        language="uk",
        feed_url=whole(),
    )
    listed = coming(choice_of(request.GET), today, FEED)
    name_them(told.event for told in listed)
    for told in listed:
        one = told.event
        feed.add_item(
            title=f"{when(one, today)}. {one.title}",
            link=whole(address_in("uk", "event", one.pk)),
            description=_about(told),
            unique_id=f"urn:uuid:{one.pk}",
            unique_id_is_permalink=False,
            pubdate=one.made_at,
            updateddate=one.changed_at,
            categories=[known.form_label(one.form), *(row.campaign.title for row in one.grouped.all())],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _about(told: Announced) -> str:
    one = told.event
    where = ", ".join(part for part in (str(told.place) if told.place else "", told.address) if part)
    parts = [one.subtitle, one.clock, where, _("онлайн") if one.format != Format.PLACE else "", one.about]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())


# --- calendars of a series and of a place -----------------------------------------------------------------------------------


@public("the days of a series, for a calendar that follows them")
@require_safe
@briefly
@gently(SEARCH)
def series_calendar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """As of all events: cancelled ones too, so that the calendar learns of them."""
    today = timezone.localdate()
    shown = shown_on(today)
    series = Series.objects.filter(pk=pk, institution=shown.institution, shown=True).first()
    if series is None:
        raise Http404
    rows = announced(shown, today - dt.timedelta(days=31), today + AHEAD, gone=True).filter(series=series)[:MOST]
    return HttpResponse(ical.calendar(series.title, entries(request, rows, shown)), content_type=CALENDAR)


@public("the days of one place, for a calendar that follows them")
@require_safe
@briefly
@gently(SEARCH)
def place_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """With everything inside it, as its page shows it. A place that is not shown is as good as absent."""
    today = timezone.localdate()
    shown = shown_on(today)
    place = shown.by_pk.get(pk)
    if place is None:
        raise Http404
    rows = announced(shown, today - dt.timedelta(days=31), today + AHEAD, gone=True).filter(at_places(place.branch))[:MOST]
    return HttpResponse(ical.calendar(place.full_name, entries(request, rows, shown)), content_type=CALENDAR)


# --- a window for other sites -------------------------------------------------------------------------------------------------


@public("events are for everybody, also on the pages of a community or a school")
@require_safe
@csp_override(FRAMED)
@briefly
@gently(SEARCH)
def widget(request: HttpRequest) -> HttpResponse:
    """The nearest events as a page without a script, for an `iframe`."""
    said = request.GET.get("n", "")
    most = min(MOST_SHOWN, max(1, int(said))) if said.isascii() and said.isdigit() and len(said) < 4 else SHOWN
    today = timezone.localdate()
    listed = coming(choice_of(request.GET), today, most)
    context = {"rows": [(told, when(told.event, today)) for told in listed], "all": address_in(request.LANGUAGE_CODE, "events")}
    response = render(request, "public/events_widget.html", context)
    response.framed = True  # config.middleware.Headers
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
