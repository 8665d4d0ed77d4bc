"""What somebody should know of the day an event has just been put on. None of it forbids anything: the verb refuses by itself."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Problem, Warning
from mandrivna.programme.models import Booking, Event
from mandrivna.programme.rooms import collide, room_problems
from mandrivna.programme.states import AHEAD, Format, State
from mandrivna.programme.terms import closed_days, is_closed


def day_warnings(event: Event) -> list[Problem]:
    """A closed day, and others at the same place or in the same room at the same time."""
    found: list[Problem] = []
    if is_closed(event.on, closed_days()):
        found.append(Warning(code="closed_day", text=_("Цього дня заклад не працює за правилами.")))
    booking = Booking.objects.filter(event=event).select_related("room").first()
    if booking is not None:
        return found + room_problems(event, booking.room)
    return found + _at_the_place(event)


def _at_the_place(event: Event) -> list[Problem]:
    """Whoever is online only takes no place."""
    if event.format == Format.ONLINE:
        return []
    rows = Event.objects.filter(place=event.place_id, on=event.on, state__in=(*AHEAD, State.HELD)).exclude(pk=event.pk)
    others = [other for other in rows.exclude(format=Format.ONLINE).order_by("starts", "pk") if collide(event, other)]
    return [Warning(code="place_taken", text=_taken(other)) for other in others[:3]]


def _taken(other: Event) -> str:
    told = {"title": other.title, "when": f"{date_format(other.on, 'j E')} {other.clock}".strip()}
    return _("У цей час у цьому місці вже стоїть «%(title)s»: %(when)s.") % told
