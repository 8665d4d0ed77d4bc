"""Reserving on the site, the staff's list of it, and what the desk says when a reserved copy comes back."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from mandrivna.core.actor import Actor
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.models import Hold
from mandrivna.readers import sessions
from mandrivna.readers.actions.pins import set_pin
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/holds/"


@pytest.fixture
def world() -> World:
    made = World()
    type(made.lib.root).objects.filter(path__startswith=made.lib.root.path).update(public=True)
    return made


def inside(world: World, reader) -> Client:
    if not hasattr(reader, "pin"):
        set_pin(world.lib.act(), reader=reader, place=world.lib.shelf)
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return client


def reserved(world: World, reader=None, record=None) -> Hold:
    reader = reader or world.lib.reader()
    act = world.lib.act(actor=Actor(reader=reader.pk))
    return hold(act, reader=reader, record=record or world.lib.copy().record, pickup=world.lib.shelf)


def test_from_the_title_to_ones_own_list_and_back(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    issue(world.lib.act(), copy=copy, reader=world.lib.reader(), place=world.lib.shelf)
    address = f"/my/reserve/?record={copy.record_id}"
    record = copy.record
    type(record).objects.filter(pk=record.pk).update(copies=1)
    assert address in Client().get(reverse("public:title", args=[record.pk])).content.decode()
    assert Client().get(address)["Location"].startswith("/my/enter/?next=")
    client = inside(world, reader)
    assert "Усі примірники зараз на руках" in text_of(client.get(address))
    assert client.post(address, form(pickup=world.lib.shelf.pk))["Location"] == "/my/"
    page = client.get("/my/")
    assert ("Ваша черга: 1" in text_of(page), Hold.objects.get().reader) == (True, reader)
    again = client.post(address, form(pickup=world.lib.shelf.pk))
    assert (again.status_code, "Ви вже замовили це видання." in text_of(again)) == (422, True)
    assert client.post(reverse("public:account_hold_cancel", args=[Hold.objects.get().pk]), form()).status_code == 302
    assert Hold.objects.get().state == "cancelled"


def test_what_is_no_title_or_no_place_is_absent(world):
    client, copy = inside(world, world.lib.reader()), world.lib.copy()
    assert client.get("/my/reserve/")["Location"] == "/catalogue/"
    for wrong in ("x", str(new_uid()), str(world.lib.record("Без примірників").pk)):
        assert client.get("/my/reserve/", {"record": wrong}).status_code == 404
    for place in ("", "x", "999999"):
        assert client.post(f"/my/reserve/?record={copy.record_id}", form(pickup=place)).status_code == 404


def test_somebody_elses_place_in_the_queue_is_absent(world):
    found = reserved(world)
    client = inside(world, world.lib.reader())
    assert client.post(reverse("public:account_hold_cancel", args=[found.pk]), form()).status_code == 404


def test_the_staff_set_aside_and_take_off(world):
    found = reserved(world)
    copy = world.lib.copy(found.record)
    client = world.browser("owner", place=world.lib.shelf)
    assert f"Відкласти № {copy.inventory_number}" in text_of(client.get(LIST))
    assert client.post(reverse("workspace:hold_aside", args=[found.pk]), form(copy=copy.pk)).status_code == 302
    page = text_of(client.get(LIST))
    assert ("відкладено" in page, "Чекає до" in page) == (True, True)
    assert client.post(reverse("workspace:hold_aside", args=[found.pk]), form(copy=copy.pk)).status_code == 422
    assert client.post(reverse("workspace:hold_aside", args=[found.pk]), form(copy="x")).status_code == 404
    assert client.post(reverse("workspace:hold_cancel", args=[found.pk]), form()).status_code == 302
    assert "Ніхто нічого не замовив" in text_of(client.get(LIST))
    assert world.browser("colleague").post(reverse("workspace:hold_cancel", args=[found.pk]), form()).status_code == 404


def test_three_cost_what_one_costs(world):
    client = world.browser("owner", place=world.lib.shelf)
    reserved(world)
    one = queries(client, LIST)
    for _time in range(2):
        reserved(world)
    assert queries(client, LIST) == one <= 12


def test_the_desk_is_told_to_set_the_returned_copy_aside(world):
    copy = world.lib.copy()
    issue(world.lib.act(), copy=copy, reader=world.lib.reader(), place=world.lib.shelf)
    reserved(world, record=copy.record)
    client = world.browser("owner", place=world.lib.shelf)
    response = client.post(reverse("workspace:desk_return", args=[copy.pk]), form(place=world.lib.shelf.pk), follow=True)
    assert f"Відкладіть № {copy.inventory_number}: його замовив читач." in response.content.decode()
