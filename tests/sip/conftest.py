from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone

from mandrivna.faces.sip import session as sessions
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.terminals import add_terminal
from mandrivna.lending.models import Terminal
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.models import Reader
from tests.factories.library import Library, library


@dataclass
class Hall:
    """A library with a machine at its shelf, a reader with card and PIN, and a book."""

    lib: Library
    terminal: Terminal
    secret: str
    reader: Reader
    card: str
    pin: str
    copy: Copy

    @property
    def login(self) -> str:
        return f"9300CN{self.terminal.login}|CO{self.secret}|CPзал|"

    @property
    def who(self) -> str:
        return f"AOmain|AA{self.card}|AD{self.pin}|"

    @property
    def book(self) -> str:
        return f"AB{self.copy.barcode}|"

    def another(self) -> tuple[Reader, str]:
        reader = self.lib.reader()
        pin = set_pin(self.lib.act(), reader=reader, place=self.lib.shelf).shown
        return reader, f"AOmain|AA{reader.cards.get().code}|AD{pin}|"


@pytest.fixture
def hall() -> Hall:
    lib = library(now=timezone.now() - dt.timedelta(hours=1))
    terminal = add_terminal(lib.act(), place=lib.shelf, name="Автомат у залі")
    reader = lib.reader()
    pin = set_pin(lib.act(), reader=reader, place=lib.shelf).shown
    copy = lib.copy(lib.record("Тіні забутих предків"))
    return Hall(lib, terminal, terminal.shown, reader, reader.cards.get().code, pin, copy)


@pytest.fixture(autouse=True)
def fresh_limits():
    for limit in (sessions.PROOFS, sessions.LOGINS):
        limit.forget()
