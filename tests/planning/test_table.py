"""The table over a real ledger: years, stretches, units, late facts, and as many queries for a thousand facts as for none."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import close_unit, create_unit, move_unit
from mandrivna.core.models import Unit
from mandrivna.planning.actions import explain, record_manual, record_past_figure, set_target, set_targets
from mandrivna.planning.drill import openable
from mandrivna.planning.queries import UNTIL, BadPeriod, last_day, table
from mandrivna.planning.states import State
from mandrivna.planning.table import COLUMNS, FACT, FACT_BEFORE, PLAN, Table

type Places = tuple[Unit, Unit, Unit]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{text}T10:00:00+00:00")


def shown(found: Table, code: str) -> list[str]:
    return [found[code].cells[column].text for column in COLUMNS]


def again(act: Act) -> Act:
    return Act(actor=act.actor)


def manual(act: Act, unit: Unit, code: str, on: str, value: int) -> None:
    record_manual(again(act), unit=unit, indicator=code, on=day(on), value=value, source="журнал")


def test_four_states_stand_side_by_side(act: Act, places: Places, facts: Any) -> None:
    set_targets(act, unit=places[0], year=2025, figures={"issues": 1400, "issues_electronic": "-"})
    facts("lending.visit", places[1], day("2025-02-03"), 4, mode="nonstationary")
    found = table(places[0], 2025)
    assert shown(found, "issues") == ["", "немає даних", "1\u00a0400", "0"]
    assert shown(found, "issues_electronic") == ["", "немає даних", "-", "0"]
    assert shown(found, "visits") == ["", "немає даних", "", "4"]
    assert shown(found, "users_virtual") == ["", "немає даних", "", "немає даних"]


def test_a_recorded_zero_is_known_and_an_unrecorded_one_is_not(act: Act, places: Places) -> None:
    manual(act, places[1], "virtual_visits", "2025-02-03", 0)
    found = table(places[0], 2025)
    assert (shown(found, "visits_virtual")[3], shown(found, "users_virtual")[3]) == ("0", "немає даних")
    assert shown(table(places[2], 2025), "visits_virtual")[3] == "немає даних"


def test_what_came_is_told_apart_into_books_and_electronic_resources(act: Act, places: Places, facts: Any) -> None:
    """«Книги, 200 прим.; електронні ресурси, 500 док.»: each with a plan of its own, and no document among the copies."""
    set_targets(act, unit=places[0], year=2025, figures={"acquisitions_books": 200, "acquisitions_electronic": 500})
    for material, number in (("book", 3), ("brochure", 2), ("audiovisual", 1)):
        facts("fund.accepted", places[1], day("2025-02-03"), number, material=material)
    facts("catalogue.record", places[1], day("2025-02-03"), 4, material="electronic", form="described")
    facts("catalogue.record", places[1], day("2025-02-03"), 9, material="book", form="described")
    found = table(places[0], 2025)
    assert (found["acquisitions"].cells[FACT].value, found.warnings) == (6, [])
    assert shown(found, "acquisitions_books")[2:] == ["200", "5"]
    assert shown(found, "acquisitions_electronic")[2:] == ["500", "4"]


def test_visits_are_told_apart_by_the_mode_of_service_and_add_up(act: Act, places: Places, facts: Any) -> None:
    facts("lending.visit", places[1], day("2025-02-03"), 10, mode="nonstationary")
    facts("lending.counted_visits", places[2], day("2025-02-04"), 5, mode="nonstationary")
    facts("lending.visit", places[0], day("2025-02-05"), 3, mode="distance")
    manual(act, places[0], "distance_visits", "2025-02-06", 4)
    manual(act, places[0], "virtual_visits", "2025-12-31", 20)
    found = table(places[0], 2025)
    codes = ("visits", "visits_nonstationary", "visits_distance", "visits_virtual")
    assert [shown(found, code)[3] for code in codes] == ["42", "15", "7", "20"]
    assert found.warnings == []
    assert "visits_stationary" not in [row.code for row in found.shown]
    assert [shown(table(places[1], 2025), code)[3] for code in codes[:2]] == ["10", "10"]


def test_a_visit_without_a_mode_makes_the_sum_warn(places: Places, facts: Any) -> None:
    facts("lending.visit", places[1], day("2025-02-03"), 10, mode="nonstationary")
    facts("lending.visit", places[1], day("2025-02-04"), 1)
    assert [warning.details for warning in table(places[0], 2025).warnings] == [{"column": FACT, "parts": 10, "total": 11}]


@pytest.mark.parametrize(("counted", "issues"), [(True, "12"), (False, "10")])
def test_renewals_enter_book_issues_by_the_institutions_rule(
    act: Act, places: Places, facts: Any, counted: bool, issues: str
) -> None:
    policy.edit(again(act), policy="indicators", key="settings/count_renewals", value=counted, reason="облікова політика")
    facts("lending.issue", places[1], day("2025-02-03"), 10, mode="nonstationary")
    facts("lending.renewal", places[1], day("2025-02-10"), 2, mode="nonstationary")
    found = table(places[0], 2025)
    assert (shown(found, "issues")[3], shown(found, "renewals")[3]) == (issues, "2")
    assert found.warnings == []


def test_a_balance_runs_from_the_beginning_and_a_sum_from_january(places: Places, facts: Any) -> None:
    facts("fund.holding", places[1], day("2023-05-05"), 100)
    facts("fund.holding", places[1], day("2025-05-05"), 10)
    facts("fund.holding", places[1], day("2025-06-05"), -3)
    facts("lending.issue", places[1], day("2024-12-31"), 7, mode="nonstationary")
    facts("lending.issue", places[1], day("2025-01-01"), 1, mode="nonstationary")
    found = table(places[0], 2025)
    assert (shown(found, "fund"), shown(found, "issues")) == (["", "100", "", "107"], ["", "7", "", "1"])


def test_averages_come_from_the_rows_of_their_own_column(act: Act, places: Places, facts: Any) -> None:
    facts("readers.enrolment", places[1], day("2025-01-10"), 4, form="new")
    facts("lending.issue", places[1], day("2025-01-10"), 50, mode="nonstationary")
    facts("fund.holding", places[1], day("2025-01-02"), 200)
    manual(act, places[0], "population", "2024-01-01", 1000)
    manual(act, places[0], "population", "2025-01-01", 800)
    found = table(places[0], 2025)
    codes = ("reading_rate", "turnover", "books_per_user", "books_per_resident", "coverage", "issues_change")
    assert [shown(found, code)[3] for code in codes] == ["12,5", "0,25", "50,0", "0,25", "0,5", "немає даних"]
    assert shown(found, "population") == ["", "1\u00a0000", "", "800"]


def test_population_and_working_days_of_hubs_are_not_added_to_the_institution(act: Act, places: Places) -> None:
    for unit, value in zip(places, (250, 200, 180), strict=True):
        manual(act, unit, "working_days", "2025-12-31", value)
        manual(act, unit, "staff", "2025-01-01", value)
    found = table(places[0], 2025)
    assert (shown(found, "working_days")[3], shown(found, "staff")[3]) == ("250", "630")
    assert shown(table(places[1], 2025), "working_days")[3] == "200"


def test_a_part_of_the_year_runs_from_january_and_compares_with_the_same_part(places: Places, facts: Any) -> None:
    for on, quantity in (("2024-02-01", 10), ("2024-11-01", 90), ("2025-02-01", 15), ("2025-04-01", 5)):
        facts("lending.issue", places[1], day(on), quantity, mode="nonstationary")
    first = table(places[0], 2025, "q1")
    assert (shown(first, "issues"), shown(first, "issues_change")[3]) == (["", "100", "", "15"], "50,0")
    assert shown(table(places[0], 2025, "m1"), "issues")[3] == "немає даних"
    assert shown(table(places[0], 2025, "q2"), "issues")[3] == "20"
    assert shown(table(places[0], 2025), "issues_change")[3] == "\u221280,0"


def test_figures_of_documents_stand_where_the_ledger_is_silent(act: Act, places: Places, facts: Any) -> None:
    about = {"unit": places[0], "year": 2023, "source": "План на 2024 рік", "forecast_at": day("2023-12-01")}
    record_past_figure(again(act), indicator="issues", state="number", value=1260, **about)
    record_past_figure(again(act), indicator="users_virtual", state="dash", **about)
    found = table(places[0], 2024)
    assert (shown(found, "issues")[1], shown(found, "users_virtual")[1]) == ("1\u00a0260", "-")
    cell = found["issues"].cells[FACT_BEFORE]
    assert (cell.origin, cell.forecast_at) == ("document", day("2023-12-01"))
    facts("lending.issue", places[1], day("2023-02-01"), 1250, mode="nonstationary")
    found = table(places[0], 2024)
    assert shown(found, "issues")[1] == "1\u00a0250"
    assert [warning.code for warning in found.warnings] == ["document_differs"]
    assert shown(table(places[0], 2023), "users_virtual")[3] == "-"


def test_what_came_late_is_counted_and_the_signed_number_can_be_reproduced(act: Act, places: Places, facts: Any) -> None:
    set_target(again(act), unit=places[0], year=2025, indicator="issues", state="number", value=100)
    facts("lending.issue", places[1], day("2025-03-01"), 10, mode="nonstationary")
    signed = timezone.now()
    facts("lending.issue", places[1], day("2025-03-02"), 3, mode="nonstationary")
    set_target(again(act), unit=places[0], year=2025, indicator="issues", state="number", value=90, reason="зміна умов")
    explain(again(act), unit=places[0], year=2025, indicator="issues", text="надійшло пізніше")
    assert [table(places[0], 2025)["issues"].cells[column].value for column in (PLAN, FACT)] == [90, 13]
    assert [table(places[0], 2025, known_by=signed)["issues"].cells[column].value for column in (PLAN, FACT)] == [100, 10]


def test_the_plan_as_known_follows_every_revision(act: Act, places: Places) -> None:
    moments = []
    for value, reason in ((100, ""), (90, "перша"), (95, "друга")):
        set_target(again(act), unit=places[0], year=2025, indicator="issues", state="number", value=value, reason=reason)
        moments.append(timezone.now())
    assert [table(places[0], 2025, known_by=moment)["issues"].cells[PLAN].value for moment in moments] == [100, 90, 95]


def test_plans_and_explanations_are_of_one_unit_and_not_of_those_below(act: Act, places: Places) -> None:
    set_target(again(act), unit=places[1], year=2025, indicator="issues", state="number", value=100)
    explain(again(act), unit=places[1], year=2025, indicator="issues", text="лише тут")
    root, hub = table(places[0], 2025)["issues"], table(places[1], 2025)["issues"]
    assert (root.cells[PLAN].state, root.explanation) == (State.EMPTY, "")
    assert (hub.cells[PLAN].value, hub.explanation) == (100, "лише тут")


@pytest.mark.parametrize("until", ["", "q1"])
def test_six_queries_whatever_stands_in_the_table(act: Act, places: Places, facts: Any, until: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            table(places[0], 2025, until)
        return len(queries)

    assert count() == 6
    for number, unit in enumerate(places, start=1):
        for kind in ("lending.issue", "lending.visit"):
            facts(kind, unit, dt.date(2025, number, 1), number, mode="nonstationary")
        facts("fund.holding", unit, dt.date(2024, number, 1), number)
        set_targets(again(act), unit=unit, year=2025, figures={"issues": number, "visits": "-"})
        manual(act, unit, "staff", "2025-01-01", number)
        explain(again(act), unit=unit, year=2025, indicator="issues", text="так")
    assert count() == 6


def test_ends_of_stretches() -> None:
    assert [str(last_day(2024, until)) for until in ("", "q1", "q2", "q3", "q4", "m1", "m2", "m11", "m12")] == [
        "2024-12-31",
        "2024-03-31",
        "2024-06-30",
        "2024-09-30",
        "2024-12-31",
        "2024-01-31",
        "2024-02-29",
        "2024-11-30",
        "2024-12-31",
    ]
    assert len(UNTIL) == 17


@pytest.mark.parametrize(("year", "until"), [(2024, "q5"), (2024, "month"), (1900, ""), (0, ""), (99999, "")])
def test_a_stretch_that_does_not_exist_is_refused(year: int, until: str) -> None:
    with pytest.raises(BadPeriod):
        last_day(year, until)


def test_shelves_are_a_level_of_the_last_day_where_they_stood_on_it(act: Act, places: Places) -> None:
    root, hub, other = places
    shelves = [
        create_unit(Act(actor=act.actor, at=at(f"2024-0{month}-03")), parent=hub, kind="shelf", name=f"Полиця {month}")
        for month in (2, 5, 8)
    ]
    close_unit(Act(actor=act.actor, at=at("2025-03-03")), unit=shelves[0])
    move_unit(Act(actor=act.actor, at=at("2025-02-03")), unit=shelves[1], parent=other, since=day("2025-02-03"))

    def told(unit: Unit, year: int, until: str = "") -> str:
        return shown(table(unit, year, until), "shelves")[3]

    assert [told(root, 2024, until) for until in ("q1", "q2", "")] == ["1", "2", "3"]
    assert [told(root, 2025, until) for until in ("m2", "")] == ["3", "2"]
    assert (told(hub, 2024), told(other, 2024)) == ("3", "немає даних")
    assert (told(hub, 2025, "m1"), told(hub, 2025), told(other, 2025)) == ("3", "1", "1")
    assert shown(table(root, 2025), "shelves")[1] == "3"  # at the end of the year before


def test_shelves_are_planned_and_nothing_opens_under_them(act: Act, places: Places) -> None:
    create_unit(Act(actor=act.actor, at=at("2024-02-03")), parent=places[1], kind="shelf", name="Полиця")
    set_target(act, unit=places[0], year=2025, indicator="shelves", state=State.NUMBER, value=6)
    found = table(places[0], 2025)
    assert shown(found, "shelves")[2:] == ["6", "1"]
    assert not openable(found.definitions, found.definitions["shelves"])
