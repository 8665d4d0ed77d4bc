"""One machine's talk: who it is, whose card lies on it now, what was said last. Knows nothing of sockets.

The card and its PIN are asked of every reader, whatever the machine thinks; somebody proved is believed for two minutes, so that
five books are not five slow proofs.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import override

from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.faces.access import READER
from mandrivna.faces.sip.codec import Answer, Malformed, Message, again, parse
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import by_number
from mandrivna.lending.models import Terminal
from mandrivna.lending.terminals import actor_of, known_terminal, still_known
from mandrivna.readers.actions.viewing import entered
from mandrivna.readers.models import Card, Reader, only_digits
from mandrivna.readers.pins import admit
from mandrivna.shared.buckets import Buckets

CHANNEL = "self"
SECRET_FIELDS = frozenset({"AC", "AD", "CO"})
"""Passwords of machines and PINs: no part of what an act is known by."""
BELIEVED = 120.0
MOST_BAD, MOST_LOGINS = 10, 3
LONGEST_SECRET = 64
ENGLISH = "001"

PROOFS = Buckets(30, 0.1)
"""PINs shown at one machine: thirty at once, then one in ten seconds. Each number has its own lock besides (`readers/pins.py`)."""
LOGINS = Buckets(10, 0.1)
"""Tries for one name from one network. By name too: all machines behind one tunnel have one network, and one of them with a secret
of yesterday must not shut the others out."""

type Handler = Callable[["Session", Message], Answer]
HANDLERS: dict[str, Handler] = {}


def answers(code: str) -> Callable[[Handler], Handler]:
    def add(handler: Handler) -> Handler:
        assert code not in HANDLERS, code
        HANDLERS[code] = handler
        return handler

    return add


@dataclass
class Proved:
    code: str
    mac: bytes
    until: float
    pin_of: dt.datetime


class Session:
    def __init__(self, network: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.network, self.clock = network, clock
        self.terminal: Terminal | None = None
        self.over = False
        self._salt = secrets.token_bytes(16)
        self._proved: Proved | None = None
        self._bad = self._logins = 0
        self._heard, self._said = b"", b""
        self._checks = False

    # --- a line in, a line out ---
    def hear(self, line: bytes) -> bytes:
        """What to say back; empty with `over` set: hang up. A line said again under its own number is answered from memory.

        A machine that has begun to send checksums goes on: a line without one has lost its end on the way.
        """
        try:
            message = parse(line)
            if self._checks and not message.checked:
                raise Malformed("checksum")
        except Malformed:
            self._bad += 1
            self.over = self._bad >= MOST_BAD
            return again()
        self._bad, self._checks = 0, message.checked
        if message.code == "97":
            return self._said or again()
        if message.seq and line == self._heard:
            return self._said
        said = self._answer(message)
        self._heard, self._said = line, said
        return said

    def _answer(self, message: Message) -> bytes:
        if self.terminal is not None:
            self.terminal = still_known(self.terminal)
            self.over = self.terminal is None
        if self.terminal is None and message.code not in ("93", "99"):
            self.over = True
        if self.over:
            return b""
        with override("en" if ENGLISH in message.fixed[:1] else "uk"):
            return HANDLERS[message.code](self, message).line(message)

    # --- who ---
    def sign_in(self, login: str, secret: str) -> bool:
        """Three tries a connection, ten a name and network. The former machine of this line is forgotten either way."""
        self.terminal, self._proved = None, None
        self._logins += 1
        self.over = self._logins >= MOST_LOGINS
        if not LOGINS.take(f"{self.network} {login}"):
            self.over = True
            return False
        self.terminal = known_terminal(login, secret)
        if self.terminal is not None:
            self.over, self._logins = False, 0
            self.terminal.seen()
        return self.terminal is not None

    @property
    def here(self) -> Terminal:
        assert self.terminal is not None
        return self.terminal

    def reader(self, message: Message) -> Reader | None:
        """Whose card it is, if they have proved to be themselves; an unknown card and a wrong PIN are one answer."""
        code, pin = only_digits(message["AA"])[:40], message["AD"][:LONGEST_SECRET]
        mac = hashlib.sha256(self._salt + pin.encode()).digest()
        card = self._believed(code, pin, mac)
        if card is None:
            card = admit(code, pin) if pin and PROOFS.take(str(self.here.pk)) else None
            if card is None or not self._ours(card):
                return None
            self._proved = Proved(code, mac, self.clock() + BELIEVED, card.reader.pin.set_at)
            entered(Act(actor=Actor(reader=card.reader_id, name=READER), channel=CHANNEL), reader=card.reader)
        return card.reader if self._ours(card) else None

    def _believed(self, code: str, pin: str, mac: bytes) -> Card | None:
        """Who was proved a moment ago, if the card still stands and has the same PIN; else nobody is any more."""
        known, self._proved, now = self._proved, None, self.clock()
        if known is None or known.code != code or known.until <= now or (pin and not secrets.compare_digest(known.mac, mac)):
            return None
        card = (
            Card.objects.active().filter(code=code, reader__pin__set_at=known.pin_of).select_related("reader__institution").first()
        )
        if card is not None:
            known.until, self._proved = now + BELIEVED, known
        return card

    def _ours(self, card: Card) -> bool:
        return card.reader.institution_id in self.here.place.ancestor_ids

    def forget(self) -> None:
        self._proved = None

    # --- what ---
    def copy(self, message: Message) -> Copy | None:
        said = message["AB"]
        copies = Copy.objects.filter(owner__in=self.here.place.ancestor_ids).select_related("record", "place", "home")
        return (copies.filter(barcode=said.replace(" ", "")).first() or by_number(copies, said)) if said else None

    def act(self, message: Message, reader: Reader | None, *about: object) -> Act:
        """Its identity: the machine, its words with their date, and what they are said of, as it stood. So a line sent again over a
        new connection is the same act; and a machine whose clock stands still may lend a book twice a year all the same.

        The number of an act is shown to others (a loan has it), so nothing in it may be guessed back: no secrets go in, and the key
        of the house makes it.
        """
        said = sorted((name, value) for name, value in message.fields.items() if name not in SECRET_FIELDS)
        words = json.dumps([str(self.here.pk), message.code, message.fixed, said, [str(one) for one in about]], ensure_ascii=False)
        uid = uuid.UUID(bytes=crypto.seal_mac("sip", words.encode())[:16], version=5)
        actor = Actor(reader=reader.pk, name=READER) if reader is not None else actor_of(self.here)
        return Act(actor=actor, uid=uid, at=timezone.now(), channel=CHANNEL, device=str(self.here.login))
