"""How a row went a year ago: by the events that named the same row of last year's plan, or by nothing, with the reason."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.core.models import Unit
from mandrivna.planning.actions.plans import copy_plan
from mandrivna.planning.board.actions import tie_item
from mandrivna.planning.board.former import matched
from mandrivna.planning.board.sheet import Board, board, board_of
from mandrivna.planning.models import Plan, PlanItem
from tests.planning.test_board import an_act, held
from tests.planning.test_board import planned as written

type Places = tuple[Unit, Unit, Unit]
JULY = dt.date(2026, 7, 1)
NONE_THERE, NO_PLAN = "торік у плані такого рядка не було", "торік плану не було"


def planned(unit: Unit, *rows: list[str], year: int = 2026) -> tuple[Plan, list[PlanItem]]:
    plan, items = written(unit, *rows, year=year)
    for item in items:
        item.title = item.cells[1]
        item.save()
    return plan, items


def stands(found: Board) -> list[list[tuple[int | None, int | None, str]]]:
    return [[(one.fact, one.before, one.unknown) for one in row.measured] for row in found.rows]


def both(item: PlanItem) -> None:
    for kind in ("events", "people"):
        tie_item(an_act(), item=item, kind=kind, planned=12)


def test_events_and_people_of_the_same_row_a_year_ago_to_the_same_day(places: Places) -> None:
    _old, (club, _gone) = planned(places[0], ["7", "Клуб: 5 річниця", "", "", ""], ["8", "Давнє", "", "", ""], year=2025)
    for on, people in ((dt.date(2025, 2, 2), 20), (dt.date(2025, 7, 1), 5), (dt.date(2025, 7, 2), 100)):
        held(places[1], club, on, people)
    plan, (now, fresh) = planned(places[0], ["1", "Клуб: 6 річниця", "12", "", ""], ["2", "Нове", "12", "", ""])
    both(now)
    both(fresh)
    held(places[1], now, dt.date(2026, 3, 3), 30)
    found = board(plan, today=JULY)
    assert stands(found) == [[(1, 2, ""), (30, 25, "")], [(0, None, NONE_THERE)] * 2]
    assert [(one.fact, one.before) for one in board_of(now, today=JULY).measured] == [(1, 2), (30, 25)]
    assert stands(board(plan, until="q1", today=JULY))[0] == [(1, 1, ""), (30, 20, "")]
    assert [one.before for one in board(plan, today=JULY, before=False).rows[0].measured] == [None, None]


def test_a_row_that_nobody_named_a_year_ago_had_nothing_and_without_a_plan_nothing_is_known(places: Places) -> None:
    planned(places[0], ["1", "Клуб", "", "", ""], year=2025)
    plan, (club,) = planned(places[0], ["1", "Клуб", "", "", ""])
    both(club)
    assert stands(board(plan, today=JULY)) == [[(0, 0, "")] * 2]
    PlanItem.objects.filter(plan__year=2025).delete()
    assert stands(board(plan, today=JULY)) == [[(0, None, NO_PLAN)] * 2]


def test_a_copy_of_last_year_s_plan_knows_every_row_of_it(places: Places) -> None:
    old, items = planned(
        places[0], ["1", "Клуб", "", "", ""], ["2", "Звіт за 2024 рік", "", "", ""], ["3", "Виставка", "", "", ""], year=2025
    )
    for at, item in enumerate(items, 1):
        held(places[1], item, dt.date(2025, 1, 1 + at), at * 10)
    copied = copy_plan(an_act(), plan=old, year=2026)
    for item in copied.items.order_by("position"):
        both(item)
    assert [[one.before for one in row.measured] for row in board(copied, today=JULY).rows] == [[1, 10], [1, 20], [1, 30]]


def test_another_unit_s_and_another_kind_s_row_is_not_this_one(places: Places) -> None:
    planned(places[1], ["1", "Клуб", "", "", ""], year=2025)
    Plan.objects.create(unit=places[0], year=2025, kind="goals")
    plan, (club,) = planned(places[0], ["1", "Клуб", "", "", ""])
    both(club)
    assert stands(board(plan, today=JULY)) == [[(0, None, NO_PLAN)] * 2]


NOW, OLD = [uuid4() for _ in range(3)], [uuid4() for _ in range(3)]


@pytest.mark.parametrize(
    ("now", "old", "pairs"),
    [
        ([("Клуб", "1", "Події")], [("клуб", "4", "Інше")], {0: 0}),
        ([("Клуб", "1", "Події")], [("Клуб", "1", "Події"), ("Клуб", "2", "Дозвілля")], {0: 0}),
        ([("Клуб", "1", "")], [("Клуб", "1.", ""), ("Клуб", "2", "")], {0: 0}),
        ([("Клуб", "3", "Нове")], [("Клуб", "1", "Події"), ("Клуб", "2", "Дозвілля")], {}),
        ([("Клуб", "1", "Події"), ("Клуб", "1", "Події")], [("Клуб", "1", "Події")], {}),
        ([("Клуб", "2", "Події"), ("Клуб", "1", "Дозвілля")], [("Клуб", "1", "Події"), ("Клуб", "2", "Дозвілля")], {0: 0, 1: 1}),
        ([("", "1", "Події")], [("", "1", "Події")], {}),
        ([("Події 2026 року", "1", "")], [("Події 2025 року", "1", "")], {0: 0}),
    ],
)
def test_rows_of_two_years_are_one_by_their_words_and_section(now: Any, old: Any, pairs: dict[int, int]) -> None:
    def named(keys: list[UUID], rows: list[tuple[str, str, str]]) -> list[tuple[UUID, str, str, str]]:
        return [(key, *row) for key, row in zip(keys, rows, strict=False)]

    assert matched(named(NOW, now), named(OLD, old), 2026) == {NOW[one]: OLD[other] for one, other in pairs.items()}


def test_the_year_before_costs_no_question(places: Places) -> None:
    rows = [[str(at), f"Клуб {at}", "", "", ""] for at in range(4)]
    _old, items = planned(places[0], *rows, year=2025)
    plan, now = planned(places[0], *rows)
    costs = []
    for item, last in zip(now, items, strict=True):
        both(item)
        held(places[1], last, dt.date(2025, 2, 2), 5)
        if item is now[0] or item is now[2]:
            for before in (True, False):
                with CaptureQueriesContext(connection) as asked:
                    board(plan, today=JULY, before=before)
                costs.append(len(asked))
    assert len(set(costs)) == 1, costs
