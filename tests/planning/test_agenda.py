"""«Мої строки»: when a row falls due, whether it was reached, and whose it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.core.problems import Forbidden
from mandrivna.planning.agenda.sheet import Agenda, Asked, agenda, plans_of
from mandrivna.planning.agenda.terms import Scope, period, stretches
from mandrivna.planning.agenda.whose import EVERYBODY, HEADS, NOBODY, Mine, Places, keys_of, person_key
from mandrivna.planning.board.actions import deliver, note_item, tie_item
from mandrivna.planning.models import Plan
from mandrivna.planning.plan_meaning import term_json
from mandrivna.planning.reading.terms import term_of
from tests.factories.staff import actor, person
from tests.planning.test_board import conditional, planned

type Places3 = tuple[Unit, Unit, Unit]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def meaning(term: str) -> dict[str, Any]:
    return {"term": term_json(term_of(term, term, 2026, has_parent_term=False, title_lines=[]))}


def ends(term: str) -> list[str]:
    return [last.isoformat()[5:] for _first, last in stretches(meaning(term), 2026)]


# --- when ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "days"),
    [
        ("протягом року", ["12-31"]),
        ("1 квартал", ["03-31"]),
        ("1, 3 квартали", ["03-31", "09-30"]),
        ("щомісяця", [f"{dt.date(2026, month + 1, 1) - dt.timedelta(days=1):%m-%d}" for month in range(1, 12)] + ["12-31"]),
        ("щоквартально", ["03-31", "06-30", "09-30", "12-31"]),
        ("щотижня", ["12-31"]),
        ("щотижня з вересня по грудень", ["12-31"]),
        ("лютий-березень; вересень-жовтень", ["03-31", "10-31"]),
        ("до 15 березня", ["03-15"]),
        ("за потреби", []),
        ("коли воля буде", []),
        ("", []),
    ],
)
def test_a_row_falls_due_where_its_stretches_end(term: str, days: list[str]) -> None:
    assert ends(term) == days


def test_a_period_begins_and_ends_where_people_count_it_and_leads_to_both_its_neighbours() -> None:
    seen = [period(scope, day("2026-05-14")) for scope in Scope]
    assert [(str(one.first), str(one.last)) for one in seen] == [
        ("2026-05-11", "2026-05-17"), ("2026-05-01", "2026-05-31"), ("2026-04-01", "2026-06-30"), ("2026-01-01", "2026-12-31"),
    ]  # fmt: skip
    assert [(str(one.before.first), str(one.after.first)) for one in seen] == [
        ("2026-05-04", "2026-05-18"), ("2026-04-01", "2026-06-01"), ("2026-01-01", "2026-07-01"), ("2025-01-01", "2027-01-01"),
    ]  # fmt: skip
    assert [period(Scope.WEEK, day(on)).year for on in ("2025-12-31", "2026-01-01", "2027-01-01")] == [2026, 2026, 2026]


# --- how it stands --------------------------------------------------------------------------------------------------------


def seen(plan: Plan, today: str, scope: Scope = Scope.MONTH, on: str = "", **asked: Any) -> Agenda:
    mine = Mine.of(Actor(grants=(("", frozenset({"planning.edit"})),)))
    return agenda(plan, Asked(period(scope, day(on or today)), **asked), mine, today=day(today))


def numbers(found: Agenda) -> dict[str, list[str]]:
    groups = {
        "overdue": found.overdue, "due": [line for _day, line in found.due], "running": found.running, "coming": found.coming,
        "undated": found.undated,
    }  # fmt: skip
    return {name: [line.row.item.number for line in lines] for name, lines in groups.items() if lines}


def test_each_row_stands_once_overdue_due_going_on_coming_or_without_a_date(places: Places3) -> None:
    plan, _items = planned(
        places[0],
        ["1", "Звіти", "", "1 квартал", "ЦПЧ"],
        ["2", "Довідки", "", "травень", "ЦПЧ"],
        ["3", "Читання", "", "протягом року", "ЦПЧ"],
        ["4", "Табір", "", "червень", "ЦПЧ"],
        ["5", "Ремонт", "", "за потреби", "ЦПЧ"],
        ["6", "Підсумки", "", "грудень", "ЦПЧ"],
    )
    assert numbers(seen(plan, "2026-05-14")) == {
        "overdue": ["1"], "due": ["2"], "running": ["3"], "coming": ["4"], "undated": ["5"],
    }  # fmt: skip
    assert numbers(seen(plan, "2026-05-14", Scope.YEAR)) == {"overdue": ["1"], "due": ["2", "4", "3", "6"], "undated": ["5"]}
    assert numbers(seen(plan, "2026-05-14", Scope.QUARTER, "2026-02-01")) == {
        "due": ["1"], "running": ["3"], "coming": ["2", "4"], "undated": ["5"],
    }  # fmt: skip


def test_what_facts_have_reached_is_not_overdue_and_what_they_have_not_is(places: Places3, facts: Any) -> None:
    plan, (monthly, other) = planned(
        places[0], ["1", "Довідки", "120 довідок", "щомісяця", "ЦПЧ"], ["2", "Консультації", "12", "щомісяця", "ЦПЧ"]
    )
    tie_item(Act(actor=SYSTEM), item=monthly, kind="indicator", indicator="references", planned=120)
    tie_item(Act(actor=SYSTEM), item=other, kind="indicator", indicator="consultations", planned=12)
    for month in range(1, 5):
        facts("enquiries.reference", places[1], dt.date(2026, month, 9), 10, form="thematic")
    found = seen(plan, "2026-05-14")
    assert numbers(found) == {"overdue": ["2"], "due": ["1"]}
    assert [(str(line.open and line.open[1]), str(line.standing)) for line in found.lines] == [
        ("2026-05-31", "ahead"), ("2026-01-31", "overdue"),
    ]  # fmt: skip
    assert numbers(seen(plan, "2026-06-01")) == {"overdue": ["2", "1"]}


def test_a_paper_is_due_until_it_is_there_and_words_of_a_person_close_a_row(places: Places3) -> None:
    plan, (paper, told, moved) = planned(
        places[0],
        ["1", "Звіт", "", "1 квартал", "ЦПЧ"],
        ["2", "Табір", "", "квітень", "ЦПЧ"],
        ["3", "Йога", "", "квітень", "ЦПЧ"],
    )
    tie = tie_item(Act(actor=SYSTEM), item=paper, kind="deliverable")
    assert numbers(seen(plan, "2026-05-14")) == {"overdue": ["1", "2", "3"]}
    deliver(Act(actor=SYSTEM), item=paper, tie=str(tie.pk), on=day("2026-03-30"))
    note_item(Act(actor=SYSTEM), item=told, outcome="done")
    note_item(Act(actor=SYSTEM), item=moved, outcome="moved", text="Немає зали", moved_to="3 квартал")
    assert numbers(seen(plan, "2026-05-14")) == {}
    found = seen(plan, "2026-05-14", on="2026-04-01")
    assert [(line.row.item.number, line.word) for _day, line in found.due] == [("2", "виконано"), ("3", "перенесено")]
    assert [str(line.standing) for line in found.lines] == ["done", "done", "said"]


def test_a_row_waiting_for_its_condition_has_no_date_and_once_it_has_come_is_as_due_as_any(places: Places3) -> None:
    plan, (row, _other) = planned(places[0], ["1", "Переоблік", "", "1 квартал", "ЦПЧ"], ["2", "Звіт", "", "1 квартал", "ЦПЧ"])
    row = conditional(row)
    found = seen(plan, "2026-05-14")
    assert (numbers(found), found.undated[0].word) == ({"overdue": ["2"], "undated": ["1"]}, "умова ще не настала")
    note_item(Act(actor=SYSTEM), item=row, outcome="came", text="Місто звільнено")
    assert numbers(seen(plan, "2026-05-14")) == {"overdue": ["1", "2"]}
    note_item(Act(actor=SYSTEM), item=row, outcome="moved", text="Немає людей", moved_to="2027 рік")
    assert numbers(seen(plan, "2026-05-14")) == {"overdue": ["2"]}


def test_what_is_due_within_a_week_says_so(places: Places3) -> None:
    plan, _items = planned(places[0], ["1", "Звіт", "", "до 21 травня", "ЦПЧ"], ["2", "Звіт", "", "до 22 травня", "ЦПЧ"])
    assert [line.word for line in seen(plan, "2026-05-14").lines] == ["строк за тиждень", "попереду"]


def test_rows_are_chosen_by_section_and_by_who_does_them(places: Places3) -> None:
    plan, _items = planned(
        places[0], ["1", "Звіт", "", "травень", "ЦПЧ, ВНМР"], ["2", "Табір", "", "травень", "ВНМР"],
        ["3", "Наказ", "", "травень", "директор, Орлик І.П."],
    )  # fmt: skip
    found = seen(plan, "2026-05-14", who="ВНМР")
    assert (numbers(found), found.departments, found.people) == ({"due": ["1", "2"]}, ["ВНМР", "ЦПЧ"], ["директор", "Орлик І.П."])
    assert numbers(seen(plan, "2026-05-14", section="9")) == {}
    assert [section.number for section in found.sections] == ["2.2"]


def test_a_department_is_chosen_under_any_of_its_names(places: Places3, department: Unit) -> None:
    """And nobody else is: two departments that no unit ties together stay two."""
    plan, items = planned(
        places[0], ["1", "Звіт", "", "травень", "ЦПЧ"], ["2", "Табір", "", "травень", "Центр"], ["3", "Йога", "", "травень", "ВНМР"]
    )
    for item, name in zip(items, ("ЦПЧ", "Центр просування читання", "ВНМР"), strict=True):
        unit = None if name == "ВНМР" else department.pk
        item.meaning["executors"] = [{"name": name, "kind": "department", "unit": unit}]
        item.save()
    found = {who: numbers(seen(plan, "2026-05-14", who=who)) for who in ("ЦПЧ", "Центр просування читання", "ВНМР", "Ніхто")}
    assert found == {
        "ЦПЧ": {"due": ["1", "2"]},
        "Центр просування читання": {"due": ["1", "2"]},
        "ВНМР": {"due": ["3"]},
        "Ніхто": {},
    }


# --- whose ----------------------------------------------------------------------------------------------------------------


def test_a_person_is_known_however_the_plan_writes_them() -> None:
    assert [person_key(name) for name in ("Орлик І.П.", "Орлик І. П.", "Орлик", "Ґава-Гук О.")] == [
        "орлик іп", "орлик іп", "орлик", "гава-гук о",
    ]  # fmt: skip
    assert {"орлик", "орлик і", "орлик іп"} <= keys_of("Ірина Петрівна Орлик") & keys_of("Орлик Ірина Петрівна")
    assert "орлик в" not in keys_of("Ірина Орлик")


@pytest.fixture
def department(places: Places3) -> Unit:
    made = create_unit(
        Act(actor=SYSTEM), parent=places[0], kind="department", name="Центр промоції читання", about={"short_name": "ЦПЧ"}
    )
    create_unit(Act(actor=SYSTEM), parent=made, kind="hub", name="Хаб «Тихий»")
    return made


EXECUTORS = ["ЦПЧ", "ВНМР", "Всі співробітники", "директор", "Показова О.", "Центр промоції читання", "", "Асоціація"]


def whose(places: Places3) -> Plan:
    rows = [[str(number), "Справа", "", "травень", who] for number, who in enumerate(EXECUTORS, 1)]
    return planned(places[0], *rows)[0]


def test_executors_become_units_people_and_everybody(places: Places3, department: Unit) -> None:
    plan, known = whose(places), Places(places[0])
    found = [known.whoms(item.meaning["executors"]) for item in plan.items.order_by("position")]
    assert [[(one.unit, one.key) for one in each] for each in found] == [
        [(department.pk, "")], [(places[0].pk, NOBODY)], [(places[0].pk, EVERYBODY)], [(places[0].pk, HEADS)],
        [(places[0].pk, "показова о")], [(department.pk, "")], [(places[0].pk, NOBODY)], [(places[0].pk, NOBODY)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "at", "name", "rows"),
    [
        ("promoter", "department", "Промоторка Прикладна", ["1", "3", "6"]),
        ("hub_librarian", "hub of it", "Бібліотекарка Затишна", ["1", "3", "6"]),
        ("hub_librarian", "hub", "Показова Ольга", ["3", "5"]),
        ("director", "root", "Директорка", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("auditor", "root", "Ревізорка", ["3"]),
        ("cataloguer", "root", "Ольга Показова", ["3", "5"]),
        ("volunteer", "hub", "Волонтер", []),
    ],
)
def test_what_is_mine(places: Places3, department: Unit, role: str, at: str, name: str, rows: list[str]) -> None:
    units = {"department": department, "hub of it": department.children.get(), "hub": places[1], "root": places[0]}
    staff = person("olha", role, units[at])
    staff.name = name
    staff.save()
    found = agenda(whose(places), Asked(period(Scope.YEAR, day("2026-05-14"))), Mine.of(actor(staff)), today=day("2026-05-14"))
    assert [line.row.item.number for line in found.lines] == rows


@pytest.mark.parametrize(
    ("role", "at", "name", "rows"),
    [
        ("promoter", "department", "Промоторка Прикладна", ["1", "3", "6"]),
        ("cataloguer", "root", "Ольга Показова", ["3", "5"]),
        ("methodist", "root", "Методистка", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("auditor", "root", "Ревізорка", []),
        ("guardian", "hub", "Доглядальниця", []),
    ],
)
def test_how_a_row_goes_says_whoever_it_is_given_to(
    places: Places3, department: Unit, role: str, at: str, name: str, rows: list[str]
) -> None:
    staff = person("olha", role, {"department": department, "hub": places[1], "root": places[0]}[at])
    staff.name = name
    staff.save()
    plan, told = whose(places), []
    Plan.objects.filter(pk=plan.pk).update(state="in_force")
    for item in plan.items.select_related("plan__unit", "part").order_by("position"):
        paper = tie_item(Act(actor=SYSTEM), item=item, kind="deliverable")
        acts = (
            lambda item=item: note_item(Act(actor=actor(staff)), item=item, outcome="done"),
            lambda item=item, paper=paper: deliver(Act(actor=actor(staff)), item=item, tie=str(paper.pk), on=None, note="є"),
        )
        for run in acts:
            try:
                run()
                told.append(item.number)
            except Forbidden as why:
                assert why.codes == (["not_yours"] if role in ("promoter", "cataloguer") else ["forbidden"])
    assert sorted(told) == sorted(rows * 2)


def test_of_a_draft_and_of_who_answers_only_whoever_may_change_the_plan_speaks(places: Places3, department: Unit) -> None:
    promoter, plan = person("pro", "promoter", department), whose(places)
    row = plan.items.select_related("plan__unit", "part").order_by("position")[0]
    with pytest.raises(Forbidden):
        note_item(Act(actor=actor(promoter)), item=row, outcome="done")
    Plan.objects.filter(pk=plan.pk).update(state="in_force")
    row = plan.items.select_related("plan__unit", "part").order_by("position")[0]
    note_item(Act(actor=SYSTEM), item=row, answers=Withheld("Завідувачка"))
    with pytest.raises(Forbidden):
        note_item(Act(actor=actor(promoter)), item=row, outcome="done", answers=Withheld("Хтось"))
    found = note_item(Act(actor=actor(promoter)), item=row, outcome="done")
    assert (found.outcome, found.answers) == ("done", "Завідувачка")


def test_a_department_sees_the_plan_above_it_from_its_approval_and_never_another_institutions(
    places: Places3, department: Unit
) -> None:
    promoter, director = actor(person("pro", "promoter", department)), actor(person("dir", "director", places[0]))
    plan = whose(places)
    assert (plans_of(promoter, 2026), plans_of(director, 2026), plans_of(director, 2025)) == ([], [plan], [])
    Plan.objects.filter(pk=plan.pk).update(state="in_force")
    stranger = actor(person("far", "director", found_root(Act(actor=SYSTEM), kind="institution", name="Інша")))
    assert ([one.pk for one in plans_of(promoter, 2026)], plans_of(stranger, 2026)) == ([plan.pk], [])
