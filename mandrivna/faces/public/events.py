"""What is on: the days ahead, by town, one event, and both as a calendar for a telephone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import Shown, shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look.site import site
from mandrivna.faces.public.addresses import address_in
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.linked import data_block
from mandrivna.faces.public.pages import briefly
from mandrivna.faces.public.standing import signing
from mandrivna.programme.after import remains, with_remains
from mandrivna.programme.campaigns import name_them
from mandrivna.programme.choosing import AHEAD, MOST, Choice, choice_of, coming, ways_to_choose
from mandrivna.programme.models import Event
from mandrivna.programme.queries import BEHIND, Announced, announced, as_announced, by_day
from mandrivna.programme.states import Format, State
from mandrivna.programme.streams import online_of, streams_of
from mandrivna.programme.terms import terms
from mandrivna.shared.dates import ical

PAGE = 30
"""An event that was is still to be found by its address for about a year."""
CALENDAR = "text/calendar; charset=utf-8"


@public("what is on is for everybody")
@require_safe
@briefly
def events(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    ahead = coming(Choice(), today, MOST)
    choice, known = choice_of(request.GET), terms()
    ways = ways_to_choose(choice, ahead, known)
    page = Paginator(choice.of(ahead), PAGE).get_page(request.GET.get("page"))
    told = {one.event.pk: one for one in page.object_list}
    name_them(one.event for one in told.values())
    context = {
        "page": page,
        "days": [(day.on, [told[event.pk] for event in day.events]) for day in by_day([one.event for one in told.values()], today)],
        **ways,
        "today": today,
        "terms": known,
        "named": True,
        "calendar": request.build_absolute_uri(reverse("site:events_calendar")) + (f"?{ways['chosen']}" if ways["chosen"] else ""),
    }
    return render(request, "public/events.html", context)


def found(pk: uuid.UUID, today: dt.date) -> tuple[Announced, Shown]:
    """What is not announced is as good as absent; what was cancelled keeps its address and says so."""
    shown = shown_on(today)
    rows = announced(shown, today - BEHIND, today + dt.timedelta(days=740), gone=True)
    one = with_remains(rows).filter(pk=pk).first()
    if one is None:
        raise Http404
    return as_announced(one, shown), shown


def found_event(pk: uuid.UUID, today: dt.date) -> Event:
    """As the site announces it."""
    return found(pk, today)[0].event


@public("one event is for everybody, like the list of them")
@require_safe
@briefly
@gently(SEARCH)
def event(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    told, _shown = found(pk, timezone.localdate())
    one, known = told.event, terms()
    name_them([one])
    context = {
        "event": one,
        "told": told,
        "online": online_of(one),
        "form_label": known.form_label(one.form),
        "audiences": known.audience_words(one.audiences),
        "cancelled": one.state == State.CANCELLED,
        "over": one.last_day < timezone.localdate(),
        "linked": for_machines(request, told),
        "remains": remains(one, timezone.localdate()),
        "crumbs": [(_("Події"), reverse("public:events")), (str(one), "")],
        **signing(request, one),
    }
    return render(request, "public/event.html", context)


@public("one event, as a calendar reads it")
@require_safe
@briefly
@gently(SEARCH)
def event_calendar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    told, _shown = found(pk, timezone.localdate())
    response = HttpResponse(ical.calendar(str(told.event), entries_of(request, told), publish=False), content_type=CALENDAR)
    response["Content-Disposition"] = f'attachment; filename="podiia-{told.event.on:%Y-%m-%d}.ics"'
    return response


@public("all events for a calendar that follows them")
@require_safe
@briefly
def calendar(request: HttpRequest) -> HttpResponse:
    """The last month too, so that a calendar which looks once a week learns of what was cancelled meanwhile."""
    today = timezone.localdate()
    shown = shown_on(today)
    rows = announced(shown, today - dt.timedelta(days=31), today + AHEAD, gone=True)[:MOST]
    chosen = [told.event for told in choice_of(request.GET).of(as_announced(one, shown) for one in rows)]
    name = _("Події: %s") % (site().name or _("Мандрівна"))
    return HttpResponse(ical.calendar(name, entries(request, chosen, shown)), content_type=CALENDAR)


def entries(request: HttpRequest, rows: Iterable[Event], shown: Shown) -> list[ical.Entry]:
    return [line for one in rows for line in entries_of(request, as_announced(one, shown))]


def entries_of(request: HttpRequest, told: Announced) -> list[ical.Entry]:
    """Of an exhibition its whole time by days, and its opening as an event with hours of its own."""
    whole, one = entry(request, told), told.event
    if one.opening is None:
        return [whole]
    begins, ends = hours_of(one, one.opening)
    uid, host = whole.uid.split("@", 1)
    opening = replace(whole, uid=f"{uid}-opening@{host}", summary=_("Відкриття: %s") % whole.summary)
    return [whole, replace(opening, begins=begins or one.opening, ends=ends if begins else one.opening)]


def entry(request: HttpRequest, told: Announced) -> ical.Entry:
    one = told.event
    begins, ends = moments(one)
    online = [*([one.link] if one.link and one.format != Format.PLACE else []), *(f"{s.label}: {s.url}" for s in streams_of(one))]
    place = ", ".join(part for part in (str(told.place) if told.place else "", told.address) if part)
    return ical.Entry(
        uid=f"{one.pk}@{request.get_host().partition(':')[0]}",
        begins=begins if begins is not None else one.on,
        ends=ends if begins is not None else one.last_day,
        summary=f"{one.title}. {one.subtitle}" if one.subtitle else one.title,
        changed=one.changed_at,
        description="\n".join(part for part in (one.about, *online) if part),
        location=place or (_("онлайн") if one.format == Format.ONLINE else ""),
        url=request.build_absolute_uri(address_in("uk", "event", one.pk)),
        cancelled=one.state == State.CANCELLED,
    )


def moments(one: Event) -> tuple[dt.datetime | None, dt.datetime | None]:
    """The clock of Kyiv; what has no hour, or goes on for days, is told by days."""
    return (None, None) if one.until else hours_of(one, one.on)


def hours_of(one: Event, on: dt.date) -> tuple[dt.datetime | None, dt.datetime | None]:
    if not one.starts:
        return None, None
    zone = timezone.get_default_timezone()
    begins = dt.datetime.combine(on, dt.time.fromisoformat(one.starts), zone)
    return begins, dt.datetime.combine(on, dt.time.fromisoformat(one.ends), zone) if one.ends else None


MODES = {Format.PLACE: "Offline", Format.ONLINE: "Online", Format.HYBRID: "Mixed"}


def for_machines(request: HttpRequest, told: Announced) -> SafeString:
    """schema.org, as search engines and calendars of towns read it."""
    one = told.event
    begins, ends = moments(one)
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "ExhibitionEvent" if one.form == "exhibition" else "Event",
        "@id": request.build_absolute_uri(address_in("uk", "event", one.pk)),
        "name": one.title,
        "alternateName": one.subtitle,
        "description": one.about,
        "startDate": (begins or one.on).isoformat(),
        "endDate": ends.isoformat() if ends else one.until.isoformat() if one.until else "",
        "eventStatus": f"https://schema.org/{'EventCancelled' if one.state == State.CANCELLED else 'EventScheduled'}",
        "eventAttendanceMode": f"https://schema.org/{MODES[Format(one.format)]}EventAttendanceMode",
        "location": _locations(told),
        "organizer": {"@type": "Library", "name": site().name or _("Мандрівна"), "url": request.build_absolute_uri("/")},
        "isAccessibleForFree": True,
    }
    if one.opening is not None:
        begins, ends = hours_of(one, one.opening)
        said["subEvent"] = {
            "@type": "Event", "name": _("Відкриття: %s") % one.title, "startDate": (begins or one.opening).isoformat(),
            "endDate": ends.isoformat() if ends else "", "location": said["location"],
        }  # fmt: skip
    return data_block(said)


def _locations(told: Announced) -> list[dict[str, Any]]:
    one, listed = told.event, list[dict[str, Any]]()
    if told.place or told.address:
        name = str(told.place) if told.place else one.where
        listed.append({"@type": "Place", "name": name, "address": told.address or name})
    if one.format != Format.PLACE and one.link:
        listed.append({"@type": "VirtualLocation", "url": one.link})
    listed += [{"@type": "VirtualLocation", "name": stream.label, "url": stream.url} for stream in streams_of(one)]
    return listed
