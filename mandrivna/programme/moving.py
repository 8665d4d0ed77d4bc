"""What somebody should know of the day an event has just been put on. None of it forbids anything: the verb refuses by itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Problem, Warning
from mandrivna.programme.models import Booking, Event, Room
from mandrivna.programme.rooms import collide, room_problems
from mandrivna.programme.states import AHEAD, Format, State
from mandrivna.programme.terms import closed_days, is_closed


def day_warnings(event: Event) -> list[Problem]:
    """A closed day, and others at the same place or in the same room at the same time."""
    return [problem for _event, problems in days_warnings([event]) for problem in problems]


def days_warnings(events: Sequence[Event]) -> list[tuple[Event, list[Problem]]]:
    """Of several at once: four questions however many there are. Only those of which there is something to say, by their days."""
    closed, rooms = closed_days(), {one.event_id: one.room for one in _bookings(events)}
    within = _in_rooms(events, {room.pk for room in rooms.values()}) if rooms else []
    beside = _at_places([event for event in events if event.pk not in rooms])
    told = []
    for event in sorted(events, key=lambda one: (one.on, one.starts, str(one.pk))):
        found: list[Problem] = []
        if is_closed(event.on, closed):
            found.append(Warning(code="closed_day", text=_("Цього дня заклад не працює за правилами.")))
        if room := rooms.get(event.pk):
            found += room_problems(event, room, [other for other in within if _meets(event, other, room)])
        else:
            found += _at_the_place(event, beside)
        told += [(event, found)] if found else []
    return told


def _bookings(events: Sequence[Event]) -> QuerySet[Booking]:
    return Booking.objects.filter(event__in=[event.pk for event in events]).select_related("room")


def _in_rooms(events: Sequence[Event], rooms: set[uuid.UUID]) -> list[Event]:
    first, last = min(event.on for event in events), max(event.last_day for event in events)
    days = Q(on__lte=last) & (Q(until__gte=first) | Q(until__isnull=True, on__gte=first))
    rows = Event.objects.filter(days, booking__room__in=rooms).exclude(state=State.CANCELLED).select_related("booking")
    return list(rows.order_by("on", "starts", "pk"))


def _meets(event: Event, other: Event, room: Room) -> bool:
    same = other.pk != event.pk and other.booking.room_id == room.pk
    return same and other.on <= event.last_day and event.on <= other.last_day


def _at_places(events: Sequence[Event]) -> list[Event]:
    """Whoever is online only takes no place."""
    if all(event.format == Format.ONLINE for event in events):
        return []
    where = Q(place__in={event.place_id for event in events}, on__in={event.on for event in events})
    rows = Event.objects.filter(where, state__in=(*AHEAD, State.HELD)).exclude(format=Format.ONLINE)
    return list(rows.order_by("starts", "pk"))


def _at_the_place(event: Event, beside: Sequence[Event]) -> list[Problem]:
    if event.format == Format.ONLINE:
        return []
    others = [other for other in beside if other.pk != event.pk and other.place_id == event.place_id and collide(event, other)]
    return [Warning(code="place_taken", text=_taken(other)) for other in others[:3]]


def _taken(other: Event) -> str:
    told = {"title": other.title, "when": f"{date_format(other.on, 'j E')} {other.clock}".strip()}
    return _("У цей час у цьому місці вже стоїть «%(title)s»: %(when)s.") % told
