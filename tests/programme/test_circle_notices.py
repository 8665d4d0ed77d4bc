"""What members of courses and clubs are told, each thing once; and whom a colleague has to call."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.attention import attention_for
from mandrivna.core.erasure import forget
from mandrivna.core.notices import NOTICES
from mandrivna.core.problems import Forbidden
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.circles import edit_circle, enrol_member, found_circle, leave, tell_member
from mandrivna.programme.actions.events import cancel_event, move_event, restore_event
from mandrivna.programme.actions.series import edit_series, end_series
from mandrivna.programme.actions.signups import admit_series, sign_up_own
from mandrivna.programme.circle_notices import CIRCLE_CHANGED, LESSON_MOVED, LESSON_OFF, LET_IN
from mandrivna.programme.models import Circle, Member
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid
from tests.enquiries.test_remarks_answered import FILES
from tests.factories.library import Library
from tests.factories.staff import person
from tests.programme.test_circles import lessons
from tests.programme.test_signup_news import night
from tests.programme.test_signups import letters, lib

__all__ = ("lib",)
pytestmark = pytest.mark.django_db
ABOUT = {"title": "ЛітМандрівка", "form": "book_club", "audiences": ["adults"], "starts": "17:00"}
DAY = dt.timedelta(days=1)


def club(lib: Library, *days: int, capacity: int | None = 1) -> Circle:
    on = [lib.today + DAY * number for number in days or (3, 10)]
    given = {"unit": lib.hub, "place": lib.hub, "year": lib.today.year, "about": ABOUT}
    return found_circle(lib.act(), kind="club", days=on, capacity=capacity, **given)


def written(lib: Library, mail: str = "mandrivka@example.org") -> Reader:
    """Hears by letters."""
    return lib.reader(email=mail, notices_by="mail", consent="1")


def joined(lib: Library, circle: Circle, reader: Reader | None = None, **about: str) -> Member:
    return enrol_member(lib.act(), circle=circle, reader=reader, **about)


def to_call() -> list[tuple[str, str]]:
    return [(member.called, member.to_call) for member in Member.objects.exclude(to_call="").order_by("since", "pk")]


def rings(who: Any) -> list[str]:
    found = attention_for(actor_for(who))
    return [row.text for group in found if group.kind.url_name == "workspace:circles" for row in group.rows]


# --- a place that has become free -----------------------------------------------------------------------------------------


def test_a_reader_who_is_let_in_hears_of_it_once_with_the_next_day(lib):
    one = club(lib)
    first = joined(lib, one, name="Сойка")
    waits = joined(lib, one, written(lib))
    act = Act(actor=lib.act().actor, at=lib.now, uid=new_uid())
    for _again in range(2):
        leave(act, member=first)
    (letter,) = letters()
    assert "Для вас звільнилося місце: «ЛітМандрівка». Найближча зустріч: " in letter and "17:00" in letter
    waits.refresh_from_db()
    assert (waits.state, waits.to_call, letters()) == ("in", "", [])


def test_more_places_and_an_erased_reader_let_in_and_tell_too(lib):
    one, gone = club(lib), lib.reader()
    joined(lib, one, gone)
    for mail in ("odna@example.org", "druha@example.org"):
        joined(lib, one, written(lib, mail))
    edit_circle(lib.act(), circle=one, capacity=2)
    assert len(letters()) == 1
    forget(lib.act(), gone.pk)
    assert ["звільнилося місце" in letter for letter in letters()] == [True]


def test_whom_no_way_reaches_is_marked_for_a_call_until_a_colleague_says_that_they_know(lib):
    one, reader = club(lib, capacity=1), lib.reader(pseudonym="Журавка")
    owner = person("owner", "hub_librarian", lib.hub)
    other, promoter = person("other", "hub_librarian", lib.other_hub), person("promoter", "promoter", lib.root)
    first = joined(lib, one, name="Сойка")
    phone = joined(lib, one, name="Чайка", contact="050 123 45 67")
    joined(lib, one, reader)
    joined(lib, one, name="Полин")
    leave(lib.act(), member=first)
    assert (to_call(), letters()) == ([("Чайка", "place")], [])
    assert (rings(owner), rings(other), rings(promoter)) == (["ЛітМандрівка"], [], [])
    with pytest.raises(Forbidden):
        tell_member(lib.act(actor=actor_for(promoter)), member=phone)
    for _again in range(2):
        tell_member(lib.act(actor=actor_for(owner)), member=phone)
    assert (to_call(), rings(owner)) == ([], [])
    edit_circle(lib.act(), circle=one, capacity=None)
    assert to_call() == [("Журавка", "place"), ("Полин", "place")], "a reader without a way, and who left a name alone"
    leave(lib.act(), member=Member.objects.get(reader=reader))
    assert to_call() == [("Полин", "place")]


# --- lessons that change --------------------------------------------------------------------------------------------------


def test_members_hear_of_a_lesson_that_is_moved_cancelled_and_brought_back(lib):
    one = club(lib, capacity=3)
    joined(lib, one, written(lib))
    joined(lib, one, name="Чайка", contact="050 123 45 67")
    joined(lib, one, name="Полин")
    waits = joined(lib, one, written(lib, "chekaie@example.org"))
    first, second = lessons(one)
    move_event(lib.act(), event=first, on=first.on + DAY, starts="18:00", reason="світло")
    (moved,) = letters()
    assert "Змінилося: «ЛітМандрівка» тепер" in moved and "18:00" in moved
    assert (waits.state, to_call()) == ("waiting", [("Чайка", "days")])
    cancel_event(lib.act(), event=second, reason="тривога")
    (off,) = letters()
    assert "не відбудеться" in off and "Найближча зустріч: " in off
    restore_event(lib.act(), event=second)
    assert ["тепер" in letter for letter in letters()] == [True]


def test_of_what_is_over_nobody_hears_and_what_changed_back_meanwhile_is_not_said(lib):
    one = club(lib, -1, 3)
    member = joined(lib, one, written(lib))
    yesterday, soon = lessons(one)
    cancel_event(lib.act(), event=yesterday, reason="не було світла")
    assert letters() == []
    ref = f"{member.pk}|{soon.pk}"
    assert (NOTICES[LESSON_MOVED](ref) != "", NOTICES[LESSON_OFF](ref)) == (True, "")
    cancel_event(lib.act(), event=soon, reason="тривога")
    assert (NOTICES[LESSON_MOVED](ref), NOTICES[LESSON_OFF](ref) != "") == ("", True)
    leave(lib.act(), member=member)
    assert [NOTICES[name](ref) for name in (LET_IN, LESSON_MOVED, LESSON_OFF, CIRCLE_CHANGED)] == [""] * 4


def test_a_series_that_changes_or_ends_is_said_once_for_all_its_lessons(lib):
    one = club(lib, 3, 10, 17)
    joined(lib, one, written(lib))
    change = {"series": one.series, "unit": lib.hub, "place": lib.hub, "year": lib.today.year}
    edit_series(lib.act(), **change, about={**ABOUT, "starts": "18:00"})
    (changed,) = letters()
    assert "Змінилися години або місце: «ЛітМандрівка»." in changed and changed.count("18:00") == 3
    edit_series(lib.act(), **change, about={**ABOUT, "starts": "18:00", "project": "Степ"})
    assert letters() == []
    end_series(lib.act(), series=one.series, on=lib.today)
    assert ["«ЛітМандрівка» більше не збирається." in letter for letter in letters()] == [True]


def test_whoever_also_signed_up_for_the_same_days_hears_it_once(lib):
    one, reader = club(lib, 3), written(lib)
    joined(lib, one, reader)
    sign_up_own(
        lib.act(actor=Actor(reader=reader.pk)), admission=admit_series(lib.act(), series=one.series, about={}), reader=reader
    )
    letters()
    cancel_event(lib.act(), event=lessons(one)[0], reason="тривога")
    assert ["не відбудеться" in letter for letter in letters()] == [True]


def test_in_the_night_what_cannot_wait_goes_at_once_and_a_way_that_is_lost_is_a_call(lib, settings):
    circle = club(lib, 0, 9, capacity=3)
    joined(lib, circle, written(lib))
    soon, later = lessons(circle)
    type(soon).objects.filter(pk=soon.pk).update(starts="")
    soon.refresh_from_db()
    night(lib)
    cancel_event(lib.act(), event=later, reason="тривога")
    assert (letters(), to_call()) == ([], [])
    cancel_event(lib.act(), event=soon, reason="тривога")
    assert (len(letters()), to_call()) == (1, []), "today's lesson does not wait for the morning"
    settings.MAILERS = FILES
    night(lib, quiet=False)
    assert (letters(), [why for _name, why in to_call()]) == ([], ["days"]), "the letter about the other day waited in vain"
