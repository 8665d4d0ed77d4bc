"""The evening before a lesson or a sitting: each member who wants reminders hears of it once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.core.notices import NOTICES
from mandrivna.core.problems import Refused
from mandrivna.programme.actions.circles import leave
from mandrivna.programme.actions.events import cancel_event, move_event
from mandrivna.programme.actions.signups import admit_series, sign_up_own
from mandrivna.programme.circle_reminding import LESSON_AHEAD, remind_member, remind_members, reminder_uid
from mandrivna.programme.models import Event, Member, SignUp
from mandrivna.programme.reminding import remind_all
from tests.factories.library import Library
from tests.programme.test_circle_notices import DAY, club, joined, written
from tests.programme.test_circles import lessons
from tests.programme.test_signups import event, letters, lib

__all__ = ("lib",)
pytestmark = pytest.mark.django_db


def eve(one: Event) -> str:
    return str(one.on - DAY)


def clock(day: str) -> list[str]:
    """What both clocks say on that day, each asked twice, of meetings alone."""
    for _run in range(2):
        remind_all.call(today=day)
        remind_members.call(today=day)
    return [letter for letter in letters() if "Нагадуємо" in letter]


def since_yesterday(lib: Library) -> None:
    Member.objects.update(since=lib.now - DAY)
    SignUp.objects.update(on=lib.today - DAY)
    letters()


def test_a_member_is_reminded_on_the_eve_once_and_again_when_the_day_has_moved(lib):
    one = club(lib, 2, 9, capacity=1)
    joined(lib, one, written(lib))
    joined(lib, one, written(lib, "chekaie@example.org"))
    first, _second = lessons(one)
    since_yesterday(lib)
    assert clock(str(lib.today)) == [], "two days before is not the eve"
    (letter,) = clock(eve(first))
    assert "«ЛітМандрівка»" in letter and "17:00" in letter
    assert Operation.objects.filter(verb="programme.remind_member").count() == 1, "who waits for a place is not reminded"
    move_event(lib.act(), event=first, on=first.on + DAY, starts="18:00", reason="світло")
    letters()
    assert ["18:00" in letter for letter in clock(eve(first))] == []
    first.refresh_from_db()
    assert ["18:00" in letter for letter in clock(eve(first))] == [True]


def test_who_also_signed_up_hears_once_and_who_joined_today_or_wants_no_reminders_not_at_all(lib):
    one, both = club(lib, 2, capacity=None), written(lib)
    listed = admit_series(lib.act(), series=one.series, about={})
    for reader in (both, lib.reader(email="tyho@example.org", notices_by="none", consent="1"), lib.reader()):
        joined(lib, one, reader)
    joined(lib, one, name="Чайка", contact="050 123 45 67")
    sign_up_own(lib.act(actor=Actor(reader=both.pk)), admission=listed, reader=both)
    since_yesterday(lib)
    (meeting,) = lessons(one)
    late = joined(lib, one, written(lib, "sohodni@example.org"))
    Member.objects.filter(pk=late.pk).update(since=lib.now + DAY)
    (letter,) = clock(eve(meeting))
    assert "Ваш код для входу" in letter, "the one of the sign-up, which can be cancelled"


def test_who_left_and_what_is_off_or_has_begun_is_reminded_of_no_more(lib):
    one = club(lib, -1, 2, 3, capacity=None)
    stays, gone = joined(lib, one, written(lib)), joined(lib, one, written(lib, "pishla@example.org"))
    since_yesterday(lib)
    over, first, second = lessons(one)
    leave(lib.act(), member=gone)
    for meeting, member, code in ((first, gone, "not_inside"), (event(lib), stays, "wrong_event")):
        with pytest.raises(Refused) as refusal:
            remind_member(lib.act(), event=meeting, member=Member.objects.get(pk=member.pk))
        assert refusal.value.codes == [code]
    words = NOTICES[LESSON_AHEAD]
    told = [bool(words(f"{who.pk}|{what.pk}")) for who, what in ((stays, first), (gone, first), (stays, over))]
    assert told == [True, False, False]
    cancel_event(lib.act(), event=second, reason="тривога")
    assert words(f"{stays.pk}|{second.pk}") == ""
    letters()
    assert len(clock(eve(second))) == 1, "the first alone"
    assert list(Operation.objects.filter(verb="programme.remind_member").values_list("pk", flat=True)) == [
        reminder_uid(first, stays)
    ]


def test_at_night_a_reminder_waits_and_comes_once_in_the_morning(lib):
    one, hour = club(lib, 2), timezone.localtime().hour
    joined(lib, one, written(lib))
    since_yesterday(lib)
    quiet(lib, hour, (hour + 2) % 24)
    assert clock(eve(lessons(one)[0])) == []
    quiet(lib, 0, 0)
    assert len([letter for letter in letters() if "Нагадуємо" in letter]) == 1
    assert letters() == []


def quiet(lib: Library, since: int, until: int) -> None:
    for key, hour in (("quiet_from", since), ("quiet_until", until)):
        policy.edit(lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")
