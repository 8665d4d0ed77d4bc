"""A large file looked through to its end before anybody begins with it: how many records and copies, and every place they stood at.

The worker reads it in slices. What it found so far lies beside the file, so a look that died goes on, and a look that was asked for
otherwise (another encoding, other columns) begins anew.
"""

from __future__ import annotations

import json
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.importing import chunk, files

OFTEN = 1.0
"""Seconds between two words about how far it has come."""
NAMES = 2_000
"""A column of numbers taken for places must not fill the memory."""
PATIENCE = 600.0
"""Seconds after which nobody seems to be reading."""


@dataclass
class Look:
    """`asked` is how the file is to be read; `offset` and `number` where to go on."""

    asked: dict[str, Any]
    size: int
    offset: int = 0
    number: int = 0
    decoded: int = 0
    refused: int = 0
    copies: int = 0
    shelves: Counter[str] = field(default_factory=Counter)
    done: bool = False
    at: float = field(default_factory=time.time)

    @property
    def percent(self) -> int:
        return 100 if self.done else min(99, self.offset * 100 // self.size) if self.size else 0

    @property
    def going(self) -> bool:
        return not self.done and time.time() - self.at < PATIENCE


def asked(format: str, encoding: str, *, scheme: str = "", columns: Sequence[str] = (), delimiter: str = "") -> dict[str, Any]:
    return {"format": format, "encoding": encoding, "scheme": scheme, "columns": list(columns), "delimiter": delimiter}


def beside(token: uuid.UUID) -> Path:
    return files.folder() / f"{token}.look"


def found(token: uuid.UUID) -> Look | None:
    try:
        said = json.loads(beside(token).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return Look(**{**said, "shelves": Counter(said["shelves"])})


def begin(token: uuid.UUID, wanted: dict[str, Any]) -> tuple[Look, bool]:
    """What is known by now, and whether somebody has to be sent to read."""
    known = found(token)
    if known is not None and known.asked == wanted and (known.done or known.going):
        return known, False
    fresh = Look(wanted, (files.folder() / f"{token}.data").stat().st_size)
    _keep(token, fresh)
    return fresh, True


def go_on(token: uuid.UUID, *, seconds: float) -> bool:
    """True when there is nothing more to read: the end, a file that is gone, or somebody else who reads it."""
    path, look = files.folder() / f"{token}.data", found(token)
    if look is None or look.done or not path.exists():
        return True
    until, told = time.monotonic() + seconds, time.monotonic()
    before = look.offset
    for item in read(path, look.asked["format"], look.asked["encoding"], look.offset, number=look.number, **_how(look)):
        _count(look, item.marc)
        look.offset, look.number = item.end, item.number
        now = time.monotonic()
        if now - told < OFTEN and now < until:
            continue
        if not _still(token, path, look, before):
            return True
        told, before = now, look.offset
        _keep(token, look)
        if now >= until:
            return False
    look.done = True
    if _still(token, path, look, before):
        _keep(token, look)
    return True


def _how(look: Look) -> dict[str, Any]:
    return {name: look.asked[name] for name in ("scheme", "columns", "delimiter")}


def _count(look: Look, marc: Any) -> None:
    said = chunk.described(marc) if marc is not None else None
    if said is None or not said["title"].strip():
        look.refused += 1
        return
    look.decoded += 1
    look.copies += said["copies"]
    look.shelves.update(name for name in said["shelves"] if name and (name in look.shelves or len(look.shelves) < NAMES))


def _still(token: uuid.UUID, path: Path, look: Look, before: int) -> bool:
    """Nobody has asked otherwise, taken the file away or read further meanwhile."""
    there = found(token)
    return there is not None and path.exists() and (there.asked, there.offset) == (look.asked, before)


def _keep(token: uuid.UUID, look: Look) -> None:
    """Whole or not at all. It can be had again: it need not be safe on the disk."""
    look.at = time.time()
    part = files.folder() / f"{token}.{uuid.uuid4().hex}.part"
    part.write_text(json.dumps(vars(look), ensure_ascii=False), encoding="utf-8")
    part.replace(beside(token))
