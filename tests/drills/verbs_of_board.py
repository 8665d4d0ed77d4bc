"""One true call of each verb of the plan's board, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.planning.board.actions import deliver, note_item, replan_tie, tie_all, tie_item, untie_item
from mandrivna.planning.models import Plan, PlanItem, Section

type Told = Callable[[Any], dict[str, Any]]
COLUMNS = [{"title": "№", "role": "number"}, {"title": "Назва", "role": "title"}, {"title": "Скільки", "role": "quantity"}]


def _item(world: Any) -> PlanItem:
    plan, _made = Plan.objects.get_or_create(unit=world.lib.root, year=2026, kind="annual")
    part, _made = Section.objects.get_or_create(plan=plan, number="9", defaults={"title": "Дошка", "columns": COLUMNS})
    meaning = {"quantities": [{"number": 75, "unit": "довідок", "line": None, "part": False}]}
    about = {"section": "9", "cells": ["1", "Довідки", "75 довідок"], "meaning": meaning}
    return PlanItem.objects.get_or_create(plan=plan, part=part, number="1", defaults=about)[0]


def _tied(world: Any, kind: str = "indicator") -> dict[str, Any]:
    item = _item(world)
    tie = tie_item(world.lib.act(), item=item, kind=kind, indicator="references" if kind == "indicator" else "", planned=75)
    return {"item": item, "tie": str(tie.pk)}


BOARD: dict[str, tuple[Callable[..., object], Told]] = {
    "planning.tie_item": (tie_item, lambda w: {"item": _item(w), "kind": "indicator", "indicator": "references", "planned": 75}),
    "planning.tie_all": (tie_all, lambda w: {"plan": _item(w).plan}),
    "planning.untie_item": (untie_item, _tied),
    "planning.replan_tie": (replan_tie, lambda w: {**_tied(w), "planned": 80}),
    "planning.deliver": (deliver, lambda w: {**_tied(w, "deliverable"), "on": w.lib.today, "link": "https://example.org/zvit"}),
    "planning.note_item": (note_item, lambda w: {"item": _item(w), "outcome": "partly", "text": "Приміщення передали пізніше"}),
}
