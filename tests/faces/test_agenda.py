"""«Мої строки» on the screen: whose rows stand where, how one leafs, what is printed, to whom it opens."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as Word

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.faces.workspace.agenda.views import bars
from mandrivna.planning.board.actions import note_item, tie_item
from mandrivna.planning.board.rows import ItemNote, Tie
from mandrivna.planning.models import Plan, PlanItem
from mandrivna.shared.ids import new_uid
from tests.faces.screens import text_of
from tests.factories.staff import browser_of, library, person
from tests.planning.test_board import planned

YEAR = 2026
ROWS = (
    ["1", "Звіти", "", "1 квартал", "ВНМР"],
    ["2", "Літоглядки", "", "травень", "ЦПЧ"],
    ["3", "Табір", "", "червень", "ЦПЧ, ВНМР"],
    ["4", "Читання", "", "протягом року", "-----//-----"],
    ["5", "Ремонт", "", "за потреби", "Орлик І.П."],
)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mandrivna.faces.workspace.agenda.choosing.timezone.localdate", lambda *_moment: dt.date(YEAR, 5, 14))


@pytest.fixture
def places(db: Any) -> tuple[Unit, Unit]:
    """(institution, department)."""
    root = library()[0]
    return root, create_unit(
        Act(actor=SYSTEM), parent=root, kind="department", name="Центр промоції читання", about={"short_name": "ЦПЧ"}
    )


@pytest.fixture
def plan(places: tuple[Unit, Unit]) -> tuple[Plan, list[PlanItem]]:
    made, items = planned(places[0], *ROWS, year=YEAR)
    Plan.objects.filter(pk=made.pk).update(state="in_force")
    return made, items


@pytest.fixture
def methodist(places: tuple[Unit, Unit]) -> Client:
    return browser_of(person("methodist", "methodist", places[0]))


@pytest.fixture
def promoter(places: tuple[Unit, Unit]) -> Client:
    return browser_of(person("promoter", "promoter", places[1]))


def url(name: str = "", *args: Any, **query: Any) -> str:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"workspace:work_agenda{name}", args=args) + (f"?{text}" if text else "")


def groups(browser: Client, **query: Any) -> dict[str, list[tuple[str, str]]]:
    """Group → number of the row and its tag."""
    context = browser.get(url(**query)).context
    return {code: [(row.line.row.item.number, row.word) for row in rows] for code, _label, _many, rows in context["groups"]}


def test_without_a_plan_the_page_says_what_will_be_here(methodist: Client) -> None:
    page = methodist.get(url())
    assert "Плану цього року ще немає" in page.content.decode()
    assert methodist.get(url("_month")).status_code == methodist.get(url("_year")).status_code == 200
    assert methodist.get(url("_paper", 1, "docx")).status_code == 404


def test_a_month_has_what_is_overdue_due_going_on_coming_and_without_a_date(methodist: Client, plan: Any) -> None:
    assert groups(methodist) == {
        "overdue": [("1", "прострочено")], "due": [("2", "")], "running": [("4", "")],
        "coming": [("3", "")], "undated": [("5", "")],
    }  # fmt: skip
    assert groups(methodist, scope="week", on="2026-05-27")["due"] == [("2", "")]
    assert "overdue" not in groups(methodist, scope="quarter", on="2026-07-01")


def test_a_department_sees_its_own_rows_and_each_leads_to_where_one_says_how_it_goes(
    methodist: Client, promoter: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    assert groups(promoter) == {"due": [("2", "")], "running": [("4", "")], "coming": [("3", "")]}
    row = reverse("workspace:board_row", args=[plan[1][1].pk])
    assert [f'href="{row}"' in browser.get(url()).content.decode() for browser in (methodist, promoter)] == [True, True]
    assert groups(promoter, whose="all") == groups(promoter)
    assert promoter.get(url("_paper", plan[0].pk, "docx")).status_code == 403


def test_an_executor_says_how_the_row_goes_and_brings_its_document(
    methodist: Client, promoter: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    """On a page that shows nothing else of a plan which is not for this person."""
    items = plan[1]
    tie = tie_item(Act(actor=SYSTEM), item=items[1], kind="deliverable")
    note_item(Act(actor=SYSTEM), item=items[1], answers=Withheld("Завідувачка"))
    own, foreign = (reverse("workspace:board_row", args=[items[at].pk]) for at in (1, 0))
    assert (promoter.get(foreign).status_code, promoter.get(own).status_code) == (404, 200)
    answer = promoter.get(own)
    page = text_of(answer) + answer.content.decode()
    shown = ("відповідає: Завідувачка", "До моїх строків", 'name="outcome"', 'name="answers"', 'name="measure"')
    assert [word in page for word in shown] == [True, True, True, False, False]
    uid = str(new_uid())
    done = {"uid": uid, "outcome": "done", "text": "Було сім зустрічей", "answers": "Інша"}
    assert promoter.post(reverse("workspace:board_note", args=[items[1].pk]), done).status_code == 302
    paper = {"uid": str(new_uid()), "tie": str(tie.pk), "on": "2026-05-02", "link": "https://example.org/zvit"}
    assert promoter.post(reverse("workspace:board_deliver", args=[items[1].pk]), paper).status_code == 302
    note = ItemNote.objects.get(item=items[1])
    assert (note.outcome, note.text, note.answers) == ("done", "Було сім зустрічей", "Завідувачка")
    assert Tie.objects.get(pk=tie.pk).link == "https://example.org/zvit"
    assert promoter.post(reverse("workspace:board_note", args=[items[0].pk]), done).status_code == 404
    assert promoter.post(reverse("workspace:board_deliver", args=[items[0].pk]), paper).status_code == 404
    assert 'name="answers"' in methodist.get(own).content.decode()


def test_a_number_changed_after_approval_asks_why_and_shows_what_it_was(
    methodist: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    made, items = plan
    tie = tie_item(Act(actor=SYSTEM), item=items[0], kind="events", planned=200, label="зустрічей", reason="лист")
    row, replan, untie = (reverse(f"workspace:board_{name}", args=[items[0].pk]) for name in ("row", "replan", "untie"))
    prefix = str(tie.pk)[:8]
    said = {"uid": str(new_uid()), "tie": str(tie.pk), f"{prefix}-planned": "150"}
    assert methodist.post(replan, said).status_code == 422
    assert methodist.post(replan, {**said, "uid": str(new_uid()), f"{prefix}-reason": "Простір закрито"}).status_code == 302
    shown = text_of(methodist.get(row))
    assert ("150 було 200" in shown, "зустрічей: 200 → 150. Простір закрито" in shown) == (True, True)
    history = text_of(methodist.get(reverse("workspace:plan_history", args=[made.pk]) + "?formal=1"))
    assert ("змінено число, з яким порівнюють" in history, "зустрічей: 200 зустрічей: 150" in history) == (True, True)
    assert methodist.post(untie, {"uid": str(new_uid()), "tie": str(tie.pk)}).status_code == 422
    why = {"uid": str(new_uid()), "tie": str(tie.pk), f"n{str(tie.pk)[-8:]}-reason": "рахують інакше"}
    assert methodist.post(untie, why).status_code == 302
    assert not Tie.objects.filter(item=items[0]).exists()


def test_whoever_may_see_the_plan_chooses_everybody_one_executor_or_a_section(places: Any, plan: Any) -> None:
    auditor = browser_of(person("auditor", "auditor", places[0]))
    assert groups(auditor) == {}
    assert sum(map(len, groups(auditor, whose="all").values())) == 5
    assert groups(auditor, whose="all", who="ВНМР") == {"overdue": [("1", "прострочено")], "running": [("4", "")],
                                                        "coming": [("3", "")]}  # fmt: skip
    assert groups(auditor, whose="all", section="9") == {}


def test_one_leafs_to_both_sides_and_the_choice_goes_along(methodist: Client, plan: Any) -> None:
    page = methodist.get(url(scope="month", who="ВНМР"))
    assert (page.context["before"], page.context["after"]) == (
        "scope=month&on=2026-04-01&who=%D0%92%D0%9D%D0%9C%D0%A0", "scope=month&on=2026-06-01&who=%D0%92%D0%9D%D0%9C%D0%A0",
    )  # fmt: skip
    assert "Травень 2026" in text_of(page)
    assert "Плану цього року ще немає" in text_of(methodist.get(url(scope="year", on="2027-01-01")))


@pytest.mark.parametrize("query", [{"scope": "decade"}, {"on": "2026-02-31"}, {"on": "1066-01-01"}, {"plan": "0"}, {"plan": "x"}])
def test_what_makes_no_sense_is_not_found(methodist: Client, plan: Any, query: dict[str, str]) -> None:
    assert methodist.get(url(**query)).status_code == 404


def test_a_wall_calendar_has_each_deadline_on_its_day(methodist: Client, plan: Any) -> None:
    page = methodist.get(url("_month"))
    standing = [(str(day), row.line.row.item.number) for week in page.context["weeks"] for day, _in, rows in week for row in rows]
    assert (standing, [line.row.item.number for line in page.context["running"]]) == ([("2026-05-31", "2")], ["4"])
    assert "Цього місяця строків немає" in text_of(methodist.get(url("_month", on="2026-04-01")))


def test_a_strip_says_in_words_what_it_shows(methodist: Client, plan: Any) -> None:
    page = methodist.get(url("_year"))
    told = re.findall(r'<span class="strip-bar ([a-z]*)">([^<]*)<span class="unseen">([^<]*)</span>', page.content.decode())
    assert told == [
        ("bad", "01.01–31.03", ", 1 квартал, прострочено"), ("", "01.05–31.05", ", травень, попереду"),
        ("", "01.06–30.06", ", червень, попереду"), ("", "01.01–31.12", ", протягом року, попереду"),
    ]  # fmt: skip


def test_bars_fill_a_year_whatever_the_stretches() -> None:
    def of(*spans: tuple[tuple[int, int], tuple[int, int]]) -> list[tuple[int, str]]:
        return [(bar.months, bar.text) for bar in bars([(dt.date(YEAR, *a), dt.date(YEAR, *b)) for a, b in spans], YEAR)]

    assert of(((2, 1), (3, 31)), ((9, 10), (9, 10)), ((9, 20), (10, 2))) == [
        (1, ""), (2, "01.02–31.03"), (5, ""), (2, "10.09, 20.09–02.10"), (2, ""),
    ]  # fmt: skip
    assert of(((1, 1), (12, 31))) == [(12, "01.01–31.12")]
    assert [(bar.months, bar.text) for bar in bars([(dt.date(YEAR, 12, 1), dt.date(YEAR + 1, 2, 28))], YEAR)] == [
        (11, ""), (1, "01.12–28.02"),
    ]  # fmt: skip
    assert bars([(dt.date(YEAR + 1, 1, 1), dt.date(YEAR + 1, 2, 28))], YEAR)[0].months == 12


def test_an_extract_has_the_plans_own_table_with_only_these_rows(methodist: Client, plan: Any) -> None:
    response = methodist.get(url("_paper", plan[0].pk, "docx", scope="year", who="ВНМР"))
    paper = Word(io.BytesIO(response.content))
    (table,) = paper.tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[0] for row in cells[1:]] == ["1", "3", "4"]
    assert (cells[0], cells[3]) == (
        ["number", "title", "quantity", "term", "executors"], ["4", "Читання", "", "протягом року", "ЦПЧ, ВНМР"],
    )  # fmt: skip
    assert {"ВНМР", "2026 рік"} <= {paragraph.text for paragraph in paper.paragraphs}
    assert methodist.get(url("_paper", plan[0].pk, "pdf")).content.startswith(b"%PDF")
    assert methodist.get(url("_paper", plan[0].pk, "xlsx")).status_code == 404


def test_a_row_somebody_has_spoken_of_is_no_longer_overdue(methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    note_item(Act(actor=SYSTEM), item=plan[1][0], outcome="done")
    assert "overdue" not in groups(methodist)


@pytest.mark.parametrize("name", ["", "_month", "_year"])
def test_a_page_asks_the_same_however_many_rows_stand_on_it(methodist: Client, places: Any, name: str) -> None:
    asked = []
    for year, many in ((2025, 1), (2026, 3)):
        _made, items = planned(places[0], *ROWS[:many], year=year)
        for item in items:
            tie_item(Act(actor=SYSTEM), item=item, kind="indicator", indicator="references", planned=75)
        note_item(Act(actor=SYSTEM), item=items[0], outcome="done")
        address = url(name, on=f"{year}-05-14")
        methodist.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert methodist.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12, [one["sql"][:150] for one in queries]
