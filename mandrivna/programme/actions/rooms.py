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
from mandrivna.programme.rooms import closed_problems, room_problems

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


@verb("programme.edit_room", may=rules.PLAN, at="room.unit")
def edit_room(act: Act, *, room: Room, name: str, seats: int | None = None, about: str = "") -> Room:
    """Other words for the same room: events that have it keep it."""
    locked = Room.objects.select_for_update(of=("self",)).select_related("unit").get(pk=room.pk)
    refuse_if([*closed_problems(locked), *_problems(locked.unit, name, seats, about, but=locked)])
    locked.name, locked.seats, locked.about = " ".join(name.split()), seats, " ".join(about.split())
    locked.save(update_fields=["name", "seats", "about"])
    return locked


def _problems(unit: Unit, name: str, seats: int | None, about: str, but: Room | None = None) -> list[Problem]:
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
    return [*found, *_known_problems(unit, name, but)]


def _known_problems(unit: Unit, name: str, but: Room | None) -> list[Problem]:
    others = Room.objects.filter(unit=unit, name=" ".join(name.split()), closed_on__isnull=True)
    if all(other == but for other in others):
        return []
    return [Blocker(code="room_known", text=_("Така кімната тут уже є."), field="name")]


@verb("programme.close_room", may=rules.PLAN, at="room.unit")
def close_room(act: Act, *, room: Room) -> Room:
    """No event gets it any more; those that have it are to be looked at by somebody."""
    locked = Room.objects.select_for_update().get(pk=room.pk)
    locked.closed_on = locked.closed_on or act.on
    locked.save(update_fields=["closed_on"])
    return locked


@verb("programme.reopen_room", may=rules.PLAN, at="room.unit")
def reopen_room(act: Act, *, room: Room) -> Room:
    """Taken away by mistake, or it is there again."""
    locked = Room.objects.select_for_update(of=("self",)).select_related("unit").get(pk=room.pk)
    if locked.closed_on is not None:
        refuse_if(_problems(locked.unit, locked.name, locked.seats, locked.about, but=locked))
        locked.closed_on = None
        locked.save(update_fields=["closed_on"])
    return locked


@verb("programme.remove_room", may=rules.PLAN, at="room.unit")
def remove_room(act: Act, *, room: Room) -> Unit:
    """Written by mistake: gone whole. One that an event ever had is only closed, so that the past keeps its name."""
    locked = Room.objects.select_for_update().filter(pk=room.pk).first()
    if locked is not None:
        if Booking.objects.filter(room=locked).exists():
            refuse_if([Blocker(code="room_used", text=_("У цій кімнаті вже були події: її можна лише закрити."))])
        locked.delete()
    return room.unit


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
