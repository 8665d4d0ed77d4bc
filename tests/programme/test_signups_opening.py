"""Who signs up for an exhibition signs up for its opening: till then, reminded on its eve, asked the morning after."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.notices import hurry
from mandrivna.core.problems import Refused
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, move_event
from mandrivna.programme.actions.signups import admit_event
from mandrivna.programme.asking import ask_all
from mandrivna.programme.models import Admission, Event, SignUp, Turnout
from mandrivna.programme.reminding import remind_all
from mandrivna.programme.signup_notices import CALLED_OFF
from mandrivna.programme.signups import begins, phase_of
from tests.factories.library import Library
from tests.programme.test_events import came
from tests.programme.test_signups import ABOUT, TO, letters, lib, put

__all__ = ("lib",)
pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def exhibition(lib: Library, first: int, opening: int | None, last: int, **about: str) -> Admission:
    said = {**ABOUT, "form": "exhibition", **about}
    opens = None if opening is None else lib.today + opening * DAY
    days = {"on": lib.today + first * DAY, "until": lib.today + last * DAY, "opening": opens}
    return admit_event(lib.act(), event=add_event(lib.act(), unit=lib.hub, place=lib.hub, about=said, **days), about={"places": 5})


def moment(lib: Library, days: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(lib.today + days * DAY, dt.time(hour, minute), timezone.get_default_timezone())


def reminded(lib: Library, *days: int) -> list[int]:
    """On which of these days somebody was reminded."""
    letters()
    found = []
    for day in days:
        remind_all.call(today=str(lib.today + day * DAY))
        found += [day for text in letters() if "Нагадуємо" in text]
    return found


def test_sign_up_is_over_when_the_opening_begins_and_not_when_the_exhibition_closes(lib):
    to = exhibition(lib, 0, 2, 30)
    assert begins(to.event) == moment(lib, 2, 16)
    assert [phase_of(to, moment(lib, 2, *clock)) for clock in ((15, 59), (16, 0))] == ["open", "over"]
    first_day = exhibition(lib, 1, None, 30)
    assert begins(first_day.event) == moment(lib, 1, 16), "with an hour and no day of the opening that is the first"
    without = exhibition(lib, 1, None, 30, starts="")
    assert begins(without.event) == moment(lib, 30, 23, 59), "without an opening until its last evening"
    no_hour = exhibition(lib, 1, 2, 30, starts="")
    assert begins(no_hour.event) == moment(lib, 2, 23, 59)


def test_after_the_opening_nobody_signs_up_for_it(lib):
    to = exhibition(lib, -3, -1, 20)
    with pytest.raises(Refused) as refusal:
        put(lib, to, contact=TO)
    assert (len(refusal.value.codes), SignUp.objects.count()) == (1, 0)


def test_it_reminds_on_the_eve_of_the_opening_once_also_who_signed_up_when_the_exhibition_was_on(lib):
    to = exhibition(lib, -1, 3, 30)
    put(lib, to, contact=TO)
    assert reminded(lib, 0, 1, 2, 2, 3, 4) == [2]
    assert list(Turnout.objects.values_list("reminded_for", flat=True)) == [to.event.opening_on]


def test_moved_it_reminds_on_the_eve_of_the_new_opening(lib):
    to = exhibition(lib, 2, 4, 30)
    put(lib, to, contact=TO)
    move_event(lib.act(), event=to.event, on=lib.today + 5 * DAY, starts="16:00", reason="світло")
    assert reminded(lib, 1, 3, 4, 6, 7) == [6]


def test_it_hurries_before_the_opening_and_not_before_the_first_day(lib):
    to = exhibition(lib, 1, 4, 30)
    signup = put(lib, to, contact=TO)
    Event.objects.filter(pk=to.event_id).update(starts="11:00")
    ref = f"{signup.pk}|{to.event_id}"
    assert [hurry(CALLED_OFF, ref, moment(lib, day, 9)) for day in (1, 4)] == [False, True]


def asked(lib: Library, *days: int) -> list[int]:
    found = []
    for day in days:
        ask_all.call(today=str(lib.today + day * DAY))
        found += [day for text in letters() if "як вам було?" in text]
    return found


@pytest.mark.parametrize("starts", ["16:00", ""])
def test_how_it_was_is_asked_on_the_morning_after_the_opening_once(lib, settings, starts):
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True
    policy.edit(lib.act(), policy="programme", key="settings/ask_days", value=5, reason="для перевірки")
    to = exhibition(lib, 0, 0, 20, starts=starts)
    put(lib, to, contact=TO)
    letters()
    count_event(lib.act(), event=to.event, counts=[came(9)])
    letters()
    assert asked(lib, 0, 1, 2, 21) == [1]


def test_without_an_opening_it_is_asked_when_the_exhibition_has_closed(lib, settings):
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True
    policy.edit(lib.act(), policy="programme", key="settings/ask_days", value=5, reason="для перевірки")
    to = exhibition(lib, 0, None, 4, starts="")
    put(lib, to, contact=TO)
    count_event(lib.act(), event=to.event, counts=[came(9)])
    letters()
    assert asked(lib, 1, 4, 5, 6) == [5]
