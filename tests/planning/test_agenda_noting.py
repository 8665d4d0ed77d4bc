"""What rings the bell: the next deadline of each row, written down every night, and the same «mine» as on the page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.attention import attention_for, waiting_count
from mandrivna.core.models import Unit
from mandrivna.planning.agenda.noting import note_due, overdue_for, soon_for
from mandrivna.planning.agenda.rows import Due
from mandrivna.planning.agenda.sheet import Asked, agenda
from mandrivna.planning.agenda.terms import Scope, period
from mandrivna.planning.agenda.whose import Mine
from mandrivna.planning.board.actions import note_item, tie_item
from mandrivna.planning.models import Plan, PlanItem
from tests.factories.staff import actor, person
from tests.planning.test_agenda import EXECUTORS, Places3, day
from tests.planning.test_agenda import department as department
from tests.planning.test_board import planned

TODAY = dt.date(2026, 5, 25)


def in_force(unit: Unit, *rows: list[str], year: int = 2026) -> tuple[Plan, list[PlanItem]]:
    plan, items = planned(unit, *rows, year=year)
    Plan.objects.filter(pk=plan.pk).update(state="in_force")
    return plan, items


def numbers(rows: Any) -> list[str]:
    return [row.number for row in rows]


@pytest.fixture
def director(places: Places3) -> Actor:
    return actor(person("dir", "director", places[0]))


ROWS = (
    ["1", "Звіти", "", "1 квартал", "ЦПЧ"],
    ["2", "Табір", "", "до 1 червня", "ЦПЧ"],
    ["3", "Підсумки", "", "до 2 червня", "ЦПЧ"],
    ["4", "Довідки", "120 довідок", "щомісяця", "ЦПЧ, ВНМР"],
    ["5", "Ремонт", "", "за потреби", "ЦПЧ"],
)


def test_what_falls_due_next_is_noted_once_and_said_again_changes_nothing(places: Places3, director: Actor, facts: Any) -> None:
    plan, items = in_force(places[0], *ROWS)
    tie_item(Act(actor=SYSTEM), item=items[3], kind="indicator", indicator="references", planned=120, reason="лист управління")
    for month in range(1, 5):
        facts("enquiries.reference", places[1], dt.date(2026, month, 9), 10, form="thematic")
    assert (note_due(TODAY), note_due(TODAY)) == (4, 0)
    assert numbers(soon_for(director, TODAY)) == ["4", "2"]
    assert numbers(overdue_for(director, TODAY)) == ["1"]
    facts("enquiries.reference", places[1], TODAY, 30, form="thematic")
    assert (note_due(TODAY), numbers(soon_for(director, TODAY))) == (1, ["2"])
    assert numbers(soon_for(director, day("2026-05-26"))) == ["2", "3"]
    Plan.objects.filter(pk=plan.pk).update(state="closed")
    assert numbers(soon_for(director, TODAY)) == []
    assert (note_due(TODAY), Due.objects.count()) == (4, 0)


def test_a_draft_another_year_and_a_strategy_ring_for_nobody(places: Places3, director: Actor) -> None:
    planned(places[1], *ROWS)
    in_force(places[0], *ROWS, year=2025)
    Plan.objects.filter(pk=in_force(places[2], *ROWS)[0].pk).update(kind="strategy")
    assert (note_due(TODAY), numbers(soon_for(director, TODAY))) == (0, [])


def test_a_word_about_the_row_and_taking_it_off_the_plan_silence_it_at_once(places: Places3, director: Actor) -> None:
    _plan, items = in_force(places[0], *ROWS)
    note_due(TODAY)
    assert (numbers(overdue_for(director, TODAY)), numbers(soon_for(director, TODAY))) == (["1"], ["2"])
    note_item(Act(actor=SYSTEM), item=items[0], outcome="not_done", text="Не було кому")
    note_item(Act(actor=SYSTEM), item=items[1], outcome="", text="Шукаємо місце")
    assert (numbers(overdue_for(director, TODAY)), numbers(soon_for(director, TODAY))) == ([], ["2"])
    PlanItem.objects.filter(pk=items[1].pk).update(dropped_on=TODAY)
    assert numbers(soon_for(director, TODAY)) == []


@pytest.mark.parametrize(
    ("role", "at", "name"),
    [
        ("promoter", "department", "Промоторка"), ("hub_librarian", "hub of it", "Бібліотекарка"),
        ("hub_librarian", "hub", "Показова Ольга"), ("director", "root", "Директорка"), ("auditor", "root", "Ревізорка"),
        ("cataloguer", "root", "Ольга Показова"), ("volunteer", "hub", "Волонтер"), ("methodist", "hub", "Методистка"),
    ],
)  # fmt: skip
def test_the_bell_and_the_page_mean_the_same_by_mine(places: Places3, department: Unit, role: str, at: str, name: str) -> None:
    """Also of plans of the hub itself, of the other hub, and of another institution."""
    units = {"department": department, "hub of it": department.children.get(), "hub": places[1], "root": places[0]}
    staff = person("olha", role, units[at])
    staff.name = name
    staff.save()
    who, shown = actor(staff), set()
    rows = [[str(number), "Справа", "", "травень", executor] for number, executor in enumerate(EXECUTORS, 1)]
    for unit in (*places, department):
        plan, _items = in_force(unit, *rows)
        found = agenda(plan, Asked(period(Scope.YEAR, TODAY)), Mine.of(who), today=TODAY)
        shown |= {line.row.item.pk for line in found.lines}
    note_due(TODAY)
    assert {row.pk for row in soon_for(who, TODAY)} == shown


def test_the_bell_counts_this_week_in_one_question_and_shows_what_is_overdue_without_ringing(
    places: Places3, department: Unit, director: Actor, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr("mandrivna.faces.workspace.agenda.wiring.timezone.localdate", lambda *_moment: TODAY)
    promoter = actor(person("pro", "promoter", department))
    _plan, items = in_force(places[0], *ROWS, ["6", "Наказ", "", "травень", "ВНМР"])
    note_due(TODAY)
    with django_assert_num_queries(1):
        assert waiting_count(director) == 2
    assert (waiting_count(promoter), waiting_count(NOBODY)) == (1, 0)
    told = {
        who.name: {
            str(group.kind.label): [(row.text, row.url, row.note) for row in group.rows]
            for group in attention_for(who) if group.count
        }
        for who in (director, promoter)
    }  # fmt: skip
    row = "/work/board/row/%s/"
    assert told["Особа dir"] == {
        "Строки плану цього тижня": [
            ("Наказ", row % items[5].pk, "31 травня 2026"), ("Табір", row % items[1].pk, "1 червня 2026"),
        ],
        "Прострочене за планом": [("Звіти", row % items[0].pk, "31 березня 2026")],
    }  # fmt: skip
    assert told["Особа pro"] == {
        "Строки плану цього тижня": [("Табір", row % items[1].pk, "1 червня 2026")],
        "Прострочене за планом": [("Звіти", row % items[0].pk, "31 березня 2026")],
    }
