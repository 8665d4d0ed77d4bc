"""One true call of each verb of sign-ups, doors and reminders, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.programme.actions import counting, doors, events, series, signups
from mandrivna.programme.asking import ask_feedback
from mandrivna.programme.models import Admission, Event, Series, SignUp
from mandrivna.programme.reminding import remind_signup
from mandrivna.programme.signups import token_of

type Told = Callable[[Any], dict[str, Any]]
ABOUT = {
    "title": "Майстерня",
    "form": "master_class",
    "audiences": ["general"],
    "format": "hybrid",
    "link": "https://example.org/x",
}
NAMED = {"name": Withheld("Журавка"), "contact": Withheld("nobody@example.org")}
TERMS = {"places": 1, "age_from": 6, "closes_on": None}


def _event(world: Any, days: int = 7) -> Event:
    on = world.lib.today + dt.timedelta(days=days)
    return events.add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about=ABOUT)


def _today(world: Any) -> Event:
    return _event(world, 0)


def _list(world: Any, event: Event | None = None) -> Admission:
    return signups.admit_event(world.lib.act(), event=event or _event(world), about={"places": 1})


def _row(world: Any, to: Admission | None = None) -> SignUp:
    return signups.sign_up(world.lib.act(), admission=to or _list(world), **NAMED)


def _with_a_queue(world: Any) -> SignUp:
    """Whoever signs off lets somebody in, who is told."""
    to = _list(world)
    first = _row(world, to)
    _row(world, to)
    return first


def _to_call(world: Any) -> SignUp:
    """Left a telephone, and the event is off."""
    to = _list(world)
    one = signups.sign_up(world.lib.act(), admission=to, name=Withheld("Журавка"), contact=Withheld("050 000 00 00"))
    events.cancel_event(world.lib.act(), event=to.event, reason="тривога")
    return one


def _own(world: Any) -> SignUp:
    return signups.sign_up_own(world.lib.act(), admission=_list(world), reader=world.reader)


def _series(world: Any) -> Series:
    about = {**ABOUT, "term": "щомісяця"}
    return series.add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=world.lib.now.year, about=about)


def _here(world: Any) -> dict[str, Any]:
    event = _today(world)
    return {"event": event, "signup": _row(world, _list(world, event))}


def _came(world: Any) -> dict[str, Any]:
    here = _here(world)
    doors.check_in(world.lib.act(), **here)
    return here


def _held(world: Any) -> dict[str, Any]:
    here = _here(world)
    counts = [{"way": "place", "audience": "general", "age": "", "number": 5}]
    return {**here, "event": counting.count_event(world.lib.act(), event=here["event"], counts=counts)}


SIGNUPS: dict[str, tuple[Callable[..., object], Told]] = {
    "programme.admit_event": (signups.admit_event, lambda w: {"event": _event(w), "about": TERMS}),
    "programme.admit_series": (signups.admit_series, lambda w: {"series": _series(w), "about": TERMS}),
    "programme.close_admission": (signups.close_admission, lambda w: {"admission": _list(w), "closed": True}),
    "programme.sign_up": (signups.sign_up, lambda w: {"admission": _list(w), **NAMED}),
    "programme.sign_up_own": (signups.sign_up_own, lambda w: {"admission": _list(w), "reader": w.reader}),
    "programme.sign_up_for": (signups.sign_up_for, lambda w: {"admission": _list(w), **NAMED}),
    "programme.sign_off": (
        signups.sign_off,
        lambda w: {"signup": (one := _with_a_queue(w)), "token": Withheld(token_of(one.pk))},
    ),
    "programme.sign_off_own": (signups.sign_off_own, lambda w: {"signup": _own(w)}),
    "programme.sign_off_for": (signups.sign_off_for, lambda w: {"signup": _with_a_queue(w)}),
    "programme.told_signup": (signups.told_signup, lambda w: {"signup": _to_call(w)}),
    "programme.check_in": (doors.check_in, _here),
    "programme.check_out": (doors.check_out, _came),
    "programme.count_heads": (doors.count_heads, lambda w: {"event": _today(w), "audience": "general", "number": 5}),
    "programme.count_online": (doors.count_online, lambda w: {"event": _today(w), "source": "zoom", "number": 30}),
    "programme.ask_feedback": (ask_feedback, _held),
    "programme.remind": (remind_signup, lambda w: {"event": (one := _event(w, 1)), "signup": _row(w, _list(w, one))}),
}
