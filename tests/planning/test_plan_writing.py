"""Writing a plan: rows, cells, what they mean, two people at once, pasting, moving, taking off."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem, Refused
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.items import item_of
from mandrivna.planning.models import Plan, PlanItem, PlanRevision, Section
from tests.factories.staff import act as act_of
from tests.factories.staff import person
from tests.planning.plans import COLUMNS, an_act, approved, numbers, part_of, plan_of, rows

type Places = tuple[Unit, Unit, Unit]


def refusal(verb: Any, act: Act | None = None, **arguments: Any) -> list[Problem]:
    with pytest.raises(Refused) as refused:
        verb(act or an_act(), **arguments)
    return refused.value.problems


def codes(verb: Any, **arguments: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in refusal(verb, **arguments)]


def test_a_row_is_kept_as_written_and_understood_beside_it(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    parent, books, reviews, club = rows(part)
    assert [row.cells[2] for row in rows(part)] == ["", "приймання", "-----//-----", "-----//-----"]
    assert reviews.meaning["said"] == {"form": "приймання"} and reviews.ditto == ["form"]
    assert club.meaning["from"] == {"form": "ditto", "executors": "ditto"}
    assert (books.meaning["term"]["short"], books.meaning["from"]["term"]) == ("year", "parent")
    assert books.parent_id == parent.pk and club.parent_id is None
    assert [(one["number"], one["unit"]) for one in books.meaning["quantities"]] == [(200, "прим.")]
    assert reviews.meaning["term"]["short"] == "rate 12"
    assert [one["name"] for one in club.meaning["executors"]] == ["ЦПЧ", "ВІТЕР"]
    assert club.meaning["term"]["parts"][0]["spans"] == [["2026-01-01", "2026-03-31"], ["2026-07-01", "2026-09-30"]]


def test_other_rooms_name_a_row_by_section_and_number(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    row = rows(part)[2]
    assert (row.section, row.number, row.title, row.term) == ("2.1", "1.2", "Літоглядки", "щомісяця")
    assert item_of(places[0], 2026, "2.1", "1.2") == row


def test_what_stands_under_a_ditto_mark_follows_the_cell_above(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    plans.write_cell(an_act(), item=rows(part)[1], column=2, text="розбір дарунків")
    assert [row.meaning.get("said", {}).get("form") for row in rows(part)[2:]] == ["розбір дарунків", "розбір дарунків"]
    assert [row.version for row in rows(part)] == [1, 2, 1, 1]


def test_two_people_in_one_cell_lose_nothing(places: Places) -> None:
    """The second sees what the first wrote; a change of another cell of the row is no conflict."""
    part = part_of(plan_of(places[0]))
    row, writer = rows(part)[1], person("ganna", "director", places[0])
    plans.write_cell(act_of(writer), item=row, column=3, text="250 прим.", version=row.version, was="200 прим.")
    told = refusal(plans.write_cell, item=row, column=3, text="300 прим.", version=row.version, was="200 прим.")
    assert [(one.code, one.details) for one in told] == [("cell_changed", {"theirs": "250 прим.", "who": "Особа ganna"})]
    saved = plans.write_cell(an_act(), item=row, column=5, text="ЦПЧ", version=row.version, was="")
    assert saved.cells == ["1.1", "Отримання книг", "приймання", "250 прим.", "", "ЦПЧ"]


def test_a_whole_row_from_an_old_form_is_refused(places: Places) -> None:
    row = rows(part_of(plan_of(places[0])))[1]
    plans.write_cell(an_act(), item=row, column=5, text="ЦПЧ")
    said = {"item": row, "cells": ["1.1", "Отримання книжок"], "level": 1}
    assert codes(plans.edit_row, **said, version=row.version) == [("changed_meanwhile", "")]
    assert plans.edit_row(an_act(), **said, version=row.version + 1).cells == ["1.1", "Отримання книжок", "", "", "", ""]


def test_the_same_words_again_are_no_change(places: Places) -> None:
    row = rows(part_of(plan_of(places[0])))[1]
    count = PlanRevision.objects.count()
    same = plans.write_cell(an_act(), item=row, column=3, text=" 200  прим. ")
    assert (same.version, PlanRevision.objects.count()) == (row.version, count)


def test_an_act_sent_twice_adds_one_row(places: Places) -> None:
    part, act = part_of(plan_of(places[0]), rows=[]), an_act()
    first = plans.add_row(act, part=part, cells=["1", "Захід"])
    again = plans.add_row(act, part=part, cells=["1", "Захід"])
    assert first == again and numbers(part) == ["1"]


def test_a_range_is_pasted_from_a_cell_and_grows_the_table(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    table = [["вебінар", "5"], ["мітап", "6"], ["подкаст", "7"]]
    plans.paste_cells(an_act(), part=part, table=table, item=rows(part)[2], column=2)
    assert [row.cells[2:4] for row in rows(part)[2:]] == table
    assert rows(part)[4].meaning["quantities"][0]["number"] == 7


@pytest.mark.parametrize(
    ("table", "column", "told"),
    [
        ([], 0, ("nothing_pasted", "table")),
        ([[" ", ""]], 0, ("nothing_pasted", "table")),
        ([["а"]] * 301, 0, ("too_many", "table")),
        ([["а", "б", "в"]], 4, ("too_wide", "table")),
        ([["а"]], 9, ("no_column", "column")),
        ([["а" * 4001]], 0, ("too_long", "text")),
    ],
)
def test_what_cannot_be_pasted_is_refused_whole(places: Places, table: list[list[str]], column: int, told: tuple[str, str]) -> None:
    part = part_of(plan_of(places[0]))
    before = [row.cells for row in rows(part)]
    assert codes(plans.paste_cells, part=part, table=table, item=rows(part)[0], column=column) == [told]
    assert [row.cells for row in rows(part)] == before


def test_pasting_over_a_row_that_somebody_changed_is_refused(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    row = rows(part)[0]
    seen = {str(row.pk): row.version}
    plans.write_cell(an_act(), item=row, column=1, text="Інше")
    assert codes(plans.paste_cells, part=part, table=[["9"]], item=row, versions=seen) == [("changed_meanwhile", "")]


def test_a_row_moves_with_what_stands_under_it(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    plans.move_row(an_act(), item=rows(part)[3], part=part, before=rows(part)[0])
    assert numbers(part) == ["2", "1", "1.1", "1.2"]
    plans.move_row(an_act(), item=rows(part)[1], part=part, before=rows(part)[0])
    assert numbers(part) == ["1", "1.1", "1.2", "2"]


def test_a_row_in_another_section_keeps_every_word(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    narrow = [{"title": "Зміст роботи", "role": "title", "width": 0}, {"title": "Виконавці", "role": "executors", "width": 0}]
    other = part_of(plan, "7", [], columns=narrow)
    moved = plans.move_row(an_act(), item=rows(part)[2], part=other)
    assert moved.cells == ["Літоглядки\n1.2\n-----//-----\n12\nщомісяця", "ЦПЧ, ВІТЕР"]
    assert (moved.section, numbers(part)) == ("7", ["1", "1.1", "2"])


def test_a_deeper_row_stands_under_the_one_above(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    first, *_rest, last = rows(part)
    plans.move_row(an_act(), item=last, part=part, level=1)
    assert rows(part)[3].parent_id == first.pk
    assert codes(plans.move_row, item=last, part=part, level=5) == [("too_deep", "level")]


def test_rows_named_before_the_plan_was_written_come_into_their_section(places: Places) -> None:
    named = item_of(places[0], 2026, "2.1", "9", title="Бук-кросинг", term="травень")
    assert named is not None
    plan = plan_of(places[0])
    assert PlanItem.objects.get(pk=named.pk).plan_id == plan.pk
    part = part_of(plan, rows=[])
    (row,) = rows(part)
    assert (row.pk, row.cells) == (named.pk, ["9", "Бук-кросинг", "", "", "травень", ""])
    assert row.meaning["term"]["short"] == "m5"


def test_in_a_draft_a_row_goes_and_after_approval_it_stays_crossed_out(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    plans.remove_row(an_act(), item=rows(part)[1])
    assert numbers(part) == ["1", "1.2", "2"]
    approved(plan)
    assert codes(plans.remove_row, item=rows(part)[1]) == [("reason_needed", "reason")]
    plans.remove_row(an_act(), item=rows(part)[1], reason="немає відеостудії")
    assert [(row.number, row.dropped_on is None) for row in rows(part)] == [("1", True), ("1.2", False), ("2", True)]
    last = PlanRevision.objects.latest("id")
    assert (last.what, last.formal, last.reason, last.place) == ("row_dropped", True, "немає відеостудії", "2.1, № 1.2")


def test_a_row_that_was_taken_off_meanwhile_is_said_to_be_gone(places: Places) -> None:
    row = rows(part_of(plan_of(places[0])))[1]
    plans.remove_row(an_act(), item=row)
    assert codes(plans.write_cell, item=row, column=1, text="…") == [("row_gone", "")]


def test_columns_keep_their_words_and_only_an_empty_one_goes(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    turned = [{**COLUMNS[at], "was": at} for at in (0, 1, 4, 5, 3, 2)]
    part = plans.set_columns(an_act(), part=part, columns=turned)
    assert rows(part)[1].cells == ["1.1", "Отримання книг", "", "", "200 прим.", "приймання"]
    fewer = [{**column, "was": at} for at, column in enumerate(part.columns) if at != 5]
    assert codes(plans.set_columns, part=part, columns=fewer) == [("column_used", "columns")]
    wider = [{**column, "was": at} for at, column in enumerate(part.columns)] + [{"title": "Примітка", "role": "other", "width": 0}]
    part = plans.set_columns(an_act(), part=part, columns=wider)
    assert plans.set_columns(an_act(), part=part, columns=wider[:-1]).roles[-1] == "form"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ([], "number_of_columns"),
        ([{"title": " ", "role": "title", "width": 0}], "no_title"),
        ([{"title": "А", "role": "кут", "width": 0}], "unknown_role"),
        ([{"title": "А", "role": "title", "width": 301}], "bad_width"),
        ([{"title": "А", "role": "title", "width": 0}, {"title": "Б", "role": "title", "width": 0}], "role_twice"),
        ([{"title": "А", "role": "title", "width": 0, "was": 7}], "columns_changed"),
    ],
)
def test_columns_that_make_no_table_are_refused(places: Places, columns: list[dict[str, Any]], told: str) -> None:
    part = part_of(plan_of(places[0]), rows=[])
    assert codes(plans.set_columns, part=part, columns=columns) == [(told, "columns")]


def test_sections_stand_in_their_order_with_what_is_under_them(places: Places) -> None:
    plan = plan_of(places[0])
    one, two = (plans.add_part(an_act(), plan=plan, about={"number": n, "title": "Розділ"}) for n in ("1", "2"))
    under = plans.add_part(an_act(), plan=plan, about={"number": "1.1", "title": "Підрозділ"}, parent=one)
    assert _order(plan) == [("1", None), ("1.1", one.pk), ("2", None)]
    plans.move_part(an_act(), part=two, before=one)
    plans.move_part(an_act(), part=under, parent=two)
    assert _order(plan) == [("2", None), ("1.1", two.pk), ("1", None)]
    assert codes(plans.move_part, part=two, parent=under) == [("under_itself", "parent")]
    assert codes(plans.remove_part, part=two) == [("has_parts", "")]
    plans.remove_part(an_act(), part=under)
    assert _order(plan) == [("2", None), ("1", None)]


def _order(plan: Plan) -> list[tuple[str, Any]]:
    return list(Section.objects.filter(plan=plan).order_by("position").values_list("number", "parent"))


def test_a_section_renumbered_renames_its_rows(places: Places) -> None:
    part = part_of(plan_of(places[0]))
    plans.edit_part(an_act(), part=part, about={"number": "2.2", "title": "Фонд", "narrative": "Лише дарунки."})
    assert {row.section for row in rows(part)} == {"2.2"}
    assert codes(plans.edit_part, part=part, about={"title": " "}) == [("no_title", "title")]
    assert codes(plans.edit_part, part=part, about={"title": "Ще раз"}, version=1) == [("changed_meanwhile", "")]


def test_only_planners_write_and_everybody_who_reads_may_comment(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    reader = person("petro", "cataloguer", places[0])
    told = refusal(plans.write_cell, act_of(reader), item=rows(part)[0], column=1, text="…")
    assert [one.code for one in told] == ["forbidden"]
    said = plans.comment_plan(act_of(reader), plan=plan, item=rows(part)[0], text="А дарунки від видавців?")
    assert (said.part_id, said.by_id) == (part.pk, reader.pk)
    solved = plans.solve_comment(an_act(), comment=said)
    assert solved.solved_at is not None
    assert plans.solve_comment(Act(actor=SYSTEM), comment=solved).solved_at == solved.solved_at
    assert codes(plans.comment_plan, plan=plan, text=" ") == [("nothing_said", "text")]
