"""Rows of last year's plan that this year's has not: offered with what was done, taken over one by one, whole in themselves."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.core.models import Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.models import Plan, PlanItem, PlanRevision, Section
from mandrivna.planning.plan_last_year import MOST, offered
from tests.planning.plans import COLUMNS, an_act, approved, numbers, part_of, plan_of, rows
from tests.planning.test_plan_writing import codes

type Places = tuple[Unit, Unit, Unit]
OLD = [
    (0, ["1", "Надходження видань", "", "", "Протягом року", "ВФФЕК"]),
    (1, ["1.1", "Отримання книг", "приймання", "200 прим.", "", ""]),
    (0, ["2", "Розмовний клуб", "засідання", "12", "1, 3 квартали", "ЦПЧ"]),
    (0, ["3", "Звіт за 2024 рік", "-----//-----", "", "січень", "-----//-----"]),
]


@pytest.fixture
def years(places: Places) -> tuple[Section, Section]:
    """(last year's section, this year's, with one of its rows)."""
    old = part_of(plan_of(places[0], 2025), rows=OLD)
    return old, part_of(plan_of(places[0], 2026), rows=[(0, ["1", "надходження  видань", "", "", "Протягом року", "ВНМР"])])


def titles(part: Section) -> list[str]:
    found = offered(part, rows(part))
    return [one.title for one in found.offers] if found else []


def test_what_is_missing_is_offered_in_the_words_of_this_year(years: tuple[Section, Section]) -> None:
    _old, part = years
    assert titles(part) == ["Отримання книг", "Розмовний клуб", "Звіт за 2025 рік"]
    found = offered(part, rows(part))
    assert found is not None
    assert [(one.term, one.done) for one in found.offers] == [("Протягом року", ""), ("1, 3 квартали", ""), ("січень", "")]


def test_a_row_is_taken_over_whole_and_is_offered_no_more(years: tuple[Section, Section]) -> None:
    old, part = years
    report = plans.take_row(an_act(), part=part, row=rows(old)[3])
    assert (report.cells, report.level) == (["3", "Звіт за 2025 рік", "засідання", "", "січень", "ЦПЧ"], 0)
    assert titles(part) == ["Отримання книг", "Розмовний клуб"]
    assert codes(plans.take_row, part=part, row=rows(old)[3]) == [("already_there", "")]


def test_a_row_comes_under_the_row_it_stood_under(years: tuple[Section, Section]) -> None:
    old, part = years
    plans.take_row(an_act(), part=part, row=rows(old)[2])
    books = plans.take_row(an_act(), part=part, row=rows(old)[1])
    assert numbers(part) == ["1", "1.1", "2"]
    assert (books.level, books.parent_id, books.meaning["term"]["short"]) == (1, rows(part)[0].pk, "year")


def test_a_number_that_stands_already_is_not_given_twice(years: tuple[Section, Section]) -> None:
    old, part = years
    plans.add_row(an_act(), part=part, cells=["2", "Щось інше"])
    assert plans.take_row(an_act(), part=part, row=rows(old)[2]).number == ""


def test_other_columns_take_what_they_are_about_and_the_rest_goes_below_the_title(places: Places) -> None:
    old = part_of(plan_of(places[0], 2025), rows=OLD)
    columns = [COLUMNS[1], COLUMNS[4], {"title": "Виконано", "role": "done", "width": 0}]
    part = part_of(plan_of(places[0], 2026), rows=[], columns=columns)
    assert plans.take_row(an_act(), part=part, row=rows(old)[2]).cells == [
        "Розмовний клуб\n2\nзасідання\n12\nЦПЧ", "1, 3 квартали", "",
    ]  # fmt: skip


def test_taking_over_is_taken_back_by_one_press(years: tuple[Section, Section]) -> None:
    old, part = years
    plans.take_row(an_act(), part=part, row=rows(old)[1])
    plans.undo_plan(an_act(), plan=part.plan)
    assert numbers(part) == ["1"]
    assert "Отримання книг" in titles(part)


def test_an_approved_plan_asks_why(years: tuple[Section, Section]) -> None:
    old, part = years
    approved(part.plan)
    part = Section.objects.get(pk=part.pk)
    assert codes(plans.take_row, part=part, row=rows(old)[2]) == [("reason_needed", "reason")]
    plans.take_row(an_act(), part=part, row=rows(old)[2], reason="Забули перенести")
    assert PlanRevision.objects.filter(plan=part.plan, what="row_added").latest("id").formal


def test_a_row_of_another_unit_or_of_this_very_plan_is_refused(places: Places) -> None:
    strange = part_of(plan_of(places[1], 2025), rows=OLD)
    part = part_of(plan_of(places[0], 2026), rows=OLD[:1])
    for row in (rows(strange)[2], rows(part)[0]):
        assert codes(plans.take_row, part=part, row=row) == [("not_last_year", "")]
    assert PlanItem.objects.filter(part=part).count() == 1


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ({"number": "9.9"}, 3),  # renumbered
        ({"title": "Робота з фондом"}, 3),  # renamed
        ({"number": "9.9", "title": "Робота з фондом"}, 0),
    ],
)
def test_the_same_section_is_known_by_its_title_or_its_number(places: Places, about: dict[str, Any], found: int) -> None:
    part_of(plan_of(places[0], 2025), rows=OLD)
    part = part_of(plan_of(places[0], 2026), **{"number": "2.1", "rows": OLD[:1], **about})
    assert len(titles(part)) == found


def test_a_strategy_and_a_first_plan_have_nothing_of_last_year(places: Places) -> None:
    strategy: Plan = plans.make_plan(
        an_act(), unit=places[0], year=2026, kind="strategy", until_year=2028, about={"title": "Стратегія"}
    )
    assert offered(part_of(strategy), []) is None
    assert offered(part_of(plan_of(places[0], 2026)), []) is None


def test_a_long_list_is_bounded_and_the_rest_is_counted(places: Places) -> None:
    part_of(plan_of(places[0], 2025), rows=[(0, [str(n), f"Захід № {n}", "", "", "", ""]) for n in range(1, MOST + 4)])
    found = offered(part_of(plan_of(places[0], 2026), rows=[]), [])
    assert found is not None and (len(found.offers), found.more) == (MOST, 3)
