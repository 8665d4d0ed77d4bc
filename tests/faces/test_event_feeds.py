"""Events on the way out: a wall calendar, feeds, calendars of a part, and a window that any site may frame."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from mandrivna.core.actions.units import edit_unit
from mandrivna.faces.public.event_month import weeks
from mandrivna.programme.actions.events import cancel_event
from mandrivna.programme.actions.series import add_series, confirm_series, propose_events
from mandrivna.programme.queries import Month
from tests.faces.screens import queries, text_of
from tests.faces.test_public_events import ABOUT, EVENTS, event, titles
from tests.faces.test_public_events import world as world

pytestmark = pytest.mark.django_db
MONTH, WIDGET, SHARE = "/events/month/", "/events/widget/", "/work/programme/share/"
ATOM = "{http://www.w3.org/2005/Atom}"


def summaries(address: str, **asked: str) -> list[str]:
    return [str(row["SUMMARY"]) for row in Calendar.from_ical(Client().get(address, asked).content).walk("VEVENT")]


def on_the_wall(page: Any) -> list[str]:
    return [told.event.title for week in page.context["weeks"] for day in week for told in day.rows]


def test_events_are_chosen_by_town_and_for_whom_together_everywhere(world):
    event(world, "Для всіх"), event(world, "Дітям", audiences=["children"], starts="10:00")
    event(world, "Дітям онлайн", place=world.lib.other_hub, audiences=["children"], format="hybrid", starts="11:00")
    assert titles(audience="children") == ["Дітям", "Дітям онлайн"]
    assert titles(audience="children", town="Черкаси") == ["Дітям"]
    assert titles(audience="children", online="1") == ["Дітям онлайн"]
    assert summaries("/events.ics", audience="children", town="Черкаси") == ["Дітям"]
    page = Client().get(EVENTS, {"audience": "children", "town": "Черкаси"})
    assert "/events.ics?town=%D0%A7" in page.context["calendar"]
    assert [parse_qs(query) for _label, query, _now in page.context["audiences"]] == [
        {"town": ["Черкаси"], "audience": [code]} for code in ("general", "children")
    ]
    assert titles(audience="\x00", town="x" * 500) == []


# --- a month ----------------------------------------------------------------------------------------------------------------


def test_a_month_has_its_days_in_weeks_and_what_lasts_stands_above(world):
    (
        event(world, "Друга"),
        event(world, "Триває", form="exhibition", until=world.lib.today + dt.timedelta(days=9), starts="", ends=""),
    )
    day = world.lib.today + dt.timedelta(days=3)
    page = Client().get(MONTH, {"month": f"{day:%Y-%m}"})
    assert on_the_wall(page) == ["Друга"]
    assert [told.event.title for told in page.context["lasting"]] == ["Триває"]
    few = queries(Client(), f"{MONTH}?month={day:%Y-%m}")
    event(world, "Перша", starts="09:00"), event(world, "Для дітей", audiences=["children"], starts="12:00")
    assert on_the_wall(Client().get(MONTH, {"month": f"{day:%Y-%m}"})) == ["Перша", "Для дітей", "Друга"]
    assert on_the_wall(Client().get(MONTH, {"month": f"{day:%Y-%m}", "audience": "children"})) == ["Для дітей"]
    assert queries(Client(), f"{MONTH}?month={day:%Y-%m}") == few <= 12


def test_weeks_begin_on_monday_and_days_beside_the_month_are_known(world):
    made = weeks(Month(2026, 12), [])
    assert (made[0][0].on, made[0][0].inside, made[-1][-1].on) == (dt.date(2026, 11, 30), False, dt.date(2027, 1, 3))
    assert {len(week) for week in made} == {7}


def test_nobody_leafs_for_ever(world):
    this = f"{world.lib.today:%Y-%m}"
    assert [str(Client().get(MONTH, {"month": said}).context["month"]) for said in ("2099-01", "nonsense", "2000-01")] == [this] * 3
    last = f"{world.lib.today.year + 1}-{world.lib.today.month:02d}"
    assert str(Client().get(MONTH, {"month": last}).context["month"]) == last


def test_a_full_month_and_a_full_list_weigh_less_than_fifty_kilobytes(world):
    for number in range(60):
        event(
            world,
            f"Розмовний клуб української мови для всіх, зустріч {number}",
            days=1 + number % 3,
            starts=f"{8 + number % 12:02d}:00",
            ends="",
        )
    for address in (EVENTS, f"{MONTH}?month={world.lib.today + dt.timedelta(days=1):%Y-%m}", f"{WIDGET}?n=20"):
        page = Client().get(address)
        assert (page.status_code, len(page.content) < 50 * 1024) == (200, True), address


# --- feeds and calendars ------------------------------------------------------------------------------------------------------


def test_feeds_tell_what_is_ahead(world):
    event(world, "Друга", days=5, format="hybrid", about="Слухаємо <b>й</b> питаємо."), event(world, "Перша")
    gone = event(world, "Скасована", days=4)
    cancel_event(world.lib.act(), event=gone, reason="тривога")
    event(world, "Минула", days=-1), event(world, "Не для сайту", shown=False, starts="10:00")
    few = queries(Client(), "/feeds/events.atom")
    atom = ET.fromstring(Client().get("/feeds/events.atom").content)
    entries = atom.findall(f"{ATOM}entry")
    told = [entry.find(f"{ATOM}title").text.partition(". ")[2] for entry in entries]
    assert told == ["Перша", "Друга"]
    assert entries[1].find(f"{ATOM}summary").text == (
        "16:00–17:30. Хаб 1, м. Черкаси, вул. Показова, 1. онлайн. Слухаємо <b>й</b> питаємо"
    )
    rss = ET.fromstring(Client().get("/feeds/events.rss").content)
    assert [item.find("link").text.startswith("http://testserver/events/") for item in rss.iter("item")] == [True, True]
    event(world, "Третя", days=9), event(world, "Четверта", days=10)
    assert queries(Client(), "/feeds/events.atom") == few <= 12
    assert 'type="application/rss+xml"' in Client().get(EVENTS).content.decode()


def test_a_series_has_a_calendar_of_its_own(world):
    event(world, "Інша")
    about = {**ABOUT, "term": "щомісяця"}
    series = add_series(world.lib.act(), unit=world.lib.root, place=world.lib.hub, year=world.lib.today.year + 1, about=about)
    propose_events(world.lib.act(), series=series, since=world.lib.today)
    address = reverse("site:series_calendar", args=[series.pk])
    assert summaries(address) == []
    confirm_series(world.lib.act(), series=series)
    near = event(world, "Найближча", days=2)
    near.series = series
    near.save()
    assert summaries(address)[0] == "Найближча"
    assert "Інша" not in summaries(address)
    assert address in Client().get(reverse("public:event", args=[near.pk])).content.decode()
    series.shown = False
    series.save()
    assert Client().get(address).status_code == 404


def test_a_place_has_a_calendar_and_its_page_tells_what_is_ahead_there(world):
    """With its shelves, without what is elsewhere, online only, over or cancelled; its calendar learns of the last."""
    lib = world.lib
    page, address = reverse("public:place", args=[lib.hub.pk]), reverse("site:place_calendar", args=[lib.hub.pk])
    assert address not in Client().get(page).content.decode(), "nothing ahead, nothing to follow"
    event(world, "Перша", days=1)
    few = queries(Client(), page)
    event(world, "Друга", days=2, format="hybrid"), event(world, "Біля полиці", days=3, place=lib.shelf)
    assert queries(Client(), page) == few <= 12
    event(world, "Інша", place=lib.other_hub), event(world, "Ефір", format="online")
    event(world, "Учора", days=-1)
    off = event(world, "Скасована", days=4)
    cancel_event(lib.act(), event=off, reason="тривога")
    shown = Client().get(page)
    assert [told.event.title for told in shown.context["coming"]] == ["Перша", "Друга", "Біля полиці"]
    assert address in shown.content.decode()
    assert summaries(address) == ["Учора", "Перша", "Друга", "Біля полиці", "Скасована"]
    assert summaries(reverse("site:place_calendar", args=[lib.shelf.pk])) == ["Біля полиці"]
    states = [row.get("STATUS") for row in Calendar.from_ical(Client().get(address).content).walk("VEVENT")]
    assert states[-1] == "CANCELLED"
    for number in range(9):
        event(world, f"Далі {number}", days=20 + number)
    assert (len(Client().get(page).context["coming"]), len(summaries(address))) == (8, 14)
    edit_unit(lib.act(), unit=lib.hub, about={"public": False})
    assert [Client().get(one).status_code for one in (page, address)] == [404, 404]


# --- the window ---------------------------------------------------------------------------------------------------------------


def test_only_the_window_may_be_framed_and_it_has_nothing_to_be_misled_into(world):
    edit_unit(world.lib.act(), unit=world.lib.root, about={"name": "Наукова бібліотека"})
    for number in range(7):
        event(world, f"Подія {number}", days=number + 1)
    page = Client().get(WIDGET)
    policy = page["Content-Security-Policy"]
    assert ("X-Frame-Options" in page.headers, "frame-ancestors *" in policy, "script-src 'none'" in policy) == (False, True, True)
    assert page["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not page.cookies
    body = page.content.decode()
    assert re.findall(r"<(script|form|input|button)\b", body) == []
    assert re.findall(r"Подія \d", text_of(page)) == [f"Подія {number}" for number in range(5)]
    assert all('rel="noopener"' in link for link in re.findall(r"<a [^>]*>", body))
    assert len(Client().get(WIDGET, {"n": "2"}).context["rows"]) == 2
    assert len(Client().get(WIDGET, {"n": "999"}).context["rows"]) == 7
    for address in (EVENTS, MONTH, "/", "/my/enter/"):
        other = Client().get(address)
        assert (other["X-Frame-Options"], "frame-ancestors 'none'" in other["Content-Security-Policy"]) == ("DENY", True), address


def test_a_snippet_to_paste_carries_what_was_chosen(world):
    event(world, "Дітям", audiences=["children"])
    client = world.browser("methodist")
    page = client.get(SHARE, {"audience": "children", "n": "3", "town": "Черкаси"})
    snippet = page.context["snippet"]
    assert "<script" not in snippet
    assert 'loading="lazy"' in snippet
    address = re.search(r'src="([^"]+)"', snippet)[1].replace("&amp;", "&")
    assert [told.event.title for told, _day in Client().get(address).context["rows"]] == ["Дітям"]
    assert all("audience=children" in address for _label, address in page.context["addresses"])
    assert client.get(SHARE, {"n": "x", "town": "\x00"}).status_code == 200
    assert queries(client, SHARE) <= 12
