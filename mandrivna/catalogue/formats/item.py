"""One record of a foreign file, decoded or refused; and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from mandrivna.catalogue.formats.marc import Marc

CHUNK = 1 << 18
LARGEST = 1_000_000
"""Bytes of one record. ISO 2709 allows 99,999; what is longer than this is not a record, whatever it is."""

TROUBLES = ("empty", "not_marc", "directory", "encoding", "too_long", "cut_short", "bad_xml", "unreadable", "stray", "no_title")
"""empty: nothing in it · not_marc: no leader · directory: the directory and the fields disagree · encoding: not text in it ·
too_long: no end within a million bytes · cut_short: the file ends inside it · bad_xml · unreadable: a line that is no field ·
stray: pieces of a record outside any record · no_title: a row or reference without a title."""


@dataclass(slots=True)
class Item:
    """`number` counts records of the file from 1; `position` and `end` are bytes of the file: reading goes on from `end`."""

    number: int
    position: int
    end: int
    raw: bytes
    marc: Marc | None = None
    trouble: str = ""


class UnreadableError(Exception):
    """One record cannot be decoded; `code` is one of TROUBLES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Window:
    """A stretch of a stream in memory, never more than a few chunks of it; positions are those of the stream."""

    def __init__(self, stream: BinaryIO, start: int = 0) -> None:
        self.stream, self.base, self.data, self.ended = stream, start, b"", False
        if start:
            stream.seek(start)

    def more(self) -> bool:
        """False when the stream has ended."""
        chunk = b"" if self.ended else self.stream.read(CHUNK)
        self.ended = not chunk
        self.data += chunk
        return bool(chunk)

    def drop(self, length: int) -> None:
        self.data = self.data[length:]
        self.base += length


def lines(window: Window) -> Iterator[tuple[int, bytes]]:
    """(position, line with its end). A line that never ends comes in pieces of LARGEST."""
    at = 0
    while True:
        end = window.data.find(b"\n", at)
        if end < 0:
            if len(window.data) - at < LARGEST:
                window.drop(at)
                at = 0
                if window.more():
                    continue
                if window.data:
                    yield window.base, window.data
                return
            end = at + LARGEST - 1
        yield window.base + at, window.data[at : end + 1]
        at = end + 1


BOM = b"\xef\xbb\xbf"


def text_of(raw: bytes, encoding: str) -> str:
    try:
        return raw.removeprefix(BOM).decode(encoding if encoding != "marc8" else "utf-8")
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableError("encoding") from error


def item_of(position: int, raw: bytes, decode: Callable[[str], Marc], encoding: str) -> Item:
    """A piece of a text file, decoded or refused."""
    end = position + len(raw)
    if len(raw) >= LARGEST:
        return Item(0, position, end, raw, None, "too_long")
    try:
        return Item(0, position, end, raw, decode(text_of(raw, encoding)))
    except UnreadableError as why:
        return Item(0, position, end, raw, None, why.code)


def blocks(window: Window, ends: Callable[[bytes], bool]) -> Iterator[tuple[int, bytes]]:
    """(position, lines up to and with one that ends a record). White space alone is no record."""
    kept: list[bytes] = []
    position = size = 0
    for at, line in lines(window):
        if not kept:
            position, size = at, 0
        kept.append(line)
        size += len(line)
        if ends(line) or size >= LARGEST:
            if any(part.strip() for part in kept[:-1]) or not ends(line) or size >= LARGEST:
                yield position, b"".join(kept)
            kept = []
    if any(part.strip(b"\r\n \t\x00\x1a") for part in kept):
        yield position, b"".join(kept)
