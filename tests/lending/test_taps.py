"""Taps at the door add up in whatever order they come, a mistake is taken back; a place has one source of visits, never both."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.codec import encode
from mandrivna.core.intake import perform
from mandrivna.core.models import VisitsFrom
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.visits import count_visits, tap_visits
from mandrivna.lending.models import VisitCount, VisitTap
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    made = library()
    made.hub = edit_unit(made.act(), unit=made.hub, about={"visits_from": VisitsFrom.COUNTER})
    for unit in (made.hub, made.shelf):
        unit.refresh_from_db()
    return made


def tap(lib: Library, number: int = 1, audience: str = "general", **about) -> VisitCount:
    return tap_visits(lib.act(**about), place=lib.hub, on=lib.today, number=number, audience=audience)


def visits(lib: Library) -> dict:
    return totals(("lending.visit", "lending.counted_visits"), lib.today, lib.today, lib.root.path, by=("kind", "audience"))


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_taps_add_up_by_audience_and_a_mistake_is_taken_back(lib):
    for audience in ("general", "general", "pupil"):
        tap(lib, audience=audience)
    assert tap(lib, -1, "pupil").number == 0
    assert tap(lib, 3).number == 5
    assert visits(lib) == {("lending.counted_visits", "general"): 5}
    assert tap(lib, -9).number == 0  # a day cannot have fewer than nobody
    assert (VisitTap.objects.count(), check_facts().ok) == (6, True)


def test_the_same_tap_said_twice_counts_once(lib):
    act = lib.act()
    for _again in range(3):
        tap_visits(act, place=lib.hub, on=lib.today, number=1)
    assert visits(lib) == {("lending.counted_visits", "general"): 1}


def test_taps_and_the_counters_own_number_give_the_same_in_every_order(lib):
    """9:00 two taps, 10:00 the counter shows 40, 11:00 three taps and one taken back: 42, however it arrives."""
    at = [lib.now + dt.timedelta(hours=hour) for hour in range(4)]
    told = [
        lambda day: tap_visits(lib.act(at=at[0]), place=lib.hub, on=day, number=2),
        lambda day: count_visits(lib.act(at=at[1]), place=lib.hub, on=day, number=40),
        lambda day: tap_visits(lib.act(at=at[2]), place=lib.hub, on=day, number=3),
        lambda day: tap_visits(lib.act(at=at[3]), place=lib.hub, on=day, number=-1),
    ]
    for number, order in enumerate(itertools.permutations(told)):
        day = lib.today - dt.timedelta(days=number)
        for say in order:
            say(day)
        assert VisitCount.objects.get(on=day).number == 42, order
    assert check_facts().ok


def test_a_place_has_its_visits_from_the_counter_or_from_acts_and_never_from_both(lib):
    issue(lib.act(), copy=lib.copy(place=lib.shelf), reader=lib.reader(place=lib.shelf), place=lib.shelf)
    assert visits(lib) == {}  # an act at the counter's place is no visit
    tap(lib)
    assert visits(lib) == {("lending.counted_visits", "general"): 1}
    issue(lib.act(), copy=lib.copy(place=lib.other_shelf), reader=lib.reader(place=lib.other_shelf), place=lib.other_shelf)
    assert visits(lib) == {("lending.counted_visits", "general"): 1, ("lending.visit", "general"): 1}
    assert codes(tap_visits, lib.act(), place=lib.other_shelf, on=lib.today, number=1) == ["counted_from_acts"]


def test_a_phones_tap_at_a_place_that_counts_from_acts_is_kept_and_counts_nothing(lib):
    body = {"place": encode(lib.other_hub), "on": lib.today.isoformat(), "number": 2}
    said = {"uid": str(lib.act().uid), "verb": "lending.tap_visits", "schema": 1, "at": lib.now.isoformat(), "body": body}
    assert perform(said, actor=lib.act().actor).outcome == "applied_with_discrepancy"
    assert (VisitTap.objects.get().number, visits(lib)) == (2, {})


def test_a_day_that_was_counted_before_taps_had_rows_goes_on(lib):
    count_visits(lib.act(), place=lib.hub, on=lib.today, number=25)
    assert tap(lib, 2).number == 27


def test_what_is_refused(lib):
    assert codes(tap, lib, 0) == ["wrong_number"]
    assert codes(tap, lib, 1001) == ["wrong_number"]
    assert codes(tap, lib, 1, "everybody") == ["unknown_audience"]
    tomorrow = lib.today + dt.timedelta(days=1)
    assert codes(tap_visits, lib.act(), place=lib.hub, on=tomorrow, number=1) == ["future"]
    with pytest.raises(Forbidden):
        tap(lib, actor=actor_for(person("m", "methodist", lib.root)))
