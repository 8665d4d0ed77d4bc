"""XLSX, read as it is unpacked: no formula is computed, no reference followed, and a bomb is refused before it is opened.

`position` and `end` of an item count rows, since bytes of a packed file mean nothing.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO
from xml.parsers import expat

from mandrivna.catalogue.formats.item import LARGEST, Item, UnreadableError
from mandrivna.catalogue.formats.tables import MOST_COLUMNS, recognised, row_item, with_samples
from mandrivna.shared.archives import NO_ZIP

MOST_ENTRIES, MOST_BYTES, MOST_STRINGS, RATIO = 200, 400_000_000, 60_000_000, 100
PIECE = 1 << 16
BRIEF = 4_000_000
"""Unpacked bytes of the texts, and of the sheet, that a look at the beginning may cost; an import reads on."""
UNSEEN = "…"
MOST_ROWS = 1_048_576
_PLACE = re.compile(r"([A-Z]{1,3})\d+$")


def opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Raises UnreadableError for what is no workbook or would grow too much."""
    try:
        stream.seek(0)
        book = zipfile.ZipFile(stream)
    except NO_ZIP as error:
        raise UnreadableError("unreadable") from error
    entries = book.infolist()
    total, packed = sum(entry.file_size for entry in entries), sum(entry.compress_size for entry in entries)
    if len(entries) > MOST_ENTRIES or total > MOST_BYTES or (total > 20_000_000 and total > packed * RATIO):
        raise UnreadableError("too_long")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableError("unreadable")
    return book


class _Sheet:
    """Rows as the parser meets them; a text is shared by number, inline, or the result of a formula."""

    def __init__(self, strings: _Strings) -> None:
        self.strings, self.at, self.kind = strings, 0, ""
        self.rows: list[tuple[int, list[str]]] = []
        self.number = 0
        self.row: dict[int, str] = {}
        self.text: list[str] | None = None
        self.inside = ""

    def start(self, name: str, about: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "row":
            self.row, self.at = {}, -1
            self.number = int(about["r"]) if re.fullmatch("[0-9]{1,7}", about.get("r", "")) else self.number + 1
        elif name == "c":
            said = _PLACE.match(about.get("r", ""))
            self.at = _column(said[1]) if said else self.at + 1
            self.kind = about.get("t", "")
            self.inside = ""
        elif name in ("v", "t"):
            self.text = []

    def said(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in ("v", "t") and self.text is not None:
            self.inside += "".join(self.text)
            self.text = None
        elif name == "c" and 0 <= self.at < MOST_COLUMNS:
            self.row[self.at] = self._value()
        elif name == "row":
            self.rows.append((self.number, [self.row.get(place, "") for place in range(max(self.row, default=-1) + 1)]))

    def _value(self) -> str:
        if self.kind == "s":
            return self.strings.at(int(self.inside)) if re.fullmatch("[0-9]{1,9}", self.inside) else ""
        whole = re.fullmatch(r"(\d+)\.0+", self.inside) if not self.kind or self.kind == "n" else None
        return whole[1] if whole else self.inside


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _parse(book: zipfile.ZipFile, name: str, start: Callable, end: Callable, said: Callable, most: int = 0) -> Iterator[None]:
    def refuse(*_about: object) -> None:
        raise UnreadableError("bad_xml")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, said
    parser.StartDoctypeDeclHandler = refuse
    try:
        with book.open(name) as stream:
            read = 0
            while piece := stream.read(PIECE):
                parser.Parse(piece)
                yield
                read += len(piece)
                if most and read >= most:
                    return
            parser.Parse(b"", True)
            yield
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
        LookupError,
        RuntimeError,
    ) as error:
        raise UnreadableError("unreadable") from error


class _Strings:
    """Texts that cells share, read only as far as somebody asks: the first rows mostly need the first of millions."""

    def __init__(self, book: zipfile.ZipFile, most: int) -> None:
        self.found: list[str] = []
        self.text: list[str] = []
        self.inside: list[str] = []
        name = next((entry.filename for entry in book.infolist() if entry.filename.endswith("sharedStrings.xml")), "")
        size = book.getinfo(name).file_size if name else 0
        if size > MOST_STRINGS:
            raise UnreadableError("too_long")
        self.unseen = UNSEEN if 0 < most < size else ""
        self.pieces = _parse(book, name, self.start, self.end, self.said, most) if name else iter(())

    def at(self, number: int) -> str:
        while number >= len(self.found):
            try:
                next(self.pieces)
            except StopIteration:
                return self.unseen
        return self.found[number]

    def start(self, tag: str, _about: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self.inside.append(tag)
        if tag == "si":
            self.text.clear()

    def end(self, tag: str) -> None:
        self.inside.pop()
        if tag.rpartition(":")[2] == "si":
            self.found.append("".join(self.text))

    def said(self, said: str) -> None:
        if self.inside[-1:] == ["t"] and "rPh" not in self.inside:
            self.text.append(said)


def rows(stream: BinaryIO, most: int = 0) -> Iterator[tuple[int, list[str]]]:
    """(number, cells) of the first sheet; rows that do not exist cost nothing. `most` bounds what is unpacked for a look."""
    book = opened(stream)
    sheets = sorted(
        (entry.filename for entry in book.infolist() if re.search(r"worksheets/[^/]+\.xml$", entry.filename)), key=_natural
    )
    if not sheets:
        raise UnreadableError("unreadable")
    sheet = _Sheet(_Strings(book, most))
    for _piece in _parse(book, sheets[0], sheet.start, sheet.end, sheet.said, most):
        yield from sheet.rows
        sheet.rows = []


def _natural(name: str) -> tuple[int, str]:
    digits = re.findall(r"\d+", name)
    return (int(digits[-1][:9]) if digits else 0, name)


def line_of(row: Sequence[str]) -> bytes:
    """A row as it goes into the file of refused ones: CSV, to be corrected and sent again."""
    target = io.StringIO()
    csv.writer(target, delimiter=";").writerow(row)
    return target.getvalue().encode("utf-8", "replace")


def read(stream: BinaryIO, start: int = 0, columns: Sequence[str] = (), *, brief: bool = False) -> Iterator[Item]:
    known, number, width = list(columns), 0, 0
    try:
        for number, row in rows(stream, BRIEF if brief else 0):
            if number > MOST_ROWS:
                raise UnreadableError("too_long")
            if not width:
                if any(cell.strip() for cell in row) and (len(recognised(row)) > 0):
                    known, width = known or recognised(row), len(row)
                continue
            if number <= start or not any(cell.strip() for cell in row):
                continue
            item = row_item(number - 1, line_of(row), lambda _raw, row=row: row, known)  # type: ignore[misc]
            item.position, item.end = number, number
            yield item
    except UnreadableError as why:
        stream.seek(0)
        yield Item(0, number, number + 1, stream.read(LARGEST), None, why.code)


def heads(stream: BinaryIO) -> list[tuple[str, str, list[str]]]:
    found: list[list[str]] = []
    try:
        for _number, row in rows(stream, BRIEF):
            if any(row):
                found.append(row)
            if len(found) == 6:
                break
    except UnreadableError:
        pass
    return with_samples(found)
