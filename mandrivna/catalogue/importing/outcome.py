"""What a chunk read and what came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from mandrivna.catalogue.formats.described import Described
from mandrivna.catalogue.formats.item import Item
from mandrivna.catalogue.importing import files
from mandrivna.shared.ids import new_uid

FROM_RUN = "import"
"""Why a version was kept, when an import has changed the description."""


@dataclass(slots=True)
class Row:
    item: Item
    said: Described
    scheme: str
    text: str
    digest: str
    number: str
    uid: uuid.UUID = field(default_factory=new_uid)


@dataclass(slots=True)
class Read:
    """A chunk before the database has heard of it; the file goes on at `end`, after so many records."""

    end: int
    number: int
    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[Item, str]] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """Every record of the chunk is counted once, in one of the first five; `lines` names what a person should know of."""

    imported: int = 0
    updated: int = 0
    same: int = 0
    left: int = 0
    rejected: int = 0
    copies: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, item: Item, reason: str) -> None:
        self.rejected += 1
        self.tell(item, reason)

    def tell(self, item: Item, reason: str, *, raw: bool = True, **about: str) -> None:
        """With the bytes as they came, unless they are in the catalogue or already in the file."""
        self.lines.append({**files.reject(item.number, item.position, reason, item.raw if raw else b""), **about})
