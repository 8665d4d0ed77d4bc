"""The evening before, those hear of it once more who signed up on no list: speakers, listeners, a group. No news is told twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core.models import Operation
from mandrivna.core.problems import Refused
from mandrivna.programme.actions.calls import decide, step_call
from mandrivna.programme.actions.events import cancel_event, move_event
from mandrivna.programme.models import Application
from mandrivna.programme.outside_reminding import remind_applicant, remind_group, remind_outside
from tests.programme.test_answers import letters, world
from tests.programme.test_answers_follow import CALLED, accepted, agreed, by_address, conference, sent_in
from tests.programme.test_signup_news import night

__all__ = ("world",)
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def clock(day: dt.date) -> dict[str, str]:
    """What it says on that day, asked twice."""
    for _run in range(2):
        remind_outside.call(today=str(day))
    return by_address()


def test_speakers_and_listeners_are_reminded_on_the_eve_once_and_nobody_else(world):
    call = conference(world)
    accepted(world, call)
    eve = call.event.on - DAY
    assert clock(eve - DAY) == {}, "two days before is not the eve"
    told = clock(eve)
    assert sorted(told) == ["olena@example.org", "slukhach@example.org"], "asked, turned down, taken back and by telephone: not"
    assert all("Нагадуємо: «Книга в дорозі»" in body and "читальна зала" in body for body in told.values())
    assert [("Ваш виступ о 11:20" in told[f"{to}@example.org"]) for to in ("olena", "slukhach")] == [True, False]
    assert (clock(eve), clock(call.event.on)) == ({}, {})
    assert Operation.objects.filter(verb="programme.remind_applicant").count() == 2


def test_a_day_that_has_moved_is_reminded_of_anew_and_one_that_fell_out_is_not(world):
    call = conference(world)
    accepted(world, call)
    assert len(clock(call.event.on - DAY)) == 2
    move_event(world.lib.act(), event=call.event, on=call.event.on + 4 * DAY, starts="12:00", reason="світло")
    by_address()
    call.event.refresh_from_db()
    remind_outside.call(today=str(call.event.on - DAY))
    cancel_event(world.lib.act(), event=call.event, reason="тривога")
    assert all("Нагадуємо" not in body and "не відбудеться" in body for body in by_address().values()), "what waited is not said"
    assert clock(call.event.on - DAY) == {}


def test_a_group_is_reminded_of_its_excursion(world):
    asked = agreed(world)
    assert clock(asked.event.on - 2 * DAY) == {}
    assert [
        "Нагадуємо: екскурсія «Стежками міста»" in body and "11:00" in body for body in clock(asked.event.on - DAY).values()
    ] == [True]
    assert clock(asked.event.on) == {}


def test_a_group_with_a_telephone_is_not_rung_up_because_of_a_reminder(world):
    asked = agreed(world, CALLED)
    type(asked).objects.update(to_call=False)
    assert clock(asked.event.on - DAY) == {}
    asked.refresh_from_db()
    assert asked.to_call is False


def test_who_was_not_accepted_or_whose_event_it_is_not_cannot_be_reminded(world):
    call, other = conference(world), conference(world)
    waits, comes = sent_in(world, call), sent_in(world, call, "ide@example.org")
    comes = decide(world.lib.act(), application=comes, state="accepted")
    group = agreed(world)
    for turned_down in (
        lambda: remind_applicant(world.lib.act(), event=call.event, application=waits),
        lambda: remind_applicant(world.lib.act(), event=other.event, application=comes),
        lambda: remind_group(world.lib.act(), event=call.event, request=group),
    ):
        with pytest.raises(Refused):
            turned_down()
    step_call(world.lib.act(), call=call, to="cancelled")
    comes.refresh_from_db()
    with pytest.raises(Refused):
        remind_applicant(world.lib.act(), event=call.event, application=comes)


def test_accepted_and_moved_in_one_night_is_one_letter(world):
    call = conference(world)
    one, on = sent_in(world, call), call.event.on + 3 * DAY
    decide(world.lib.act(), application=one, state="accepted", starts="11:20")
    move_event(world.lib.act(), event=call.event, on=on, starts="12:00", reason="світло")
    ((to, body),) = letters()
    assert (to, "прийнято" in body, f"{on.day} " in body) == (["olena@example.org"], True, True)
    stamp = Application.objects.get(pk=one.pk).event_told
    call.event.refresh_from_db()
    move_event(world.lib.act(), event=call.event, on=on + DAY, starts="12:00", reason="світло")
    assert ["Змінилося" in body for body in by_address().values()] == [True], "the next move is news again"
    assert Application.objects.get(pk=one.pk).event_told != stamp


def test_where_no_mail_goes_out_nobody_is_said_to_have_been_reminded(world, settings):
    call = conference(world)
    accepted(world, call)
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend"}}
    assert clock(call.event.on - DAY) == {}
    assert Operation.objects.filter(verb="programme.remind_applicant").count() == 0


def test_what_cannot_wait_for_the_morning_is_said_at_night_and_the_rest_in_the_morning(world):
    """One conference is today, the other in three weeks; so are two excursions."""
    calls, groups = (
        [conference(world), conference(world)],
        [agreed(world, "grupa1@example.org"), agreed(world, "grupa2@example.org")],
    )
    for call, to in zip(calls, ("tut@example.org", "zhodom@example.org"), strict=True):
        decide(world.lib.act(), application=sent_in(world, call, to), state="accepted")
    for event in (calls[0].event, groups[0].event):
        type(event).objects.filter(pk=event.pk).update(on=timezone.localdate(), starts="")
    by_address()
    night(world.lib)
    for event in (*(call.event for call in calls), *(group.event for group in groups)):
        event.refresh_from_db()
        cancel_event(world.lib.act(), event=event, reason="тривога")
    assert sorted(by_address()) == ["grupa1@example.org", "tut@example.org"]
    night(world.lib, quiet=False)
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    assert sorted(by_address()) == ["grupa2@example.org", "zhodom@example.org"]
