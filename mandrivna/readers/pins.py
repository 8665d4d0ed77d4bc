"""Card and PIN: who is let in, how often one may try, and that a stranger learns nothing by trying.

Unknown number, reader without a PIN, wrong PIN and locked number do the same work (one row of tries, one look for the card,
one slow hash) and get the same answer. Tries are counted before the PIN is looked at, so that a hundred guesses sent at the
same moment are still five.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from mandrivna.readers import entry_links
from mandrivna.readers.models import Attempts, Card, Pin, Reader
from mandrivna.readers.models.entry import tries_key

DIGITS = 6
TRIES = 5
AGAIN = 5
FIRST_LOCK = dt.timedelta(minutes=15)
LONGEST_LOCK = dt.timedelta(hours=24)
ROWS = "01234567890", "09876543210"


def admit(code: str, pin: str) -> Card | None:
    """The card whose reader has proved to be themselves; nobody otherwise, and never why."""
    allowed = _take_try(code)
    card = Card.objects.active().filter(code=code).select_related("reader__institution", "reader__pin").first()
    stored = card.reader.pin.secret if card is not None and hasattr(card.reader, "pin") else None
    if stored is None:
        make_password(pin)  # the work of a check, so that time does not tell
    if stored is None or not check_password(pin, stored) or not allowed:
        return None
    Attempts.objects.filter(pk=tries_key(code)).delete()
    return card


@transaction.atomic
def _take_try(code: str) -> bool:
    """May this number be tried now? The fifth try in a row closes it, each time for longer; a success forgets them all."""
    now = timezone.now()
    row = _row_of(code)
    open_now = row.locked_until is None or row.locked_until <= now
    if open_now:
        row.failures += 1
        if row.failures >= TRIES:
            row.failures, row.locks = 0, row.locks + 1
            row.locked_until = now + lock_of(row.locks)
    row.last_at = now
    row.save()
    return open_now


def _row_of(code: str) -> Attempts:
    """Locked. Put in by somebody at the same moment and forgotten again by their success, it has to be put in once more."""
    for _turn in range(AGAIN):
        with contextlib.suppress(IntegrityError):
            return Attempts.objects.select_for_update().get_or_create(pk=tries_key(code))[0]
    return Attempts.objects.select_for_update().get_or_create(pk=tries_key(code))[0]


def lock_of(number: int) -> dt.timedelta:
    """15 minutes, 30, an hour … a day: in a month somebody who only guesses comes to less than 300 tries of a million."""
    return min(FIRST_LOCK * 2 ** min(number - 1, 10), LONGEST_LOCK)


def has_pin(reader: Reader) -> bool:
    return Pin.objects.filter(pk=reader.pk).exists()


def unlock(reader: Reader) -> None:
    Attempts.objects.filter(pk__in=[tries_key(code) for code in reader.cards.values_list("code", flat=True)]).delete()


def new_pin() -> str:
    while True:
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        if not weak(digits):
            return digits


def weak(digits: str) -> bool:
    """What everybody tries first: one digit over and over, a run, a pair or a triple repeated."""
    repeated = any(digits == digits[:length] * (DIGITS // length) for length in (1, 2, 3))
    return repeated or any(digits in row for row in ROWS)


def fits(digits: str) -> bool:
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit()


def write(reader: Reader, digits: str, *, at: dt.datetime, by_reader: bool) -> Pin:
    """Inside a verb. Whoever was signed in with the old PIN is no longer, and no link waits to choose another."""
    entry_links.drop(reader.pk)
    pin = Pin.objects.filter(pk=reader.pk).first() or Pin(reader=reader)
    pin.secret, pin.set_at, pin.by_reader = make_password(digits), at, by_reader
    pin.save()
    return pin
