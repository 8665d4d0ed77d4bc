"""Lists that go on living: events that come back, lists beside lists, people who came, people who have been forgotten."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.notices import hurry
from mandrivna.core.retention import execute
from mandrivna.programme.actions.doors import check_in, check_out
from mandrivna.programme.actions.events import add_event, cancel_event, confirm_event, restore_event
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.actions.signups import admit_event, admit_series, sign_off, sign_off_own, sign_up_own
from mandrivna.programme.models import Admission, Event, Series, SignUp, Turnout
from mandrivna.programme.reminding import remind_all
from mandrivna.programme.signup_notices import CALLED_OFF, MOVED, PROMOTED
from mandrivna.programme.signups import at_the_door, by_code, came_of, standing_of, token_of
from tests.factories.library import Library
from tests.programme.test_signups import ABOUT, TO, admission, codes, letters, lib, put, states

__all__ = ("lib",)
pytestmark = pytest.mark.django_db


def leave(lib: Library, signup: SignUp) -> SignUp:
    return sign_off(lib.act(actor=NOBODY), signup=signup, token=Withheld(token_of(signup.pk)))


def series(lib: Library, *days: int, **about: Any) -> tuple[Series, Admission, list[Event]]:
    """On the list of all its days."""
    row = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about={**ABOUT, "form": "course"})
    made = [
        add_event(
            lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=n), series=row, about={**ABOUT, "starts": ""}
        )
        for n in days
    ]  # fmt: skip
    return row, admit_series(lib.act(), series=row, about=about), made


# --- a place freed while nothing was ahead ----------------------------------------------------------------------------


def test_a_place_freed_while_the_event_was_cancelled_goes_on_when_it_is_restored(lib):
    to = admission(lib, places=1)
    inside, waits = put(lib, to, "А", TO), put(lib, to, "Б", "druha@example.org")
    cancel_event(lib.act(), event=to.event, reason="тривога")
    leave(lib, inside)
    assert states(to) == ["gone", "waiting"]
    letters()
    restore_event(lib.act(), event=to.event)
    assert states(to) == ["gone", "in"]
    assert sorted("звільнилося місце" in text for text in letters()) == [False, True], "the change, and the place"
    waits.refresh_from_db()
    assert waits.promoted_at is not None


@pytest.mark.parametrize("by_clock", [False, True])
def test_a_draft_that_is_confirmed_and_the_clock_let_in_whoever_waits(lib, by_clock):
    to = admission(lib, places=1)
    inside = put(lib, to, "А")
    put(lib, to, "Б")
    Event.objects.filter(pk=to.event_id).update(state="draft")
    leave(lib, inside)
    assert states(to) == ["gone", "waiting"]
    if by_clock:
        Event.objects.filter(pk=to.event_id).update(state="planned")  # as a list of before this was mended stands
        remind_all.call(today=str(lib.today))
    else:
        confirm_event(lib.act(), event=to.event)
    assert states(to) == ["gone", "in"]


# --- came, and then signed off ----------------------------------------------------------------------------------------


def test_whoever_came_stays_on_the_list_of_the_event_until_the_mark_is_taken_back(lib):
    to = admission(lib, days=0)
    here = put(lib, to)
    check_in(lib.act(), event=to.event, signup=here)
    assert codes(leave, lib, here) == ["came_already"]
    check_out(lib.act(), event=to.event, signup=here)
    stale = SignUp.objects.get(pk=here.pk)
    leave(lib, here)
    assert codes(check_in, lib.act(), event=to.event, signup=stale) == ["signed_off"], "what was read before is read again"
    assert came_of(to.event) == 0


def test_whoever_came_once_may_leave_a_series_and_a_mistake_can_still_be_taken_back(lib):
    _row, to, (today, _later) = series(lib, 0, 7)
    here = put(lib, to)
    check_in(lib.act(), event=today, signup=here)
    leave(lib, here)
    assert ([(row.signup, row.came) for row in at_the_door(today)], came_of(today)) == ([(here, True)], 1)
    check_out(lib.act(), event=today, signup=here)
    assert (at_the_door(today), came_of(today)) == ([], 0)


# --- a list of its own within a series --------------------------------------------------------------------------------


def test_people_of_the_series_keep_the_event_that_gets_a_list_of_its_own(lib):
    _row, to, (today, soon) = series(lib, 0, 1)
    whole = put(lib, to, "А", TO)
    for one in (today, soon):
        admit_event(lib.act(), event=one, about={"places": 5})
    alone = put(lib, today.admission, "Б")
    assert {row.signup for row in at_the_door(today)} == {whole, alone}
    assert (by_code(whole.code, today), by_code(alone.code, today), by_code(alone.code, soon)) == (whole, alone, None)
    check_in(lib.act(), event=today, signup=whole)
    assert Turnout.objects.get(signup=whole).came_at is not None
    letters()
    cancel_event(lib.act(), event=soon, reason="тривога")
    assert ["не відбудеться" in text for text in letters()] == [True]
    whole.refresh_from_db()
    assert whole.over_on == today.on


# --- ghosts -----------------------------------------------------------------------------------------------------------


def test_people_who_have_been_forgotten_keep_no_places_in_a_series_and_stay_in_the_numbers_of_what_is_over(lib):
    row, to, (first,) = series(lib, 1, places=1)
    put(lib, to), put(lib, to)
    reader = lib.reader()
    mine = sign_up_own(lib.act(actor=Actor(reader=reader.pk)), admission=to, reader=reader)
    sign_off_own(lib.act(actor=Actor(reader=reader.pk)), signup=mine)
    much_later = lib.now + dt.timedelta(days=17)
    execute(much_later)
    assert (standing_of(to, much_later).taken, standing_of(to, much_later).waiting) == (1, 1)
    add_event(
        lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=40), series=row, about={**ABOUT, "starts": ""}
    )  # fmt: skip
    again = standing_of(to, lib.now + dt.timedelta(days=18))
    assert (again.taken, again.waiting, again.left) == (0, 0, 1)
    assert put(lib, to, "Нова").state == "in"
    assert [row.signup.name for row in at_the_door(first)] == ["Нова"]


# --- the quiet hours --------------------------------------------------------------------------------------------------


def test_what_is_too_late_in_the_morning_is_not_kept_for_the_morning(lib):
    one = admission(lib, days=1).event
    signup = put(lib, one.admission, "А", TO)
    wakes = dt.datetime.combine(one.on, dt.time(9), timezone.get_default_timezone())
    ref = f"{signup.pk}|{one.pk}"
    told = {}
    for clock in ("11:30", "12:00", "16:00", ""):
        Event.objects.filter(pk=one.pk).update(starts=clock)
        told[clock] = hurry(CALLED_OFF, ref, wakes)
    assert told == {"11:30": True, "12:00": True, "16:00": False, "": True}
    Event.objects.filter(pk=one.pk).update(starts="11:30")
    assert hurry(PROMOTED, f"{signup.pk}|", wakes)
    Event.objects.filter(pk=one.pk).update(on=one.on + dt.timedelta(days=9), moved_from=one.on)
    assert hurry(MOVED, ref, wakes), "it was to begin that morning"
    Event.objects.filter(pk=one.pk).update(moved_from=None)
    assert not hurry(MOVED, ref, wakes)
