"""The screens of the board: what they show of a plan, what they refuse beside which field, and to whom they open."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlencode

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.ledger.api import Line, settle
from mandrivna.planning.board.actions import tie_item
from mandrivna.planning.board.rows import ItemNote, Tie
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.shared.ids import new_uid
from tests.factories.staff import browser_of, person
from tests.planning.test_board import held, planned

type Places = tuple[Unit, Unit, Unit]
YEAR = timezone.localdate().year
ROWS = (
    ["1", "Довідки", "75 довідок", "Протягом року", "ЦПЧ"],
    ["2", "Літоглядки", "", "щомісяця", "ВІТЕР"],
    ["3", "Моніторинг", "", "1 квартал", "ВНМР"],
)


@pytest.fixture
def plan(places: Places) -> tuple[Plan, list[PlanItem]]:
    return planned(places[0], *ROWS, year=YEAR)


def url(name: str, *args: Any, **query: Any) -> str:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"workspace:board{name}", args=args) + (f"?{text}" if text else "")


def send(browser: Client, address: str, **said: Any) -> Any:
    return browser.post(address, {"uid": str(new_uid()), **said}, follow=True)


def answered(unit: Unit, number: int) -> None:
    with transaction.atomic():
        line = Line(kind="enquiries.reference", unit=unit.pk, on=dt.date(YEAR, 1, 2), quantity=number, form="thematic")
        settle(Act(actor=SYSTEM), f"test.Act:{new_uid()}", [line])


def test_without_a_plan_the_page_says_what_will_be_here(methodist: Client) -> None:
    assert "Плану року ще немає" in methodist.get(url("")).content.decode()


def test_the_board_shows_rows_with_their_numbers_and_what_measures_nothing(
    places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    _plan, items = plan
    answered(places[1], 75)
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    page = methodist.get(url("")).content.decode()
    assert "3 рядки" in page
    assert re.findall(r'class="tag good"[^>]*>([^<]+)<', page) == ["виконано: 1", "виконано"]
    assert page.count("ще нічим не міряють") == 2


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"who": "ЦПЧ"}, ["1"]),
        ({"q": "літо"}, ["2"]),
        ({"section": "2.2"}, ["1", "2", "3"]),
        ({"section": "2"}, ["1", "2", "3"]),
        ({"section": "2."}, ["1", "2", "3"]),
        ({"section": "2.21"}, []),
        ({"section": "9"}, []),
        ({"light": "far"}, []),
    ],
)
def test_rows_are_chosen_by_section_executor_state_and_word(
    methodist: Client, plan: tuple[Plan, list[PlanItem]], query: dict[str, str], numbers: list[str]
) -> None:
    page = methodist.get(url("", **query)).content.decode()
    assert re.findall(r">2\.2, № (\d+)</a>", page) == numbers


def test_a_department_is_found_under_any_of_its_names(places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    _plan, items = plan
    names = ([("ЦПЧ", places[1].pk)], [("ВІТЕР", None), ("Центр читання", places[1].pk)], [("ВНМР", None)])
    for item, answering in zip(items, names, strict=True):
        item.meaning["executors"] = [{"name": name, "kind": "department", "unit": unit} for name, unit in answering]
        item.save()
    found = {
        who: re.findall(r">2\.2, № (\d+)</a>", methodist.get(url("", who=who)).content.decode())
        for who in ("ЦПЧ", "Центр читання", "ВІТЕР", "ВНМР", "Ніхто")
    }
    assert found == {"ЦПЧ": ["1", "2"], "Центр читання": ["1", "2"], "ВІТЕР": ["2"], "ВНМР": ["3"], "Ніхто": []}


@pytest.mark.parametrize(("until", "head"), [("q2", "II квартал"), ("q4", "IV квартал"), ("m3", "березень"), ("q1", ""), ("", "")])
def test_a_quarter_or_month_has_its_own_numbers_beside(
    places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]], until: str, head: str
) -> None:
    found, items = plan
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    answered(places[1], 30)
    page = methodist.get(url("_of", found.pk, until=until)).content.decode()
    late = timezone.localdate() >= dt.date(YEAR, 10 if until == "q4" else 4, 1)
    (beside,) = re.findall(r'>Факт</th><th scope="col" class="number">([^<]+)</th>', page)
    assert beside == (head if head and late else "%")
    answer = methodist.get(url("_xlsx", found.pk, until=until))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    (line,) = [row for row in rows if row[2] == "Довідки"]
    (header,) = [row for row in rows if row[2] == "Назва діяльності"]
    assert (line[6], header[11]) == (30, f"Лише {head}" if head and late else "Стан")
    assert line[11] == 0 or not (head and late)


def test_the_fourth_quarter_and_december_are_chosen_like_any_other(methodist: Client, places: Places) -> None:
    old, items = planned(places[0], *ROWS, year=YEAR - 1)
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    with transaction.atomic():
        for month, number in ((3, 5), (11, 20), (12, 7)):
            line = Line(
                kind="enquiries.reference", unit=places[1].pk, on=dt.date(YEAR - 1, month, 2), quantity=number, form="thematic"
            )
            settle(Act(actor=SYSTEM), f"test.Act:{new_uid()}", [line])
    page = methodist.get(url("_of", old.pk, until="q4")).content.decode()
    choices = re.findall(r'<option value="((?:q|m)\d+)"', page)
    assert choices == [*(f"q{at}" for at in range(1, 5)), *(f"m{at}" for at in range(1, 13))]
    for until, head, own in (("q4", "IV квартал", "27"), ("m12", "грудень", "7")):
        page = methodist.get(url("_of", old.pk, until=until)).content.decode()
        (beside,) = re.findall(r'>Факт</th><th scope="col" class="number">([^<]+)</th>', page)
        row = re.findall(r'<td class="number">([^<]*)</td>', page)
        assert (beside, row[2:4]) == (head, ["32", own])


def test_a_section_without_a_number_is_chosen_too_and_one_without_a_table_with_all_under_it(
    methodist: Client, places: Places, plan: tuple[Plan, list[PlanItem]]
) -> None:
    found, items = plan
    top = Section.objects.create(plan=found, number="2", title="Робота")
    Section.objects.filter(number="2.2").update(position=1)
    bare = Section.objects.create(plan=found, title="Без номера", position=8, columns=items[0].part.columns)
    under = Section.objects.create(plan=found, title="Під ним", position=9, columns=bare.columns, parent=bare)
    Section.objects.create(plan=found, number="5", title="Порожній", position=10, columns=bare.columns)
    for part, number in ((bare, "21"), (under, "22")):
        PlanItem.objects.create(plan=found, part=part, number=number, cells=[number, "Рядок", "", "", ""])
    page = methodist.get(url("")).content.decode()
    (choices,) = re.findall(r'<select name="section".*?</select>', page, re.S)
    assert re.findall(r'value="([^"]+)"', choices) == ["2", "2.2", str(bare.pk), str(under.pk)]
    numbers = {
        code: re.findall(r"№ (\d+)</a>", methodist.get(url("", section=code)).content.decode())
        for code in ("2", str(bare.pk), str(under.pk), str(new_uid()))
    }
    assert list(numbers.values()) == [["1", "2", "3"], ["21", "22"], ["22"], []]
    assert top.number == "2"


def test_without_a_row_of_last_year_the_dash_has_its_reason(methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    _plan, items = plan
    tie_item(Act(actor=SYSTEM), item=items[1], kind="events", planned=12)
    page = methodist.get(url("")).content.decode()
    assert re.findall(r'title="([^"]+)">—<span class="unseen"> ([^<]+)</span>', page) == [("торік плану не було",) * 2]
    assert "торік плану не було" in methodist.get(url("_row", items[1].pk)).content.decode()


def test_rows_are_found_by_the_project_of_their_events(
    places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    _plan, items = plan
    tie_item(Act(actor=SYSTEM), item=items[1], kind="events", planned=12)
    held(places[1], items[1], dt.date(YEAR, 1, 2), 8)
    page = methodist.get(url("", q="мова")).content.decode()
    assert re.findall(r">2\.2, № (\d+)</a>", page) == ["2"]


def test_a_part_of_the_year_that_is_none_is_not_found(methodist: Client, plan: Any) -> None:
    assert methodist.get(url("", until="q9")).status_code == 404


def test_everything_offered_is_accepted_with_one_press(methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    found, _items = plan
    page = send(methodist, url("_all", found.pk)).content.decode()
    assert ("Прив’язано 2 числа." in page, Tie.objects.count()) == (True, 2)
    assert "Нових пропозицій немає" in send(methodist, url("_all", found.pk)).content.decode()


def test_one_offer_is_accepted_on_the_row_and_taken_back(methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    row = plan[1][0]
    page = methodist.get(url("_row", row.pk)).content.decode()
    (key,) = re.findall(r'name="key" value="([^"]+)"', page)
    send(methodist, url("_accept", row.pk), key=key)
    tie = Tie.objects.get()
    assert (tie.indicator, tie.planned, tie.label) == ("references", 75, "Довідки")
    assert "Слова рядка змінилися" in send(methodist, url("_accept", row.pk), key="indicator:ghosts::1").content.decode()
    send(methodist, url("_untie", row.pk), tie=tie.pk)
    assert not Tie.objects.exists()


def test_a_row_is_measured_by_what_a_person_chose(methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    row = plan[1][2]
    send(methodist, url("_tie", row.pk), measure="indicator:visits", planned="40", label="Візити")
    tie = Tie.objects.get()
    assert (tie.kind, tie.indicator, tie.planned, tie.label) == ("indicator", "visits", 40, "Візити")
    assert send(methodist, url("_tie", row.pk), measure="indicator:reading_rate").status_code == 422
    send(methodist, url("_replan", row.pk), tie=tie.pk, **{f"{str(tie.pk)[:8]}-planned": "55"})
    tie.refresh_from_db()
    assert tie.planned == 55


def test_a_document_that_is_ready_is_written_down_and_a_wrong_address_refused(
    methodist: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    row = plan[1][2]
    tie = tie_item(Act(actor=SYSTEM), item=row, kind="deliverable")
    wrong = send(methodist, url("_deliver", row.pk), tie=tie.pk, on=f"{YEAR}-01-10", link="ftp://x")
    assert (wrong.status_code, "Адреса починається з https:// або http://." in wrong.content.decode()) == (422, True)
    page = send(methodist, url("_deliver", row.pk), tie=tie.pk, on=f"{YEAR}-01-10", link="https://example.org/d").content.decode()
    assert ('href="https://example.org/d"' in page, "виконано" in page) == (True, True)


def test_what_is_not_done_wants_a_reason(methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    row = plan[1][0]
    refused = send(methodist, url("_note", row.pk), outcome="not_done", text="")
    assert (refused.status_code, 'id="id_text_error"' in refused.content.decode(), ItemNote.objects.count()) == (422, True, 0)
    page = send(methodist, url("_note", row.pk), outcome="not_done", text="Приміщення немає").content.decode()
    assert ("не виконано" in page, "Приміщення немає" in page) == (True, True)


def test_the_board_goes_into_a_spreadsheet(places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    found, items = plan
    answered(places[1], 30)
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    answer = methodist.get(url("_xlsx", found.pk))
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    (line,) = [row for row in rows if row[2] == "Довідки"]
    assert (line[0], line[1], line[4], line[6], line[7]) == ("2.2", "1", 75, 30, 40)
    answer = methodist.get(url("_xlsx", found.pk, q="довідки"))
    rows = [list(row) for row in openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)]
    assert [row[2] for row in rows if row[1] in ("1", "2", "3")] == ["Довідки"]
    assert any("Лише обрані рядки: 1 з 3." in str(row[0]) for row in rows)


def test_what_was_asked_for_stays_in_every_link_and_deviation_and_reason_stand_in_the_table(
    places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]
) -> None:
    found, items = plan
    answered(places[1], 30)
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    send(methodist, url("_note", items[0].pk), outcome="", text="Хаб був без світла")
    page = html.unescape(methodist.get(url("", section="2.2", q="довідки")).content.decode())
    (light,) = re.findall(r'class="tag [a-z]*" href="\?([^"]+)"', page)[:1]
    assert parse_qs(light) == {"section": ["2.2"], "q": ["довідки"], "light": [parse_qs(light)["light"][0]]}
    assert f'href="{url("_xlsx", found.pk)}?{urlencode({"section": "2.2", "q": "довідки"})}"' in page
    assert ("Відхилення</th>" in page, "Хаб був без світла" in page) == (True, True)
    narrowed = methodist.get(url("", section="2.2", light=parse_qs(light)["light"][0])).content.decode()
    assert '<input type="hidden" name="light"' in narrowed


def test_the_chart_is_taken_as_a_picture_for_slides(places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    found, items = plan
    assert (methodist.get(url("_chart", found.pk)).status_code, "Зображення для слайдів" in page_of(methodist)) == (404, False)
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    assert f'href="{url("_chart", found.pk)}" download' in page_of(methodist)
    answer = methodist.get(url("_chart", found.pk, until="q1"))
    assert (answer.headers["Content-Type"], Image.open(io.BytesIO(answer.content)).size) == ("image/png", (1920, 1080))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="plan-{found.pk}-{YEAR}-q1.png"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def page_of(browser: Client) -> str:
    return browser.get(url("")).content.decode()


def test_a_picture_is_refused_to_whom_its_board_is(places: Places, methodist: Client, plan: tuple[Plan, list[PlanItem]]) -> None:
    found, items = plan
    tie_item(Act(actor=SYSTEM), item=items[0], kind="indicator", indicator="references", planned=75)
    elsewhere, auditor = (person("other", "methodist", places[2]), person("auditor", "auditor", places[0]))
    asked = [browser_of(elsewhere), browser_of(auditor), Client()]
    assert [one.get(url("_chart", found.pk)).status_code for one in asked] == [404, 200, 302]
    wrong = [url("_chart", found.pk + 1), url("_chart", found.pk, until="q9")]
    assert [methodist.get(one).status_code for one in wrong] == [404, 404]
    assert methodist.post(url("_chart", found.pk)).status_code == 405


def test_whoever_may_only_look_changes_nothing(places: Places, plan: tuple[Plan, list[PlanItem]]) -> None:
    auditor = browser_of(person("auditor", "auditor", places[0]))
    page = auditor.get(url("_row", plan[1][0].pk)).content.decode()
    assert ("Прийняти" in page, "Міряти цим" in page) == (False, False)
    assert send(auditor, url("_note", plan[1][0].pk), outcome="done").status_code == 403
    assert browser_of(person("other", "methodist", places[2])).get(url("_row", plan[1][0].pk)).status_code == 404


@pytest.mark.parametrize("name", ["", "_row", "_events"])
def test_a_page_asks_the_same_however_much_stands_on_it(places: Places, methodist: Client, name: str) -> None:
    asked = []
    for year, rows in ((YEAR - 1, ROWS[:1]), (YEAR, ROWS)):
        found, items = planned(places[0], *rows, year=year)
        for at, item in enumerate(items):
            tie_item(Act(actor=SYSTEM), item=item, kind="indicator", indicator="references", planned=75 + at)
            tie_item(Act(actor=SYSTEM), item=items[0], kind="events", planned=3, line=at)
        address = {"": url("_of", found.pk, until="q2")}.get(name) or url(name, items[0].pk)
        methodist.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert methodist.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12
