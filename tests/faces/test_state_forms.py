"""The screens of state forms: the year's list, a form, what stands under a cell, filling in, signing, taking out, its rows."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.ledger.api import Line, settle
from mandrivna.planning.actions import fill_form, sign_form
from mandrivna.planning.forms.definitions import load
from mandrivna.planning.forms.rows import FormSheet
from mandrivna.shared.ids import new_uid

type Places = tuple[Unit, Unit, Unit]
YEAR = 2025


def url(name: str, *args: Any) -> str:
    return reverse(f"workspace:state_form{name}", args=args)


def of(unit: Unit, name: str = "", *more: Any) -> str:
    return url(name, unit.pk, YEAR, "nk6", *more)


def fact(unit: Unit, on: str, quantity: int, kind: str = "lending.visit", **facets: str) -> None:
    fact.number = getattr(fact, "number", 0) + 1  # type: ignore[attr-defined]
    with transaction.atomic():
        line = Line(kind=kind, unit=unit.pk, on=dt.date.fromisoformat(on), quantity=quantity, **facets)
        settle(Act(actor=SYSTEM), f"test.Form:{fact.number}", [line])  # type: ignore[attr-defined]


def visits(unit: Unit) -> None:
    fact(unit, "2025-02-03", 30, mode="nonstationary")


def row_of(page: str, code: str) -> list[str]:
    text = re.search(rf'<tr id="row-{code}">(.*?)</tr>', page, re.S)
    assert text is not None
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", text[1], re.S)]


def signed(unit: Unit, year: int = YEAR) -> FormSheet:
    said = {"post": "Директорка", "signer": "Сойка Лісова", "on": dt.date(2026, 1, 5)}
    return sign_form(Act(actor=SYSTEM), unit=unit, form="nk6", year=year, **said)


def test_the_year_has_its_forms_and_says_how_far_each_has_come(places: Places, director: Client) -> None:
    signed(places[0])
    page = director.get(reverse("workspace:state_forms"), {"unit": places[0].pk, "year": YEAR}).content.decode()
    listed = [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)][:2]
              for row in re.findall(r"<tr>(.*?)</tr>", page[page.index("<tbody>") :], re.S)]  # fmt: skip
    assert [(name.split(" ")[0], state) for name, state in listed] == [
        ("6-НК", "підписано 05.01.2026"), ("6-НК", "не розпочато"), ("80-а-рвк", "не розпочато"),
    ]  # fmt: skip
    assert "№ 75" in director.get(reverse("workspace:state_forms"), {"unit": places[0].pk, "year": 2020}).content.decode()
    assert [director.get(reverse("workspace:state_forms"), {"year": year}).status_code for year in ("1", "рік", "99999")] == [
        404
    ] * 3


def test_a_form_shows_what_the_facts_say_and_each_number_opens(places: Places, director: Client) -> None:
    visits(places[1])
    page = director.get(of(places[0])).content.decode()
    assert row_of(page, "visits")[2:4] == ["30", "немає даних"]
    assert row_of(page, "area_total")[:1] == ["1"]
    assert of(places[0], "_cell", "visits", "total") in page
    opened = director.get(of(places[0], "_cell", "visits", "total")).content.decode()
    assert re.findall(r'id="total">([^<]+)<', opened) == ["30"]
    assert places[1].name in opened
    assert director.get(of(places[0], "_cell", "gone", "total")).status_code == 404
    assert director.get(url("", places[0].pk, 2020, "nk6")).status_code == 404


def test_the_sum_of_what_left_opens_to_the_same_number(places: Places, director: Client) -> None:
    fact(places[1], "2024-02-03", 50, "fund.holding", material="book")
    fact(places[1], "2025-02-03", -4, "fund.holding", material="book")
    page = director.get(of(places[0])).content.decode()
    assert [row_of(page, row)[2] for row in ("fund_start", "fund_out", "fund_end")] == ["50", "4", "46"]
    totals = [re.findall(r'id="total">([^<]+)<', director.get(of(places[0], "_cell", row, "total")).content.decode())
              for row in ("fund_start", "fund_out", "fund_end")]  # fmt: skip
    assert totals == [["50"], ["4"], ["46"]]


def test_filling_in_writes_only_what_was_typed_and_asks_for_a_reason(places: Places, methodist: Client) -> None:
    visits(places[1])
    page = of(places[0], "_fill")
    assert methodist.get(page).status_code == 200
    typed = {"uid": str(new_uid()), "area_total.total": "120,5", "money_in.total": "немає даних", "visits.total": "31"}
    refused = methodist.post(page, typed)
    assert (refused.status_code, "напишіть її" in refused.content.decode()) == (422, True)
    assert methodist.post(page, {**typed, "uid": str(new_uid()), "users.total": "багато"}).status_code == 422
    done = methodist.post(page, {**typed, "uid": str(new_uid()), "reason": "за аркушем", "note": "Переїхали."})
    assert done.status_code == 302
    assert {place: said["value"] for place, said in FormSheet.objects.get().said.items()} == {
        "area_total.total": "120.5", "money_in.total": None, "visits.total": "31",
    }  # fmt: skip
    shown = methodist.get(of(places[0])).content.decode()
    assert [row_of(shown, row)[2] for row in ("area_total", "money_in", "visits")] == ["120,5", "немає даних", "31"]
    assert ("За фактами 30" in shown, "Переїхали." in shown) == (True, True)


def test_one_cell_is_written_over_with_its_history(places: Places, methodist: Client) -> None:
    visits(places[1])
    page = of(places[0], "_cell", "visits", "total")
    assert methodist.post(page, {"uid": str(new_uid()), "value": "32"}).status_code == 422
    assert methodist.post(page, {"uid": str(new_uid()), "value": "32", "reason": "журнал простору"}).status_code == 302
    opened = methodist.get(page).content.decode()
    assert ("32. журнал простору" in opened, "Особа methodist" in opened) == (True, True)


def test_who_may_sign_signs_and_nobody_writes_after_that(places: Places, director: Client, methodist: Client) -> None:
    visits(places[1])
    said = {"post": "Директорка", "signer": "Сойка Лісова", "on": "2026-01-05"}
    assert methodist.post(of(places[0], "_sign"), {**said, "uid": str(new_uid())}).status_code == 403
    assert director.post(of(places[0], "_sign"), {**said, "post": "", "uid": str(new_uid())}).status_code == 422
    assert director.post(of(places[0], "_sign"), {**said, "uid": str(new_uid())}).status_code == 302
    fact(places[1], "2025-03-03", 5, mode="nonstationary")
    page = director.get(of(places[0])).content.decode()
    assert row_of(page, "visits")[2] == "30"
    assert "за фактами тепер 35" in page
    assert methodist.get(of(places[0], "_fill")).status_code == 302
    sheet = FormSheet.objects.get()
    assert director.post(url("_reopen", sheet.pk), {"uid": str(new_uid()), "reason": "аркуш"}).status_code == 302
    assert [one.number for one in FormSheet.objects.order_by("number")] == [1, 2]
    assert row_of(director.get(url("_signed", sheet.pk)).content.decode(), "visits")[2] == "30"
    assert row_of(director.get(of(places[0])).content.decode(), "visits")[2] == "35"


def test_a_form_changed_past_the_program_shows_no_number(places: Places, director: Client) -> None:
    visits(places[1])
    sheet = signed(places[0])
    FormSheet.objects.filter(pk=sheet.pk).update(frozen=json.loads(json.dumps(sheet.frozen).replace('"30"', '"31"')))
    for page in (of(places[0]), url("_signed", sheet.pk), of(places[0], "_file", "csv")):
        answer = director.get(page)
        assert (answer.status_code, "повз" in answer.content.decode() or "поза програмою" in answer.content.decode()) == (409, True)
        assert "row-visits" not in answer.content.decode()


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("json", b"{")])
def test_it_leaves_in_four_ways(places: Places, director: Client, kind: str, begins: bytes) -> None:
    visits(places[1])
    answer = director.get(of(places[0], "_file", kind))
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"] == f'attachment; filename="forma-nk6-{places[0].pk}-{YEAR}.{kind}"'
    assert director.get(of(places[0], "_file", "exe")).status_code == 404


def test_a_methodist_checks_a_row_of_the_form(places: Places, methodist: Client) -> None:
    listed = methodist.get(url("_definition", "nk6")).content.decode()
    assert "Загальна площа приміщень" in listed
    page = url("_row", "nk6", "users")
    said = {"section": "users", "code": "4", "label": "Користувачі, усього", "counted_in": "особа",
            "source": "indicator:users_registered", "depth": "0", "digits": "0", "shown": "on"}  # fmt: skip
    assert methodist.post(page, {**said, "uid": str(new_uid())}).status_code == 422
    assert methodist.post(page, {**said, "uid": str(new_uid()), "reason": "звірено"}).status_code == 302
    row = load().forms["nk6"].rows["users"]
    assert (row.printed, row.label, row.verify, row.counters["total"].code) == (
        "4",
        "Користувачі, усього",
        False,
        "users_registered",
    )
    new = {**said, "code": "", "label": "Свій", "source": "hand", "after": "users", "uid": str(new_uid()), "reason": "наказ"}
    assert methodist.post(url("_row", "nk6", "new"), new).status_code == 302
    assert load().forms["nk6"].rows["own_1"].source == "hand"
    assert [
        methodist.get(url("_row", form, row)).status_code for form, row in (("nk6", "gone"), ("nk6_summary", "users"), ("x", "y"))
    ] == [404] * 3


def test_as_many_questions_for_three_as_for_one(places: Places, director: Client) -> None:
    counted = []
    for number in range(1, 4):
        fact(places[1], f"2025-02-0{number}", number, mode="nonstationary")
        fill_form(
            Act(actor=SYSTEM), unit=places[0], form="nk6", year=YEAR, cells={"visits.total": str(100 + number)}, reason="аркуш"
        )
        pages = (of(places[0]), of(places[0], "_fill"), of(places[0], "_cell", "visits", "total"), url("_definition", "nk6"),
                 f"{reverse('workspace:state_forms')}?unit={places[0].pk}&year={YEAR}")  # fmt: skip
        counted.append([])
        for page in pages:
            director.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert director.get(page).status_code == 200
            counted[-1].append(len(asked))
    assert counted[0] == counted[2]
    assert max(counted[0]) <= 12, counted
