"""The canary in the chat: nothing of class S3 or S4 leaves by the bot; what is said to it is readable on no disk and in no log."""

from __future__ import annotations

import datetime as dt
import json
import logging

import pytest
from django.utils import timezone

from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.actions.chats import offer_chat
from mandrivna.enquiries.models import Chat, Outgoing
from mandrivna.faces.bot.talk.kit import COMMANDS, TAPS
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Hold, Loan, Shelf
from mandrivna.lending.notices import remind_all
from tests.bot.phone import Phone, pressed
from tests.drills.test_canary import Canaries, raw_database
from tests.factories.library import library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def canaries(caplog) -> Canaries:
    caplog.set_level(logging.DEBUG)
    return Canaries()


def test_no_personal_word_leaves_by_the_chat(canaries, caplog):
    """Every command and every button, of a reader about whom everything is known, and of a colleague."""
    lib = library(now=timezone.now() - dt.timedelta(hours=5))
    about = {"name": f"Тестова {canaries.word('name')}", "phone": "+380 67 765 43 21", "birth_year": 1987, "pseudonym": ""}
    canaries.words["phone"] = "Канарка677654321"
    reader = lib.reader(**about)
    Chat.objects.create(chat="1001", reader=reader, staff=person("hub", "hub_librarian", lib.hub), language="uk")
    phone, copy = Phone(), lib.copy()
    renew_shelf_code(lib.act(), place=lib.shelf)
    phone.write(f"/start s_{Shelf.objects.get(place=lib.shelf).code}")
    phone.tap("Лісова пісня")
    loan = Loan.objects.get()
    phone.write("/ask")
    phone.write(f"Моя адреса: {canaries.word('question')}")
    phone.send(pressed(phone.chat, f"hold:{lib.copy(lib.record('Інша')).record_id.hex}:{lib.shelf.pk}"))
    for name in sorted(COMMANDS):
        phone.write(f"/{name}")
    holds = Hold.objects.values_list("pk", flat=True)
    for name in sorted(set(TAPS) - {"leave", "forget"}):
        for rest in ("", loan.pk.hex, copy.pk.hex, *(pk.hex for pk in holds), "sure", "x"):
            phone.send(pressed(phone.chat, f"{name}:{rest}"))
            Phone.patience()
    remind_all.call(today=str(loan.due_on - dt.timedelta(days=3)))
    drain()
    said = json.dumps([phone.all, [row.body for row in Outgoing.objects.all()]], ensure_ascii=False)
    assert len(phone.all) > 50
    assert canaries.found_in(said.encode()) == []
    assert canaries.found_in(raw_database()) == []
    assert canaries.found_in(caplog.text.encode()) == []


def test_the_search_sees_a_pseudonym_that_is_said(canaries):
    """Negative control: a pseudonym is S2, and the bot says it to its owner."""
    lib = library(now=timezone.now() - dt.timedelta(hours=5))
    reader = lib.reader(pseudonym=canaries.word("pseudonym")[:60])
    token = offer_chat(lib.act(at=timezone.now()), reader=reader, place=lib.shelf).shown
    assert canaries.found_in(Phone().write(f"/start l_{token}").encode()) == ["pseudonym"]
