"""Which kind of file it is, by its own bytes whatever its name says; bounds that hold for all of them."""

from __future__ import annotations

from mandrivna.planning.reading.blocks import MOST_FILE, Source, UnreadableError
from mandrivna.planning.reading.text import read_text


def source_of(data: bytes, name: str) -> Source:
    if not data.strip():
        raise UnreadableError("empty")
    if len(data) > MOST_FILE:
        raise UnreadableError("too_large")
    return read_text(data)
