"""T5: whoever guesses gets in nowhere, has to wait, and keeps nobody else out: cards with PINs, codes that join a chat to a card.

Some hundreds of guesses of each kind; a hundred thousand in the long drill. The right PIN is among the guesses: what stops the
guesser is the limit, not bad luck.
"""

from __future__ import annotations

import base64
import random
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone

from mandrivna.core.codec import Withheld
from mandrivna.enquiries.actions.chats import offer_chat
from mandrivna.enquiries.models import Chat, LinkCode
from mandrivna.faces.bot.batch import PATIENCE
from mandrivna.faces.public.account import entry
from mandrivna.readers import pins
from mandrivna.readers.actions.pins import change_pin
from mandrivna.readers.models import Reader, ReaderSession, new_card_code
from tests.bot.phone import Phone
from tests.drills.kit import times
from tests.drills.reporting import Tell
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ENTER = "/my/enter/"
HEARD, WINDOW = 30, 300  # tries of one network, seconds
KNOWN = 3
ELSEWHERE = "203.0.113.9"


def people(lib: Library) -> list[tuple[str, str]]:
    """Cards that have lain on a table, and the PIN of each: a guesser comes to it after eight others."""
    found = []
    for number in range(KNOWN):
        reader = lib.reader()
        digits = f"{385160 + number * 1000 + 5:06d}"
        change_pin(lib.act(), reader=reader, new=Withheld(digits))
        found.append((reader.cards.get().code, digits))
    return found


def guesses(cards: list[tuple[str, str]], many: int) -> Iterator[tuple[str, str]]:
    """Of each known card the PINs around the right one, over and over; and numbers that are nobody's."""
    for turn in range(many):
        code, digits = cards[turn % len(cards)]
        if turn % 7 == 6:
            yield new_card_code(), digits
        else:
            yield code, f"{int(digits) - 8 + (turn // len(cards)) % 12:06d}"


def walk(cards: list[tuple[str, str]], many: int) -> tuple[Counter[int], float]:
    began, client = time.monotonic(), Client()
    told = Counter(client.post(ENTER, {"card": code, "pin": pin}).status_code for code, pin in guesses(cards, many))
    return told, time.monotonic() - began


def test_guesses_at_the_door_open_nothing_and_keep_no_other_reader_out(tell: Tell) -> None:
    lib, many = library(), times(300, 100_000)
    cards, (mine, pin) = people(lib), _somebody(lib)
    told, took = walk(cards, many)
    heard = HEARD * (int(took / WINDOW) + 1)
    assert set(told) == {422, 429}
    assert (0 < told[422] <= heard, told[429] >= many - heard, ReaderSession.objects.count()) == (True, True, 0)
    other = Client(REMOTE_ADDR=ELSEWHERE).post(ENTER, {"card": mine, "pin": pin})
    assert (other.status_code, ReaderSession.objects.get().card.code) == (302, mine)
    tell(f"{many} guesses at the door: 0 hits, {told[422]} heard, {told[429]} told to wait, another reader let in, {took:.0f} s")


def _somebody(lib: Library) -> tuple[str, str]:
    reader = lib.reader()
    change_pin(lib.act(), reader=reader, new=Withheld("640917"))
    return reader.cards.get().code, "640917"


def test_from_a_network_of_its_own_for_each_guess_a_card_still_closes(tell: Tell) -> None:
    """What a limit of networks does not see, the card does: five tries, then the right PIN waits, too."""
    lib, many = library(), times(300, 100_000)
    cards = people(lib)
    hits = [pin for code, pin in guesses(cards, many) if pins.admit(code, pin) is not None]
    assert hits == []
    tell(f"{many} guesses past the limit of networks: 0 hits")


def test_a_chat_that_guesses_codes_is_joined_to_nobody(tell: Tell) -> None:
    """As slowly as the patience with a chat allows."""
    lib, many, chance = library(now=timezone.now()), times(300, 20_000), random.Random(7)
    reader = lib.reader()
    shown, guesser = offer_chat(lib.act(at=timezone.now()), reader=reader, place=lib.shelf).shown, Phone(chat=666)
    for turn in range(many):
        guesser.write(f"/start l_{base64.urlsafe_b64encode(chance.randbytes(16)).decode().rstrip('=')}")
        if turn % 10 == 9:
            Phone.patience()
    assert (Chat.objects.filter(reader__isnull=False).count(), LinkCode.objects.count()) == (0, 1)
    Phone.patience()
    Phone(chat=777).write(f"/start l_{shown}")
    assert Chat.objects.get(reader=reader).chat == "777"
    tell(f"{many} codes guessed in a chat: joined to nobody, and whom the code was given to still is")


def test_a_chat_in_a_hurry_is_answered_once_that_it_is_too_much() -> None:
    library(now=timezone.now())
    phone = Phone(chat=666)
    began = time.monotonic()
    said = [phone.write(f"/start l_{turn:032d}") for turn in range(PATIENCE.at_once + 30)]
    patient = PATIENCE.at_once + PATIENCE.a_second * (time.monotonic() - began)
    assert sum(bool(one) for one in said) <= patient + 2
    assert sum("Забагато повідомлень" in one for one in said) <= 1


@pytest.mark.parametrize("limits", [True, False], ids=["with limits", "without"])
def test_the_drill_sees_a_door_without_limits(limits: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the same walk, and nothing counted."""
    cards = people(library())
    if not limits:
        monkeypatch.setattr(entry, "too_many", lambda _request, _what: False)
        monkeypatch.setattr(pins, "_take_try", lambda _code: True)
    told, _took = walk(cards, 90)
    assert (302 in told, Reader.objects.filter(cards__sessions__isnull=False).exists()) == (
        (False, False) if limits else (True, True)
    )
