"""«Наступна»: whatever was chosen on a page is still chosen on the next one."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.planning.actions import plans
from mandrivna.planning.diary.actions import add_to_diary
from mandrivna.planning.models import Plan
from tests.factories.staff import browser_of, library, person
from tests.planning.test_board import planned

YEAR = timezone.localdate().year
ROWS = [[str(number), f"Літоглядки {number}", "", "щомісяця", "ВІТЕР & ЦПЧ"] for number in (1, 2, 3)]


@pytest.fixture
def unit(db: Any) -> Unit:
    units = library()
    for one in units:
        one.periods.update(since=dt.date(2020, 1, 1))
    return units[0]


@pytest.fixture
def methodist(unit: Unit) -> Client:
    return browser_of(person("methodist", "methodist", unit))


def following(browser: Client, address: str, **asked: str) -> dict[str, list[str]]:
    """What the link to the next page asks for, as a browser reads it."""
    page = browser.get(address, asked).content.decode()
    (link,) = re.findall(r'<a rel="next" href="([^"]+)"', page)
    return parse_qs(urlsplit(html.unescape(link)).query)


def test_the_board_keeps_who_what_and_until_when(methodist: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    planned(unit, *ROWS, year=YEAR)
    monkeypatch.setattr("mandrivna.faces.workspace.board.views.PAGE", 1)
    chosen = {"q": "літоглядки", "until": "q1", "section": "2.2"}
    assert following(methodist, reverse("workspace:board"), **chosen) == {
        "page": ["2"], **{name: [said] for name, said in chosen.items()},
    }  # fmt: skip
    assert following(methodist, reverse("workspace:board")) == {"page": ["2"]}


def test_changes_with_a_reason_stay_chosen(methodist: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    plan, _items = planned(unit, *ROWS, year=YEAR)
    plans.approve_plan(Act(actor=SYSTEM), plan=plan, on=dt.date(YEAR, 1, 9), post="Директорка", name="Ганна Приклад")
    part = Plan.objects.get(pk=plan.pk).sections.first()
    for number in ("4", "5"):
        plans.add_row(Act(actor=SYSTEM), part=part, cells=[number, "Ще"], reason="забули")
    monkeypatch.setattr("mandrivna.faces.workspace.plans.past.PAGE", 1)
    assert following(methodist, reverse("workspace:plan_history", args=[plan.pk]), formal="1") == {"page": ["2"], "formal": ["1"]}


def test_the_facts_of_one_day_stay_those_of_that_day(methodist: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    for times in (1, 2):
        add_to_diary(Act(actor=SYSTEM), unit=unit, on=dt.date(2026, 3, 9), column="issued", quantity=times, source="Журнал")
    monkeypatch.setattr("mandrivna.faces.workspace.diary.views.PAGE", 1)
    address = reverse("workspace:work_diary_facts", args=[unit.pk, 2026, 3, "issued"])
    assert following(methodist, address, day="9") == {"page": ["2"], "day": ["9"]}
