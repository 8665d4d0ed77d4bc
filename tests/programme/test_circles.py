"""Courses, groups and clubs: who joins, who waits, who was there, who gets a certificate, and how all of them are forgotten."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core.actor import Actor
from mandrivna.core.erasure import forget
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.programme.actions.attending import mark_attendance
from mandrivna.programme.actions.certificates import certify, void_certificate
from mandrivna.programme.actions.circles import (
    add_course,
    edit_circle,
    edit_course,
    enrol_member,
    enrol_own,
    found_circle,
    lay_topics,
    leave,
    leave_own,
    set_lesson,
)
from mandrivna.programme.actions.events import cancel_event, move_event
from mandrivna.programme.actions.series import end_series
from mandrivna.programme.circle_queries import open_to
from mandrivna.programme.codes import ALPHABET, LENGTH, code_of, pretty, token_of, typed
from mandrivna.programme.models import Attendance, Certificate, Circle, Course, Event, Member, MemberState
from mandrivna.programme.people import forget_circles
from mandrivna.programme.progress import matrix, progress_of
from mandrivna.readers.actions.merging import merge
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)
DIGITAL = {
    "title": "Цифрова абетка", "form": "course", "audiences": ["seniors"], "direction": "digital",
    "topics": [["Пошта", 2], ["Безпека", 2], ["Дія", 1]],
}  # fmt: skip
MEETS = {"title": "Цифрова абетка", "subtitle": "Група 1", "form": "course", "audiences": ["seniors"], "starts": "11:00"}


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def course(lib: Library, needed: int = 75, **about: Any) -> Course:
    return add_course(lib.act(), unit=lib.hub, about={**DIGITAL, **about}, needed=needed)


def group(lib: Library, of: Course | None = None, *, days: int = 3, **about: Any) -> Circle:
    """Its lessons were on the last days, today among them."""
    on = [lib.today - dt.timedelta(days=number) for number in range(days)]
    given = {"capacity": 2, **about}
    return found_circle(
        lib.act(),
        kind="group",
        course=of or course(lib),
        unit=lib.hub,
        place=lib.hub,
        year=lib.today.year,
        about=MEETS,
        days=on,
        **given,
    )


def club(lib: Library, **about: Any) -> Circle:
    meets = {"title": "ЛітМандрівка", "form": "book_club", "audiences": ["adults"], "term": "щомісяця"}
    return found_circle(lib.act(), kind="club", unit=lib.hub, place=lib.hub, year=lib.today.year, about=meets, **about)


def lessons(circle: Circle) -> list[Event]:
    return list(Event.objects.filter(series=circle.series_id).order_by("on"))


def came(lib: Library, circle: Circle, event: Event, *members: Member, guests: int | None = 0, way: str = "place") -> None:
    present = {str(member.pk): way for member in members}
    mark_attendance(lib.act(), circle=circle, marks=[{"event": str(event.pk), "present": present, "guests": guests}])


def counted() -> dict[str, int]:
    kinds = ("programme.growth_event", "programme.growth_attended", "programme.visit", "programme.certified")
    return {key[0]: number for key, number in totals(kinds, None, FAR, "", by=("kind",)).items() if number}


# --- a course and its groups ------------------------------------------------------------------------------------------


def test_a_group_takes_the_topics_of_its_course_in_the_order_of_its_days(lib):
    one = group(lib)
    assert [event.subtitle for event in lessons(one)] == ["Пошта", "Безпека", "Дія"]
    assert (one.course.hours, one.needed, str(one)) == (5, 75, "Цифрова абетка. Група 1")


def test_topics_are_laid_anew_after_a_lesson_fell_out_and_what_was_held_keeps_its_own(lib):
    one = group(lib)
    first, second, third = lessons(one)
    came(lib, one, first)
    cancel_event(lib.act(), event=second, reason="тривога")
    lay_topics(lib.act(), circle=one)
    assert [event.subtitle for event in lessons(one)] == ["Пошта", "Безпека", "Безпека"]
    assert Event.objects.get(pk=second.pk).state == "cancelled"
    move_event(lib.act(), event=third, on=lib.today + dt.timedelta(days=7), reason="світло")


def test_a_course_says_what_it_lacks_and_a_group_needs_a_course(lib):
    act = lib.act
    assert codes(add_course, act(), unit=lib.hub, about={"title": " ", "form": "?"}, needed=0) == [
        "no_title", "unknown_form", "wrong_share",
    ]  # fmt: skip
    assert codes(add_course, act(), unit=lib.hub, about={**DIGITAL, "topics": [["", 2]]}) == ["wrong_topic"]
    assert codes(add_course, act(), unit=lib.hub, about={**DIGITAL, "topics": [["т", 1]] * 61}) == ["too_many_topics"]
    given = {"unit": lib.hub, "place": lib.hub, "year": 2026, "about": MEETS}
    assert codes(found_circle, act(), kind="group", **given) == ["no_course"]
    assert codes(found_circle, act(), kind="club", course=course(lib), **given) == ["no_course"]
    assert codes(found_circle, act(), kind="club", capacity=0, ages=["5"], **given) == ["wrong_capacity", "unknown_age"]
    assert codes(found_circle, act(), kind="club", days=[lib.today] * 121, **given) == ["too_many_days"]


def test_a_course_that_is_changed_leaves_its_groups_their_share(lib):
    one = group(lib)
    changed = edit_course(lib.act(), course=one.course, about={**DIGITAL, "topics": [["Пошта", 1]]}, needed=50, ended=True)
    assert (changed.hours, changed.needed, changed.ended_on) == (1, 50, lib.today)
    assert Circle.objects.get().needed == 75


def test_homework_is_given_to_a_meeting_of_a_circle_only(lib):
    one = group(lib)
    lesson = set_lesson(lib.act(), event=lessons(one)[0], homework=" Завести скриньку ", link="https://example.org/1")
    assert (lesson.homework, lesson.link) == ("Завести скриньку", "https://example.org/1")
    assert codes(set_lesson, lib.act(), event=lessons(one)[0], link="abc") == ["wrong_link"]


# --- who joins --------------------------------------------------------------------------------------------------------


def test_a_place_that_becomes_free_goes_to_whoever_waits_longest(lib):
    one = group(lib)
    first = enrol_member(lib.act(), circle=one, name="Журавка")
    for name in ("Сойка", "Чайка", "Ластівка"):
        enrol_member(lib.act(), circle=one, name=name)
    state = lambda: [(m.called, m.state) for m in Member.objects.order_by("since", "pk")]  # noqa: E731
    assert state() == [("Журавка", "in"), ("Сойка", "in"), ("Чайка", "waiting"), ("Ластівка", "waiting")]
    leave(lib.act(), member=first)
    assert state() == [("Журавка", "left"), ("Сойка", "in"), ("Чайка", "in"), ("Ластівка", "waiting")]
    edit_circle(lib.act(), circle=one, capacity=5)
    assert Member.objects.waiting().count() == 0
    edit_circle(lib.act(), circle=one, capacity=1)
    assert Member.objects.inside().count() == 3


def test_a_pseudonym_is_enough_and_nobody_is_enrolled_twice_or_against_the_age(lib):
    one = group(lib, ages=["60+"])
    reader = lib.reader(pseudonym="Журавка", age="60+")
    member = enrol_member(lib.act(), circle=one, reader=reader)
    assert (member.name, member.called, member.aloud, member.age) == (None, "Журавка", "Журавка", "60+")
    assert codes(enrol_member, lib.act(), circle=one, reader=reader) == ["member_already"]
    assert codes(enrol_member, lib.act(), circle=one, name=" ", age="60+") == ["no_name"]
    assert codes(enrol_member, lib.act(), circle=one, name="Сойка", age="18-35") == ["wrong_age"]
    assert codes(enrol_member, lib.act(), circle=one, name="Сойка", age="?") == ["unknown_age"]
    end_series(lib.act(), series=one.series, on=lib.today)
    assert codes(enrol_member, lib.act(), circle=Circle.objects.get(), name="Сойка", age="60+") == ["circle_ended"]


def test_a_reader_joins_and_leaves_for_themselves_and_for_nobody_else(lib):
    one, reader, other = group(lib), lib.reader(), lib.reader()
    me = Actor(reader=reader.pk)
    member = enrol_own(lib.act(actor=me), circle=one, reader=reader, needs="пандус")
    assert member.needs == "пандус"
    with pytest.raises(Forbidden):
        leave_own(lib.act(actor=Actor(reader=other.pk)), member=member)
    with pytest.raises(Forbidden):
        enrol_own(lib.act(actor=me), circle=one, reader=other)
    assert leave_own(lib.act(actor=me), member=member).needs is None


def test_who_plans_sees_no_people(lib):
    one = group(lib)
    promoter = actor_for(person("promoter", "promoter", lib.root))
    for call, given in ((enrol_member, {"circle": one, "name": "Сойка"}), (mark_attendance, {"circle": one, "marks": []})):
        with pytest.raises(Forbidden):
            call(lib.act(actor=promoter), **given)


# --- who was there ----------------------------------------------------------------------------------------------------


def test_members_and_guests_are_the_one_number_of_the_event_and_said_again_settle_by_difference(lib):
    one = group(lib)
    jay, crane = (enrol_member(lib.act(), circle=one, name=name, age=age) for name, age in (("Сойка", "60+"), ("Журавка", "")))
    first = lessons(one)[0]
    came(lib, one, first, jay, crane, guests=3)
    came(lib, one, first, jay, guests=3)
    event = Event.objects.get(pk=first.pk)
    assert event.counts == [["place", "seniors", "", 3], ["place", "seniors", "60+", 1]]
    assert counted() == {"programme.growth_event": 1, "programme.growth_attended": 4, "programme.visit": 4}
    assert check_facts().drift == []
    (row, _other) = matrix(one, [jay, crane], lessons(one))
    assert (row.marks, row.progress.were, row.progress.held, row.progress.share) == (["place", "", ""], 1, 1, 100)


def test_only_members_at_their_own_meetings_are_marked(lib):
    one, reading = group(lib), club(lib, days=[lib.today])
    jay, foreign = enrol_member(lib.act(), circle=one, name="Сойка"), enrol_member(lib.act(), circle=reading, name="Чайка")
    first = lessons(one)[0]
    for event, present, guests, code in (
        (lessons(reading)[0], {}, 0, "foreign_event"),
        (first, {str(foreign.pk): "place"}, 0, "foreign_member"),
        (first, {str(jay.pk): "online"}, 0, "unknown_way"),
        (first, {}, -1, "wrong_number"),
    ):
        mark = {"event": str(event.pk), "present": present, "guests": guests}
        assert codes(mark_attendance, lib.act(), circle=one, marks=[mark]) == [code]
    assert Attendance.objects.count() == 0


# --- certificates -----------------------------------------------------------------------------------------------------


def test_a_certificate_asks_the_share_of_lessons_exactly_and_is_issued_once(lib):
    one = group(lib, course(lib, needed=67))
    jay = enrol_member(lib.act(), circle=one, name="Сойка")
    assert codes(certify, lib.act(), member=jay) == ["too_few_lessons"]
    for at, event in enumerate(lessons(one)):
        came(lib, one, event, *([jay] if at < 2 else []), guests=1)
    assert progress_of(jay).share == 66  # two of three are 66,7: less than asked
    assert codes(certify, lib.act(), member=jay) == ["too_few_lessons"]
    came(lib, one, lessons(one)[2], jay)
    paper = certify(lib.act(), member=jay, name="Сойка  Лісова")
    assert (str(paper), paper.name, paper.title, paper.hours) == (f"№ 1/{lib.today.year}", "Сойка Лісова", "Цифрова абетка", 5)
    assert codes(certify, lib.act(), member=jay) == ["certified"]
    assert counted()["programme.certified"] == 1
    assert codes(void_certificate, lib.act(), certificate=paper, reason=" ") == ["no_reason"]
    void_certificate(lib.act(), certificate=paper, reason="помилка в імені")
    assert "programme.certified" not in counted()
    assert certify(lib.act(), member=jay).number == 2
    assert check_facts().drift == []


def test_a_club_gives_no_certificates_and_neither_does_a_place_one_waits_for(lib):
    assert codes(certify, lib.act(), member=enrol_member(lib.act(), circle=club(lib), name="Сойка")) == ["no_course"]
    one = group(lib, capacity=1)
    _first, waits = (enrol_member(lib.act(), circle=one, name=name) for name in ("Сойка", "Чайка"))
    assert codes(certify, lib.act(), member=waits) == ["not_inside"]


def test_a_code_is_random_enough_and_read_however_it_is_typed():
    assert len(ALPHABET) ** LENGTH > 2**80
    acts = [uuid.uuid4() for _at in range(1000)]
    assert len({code_of(act) for act in acts}) == len({token_of(act) for act in acts}) == 1000
    assert {(len(code_of(act)), set(code_of(act)) - set(ALPHABET) == set()) for act in acts} == {(LENGTH, True)}
    assert (code_of(acts[0]), token_of(acts[0])) == (code_of(acts[0]), token_of(acts[0]))
    assert typed(" abcde-23456 ") == "ABCDE23456"
    assert typed(pretty("ABCDE23456KMNPQRSTUV").replace("A", "А")) == "ABCDE23456KMNPQRSTUV"


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_half_a_year_after_the_last_meeting_nobody_knows_who_came(lib):
    one = group(lib)
    jay = enrol_member(lib.act(), circle=one, reader=lib.reader(), name="Сойка", contact="050", needs="пандус")
    came(lib, one, lessons(one)[0], jay)
    noon = timezone.make_aware(dt.datetime.combine(lib.today, dt.time(12)))
    assert forget_circles(noon + dt.timedelta(days=179)) == 0
    assert forget_circles(noon + dt.timedelta(days=181)) == 1
    left = Member.objects.get()
    assert (left.reader, left.name, left.contact, left.needs, left.called) == (None, None, None, None, "забуто")
    assert (Attendance.objects.count(), forget_circles(noon + dt.timedelta(days=182))) == (1, 0)


def test_two_records_of_one_reader_in_one_group_are_not_joined_before_one_leaves(lib):
    one, kept, gone = group(lib), lib.reader(name="Олена"), lib.reader(name="Олена")
    enrol_member(lib.act(), circle=one, reader=kept)
    second = enrol_member(lib.act(), circle=one, reader=gone)
    assert "both_in_a_circle" in codes(merge, lib.act(), kept=kept, gone=gone, place=lib.shelf)
    leave(lib.act(), member=second)
    merge(lib.act(), kept=kept, gone=gone, place=lib.shelf)
    assert {member.reader_id for member in Member.objects.all()} == {kept.pk}


def test_what_was_issued_holds_after_its_owner_was_forgotten(lib):
    one, reader = group(lib, course(lib, needed=1)), lib.reader(name="Олена")
    member = enrol_member(lib.act(), circle=one, reader=reader)
    came(lib, one, lessons(one)[0], member)
    certify(lib.act(), member=member)
    forget(lib.act(), reader.pk)
    paper = Certificate.objects.get()
    assert (paper.name, paper.code, paper.reader, paper.title) == (None, None, None, "Цифрова абетка")
    assert Member.objects.get().state == MemberState.LEFT


def test_the_place_of_a_reader_who_was_erased_goes_to_whoever_waits(lib):
    one, reader = group(lib, capacity=1), lib.reader()
    enrol_member(lib.act(), circle=one, reader=reader)
    waits = enrol_member(lib.act(), circle=one, name="Чайка")
    last = enrol_member(lib.act(), circle=one, name="Сойка")
    forget(lib.act(), reader.pk)
    assert [Member.objects.get(pk=row.pk).state for row in (waits, last)] == ["in", "waiting"]
    assert forget(lib.act(), reader.pk) == 0


def test_whoever_was_forgotten_keeps_no_place_when_a_club_meets_again(lib):
    reading = club(lib, days=[lib.today], capacity=1)
    enrol_member(lib.act(), circle=reading, name="Полин")
    noon = timezone.make_aware(dt.datetime.combine(lib.today, dt.time(12)))
    assert forget_circles(noon + dt.timedelta(days=181)) == 1
    assert enrol_member(lib.act(), circle=reading, name="Пшениця").state == "in"
    assert enrol_member(lib.act(), circle=reading, name="Волошка").state == "waiting"


# --- coming back, and coming too late -----------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["reader", "colleague"])
def test_whoever_comes_back_has_been_at_the_lessons_they_were_at(lib, by):
    one, reader = group(lib, course(lib, needed=60), days=3), lib.reader()
    me = Actor(reader=reader.pk)
    back = {
        "reader": lambda: enrol_own(lib.act(actor=me), circle=one, reader=reader),
        "colleague": lambda: enrol_member(lib.act(), circle=one, reader=reader),
    }[by]
    member = enrol_member(lib.act(), circle=one, reader=reader)
    for event in lessons(one)[:2]:
        came(lib, one, event, member)
    leave(lib.act(), member=member)
    again = back()
    assert (again, again.state, again.ended_on, Member.objects.count()) == (member, "in", None, 1)
    came(lib, one, lessons(one)[2], guests=1)
    assert (progress_of(again).were, progress_of(again).held) == (2, 3)
    assert certify(lib.act(), member=again, name="Олена").number == 1


def test_whoever_comes_back_to_a_full_group_stands_at_the_end_of_the_queue(lib):
    one, reader = group(lib, capacity=1), lib.reader()
    leave(lib.act(), member=enrol_member(lib.act(), circle=one, reader=reader))
    for name in ("Сойка", "Чайка"):
        enrol_member(lib.act(), circle=one, name=name)
    again = enrol_member(lib.act(), circle=one, reader=reader)
    assert [member.called for member in Member.objects.waiting()] == ["Чайка", again.called]


def test_groups_that_are_over_are_neither_offered_nor_joined_and_a_club_waits_for_its_next_day(lib):
    day, reader = dt.timedelta(days=1), lib.reader()

    def meeting(*days: int, found: Any = group, **about: Any) -> Circle:
        given = {"kind": "club", "about": {"title": "К", "form": "book_club"}}
        given = given if found is club else {"kind": "group", "course": course(lib), "about": MEETS}
        on = [lib.today + day * number for number in days]
        return found_circle(lib.act(), unit=lib.hub, place=lib.hub, year=lib.today.year, days=on, **given, **about)

    over, quiet, off = meeting(-9, -2), meeting(-100, found=club), meeting(-2, 5)
    on, lately, new = meeting(-9, 2), meeting(-80, found=club), meeting(capacity=1)
    cancel_event(lib.act(), event=lessons(off)[1], reason="тривога")
    assert {row.pk for row in open_to(reader, lib.today)} == {on.pk, lately.pk, new.pk}
    for gone in (over, quiet, off):
        act = lib.act(actor=Actor(reader=reader.pk))
        assert codes(enrol_own, act, circle=gone, reader=reader) == ["circle_over"]
    for name in ("Сойка", "Чайка"):
        enrol_member(lib.act(), circle=new, name=name)
    told = {row.pk: (row.taken, row.waiting, row.ahead, row.next_on) for row in open_to(reader, lib.today)}
    assert told == {on.pk: (0, 0, 1, lib.today + day * 2), lately.pk: (0, 0, 0, None), new.pk: (1, 1, 0, None)}
    assert enrol_member(lib.act(), circle=over, reader=reader).state == "in", "a colleague writes down who was there"
