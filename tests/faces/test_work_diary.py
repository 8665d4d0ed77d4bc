"""The screens of the diary of work: a month by parts, what stands behind a number, adding by hand, closing, printing."""

from __future__ import annotations

import datetime as dt
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
from mandrivna.planning.actions import add_to_diary
from mandrivna.planning.diary.rows import DiaryAddition, DiaryMonth
from mandrivna.shared.ids import new_uid
from tests.factories.staff import browser_of, person

type Places = tuple[Unit, Unit, Unit]


def url(name: str, *args: Any, **query: Any) -> str:
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"workspace:work_diary{name}", args=args) + (f"?{text}" if text else "")


def issued(unit: Unit, on: str, quantity: int) -> None:
    issued.number = getattr(issued, "number", 0) + 1  # type: ignore[attr-defined]
    with transaction.atomic():
        line = Line(kind="lending.issue", unit=unit.pk, on=dt.date.fromisoformat(on), quantity=quantity, mode="nonstationary")
        settle(Act(actor=SYSTEM), f"test.Act:{issued.number}", [line])  # type: ignore[attr-defined]


def feet(page: str) -> list[list[str]]:
    """What stands under the days, line by line."""
    below = page[page.index("<tfoot>") : page.index("</tfoot>")]
    lines = re.findall(r"<tr>(.*?)</tr>", below, re.S)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.S)][:2] for line in lines]


def test_a_month_has_its_days_and_what_stands_under_them(places: Places, methodist: Client) -> None:
    hub = places[1]
    issued(hub, "2026-02-03", 4)
    issued(hub, "2026-03-05", 7)
    page = methodist.get(url("", unit=hub.pk, year=2026, month=3, part="issues")).content.decode()
    assert feet(page) == [["Всього за місяць", "7"], ["Перенесено з початку року", "4"], ["З початку року", "11"]]
    behind = url("_facts", hub.pk, 2026, 3, "issued", day=5)
    assert f'<a href="{behind.removeprefix(url(""))}">7</a>' in page
    opened = methodist.get(behind).content.decode()
    assert re.findall(r'id="total">([^<]+)<', opened) == ["7"]


@pytest.mark.parametrize(
    "query", [{"month": 13}, {"month": "x"}, {"year": 1}, {"part": "ghosts"}, {"unit": 999_999}]
)  # fmt: skip
def test_a_diary_that_is_none_is_not_found(places: Places, methodist: Client, query: dict[str, Any]) -> None:
    assert methodist.get(url("", **{"unit": places[1].pk, **query})).status_code == 404


def test_adding_by_hand_changes_the_diary_and_a_refusal_stands_beside_its_field(places: Places, methodist: Client) -> None:
    hub = places[1]
    address = url("_add", hub.pk, 2026, 3)
    said = {"uid": str(new_uid()), "on": "2026-03-09", "column": "visits", "quantity": "12", "mode": "", "source": ""}
    refused = methodist.post(address, said)
    assert (refused.status_code, DiaryAddition.objects.count()) == (422, 0)
    assert 'id="id_source_error"' in refused.content.decode()
    done = methodist.post(address, {**said, "source": "Журнал гурту"}, follow=True)
    page = done.content.decode()
    assert ("Дописано. Число вже в щоденнику й показниках." in page, "Журнал гурту" in page) == (True, True)
    month = methodist.get(url("", unit=hub.pk, year=2026, month=3, part="readers")).content.decode()
    assert ">12</a>" in month


def test_what_was_added_is_taken_back_on_its_own_page(places: Places, methodist: Client) -> None:
    addition = add_to_diary(
        Act(actor=SYSTEM), unit=places[1], on=dt.date(2026, 3, 9), column="visits", quantity=12, source="Журнал гурту"
    )
    address = url("_added", addition.pk)
    assert methodist.post(address, {"uid": str(new_uid()), "why": ""}).status_code == 422
    page = methodist.post(address, {"uid": str(new_uid()), "why": "Двічі"}, follow=True).content.decode()
    assert ("Прибрано. У щоденнику лишився слід із причиною." in page, "Це помилка, прибрати" in page) == (True, False)
    listed = methodist.get(url("_add", places[1].pk, 2026, 3)).content.decode()
    assert "<s>Відвідування за день: усього</s>" in listed


def test_a_closed_month_says_so_and_shows_what_came_later(places: Places, methodist: Client) -> None:
    hub = places[1]
    issued(hub, "2026-03-05", 7)
    address = url("", unit=hub.pk, year=2026, month=3, part="issues")
    assert 'action="' + url("_close", hub.pk, 2026, 3) in methodist.get(address).content.decode()
    done = methodist.post(url("_close", hub.pk, 2026, 3), {"uid": str(new_uid()), "part": "issues"}, follow=True)
    assert (done.redirect_chain[-1][0], DiaryMonth.objects.count()) == (address, 1)
    issued(hub, "2026-03-06", 2)
    page = methodist.get(address).content.decode()
    assert feet(page)[0] == ["Всього за місяць", "7"]
    assert feet(page)[-1] == ["Виправлено після закриття", "+2"]
    assert url("_close", hub.pk, 2026, 3) not in page


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_a_month_is_printed_whole(places: Places, methodist: Client, kind: str, begins: bytes) -> None:
    issued(places[1], "2026-03-05", 7)
    answer = methodist.get(url(f"_{kind}", places[1].pk, 2026, 3))
    assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
    assert answer["Content-Disposition"] == f'attachment; filename="shchodennyk-{places[1].pk}-2026-03.{kind}"'


def test_whoever_may_only_look_neither_adds_nor_closes(places: Places) -> None:
    librarian = browser_of(person("librarian", "hub_librarian", places[1]))
    page = librarian.get(url("", unit=places[1].pk, year=2026, month=3)).content.decode()
    assert ("Дописати вручну" in page, "Закрити місяць" in page, "Надрукувати місяць" in page) == (False, False, False)
    assert librarian.post(url("_close", places[1].pk, 2026, 3), {"uid": str(new_uid())}).status_code == 403
    assert librarian.get(url("", unit=places[2].pk)).status_code == 404


@pytest.mark.parametrize("name", ["", "_add", "_facts"])
def test_a_page_asks_the_same_however_much_stands_on_it(places: Places, methodist: Client, name: str) -> None:
    hub, asked = places[1], []
    args = {"": (), "_add": (hub.pk, 2026, 3), "_facts": (hub.pk, 2026, 3, "issued")}[name]
    query = {} if args else {"unit": hub.pk, "year": 2026, "month": 3, "part": "issues"}
    methodist.get(url(name, *args, **query))
    for times in (1, 2):
        for number in range(times):
            add_to_diary(
                Act(actor=SYSTEM), unit=hub, on=dt.date(2026, 3, 9 + number), column="issued", quantity=times, source="Журнал"
            )
        with CaptureQueriesContext(connection) as queries:
            methodist.get(url(name, *args, **query))
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 12
