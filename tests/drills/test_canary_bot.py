"""The canary in the chat: nothing of class S3 or S4 leaves by the bot; what is said to it is readable on no disk and in no log."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest
from django.utils import timezone

from mandrivna.core.codec import Withheld
from mandrivna.core.outbox.worker import drain
from mandrivna.core.policy import edit
from mandrivna.enquiries.actions.chats import offer_chat
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.faces.bot.talk.kit import COMMANDS, TAPS
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.eloans import add_licence
from mandrivna.lending.actions.rounds import add_stop, carry, plan_round, set_off
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import ELoan, Hold, Licence, Loan, Shelf
from mandrivna.lending.notices import remind_all
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.consents import SHIPPED
from mandrivna.readers.models import Reader
from tests.bot.phone import Phone, pressed
from tests.drills.test_canary import Canaries, raw_database
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def canaries(caplog) -> Canaries:
    caplog.set_level(logging.DEBUG)
    return Canaries()


def everything_told(lib: Library, canaries: Canaries) -> Reader:
    """A reader about whom all is known that there is a place for: each in a word of its own."""
    canaries.words["phone"] = "Канарка677654321"
    reader = lib.reader(
        name=f"Тестова {canaries.word('name')}", phone="+380 67 765 43 21", birth_year=1987, pseudonym="",
        email="a677654321@example.org",
        guardian_name=f"Тестова {canaries.word('guardian')}", guardian_relation="relative",
        guardian_contact=canaries.word("guardian contact"), circumstances=["own_1"], circumstances_consent=SHIPPED,
    )  # fmt: skip
    doorstep = {name: Withheld(canaries.word(name)) for name in ("address", "directions", "ask_for")}
    set_doorstep(lib.act(), reader=reader, place=lib.shelf, agreed="1", **doorstep)
    return reader


def brought_home(lib: Library, reader: Reader, copy: Copy) -> None:
    """A round that has been at the reader's door."""
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Волонтерка")
    carry(lib.act(), stop=add_stop(lib.act(), delivery=delivery, reader=reader), copy=copy, way="bring")
    set_off(lib.act(), delivery)
    issue(lib.act(), copy=Copy.objects.get(pk=copy.pk), reader=reader, place=lib.shelf, delivery=delivery)


def licensed(lib: Library, canaries: Canaries) -> Licence:
    record = lib.record("Мережева", material="electronic", kind="eresource")
    address = Withheld(f"https://books.example.org/{canaries.word('licence')}")
    return add_licence(lib.act(), record=record, institution=lib.root, seats=2, days=14, address=address)


def test_no_personal_word_leaves_by_the_chat(canaries, caplog, settings):
    """Every command and every button, of a reader about whom everything is known, and of a colleague."""
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True
    lib = library(now=timezone.now() - dt.timedelta(hours=5))
    circumstance = f"особа {canaries.word('circumstances')}"
    edit(lib.act(), policy="readers", key="circumstances/own_1", value=circumstance, reason="канарка")
    named_by_policy = {"circumstances"}  # the name of a line of the form is no secret; that it is said of this reader is
    reader = everything_told(lib, canaries)
    licence = licensed(lib, canaries)
    brought_home(lib, reader, lib.copy(lib.record("Привезена")))
    Chat.objects.create(chat="1001", reader=reader, staff=person("hub", "hub_librarian", lib.hub), language="uk")
    phone, copy = Phone(), lib.copy()
    renew_shelf_code(lib.act(), place=lib.shelf)
    phone.write(f"/start s_{Shelf.objects.get(place=lib.shelf).code}")
    phone.tap("Лісова пісня")
    loan = Loan.objects.get(copy__record__title="Лісова пісня")
    phone.write("мережева")
    phone.tap("Мережева")
    phone.tap("Узяти в мережі")
    online = ELoan.objects.get()
    Phone.patience()
    phone.write("/ask")
    phone.write(f"Моя адреса: {canaries.word('question')}")
    phone.send(pressed(phone.chat, f"hold:{lib.copy(lib.record('Інша')).record_id.hex}:{lib.shelf.pk}"))
    for name in sorted(COMMANDS):
        phone.write(f"/{name}")
    holds = Hold.objects.values_list("pk", flat=True)
    for name in sorted(set(TAPS) - {"leave", "forget"}):
        for rest in ("", loan.pk.hex, copy.pk.hex, online.pk.hex, licence.pk.hex, *(pk.hex for pk in holds), "sure", "x"):
            phone.send(pressed(phone.chat, f"{name}:{rest}"))
            Phone.patience()
    remind_all.call(today=str(loan.due_on - dt.timedelta(days=3)))
    drain()
    said = json.dumps([phone.all, [row.body for row in Outgoing.objects.all()]], ensure_ascii=False)
    assert len(phone.all) > 50
    assert "Привезена" in said, "the chat knows of the book that was brought home"
    assert canaries.found_in(said.encode()) == []
    assert set(canaries.found_in(raw_database())) <= named_by_policy
    assert canaries.found_in(caplog.text.encode()) == []


def test_the_search_sees_a_pseudonym_that_is_said(canaries):
    """Negative control: a pseudonym is S2, and the bot says it to its owner."""
    lib = library(now=timezone.now() - dt.timedelta(hours=5))
    reader = lib.reader(pseudonym=canaries.word("pseudonym")[:60])
    token = offer_chat(lib.act(at=timezone.now()), reader=reader, place=lib.shelf).shown
    assert canaries.found_in(Phone().write(f"/start l_{token}").encode()) == ["pseudonym"]
