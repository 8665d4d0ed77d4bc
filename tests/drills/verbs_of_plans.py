"""One true call of each verb about plans as documents, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, PlanReading, Section
from mandrivna.planning.plan_arriving import stage
from mandrivna.planning.reading.said import Kind, ReadPlan
from mandrivna.planning.reading.said import Section as PartOfFile
from tests.drills.kit import named
from tests.planning.plans import COLUMNS

type Told = Callable[[Any], dict[str, Any]]

YEAR, DAY = 2031, dt.date(2026, 1, 9)


def _plan(world: Any) -> Plan:
    return plans.make_plan(world.lib.act(), unit=world.lib.hub, year=YEAR, kind="programme", about={"title": "Програма"})


def _part(world: Any, plan: Plan | None = None) -> Section:
    about = {"number": "1", "title": "Читання", "columns": COLUMNS}
    return plans.add_part(world.lib.act(), plan=plan or _plan(world), about=about)


def _row(world: Any, part: Section | None = None) -> PlanItem:
    return plans.add_row(world.lib.act(), part=part or _part(world), cells=["1", "Літоглядки", "огляд", "12", "щомісяця", "ЦПЧ"])


def _written(world: Any) -> Plan:
    return _row(world).plan


def _approved(world: Any) -> Plan:
    return plans.approve_plan(world.lib.act(), plan=_written(world), on=DAY, post="Директорка", name="Ганна Приклад")


def _said(world: Any) -> dict[str, Any]:
    plan = _written(world)
    return {"comment": plans.comment_plan(world.lib.act(), plan=plan, text="Хто веде?")}


def _two_parts(world: Any) -> dict[str, Any]:
    plan = _plan(world)
    first = _part(world, plan)
    return {"part": _part(world, plan), "before": first}


def _moving(world: Any) -> dict[str, Any]:
    part = _part(world)
    first = _row(world, part)
    return {"item": _row(world, part), "part": part, "before": first}


def _read(world: Any) -> PlanReading:
    found = ReadPlan(Kind.PROGRAMME, YEAR, "Програма з файлу", sections=(PartOfFile("1", "Читання"),))
    return stage(named("reading"), found, unit=world.lib.hub, by=None)


def _undone(world: Any) -> dict[str, Any]:
    return {"plan": _written(world)}


def _last_year(world: Any) -> dict[str, Any]:
    before = plans.make_plan(world.lib.act(), unit=world.lib.hub, year=YEAR - 1, kind="programme", about={"title": "Торішня"})
    return {"part": _part(world), "row": _row(world, _part(world, before))}


def _linked(world: Any) -> dict[str, Any]:
    return {"item": _row(world), "serves": _row(world)}


NEW = {"year": YEAR, "kind": "annual", "about": {"title": "План роботи"}}

PLANS: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.make_plan": (plans.make_plan, lambda w: {"unit": w.lib.hub, **NEW}),
    "planning.edit_plan": (plans.edit_plan, lambda w: {"plan": _plan(w), "about": {"title": "Програма читання"}}),
    "planning.copy_plan": (plans.copy_plan, lambda w: {"plan": _written(w), "year": YEAR + 1}),
    "planning.take_row": (plans.take_row, _last_year),
    "planning.set_abbreviations": (
        plans.set_abbreviations, lambda w: {"plan": _written(w), "said": [["ЦПЧ", "Центр просування читання", ""]]}
    ),
    "planning.add_part": (plans.add_part, lambda w: {"plan": _plan(w), "about": {"number": "1", "title": "Читання"}}),
    "planning.edit_part": (plans.edit_part, lambda w: {"part": _part(w), "about": {"title": "Просування читання"}}),
    "planning.set_columns": (
        plans.set_columns,
        lambda w: {"part": _part(w), "columns": [{**column, "was": at} for at, column in reversed(list(enumerate(COLUMNS)))]},
    ),
    "planning.move_part": (plans.move_part, _two_parts),
    "planning.remove_part": (plans.remove_part, lambda w: {"part": _part(w)}),
    "planning.add_row": (plans.add_row, lambda w: {"part": _part(w), "cells": ["1", "Літоглядки"]}),
    "planning.write_cell": (plans.write_cell, lambda w: {"item": _row(w), "column": 3, "text": "24"}),
    "planning.edit_row": (plans.edit_row, lambda w: {"item": _row(w), "cells": ["1", "Огляди"]}),
    "planning.paste_cells": (plans.paste_cells, lambda w: {"part": _part(w), "table": [["1", "Огляди"], ["2", "Клуб"]]}),
    "planning.move_row": (plans.move_row, _moving),
    "planning.remove_row": (plans.remove_row, lambda w: {"item": _row(w)}),
    "planning.link_row": (plans.link_row, _linked),
    "planning.agree_plan": (plans.agree_plan, lambda w: {"plan": _written(w), "on": DAY}),
    "planning.approve_plan": (
        plans.approve_plan, lambda w: {"plan": _written(w), "on": DAY, "post": "Директорка", "name": "Ганна Приклад"}
    ),
    "planning.run_plan": (plans.run_plan, lambda w: {"plan": _approved(w), "on": DAY}),
    "planning.keep_version": (plans.keep_version, lambda w: {"plan": _written(w), "name": "до наради"}),
    "planning.comment_plan": (plans.comment_plan, lambda w: {"plan": _plan(w), "text": "Хто веде?"}),
    "planning.solve_comment": (plans.solve_comment, _said),
    "planning.save_reading": (
        plans.save_reading, lambda w: {"reading": _read(w), "year": YEAR, "kind": "programme", "title": "Програма з файлу"}
    ),
    "planning.undo_plan": (plans.undo_plan, _undone),
}  # fmt: skip
