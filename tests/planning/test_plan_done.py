"""What the copy of a plan is told of last year's numbers: by what measured a row, or by what is offered for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.core.models import Unit
from mandrivna.planning.actions.plans import copy_plan
from mandrivna.planning.board.actions import tie_item
from mandrivna.planning.models import PlanItem
from mandrivna.planning.plan_done import done_of
from tests.planning.test_board import an_act, planned

type Places = tuple[Unit, Unit, Unit]
LAST = 2025
NOVEMBER = dt.date(LAST, 11, 3)


def test_the_numbers_of_a_row_go_over_into_the_next_year(places: Places, facts: Any) -> None:
    """Accepted, offered, of which nobody kept count, with several numbers, without any."""
    root, hub, _other = places
    plan, (accepted, offered, uncounted, several, words) = planned(
        root,
        ["1", "Видано додому", "500 книг", "Протягом року", "ЦПЧ"],
        ["2", "Довідки", "75 довідок", "Протягом року", "ЦПЧ"],
        ["3", "Надходження", "200 прим.", "Протягом року", "ВФФЕК"],
        ["4", "Видача:\n- довідки\n- записані", "20 довідок\n30 осіб", "Протягом року", "ЦПЧ"],
        ["5", "Моніторинг", "", "1 квартал", "ВНМР"],
        year=LAST,
    )
    tie_item(an_act(), item=accepted, kind="indicator", indicator="issues", planned=500, unit="книг")
    tie_item(an_act(), item=several, kind="indicator", indicator="references", planned=20, unit="довідок", label="довідки", line=1)
    tie_item(an_act(), item=several, kind="indicator", indicator="users_registered", planned=None, label="записані", line=2)
    facts("enquiries.reference", hub, NOVEMBER, 12, form="thematic")
    facts("readers.enrolment", hub, NOVEMBER, 9)
    told = done_of(plan)
    assert told == {
        accepted.pk: "0 із 500 книг",
        offered.pk: "12 із 75 довідок",
        several.pk: "довідки: 12 із 20 довідок\nзаписані: 9",
    }
    assert {uncounted.pk, words.pk}.isdisjoint(told)
    copied = copy_plan(an_act(), plan=plan, year=LAST + 1)
    cells = [item.cells[-1] for item in PlanItem.objects.filter(plan=copied).order_by("position")]
    assert cells == ["0 із 500 книг", "12 із 75 довідок", "", "довідки: 12 із 20 довідок\nзаписані: 9", ""]


def test_facts_of_another_year_are_not_last_years(places: Places, facts: Any) -> None:
    plan, _items = planned(places[0], ["1", "Довідки", "75 довідок", "Протягом року", "ЦПЧ"], year=LAST)
    facts("enquiries.reference", places[1], dt.date(LAST + 1, 1, 5), 12, form="thematic")
    assert done_of(plan) == {}
