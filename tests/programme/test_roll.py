"""How marks change a number that was told before: nobody is counted twice, and what was told of whom stays."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from mandrivna.ledger.api import check_facts, totals
from mandrivna.programme.actions.circles import enrol_member, found_circle
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.doors import check_in, count_heads, count_online
from mandrivna.programme.actions.signups import admit_event
from mandrivna.programme.models import Attendance, Circle, Event, Member
from mandrivna.programme.roll import Home, Mark, retold, strangers
from tests.factories.library import Library
from tests.programme.test_circles import FAR, came, group, lessons, lib
from tests.programme.test_signups import put

__all__ = ("lib",)
HERE = Home("place", "seniors")


def place(*rows: tuple[str, str, int], way: str = "place") -> Counter[tuple[str, str, str]]:
    return Counter({(way, whom, age): number for whom, age, number in rows})


# --- the rule by itself -------------------------------------------------------------------------------------------------


def test_whoever_is_marked_after_counting_was_counted_already_and_audiences_stay():
    eight = {at: Mark("place", "") for at in range(8)}
    told, kept = retold(place(("children", "", 6), ("seniors", "", 4)), {}, eight, None, HERE)
    assert (told, {mark.added for mark in kept.values()}) == (place(("children", "", 6), ("seniors", "", 4)), {False})
    assert retold(told, kept, {}, None, HERE) == (told, {}), "a mark taken back leaves the number as it was counted"


def test_more_members_than_were_counted_make_the_number_greater_and_ages_become_known():
    three = {at: Mark("place", "60+") for at in range(3)}
    told, kept = retold(place(("seniors", "", 2)), {}, three, None, HERE)
    assert (told, [mark.added for mark in kept.values()]) == (place(("seniors", "60+", 3)), [False, False, True])
    fewer = {at: three[at] for at in (0, 1)}
    assert retold(told, kept, fewer, None, HERE)[0] == place(("seniors", "60+", 2))


def test_guests_that_are_told_are_taken_at_their_word_and_taken_out_of_no_members_line():
    lines = place(("children", "", 2), ("seniors", "60+", 8))
    before = {at: Mark("place", "60+") for at in range(8)}
    assert retold(lines, before, before, 0, HERE)[0] == place(("seniors", "60+", 8))
    assert retold(lines, before, before, 5, HERE)[0] == place(("children", "", 2), ("seniors", "60+", 8), ("seniors", "", 3))


def test_people_online_stay_online_whoever_is_marked_in_the_room():
    lines = place(("adults", "", 5)) + place(("adults", "", 30), way="online")
    assert retold(lines, {}, {1: Mark("place", "")}, 34, Home("place", "adults"))[0] == lines
    told, kept = retold(lines, {}, {1: Mark("online", "")}, None, Home("place", "adults"))
    assert (told, kept) == (lines, {1: Mark("online", "", added=False)})
    moved, _kept = retold(lines, {1: Mark("place", "")}, {1: Mark("online", "")}, None, Home("place", "adults"))
    assert moved == place(("adults", "", 4)) + place(("adults", "", 30), way="online")


# --- with the figures ---------------------------------------------------------------------------------------------------


def visits() -> dict[str, int]:
    kinds = ("programme.growth_attended", "programme.visit")
    return {key[0]: number for key, number in totals(kinds, None, FAR, "", by=("kind",)).items() if number}


def counts(event: Event) -> list[Any]:
    return Event.objects.get(pk=event.pk).counts


def people(lib: Library, circle: Circle, many: int) -> list[Member]:
    return [enrol_member(lib.act(), circle=circle, name=f"Учень {number}") for number in range(many)]


@pytest.mark.django_db
def test_the_list_after_the_count_makes_no_visits_and_the_count_after_the_list_is_the_number(lib):
    one = group(lib, capacity=20)
    event, here = lessons(one)[-1], people(lib, one, 8)
    told = [{"way": "place", "audience": whom, "age": "", "number": n} for whom, n in (("children", 6), ("seniors", 4))]
    count_event(lib.act(), event=event, counts=told)
    came(lib, one, event, *here, guests=None)
    assert (counts(event), strangers(lessons(one)[-1:])) == (
        [["place", "children", "", 6], ["place", "seniors", "", 4]],
        {event.pk: 2},
    )
    assert visits() == {"programme.growth_attended": 10, "programme.visit": 10}
    count_event(lib.act(), event=event, counts=[{**told[0], "number": 12}])
    assert set(Attendance.objects.values_list("added", flat=True)) == {False}
    came(lib, one, event, *here[:3], guests=None)
    assert (Event.objects.get(pk=event.pk).people, visits()["programme.visit"]) == (12, 12)
    assert check_facts().drift == []


@pytest.mark.django_db
def test_who_was_counted_at_the_door_or_online_is_offered_as_guests_and_found_on_the_list(lib, django_assert_num_queries):
    both = {"title": "К", "form": "book_club", "audiences": ["adults"], "format": "hybrid"}
    club = found_circle(
        lib.act(), kind="club", unit=lib.hub, place=lib.hub, year=lib.today.year, about=both, days=[lib.today]
    )  # fmt: skip
    (event,), here = lessons(club), people(lib, club, 2)
    count_heads(lib.act(), event=event, audience="adults", number=5)
    count_online(lib.act(), event=event, source="zoom", number=30)
    signup = put(lib, admit_event(lib.act(), event=event, about={}))
    check_in(lib.act(), event=event, signup=signup)
    with django_assert_num_queries(2):
        assert strangers([event]) == {event.pk: 36}
    came(lib, club, event, *here, guests=None)
    assert counts(event) == [["online", "adults", "", 30], ["place", "adults", "", 6]]
    assert strangers(lessons(club)) == {event.pk: 34}
