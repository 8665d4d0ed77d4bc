"""What the messenger sent, as the little of it that we use. Everything else (names, pictures, groups) is not even looked at.

Written by hand and not with the client library's models: it is small, takes a microsecond, and nothing a stranger sends may cost
more than that.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

LARGEST = 32 * 1024
LONGEST = 4096
LONGEST_FILE = 200
ALLOWED = ("message", "callback_query", "my_chat_member")
"""Kinds of updates that the messenger is asked for."""


@dataclass(frozen=True)
class Heard:
    """One thing said in a private chat. `tap` is what a pressed button carries, `phone` the person's own shared contact,
    `photo` the messenger's number of a picture; the picture itself is fetched only when somebody has been asked for it."""

    number: int
    chat: str
    text: str = ""
    tap: str = ""
    tap_id: str = ""
    phone: str = ""
    photo: str = ""
    point: tuple[float, float] | None = None
    language: str = ""
    left: bool = False

    @property
    def command(self) -> tuple[str, str]:
        """«/start s_ABC» → («start», «s_ABC»); of anything else nothing."""
        if not self.text.startswith("/"):
            return "", ""
        word, _space, rest = self.text[1:].partition(" ")
        return word.partition("@")[0].lower(), rest.strip()


def number_of(raw: Any) -> int | None:
    """An update without a number cannot be told from its repeat, so it is none."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and 0 <= number < 2**63 else None


def hear(raw: Any) -> Heard | None:
    """None for what is not for us: groups, channels, other bots, what is too large or no update at all."""
    number = number_of(raw)
    if number is None or _size(raw) > LARGEST:
        return None
    try:
        if (message := raw.get("message")) is not None:
            return _message(number, message)
        if (tap := raw.get("callback_query")) is not None:
            return _tap(number, tap)
        if (member := raw.get("my_chat_member")) is not None:
            return _member(number, member)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None
    return None


def _size(raw: dict[str, Any]) -> int:
    try:
        return len(json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace"))
    except (TypeError, ValueError, RecursionError):
        return LARGEST + 1


def _private(chat: dict[str, Any], person: dict[str, Any]) -> str:
    """The number of a private chat is the person's own."""
    if chat["type"] != "private" or person.get("is_bot") or type(chat["id"]) is not int or chat["id"] != person["id"]:
        raise ValueError
    return str(chat["id"])


def _language(person: dict[str, Any]) -> str:
    said = person.get("language_code")
    return said[:2].lower() if isinstance(said, str) else ""


def _plain(text: Any) -> str:
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")[:LONGEST] if isinstance(text, str) else ""


def _message(number: int, message: dict[str, Any]) -> Heard:
    person = message["from"]
    chat, about = _private(message["chat"], person), {"language": _language(person)}
    contact, point = message.get("contact"), message.get("location")
    if contact is not None:
        own = contact.get("user_id") == person["id"]  # somebody else's number is nobody's to give
        return Heard(number, chat, phone=_plain(contact["phone_number"])[:20] if own else "", **about)  # type: ignore[arg-type]
    if point is not None:
        found = float(point["latitude"]), float(point["longitude"])
        return Heard(number, chat, point=found, **about)  # type: ignore[arg-type]
    return Heard(number, chat, text=_plain(message.get("text")).strip(), photo=_photo(message), **about)  # type: ignore[arg-type]


def _photo(message: dict[str, Any]) -> str:
    """Of the sizes in which the messenger keeps a picture the last is the largest."""
    sizes = message.get("photo")
    return _plain(sizes[-1]["file_id"])[:LONGEST_FILE] if isinstance(sizes, list) and sizes else ""


def _tap(number: int, tap: dict[str, Any]) -> Heard:
    person = tap["from"]
    chat = _private(tap["message"]["chat"], person)
    return Heard(number, chat, tap=_plain(tap.get("data"))[:64], tap_id=str(tap["id"])[:64], language=_language(person))


def _member(number: int, member: dict[str, Any]) -> Heard:
    chat = _private(member["chat"], member["from"])
    return Heard(number, chat, left=member["new_chat_member"]["status"] in ("kicked", "left"))
