"""What is planned and what was held, as the staff and the site read it."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.places import VISITED, Place, Shown
from mandrivna.core.queries import institutions_for
from mandrivna.programme.models import Event, EventQuerySet, Series, SeriesQuerySet
from mandrivna.programme.rules import COUNT, PLAN, VIEW
from mandrivna.programme.states import STANDING, Format, State

TOWN = re.compile(r"(?:^|[\s,])(?:м\.|місто|смт|с-ще|селище|с\.|село)\s*([^,\d]{2,40}?)\s*(?:,|$)", re.IGNORECASE)


def events_for(actor: Actor) -> EventQuerySet:
    """Of the actor's own institutions: a colleague's evening concerns everybody who is asked about it."""
    return Event.objects.filter(institution__in=institutions_for(actor, VIEW))


def series_for(actor: Actor) -> SeriesQuerySet:
    return Series.objects.filter(institution__in=institutions_for(actor, VIEW))


def units_to_plan(actor: Actor) -> QuerySet[Unit]:
    """Who may answer for an event: anything that is open where the actor plans."""
    return Unit.objects.visible_to(actor, PLAN).open().order_by("path")


def places_to_plan(actor: Actor) -> QuerySet[Unit]:
    """Where an event may be: anywhere in the institution, whoever looks after the place."""
    return Unit.objects.filter(below_any(institutions_for(actor, PLAN).values_list("path", flat=True))).open().order_by("path")


def may_plan(actor: Actor, event: Event) -> bool:
    return actor.can(PLAN, event.unit.path)


def may_count(actor: Actor, event: Event) -> bool:
    """Whoever answers for it, or works where it was."""
    return actor.can(COUNT, event.unit.path) or actor.can(COUNT, event.place.path)


def uncounted_for(actor: Actor, today: dt.date) -> EventQuerySet:
    """Over, and nobody has said how many came; the longest ago first."""
    paths = actor.paths(COUNT)
    mine = below_any(paths, "place__path") | below_any(paths, "unit__path")
    return Event.objects.filter(mine).uncounted(today).select_related("place").order_by("on", "starts", "pk")


@dataclass(frozen=True)
class Month:
    year: int
    month: int

    @property
    def first(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def before(self) -> Month:
        return month_of(self.first - dt.timedelta(days=1))

    @property
    def after(self) -> Month:
        return month_of(self.last + dt.timedelta(days=1))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def month_of(day: dt.date) -> Month:
    return Month(day.year, day.month)


def read_month(text: str, today: dt.date) -> Month:
    """«2026-05»; nonsense is this month."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return Month(int(found[1]), int(found[2])) if found else month_of(today)


@dataclass(frozen=True)
class Day:
    on: dt.date
    events: list[Event]


def by_day(rows: Iterable[Event], first: dt.date) -> list[Day]:
    """Under its day, or under the first of those shown when it began earlier."""
    found: dict[dt.date, list[Event]] = {}
    for event in rows:
        found.setdefault(max(event.on, first), []).append(event)
    return [Day(on, found[on]) for on in sorted(found)]


def of_month(rows: EventQuerySet, month: Month) -> EventQuerySet:
    return rows.between(month.first, month.last).select_related("place", "unit").order_by("on", "starts", "pk")


def with_numbers(rows: SeriesQuerySet) -> QuerySet[Series]:
    """How many of its events wait as drafts, are planned, were held."""
    return rows.annotate(
        drafts=Count("events", filter=Q(events__state=State.DRAFT)),
        planned=Count("events", filter=Q(events__state=State.PLANNED)),
        held=Count("events", filter=Q(events__state=State.HELD)),
    )


# --- for readers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Announced:
    """An event as the site may tell it. Where it is online only there is no place."""

    event: Event
    place: Place | None
    address: str

    @property
    def town(self) -> str:
        return town_of(self.address) if self.place else ""


def town_of(address: str) -> str:
    found = TOWN.search(address)
    return found[1].strip() if found else ""


BEHIND = dt.timedelta(days=370)
"""How long the site still tells of an event that was."""


def announced(shown: Shown, first: dt.date, last: dt.date, *, gone: bool = False) -> EventQuerySet:
    """Confirmed, meant for the site, and at a place that the site shows or for everybody online. `gone`: cancelled ones too, whose
    addresses and calendars people have; a draft turned down was never told to anybody."""
    if shown.institution is None:
        return Event.objects.none()
    indoors = ~Q(where="") & Q(place__public=True) & ~Q(place__kind__in=VISITED)
    seen = Q(place__in=list(shown.by_pk)) | Q(format__in=(Format.ONLINE, Format.HYBRID)) | indoors
    rows = Event.objects.filter(seen, institution=shown.institution, shown=True)
    told = Q(state__in=STANDING) | (Q(state=State.CANCELLED) & ~Q(reason="") if gone else Q(pk__in=[]))
    return rows.filter(told).between(first, last).select_related("place").order_by("on", "starts", "pk")


def as_announced(event: Event, shown: Shown) -> Announced:
    """`where` says more than the place does. Of a place that is not shown nothing is said, neither name nor room."""
    place = shown.by_pk.get(event.place_id) if event.format != Format.ONLINE else None
    told = event.format != Format.ONLINE and (place is not None or event.place.kind not in VISITED)
    parts = [event.where if told else "", place.address if place else ""]
    return Announced(event, place, ", ".join(part for part in parts if part))
