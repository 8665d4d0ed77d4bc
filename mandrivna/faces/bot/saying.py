"""What the bot says: plain text and buttons under it, one a row, so that a finger finds them and a screen reader names each.

Nothing is marked up: a title with an asterisk stays a title. Every answer is a new message, never a changed one, because a screen
reader reads what is new.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LONGEST = 4000
LONGEST_LABEL = 60
LONGEST_DATA = 64


@dataclass(frozen=True)
class Button:
    """`data` comes back when it is pressed; `url` opens a page; `ask` («contact», «location») asks the telephone."""

    label: str
    data: str = ""
    url: str = ""
    ask: str = ""

    def body(self) -> dict[str, str]:
        about = {"data": self.data, "url": self.url, "ask": self.ask}
        assert len(self.data.encode()) <= LONGEST_DATA
        return {"label": shortened(str(self.label)), **{name: value for name, value in about.items() if value}}


def shortened(text: str, most: int = LONGEST_LABEL) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def message(text: str, buttons: Sequence[Button] = ()) -> dict[str, Any]:
    """As it waits in the outbox, for whichever messenger."""
    body: dict[str, Any] = {"text": text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"}
    if buttons:
        body["buttons"] = [button.body() for button in buttons]
    return body


def heard_tap(tap_id: str) -> dict[str, Any]:
    """The messenger shows that a press has arrived."""
    return {"tap": tap_id}


def to_fetch(photo: str, place: int, act: uuid.UUID) -> dict[str, Any]:
    """Not said but done by whoever speaks with the messenger: the picture of this number is the shelf's; see `photos`."""
    return {"fetch": photo, "place": place, "act": str(act)}
