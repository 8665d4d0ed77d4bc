"""A year of events from above: each figure is the number of events its link opens, and the file says the same."""

from __future__ import annotations

import datetime as dt
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from mandrivna.core.actions.units import edit_unit
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, cancel_event
from mandrivna.programme.models import Event
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/programme/list/"


@pytest.fixture
def world() -> World:
    return World()


def page(world: World) -> str:
    return f"/work/programme/year/{world.lib.today.year}/"


def event(world: World, title: str = "ЛітРозмови", *, on: dt.date | None = None, **about: Any) -> Event:
    said = {"title": title, "form": "author_meeting", "audiences": ["general"], "starts": "16:00", **about}
    place = said.pop("place", world.lib.hub)
    return add_event(world.lib.act(), unit=world.lib.hub, place=place, on=on or world.lib.today, about=said)


def held(world: World, *counts: tuple[str, str, int], **about: Any) -> Event:
    lines = [{"way": way, "audience": audience, "age": "", "number": number} for way, audience, number in counts]
    return count_event(world.lib.act(), event=event(world, **about), counts=lines)


def year_of_events(world: World) -> None:
    """Hand-made: three held (12 + 20 + 7 online, 9 + 4 people), one ahead, one called off, one draft's worth of posts."""
    edit_unit(world.lib.act(), unit=world.lib.hub, about={"actual_address": "м. Суми, вул. Вигадана, 1"})
    held(world, ("place", "general", 12), direction="reading", project="Мова без меж")
    held(world, ("place", "pupil", 20), ("online", "internet", 7), format="hybrid", form="lecture", direction="local",
         audiences=["pupil", "internet"], starts="10:00")  # fmt: skip
    held(world, ("online", "general", 9), ("online", "internet", 4), format="online", starts="12:00", direction="reading")
    event(world, "Попереду", where="м. Полтава, бібліотека", starts="18:00", audiences=[])
    event(world, "Допис", form="post", starts="19:00")
    cancel_event(world.lib.act(), event=event(world, "Скасована", starts="20:00"), reason="тривога")


def figures(answer: Any, name: str) -> dict[str, list[int]]:
    for view, _heading, lines in answer.context["tables"]:
        if view == name:
            return {label: [number for number, _url in cells] for label, cells in lines}
    return {}


def test_a_year_is_counted_by_everything_that_a_report_asks_for(world):
    year_of_events(world)
    answer = world.browser("owner").get(page(world))
    assert [number for number, _url in answer.context["total"]] == [1, 3, 52, 32, 20]
    assert figures(answer, "direction") == {
        "промоція читання": [0, 2, 25, 12, 13], "краєзнавство": [0, 1, 27, 20, 7], "не вказано": [1, 0, 0, 0, 0],
    }  # fmt: skip
    assert figures(answer, "town") == {"Суми": [0, 2, 39, 32, 7], "онлайн": [0, 1, 13, 0, 13], "Полтава": [1, 0, 0, 0, 0]}
    assert figures(answer, "audience") == {
        "усі охочі": [0, 2, 21, 12, 9], "користувачі інтернет-ресурсів": [0, 2, 11, 0, 11], "учні": [0, 1, 20, 20, 0],
        "не вказано": [1, 0, 0, 0, 0],
    }  # fmt: skip
    assert figures(answer, "project") == {"Мова без меж": [0, 1, 12, 12, 0], "не вказано": [1, 2, 40, 20, 20]}
    assert figures(answer, "counted_as") == {
        "соціокультурний захід": [1, 2, 25, 12, 13], "захід з особистісного розвитку": [0, 1, 27, 20, 7],
    }  # fmt: skip
    assert "роботи, яку заходами не рахують (дописи, подкасти): 1." in text_of(answer)


def test_each_figure_opens_as_many_events_as_it_says(world):
    year_of_events(world)
    client = world.browser("owner")
    answer = client.get(page(world))
    links = [(number, url, at) for _name, _heading, lines in answer.context["tables"] for _label, cells in lines
             for at, (number, url) in enumerate(cells[:2])]  # fmt: skip
    assert len(links) > 20
    assert {url: client.get(url).context["table"].total for number, url, _at in links} == {
        url: number for number, url, _at in links
    }
    day = unescape(str(answer.context["map"])).split('href="')[1].split('"')[0]
    assert (client.get(day).context["table"].total, f"{world.lib.today:%Y-%m-%d}" in day) == (4, True)


def test_more_events_ask_no_more_questions_and_another_library_sees_none(world):
    event(world)
    client = world.browser("auditor")
    few, listed = queries(client, page(world)), queries(client, LIST)
    for hour in ("10:00", "11:00"):
        event(world, starts=hour, project=f"Проєкт {hour}", where=f"м. Місто{hour[:2]}ка")
    assert queries(client, page(world)) == few <= 12
    assert queries(client, LIST) == listed <= 12
    assert world.browser("stranger").get(page(world)).context["seen"].total.events == 0
    assert client.get("/work/programme/year/1812/").status_code == 404


def test_the_map_has_a_cell_for_each_day_and_can_count_people(world):
    held(world, ("place", "general", 12), on=dt.date(world.lib.today.year, 1, 2))
    client = world.browser("owner")
    told = str(client.get(page(world), {"what": "people"}).context["map"])
    assert (told.count("<tr>"), told.count("<td"), ">12</a>" in told) == (31, 372, True)
    assert ">1</a>" in str(client.get(page(world)).context["map"])


def test_the_file_says_what_the_page_says(world):
    year_of_events(world)
    sheet = load_workbook(BytesIO(world.browser("owner").get(page(world), {"export": "xlsx"}).content)).active
    rows = [row[:6] for row in sheet.iter_rows(values_only=True)]
    assert ("Разом", 1, 3, 52, 32, 20) in rows
    assert ("Полтава", 1, 0, 0, 0, 0) in rows
    assert ("За аудиторією", None, None, None, None, None) in rows
