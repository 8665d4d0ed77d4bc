"""What a row of a plan could be measured by: every quantity of the library's own plans, and what is better left to a person."""

from __future__ import annotations

import pytest

from mandrivna.core import policy
from mandrivna.planning.board.actions import tie_all, tie_item
from mandrivna.planning.board.rows import Tie
from mandrivna.planning.board.suggesting import rules, suggestions
from mandrivna.planning.models import PlanItem, Section
from mandrivna.planning.plan_meaning import meanings
from tests.planning.reading.kit import expected
from tests.planning.test_board import COLUMNS, Places, an_act, planned

pytestmark = pytest.mark.django_db


QUANTITIES = {
    "d0": [
        ("acquisitions_books", 200), ("labelled", 200), ("records", 200), ("classified", 200), ("subjected", 200), ("analytic", 10),
        ("edited", 210), ("shelves", 6), ("users_registered", 1900), ("users_served", 9000), ("references", 75),
        ("consultations", 250), ("consultations_education", 150),
    ],
    "d1": [
        ("acquisitions_books", 200), ("acquisitions_electronic", 500), ("labelled", 200), ("records", 200), ("classified", 200),
        ("subjected", 200), ("analytic", 10), ("edited", 200), ("users_registered", 1900), ("users_served", 5000),
        ("references", 75), ("consultations", 250), ("consultations_education", 150),
    ],
}  # fmt: skip
"""What a person reads in the columns of quantities of both plans; of «інформацій» and of «12» materials no row knows anything."""


@pytest.mark.parametrize("name", ["d0", "d1"])
def test_every_quantity_of_both_plans_is_offered_what_a_person_reads_in_it(name: str) -> None:
    known, found, unsure = list(policy.seed("ties")["ties"].values()), [], []
    for about in expected(name)["sections"]:
        if "title" not in about["roles"]:
            continue
        columns = [{"title": title, "role": role} for title, role in zip(about["columns"], about["roles"], strict=True)]
        items, at = [PlanItem(cells=row["cells"], level=row["level"]) for row in about["rows"]], about["roles"].index("title")
        for item, meaning in zip(items, meanings(columns, items, 2025, {}), strict=True):
            if meaning.get("quantities"):
                told = suggestions(item.cells[at], meaning, 2025, known)
                found += [(one.indicator, one.planned) for one in told if one.sure]
                unsure += [one.planned for one in told if not one.sure]
    assert (found, unsure) == (QUANTITIES[name], [{"d0": 30, "d1": 12}[name]])


def test_a_number_that_nothing_explains_is_shown_in_its_row_and_not_taken_with_the_others(places: Places) -> None:
    plan, items = planned(places[0], ["1", "Матеріали", "12", "", ""], ["2", "Дайджести", "30 інформацій", "", ""])
    assert [one.kind for one in suggestions("Матеріали", items[0].meaning, 2026, rules())] == ["events"]
    assert tie_all(an_act(), plan=plan) == 0
    Section.objects.filter(pk=items[0].part_id).update(columns=[*COLUMNS, {"title": "Авдиторія", "role": "audience"}])
    assert tie_all(an_act(), plan=plan) == 1, "where it is said for whom, a bare number counts events"
    assert [(tie.kind, tie.planned) for tie in Tie.objects.all()] == [("events", 12)]


def test_one_offer_taken_by_itself_keeps_what_narrows_it(places: Places) -> None:
    _plan, (row,) = planned(places[0], ["1", "Довідки", "75 довідок", "", ""])
    tie = tie_item(an_act(), item=row, kind="indicator", indicator="references", planned=75, where={"channel": ["chat"]})
    assert Tie.objects.get(pk=tie.pk).where == {"channel": ["chat"]}
