"""A number opens to exactly the facts that make it, and a fact to its act and to its corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.models import Unit
from mandrivna.ledger.api import KINDS
from mandrivna.ledger.api import facts as ledger_facts
from mandrivna.planning import drill
from mandrivna.planning.actions import record_manual
from mandrivna.planning.definitions import build, load
from mandrivna.planning.drill import Question
from mandrivna.planning.queries import table
from mandrivna.planning.words import facet_word

type Places = tuple[Unit, Unit, Unit]


def ask(unit: Unit, code: str, **more: Any) -> Question:
    definitions = load()
    return Question(definitions=definitions, row=definitions[code], unit=unit, year=more.pop("year", 2025), **more)


@pytest.fixture
def busy_year(places: Places, facts: Any) -> Places:
    """Two years of different facts at all three places."""
    for year in (2024, 2025):
        for index, unit in enumerate(places):
            for month in (1, 3, 8):
                on = dt.date(year, month, 2)
                facts("lending.issue", unit, on, month + index, mode="nonstationary", language="uk")
                facts("lending.renewal", unit, on, 1, mode="nonstationary")
                facts("lending.visit", unit, on, month, mode="nonstationary")
                facts("lending.visit", unit, on, 2, mode="distance")
                facts("fund.holding", unit, on, 10 - month)
                facts("readers.enrolment", unit, on, index + 1, form="new")
            record_manual(Act(actor=SYSTEM), unit=unit, indicator="staff", on=dt.date(year, 2, 1), value=index + 3, source="розпис")
            record_manual(
                Act(actor=SYSTEM), unit=unit, indicator="working_days", on=dt.date(year, 6, 1), value=100 + index, source="табель"
            )
            record_manual(Act(actor=SYSTEM), unit=unit, indicator="virtual_visits", on=dt.date(year, 6, 1), value=50, source="сайт")
    return places


@pytest.mark.parametrize("until", ["", "q1", "m8"])
@pytest.mark.parametrize("year", [2024, 2025])
@pytest.mark.thorough
def test_the_facts_behind_every_number_sum_to_that_number(busy_year: Places, until: str, year: int) -> None:
    opened = 0
    for unit in busy_year:
        found = table(unit, year, until)
        for row in found.rows:
            cell = row.cells["fact"]
            if drill.openable(found.definitions, row.row) and cell.known:
                question = ask(unit, row.code, year=year, until=until)
                assert drill.total(drill.by_unit(question)) == cell.value, row.code
                assert sum(fact.quantity for fact in drill.facts_of(question)) == cell.value, row.code
                assert sum(part.quantity for part in drill.by_month(question)) == cell.value, row.code
                assert sum(part.quantity for part in drill.by_unit(question)) == cell.value, row.code
                opened += 1
    assert opened >= 30


def test_narrowing_by_month_and_unit_leaves_that_part(busy_year: Places) -> None:
    root, hub, _other = busy_year
    assert [(part.key, part.quantity) for part in drill.by_month(ask(root, "issues"))] == [(1, 9), (3, 15), (8, 30)]
    assert drill.total(drill.by_unit(ask(root, "issues", month=3))) == 15
    assert [(part.label, part.quantity) for part in drill.by_unit(ask(root, "issues", month=3))] == list(
        zip(busy_year, (4, 5, 6), strict=True)
    )
    assert drill.total(drill.by_unit(ask(root, "issues", month=3, within=hub))) == 5


def test_a_running_total_shows_what_was_before_the_year_as_one_part(busy_year: Places) -> None:
    parts = drill.by_month(ask(busy_year[0], "fund"))
    assert [(part.key, part.quantity) for part in parts] == [(0, 54), (1, 27), (3, 21), (8, 6)]


def test_a_total_of_parts_opens_to_the_facts_of_its_parts(act: Act, places: Places, facts: Any) -> None:
    facts("lending.visit", places[1], dt.date(2025, 1, 1), 2, mode="nonstationary")
    facts("lending.visit", places[1], dt.date(2025, 1, 1), 3, mode="distance")
    facts("lending.visit", places[1], dt.date(2025, 1, 1), 9)
    definitions = load()
    total_of_parts = type(definitions["visits"])(code="visits", label="", calc="sum", total="parts")
    question = Question(definitions=definitions, row=total_of_parts, unit=places[0], year=2025)
    assert drill.total(drill.by_unit(question)) == 5


def test_ratios_and_headings_have_no_facts_of_their_own() -> None:
    definitions = build(policy.seed("indicators"))
    assert [row.code for row in definitions if not drill.openable(definitions, row)] == [
        "users",
        "reading_rate",
        "visit_rate",
        "daily_visits",
        "turnover",
        "books_per_user",
        "books_per_resident",
        "coverage",
        "users_change",
        "visits_change",
        "issues_change",
        "refusals_change",
        "dissatisfaction_change",
        "refusals_met_share",
        "satisfied_share",
        "less_dissatisfaction",
        "less_processing_time",
        "fund_renewal",
        "e_users_growth",
        "event_people_change",
        "regular_users_change",
        "partners_change",
        "shelves",
        "network",
        "days_to_label",
        "days_to_shelf",
        "days_to_label_change",
        "processing",
    ]


def test_a_line_names_its_act_and_leads_there_only_those_who_may_go(places: Places) -> None:
    figure = record_manual(
        Act(actor=SYSTEM), unit=places[1], indicator="virtual_visits", on=dt.date(2025, 1, 2), value=1900, source="лічильник сайту"
    )
    rows = list(drill.facts_of(ask(places[0], "visits_virtual")))
    line = drill.lines(rows, SYSTEM)[0]
    assert (line.kind, line.counted_in, line.quantity) == ("Віртуальні відвідування інтернет-ресурсів", "сеанс", "1\u00a0900")
    assert (line.facets, line.source) == ((("обслуговування", "віртуально"),), "Записано вручну")
    assert line.act == "Віртуальні відвідування інтернет-ресурсів, записано вручну. Джерело: лічильник сайту"
    assert line.url == reverse("workspace:indicators_figure", args=[figure.pk])
    elsewhere = Actor(grants=((places[2].path, frozenset({"planning.view"})),))
    assert [drill.lines(rows, actor)[0].url for actor in (NOBODY, elsewhere)] == [None, None]


def test_a_fact_without_a_known_act_is_shown_without_a_link(places: Places, facts: Any) -> None:
    facts("lending.issue", places[1], dt.date(2025, 1, 2), mode="nonstationary")
    line = drill.lines(drill.facts_of(ask(places[0], "issues")), SYSTEM)[0]
    assert (line.source, line.act, line.url) == ("test.Act", "", None)


def test_corrections_stand_beside_the_fact_they_correct(places: Places) -> None:
    for value in (25, 30, 28):
        act = Act(actor=SYSTEM)
        record_manual(act, unit=places[1], indicator="virtual_visits", on=dt.date(2025, 1, 2), value=value, source="сайт")
    first = ledger_facts(KINDS.keys(), None, dt.date(2025, 12, 31)).order_by("id").first()
    page = drill.fact_page(drill.fact(first.pk), SYSTEM)
    assert ([line.fact.quantity for line in page.corrections], page.stands) == ([25, 5, -2], 28)
    assert page.operation.verb == "planning.record_manual"
    assert drill.fact(10**9) is None


def test_lines_cost_the_same_for_one_fact_and_for_many(places: Places) -> None:
    def count() -> int:
        rows = list(drill.facts_of(ask(places[0], "visits_virtual")))
        with CaptureQueriesContext(connection) as queries:
            drill.lines(rows, SYSTEM)
        return len(queries)

    for number in range(1, 4):
        record_manual(
            Act(actor=SYSTEM), unit=places[1], indicator="virtual_visits", on=dt.date(2025, 1, number), value=5, source="сайт"
        )
        assert count() == 1


@given(st.text(max_size=10))
def test_an_unknown_facet_value_is_shown_as_it_is(value: str) -> None:
    assert facet_word("language", value) == value
