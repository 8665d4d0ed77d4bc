"""One event: by itself or of a series; confirmed, moved, cancelled and brought back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.ledger.api import settle
from mandrivna.programme import facts, rules
from mandrivna.programme.actions.counting import stand
from mandrivna.programme.actions.series import TEXTS, ended_problems
from mandrivna.programme.actions.signups import follow_called_off, follow_moved, refill, whereabouts
from mandrivna.programme.call_notices import tell_calls_of
from mandrivna.programme.models import DESCRIBED, Event, Series
from mandrivna.programme.problems import (
    clock_problems,
    day_problems,
    described_problems,
    opening_problems,
    place_problems,
    reason_problems,
    state_problems,
    twice_problems,
)
from mandrivna.programme.states import AHEAD, WAYS, State, Way
from mandrivna.programme.terms import terms


@verb("programme.add_event", may=rules.PLAN, at="unit")
def add_event(
    act: Act, *, unit: Unit, place: Unit, on: dt.date, about: dict[str, Any], until: dt.date | None = None,
    series: Series | None = None, opening: dt.date | None = None,
) -> Event:  # fmt: skip
    """By itself, or one more of a series."""
    event = Event(uid=act.uid, institution=institution_of(unit), made_at=act.at, changed_at=act.at)
    problems: list[Problem] = []
    if series is not None:
        act.actor.require(rules.PLAN, series.unit.path)
        event.series = Series.objects.select_for_update().get(pk=series.pk)  # two who add the same day at once add it once
        event.plan_item, problems = event.series.plan_item, ended_problems(event.series)
    refuse_if([*problems, *_problems(event, unit, place, on, until, about), *opening_problems(on, until, opening)])
    _put(event, unit, place, on, until, about)
    event.opening_on = opening
    event.save(force_insert=True)
    return event


@verb("programme.edit_event", may=rules.PLAN, at="event.unit")
def edit_event(
    act: Act, *, event: Event, unit: Unit, place: Unit, on: dt.date, about: dict[str, Any], until: dt.date | None = None,
    opening: dt.date | None = None,
) -> Event:  # fmt: skip
    """Of one that was held, the figures follow by difference: a wrong form or day is taken back and told anew."""
    act.actor.require(rules.PLAN, unit.path)
    locked = _locked(event)
    problems = [*_problems(locked, unit, place, on, until, about), *opening_problems(on, until, opening)]
    refuse_if([*problems, *held_problems(locked, on, str(about.get("format", locked.format)), act.on)])
    if locked.state in AHEAD and on != locked.on:
        locked.moved_from = locked.moved_from or locked.on
    before, stood = whereabouts(locked), (locked.place_id, locked.on)
    _put(locked, unit, place, on, until, about)
    locked.opening_on = opening
    if locked.state == State.HELD and stood != (locked.place_id, locked.on):
        stand(locked)
    locked.changed_at = act.at
    locked.save()
    settle(act, f"{facts.SOURCE}:{locked.pk}", facts.lines(locked))
    if locked.state == State.PLANNED and before != whereabouts(locked):
        follow_moved(act, locked)
    return locked


def held_problems(event: Event, on: dt.date, how: str, today: dt.date) -> list[Problem]:
    """What was held cannot have been tomorrow, nor in a way in which nobody could have come who was counted."""
    if event.state != State.HELD:
        return []
    found: list[Problem] = []
    if on > today:
        found.append(Blocker(code="future", text=_("Подія вже відбулася: цей день ще не настав."), field="on"))
    if {way for way, *_who in event.counts} - set(WAYS.get(how, Way)):
        text = _("На цій події пораховано людей, які інакше прийти не могли. Спершу виправте, скільки їх було.")
        found.append(Blocker(code="counted_otherwise", text=text, field="format"))
    return found


def _problems(event: Event, unit: Unit, place: Unit, on: dt.date, until: dt.date | None, about: dict[str, Any]) -> list[Problem]:
    found = [*described_problems(about), *place_problems(unit, place), *day_problems(on, until)]
    return found or twice_problems(event, on, str(about.get("starts", "")))


def _put(event: Event, unit: Unit, place: Unit, on: dt.date, until: dt.date | None, about: dict[str, Any]) -> None:
    said = {name: about[name] for name in (*DESCRIBED, "starts", "ends") if name in about}
    said |= {name: " ".join(str(said[name]).split()) for name in TEXTS if name in said}
    if "form" in said and said["form"] != event.form:
        event.counted_as = terms().counts(said["form"])
    for name, value in said.items():
        setattr(event, name, value)
    event.unit, event.place, event.on, event.until = unit, place, on, until if until != on else None


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update().get(pk=event.pk)


@verb("programme.confirm", may=rules.PLAN, at="event.unit")
def confirm_event(act: Act, *, event: Event) -> Event:
    """A draft becomes planned: from now on the site shows it."""
    locked = _locked(event)
    if locked.state != State.PLANNED:
        refuse_if(state_problems(locked, State.PLANNED))
        locked.state, locked.changed_at = State.PLANNED, act.at
        locked.save(update_fields=["state", "changed_at"])
        refill(act, locked)
        tell_calls_of(locked)
    return locked


@verb("programme.move", may=rules.PLAN, at="event.unit")
def move_event(act: Act, *, event: Event, on: dt.date, starts: str = "", ends: str = "", reason: str = "") -> Event:
    """To another day or hour. Of an announced event the reason is kept; an exhibition takes its length and its opening along."""
    locked = _locked(event)
    before = whereabouts(locked)
    refuse_if([*movable_problems(locked), *day_problems(on, None), *clock_problems(starts, ends)])
    refuse_if([*twice_problems(locked, on, starts), *(reason_problems(reason) if locked.state == State.PLANNED else [])])
    if on != locked.on:
        locked.moved_from = None if on == locked.moved_from else locked.moved_from or locked.on  # back where it was is not moved
        locked.opening_on = locked.opening_on + (on - locked.on) if locked.opening_on else None
        locked.until = locked.until + (on - locked.on) if locked.until else None
    locked.on, locked.starts, locked.ends = on, starts, ends
    locked.reason = " ".join(reason.split()) if locked.state == State.PLANNED else ""
    locked.changed_at = act.at
    locked.save()
    if locked.state == State.PLANNED and before != whereabouts(locked):
        follow_moved(act, locked)
    return locked


def movable_problems(event: Event) -> list[Problem]:
    return [] if event.state in AHEAD else state_problems(event, "")


@verb("programme.cancel", may=rules.PLAN, at="event.unit")
def cancel_event(act: Act, *, event: Event, reason: str = "") -> Event:
    """A draft goes without a word; what was announced goes with a reason; what was held is taken out of the figures."""
    locked = _locked(event)
    refuse_if(state_problems(locked, State.CANCELLED))
    if locked.state != State.DRAFT:
        refuse_if(reason_problems(reason))
    announced, told = locked.state == State.PLANNED, locked.state != State.DRAFT
    locked.state, locked.reason, locked.changed_at = State.CANCELLED, " ".join(reason.split()) if told else "", act.at
    locked.save()
    settle(act, f"{facts.SOURCE}:{locked.pk}", facts.lines(locked))
    if announced:
        follow_called_off(act, locked)
    return locked


@verb("programme.restore", may=rules.PLAN, at="event.unit")
def restore_event(act: Act, *, event: Event) -> Event:
    """It will be after all. What was counted before stays to be told again; a draft, which nobody has seen, is a draft again."""
    locked = _locked(event)
    refuse_if(state_problems(locked, State.PLANNED))
    refuse_if(twice_problems(locked, locked.on, locked.starts))
    announced = bool(locked.reason)  # what was announced went with a reason
    locked.state, locked.reason, locked.changed_at = State.PLANNED if announced else State.DRAFT, "", act.at
    locked.save()
    if announced:
        follow_moved(act, locked)
    return locked
