"""Drivers of the strategy (rows 319–325): formulas over facts of two years, each with an aim that a person sets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.planning.actions import record_manual, record_past_figure, set_targets
from mandrivna.planning.definitions import load
from mandrivna.planning.queries import table
from mandrivna.planning.table import COLUMNS

type Places = tuple[Unit, Unit, Unit]

THEN, NOW = dt.date(2024, 5, 2), dt.date(2025, 5, 2)
DRIVERS = [
    "less_dissatisfaction",
    "less_processing_time",
    "fund_renewal",
    "e_users_growth",
    "event_people_change",
    "regular_users_change",
    "partners_change",
]


def shown(unit: Unit, code: str, year: int = 2025, until: str = "") -> list[str]:
    row = table(unit, year, until)[code]
    return [*(row.cells[column].text for column in COLUMNS), row.percent.text, row.deviation.text]


def told(unit: Unit, code: str) -> str:
    return shown(unit, code)[3]


@pytest.mark.django_db
def test_they_stand_in_a_table_of_their_own() -> None:
    assert [row.code for row in load() if row.table == "strategic"] == DRIVERS
    assert [row.code for row in load() if row.aim] == DRIVERS


def test_fewer_complaints_and_refusals_are_a_decrease_told_as_a_gain(act: Act, places: Places, facts: Any) -> None:
    facts("enquiries.refusal", places[1], THEN, 30)
    facts("enquiries.complaint", places[1], THEN, 10)
    facts("enquiries.refusal", places[1], NOW, 27)
    facts("enquiries.complaint", places[1], NOW, 3)
    assert told(places[0], "less_dissatisfaction") == "25,0"
    assert told(places[0], "dissatisfaction_change") == "−25,0"


def test_faster_processing_is_the_fall_of_days_for_one_copy(places: Places, facts: Any) -> None:
    for day, days in ((THEN, 40), (NOW, 24)):
        facts("fund.days_to_label", places[1], day, days)
        facts("fund.labelled", places[1], day, 4)
    assert told(places[0], "less_processing_time") == "40,0"


def test_the_share_of_the_fund_that_came_this_year(places: Places, facts: Any) -> None:
    facts("fund.accepted", places[1], THEN, 150)
    facts("fund.holding", places[1], THEN, 150)
    facts("fund.accepted", places[1], NOW, 50)
    facts("fund.holding", places[1], NOW, 50)
    assert told(places[0], "fund_renewal") == "25,0"


def test_more_users_of_electronic_services_people_at_events_and_regular_users(act: Act, places: Places, facts: Any) -> None:
    for day, users, people, again in ((THEN, 200, 400, 50), (NOW, 230, 300, 55)):
        act_of_year = Act(actor=act.actor)
        record_manual(act_of_year, unit=places[1], indicator="virtual_users", on=day, value=users, source="лічильник сайту")
        facts("programme.attended", places[1], day, people)
        facts("readers.enrolment", places[1], day, again, form="again")
        facts("readers.enrolment", places[1], day, 70, form="new")
    assert [told(places[0], code) for code in DRIVERS[3:6]] == ["15,0", "−25,0", "10,0"]


def test_partners_are_a_level_written_with_its_source(act: Act, places: Places) -> None:
    for day, partners in ((THEN, 20), (NOW, 26)):
        record_manual(
            Act(actor=act.actor), unit=places[0], indicator="partners", on=day, value=partners, source="реєстр угод про співпрацю"
        )
    assert told(places[0], "partners") == "26"
    assert told(places[0], "partners_change") == "30,0"


def test_without_a_year_before_nothing_is_made_up(places: Places, facts: Any) -> None:
    facts("programme.attended", places[1], NOW, 300)
    assert told(places[0], "event_people_change") == "немає даних"


def test_an_aim_stands_beside_what_became_of_it(act: Act, places: Places, facts: Any) -> None:
    set_targets(act, unit=places[0], year=2025, figures={"event_people_change": 20, "fund_renewal": 10})
    facts("programme.attended", places[1], THEN, 100)
    facts("programme.attended", places[1], NOW, 115)
    assert shown(places[0], "event_people_change") == ["", "", "20", "15,0", "75,0", "−5,0"]
    assert shown(places[0], "fund_renewal")[2] == "10"


def test_what_was_printed_of_the_year_before_stands_in_its_column(act: Act, places: Places) -> None:
    record_past_figure(
        act, unit=places[0], year=2024, indicator="event_people_change", state="number", value=7, source="Звіт за 2024 рік"
    )
    assert shown(places[0], "event_people_change")[1] == "7"
