"""The day of a conference reaches whoever was accepted, in whatever order it becomes known, changes and falls out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.programme.actions.calls import decide, edit_call
from mandrivna.programme.actions.events import add_event, cancel_event, confirm_event, move_event
from mandrivna.programme.actions.series import add_series, confirm_series, end_series
from mandrivna.programme.models import Application, Call, Event
from mandrivna.programme.states import State
from tests.faces.screens import World
from tests.programme.test_answers import letters, world
from tests.programme.test_answers_follow import conference, said, sent_in

__all__ = ("world",)
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def put(world: World, call: Call, event: Event | None) -> Call:
    """The same call with another event."""
    about = {"title": call.title}
    return edit_call(
        world.lib.act(),
        call=call,
        place=call.place,
        opens_on=call.opens_on,
        closes_on=call.closes_on,
        about=about,
        parts=[],
        event=event,
    )


def speaks(world: World, call: Call) -> Application:
    one = sent_in(world, call)
    return decide(world.lib.act(), application=one, state="accepted", starts="11:20")


def draft_of(world: World, days: int = 20) -> Event:
    event = conference(world).event
    Event.objects.filter(pk=event.pk).update(state=State.DRAFT, on=world.lib.today + days * DAY)
    event.refresh_from_db()
    return event


def test_accepted_and_called_off_in_one_night_says_that_it_falls_out(world):
    call = conference(world)
    speaks(world, call)
    cancel_event(world.lib.act(), event=call.event, reason="тривога")
    decision, off = said()
    assert ("прийнято" in decision, "Коли й де" in decision, "не відбудеться" in off) == (True, False, True)


def test_a_day_that_was_a_draft_is_told_when_it_is_confirmed(world):
    event = draft_of(world)
    call = put(world, conference(world), event)
    speaks(world, call)
    (decision,) = said()
    assert ("прийнято" in decision, "Коли й де" in decision) == (True, False)
    for _time in range(2):
        confirm_event(world.lib.act(), event=event)
    (known,) = said()
    assert ("Уже відомо, коли й де" in known, f"{event.on.day} " in known, "Ваш виступ о 11:20" in known) == (True, True, True)
    move_event(world.lib.act(), event=event, on=event.on + DAY, starts="12:00", reason="світло")
    assert ["Змінилося" in body for body in said()] == [True]


def test_a_day_that_becomes_unknown_again_is_told_and_one_that_never_was_known_is_not(world):
    call = conference(world)
    speaks(world, call)
    said()
    call = put(world, call, draft_of(world))
    assert ["скажемо окремо" in body for body in said()] == [True]
    put(world, call, None)
    assert said() == [], "there is nothing new to know"
    other = put(world, conference(world), None)
    speaks(world, other)
    said()
    put(world, other, draft_of(world))
    assert said() == []


def of_series(world: World, state: State) -> tuple[Any, Call]:
    about = {"title": "Читання", "form": "conference", "starts": "10:00", "term": "щомісяця"}
    series = add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=world.lib.today.year, about=about)
    on = world.lib.today + 9 * DAY
    event = add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about=about)
    Event.objects.filter(pk=event.pk).update(series=series, state=state)
    event.refresh_from_db()
    return series, put(world, conference(world), event)


def test_a_series_that_ends_calls_its_conference_off_and_one_that_is_confirmed_says_the_day(world):
    series, call = of_series(world, State.PLANNED)
    speaks(world, call)
    said()
    end_series(world.lib.act(), series=series, on=world.lib.today)
    assert ["не відбудеться" in body for body in said()] == [True]
    series, call = of_series(world, State.DRAFT)
    speaks(world, call)
    said()
    confirm_series(world.lib.act(), series=series)
    assert ["Уже відомо, коли й де" in body for body in said()] == [True]


def test_news_of_the_day_that_no_letter_brings_is_for_a_colleague_to_say(world, settings):
    call = conference(world)
    one = speaks(world, call)
    letters()
    move_event(world.lib.act(), event=call.event, on=call.event.on + DAY, starts="12:00", reason="світло")
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend"}}
    assert said() == []
    one.refresh_from_db()
    assert one.to_call is True
