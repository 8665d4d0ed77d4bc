"""A hub without a network: its phone keeps operations and sends them days later, some of them twice."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

from mandrivna.config.demo.data import Hub
from mandrivna.config.demo.stage import Guest, Lent
from mandrivna.core.actor import Actor
from mandrivna.core.codec import encode
from mandrivna.core.intake import Answer, perform
from mandrivna.core.models import Installation
from mandrivna.shared.ids import new_uid


@dataclass
class Batch:
    hub: Hub
    until: dt.date
    kept: list[dict[str, Any]] = field(default_factory=list)

    def keep(self, code: str, at: dt.datetime, body: dict[str, Any]) -> uuid.UUID:
        uid = new_uid()
        self.kept.append(
            {
                "uid": str(uid), "verb": code, "schema": 1, "at": at.isoformat(), "happened": True, "channel": "offline",
                "seq": len(self.kept) + 1, "epoch": str(Installation.current().epoch),
                "body": {name: _spoken(value) for name, value in body.items()},
            }
        )  # fmt: skip
        return uid

    def send(self, actor: Actor) -> list[Answer]:
        """The connection breaks after a third, so the phone begins again: what has arrived already is answered from memory."""
        for raw in self.kept[: len(self.kept) // 3]:
            perform(raw, actor=actor, device=self.hub.device)
        return [perform(raw, actor=actor, device=self.hub.device) for raw in self.kept]


def _spoken(value: Any) -> Any:
    """As a phone knows things: a reader by the card that was shown."""
    if isinstance(value, Guest):
        return f"card:{value.told.card}"
    return str(value.uid) if isinstance(value, Lent) else encode(value)
