"""Licensed e-resources in the talk: a seat taken, the address that opens nothing by itself, the seat given back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from mandrivna.core.codec import Withheld
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.eloans import add_licence, lend_online
from mandrivna.lending.eloans import token_of
from mandrivna.lending.models import ELoan, Licence
from mandrivna.readers.models import Reader
from tests.bot.phone import Phone, pressed
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
SECRET = "https://books.example.org/kanarka-77"


@pytest.fixture
def lib() -> Library:
    return library(now=timezone.now() - dt.timedelta(hours=5))


@pytest.fixture
def phone(settings: Any) -> Phone:
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True
    phone = Phone()
    phone.register()
    return phone


def licensed(lib: Library, title: str = "Мережева", seats: int = 1) -> Licence:
    record = lib.record(title, material="electronic", kind="eresource")
    about = {"institution": lib.root, "seats": seats, "days": 14, "address": Withheld(SECRET)}
    return add_licence(lib.act(), record=record, **about)


def test_a_seat_is_taken_seen_among_ones_books_and_given_back(lib, phone):
    licence = licensed(lib)
    assert "Мережева: читають у мережі" in phone.write("мережева")
    card = phone.tap("Мережева")
    assert ("В мережі вільних місць: 1 з 1" in card, "примірники" in card) == (True, False)
    assert [label for label in phone.buttons if label != "Меню"] == ["Узяти в мережі: до 14 днів"]
    assert "Відкрито для вас: Мережева. Читайте до" in phone.tap("Узяти в мережі")
    loan = ELoan.objects.get()
    ours = f"https://lib.example.org/e/{token_of(loan)}/"
    assert (loan.reader, loan.channel, phone.buttons["Відкрити: Мережева"]["url"]) == (Reader.objects.get(), "bot", ours)
    mine = phone.write("/mine")
    assert ("Відкрито в мережі:\nМережева: до" in mine, phone.buttons["Відкрити: Мережева"]["url"]) == (True, ours)
    seen = Client().get(f"/e/{token_of(loan)}/")  # as whoever took the chat over, or the messenger itself, would look
    assert (seen.status_code, seen["Location"].startswith("/my/enter/"), ELoan.objects.get().opened) == (302, True, [])
    phone.write("мережева")
    assert "Відкрито для вас до" in phone.tap("Мережева")
    assert [label for label in phone.buttons if label != "Меню"] == ["Відкрити: Мережева", "Завершити раніше: Мережева"]
    other = Phone(chat=1002)
    other.register()
    other.write("мережева")
    assert "У мережі всі місця зайнято. Найближче звільниться" in other.tap("Мережева")
    assert [label for label in other.buttons if label != "Меню"] == []
    phone.write("/mine")
    assert "Завершено: Мережева." in phone.tap("Завершити раніше: Мережева")
    assert "У вас немає книжок" in phone.write("/mine")
    assert "kanarka" not in repr(phone.all)
    counted = totals(["lending.eloan"], None, dt.date(2100, 1, 1), by=("channel", "mode"))
    assert counted == {("bot", "virtual"): 1}
    assert licence.seats == 1


def test_what_cannot_be_is_said_in_words(lib, phone):
    licence, other = licensed(lib), lib.reader()
    stale = f"online:{licence.pk.hex}"
    phone.write("мережева")
    phone.tap("Мережева")
    theirs = lend_online(lib.act(), licence=licence, reader=other, place=lib.shelf)
    assert "Зараз усі місця за ліцензією зайнято" in phone.tap("Узяти в мережі")
    assert "вже закрито" in phone.send(pressed(phone.chat, f"unonline:{theirs.pk.hex}"))
    Licence.objects.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    assert "вже не видають" in phone.send(pressed(phone.chat, stale))
    assert "вже не видають" in phone.send(pressed(phone.chat, "online:нічого"))
    assert ELoan.objects.open().get() == theirs


def test_where_the_world_cannot_reach_the_site_nothing_is_linked(lib, phone, settings):
    settings.NAMES = []
    lend_online(lib.act(at=timezone.now()), licence=licensed(lib), reader=Reader.objects.get(), place=lib.shelf)
    assert "Мережева: до" in phone.write("/mine")
    assert [label for label in phone.buttons if label != "Меню"] == ["Завершити раніше: Мережева"]
