"""What a cell says, how it is read and printed, and what does not add up."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandrivna.core import policy
from mandrivna.core.problems import Warning
from mandrivna.planning.definitions import Definitions, build
from mandrivna.planning.figures import Cell, number, parse, percent, quotient, rounded, show, signed
from mandrivna.planning.states import State
from mandrivna.planning.table import COLUMNS, FACT, FACT_BEFORE, FACT_THEN, Sheet, Table, compute


def said(value: int) -> Cell:
    return Cell(State.NUMBER, value, "plan")


def definitions() -> Definitions:
    return build(policy.seed("indicators"))


def table(sheet: Sheet, *, year: int = 2024, until: str = "") -> Table:
    return compute(definitions(), None, year, dt.date(year, 12, 31), until, sheet)


def documents(year: int, **figures: int) -> dict[tuple[int, str], Cell]:
    return {(year, code): Cell(State.NUMBER, value, "document") for code, value in figures.items()}


@pytest.mark.parametrize(
    ("text", "state", "value"),
    [
        ("", "empty", None),
        ("   ", "empty", None),
        ("-", "dash", None),
        (" – ", "dash", None),
        ("—", "dash", None),
        ("0", "number", 0),
        ("5200", "number", 5200),
        ("5 200", "number", 5200),
        ("26\u00a0000", "number", 26000),
        ("1\u202f234\u202f567", "number", 1234567),
    ],
)
def test_four_ways_of_writing_a_figure_are_read_as_they_are(text: str, state: str, value: int | None) -> None:
    assert parse(text) == (State(state), value)


@pytest.mark.parametrize("text", ["-5", "5,5", "5.200", "тисяча", "5 20", "52 00", "1e3", "--", "٣", "5 200 0", "0x10", "=1+1"])
def test_anything_else_is_refused_not_guessed(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@given(st.integers(min_value=0, max_value=2_000_000_000))
def test_what_is_printed_can_be_typed_back(value: int) -> None:
    assert parse(show(said(value))) == (State.NUMBER, value)


def test_numbers_are_printed_as_librarians_write_them() -> None:
    assert number(1900) == "1\u00a0900"
    assert number(0) == "0"
    assert number(Decimal("12.5"), 1) == "12,5"
    assert number(-1234567) == "\u22121\u00a0234\u00a0567"
    assert number(Decimal("-0.04"), 1) == "0,0"
    assert percent(Cell(State.NUMBER, Decimal("160.5"), digits=1)) == "160,5\u00a0%"
    assert signed(said(1200)) == "+1\u00a0200"
    assert signed(said(0)) == "0"


def test_the_states_of_a_cell_look_different() -> None:
    assert [show(Cell(state, 0 if state == State.NUMBER else None)) for state in State] == ["0", "-", "", "немає даних", "—"]


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(-1, 8), 2, "-0.13"),
        (Fraction(1, 20), 1, "0.1"),
        (Fraction(149, 1000), 1, "0.1"),
        (Fraction(2, 3), 0, "1"),
    ],
)
def test_a_half_is_rounded_away_from_zero_and_only_once(value: Fraction, digits: int, expected: str) -> None:
    assert rounded(value, digits) == Decimal(expected)


def test_division_by_zero_is_not_computed() -> None:
    assert show(quotient(5, 0)) == "—"
    assert quotient(0, 5).value == Decimal("0.0")


def test_the_totals_of_2022_and_2023_warn_and_stay() -> None:
    past = documents(2022, visits=52014, visits_nonstationary=2644, visits_distance=2681, visits_virtual=45914)
    past |= documents(2023, visits=30546, visits_nonstationary=5165, visits_distance=3620, visits_virtual=21760)
    found = table(Sheet(documents=past), year=2023)
    assert found["visits"].cells[FACT].value == 30546
    assert all(isinstance(warning, Warning) for warning in found.warnings)
    assert [(warning.code, warning.details["parts"], warning.details["total"]) for warning in found.warnings] == [
        ("sum_of_parts", 51239, 52014),
        ("sum_of_parts", 30545, 30546),
    ]
    assert str(found.warnings[1]) == "Виконано в 2023 році: сума складників 30\u00a0545, у рядку 30\u00a0546"


def test_the_plans_of_2024_and_2025_add_up() -> None:
    plans = {
        (2024, code): said(value)
        for code, value in {"visits": 35000, "visits_nonstationary": 5200, "visits_distance": 3800}.items()
    }
    plans |= {
        (2025, code): said(value)
        for code, value in {"visits": 85000, "visits_nonstationary": 6200, "visits_distance": 3800}.items()
    }
    plans |= {(2024, "visits_virtual"): said(26000), (2025, "visits_virtual"): said(75000)}
    assert table(Sheet(plans=plans), year=2025).warnings == []


def test_a_part_that_is_only_some_of_the_row_may_be_less_but_not_more() -> None:
    plans = {(2024, "issues"): said(5000), (2024, "issues_electronic"): said(3500)}
    assert table(Sheet(plans=plans)).warnings == []
    plans[2024, "issues_electronic"] = said(5001)
    assert [str(warning) for warning in table(Sheet(plans=plans)).warnings] == [
        "План на 2024 рік: складники дають 5\u00a0001, це більше, ніж у рядку: 5\u00a0000"
    ]


def test_percentage_and_deviation_of_the_plan() -> None:
    row = table(Sheet(plans={(2024, "users_registered"): said(1900)}, counted={FACT: {"users_registered": 1710}}))[
        "users_registered"
    ]
    assert (row.percent.text, row.deviation.text) == ("90,0", "\u2212190")


@pytest.mark.parametrize("plan", [Cell(State.DASH), Cell(State.EMPTY), said(0)])
def test_without_a_plan_there_is_no_percentage(plan: Cell) -> None:
    row = table(Sheet(plans={(2024, "users_registered"): plan}, counted={FACT: {"users_registered": 5}}))["users_registered"]
    assert row.percent.text == "—"


def test_ratios_are_computed_in_every_column_from_the_same_column() -> None:
    plans = {
        (2023, "issues"): said(3000),
        (2023, "users_registered"): said(1500),
        (2024, "issues"): said(5000),
        (2024, "users_registered"): said(1900),
    }
    counted = {FACT_BEFORE: {"issues": 1260, "users_registered": 1500}, FACT: {"issues": 0, "users_registered": 0}}
    row = table(Sheet(plans=plans, counted=counted))["reading_rate"]
    assert [row.cells[column].text for column in COLUMNS] == ["2,0", "0,8", "2,6", "—"]


def test_a_ratio_without_its_figures_says_what_is_missing() -> None:
    row = table(Sheet(counted={FACT: {"issues": 10, "users_registered": None}}, plans={(2024, "issues"): Cell(State.DASH)}))[
        "reading_rate"
    ]
    assert [row.cells[column].state for column in COLUMNS] == [State.EMPTY, State.NO_DATA, State.EMPTY, State.NO_DATA]


def test_a_change_is_measured_against_the_same_stretch_of_last_year() -> None:
    counted = {FACT: {"issues": 150}, FACT_BEFORE: {"issues": 1000}, FACT_THEN: {"issues": 120}}
    assert table(Sheet(counted=counted))["issues_change"].cells[FACT].text == "\u221285,0"
    assert table(Sheet(counted=counted), until="q1")["issues_change"].cells[FACT].text == "25,0"
    assert table(Sheet(counted={FACT: {"issues": 5}, FACT_BEFORE: {"issues": 0}}))["issues_change"].cells[FACT].text == "—"


def test_the_ledger_comes_before_a_document_and_their_difference_is_said() -> None:
    found = table(Sheet(documents=documents(2023, issues=1260, returns=5), counted={FACT_BEFORE: {"issues": 1250}}))
    assert (found["issues"].cells[FACT_BEFORE].value, found["issues"].cells[FACT_BEFORE].origin) == (1250, "ledger")
    assert [str(warning) for warning in found.warnings] == ["Виконано в 2023 році: у документі 1\u00a0260, за фактами 1\u00a0250"]
    assert found["returns"].cells[FACT_BEFORE].origin == "document"


def test_a_document_is_believed_before_a_mere_zero_of_the_ledger() -> None:
    found = table(Sheet(documents=documents(2023, issues=1260), counted={FACT_BEFORE: {"issues": 0}}))
    assert (found["issues"].cells[FACT_BEFORE].value, found["issues"].cells[FACT_BEFORE].origin) == (1260, "document")
    assert found.warnings == []


def test_a_whole_years_document_is_no_answer_for_a_part_of_that_year() -> None:
    assert table(Sheet(documents=documents(2024, issues=5000)))["issues"].cells[FACT].value == 5000
    assert table(Sheet(documents=documents(2024, issues=5000)), until="q1")["issues"].cells[FACT].state == State.NO_DATA


def test_a_total_of_parts_is_the_sum_of_its_parts() -> None:
    data = policy.seed("indicators")
    del data["indicators"]["visits"]["kinds"]
    data["indicators"]["visits"]["total"] = "parts"
    counted = {FACT: {"visits_nonstationary": 5, "visits_distance": 3, "visits_virtual": None}}
    found = compute(build(data), None, 2024, dt.date(2024, 12, 31), "", Sheet(counted=counted))
    assert found["visits"].cells[FACT].value == 8
    assert found["visits"].cells[FACT_BEFORE].state == State.NO_DATA
    assert found.warnings == []


def test_a_row_of_nothing_is_hidden_until_it_has_a_number() -> None:
    assert "visits_stationary" not in [row.code for row in table(Sheet(counted={FACT: {"visits_stationary": 0}})).shown]
    assert "visits_stationary" in [row.code for row in table(Sheet(counted={FACT: {"visits_stationary": 1}})).shown]
