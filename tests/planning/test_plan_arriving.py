"""A plan from a file: what was read waits beside its source, a person saves it, and the plan says the same, word for word."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from mandrivna.core import retention
from mandrivna.core.models import Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.items import item_of
from mandrivna.planning.models import Plan, PlanItem, PlanReading, Section
from mandrivna.planning.plan_arriving import approved_on, stage
from mandrivna.planning.reading.read import read
from mandrivna.planning.reading.said import ReadPlan
from mandrivna.shared.ids import new_uid
from tests.planning.plans import an_act
from tests.planning.test_plan_writing import codes

type Places = tuple[Unit, Unit, Unit]

FILES = Path(__file__).parent.parent / "fixtures/plans"
YEARS = {"d0.txt": 2025, "d1.txt": 2024, "d2.txt": 2021, "d3.txt": 2017, "d4.txt": 2016}
"""The third names no year of its own: whoever looks through it says one."""


@cache
def plan_in(name: str) -> ReadPlan:
    return read((FILES / name).read_bytes(), name)


def saved(name: str, unit: Unit, **about: Any) -> Plan:
    found = plan_in(name)
    reading = stage(new_uid(), found, unit=unit, by=None)
    usual = {"year": YEARS[name], "kind": str(found.kind), "title": found.title, "until_year": found.until}
    return plans.save_reading(an_act(), reading=reading, **{**usual, **about})


def written(plan: Plan) -> list[list[str]]:
    rows = PlanItem.objects.filter(plan=plan, part__kind__in=("section", "goal", "direction")).order_by(
        "part__position", "position"
    )
    return [row.cells for row in rows]


@pytest.mark.parametrize("name", YEARS)
def test_every_cell_of_every_row_is_in_the_plan_in_its_order(places: Places, name: str) -> None:
    plan = saved(name, places[0])
    assert written(plan) == [[cell.written for cell in row.cells] for row in plan_in(name).rows]
    sections = Section.objects.filter(plan=plan, kind__in=("section", "goal", "direction")).order_by("position")
    said = [(one.number[:20], [column["title"] for column in one.columns]) for one in sections][: len(plan_in(name).sections)]
    assert said == [(section.number[:20], list(section.columns)) for section in plan_in(name).sections]


def test_terms_and_executors_mean_in_the_plan_what_the_reader_of_the_file_understood(places: Places) -> None:
    """Two ways to one meaning: read from the file, and made anew from the words that were saved."""
    plan = saved("d0.txt", places[0])
    rows = PlanItem.objects.filter(plan=plan, part__kind="section").order_by("part__position", "position")
    compared = 0
    for item, row in zip(rows, plan_in("d0.txt").rows, strict=True):
        if row.term.short not in ("inherit", "none"):
            assert item.meaning["term"]["short"] == row.term.short, row.source
            compared += 1
        assert [(one["number"], one["unit"]) for one in item.meaning["quantities"]] == [
            (one.number, one.unit) for one in row.quantities
        ]
    assert compared > 60


def test_the_cover_the_figures_and_the_abbreviations_come_along(places: Places) -> None:
    found, plan = plan_in("d0.txt"), saved("d0.txt", places[0])
    assert (plan.state, plan.title, plan.place, plan.cover_year) == ("draft", found.title, found.place, "2024")
    assert approved_on(plan) == dt.date(2024, 12, 2), "the day on the stamp is offered when it is approved here"
    assert found.approval is not None and (plan.approver_post, plan.approver_name) == (found.approval.post, found.approval.name)
    figures = PlanItem.objects.filter(plan=plan, part__kind="indicators").order_by("position")
    assert [row.cells for row in figures] == [[row.number, row.label, *row.values] for row in found.indicators.rows]
    assert [[one.short, one.full] for one in plan.abbreviations.order_by("position")] == [
        [one.short, one.long] for one in found.abbreviations
    ]


def test_sections_stand_under_those_whose_number_they_continue(places: Places) -> None:
    plan = saved("d0.txt", places[0])
    under = Section.objects.filter(plan=plan, parent__isnull=False).order_by("position").values_list("number", "parent__number")
    assert list(under) == [("1.1", "1"), ("2.1", "2"), ("2.2", "2"), ("2.3", "2"), ("3.1", "3"), ("3.2", "3")]


def test_a_row_that_events_have_named_is_that_row(places: Places) -> None:
    named = item_of(places[0], 2025, "3.1", "1.3", title="Клуб")
    assert named is not None
    plan = saved("d0.txt", places[0])
    row = PlanItem.objects.get(pk=named.pk)
    assert (row.plan_id, row.part and row.part.number, row.meaning["term"]["short"]) == (plan.pk, "3.1", "rate 12")
    assert PlanItem.objects.filter(plan=plan, section="3.1", number="1.3").count() == 1


def test_what_was_left_out_is_left_out_and_a_file_becomes_one_plan(places: Places) -> None:
    reading = stage(new_uid(), plan_in("d2.txt"), unit=places[0], by=None)
    rows = len(plan_in("d2.txt").rows)
    about: dict[str, Any] = {"reading": reading, "year": 2021, "kind": "goals", "title": "План відділення"}
    plan = plans.save_reading(an_act(), **about, without=["0:0", "1:1"])
    assert PlanItem.objects.filter(plan=plan).count() == rows - 2
    assert codes(plans.save_reading, **about) == [("already_saved", "")]
    assert PlanReading.objects.get().plan == plan


def test_a_second_annual_plan_is_refused_and_nothing_of_it_is_kept(places: Places) -> None:
    saved("d0.txt", places[0])
    count = PlanItem.objects.count()
    reading = stage(new_uid(), plan_in("d0.txt"), unit=places[0], by=None)
    assert codes(plans.save_reading, reading=reading, year=2025, kind="annual", title="Ще раз") == [("plan_exists", "year")]
    assert (PlanItem.objects.count(), Plan.objects.count()) == (count, 1)


def test_a_file_that_became_no_plan_in_ninety_days_goes_with_the_names_in_it(places: Places) -> None:
    waits, fresh, became = (stage(new_uid(), plan_in("d2.txt"), unit=places[0], by=None) for _ in range(3))
    plans.save_reading(an_act(), reading=became, year=2021, kind="goals", title="План відділення")
    now = fresh.at
    PlanReading.objects.exclude(pk=fresh.pk).update(at=now - dt.timedelta(days=91))
    assert set(PlanReading.objects.all()) == {waits, fresh, became}
    assert retention.execute(now)["planning.forget_readings"] == 1
    assert set(PlanReading.objects.all()) == {fresh, became}
    assert retention.execute(now)["planning.forget_readings"] == 0


def test_the_same_file_sent_twice_waits_once(places: Places) -> None:
    key = new_uid()
    assert stage(key, plan_in("d2.txt"), unit=places[0], by=None) == stage(key, plan_in("d2.txt"), unit=places[0], by=None)
    assert PlanReading.objects.count() == 1
