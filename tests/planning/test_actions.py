"""Targets and their history, explanations, hand-counted figures, figures of earlier years."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.door import Conflict
from mandrivna.core.models import AuditEntry, Operation, Unit
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.ledger.api import KINDS, check_facts, facts, total
from mandrivna.planning.actions import explain, record_manual, record_past_figure, set_target, set_targets
from mandrivna.planning.models import Explanation, ManualFigure, PastFigure, Target, TargetRevision

type Places = tuple[Unit, Unit, Unit]


def refusal(verb: Any, act: Act, **arguments: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        verb(act, **arguments)
    return [(problem.code, problem.field) for problem in refused.value.problems]


def plan_of(unit: Unit, year: int) -> dict[str, tuple[str, int | None]]:
    return {target.indicator: (target.state, target.value) for target in Target.objects.filter(unit=unit, year=year)}


def history() -> list[tuple[str, int | None, str, int | None, str]]:
    rows = TargetRevision.objects.order_by("id")
    return [(row.old_state, row.old_value, row.new_state, row.new_value, row.reason) for row in rows]


def test_the_first_number_needs_no_reason_and_every_later_one_does(act: Act, places: Places) -> None:
    about = {"unit": places[0], "year": 2025, "indicator": "visits"}
    set_target(act, **about, state="number", value=85000)
    again = Act(actor=act.actor)
    assert refusal(set_target, again, **about, state="number", value=80000) == [("reason_needed", "reason")]
    assert refusal(set_target, again, **about, state="dash", reason="  ") == [("reason_needed", "reason")]
    set_target(again, **about, state="dash", reason="не рахуємо")
    assert plan_of(places[0], 2025) == {"visits": ("dash", None)}
    assert history() == [("empty", None, "number", 85000, ""), ("number", 85000, "dash", None, "не рахуємо")]


def test_zero_dash_and_empty_are_three_targets(act: Act, places: Places) -> None:
    set_targets(act, unit=places[0], year=2025, figures={"visits": 0, "issues": "-", "users_served": None})
    assert plan_of(places[0], 2025) == {"visits": ("number", 0), "issues": ("dash", None)}


def test_the_same_number_again_is_no_change(act: Act, places: Places) -> None:
    set_target(act, unit=places[0], year=2025, indicator="visits", state="number", value=5)
    set_target(Act(actor=act.actor), unit=places[0], year=2025, indicator="visits", state="number", value=5)
    assert len(history()) == 1


def test_a_column_is_written_whole_or_not_at_all(act: Act, places: Places) -> None:
    assert set_targets(act, unit=places[0], year=2025, figures={"visits": 10, "issues": 5}) == 2
    figures = {"visits": 10, "issues": 6, "users_served": 7}
    assert refusal(set_targets, Act(actor=act.actor), unit=places[0], year=2025, figures=figures) == [("reason_needed", "reason")]
    assert plan_of(places[0], 2025) == {"visits": ("number", 10), "issues": ("number", 5)}
    assert set_targets(Act(actor=act.actor), unit=places[0], year=2025, figures=figures, reason="уточнено") == 2
    assert plan_of(places[0], 2025) == {"visits": ("number", 10), "issues": ("number", 6), "users_served": ("number", 7)}


@pytest.mark.parametrize(
    ("figures", "problem"),
    [
        ({"lost": 5}, ("unknown_indicator", "lost")),
        ({"reading_rate": 5}, ("not_plannable", "reading_rate")),
        ({"users": 5}, ("not_plannable", "users")),
        ({"visits": -1}, ("out_of_range", "visits")),
        ({"visits": 2_000_000_001}, ("out_of_range", "visits")),
        ({"visits": "5"}, ("unknown_state", "visits")),
        ({"visits": True}, ("unknown_state", "visits")),
    ],
)
def test_a_bad_cell_of_a_column_is_refused_beside_itself(
    act: Act, places: Places, figures: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert refusal(set_targets, act, unit=places[0], year=2025, figures=figures) == [problem]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"indicator": "lost", "state": "number", "value": 5}, ("unknown_indicator", "indicator")),
        ({"indicator": "turnover", "state": "number", "value": 5}, ("not_plannable", "indicator")),
        ({"indicator": "visits", "state": "no_data"}, ("unknown_state", "value")),
        ({"indicator": "visits", "state": "number"}, ("number_or_not", "value")),
        ({"indicator": "visits", "state": "dash", "value": 5}, ("number_or_not", "value")),
        ({"indicator": "visits", "state": "number", "value": -5}, ("out_of_range", "value")),
        ({"indicator": "visits", "state": "number", "value": 5, "reason": "я" * 501}, ("too_long", "reason")),
        ({"indicator": "visits", "state": "number", "value": 5, "year": 1}, ("bad_year", "year")),
    ],
)
def test_a_target_that_makes_no_sense_is_refused(
    act: Act, places: Places, arguments: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert refusal(set_target, act, **{"unit": places[0], "year": 2025, **arguments}) == [problem]
    assert not Operation.objects.filter(verb="planning.set_target").exists()


def test_nobody_plans_without_the_right_and_a_hub_only_its_own(places: Places) -> None:
    root, hub, other = places
    librarian = Actor(staff_id=None, name="", grants=((hub.path, frozenset({"planning.edit"})),))
    about = {"year": 2025, "indicator": "visits", "state": "number", "value": 5}
    for actor, unit in ((NOBODY, hub), (librarian, root), (librarian, other)):
        with pytest.raises(Forbidden):
            set_target(Act(actor=actor), unit=unit, **about)
    set_target(Act(actor=librarian), unit=hub, **about)
    assert list(Target.objects.values_list("unit_id", flat=True)) == [hub.pk]


def test_a_repeated_operation_is_answered_and_a_changed_one_is_a_conflict(act: Act, places: Places) -> None:
    about = {"unit": places[0], "year": 2025, "indicator": "visits", "state": "number"}
    first = set_target(act, **about, value=5)
    assert set_target(act, **about, value=5) == first
    with pytest.raises(Conflict):
        set_target(act, **about, value=6)
    assert plan_of(places[0], 2025) == {"visits": ("number", 5)}


def test_an_explanation_is_replaced_and_may_be_the_footnote(act: Act, places: Places) -> None:
    for text in ("мало хабів", "два хаби зачинено"):
        explain(Act(actor=act.actor), unit=places[0], year=2025, indicator="visits", text=text)
    explain(act, unit=places[0], year=2025, indicator="footnote", text="*за умов роботи")
    assert list(Explanation.objects.order_by("id").values_list("indicator", "text")) == [
        ("visits", "два хаби зачинено"),
        ("footnote", "*за умов роботи"),
    ]
    changes = AuditEntry.objects.filter(action="planning.explain").order_by("at", "pk").values_list("before", "after")
    assert ({"text": "мало хабів"}, {"text": "два хаби зачинено"}) in list(changes)


@pytest.mark.parametrize(
    ("about", "problem"),
    [({"indicator": "lost", "text": ""}, "unknown_indicator"), ({"indicator": "visits", "text": "я" * 2001}, "too_long")],
)
def test_an_explanation_of_nothing_or_without_end_is_refused(act: Act, places: Places, about: dict[str, str], problem: str) -> None:
    assert [code for code, _field in refusal(explain, act, unit=places[0], year=2025, **about)] == [problem]


def manual(act: Act, unit: Unit, code: str, on: str, value: int) -> ManualFigure:
    return record_manual(
        Act(actor=act.actor), unit=unit, indicator=code, on=dt.date.fromisoformat(on), value=value, source="лічильник"
    )


def balance(code: str, on: str, unit: Unit) -> int:
    return total([f"planning.{code}"], None, dt.date.fromisoformat(on), unit.path)


def test_a_hand_counted_figure_becomes_a_fact_and_is_corrected_by_the_difference(act: Act, places: Places) -> None:
    manual(act, places[1], "virtual_visits", "2025-03-01", 25)
    manual(act, places[1], "virtual_visits", "2025-03-01", 30)
    rows = facts(KINDS.keys(), None, dt.date(2026, 1, 1)).order_by("id").values_list("kind", "unit_id", "on", "mode", "quantity")
    common = ("planning.virtual_visits", places[1].pk, dt.date(2025, 3, 1), "virtual")
    assert list(rows) == [(*common, 25), (*common, 5)]
    assert ManualFigure.objects.get().value == 30
    assert check_facts().drift == []


def test_days_of_a_flow_add_up(act: Act, places: Places) -> None:
    manual(act, places[1], "internet_resources", "2025-03-01", 2)
    manual(act, places[1], "internet_resources", "2025-03-02", 3)
    assert balance("internet_resources", "2025-12-31", places[0]) == 5


def test_a_level_replaces_the_level_before_in_whatever_order_they_are_told(act: Act, places: Places) -> None:
    manual(act, places[0], "staff", "2025-06-01", 14)
    manual(act, places[0], "staff", "2025-01-01", 10)
    manual(act, places[0], "staff", "2025-03-01", 12)
    manual(act, places[0], "staff", "2025-09-01", 0)
    days = ("2024-12-31", "2025-01-01", "2025-03-01", "2025-06-01", "2025-09-01")
    assert [balance("staff", day, places[0]) for day in days] == [0, 10, 12, 14, 0]
    manual(act, places[0], "staff", "2025-03-01", 20)
    assert [balance("staff", day, places[0]) for day in days] == [0, 10, 20, 14, 0]
    assert check_facts().drift == []


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"indicator": "visits"}, ("not_manual", "indicator")),
        ({"on": dt.date(2199, 1, 1)}, ("in_future", "on")),
        ({"on": dt.date(1800, 1, 1)}, ("bad_year", "on")),
        ({"value": -1}, ("out_of_range", "value")),
        ({"source": " "}, ("no_source", "source")),
        ({"source": "я" * 251}, ("too_long", "source")),
        ({"note": "я" * 501}, ("too_long", "note")),
    ],
)
def test_a_figure_without_a_source_or_sense_is_refused(
    act: Act, places: Places, wrong: dict[str, Any], problem: tuple[str, str]
) -> None:
    sound = {"indicator": "staff", "on": dt.date(2025, 1, 1), "value": 5, "source": "штатний розпис"}
    assert refusal(record_manual, act, unit=places[0], **{**sound, **wrong}) == [problem]
    assert not facts(KINDS.keys(), None, dt.date(2199, 12, 31)).exists()


def past(act: Act, unit: Unit, value: int, forecast_at: dt.date | None = None) -> PastFigure:
    return record_past_figure(
        Act(actor=act.actor),
        unit=unit,
        year=2023,
        indicator="visits",
        state="number",
        value=value,
        source="План на 2024 рік",
        forecast_at=forecast_at,
    )


def test_a_forecast_is_replaced_by_the_final_number_and_never_the_other_way_round(act: Act, places: Places) -> None:
    past(act, places[0], 30546, dt.date(2023, 12, 1))
    past(act, places[0], 30600)
    with pytest.raises(Refused) as refused:
        past(act, places[0], 30500, dt.date(2023, 11, 1))
    assert refused.value.codes == ["final_stands"]
    assert list(PastFigure.objects.values_list("value", "forecast_at")) == [(30600, None)]
    assert not facts(KINDS.keys(), None, dt.date(2199, 12, 31)).exists()


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"indicator": "lost"}, ("unknown_indicator", "indicator")),
        ({"indicator": "coverage"}, ("not_plannable", "indicator")),
        ({"year": 3000}, ("bad_year", "year")),
        ({"state": "no_data", "value": None}, ("unknown_state", "value")),
        ({"source": ""}, ("no_source", "source")),
        ({"forecast_at": dt.date(2022, 12, 1)}, ("forecast_of_other_year", "forecast_at")),
    ],
)
def test_a_past_figure_without_a_document_or_sense_is_refused(
    act: Act, places: Places, wrong: dict[str, Any], problem: tuple[str, str]
) -> None:
    sound = {"indicator": "visits", "year": 2023, "state": "number", "value": 5, "source": "План"}
    assert refusal(record_past_figure, act, unit=places[0], **{**sound, **wrong}) == [problem]
