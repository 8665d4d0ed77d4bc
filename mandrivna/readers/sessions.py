"""Sessions of readers: fifteen idle minutes, two hours at most, ended on the server and not only in the browser.

Readers sign in on a friend's phone and on the hub's computer, so a session lives as long as one visit to the page.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.utils import timezone

from mandrivna.readers.models import Card, Reader, ReaderSession

IDLE = dt.timedelta(minutes=15)
WHOLE = dt.timedelta(hours=2)
NOTE_EVERY = dt.timedelta(minutes=1)
"""Between two notes of "seen": not every page is worth a write."""


def _hash(token: str) -> str:
    """A secret of 256 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(card: Card) -> str:
    """A new secret for the cookie; whatever the browser brought along is never taken over."""
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    ReaderSession.objects.create(token_hash=_hash(token), card=card, started_at=now, seen_at=now)
    return token


def current(token: str) -> ReaderSession | None:
    """The session of this cookie with card and reader, unless it is too old or the card is no longer valid."""
    if not token:
        return None
    now = timezone.now()
    found = (
        ReaderSession.objects.filter(token_hash=_hash(token), card__ended_on__isnull=True)
        .filter(seen_at__gt=now - IDLE, started_at__gt=now - WHOLE)
        .select_related("card__reader__institution")
        .first()
    )
    if found is not None and now - found.seen_at > NOTE_EVERY:
        found.seen_at = now
        found.save(update_fields=["seen_at"])
    return found


def end(token: str) -> None:
    if token:
        ReaderSession.objects.filter(token_hash=_hash(token)).delete()


def end_all(reader: Reader) -> None:
    ReaderSession.objects.filter(card__reader=reader).delete()
