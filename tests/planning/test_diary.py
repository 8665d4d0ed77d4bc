"""The diary of work: filled from facts, added to by hand with a reason, closed by months with corrections shown."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import KINDS, check_facts
from mandrivna.planning.actions import add_to_diary, close_diary_month, withdraw_from_diary
from mandrivna.planning.diary import paper
from mandrivna.planning.diary.columns import faults, load
from mandrivna.planning.diary.rows import DiaryAddition, DiaryMonth
from mandrivna.planning.diary.sheet import counted, facts_of, month_of, parts_of
from mandrivna.planning.queries import table
from mandrivna.shared.printing.document import Grid, Letterhead

type Places = tuple[Unit, Unit, Unit]
MARCH = (2026, 3)


def figures(unit: Unit, part: str, *codes: str, year: int = 2026, month: int = 3) -> dict[str, list[int]]:
    """Column → (month, before it this year, year)."""
    found = counted(month_of(unit, year, month), load().parts[part])
    return {code: [found.month[code], found.before.get(code, 0), found.year[code]] for code in codes}


@pytest.fixture
def spring(places: Places, facts: Any) -> Places:
    """Issues and visits of three months at three places."""
    for number, unit in enumerate(places, 1):
        for month in (1, 2, 3):
            on = dt.date(2026, month, 2 + number)
            facts("lending.issue", unit, on, 10 * number, mode="nonstationary", language="ukr", material="book", age="0-14")
            facts("lending.issue", unit, on, 1, mode="nonstationary", language="eng", material="periodical")
            facts("lending.renewal", unit, on, 2, mode="nonstationary")
            facts("lending.visit", unit, on, month, mode="nonstationary")
            facts("enquiries.reference", unit, on, 3, form="thematic", mode="nonstationary")
    return places


def test_a_day_a_month_and_what_stood_before_it_this_year(spring: Places) -> None:
    root, hub, _other = spring
    found = counted(month_of(hub, *MARCH), load().parts["issues"])
    assert found.days[dt.date(2026, 3, 4)] == {
        "issued": 23, "books": 20, "serials": 1, "ukrainian": 20, "children": 20, "renewed": 2,
    }  # fmt: skip
    assert sum(bool(day) for day in found.days.values()) == 1
    assert figures(root, "issues", "issued", "books") == {"issued": [69, 138, 207], "books": [60, 120, 180]}
    assert figures(root, "readers", "visits", "visits_out") == {"visits": [9, 9, 18], "visits_out": [9, 9, 18]}
    assert figures(root, "references", "references", "thematic", "address") == {
        "references": [9, 18, 27], "thematic": [9, 18, 27], "address": [0, 0, 0],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("column", "part", "indicator"), [("issued", "issues", "issues"), ("references", "references", "references")]
)
def test_the_year_of_the_diary_is_the_indicator(spring: Places, column: str, part: str, indicator: str) -> None:
    assert figures(spring[0], part, column, month=12)[column][2] == table(spring[0], 2026)[indicator].cells["fact"].value


def test_every_number_opens_to_the_facts_that_make_it(spring: Places) -> None:
    asked = month_of(spring[0], *MARCH)
    for part in load():
        found = counted(asked, part)
        for column in part.columns:
            assert sum(facts_of(asked, column).values_list("quantity", flat=True)) == found.month[column.code], column.code


def test_what_the_program_has_not_seen_is_added_with_a_reason_and_is_a_fact(spring: Places, act: Act) -> None:
    _root, hub, _other = spring
    on = dt.date(2026, 3, 20)
    addition = add_to_diary(act, unit=hub, on=on, column="issued", quantity=7, source="Аркуш простору, не було зв’язку")
    assert (addition.kind, addition.facets, addition.source) == (
        "lending.issue", {"mode": "nonstationary"}, "Аркуш простору, не було зв’язку",
    )  # fmt: skip
    assert figures(hub, "issues", "issued")["issued"] == [30, 46, 76]
    assert table(hub, 2026)["issues"].cells["fact"].value == 76
    assert [one for one in check_facts().drift if "DiaryAddition" in one] == []


def test_said_twice_under_one_identity_it_is_added_once(spring: Places) -> None:
    act = Act(actor=SYSTEM)
    for _time in range(2):
        add_to_diary(act, unit=spring[1], on=dt.date(2026, 3, 20), column="visits", quantity=4, source="журнал")
    assert DiaryAddition.objects.count() == 1
    assert figures(spring[1], "readers", "visits")["visits"] == [7, 3, 10]


def test_how_it_was_served_may_be_said(spring: Places) -> None:
    add_to_diary(
        Act(actor=SYSTEM), unit=spring[1], on=dt.date(2026, 3, 20), column="visits", quantity=4, source="дзвінки", mode="distance"
    )
    assert figures(spring[1], "readers", "visits_far")["visits_far"] == [4, 0, 4]


def test_what_was_added_by_mistake_is_taken_back_and_leaves_its_trace(spring: Places) -> None:
    hub = spring[1]
    addition = add_to_diary(Act(actor=SYSTEM), unit=hub, on=dt.date(2026, 3, 20), column="visits", quantity=40, source="журнал")
    with pytest.raises(Refused):
        withdraw_from_diary(Act(actor=SYSTEM), addition=addition, why=" ")
    for _time in range(2):
        withdraw_from_diary(Act(actor=SYSTEM), addition=addition, why="Записано двічі")
    addition.refresh_from_db()
    assert (addition.why, bool(addition.withdrawn_at)) == ("Записано двічі", True)
    assert figures(hub, "readers", "visits")["visits"] == [3, 3, 6]
    assert [one for one in check_facts().drift if "DiaryAddition" in one] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"column": "ghosts"}, "unknown_column"),
        ({"column": "visits_children"}, "not_by_hand"),
        ({"quantity": 0}, "out_of_range"),
        ({"quantity": 100_001}, "out_of_range"),
        ({"mode": "teleport"}, "unknown_mode"),
        ({"source": "  "}, "no_source"),
        ({"on": dt.date(2999, 1, 1)}, "in_future"),
    ],
)
def test_what_cannot_be_added_is_refused(places: Places, act: Act, wrong: dict[str, Any], code: str) -> None:
    said = {"unit": places[1], "on": dt.date(2026, 3, 2), "column": "issued", "quantity": 1, "source": "журнал", **wrong}
    with pytest.raises(Refused) as refused:
        add_to_diary(act, **said)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not DiaryAddition.objects.exists()


def test_a_closed_month_says_what_was_known_then_and_shows_corrections_beside_it(spring: Places, facts: Any) -> None:
    hub = spring[1]
    close_diary_month(Act(actor=SYSTEM), unit=hub, year=2026, month=3)
    closed = DiaryMonth.objects.get()
    facts("lending.issue", hub, dt.date(2026, 3, 30), 5, mode="nonstationary")
    facts("lending.issue", hub, dt.date(2026, 3, 30), -2, mode="nonstationary")
    found = counted(month_of(hub, *MARCH), load().parts["issues"])
    assert (found.month["issued"], found.later["issued"], found.later["renewed"]) == (23, 3, 0)
    assert figures(hub, "issues", "issued", month=4)["issued"] == [0, 72, 72]
    close_diary_month(Act(actor=SYSTEM), unit=hub, year=2026, month=3)
    assert DiaryMonth.objects.get().closed_at == closed.closed_at


@pytest.mark.parametrize(("year", "month", "code"), [(2026, 13, "bad_month"), (2026, 0, "bad_month"), (2999, 1, "bad_year")])
def test_a_month_that_is_none_is_not_closed(places: Places, act: Act, year: int, month: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        close_diary_month(act, unit=places[1], year=year, month=month)
    assert code in [problem.code for problem in refused.value.problems]


def test_a_month_that_still_runs_is_not_closed(places: Places, act: Act) -> None:
    today = timezone.localdate()
    with pytest.raises(Refused) as refused:
        close_diary_month(act, unit=places[1], year=today.year, month=today.month)
    assert [problem.code for problem in refused.value.problems] == ["month_not_over"]


@pytest.mark.parametrize("part", ["readers", "issues", "events", "references"])
def test_a_part_of_a_month_asks_the_same_however_busy_it_was(places: Places, facts: Any, part: str) -> None:
    asked = []
    for times in (1, 3):
        for day in range(1, times + 1):
            for kind in load().parts[part].kinds:
                facts(kind, places[1], dt.date(2026, 3, day), 2)
        load()
        with CaptureQueriesContext(connection) as queries:
            counted(month_of(places[1], *MARCH), load().parts[part])
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 6


def test_the_paper_has_four_parts_every_day_and_the_foot_of_a_paper_diary(spring: Places) -> None:
    asked = month_of(spring[0], *MARCH)
    whole = paper.document(asked, parts_of(asked, load()), [], letterhead=Letterhead(name="Бібліотека"))
    grids = [block for block in whole.blocks if isinstance(block, Grid)]
    assert [grid.caption for grid in grids] == [part.title for part in load()]
    for grid in grids:
        assert [row[0].text for row in grid.rows] == [
            *(str(day) for day in range(1, 32)), "Всього за місяць", "Перенесено з початку року", "З початку року",
        ]  # fmt: skip
    issued = [row[1].text for row in grids[1].rows]
    assert [said for said in issued if said] == ["13", "23", "33", "69", "138", "207"]


def test_a_diary_that_counts_what_does_not_exist_is_refused() -> None:
    data = policy.seed("diary")
    assert faults(data, dict(KINDS.items())) == []
    data["parts"]["issues"]["columns"]["books"]["kinds"] = ["lending.ghost"]
    data["parts"]["issues"]["columns"]["renewed"]["where"] = {"form": ["new"]}
    assert faults(data, dict(KINDS.items())) == [
        "«books»: unknown facts «lending.ghost»", "«renewed»: the facts «lending.renewal» have no facet «form»",
    ]  # fmt: skip


def test_a_place_that_serves_in_both_ways_counts_as_everything_else_there_does(spring: Places) -> None:
    root, hub, _other = spring
    root.periods.update(mode="both")
    said = {"on": dt.date(2026, 3, 20), "column": "visits", "quantity": 4, "source": "журнал"}
    modes = [add_to_diary(Act(actor=SYSTEM), unit=unit, **said).facets["mode"] for unit in (root, hub)]
    assert modes == ["stationary", "nonstationary"]
