"""The page of what an event needs, of rooms and of campaigns; what is late stands on «Сьогодні»; guests stand on the site."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mandrivna.core.attention import attention_for, waiting_counts
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.models import Booking, Campaign, Check, Event, Guest, Room
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def event(world: World, title: str = "ЛітРозмови", *, days: int = 3, **about: Any) -> Event:
    said = {"title": title, "form": "meeting", "audiences": ["general"], "starts": "16:00", **about}
    on = world.lib.today + dt.timedelta(days=days)
    return add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about=said)


def prepare(one: Event, what: str = "") -> str:
    return f"/work/programme/events/{one.pk}/prepare/{what}"


def test_work_and_things_are_ticked_off_one_by_one(world):
    one, client = event(world), world.browser("owner")
    page = client.get(prepare(one))
    assert ("строк минув" in text_of(page), page.context["done"]) == (True, 0)
    few = queries(client, prepare(one))
    client.post(prepare(one, "done/"), form(code="announce", done="1"))
    client.post(prepare(one, "check/"), form(sort="work", text="Подзвонити школі", due=""))
    for what in ("Екран", "Десять стільців"):
        client.post(prepare(one, "check/"), form(sort="gear", text=what, due=""))
    own = Check.objects.get(text="Подзвонити школі")
    client.post(prepare(one, "done/"), form(check=str(own.pk), done="1"))
    page = client.get(prepare(one))
    assert (page.context["done"], [row.text for row in page.context["gear"]]) == (2, ["Екран", "Десять стільців"])
    assert queries(client, prepare(one)) == few <= 12
    assert client.post(prepare(one, "check/"), form(sort="work", text="")).status_code == 422
    assert client.post(prepare(one, "done/"), form(code="no_such", done="1")).status_code == 422
    assert client.post(prepare(one, "done/"), form(check="999999", done="1")).status_code == 404
    assert world.browser("colleague").post(prepare(one, "done/"), form(code="announce")).status_code == 404


def test_a_room_is_added_chosen_and_refused_to_the_second(world):
    client = world.browser("owner")
    hall = form(unit=world.lib.hub.pk, name="Зала", seats="40", about="екран")
    assert client.post("/work/programme/rooms/add/", hall).status_code == 302
    zala = Room.objects.get()
    first, second = event(world), event(world, "Друга", starts="17:00")
    client.post(prepare(first, "room/"), form(room=zala.pk))
    refused = client.post(prepare(second, "room/"), form(room=zala.pk))
    assert (refused.status_code, "Кімнату в цей час уже має «ЛітРозмови»" in text_of(refused)) == (422, True)
    assert [row.event for row in Booking.objects.all()] == [first]
    page = f"/work/programme/rooms/{zala.pk}/"
    few, listed = queries(client, page), queries(client, "/work/programme/rooms/")
    for number in range(2):
        client.post("/work/programme/rooms/add/", form(unit=world.lib.hub.pk, name=f"Куток {number}"))
        client.post(prepare(event(world, f"Ще {number}", days=5 + number), "room/"), form(room=zala.pk))
    assert queries(client, page) == few <= 12
    assert queries(client, "/work/programme/rooms/") == listed <= 12
    assert "подій попереду: 3" in text_of(client.get("/work/programme/rooms/"))
    client.post(prepare(first, "room/"), form(room=""))
    assert not Booking.objects.filter(event=first).exists()
    assert client.post(f"{page}close/", form()).status_code == 302
    listed = client.get("/work/programme/rooms/").context
    assert ([one.name for one in listed["rooms"]], list(listed["closed"])) == (["Куток 0", "Куток 1"], [zala])


def test_guests_are_read_by_everybody_until_they_are_withdrawn(world):
    one, client = event(world), world.browser("owner")
    said = {"announced": "Гостя зі степу, письменниця", "part": "speaker"}
    refused = client.post(prepare(one, "guest/"), form(**said))
    assert (refused.status_code, Guest.objects.count()) == (422, 0)
    client.post(prepare(one, "guest/"), form(**said, agreed="on"))
    public = reverse("public:event", args=[one.pk])
    assert "Гостя зі степу, письменниця" in text_of(Client().get(public))
    client.post(prepare(one, "no-guest/"), form(announced=said["announced"]))
    assert "Гостя зі степу" not in text_of(Client().get(public))


def test_a_campaign_is_started_filled_and_looked_at(world):
    client, today = world.browser("owner"), f"{world.lib.today:%d.%m.%Y}"
    week = {
        "unit": world.lib.hub.pk,
        "title": "Тиждень читання",
        "first": today,
        "last": f"{world.lib.today + dt.timedelta(days=7):%d.%m.%Y}",
    }
    client.post("/work/programme/campaigns/add/", form(**week))
    one = Campaign.objects.get()
    page = f"/work/programme/campaigns/{one.pk}/"
    client.post(prepare(event(world), "campaign/"), form(campaign=one.pk))
    few, listed = queries(client, page), queries(client, "/work/programme/campaigns/")
    for number in range(2):
        client.post(prepare(event(world, f"Подія {number}", days=2 + number, starts="10:00"), "campaign/"), form(campaign=one.pk))
        client.post("/work/programme/campaigns/add/", form(**{**week, "title": f"Тиждень {number}"}))
    assert queries(client, page) == few <= 12
    assert queries(client, "/work/programme/campaigns/") == listed <= 12
    assert [row.title for row in client.get(page).context["events"]] == ["Подія 0", "Подія 1", "ЛітРозмови"]
    client.post(prepare(Event.objects.get(title="Подія 0"), "campaign/"), form(campaign=one.pk, out="1"))
    assert "Подія 0" not in text_of(client.get(page))
    client.post(f"{page}edit/", form(**{**week, "title": "Місячник читання"}))
    assert "Місячник читання" in text_of(client.get(page))
    assert client.post(f"{page}edit/", form(**{**week, "title": ""})).status_code == 422
    assert world.browser("colleague").get(f"{page}edit/").status_code == 404


def test_what_is_late_stands_on_today_and_rings_no_bell(world):
    one = event(world)
    actor = actor_for(world.staff["owner"])
    found = [group for group in attention_for(actor, None) if group.kind.act == "До справ"]
    assert [(group.count, group.rows[0].text, group.rows[0].url) for group in found] == [
        (1, "ЛітРозмови", f"{prepare(one)}#h-lines")
    ]
    assert "programme_work" not in waiting_counts(actor)
