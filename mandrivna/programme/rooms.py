"""Rooms and who is in them when: what cannot be, and what somebody should look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.problems import Blocker, Problem, Warning
from mandrivna.core.queries import institutions_for
from mandrivna.programme.models import Booking, Event, Room
from mandrivna.programme.rules import VIEW
from mandrivna.programme.states import State

HOURS = dt.timedelta(hours=2)
"""How long an event lasts of which only the beginning is said."""
DAY = dt.date(2000, 1, 1)


def rooms_for(actor: Actor) -> QuerySet[Room]:
    return Room.objects.filter(institution__in=institutions_for(actor, VIEW), closed_on__isnull=True).select_related("unit")


def closed_for(actor: Actor) -> QuerySet[Room]:
    """Taken away, the last first; they may come back."""
    rows = Room.objects.filter(institution__in=institutions_for(actor, VIEW), closed_on__isnull=False).select_related("unit")
    return rows.order_by("-closed_on", "name", "pk")


def hours(event: Event) -> tuple[str, str] | None:
    """From when to when, as clocks; None for what has no hours or goes on for days: it shares a room with what comes by."""
    if not event.starts or event.until:
        return None
    if event.ends:
        return event.starts, event.ends
    began = dt.datetime.combine(DAY, dt.time.fromisoformat(event.starts))
    ended = began + HOURS
    return event.starts, f"{ended:%H:%M}" if ended.date() == DAY else "24:00"


def collide(one: Event, other: Event) -> bool:
    """In one room at one time for certain."""
    first, second = hours(one), hours(other)
    return one.on == other.on and first is not None and second is not None and first[0] < second[1] and second[0] < first[1]


def meeting(event: Event, room: Room) -> list[Event]:
    """Others in the room on these days."""
    days = Q(on__lte=event.last_day) & (Q(until__gte=event.on) | Q(until__isnull=True, on__gte=event.on))
    rows = Event.objects.filter(days, booking__room=room).exclude(pk=event.pk).exclude(state=State.CANCELLED)
    return list(rows.order_by("on", "starts", "pk"))


def closed_problems(room: Room) -> list[Problem]:
    return [Blocker(code="room_closed", text=_("Цієї кімнати вже немає."), field="room")] if room.closed_on else []


def room_problems(event: Event, room: Room, others: Iterable[Event] | None = None) -> list[Problem]:
    """`others`: whoever is in the room on its days, where they are known already."""
    if closed := closed_problems(room):
        return closed
    if room.institution_id != event.institution_id:
        return [Blocker(code="foreign_room", text=_("Це кімната іншого закладу."), field="room")]
    found: list[Problem] = []
    for other in meeting(event, room) if others is None else others:
        told = {"title": other.title, "when": f"{date_format(other.on, 'SHORT_DATE_FORMAT')} {other.clock}".strip()}
        if collide(event, other) and other.state != State.DRAFT:
            text = _("Кімнату в цей час уже має «%(title)s»: %(when)s.") % told
            found.append(Blocker(code="room_taken", text=text, field="room"))
        elif collide(event, other) or hours(event) is None or hours(other) is None:
            found.append(Warning(code="room_shared", text=_("У ці дні в кімнаті ще «%(title)s»: %(when)s. Домовтеся.") % told))
    return found


@dataclass(frozen=True)
class InRoom:
    event: Event
    with_whom: list[Event]
    """Others at the same time: somebody moved one of them after the room was given."""


def days_in(bookings: Iterable[Booking]) -> list[InRoom]:
    """Of one room, in order; each beside those it collides with."""
    events = sorted((one.event for one in bookings), key=lambda event: (event.on, event.starts, str(event.pk)))
    return [InRoom(event, [other for other in events if other is not event and collide(event, other)]) for event in events]
