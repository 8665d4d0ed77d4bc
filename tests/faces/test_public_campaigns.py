"""What readers see of a campaign or a thematic week: its name beside its events, its page, its calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from mandrivna.programme.actions.campaigns import add_campaign, group
from mandrivna.programme.actions.events import add_event, cancel_event
from mandrivna.programme.models import Campaign, Event
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
EVENTS, NAME = "/events/", "Тиждень теплого читання"
ABOUT = {"form": "meeting", "starts": "16:00", "ends": "17:30"}


@pytest.fixture
def world() -> World:
    return World()


def event(world: World, title: str, *, days: int = 3, within: Campaign | None = None, **about: Any) -> Event:
    on = world.lib.today + dt.timedelta(days=days)
    made = add_event(world.lib.act(), unit=world.lib.root, place=world.lib.hub, on=on, about={**ABOUT, "title": title, **about})
    if within is not None:
        group(world.lib.act(), campaign=within, event=made)
    return made


def campaign(world: World, title: str = NAME, **about: Any) -> Campaign:
    last = world.lib.today + dt.timedelta(days=7)
    return add_campaign(world.lib.act(), unit=world.lib.root, title=title, first=world.lib.today, last=last, **about)


def page_of(one: Campaign) -> str:
    return reverse("public:campaign", args=[one.pk])


def test_an_event_and_the_agenda_name_the_campaign_and_lead_to_it(world):
    one = campaign(world)
    within, alone = event(world, "Читання вголос", within=one), event(world, "Окрема", days=4)
    link = f'<a href="{page_of(one)}" lang="uk">{NAME}</a>'
    shown = [Client().get(reverse("public:event", args=[which.pk])).content.decode() for which in (within, alone)]
    assert [link in told for told in shown] == [True, False]
    assert Client().get(EVENTS).content.decode().count(link) == 1
    few = queries(Client(), EVENTS)
    for number in range(2):
        event(world, f"Подія {number}", days=5 + number, within=campaign(world, f"Місячник {number}"))
    assert queries(Client(), EVENTS) == few <= 12
    assert f"<category>{NAME}</category>" in Client().get("/feeds/events.rss").content.decode()


def test_the_page_of_a_campaign_tells_only_what_the_site_announces(world):
    one = campaign(world, about="Сім днів читаємо вголос.")
    assert Client().get(page_of(one)).status_code == 404, "nothing of it is announced yet"
    event(world, "Для своїх", within=one, shown=False)
    assert Client().get(page_of(one)).status_code == 404
    event(world, "Читання вголос", within=one)
    cancel_event(world.lib.act(), event=event(world, "Не буде", days=4, within=one), reason="тривога")
    few = queries(Client(), page_of(one))
    event(world, "Друга", days=2, within=one), event(world, "Третя", days=5, within=one), event(world, "Чужа", days=2)
    page = Client().get(page_of(one))
    assert [told.event.title for _on, rows in page.context["days"] for told in rows] == ["Друга", "Читання вголос", "Третя"]
    assert ("Сім днів читаємо вголос." in text_of(page), "Для своїх" in text_of(page)) == (True, False)
    assert queries(Client(), page_of(one)) == few <= 12
    assert page["Cache-Control"] == "public, max-age=60"
    found = Calendar.from_ical(Client().get(f"/events/campaigns/{one.pk}.ics").content)
    said = {str(row["summary"]): str(row["status"]) for row in found.walk("VEVENT") if "status" in row}
    assert said["Не буде"] == "CANCELLED"
    assert {str(row["summary"]) for row in found.walk("VEVENT")} == {"Друга", "Читання вголос", "Третя", "Не буде"}
    assert f"{page_of(one)}</loc>" in Client().get("/sitemap.xml").getvalue().decode()
