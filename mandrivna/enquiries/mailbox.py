"""The library's letter-box: every few minutes unread letters are taken over IMAP and become conversations.

The box itself is the queue: a letter is marked as read only when the conversation stands, so nothing is lost while the mail, the
program or the current is away; a letter that comes twice is one act by its number. A letter that cannot be understood gets a flag
and waits for a person in the box; so does one that tells of a letter not delivered. The others go on.
"""

from __future__ import annotations

import datetime as dt
import imaplib
import json
import logging
import ssl
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Unit
from mandrivna.core.outbox import periodic, task
from mandrivna.core.profile import site_institution
from mandrivna.enquiries.actions.letters import CHANNEL, take_letter, told_apart
from mandrivna.enquiries.letters import read, undelivered

logger = logging.getLogger("mandrivna.mailbox")

MOST = 50
"""Letters of one look; the rest waits for the next."""
LARGEST = 2_000_000
"""Bytes of a letter that are looked at; pictures come after the words."""
PATIENCE = 20.0
READ, STRANGE = r"(\Seen)", r"(\Flagged)"


def is_set() -> bool:
    return bool(settings.INBOX["host"])


@periodic("enquiries.fetch_letters", every=dt.timedelta(minutes=3))
@task(priority=-10)
def fetch_letters() -> None:
    if is_set():
        fetch()


def fetch() -> int:
    """How many letters became words in a conversation. A box that is away is said to be (`trouble`), and asked again next time."""
    place = site_institution()
    if place is None:
        return 0
    try:
        taken = _look(place)
    except (OSError, imaplib.IMAP4.error) as error:
        logger.warning("letters not fetched", extra={"error": type(error).__name__})
        _note(type(error).__name__)
        return 0
    _note("")
    return taken


def _look(place: Unit) -> int:
    box = _connect()
    try:
        box.login(settings.INBOX["user"], settings.INBOX["password"])
        box.select(settings.INBOX["folder"])
        _word, found = box.uid("SEARCH", "UNSEEN", "UNFLAGGED")
        return sum(_one(box, number.decode("ascii"), place) for number in (found[0] or b"").split()[:MOST])
    finally:
        _leave(box)


def _leave(box: imaplib.IMAP4) -> None:
    try:
        box.logout()
    except (OSError, imaplib.IMAP4.error):
        box.shutdown()


def _connect() -> imaplib.IMAP4:
    """Encrypted unless the settings say otherwise: the password is not said to a server that cannot."""
    about, trusted = settings.INBOX, ssl.create_default_context()
    if about["security"] == "tls":
        return imaplib.IMAP4_SSL(about["host"], about["port"], ssl_context=trusted, timeout=PATIENCE)
    box = imaplib.IMAP4(about["host"], about["port"], timeout=PATIENCE)
    if about["security"] == "starttls":
        try:
            box.starttls(trusted)
        except (OSError, imaplib.IMAP4.error):
            _leave(box)
            raise
    return box


def _one(box: imaplib.IMAP4, number: str, place: Unit) -> bool:
    try:
        raw = _raw(box, number)
        letter = read(raw, own_addresses())
        if letter is not None:
            act = told_apart(Act(actor=NOBODY, uid=letter.uid, channel=CHANNEL), letter.text)
            said = {"address": Withheld(letter.address), "subject": Withheld(letter.subject), "text": Withheld(letter.text)}
            take_letter(act, place=place, **said)
    except (OSError, imaplib.IMAP4.error, DatabaseError):
        raise
    except Exception as error:  # one letter that breaks us must not stand before the others
        logger.warning("a letter was not understood", extra={"error": type(error).__name__})
        box.uid("STORE", number, "+FLAGS.SILENT", STRANGE)
        return False
    box.uid("STORE", number, "+FLAGS.SILENT", STRANGE if letter is None and undelivered(raw) else READ)
    return letter is not None


def _raw(box: imaplib.IMAP4, number: str) -> bytes:
    """Without marking it as read."""
    _word, found = box.uid("FETCH", number, f"(BODY.PEEK[]<0.{LARGEST}>)")
    return next(bytes(part[1]) for part in found if isinstance(part, tuple))


def own_addresses() -> frozenset[str]:
    said = (settings.DEFAULT_FROM_EMAIL, settings.INBOX["user"])
    return frozenset(one.rpartition("<")[2].rstrip("> ").strip().casefold() for one in said if "@" in one)


# --- is it there? -----------------------------------------------------------------------------------------------------


def _path() -> Path:
    return Path(settings.DATA) / "inbox-trouble"


def _note(error: str) -> None:
    """Since when the box is away; written only when that changes, so a quiet box writes nothing."""
    if not error:
        _path().unlink(missing_ok=True)
    elif trouble() is None:
        draft = _path().with_suffix(".new")
        draft.write_text(json.dumps({"since": timezone.now().isoformat(), "error": error}), encoding="ascii")
        draft.replace(_path())


def trouble() -> dt.datetime | None:
    """Since when letters have not been fetched, for those who answer; None when all is well or no box is set."""
    if not is_set():
        return None
    try:
        said: Any = json.loads(_path().read_text(encoding="ascii"))
        return dt.datetime.fromisoformat(said["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
