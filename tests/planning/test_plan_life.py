"""A plan's life: made, copied from last year's, agreed, approved, revised, taken back, compared."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.models import Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.actions.items import item_of
from mandrivna.planning.actions.plans_states import genuine
from mandrivna.planning.models import Plan, PlanItem, PlanRevision, PlanVersion, Section
from mandrivna.planning.plan_advancing import advanced, run_out
from mandrivna.planning.plan_differences import compare
from mandrivna.planning.plan_done import DONE
from mandrivna.planning.plan_snapshots import row_of
from tests.factories.staff import act as act_of
from tests.factories.staff import person
from tests.planning.plans import ROWS, an_act, approved, numbers, part_of, plan_of, rows
from tests.planning.test_plan_writing import codes, refusal

type Places = tuple[Unit, Unit, Unit]

TODAY = dt.date(2026, 1, 9)


def test_an_annual_plan_is_the_only_one_of_its_unit_and_year(places: Places) -> None:
    plan = plan_of(places[0])
    about: dict[str, Any] = {"unit": places[0], "year": 2026, "kind": "annual"}
    assert codes(plans.make_plan, **about) == [("plan_exists", "year")]
    assert plans.make_plan(an_act(), **{**about, "unit": places[1]}).pk != plan.pk
    first, second = (plans.make_plan(an_act(), **{**about, "kind": "programme"}) for _n in range(2))
    assert first.pk != second.pk


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"year": 1800}, ("bad_year", "year")),
        ({"kind": "мрія"}, ("unknown_kind", "kind")),
        ({"kind": "strategy"}, ("strategy_years", "until_year")),
        ({"kind": "strategy", "until_year": 2020}, ("years_in_order", "until_year")),
        ({"about": {"title": "я" * 501}}, ("too_long", "title")),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(places: Places, about: dict[str, Any], told: tuple[str, str]) -> None:
    assert codes(plans.make_plan, **{"unit": places[0], "year": 2026, "kind": "annual", **about}) == [told]


def test_after_approval_every_change_has_a_day_and_a_reason(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    plans.agree_plan(an_act(), plan=plan, on=TODAY)
    assert codes(plans.write_cell, item=rows(part)[0], column=1, text="Інше") == [("plan_agreed", "")]
    plans.agree_plan(an_act(), plan=plan, on=TODAY, back=True)
    plans.write_cell(an_act(), item=rows(part)[0], column=1, text="Надходження книг")
    assert codes(plans.approve_plan, plan=plan, on=TODAY, post=" ", name="") == [("stamp_needed", "post"), ("stamp_needed", "name")]
    plan = approved(plan)
    assert codes(plans.write_cell, item=rows(part)[0], column=1, text="Інше") == [("reason_needed", "reason")]
    plans.write_cell(an_act(), item=rows(part)[0], column=1, text="Інше", reason="лист департаменту")
    assert list(PlanRevision.objects.filter(formal=True).values_list("what", "reason")) == [
        ("state", ""), ("row", "лист департаменту"),
    ]  # fmt: skip
    plans.run_plan(an_act(), plan=plan, on=TODAY)
    plans.run_plan(an_act(), plan=plan, on=dt.date(2026, 12, 31), close=True)
    assert codes(plans.write_cell, item=rows(part)[0], column=1, text="…", reason="пізно") == [("plan_closed", "")]
    assert list(plan.stamps.values_list("state", "post")) == [
        ("agreed", ""), ("draft", ""), ("approved", "Директорка"), ("in_force", ""), ("closed", ""),
    ]  # fmt: skip


def test_steps_that_skip_or_go_back_are_refused(places: Places) -> None:
    plan = plan_of(places[0])
    assert codes(plans.approve_plan, plan=plan, on=TODAY, post="Директорка", name="Ганна Приклад") == [("nothing_written", "")]
    part_of(plan)
    assert codes(plans.run_plan, plan=plan, on=TODAY) == [("wrong_step", "state")]
    approved(plan)
    assert codes(plans.agree_plan, plan=plan, on=TODAY, back=True) == [("wrong_step", "state")]


def test_only_the_head_approves(places: Places) -> None:
    plan = plan_of(places[0])
    part_of(plan)
    methodist = person("olena", "methodist", places[0])
    plans.agree_plan(act_of(methodist), plan=plan, on=TODAY)
    told = refusal(plans.approve_plan, act_of(methodist), plan=plan, on=TODAY, post="Методистка", name="Олена Приклад")
    assert [one.code for one in told] == ["forbidden"]


def test_what_was_approved_is_kept_whole_and_sealed(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    approved(plan)
    version = PlanVersion.objects.get()
    assert [row["cells"][0] for row in version.whole["parts"][0]["rows"]] == ["1", "1.1", "1.2", "2"] and genuine(version)
    plans.write_cell(an_act(), item=rows(part)[0], column=1, text="Інше", reason="лист")
    assert PlanVersion.objects.get().whole == version.whole
    version.whole["parts"][0]["rows"][0]["cells"][1] = "підроблене"
    assert not genuine(version)


def test_two_versions_side_by_side(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    before = plans.keep_version(an_act(), plan=plan, name="до наради")
    plans.write_cell(an_act(), item=rows(part)[1], column=3, text="300 прим.")
    plans.remove_row(an_act(), item=rows(part)[2])
    plans.add_row(an_act(), part=part, cells=["3", "Нове"])
    plans.move_row(an_act(), item=rows(part)[2], part=part, before=rows(part)[0])
    after = plans.keep_version(an_act(), plan=plan, name="після наради")
    (changed,) = compare(before.whole, after.whole).parts
    assert [(row.change, row.number, row.cells[3]) for row in changed.rows] == [
        ("moved", "2", ("", "")), ("changed", "1.1", ("200 прим.", "300 прим.")), ("added", "3", ("", "")),
        ("removed", "1.2", ("12", "")),
    ]  # fmt: skip
    assert codes(plans.keep_version, plan=plan, name=" ") == [("no_name", "name")]


UNDONE = {
    "row": lambda part: plans.write_cell(an_act(), item=rows(part)[1], column=3, text="300 прим."),
    "rows": lambda part: plans.paste_cells(an_act(), part=part, table=[["9", "а"], ["10", "б"]], item=rows(part)[3]),
    "row_added": lambda part: plans.add_row(an_act(), part=part, after=rows(part)[0], cells=["0", "нове"]),
    "row_removed": lambda part: plans.remove_row(an_act(), item=rows(part)[1]),
    "row_moved": lambda part: plans.move_row(an_act(), item=rows(part)[0], part=part),
    "section": lambda part: plans.edit_part(an_act(), part=part, about={"title": "Інакше", "narrative": "Слова."}),
    "section_removed": lambda part: plans.remove_part(an_act(), part=part),
    "columns": lambda part: plans.set_columns(
        an_act(), part=part, columns=[{**part.columns[at], "was": at} for at in (1, 0, 2, 3, 4, 5)]
    ),
    "plan": lambda part: plans.edit_plan(an_act(), plan=part.plan, about={"title": "Інша назва", "preamble": "Вступ"}),
}


@pytest.mark.parametrize("what", UNDONE)
def test_the_last_change_is_taken_back(places: Places, what: str) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    before = [{**row_of(row), "position": 0} for row in rows(part)]
    UNDONE[what](part)
    assert PlanRevision.objects.latest("id").what == what
    plans.undo_plan(an_act(), plan=plan)
    assert [{**row_of(row), "position": 0} for row in rows(part)] == before
    back = Section.objects.get(pk=part.pk)
    assert (back.title, back.roles, Plan.objects.get(pk=plan.pk).title) == (
        "Формування фонду",
        part.roles,
        "План роботи на 2026 рік",
    )
    assert rows(part)[2].meaning["said"]["form"] == "приймання"


def test_what_somebody_else_wrote_over_is_not_taken_back(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    writer = person("ganna", "director", places[0])
    plans.write_cell(act_of(writer), item=rows(part)[1], column=3, text="300 прим.")
    plans.write_cell(an_act(), item=rows(part)[1], column=3, text="400 прим.")
    assert [one.code for one in refusal(plans.undo_plan, act_of(writer), plan=plan)] == ["written_over"]
    assert rows(part)[1].cells[3] == "400 прим."


def test_nobody_takes_back_what_they_did_not_do(places: Places) -> None:
    plan = plan_of(places[0])
    part_of(plan)
    assert [one.code for one in refusal(plans.undo_plan, act_of(person("ganna", "director", places[0])), plan=plan)] == [
        "nothing_to_undo"
    ]


def test_last_years_plan_becomes_this_years_draft(places: Places) -> None:
    plan = plan_of(places[0], 2025, preamble="У 2025 році бібліотека працює мандрівно.")
    said = [(0, ["1", "Звіти області за 2024 рік", "", "", "1 квартал", "ВНМР"]),
            (0, ["2", "До 79 річниці перемоги над нацизмом (8-9 травня)", "", "2", "травень", "ЦПЧ"])]  # fmt: skip
    old = part_of(plan, rows=[*said, *ROWS[2:3]])
    dropped = rows(old)[2]
    plans.set_abbreviations(an_act(), plan=plan, said=[["ВНМР", "Відділ науково-методичної роботи", str(places[0].pk)]])
    approved(plan)
    plans.remove_row(an_act(), item=dropped, reason="немає студії")
    named = item_of(places[0], 2026, "2.1", "2")
    new = plans.copy_plan(an_act(), plan=plan, year=2026)
    part = Section.objects.get(plan=new)
    assert (new.state, new.title, new.preamble) == ("draft", "План роботи на 2026 рік", "У 2026 році бібліотека працює мандрівно.")
    assert [row.cells[1] for row in rows(part)] == ["Звіти області за 2025 рік", "До 80 річниці перемоги над нацизмом (8-9 травня)"]
    assert rows(part)[0].meaning["executors"][0]["unit"] == places[0].pk
    assert rows(part)[1] == named
    assert codes(plans.copy_plan, plan=plan, year=2026) == [("plan_exists", "year")]
    assert codes(plans.copy_plan, plan=plan, year=2025) == [("same_year", "year")]


def test_what_was_done_stands_beside_each_row_of_the_copy(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = plan_of(places[0], 2025)
    part = part_of(plan)
    done = rows(part)[2]
    monkeypatch.setitem(DONE._items, "test", lambda told, _rows: {done.pk: "11 подій, 140 осіб"} if told == plan else {})
    copied = Section.objects.get(plan=plans.copy_plan(an_act(), plan=plan, year=2026))
    assert copied.columns[-1] == {"title": "Виконано в 2025 році", "role": "done", "width": 0}
    assert [row.cells[-1] for row in rows(copied)] == ["", "", "11 подій, 140 осіб", ""]


@pytest.mark.parametrize(
    ("said", "becomes"),
    [
        ("Звіти за 2024 рік", "Звіти за 2025 рік"),
        ("до 150-річчя від дня народження", "до 151-річчя від дня народження"),
        ("34 річниця Незалежності", "35 річниця Незалежності"),
        ("дискусії 2024-2025 років", "дискусії 2025-2026 років"),
        ("Стратегія читання на 2021-2025 роки", "Стратегія читання на 2021-2025 роки"),
        ("письменник (1876-1947)", "письменник (1876-1947)"),
        ("200 прим., 2000 осіб", "200 прим., 2000 осіб"),
    ],
)
def test_years_and_anniversaries_go_on(said: str, becomes: str) -> None:
    assert advanced(said, 2025, 2026) == becomes


def test_a_strategy_that_ran_out_is_pointed_out() -> None:
    assert run_out("Стратегія читання на 2021-2025 роки", 2026) == ["2021-2025"]
    assert run_out("Стратегія читання на 2021-2026 роки", 2026) == []


def test_a_row_carries_out_a_row_of_a_strategy(places: Places) -> None:
    strategy = plans.make_plan(an_act(), unit=places[0], year=2024, kind="strategy", until_year=2028, about={"title": "Стратегія"})
    goal = part_of(strategy, "1", rows=ROWS[:1])
    plan = plan_of(places[0])
    part = part_of(plan)
    linked = plans.link_row(an_act(), item=rows(part)[0], serves=rows(goal)[0])
    assert list(PlanItem.objects.get(pk=rows(goal)[0].pk).served_by.all()) == [linked]
    assert codes(plans.link_row, item=linked, serves=rows(goal)[0], serves_part=goal) == [("one_goal", "serves")]
    assert codes(plans.link_row, item=linked, serves=rows(part)[1]) == [("same_plan", "serves")]
    assert plans.link_row(an_act(), item=linked).serves is None
    assert codes(plans.edit_plan, plan=plan, about={}, strategy=plan) == [("not_a_strategy", "strategy")]


def test_abbreviations_make_departments_of_executors(places: Places) -> None:
    plan = plan_of(places[0])
    part = part_of(plan)
    plans.set_abbreviations(
        an_act(), plan=plan, said=[["ЦПЧ", "Центр просування читання", str(places[1].pk)], ["ЕК", "електронний каталог", ""]]
    )
    assert [(one["name"], one["unit"]) for one in rows(part)[2].meaning["executors"]] == [("ЦПЧ", places[1].pk), ("ВІТЕР", None)]
    assert codes(plans.set_abbreviations, plan=plan, said=[["ЦПЧ", ""]]) == [("half_an_abbreviation", "said")]
    assert codes(plans.set_abbreviations, plan=plan, said=[["А", "а", ""], ["А", "б", ""]]) == [("twice", "said")]
    assert codes(plans.set_abbreviations, plan=plan, said=[["А", "а", "999999"]]) == [("unknown_unit", "said")]
    assert numbers(part) == ["1", "1.1", "1.2", "2"]
