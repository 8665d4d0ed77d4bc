"""What readers see of the programme: the days ahead, one event, calendars; and what they do not see."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from mandrivna.core.actions.units import edit_unit
from mandrivna.programme.actions.events import add_event, cancel_event, move_event
from mandrivna.programme.actions.series import add_series, propose_events
from mandrivna.programme.models import Event
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
EVENTS, CALENDAR = "/events/", "/events.ics"
ABOUT = {"title": "ЛітРозмови", "form": "author_meeting", "audiences": ["general"], "starts": "16:00", "ends": "17:30"}


@pytest.fixture
def world() -> World:
    found = World()
    for hub, address in (
        (found.lib.hub, "м. Черкаси, вул. Показова, 1"),
        (found.lib.other_hub, "Прикладна громада, с-ще Прикладне"),
    ):
        edit_unit(found.lib.act(), unit=hub, about={"actual_address": address})
    return found


def event(world: World, title: str = "ЛітРозмови", *, days: int = 3, place: Any = None, **about: Any) -> Event:
    on = world.lib.today + dt.timedelta(days=days)
    until = about.pop("until", None)
    place = place or world.lib.hub
    return add_event(
        world.lib.act(), unit=world.lib.root, place=place, on=on, until=until, about={**ABOUT, "title": title, **about}
    )


def page_of(one: Event) -> str:
    return reverse("public:event", args=[one.pk])


def titles(**asked: str) -> list[str]:
    return [told.event.title for _on, rows in Client().get(EVENTS, asked).context["days"] for told in rows]


def test_what_is_confirmed_and_ahead_is_told_by_days(world):
    event(world, "Друга", days=5)
    few = queries(Client(), EVENTS)
    (
        event(world, "Перша"),
        event(world, "Триває", days=-5, until=world.lib.today + dt.timedelta(days=5), form="exhibition", starts="", ends=""),
    )
    event(world, "Минула", days=-1)
    series = add_series(
        world.lib.act(),
        unit=world.lib.root,
        place=world.lib.hub,
        year=world.lib.today.year + 1,
        about={**ABOUT, "term": "щомісяця"},
    )
    propose_events(world.lib.act(), series=series, since=world.lib.today)  # drafts are nobody's business
    assert titles() == ["Триває", "Перша", "Друга"]
    assert queries(Client(), EVENTS) == few <= 12


def test_an_exhibition_that_goes_on_does_not_say_the_hour_of_its_opening_again(world):
    event(world, "Триває", days=-5, until=world.lib.today + dt.timedelta(days=5), form="exhibition", starts="12:15", ends="")
    event(world, "Відкриття", days=0, form="exhibition", starts="13:45", ends="", until=world.lib.today + dt.timedelta(days=5))
    assert re.findall(r"1[23]:[14]5", Client().get(EVENTS).content.decode()) == ["13:45"]


def test_what_is_not_for_the_site_has_no_page_either(world):
    hidden = event(world, shown=False)
    edit_unit(world.lib.act(), unit=world.lib.other_hub, about={"public": False})
    world.lib.other_hub.refresh_from_db()
    away = event(world, place=world.lib.other_hub, where="третій поверх")
    both = event(world, "Разом", place=world.lib.other_hub, where="третій поверх", format="hybrid", starts="18:00", ends="19:00")
    assert [Client().get(page_of(one)).status_code for one in (hidden, away, both)] == [404, 404, 200]
    told = text_of(Client().get(page_of(both)))
    assert ("онлайн" in told, "третій поверх" in told, "Хаб 2" in told) == (True, False, False)
    assert titles() == ["Разом"]
    assert b"BEGIN:VEVENT" not in Client().get(f"{page_of(hidden)}calendar.ics").content


def test_events_are_found_by_town_and_online(world):
    event(world, "У Черкасах"), event(world, "У Прикладному", place=world.lib.other_hub, format="hybrid")
    assert Client().get(EVENTS).context["towns"] == ["Прикладне", "Черкаси"]
    assert titles(town="Прикладне") == titles(online="1") == ["У Прикладному"]
    assert titles(town="Немає такого") == []


def test_one_event_says_when_where_and_for_whom_also_to_machines(world):
    one = event(world, format="hybrid", link="https://video.example.org/a", about="Слухаємо </script> й питаємо.")
    page = Client().get(page_of(one))
    told = text_of(page)
    assert all(words in told for words in ("16:00–17:30", "Хаб 1", "вул. Показова, 1", "зустріч із письменником", "усі охочі"))
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.DOTALL)[1])
    assert (said["@type"], said["eventStatus"]) == ("Event", "https://schema.org/EventScheduled")
    assert said["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert dt.datetime.fromisoformat(said["startDate"]).strftime("%H:%M") == "16:00"
    assert [one["@type"] for one in said["location"]] == ["Place", "VirtualLocation"]


def test_what_was_cancelled_keeps_its_address_and_says_so(world):
    one, moved = event(world), event(world, "Перенесена", days=4)
    cancel_event(world.lib.act(), event=one, reason="тривога")
    move_event(world.lib.act(), event=moved, on=world.lib.today + dt.timedelta(days=9), starts="16:00", reason="немає світла")
    assert titles() == ["Перенесена"]
    assert "Подію скасовано." in text_of(Client().get(page_of(one)))
    assert "тривога" not in text_of(Client().get(page_of(one)))  # the reason is for colleagues
    assert "День змінено" in text_of(Client().get(page_of(moved)))
    rows = {str(row["SUMMARY"]): row for row in Calendar.from_ical(Client().get(CALENDAR).content).walk("VEVENT")}
    assert {name: row["STATUS"] for name, row in rows.items()} == {"ЛітРозмови": "CANCELLED", "Перенесена": "CONFIRMED"}


def test_a_calendar_has_moments_of_the_wall_clock_and_whole_days(world):
    one = event(world, subtitle="Про дім")
    last = world.lib.today + dt.timedelta(days=9)
    event(world, "Виставка", form="exhibition", until=last, days=1, place=world.lib.other_hub, starts="", ends="")
    answer = Client().get(CALENDAR)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    first, second = sorted(Calendar.from_ical(answer.content).walk("VEVENT"), key=lambda row: str(row["SUMMARY"]))
    assert (first.decoded("DTSTART"), first.decoded("DTEND")) == (
        world.lib.today + dt.timedelta(days=1),
        last + dt.timedelta(days=1),
    )
    local = second.decoded("DTSTART").astimezone(dt.UTC).astimezone(one.made_at.astimezone().tzinfo)
    assert (str(second["SUMMARY"]), second.decoded("DTEND") - second.decoded("DTSTART")) == (
        "ЛітРозмови. Про дім",
        dt.timedelta(minutes=90),
    )
    assert local.utcoffset() is not None
    single = Calendar.from_ical(Client().get(f"{page_of(one)}calendar.ics").content).walk("VEVENT")
    assert [row["UID"] for row in single] == [second["UID"]]


def test_a_long_programme_has_pages_and_stays_light(world):
    for number in range(70):
        event(
            world,
            f"Подія з довгою назвою, щоб сторінка мала що показати, № {number}",
            days=1 + number % 60,
            starts=f"{9 + number % 9:02d}:00",
            ends="",
        )
    page = Client().get(EVENTS)
    assert (page.context["page"].paginator.num_pages, len(page.content) < 50_000) == (3, True)
    assert Client().get(EVENTS, {"page": "3"}).status_code == 200


def test_the_site_map_knows_events(world):
    one = event(world)
    assert page_of(one) in b"".join(Client().get("/sitemap.xml").streaming_content).decode()
