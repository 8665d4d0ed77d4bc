"""From the chat to the account on the site: a link that serves once, for ten minutes, and only for whose chat it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings as conf
from django.test import Client
from django.utils import timezone

from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.core.problems import Refused
from mandrivna.enquiries.models import Chat
from mandrivna.readers.actions.pins import offer_pin_link, set_pin
from mandrivna.readers.models import Card, EntryLink, Pin, Reader
from mandrivna.readers.pins import admit
from tests.bot.phone import Phone, pressed
from tests.faces.screens import form, text_of
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
CHOOSE = "Обрати PIN для кабінету на сайті"
DEAD = "Це посилання вже не діє"


@pytest.fixture
def lib() -> Library:
    return library(now=timezone.now() - dt.timedelta(hours=5))


@pytest.fixture
def phone(lib: Library, settings: Any) -> Phone:
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True
    phone = Phone()
    phone.register()
    return phone


def link_in(phone: Phone) -> str:
    phone.write("/menu")
    phone.tap("Налаштування")
    phone.tap(CHOOSE)
    url = phone.buttons["Обрати PIN"]["url"]
    assert url.startswith("https://lib.example.org/my/pin/new/")
    return url.removeprefix("https://lib.example.org")


def test_a_reader_of_the_chat_chooses_a_pin_and_is_inside(phone):
    link, client, reader = link_in(phone), Client(), Reader.objects.get()
    for _look in range(2):  # the messenger looks at what it shows
        page = client.get(link)
        assert (page.status_code, page["Referrer-Policy"], "no-store" in page["Cache-Control"]) == (200, "same-origin", True)
    assert reader.cards.get().pretty not in text_of(page) and "Читайко" not in text_of(page)
    assert client.post(link, form(new="271828", again="271828"))["Location"] == "/my/"
    assert "Вийти з кабінету" in text_of(client.get("/my/"))
    assert admit(Card.objects.get().code, "271828") is not None
    assert (Pin.objects.get().by_reader, EntryLink.objects.count()) == (True, 0)
    bodies = [operation.body for operation in Operation.objects.filter(verb__startswith="readers.")]
    assert "271828" not in str(bodies) and link.split("/")[-2] not in str(bodies)


def test_a_link_serves_once_and_a_new_one_ends_it(phone):
    first = link_in(phone)
    second = link_in(phone)
    assert DEAD in text_of(Client().get(first))
    assert Client().post(second, form(new="271828", again="271828")).status_code == 302
    for again in (Client().get(second), Client().post(second, form(new="314159", again="314159"))):
        assert (again.status_code, DEAD in text_of(again)) == (404, True)
    assert admit(Card.objects.get().code, "271828") is not None


def test_a_link_ten_minutes_old_or_guessed_opens_nothing(phone):
    link = link_in(phone)
    EntryLink.objects.update(expires_at=timezone.now())
    for wrong in (link, "/my/pin/new/" + "A" * 22 + "/", "/my/pin/new/" + "A" * 900 + "/"):
        client = Client()
        assert (client.get(wrong).status_code, client.post(wrong, form(new="271828", again="271828")).status_code) == (404, 404)
        assert conf.READER_COOKIE_NAME not in client.cookies
    assert Pin.objects.count() == 0


def test_a_pin_that_does_not_fit_leaves_the_link_as_it_was(phone):
    link, client = link_in(phone), Client()
    for new, again in (("123456", "123456"), ("271828", "271829"), ("12", "12"), ("", "")):
        assert client.post(link, form(new=new, again=again)).status_code == 422
    assert client.post(link, form(new="271828", again="271828")).status_code == 302


def test_who_leaves_the_chat_or_loses_the_card_leaves_no_link_behind(lib, phone):
    link = link_in(phone)
    phone.write("/stop")
    phone.tap("Так, від’єднати")
    assert Client().get(link).status_code == 404
    other = Phone(chat=1002)
    other.register("Інша")
    link = link_in(other)
    Card.objects.filter(reader__pseudonym="Інша").update(ended_on=timezone.localdate())
    assert Client().post(link, form(new="271828", again="271828")).status_code == 404
    assert "Спершу видайте читачеві квиток" in other.send(pressed(other.chat, "pin"))
    assert Pin.objects.count() == 0


def test_a_chat_that_is_nobodys_and_somebody_elses_get_no_link(lib, phone):
    stranger = Phone(chat=1003)
    stranger.write("/start")
    assert "потрібен квиток" in stranger.send(pressed(stranger.chat, "pin"))
    with pytest.raises(Refused):
        offer_pin_link(lib.act(actor=Actor(reader=lib.reader().pk)), reader=Chat.objects.exclude(reader=None).get().reader)
    assert EntryLink.objects.count() == 0


def test_whoever_has_a_pin_keeps_it(lib, phone):
    """A telephone in other hands opens no account that its owner has closed with a PIN."""
    link = link_in(phone)
    set_pin(lib.act(), reader=Reader.objects.get(), place=lib.shelf)
    assert Client().get(link).status_code == 404
    phone.write("/menu")
    phone.tap("Налаштування")
    assert CHOOSE not in phone.buttons
    assert "PIN у вас уже є" in phone.send(pressed(phone.chat, "pin"))


def test_where_the_site_cannot_be_reached_no_link_is_offered(phone, settings):
    settings.NAMES = []
    phone.write("/menu")
    phone.tap("Налаштування")
    assert CHOOSE not in phone.buttons
    assert "PIN дасть бібліотекар" in phone.send(pressed(phone.chat, "pin"))


def test_guessing_is_counted_as_at_the_other_doors(phone):
    client, codes = Client(), set()
    for _try in range(31):
        codes.add(client.post("/my/pin/new/" + "B" * 22 + "/", form(new="271828", again="271828")).status_code)
    assert codes == {404, 429}
