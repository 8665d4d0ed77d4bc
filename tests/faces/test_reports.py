"""The screens of reports: made from a plan, written with live numbers, signed, taken out; what they refuse, who may open them."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.ledger.api import Line, settle
from mandrivna.planning.board.actions import deliver, note_item, tie_item
from mandrivna.planning.models import Plan, PlanItem, Report, ReportText, Section
from mandrivna.planning.reports.actions import make_report, sign_report, write_report_text
from mandrivna.shared.ids import new_uid
from tests.factories.staff import browser_of, person
from tests.planning.test_board import held, planned

type Places = tuple[Unit, Unit, Unit]
YEAR = 2025
OVER = dt.date(2026, 1, 9)
MAY = dt.date(YEAR, 5, 4)
ROWS = (
    ["1", "Довідки", "75 довідок", "Протягом року", "ЦПЧ"],
    ["2", "Літоглядки", "12", "щомісяця", "ВІТЕР"],
    ["3", "Ремонт", "", "2 квартал", "ВНМР"],
)
STAMP = {"post": "Директорка", "name": "Ганна Приклад", "on": "09.01.2026"}


@pytest.fixture
def plan(places: Places) -> tuple[Plan, list[PlanItem]]:
    return planned(places[0], *ROWS, year=YEAR)


def an_act() -> Act:
    return Act(actor=SYSTEM)


def url(name: str, *args: Any, **query: Any) -> str:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"workspace:report{name}", args=args) + (f"?{text}" if text else "")


def send(browser: Client, address: str, **said: Any) -> Any:
    return browser.post(address, {"uid": str(new_uid()), **said}, follow=True)


def answered(unit: Unit, number: int, on: dt.date = MAY) -> None:
    with transaction.atomic():
        line = Line(kind="enquiries.reference", unit=unit.pk, on=on, quantity=number, form="thematic")
        settle(an_act(), f"test.Act:{new_uid()}", [line])


def told(plan: tuple[Plan, list[PlanItem]], until: str = "") -> Report:
    return make_report(an_act(), plan=plan[0], until=until)


def signed(plan: tuple[Plan, list[PlanItem]]) -> Report:
    return sign_report(an_act(), report=told(plan), on=OVER, post="Директорка", name="Ганна Приклад")


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def rows(page: str) -> list[list[str]]:
    body = "".join(re.findall(r"<tbody>(.*?)</tbody>", page, re.S))
    return [
        [words(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.S)
    ]


# --- the list and the beginning -----------------------------------------------------------------------------------------


def test_a_report_is_made_from_a_plan_and_stands_in_the_list(plan: Any, places: Places, methodist: Client) -> None:
    offered = methodist.get(url("s_new")).content.decode()
    assert f'<option value="{plan[0].pk}">' in offered
    made = send(methodist, url("s_new"), kind="plan", plan=plan[0].pk, until="q2")
    report = Report.objects.get()
    assert made.redirect_chain == [(url("", report.pk), 302)]
    assert (report.plan, report.until, str(report.by)) == (plan[0], "q2", str(report.by))
    send(methodist, url("s_new"), kind="plan", plan=plan[0].pk, until="q2")
    assert Report.objects.count() == 1
    (row,) = rows(methodist.get(url("s")).content.decode())
    assert row[1:] == [places[0].name, "2025 рік, I півріччя", "квартальний", "чернетка", str(report.by)]


def test_the_list_is_narrowed_by_year_length_and_state(plan: Any, places: Places, methodist: Client) -> None:
    signed(plan)
    for until in ("q1", "m5"):
        told(plan, until)
    told(planned(places[1], *ROWS, year=2024))
    asked = [{}, {"year": 2024}, {"what": "year"}, {"what": "quarter"}, {"what": "month"}, {"state": "signed"}, {"year": "x"}]
    found = [len(rows(methodist.get(url("s", **one)).content.decode())) for one in asked]
    assert found == [4, 1, 2, 1, 1, 1, 4]
    assert "ще немає" in methodist.get(url("s", year=2020)).content.decode()


def test_beginning_refuses_beside_the_field(plan: Any, places: Places, methodist: Client) -> None:
    elsewhere = Plan.objects.create(unit=places[0], year=2030)
    for said in ({"plan": elsewhere.pk}, {"plan": plan[0].pk, "until": "q9"}, {"plan": plan[0].pk, "kind": "poem"}):
        refused = send(methodist, url("s_new"), **{"kind": "plan", **said})
        assert (refused.status_code, refused.content.decode().count('<p class="error"')) == (422, 1)
    assert not Report.objects.exists()


# --- the page -----------------------------------------------------------------------------------------------------------


def test_the_page_says_how_every_row_stands(plan: Any, places: Places, methodist: Client) -> None:
    references, views, repair = plan[1]
    answered(places[1], 60)
    answered(places[1], 40, dt.date(YEAR - 1, 5, 4))
    tie_item(an_act(), item=references, kind="indicator", indicator="references", planned=75)
    tie_item(an_act(), item=views, kind="events", planned=12)
    ready = tie_item(an_act(), item=views, kind="deliverable")
    deliver(an_act(), item=views, tie=str(ready.pk), on=MAY, link="https://example.org/ogliad", note="Добірка")
    held(places[1], views, MAY, 25)
    note_item(an_act(), item=repair, outcome="moved", text="Немає приміщення", moved_to="2026 рік")
    page = methodist.get(url("", told(plan).pk)).content.decode()
    assert rows(page) == [
        [*ROWS[0], "60", "80 %", "40", "виконано частково", ""],
        [*ROWS[1], "1", "8 %", "", "виконано частково", "Подій: 1, учасників: 25. Добірка 04.05.2025"],
        [*ROWS[2], "", "", "", "перенесено: 2026 рік", "Немає приміщення"],
    ]
    said = words(page)
    assert "виконано частково: 2 перенесено: 1" in said
    assert "Подій за рядками розділу: 1, учасників: 25." in said
    assert 'href="https://example.org/ogliad"' in page


def test_a_draft_says_who_answers_for_a_row_and_what_is_signed_does_not(plan: Any, methodist: Client) -> None:
    note_item(an_act(), item=plan[1][2], outcome="moved", text="Немає приміщення", moved_to="2026 рік", answers=Withheld("Завгосп"))
    report = told(plan)
    assert "Немає приміщення відповідає: Завгосп" in words(methodist.get(url("", report.pk)).content.decode())
    signed = sign_report(an_act(), report=report, post="Директорка", name="Сойка Лісова", on=OVER)
    assert "Завгосп" not in methodist.get(url("", signed.pk)).content.decode() + str(signed.frozen)


def test_a_row_whose_condition_has_not_come_is_not_undone_in_the_report(plan: Any, methodist: Client) -> None:
    for item in plan[1]:
        tie_item(an_act(), item=item, kind="events", planned=12)
    PlanItem.objects.filter(pk=plan[1][0].pk).update(conditional=True, condition="у разі деокупації")
    said = words(methodist.get(url("", told(plan).pk)).content.decode())
    assert "не виконано: 2" in said and "умова ще не настала: 1" in said


def test_a_long_report_is_read_by_pages_of_whole_sections(plan: Any, methodist: Client) -> None:
    for at in range(2, 6):
        part = Section.objects.create(
            plan=plan[0], number=str(at), title=f"Розділ {at}", position=at, columns=plan[1][0].part.columns
        )
        PlanItem.objects.bulk_create(
            PlanItem(plan=plan[0], part=part, number=str(row), position=row, cells=[str(row), "Рядок", "", "", ""])
            for row in range(40)
        )
    report = told(plan)
    pages = [methodist.get(url("", report.pk, page=at)).content.decode() for at in (1, 2, 3, 4)]
    assert [len(rows(page)) for page in pages] == [43, 40, 40, 40]
    assert ["Вступ" in words(page) for page in pages] == [True, False, False, False]
    assert ["Висновки" in words(page) for page in pages] == [False, False, False, True]
    assert 'href="?page=3#part-' in pages[0]


def test_tables_of_indicators_stand_on_a_page_of_their_own(plan: Any, places: Places, methodist: Client) -> None:
    answered(places[1], 60)
    page = words(methodist.get(url("_indicators", told(plan).pk)).content.decode())
    assert re.search(r"довідк\w* .*? 60 ", page.lower())


# --- words --------------------------------------------------------------------------------------------------------------


def part_of(plan: Any) -> str:
    return str(Section.objects.get(plan=plan[0]).pk)


def test_a_live_number_is_picked_by_its_name_and_read_as_a_number(plan: Any, places: Places, methodist: Client) -> None:
    answered(places[1], 60)
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=75)
    report = told(plan)
    address = url("_write", report.pk, part_of(plan))
    page = methodist.get(address).content.decode()
    near, others = page.split("Усі інші числа")
    assert re.findall(r'name="put" value="(\w+)"', near) == ["references"]
    assert len(re.findall(r'name="put" value="(\w+)"', others)) > 20
    version = re.search(r'name="version" value="(\w+)"', page)
    assert version is not None
    put = methodist.post(address, {"uid": str(new_uid()), "version": version[1], "text": "Надано", "put": "references"})
    assert put.status_code == 200
    assert "Надано {references}</textarea>" in put.content.decode().replace("\r\n", "\n")
    assert "Надано 60" in words(put.content.decode())
    assert not ReportText.objects.exists()
    send(methodist, address, version=version[1], text="Надано {references} довідок.")
    assert "Надано 60 довідок." in words(methodist.get(url("", report.pk)).content.decode())
    answered(places[1], 2)
    assert "Надано 62 довідок." in words(methodist.get(url("", report.pk)).content.decode())


def test_a_number_nobody_knows_is_put_nowhere_and_is_refused_in_words(plan: Any, methodist: Client) -> None:
    address = url("_write", told(plan).pk, "intro")
    put = methodist.post(address, {"uid": str(new_uid()), "text": "Слово", "put": "nonsense"})
    assert ("Слово</textarea>" in put.content.decode(), put.status_code) == (True, 200)
    refused = methodist.post(address, {"uid": str(new_uid()), "text": "Надано {refrences}"})
    assert (refused.status_code, "{refrences}" in words(refused.content.decode())) == (422, True)


@pytest.mark.parametrize("place", ["intro", "closing", "title"])
def test_introduction_closing_and_title_are_written(plan: Any, methodist: Client, place: str) -> None:
    report = told(plan)
    done = send(methodist, url("_write", report.pk, place), text="Слова людини")
    assert done.redirect_chain == [(f"{url('', report.pk)}#{place}", 302)]
    assert getattr(Report.objects.get(), place) == "Слова людини"
    assert "Слова людини" in words(done.content.decode())


def test_two_who_write_the_same_words_see_each_other(plan: Any, places: Places, methodist: Client) -> None:
    report = told(plan)
    address = url("_write", report.pk, "intro")
    version = re.search(r'name="version" value="(\w+)"', methodist.get(address).content.decode())
    assert version is not None
    colleague = browser_of(person("second", "methodist", places[0]))
    assert "теж редагує це" in words(colleague.get(address).content.decode())
    send(colleague, address, version=version[1], text="Слово колеги")
    mine = methodist.post(address, {"uid": str(new_uid()), "version": version[1], "text": "Моє слово"})
    said = words(mine.content.decode())
    assert (mine.status_code, "Слово колеги" in said, "Моє слово" in said) == (409, True, True)
    put = methodist.post(address, {"uid": str(new_uid()), "version": version[1], "text": "Моє", "put": "references"})
    assert put.status_code == 409
    assert Report.objects.get().intro == "Слово колеги"


def test_a_place_that_is_not_in_the_plan_is_not_there(plan: Any, places: Places, methodist: Client) -> None:
    report = told(plan)
    other = Section.objects.create(plan=Plan.objects.create(unit=places[0], year=2030), title="Чужий")
    assert [methodist.get(url("_write", report.pk, one)).status_code for one in ("nowhere", str(other.pk), str(new_uid()))] == [
        404
    ] * 3


# --- the signature ------------------------------------------------------------------------------------------------------


def test_the_director_signs_and_later_facts_stand_beside(plan: Any, places: Places, director: Client) -> None:
    answered(places[1], 60)
    tie_item(an_act(), item=plan[1][0], kind="indicator", indicator="references", planned=75)
    report = told(plan)
    write_report_text(an_act(), report=report, place="intro", text="Надано {references} довідок.")
    page = words(director.get(url("_sign", report.pk)).content.decode())
    assert [one in page for one in ("про які нічого не відомо: 2", "без пояснення: 1", "розділів без тексту: 1")] == [True] * 3
    send(director, url("_sign", report.pk), **STAMP)
    answered(places[1], 3)
    page = words(director.get(url("", report.pk)).content.decode())
    assert "Підписано: Директорка Ганна Приклад, 09.01.2026." in page
    assert ("Печатка збігається" in page, "60 після підпису: +3" in page, "Надано 60 довідок." in page) == (True, True, True)
    assert "Довідки: +3" in page or "довідки: +3" in page.lower()
    again = director.get(url("_sign", report.pk))
    assert (again.status_code, again.headers["Location"]) == (302, url("", report.pk))
    assert director.get(url("_write", report.pk, "intro")).headers["Location"] == url("", report.pk)


def test_a_signature_refuses_beside_its_fields(plan: Any, director: Client) -> None:
    report = told(plan)
    for said, word in (
        ({"on": "01.06.2025"}, "Звітний час закінчується"),
        ({"name": ""}, "Заповніть це поле"),
        ({"on": "колись"}, "Такого дня"),
    ):
        refused = send(director, url("_sign", report.pk), **{**STAMP, **said})
        found = re.findall(r'class="error"[^>]*>([^<]+)<', refused.content.decode())
        assert (refused.status_code, [one for one in found if word in one]) == (422, found[:1])
    assert Report.objects.get().signed is False


def test_a_report_changed_behind_the_program_shows_no_number(plan: Any, places: Places, director: Client) -> None:
    answered(places[1], 60)
    report = signed(plan)
    Report.objects.update(name="Хтось")
    for page in (url("", report.pk), url("_indicators", report.pk), url("_paper", report.pk, "pdf")):
        shown = director.get(page)
        assert (shown.status_code, "Підпис не збігається" in words(shown.content.decode())) == (409, True)
    assert "60" not in words(director.get(url("_indicators", report.pk)).content.decode())


def test_the_director_shows_it_and_takes_it_down(plan: Any, director: Client, methodist: Client) -> None:
    report = signed(plan)
    assert methodist.post(url("_publish", report.pk), {"uid": str(new_uid())}).status_code == 403
    assert "Зняти з сайту" in words(send(director, url("_publish", report.pk)).content.decode())
    assert Report.objects.get().public is True
    assert "Показати на сайті" in words(send(director, url("_withdraw", report.pk)).content.decode())
    assert Report.objects.get().public is False
    draft = told(plan, "q1")
    assert send(director, url("_publish", draft.pk)).status_code == 422


# --- taking it out ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")])
def test_it_goes_out_as_paper_and_as_a_spreadsheet(plan: Any, methodist: Client, kind: str, begins: bytes) -> None:
    report = told(plan, "q2")
    answer = methodist.get(url("_paper", report.pk, kind))
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="zvit-{plan[0].pk}-2025-q2.{kind}"'
    if kind == "xlsx":
        assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames[0] == "Виконання плану"


def test_another_kind_of_file_is_not_there(plan: Any, methodist: Client) -> None:
    assert methodist.get(url("_paper", told(plan).pk, "exe")).status_code == 404


# --- cost ---------------------------------------------------------------------------------------------------------------


def test_a_report_and_the_list_cost_the_same_with_one_row_and_with_three(plan: Any, places: Places, methodist: Client) -> None:
    report = told(plan)
    costs: dict[str, list[int]] = {}
    for at, item in enumerate(plan[1]):
        tie_item(an_act(), item=item, kind="indicator", indicator="references", planned=20)
        tie_item(an_act(), item=item, kind="events", planned=7)
        told(plan, f"q{at + 1}")
        for page in (url("", report.pk), url("s"), url("_write", report.pk, part_of(plan))):
            methodist.get(page)
            with CaptureQueriesContext(connection) as asked:
                methodist.get(page)
            costs.setdefault(page, []).append(len([one for one in asked if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]))
    assert {page: len(set(found)) for page, found in costs.items()} == dict.fromkeys(costs, 1)
    assert max(max(found) for found in costs.values()) <= 12, costs


# --- documents of the year ----------------------------------------------------------------------------------------------


def test_a_swot_is_made_written_signed_and_printed_like_a_report(plan: Any, places: Places, director: Client) -> None:
    answered(places[1], 60)
    made = send(director, url("s_new"), kind="swot", plan=plan[0].pk, until="")
    swot = Report.objects.get()
    page = words(made.content.decode())
    assert [one in page for one in ("SWOT-аналіз роботи бібліотеки: 2025 рік", "1. Сильні сторони", "5. Що з цього випливає")] == [
        True
    ] * 3
    address = url("_write", swot.pk, "opportunities")
    shown = director.get(address).content.decode()
    assert "програми підтримки" in words(shown)
    assert re.findall(r'name="put" value="(\w+)"', shown.split("Усі інші числа")[0]) == ["shelves", "events", "consultations"]
    done = send(director, address, text="Довідок {references}.")
    assert done.redirect_chain == [(f"{url('', swot.pk)}#part-opportunities", 302)]
    assert ("Довідок 60." in words(done.content.decode()), director.get(url("_write", swot.pk, "luck")).status_code) == (True, 404)
    assert "розділів без тексту: 4" in words(director.get(url("_sign", swot.pk)).content.decode())
    send(director, url("_sign", swot.pk), **STAMP)
    answered(places[1], 3)
    page = words(director.get(url("", swot.pk)).content.decode())
    assert ("Довідок 60." in page, "довідки: +3" in page.lower()) == (True, True)
    for kind, begins in (("pdf", b"%PDF-"), ("docx", b"PK"), ("xlsx", b"PK")):
        assert director.get(url("_paper", swot.pk, kind)).content[: len(begins)] == begins
    (row,) = rows(director.get(url("s", what="swot")).content.decode())
    assert row[3] == "SWOT-аналіз"
