"""Becoming a reader on the site at a shelf, and standing in the queue at the desk: refusals, repeats, limits."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Hold, Shelf
from mandrivna.readers.models import Enrolment, Reader
from mandrivna.readers.pins import admit
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db
PIN = "385160"


@pytest.fixture
def world() -> World:
    cache.clear()
    made = World()
    renew_shelf_code(made.lib.act(), place=made.lib.shelf)
    return made


def door(world: World) -> str:
    return f"/join/{Shelf.objects.get(place=world.lib.shelf).code}/"


def said(**about: Any) -> dict[str, Any]:
    return form(**{"pseudonym": "Сойка", "age": "18-35", "new": PIN, "agree": "on", **about})


def test_the_same_form_twice_is_one_reader_signed_in_with_a_pin_of_their_own(world):
    client, asked = Client(), said()
    for _time in range(2):
        answer = client.post(door(world), asked)
        assert (answer.status_code, answer["Location"]) == (302, door(world).replace("/join/", "/my/shelf/"))
    reader = Reader.objects.get()
    enrolment = Enrolment.objects.get()
    assert (enrolment.place, enrolment.channel, enrolment.age) == (world.lib.shelf, "self", "18-35")
    assert (reader.name or "", reader.phone or "", reader.pin.by_reader) == ("", "", True)
    assert client.get("/my/").status_code == 200
    assert client.get(door(world)).status_code == 302  # a reader joins once
    assert admit(reader.cards.get().code, PIN) == reader.cards.get()
    assert PIN not in str(list(Operation.objects.values_list("body", flat=True)))


@pytest.mark.parametrize(
    ("about", "field"), [({"new": "123456"}, "new"), ({"new": "12"}, "new"), ({"agree": ""}, "agree"), ({"age": "7"}, "age")]
)
def test_what_is_refused_is_said_beside_the_field(world, about, field):
    answer = Client().post(door(world), said(**about))
    assert (answer.status_code, list(answer.context["form"].errors), Reader.objects.count()) == (422, [field], 0)


def test_a_machine_and_a_wrong_code_make_no_reader(world):
    assert Client().post(door(world), said(website="http://x"))["Location"] == "/"
    for code in ("0000000000000000", "x"):
        assert (Client().get(f"/join/{code}/").status_code, Client().post(f"/join/{code}/", said()).status_code) == (404, 404)
    old = door(world)
    renew_shelf_code(world.lib.act(), place=world.lib.shelf)
    assert Client().get(old).status_code == 404
    assert Reader.objects.count() == 0


def test_one_network_makes_so_many_readers_and_no_more(world):
    statuses = [Client().post(door(world), said(pseudonym=f"Сойка {number}")).status_code for number in range(21)]
    assert (statuses, Reader.objects.count()) == ([302] * 20 + [429], 20)


# --- the queue at the desk ---


def queue(world: World, reader: Reader, copy: Any, who: str = "owner") -> Any:
    client = world.browser(who, place=world.lib.shelf)
    url = reverse("workspace:desk_hold", args=[reader.pk])
    return client.post(url, form(place=world.lib.shelf, copy=copy), follow=True)


def test_a_reader_without_a_telephone_stands_in_the_queue_in_turn(world):
    first, reader, copy = world.lib.reader(), world.lib.reader(), world.lib.copy()
    world.lend(copy, world.lib.reader())
    hold(world.lib.act(actor=Actor(reader=first.pk)), reader=first, record=copy.record, pickup=world.lib.shelf)
    page = queue(world, reader, copy)
    assert (page.status_code, "черга: 2" in text_of(page)) == (200, True)
    made = Hold.objects.get(reader=reader)
    assert (made.pickup, made.state) == (world.lib.shelf, "waiting")
    again = queue(world, reader, copy)
    assert (again.status_code, "Читач уже замовив це видання." in text_of(again)) == (422, True)


def test_what_is_in_hand_is_not_waited_for_and_a_stranger_puts_nobody(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    world.lend(copy, reader)
    page = queue(world, reader, copy)
    assert (page.status_code, "вже в читача на руках" in text_of(page)) == (422, True)
    assert queue(world, reader, copy, "stranger").status_code == 404
    assert Hold.objects.count() == 0


def test_with_a_reader_open_a_book_lent_to_another_offers_the_queue(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    world.lend(copy, world.lib.reader())
    client = world.browser("owner", place=world.lib.shelf)
    desk = reverse("workspace:desk_reader", args=[reader.pk])
    address = reverse("workspace:desk_hold", args=[reader.pk])
    for line in (copy.barcode, "лісова"):
        assert address in client.post(desk, form(q=line, place=world.lib.shelf)).content.decode()
