"""The morning after: whoever had a place is asked once how it was, by the way they chose, and leads to three taps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django.utils.translation import override

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.core.notices import NOTICES
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.doors import check_in
from mandrivna.programme.actions.events import add_event, cancel_event, move_event
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.actions.signups import admit_event, admit_series, sign_off_own, sign_up_own
from mandrivna.programme.asking import HOW_WAS_IT, ask_all, ask_feedback
from mandrivna.programme.models import Admission, Event, SignUp
from tests.factories.library import Library
from tests.programme.test_circle_reminding import quiet
from tests.programme.test_events import came
from tests.programme.test_signups import ABOUT, codes, event, letters, lib, put

__all__ = ("lib",)
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def reached_by_the_world(settings: Any) -> None:
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True


def evening(lib: Library, **about: Any) -> Admission:
    return admit_event(lib.act(), event=event(lib, 0, **about), about={})


def held(lib: Library, to: Admission) -> Event:
    assert to.event is not None
    found = count_event(lib.act(), event=to.event, counts=[came(9)])
    letters()
    return found


def clock(lib: Library, days: int = 1) -> list[str]:
    """Asked twice for the same morning."""
    for _run in range(2):
        ask_all.call(today=str(lib.today + days * DAY))
    return [letter for letter in letters() if "як вам було?" in letter]


def reader(lib: Library, email: str = "pyshe@example.org", by: str = "mail") -> Any:
    return lib.reader(email=email, notices_by=by, consent="1")


def own(lib: Library, to: Admission, who: Any) -> SignUp:
    return sign_up_own(lib.act(actor=Actor(reader=who.pk)), admission=to, reader=who)


def test_after_an_event_everybody_with_a_place_is_asked_once_and_led_to_the_form(lib):
    to = evening(lib)
    own(lib, to, reader(lib)), put(lib, to, contact="lyst@example.org"), put(lib, to, contact="LYST@example.org")
    put(lib, to, "Без адреси"), put(lib, to, "Телефон", contact="050 123 45 67")
    own(lib, to, lib.reader(email="tyho@example.org", notices_by="none", consent="1"))
    one = held(lib, to)
    asked = clock(lib)
    page = f"https://lib.example.org/events/{one.pk}/feedback/"
    assert [page in letter for letter in asked] == [True, True], "a reader, a stranger once; nobody who wants none or has no way"
    assert [name in " ".join(asked) for name in ("Майстерня затишку", "Ваш код", "запис, код")] == [True, False, False]
    assert clock(lib, 2) == [], "nor on the next morning"
    assert Operation.objects.filter(verb="programme.ask_feedback").count() == 2


def test_of_what_is_off_uncounted_hidden_or_long_ago_nobody_is_asked(lib):
    for about in ({"shown": False}, {}, {}):
        put(lib, evening(lib, **about), contact="lyst@example.org")
    hidden, uncounted, off = Admission.objects.order_by("made_at")
    held(lib, hidden)
    gone = held(lib, off)
    cancel_event(lib.act(), event=gone, reason="записали не ту")
    assert clock(lib) == []
    assert clock(lib, 1) == []
    late = held(lib, uncounted)
    assert (clock(lib, 6), clock(lib, 0)) == ([], []), "too late, and on its own day too early"
    assert len(clock(lib, 5)) == 1, "counted late, asked late"
    for day in (0, 11):
        policy_of(lib, 0 if day == 0 else 5)
        assert clock(lib, day or 1) == []
    signup = SignUp.objects.get(admission=off)
    assert codes(ask_feedback, lib.act(), event=gone, signup=signup) == ["not_asked"]
    assert codes(ask_feedback, lib.act(), event=late, signup=signup) == ["other_event", "was_not_there"]


def policy_of(lib: Library, days: int) -> None:
    policy.edit(lib.act(), policy="programme", key="settings/ask_days", value=days, reason="для перевірки")


def test_moved_it_is_asked_about_after_its_new_day_and_counted_again_it_is_not_asked_again(lib):
    to = admit_event(lib.act(), event=event(lib, 2), about={})
    put(lib, to, contact="lyst@example.org")
    moved = move_event(lib.act(), event=to.event, on=lib.today, starts="10:00", reason="світло")
    to.refresh_from_db()
    assert clock(lib) == [], "nobody has said yet that it was"
    count_event(lib.act(), event=moved, counts=[came(4)])
    assert len(clock(lib)) == 1
    count_event(lib.act(), event=moved, counts=[came(5)])
    assert clock(lib, 2) == []


def test_who_did_not_come_waits_or_has_signed_off_is_not_asked(lib):
    to = admit_event(lib.act(), event=event(lib, 0), about={"places": 3})
    came_in, absent, left = (own(lib, to, reader(lib, f"{name}@example.org")) for name in ("ye", "nema", "pishla"))
    waits = put(lib, to, contact="cherha@example.org")
    sign_off_own(lib.act(actor=Actor(reader=left.reader_id)), signup=left)
    admit_event(lib.act(), event=to.event, about={"places": 2})
    waiting = put(lib, to, contact="druha@example.org")
    check_in(lib.act(), event=to.event, signup=came_in)
    one = held(lib, to)
    assert (len(clock(lib)), recipients()) == (1, ["ye@example.org"])
    for signup in (absent, left, waiting, waits):
        signup.refresh_from_db()
        assert codes(ask_feedback, lib.act(), event=one, signup=signup) == ["was_not_there"]


def recipients() -> list[str]:
    return [letter.to[0] for letter in mail.outbox]


def test_at_an_evening_online_too_the_door_does_not_know_who_was_there(lib):
    to = evening(lib, format="hybrid", link="https://example.org/x")
    at_the_door, _online = put(lib, to, contact="ye@example.org"), put(lib, to, contact="zdaleku@example.org")
    check_in(lib.act(), event=to.event, signup=at_the_door)
    held(lib, to)
    assert len(clock(lib)) == 2
    assert sorted(recipients()) == ["ye@example.org", "zdaleku@example.org"]


def test_on_both_lists_of_one_event_a_reader_is_asked_once(lib):
    series = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about={**ABOUT, "term": "щомісяця"})
    one = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today, about=ABOUT, series=series)
    who = reader(lib)
    for to in (admit_series(lib.act(), series=series, about={}), admit_event(lib.act(), event=one, about={})):
        own(lib, to, who)
    count_event(lib.act(), event=one, counts=[came(3)])
    letters()
    assert len(clock(lib)) == 1


def weekly(lib: Library, *days: int) -> tuple[Admission, list[Event]]:
    """Meetings of a series that were, each with its day from today; who signed up for all did so before the first."""
    row = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, about={**ABOUT, "term": "щотижня"})
    made = [add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + n * DAY, about=ABOUT, series=row) for n in days]
    return admit_series(lib.act(), series=row, about={}), made


def mornings(lib: Library, to: Admission, made: list[Event]) -> list[int]:
    """After which meetings somebody was asked; from one to the next all days go a week back."""
    SignUp.objects.update(on=lib.today - 100 * DAY)
    found = []
    for number, one in enumerate(made):
        Event.objects.filter(pk=one.pk).update(state="held")
        found += [number for _letter in clock(lib)]
        for each in Event.objects.filter(series=to.series_id).order_by("on"):
            Event.objects.filter(pk=each.pk).update(on=each.on - 7 * DAY)
    Event.objects.filter(series=to.series_id, state="held").update(state="planned")  # nobody counted, so the ledger knows of none
    return found


def test_who_signed_up_for_a_whole_series_is_asked_once_a_month_and_after_the_last_meeting(lib):
    to, made = weekly(lib, 0, 7, 14, 21, 28, 35, 42)
    put(lib, to, contact="lyst@example.org")
    letters()
    assert mornings(lib, to, made) == [0, 5, 6], "after the first, a month later, and when the series has ended"


def test_of_four_weeks_the_first_and_the_last_and_what_falls_out_is_no_meeting(lib):
    to, made = weekly(lib, 0, 7, 14, 21)
    put(lib, to, contact="lyst@example.org")
    cancel_event(lib.act(), event=made.pop(), reason="світло")
    letters()
    assert mornings(lib, to, made) == [0, 2]


def test_who_signed_up_for_one_meeting_is_asked_about_that_one(lib):
    to, made = weekly(lib, 0, 7, 14)
    own_lists = [admit_event(lib.act(), event=one, about={}) for one in made]
    put(lib, own_lists[1], contact="lyst@example.org"), put(lib, to, contact="tsykl@example.org")
    letters()
    assert mornings(lib, to, made) == [0, 1, 2]


def test_at_night_the_question_waits_and_comes_once_and_never_when_it_was_called_off_meanwhile(lib):
    to, hour = evening(lib), timezone.localtime().hour
    put(lib, to, contact="lyst@example.org")
    one = held(lib, to)
    quiet(lib, hour, (hour + 2) % 24)
    assert clock(lib) == []
    quiet(lib, 0, 0)
    assert len([letter for letter in letters() if "як вам було?" in letter]) == 1
    assert (letters(), clock(lib)) == ([], [])
    assert [bool(words_of(one, signup)) for signup in SignUp.objects.all()] == [True]
    cancel_event(lib.act(), event=one, reason="записали не ту")
    assert [bool(words_of(one, signup)) for signup in SignUp.objects.all()] == [False]


def words_of(one: Event, signup: SignUp) -> str:
    with override("uk"):
        return NOTICES[HOW_WAS_IT](f"{signup.pk}|{one.pk}")
