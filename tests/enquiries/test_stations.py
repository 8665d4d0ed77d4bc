"""Computers for readers: a tap when somebody sits down, a tap when they get up; sessions, minutes and computers in the figures."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.log import amend_log, log
from mandrivna.enquiries.actions.stations import add_station, close_station, end_forgotten, get_up, sit_down, strike_sitting
from mandrivna.enquiries.models import Sitting, Station
from mandrivna.enquiries.stations import desks, month_days, month_total
from mandrivna.enquiries.tasks import end_forgotten_sittings
from mandrivna.ledger.api import check_facts
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import START, Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def station(lib) -> Station:
    return add_station(lib.act(), place=lib.hub, name="Біля вікна")


def figures(lib: Library) -> list:
    found = table(lib.root, START.year)
    assert check_facts().ok
    return [found[code].cells[FACT].value for code in ("internet_sessions", "internet_minutes", "stations")]


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_sessions_minutes_and_computers_are_counted(lib, station):
    sitting = sit_down(lib.act(), station=station, audience="pupil")
    assert figures(lib) == [1, 0, 1]
    get_up(lib.act(minutes=39), sitting=sitting)
    assert figures(lib) == [1, 39, 1]
    other = sit_down(lib.act(), station=station)
    strike_sitting(lib.act(), sitting=other)
    assert (figures(lib), Sitting.objects.count()) == ([1, 39, 1], 2)
    close_station(lib.act(), station=station)
    assert figures(lib) == [1, 39, 0]


def test_whoever_was_forgotten_got_up_when_the_next_one_sat_down_and_never_sat_longer_than_the_rules(lib, station):
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="session_minutes", value=30, reason="черга")
    first = sit_down(lib.act(), station=station)
    second = sit_down(lib.act(minutes=20), station=station)
    first.refresh_from_db()
    assert (first.minutes, first.guessed) == (20, True)
    sit_down(lib.act(minutes=200), station=station)
    second.refresh_from_db()
    assert (second.minutes, second.guessed) == (30, True)
    assert figures(lib)[:2] == [3, 50]


def test_the_night_ends_what_the_day_forgot(lib, station):
    sitting = sit_down(lib.act(), station=station)
    assert codes(end_forgotten, lib.act(), sitting=sitting) == ["sitting_over"]  # the day is not over
    assert (end_forgotten_sittings.call(), end_forgotten_sittings.call()) == (1, 0)
    sitting.refresh_from_db()
    assert (sitting.minutes, sitting.guessed, figures(lib)[:2]) == (60, True, [1, 60])


def test_where_taps_count_a_number_in_the_log_is_refused_and_elsewhere_taken(lib, station):
    assert codes(log, lib.act(), place=lib.hub, served="session", on=lib.today, number=4) == ["counted_by_stations"]
    log(lib.act(), place=lib.hub, served="resource", on=lib.today, number=2)
    log(lib.act(), place=lib.other_hub, served="session", on=lib.today, number=4)
    sit_down(lib.act(), station=station)
    assert figures(lib)[0] == 5
    month = month_total(month_days(SYSTEM, lib.today.replace(day=1)))
    assert (month.sessions, month.minutes, month.noted) == (1, 0, 4)


def test_a_computer_over_its_time_is_shown_and_nobody_is_interrupted(lib, station):
    add_station(lib.act(), place=lib.hub, name="Біля дверей")
    sitting = sit_down(lib.act(), station=station)
    shown = desks(SYSTEM, sitting.started_at + dt.timedelta(minutes=61), 60)
    found = {(str(one.station), one.minutes, one.over) for one in shown}
    assert found == {("Біля вікна", 61, True), ("Біля дверей", 0, False)}


def test_what_is_refused(lib, station):
    assert codes(add_station, lib.act(), place=lib.hub, name="  ") == ["station_name"]
    assert codes(add_station, lib.act(), place=lib.hub, name="Біля  вікна") == ["station_twice"]
    assert codes(add_station, lib.act(), place=lib.hub, name="x", on=lib.today + dt.timedelta(days=1)) == ["future"]
    assert codes(sit_down, lib.act(), station=station, audience="усі") == ["unknown_audience"]
    sitting = sit_down(lib.act(), station=station)
    get_up(lib.act(), sitting=sitting)
    assert codes(get_up, lib.act(), sitting=sitting) == ["sitting_over"]
    strike_sitting(lib.act(), sitting=sitting)
    assert codes(strike_sitting, lib.act(), sitting=sitting) == ["struck"]
    close_station(lib.act(), station=station)
    assert codes(close_station, lib.act(), station=station) == ["station_closed"]
    assert codes(sit_down, lib.act(), station=station) == ["station_closed"]
    with pytest.raises(Forbidden):
        add_station(lib.act(actor=actor_for(person("g", "guardian", lib.hub))), place=lib.hub, name="2")


def test_a_line_put_right_becomes_no_session_where_taps_count_and_what_was_one_before_stays(lib):
    before = log(lib.act(), place=lib.hub, served="session", on=lib.today, number=4)
    add_station(lib.act(), place=lib.hub, name="Біля вікна")
    line = log(lib.act(), place=lib.hub, served="resource", on=lib.today, number=4)
    about = {"served": "session", "on": lib.today, "number": 3}
    assert codes(amend_log, lib.act(), line=line, **about) == ["counted_by_stations"]
    assert amend_log(lib.act(), line=before, **about).number == 3
