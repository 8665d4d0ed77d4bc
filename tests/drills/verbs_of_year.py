"""One true call of each verb that makes events of dates and roads, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.programme.actions import campaigns, preparing, rooms, travelling
from mandrivna.programme.models import Campaign, Check, Room
from tests.drills.verbs_of_programme import _at, _event, _series

type Told = Callable[[Any], dict[str, Any]]


def _road(world: Any) -> dict[str, Any]:
    return {
        "series": _series(world), "place": world.lib.hub, "on": world.lib.today, "until": world.lib.today + dt.timedelta(days=9),
    }  # fmt: skip


def _room(world: Any) -> Room:
    return rooms.add_room(world.lib.act(), unit=world.lib.hub, name=f"Зала {Room.objects.count() + 1}", seats=40, about="екран")


def _days(world: Any) -> dict[str, Any]:
    return {**WEEK, "first": world.lib.today, "last": world.lib.today}


def _week(world: Any) -> Campaign:
    return campaigns.add_campaign(world.lib.act(), unit=world.lib.hub, **_days(world))


def _own(world: Any) -> Check:
    return preparing.add_check(world.lib.act(), event=_event(world), sort="gear", text="Десять стільців")


def _announced(world: Any) -> dict[str, Any]:
    event = _event(world)
    preparing.announce_guest(world.lib.act(), event=event, **GUEST)
    return {"event": event, "announced": GUEST["announced"]}


def _booked(world: Any) -> dict[str, Any]:
    event = _event(world)
    rooms.book_room(world.lib.act(), event=event, room=_room(world))
    return {"event": event}


WEEK = {"title": "Тиждень читання", "about": "Читаємо разом."}
GUEST: dict[str, Any] = {"part": "speaker", "announced": "Гостя зі степу, письменниця", "agreed": True}

OF_YEAR: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.draft_date": (travelling.draft_date, lambda w: {**_at(w), "code": "libraries", "year": w.lib.now.year}),
    "programme.add_stop": (travelling.add_stop, _road),
    "programme.tick": (preparing.tick, lambda w: {"event": _event(w), "code": "announce"}),
    "programme.add_check": (preparing.add_check, lambda w: {"event": _event(w), "sort": "work", "text": "Подзвонити школі"}),
    "programme.set_check": (preparing.set_check, lambda w: {"check": _own(w), "done": True}),
    "programme.edit_check": (preparing.edit_check, lambda w: {"check": _own(w), "sort": "gear", "text": "Дванадцять стільців"}),
    "programme.remove_check": (preparing.remove_check, lambda w: {"check": _own(w)}),
    "programme.announce_guest": (preparing.announce_guest, lambda w: {"event": _event(w), **GUEST}),
    "programme.withdraw_guest": (preparing.withdraw_guest, _announced),
    "programme.add_room": (rooms.add_room, lambda w: {"unit": w.lib.hub, "name": "Зала", "seats": 40, "about": "екран"}),
    "programme.close_room": (rooms.close_room, lambda w: {"room": _room(w)}),
    "programme.edit_room": (rooms.edit_room, lambda w: {"room": _room(w), "name": "Велика зала", "seats": 60}),
    "programme.reopen_room": (rooms.reopen_room, lambda w: {"room": rooms.close_room(w.lib.act(), room=_room(w))}),
    "programme.remove_room": (rooms.remove_room, lambda w: {"room": _room(w)}),
    "programme.book_room": (rooms.book_room, lambda w: {"event": _event(w), "room": _room(w)}),
    "programme.free_room": (rooms.free_room, _booked),
    "programme.add_campaign": (
        campaigns.add_campaign,
        lambda w: {"unit": w.lib.hub, **WEEK, "first": w.lib.today, "last": w.lib.today},
    ),
    "programme.edit_campaign": (campaigns.edit_campaign, lambda w: {"campaign": _week(w), **_days(w)}),
    "programme.group": (campaigns.group, lambda w: {"campaign": _week(w), "event": _event(w)}),
}
