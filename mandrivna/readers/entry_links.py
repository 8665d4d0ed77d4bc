"""The link by which a reader without a PIN chooses one: whose it is, as long as it serves.

Opening it changes nothing, for a messenger looks at what it shows; only choosing a PIN uses it up.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid

from mandrivna.readers.models import Card, EntryLink, Reader

LIVES = dt.timedelta(minutes=10)
LONGEST = 64


def hash_of(token: str) -> str:
    """A secret of 128 random bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def make(reader: Reader, at: dt.datetime) -> EntryLink:
    """Inside a verb. A new one ends those before it."""
    drop(reader.pk)
    token = secrets.token_urlsafe(16)
    made = EntryLink(reader=reader, token_hash=hash_of(token), made_at=at, expires_at=at + LIVES)
    made.save(force_insert=True)
    made.shown = token
    return made


def card_behind(token: str, now: dt.datetime) -> Card | None:
    """The card of whoever may choose a PIN by this; nobody if it is wrong, old or used, or no card of theirs is valid."""
    if not token or len(token) > LONGEST:
        return None
    link = EntryLink.objects.filter(token_hash=hash_of(token), expires_at__gt=now).first()
    if link is None:
        return None
    valid = Card.objects.active().filter(reader=link.reader_id).select_related("reader__institution")
    return valid.order_by("-issued_on", "pk").first()


def drop(reader: uuid.UUID) -> None:
    """Of a chat that is theirs no more, what was said there serves nobody."""
    EntryLink.objects.filter(reader=reader).delete()
