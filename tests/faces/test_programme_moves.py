"""A day of an event changed with one movement, as the server takes it: who may, what it says of the new day, and the way back.
And streams from the form to the page of the event, its calendar and its poster."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.series import add_series, propose_events
from mandrivna.programme.models import Event
from mandrivna.programme.posting import poster_of
from mandrivna.programme.queries import Announced
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
MONTH, ADD = "/work/programme/", "/work/programme/add/"
ABOUT = {"title": "ЛітРозмови", "form": "author_meeting", "audiences": ["general"], "starts": "16:00", "ends": "17:00"}
DAY = dt.date(2031, 5, 14)


@pytest.fixture
def world() -> World:
    return World()


def planned(world: World, title: str = "Лекція", on: dt.date = DAY, **about: Any) -> Event:
    return add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about={**ABOUT, "title": title, **about})


def drafts(world: World) -> list[Event]:
    said = {**ABOUT, "term": "щомісяця"}
    series = add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=2031, about=said)
    propose_events(world.lib.act(), series=series, since=dt.date(2031, 1, 1))
    return list(Event.objects.filter(series=series).order_by("on"))


def shift(one: Event) -> str:
    return reverse("workspace:event_shift", args=[one.pk])


def days(one: Event) -> tuple[dt.date, dt.date | None]:
    one.refresh_from_db()
    return one.on, one.moved_from


def test_a_draft_goes_at_once_and_comes_back_by_the_message(world):
    one, client = drafts(world)[4], world.browser("owner")
    was, next_page = one.on, f"{MONTH}?month=2031-05#e-{one.pk}"
    done = client.post(shift(one), form(on=(was + dt.timedelta(days=1)).isoformat(), next=next_page))
    assert (done.status_code, done.headers["Location"]) == (302, next_page)
    assert (days(one), one.starts, one.ends) == ((was + dt.timedelta(days=1), was), "16:00", "17:00")
    page = client.get(MONTH, {"month": "2031-05"}).content.decode()
    back = html.unescape(re.search(r'action="(/work/programme/events/[^"]+/shift/\?[^"]+)"', page)[1])
    undone = client.post(back, form())
    assert (undone.headers["Location"], days(one)) == (next_page, (was, None))


def test_what_is_announced_asks_for_its_reason_on_a_form_that_knows_the_day(world):
    one, client = planned(world), world.browser("owner")
    to = DAY + dt.timedelta(days=7)
    asked = client.post(shift(one), form(on=to.isoformat()))
    assert asked.headers["Location"] == f"{reverse('workspace:event_move', args=[one.pk])}?on=2031-05-21"
    assert days(one) == (DAY, None)
    page = client.get(asked.headers["Location"])
    assert page.context["form"].initial["on"] == to
    assert "хто записався, дізнається" in text_of(page)
    sent = form(on="21.05.2031", starts="16:00", ends="17:00", reason="немає світла")
    assert client.post(asked.headers["Location"], sent).status_code == 302
    assert days(one) == (to, DAY)


def test_nonsense_and_the_same_day_move_nothing(world):
    one, client = drafts(world)[0], world.browser("owner")
    was = one.on
    for said in ("", "завтра", "2031-02-31", was.isoformat(), "1999-01-01"):
        assert client.post(shift(one), form(on=said, next="https://evil.example.org/")).headers["Location"].startswith(MONTH)
    assert days(one) == (was, None)
    assert world.browser("stranger").post(shift(one), form(on="2031-06-01")).status_code == 404
    assert client.get(shift(one)).status_code == 405


def test_the_server_says_what_stands_on_that_day_and_refuses_a_second_of_the_series(world):
    first, second, *_rest = drafts(world)
    client = world.browser("owner")
    other = planned(world, "Зустріч", first.on + dt.timedelta(days=1), starts="16:30", ends="18:00")
    planned(world, "Вебінар", other.on, format="online", starts="16:30", ends="18:00")
    closed = [[other.on.isoformat()]]
    policy.edit(Act(actor=SYSTEM), policy="lending", key="closed_days", value=closed, reason="вихідний")
    told = text_of(client.post(shift(first), form(on=other.on.isoformat(), next=MONTH), follow=True))
    assert ("заклад не працює" in told, "вже стоїть «Зустріч»" in told, "«Вебінар»" in told) == (True, True, False)
    was = second.on
    told = text_of(client.post(shift(second), form(on=other.on.isoformat(), next=MONTH), follow=True))
    assert ("У цього циклу вже є подія" in told, days(second)) == (True, (was, None))


def test_the_month_has_a_box_for_each_day_and_moves_only_what_may_be_moved(world):
    planned(world)
    client = world.browser("owner")
    few = queries(client, f"{MONTH}?month=2031-05")
    for number in range(2):
        planned(world, f"Подія {number}", starts="10:00", ends="11:00")
    assert queries(client, f"{MONTH}?month=2031-05") == few <= 12
    page = client.get(MONTH, {"month": "2031-05"})
    told = [(box.on.day, box.column, len(box.rows)) for box in page.context["boxes"]]
    assert (len(told), told[0], told[13]) == (31, (1, 4, 0), (14, 3, 3))
    assert (page.content.decode().count("data-move="), page.content.decode().count("look/moves.js")) == (3, 1)
    looks = world.browser("auditor").get(MONTH, {"month": "2031-05"}).content.decode()
    assert (looks.count("data-move="), looks.count("look/moves.js"), looks.count('id="mover"')) == (0, 0, 0)


def test_a_series_page_moves_its_events_and_asks_no_more_for_more(world):
    one, *rest = drafts(world)
    client, page = world.browser("owner"), reverse("workspace:series_one", args=[one.series_id])
    many = queries(client, page)
    assert client.get(page).content.decode().count("data-move=") == 1 + len(rest)
    Event.objects.filter(pk__in=[other.pk for other in rest]).delete()
    assert queries(client, page) == many <= 12


# --- streams ----------------------------------------------------------------------------------------------------------


def sent(world: World, **about: Any) -> dict[str, Any]:
    on = world.lib.today + dt.timedelta(days=3)
    said = {"unit": world.lib.hub.pk, "place": world.lib.hub.pk, "format": "hybrid", "shown": "on", "on": f"{on:%d.%m.%Y}"}
    return form(**{**ABOUT, **said, **about})


def test_streams_go_from_the_form_to_the_page_the_calendar_and_the_poster(world):
    client = world.browser("owner")
    lines = "YouTube https://youtu.be/1\nhttps://www.facebook.com/2"
    assert client.post(ADD, sent(world, link="https://zustrich.example.org/", streams=lines)).status_code == 302
    one = Event.objects.get()
    assert one.streams == [["youtube", "https://youtu.be/1"], ["facebook", "https://www.facebook.com/2"]]
    edit = client.get(reverse("workspace:event_edit", args=[one.pk])).context["form"]["streams"].value()
    assert edit == "YouTube https://youtu.be/1\nFacebook https://www.facebook.com/2"
    assert "Трансляції YouTube · Facebook" in text_of(client.get(reverse("workspace:event", args=[one.pk])))
    address = reverse("public:event", args=[one.pk])
    page = Client().get(address).content.decode()
    links = re.findall(r'<a href="([^"]+)" rel="noopener noreferrer nofollow">([^<]+)</a>', page)
    assert links == [
        ("https://zustrich.example.org/", "долучитися"), ("https://youtu.be/1", "YouTube"),
        ("https://www.facebook.com/2", "Facebook"),
    ]  # fmt: skip
    linked = json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.+?)</script>', page, re.DOTALL)[1])
    assert [(at.get("name"), at["url"]) for at in linked["location"] if at["@type"] == "VirtualLocation"] == [
        (None, "https://zustrich.example.org/"), ("YouTube", "https://youtu.be/1"), ("Facebook", "https://www.facebook.com/2"),
    ]  # fmt: skip
    entry = Calendar.from_ical(Client().get(reverse("public:event_calendar", args=[one.pk])).content).walk("VEVENT")[0]
    assert str(entry["description"]).splitlines()[-2:] == ["YouTube: https://youtu.be/1", "Facebook: https://www.facebook.com/2"]
    poster = poster_of(Announced(one, None, ""), library="Бібліотека", today=world.lib.today)
    assert poster.where == ["І онлайн: YouTube, Facebook"]


def test_a_line_without_a_known_platform_comes_back_with_the_form(world):
    client = world.browser("owner")
    page = client.post(ADD, sent(world, streams="https://biblio.example.org/live"))
    assert (page.status_code, list(page.context["form"].errors), Event.objects.count()) == (422, ["streams"], 0)
    assert page.context["form"]["streams"].value() == "https://biblio.example.org/live"
    again = client.post(ADD, sent(world, streams="YouTube https://youtu.be/1\nYouTube https://youtu.be/1"))
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["streams"])
