"""What a letter that came says: who wrote, about what, in plain words. Bytes in, words out; nothing else is kept.

Machines write letters, too: what answers by itself, is sent to many or tells of a letter that could not be delivered is no
question, and answering it would never end.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

NAMESPACE = uuid.UUID("0c8d8a43-6d0e-4f5f-9b5e-2f3d0f6f5a10")
LONGEST_LETTER = 6000
LONGEST_SUBJECT = 200
MACHINES = re.compile(r"(mailer-daemon|postmaster|bounces?|no-?reply|do-?not-?reply|noreply)([+._-].*)?", re.IGNORECASE)
TO_MANY = ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Loop", "X-Auto-Response-Suppress")
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Signs nobody sees; some of them turn the line around that they stand in."""
QUOTED_FROM_HERE = re.compile(r"-{2,} ?(Original|Початков).*", re.IGNORECASE)
PASSED_ON = re.compile(r"-{2,} ?(Forwarded|Переслан).*", re.IGNORECASE)
SAID_WHEN = re.compile(r"\d{1,2}:\d{2}|\d{4}")


@dataclass(frozen=True)
class Letter:
    """`uid` is that of the operation: the same letter read twice is one act."""

    uid: uuid.UUID
    address: str
    subject: str
    text: str


def read(raw: bytes, own: frozenset[str] = frozenset()) -> Letter | None:
    """None for what no person wrote, and for our own letters (`own`: the addresses the library writes from)."""
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    address = _address(message)
    if not address or address.casefold() in own or by_machine(message, address):
        return None
    subject = _tidy(str(message.get("Subject", "")))[:LONGEST_SUBJECT]
    return Letter(_uid(message, address, raw), address, subject, _text(message, subject))


def by_machine(message: EmailMessage, address: str) -> bool:
    """RFC 3834 and what its age-mates say instead of it."""
    if str(message.get("Auto-Submitted", "no")).strip().casefold() not in ("no", ""):
        return True
    if str(message.get("Precedence", "")).strip().casefold() in ("bulk", "junk", "list", "auto_reply"):
        return True
    if str(message.get("Return-Path", "")).strip() == "<>" or message.get_content_type() == "multipart/report":
        return True
    return any(name in message for name in TO_MANY) or MACHINES.fullmatch(address.partition("@")[0]) is not None


def undelivered(raw: bytes) -> bool:
    """It tells that a letter, maybe an answer of ours, has not come: somebody should look whose."""
    message = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    report = message.get_content_type() == "multipart/report" and message.get_param("report-type") == "delivery-status"
    return report or "X-Failed-Recipients" in message or _address(message).casefold().startswith("mailer-daemon@")


def _address(message: EmailMessage) -> str:
    """Where the person wants the answer; what is no address is nobody."""
    for name in ("Reply-To", "From"):
        for one in getattr(message.get(name), "addresses", ()):
            try:
                validate_email(one.addr_spec)
            except ValidationError:
                continue
            return str(one.addr_spec)
    return ""


def _uid(message: EmailMessage, address: str, raw: bytes) -> uuid.UUID:
    """By the letter's own number together with who wrote it, so that nobody takes up the number of somebody else's letter."""
    number = str(message.get("Message-ID", "")).strip() or hashlib.sha256(raw).hexdigest()
    return uuid.uuid5(NAMESPACE, f"{address.casefold()} {number}")


# --- words ------------------------------------------------------------------------------------------------------------


def _text(message: EmailMessage, subject: str) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    words = ""
    if body is not None:
        words = _decoded(body)
        words = _plain(words) if body.get_content_type() == "text/html" else words
    words = _own_words(_tidy(words, lines=True)) or subject or _("Лист без слів.")
    if len(words) > LONGEST_LETTER:
        words = words[:LONGEST_LETTER].rstrip() + "… " + _("[Далі лист не вмістився: він у поштовій скриньці.]")
    if files := sum(1 for _one in message.iter_attachments()):
        words += "\n\n" + _("[Файлів у листі: %d. Їх тут не зберігаємо.]") % files
    return words


def _decoded(body: MIMEPart) -> str:
    try:
        return str(body.get_content())
    except (LookupError, ValueError):  # a charset nobody knows
        plain = body.get_payload(decode=True)
        return plain.decode("utf-8", "replace") if isinstance(plain, bytes) else ""


def _tidy(words: str, *, lines: bool = False) -> str:
    words = UNSEEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    return words.strip() if lines else " ".join(words.split())


def _own_words(words: str) -> str:
    """Without what was quoted under the answer: it stands in the conversation already. Only what hangs at the end under «… пише:»
    goes, and its place says so. A letter passed on, answers between the quoted lines and a letter of quotations only stay whole."""
    lines = [line.rstrip() for line in words.split("\n")]
    end = len(lines) if any(PASSED_ON.match(line) for line in lines) else _end_of_own(lines)
    own = re.sub(r"\n{3,}", "\n\n", "\n".join(lines[:end])).strip()
    if not own or end == len(lines):
        return own or words
    return f"{own}\n\n{_('[Процитоване пропущено: воно в скриньці.]')}"


def _end_of_own(lines: list[str]) -> int:
    under = next((number for number, line in enumerate(lines) if QUOTED_FROM_HERE.match(line)), None)
    if under is not None:
        return under
    last = len(lines)
    while last and (not lines[last - 1] or lines[last - 1].startswith(">")):
        last -= 1
    quoted = any(line.startswith(">") for line in lines[last:])
    if not quoted or not last or not lines[last - 1].endswith(":"):
        return len(lines)
    last -= 1  # «Бібліотека пише:», which may have been broken in two
    return last - 1 if last and "@" in lines[last] and SAID_WHEN.search(lines[last - 1]) else last


class _Words(HTMLParser):
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote"})
    SILENT = frozenset({"script", "style", "head", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT and self.silent > 0

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(re.sub(r"\s+", " ", data))


def _plain(markup: str) -> str:
    """The words of a page, and never what it would have loaded."""
    reader = _Words()
    reader.feed(markup)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.said).split("\n"))
