"""Rooms of a unit, and the room of an event."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.programme import rules
from mandrivna.programme.models import Booking, Event, Room
from mandrivna.programme.rooms import room_problems

LONGEST_NAME, LONGEST_ABOUT, MOST_SEATS = 80, 200, 5000


@verb("programme.add_room", may=rules.PLAN, at="unit")
def add_room(act: Act, *, unit: Unit, name: str, seats: int | None = None, about: str = "") -> Room:
    refuse_if(_problems(unit, name, seats, about))
    words = " ".join(name.split())
    return Room.objects.create(
        uid=act.uid,
        institution=institution_of(unit),
        unit=unit,
        name=words,
        seats=seats,
        about=" ".join(about.split()),
        made_at=act.at,
    )


def _problems(unit: Unit, name: str, seats: int | None, about: str) -> list[Problem]:
    found: list[Problem] = []
    if not name.strip():
        found.append(Blocker(code="no_name", text=_("Напишіть, як звуть кімнату."), field="name"))
    for said, most, field in ((name, LONGEST_NAME, "name"), (about, LONGEST_ABOUT, "about")):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field))
    if seats is not None and not 0 < seats <= MOST_SEATS:
        found.append(Blocker(code="wrong_number", text=_("Кількість місць має бути від 1 до 5000."), field="seats"))
    if unit.closed_on:
        found.append(Blocker(code="place_closed", text=_("Це місце закрито."), field="unit"))
    if Room.objects.filter(unit=unit, name=" ".join(name.split()), closed_on__isnull=True).exists():
        found.append(Blocker(code="room_known", text=_("Така кімната тут уже є."), field="name"))
    return found


@verb("programme.close_room", may=rules.PLAN, at="room.unit")
def close_room(act: Act, *, room: Room) -> Room:
    """No event gets it any more; those that have it are to be looked at by somebody."""
    locked = Room.objects.select_for_update().get(pk=room.pk)
    locked.closed_on = locked.closed_on or act.on
    locked.save(update_fields=["closed_on"])
    return locked


@verb("programme.book_room", may=rules.PLAN, at="event.unit")
def book_room(act: Act, *, event: Event, room: Room) -> Booking:
    """At the hours of the event. Two who ask for one room in one moment ask one after the other."""
    asked = Room.objects.select_for_update().get(pk=room.pk)
    refuse_if(room_problems(event, asked))
    return Booking.objects.update_or_create(event=event, defaults={"room": asked, "made_at": act.at})[0]


@verb("programme.free_room", may=rules.PLAN, at="event.unit")
def free_room(act: Act, *, event: Event) -> Event:
    Booking.objects.filter(event=event).delete()
    return event
