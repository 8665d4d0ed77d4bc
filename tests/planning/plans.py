"""A small plan in the manner of the library's own, made through the verbs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, Section

COLUMNS = [
    {"title": "№ п/п", "role": "number", "width": 10},
    {"title": "Назва діяльності", "role": "title", "width": 70},
    {"title": "Форма роботи", "role": "form", "width": 40},
    {"title": "Кількісні показники", "role": "quantity", "width": 30},
    {"title": "Термін виконання", "role": "term", "width": 30},
    {"title": "Виконавці", "role": "executors", "width": 30},
]
ROWS = [
    (0, ["1", "Надходження видань", "", "", "Протягом року", "ВФФЕК"]),
    (1, ["1.1", "Отримання книг", "приймання", "200 прим.", "", ""]),
    (1, ["1.2", "Літоглядки", "-----//-----", "12", "щомісяця", "ЦПЧ, ВІТЕР"]),
    (0, ["2", "Розмовний клуб", "-----//-----", "", "1, 3 квартали", "-----//-----"]),
]


def an_act(actor: Actor = SYSTEM) -> Act:
    return Act(actor=actor)


def plan_of(unit: Unit, year: int = 2026, **about: Any) -> Plan:
    return plans.make_plan(an_act(), unit=unit, year=year, kind="annual", about={"title": f"План роботи на {year} рік", **about})


def part_of(plan: Plan, number: str = "2.1", rows: list[tuple[int, list[str]]] = ROWS, **about: Any) -> Section:
    said = {"number": number, "title": "Формування фонду", "columns": COLUMNS, **about}
    part = plans.add_part(an_act(), plan=plan, about=said)
    for level, cells in rows:
        plans.add_row(an_act(), part=part, cells=cells, level=level)
    return Section.objects.get(pk=part.pk)


def rows(part: Section) -> list[PlanItem]:
    return list(PlanItem.objects.filter(part=part).order_by("position", "uid"))


def numbers(part: Section) -> list[str]:
    return [row.number for row in rows(part)]


def approved(plan: Plan) -> Plan:
    return plans.approve_plan(an_act(), plan=plan, on=dt.date(2026, 1, 9), post="Директорка", name="Ганна Приклад")
