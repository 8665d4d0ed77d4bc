"""XLSX: every sheet as paragraphs and tables. A formula is never computed: the value that was saved with it is what is read."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from mandrivna.planning.reading.asides import MOST_SIGNS, Asides
from mandrivna.planning.reading.blocks import (
    MOST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_TEXT,
    Block,
    Paragraph,
    Source,
    UnreadableError,
)
from mandrivna.planning.reading.formats.beside import counted, links_of, words_of
from mandrivna.planning.reading.formats.grids import Placed, grid_table, joined_tables
from mandrivna.planning.reading.formats.packed import opened, parse
from mandrivna.planning.reading.said import Place

MOST_ROWS, MOST_SHEETS, MOST_MERGED = 20_000, 30, 20_000
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_DAYS = frozenset({*range(14, 23), 27, 30, 36, 45, 46, 47, 50, 57})
_PAGES = frozenset({"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"})
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])')
"""«&C&"Arial,Bold"&12План&R&P»: where it stands, in which letters, the number of the page."""
_BULLET = re.compile(r"([-–—•●○▪◦✓✔➢])\s+(\S.*)", re.DOTALL)


@dataclass
class _Strings:
    found: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    writes: bool = False
    ruby: int = 0
    signs: int = 0

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name == "si":
            self.text = []
        self.ruby += name == "rPh"
        self.writes = name == "t" and not self.ruby

    def said(self, text: str) -> None:
        if self.writes:
            self.signs += len(text)
            if self.signs > MOST_TEXT:
                raise UnreadableError("too_long")
            self.text.append(text)

    def end(self, name: str) -> None:
        self.writes = False
        self.ruby -= name == "rPh"
        if name == "si":
            self.found.append("".join(self.text))


@dataclass
class _Formats:
    """Which styles of cells are days."""

    named: dict[int, str] = field(default_factory=dict)
    styles: list[int] = field(default_factory=list)
    inside: bool = False

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name == "numFmt":
            self.named[_int(about.get("numFmtId", ""))] = about.get("formatCode", "")
        self.inside |= name == "cellXfs"
        if name == "xf" and self.inside:
            self.styles.append(_int(about.get("numFmtId", "")))

    def said(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        self.inside &= name != "cellXfs"

    def is_day(self, style: int) -> bool:
        if not 0 <= style < len(self.styles):
            return False
        number = self.styles[style]
        code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", self.named.get(number, ""))
        return number in _DAYS or ("y" in code.lower() and "d" in code.lower()) or "mmm" in code.lower()


class _Sheet:
    def __init__(self, strings: Sequence[str], formats: _Formats) -> None:
        self.strings, self.formats = strings, formats
        self.rows: dict[int, dict[int, str]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.row = self.column = self.style = self.cells = self.signs = 0
        self.kind, self.text, self.writes = "", list[str](), False
        self.asides = Asides()
        self.over: dict[int, list[str]] = {}
        """By rows, what stands in columns beyond the bound."""
        self.formula, self.computed = False, 0
        self.pages: list[str] = []

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name == "row":
            self.row = _int(about.get("r", "")) or self.row + 1
            self.column = 0
        elif name == "c":
            self._cell(about)
        elif name == "mergeCell" and len(self.merged) < MOST_MERGED:
            ends = [_PLACE.fullmatch(end) for end in about.get("ref", "").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                self.merged.append((int(ends[0][2]), _column(ends[0][1]), int(ends[1][2]), _column(ends[1][1])))
        self.writes = name in ("v", "t") or name in _PAGES
        self.formula |= name == "f"

    def _cell(self, about: Mapping[str, str]) -> None:
        place = _PLACE.fullmatch(about.get("r", ""))
        self.column = _column(place[1]) if place else self.column + 1
        self.kind, self.style, self.text = about.get("t", ""), _int(about.get("s", "")), []
        self.formula = False
        self.cells += 1
        if self.cells > MOST_CELLS or len(self.rows) > MOST_ROWS:
            raise UnreadableError("too_long")

    def said(self, text: str) -> None:
        if self.writes:
            self.text.append(text)

    def end(self, name: str) -> None:
        self.writes = False
        if name in _PAGES:
            self.pages.append("".join(self.text))
            self.text = []
        if name == "c" and self.column > 0:
            whole = self._value("".join(self.text))
            self.text = []
            self.computed += self.formula and not whole
            if self.column > MOST_COLUMNS:
                self._beyond(whole)
                return
            place = Place(first=self.row, last=self.row, column=self.column)
            self.asides.say("cut", whole[MOST_CELL:], place)
            said = whole[:MOST_CELL]
            self.signs += len(said)
            if self.signs > MOST_TEXT:
                raise UnreadableError("too_long")
            if said.strip():
                self.rows.setdefault(self.row, {})[self.column] = said

    def _beyond(self, said: str) -> None:
        self.signs += min(len(said), MOST_SIGNS)
        if self.signs > MOST_TEXT:
            raise UnreadableError("too_long")
        if said.strip():
            texts = self.over.setdefault(self.row, [])
            if len(texts) < MOST_COLUMNS:
                texts.append(" ".join(said[:MOST_SIGNS].split()))

    def _value(self, said: str) -> str:
        if self.kind == "s":
            at = _int(said)
            return self.strings[at] if said.isdecimal() and at < len(self.strings) else ""
        if self.kind in ("str", "inlineStr", "e", "b", "d"):
            return said
        if re.fullmatch(r"-?\d{1,15}(?:\.\d{1,20})?(?:E[+-]?\d{1,2})?", said):
            number = float(said)
            if self.formats.is_day(self.style) and 1 <= number < 100_000:
                return f"{dt.date(1899, 12, 30) + dt.timedelta(days=int(number)):%d.%m.%Y}"
            return format(number, ".12g") if number % 1 else str(int(number))
        return said


def _int(said: str) -> int:
    return int(said) if re.fullmatch(r"\d{1,9}", said) else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheets(book: zipfile.ZipFile) -> list[str]:
    names = [name for name in book.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
    return sorted(names, key=_natural)


@dataclass
class _Book:
    """Names of sheets, and which of them nobody sees: by the key under which the workbook links them."""

    named: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name == "sheet":
            self.named[about.get("id", "")] = about.get("name", "")[:100]
            if about.get("state", "visible") in ("hidden", "veryHidden"):
                self.hidden.add(about.get("id", ""))

    def said(self, text: str) -> None:
        pass

    def end(self, name: str) -> None:
        pass


def _named(book: zipfile.ZipFile) -> tuple[dict[str, str], set[str]]:
    """(part → the name on its tab, parts of hidden sheets)."""
    said = _Book()
    parse(book, "xl/workbook.xml", said)
    links = {key: target for key, kind, target in links_of(book, "xl/workbook.xml") if kind == "worksheet"}
    named = {target: said.named[key] for key, target in links.items() if key in said.named}
    return named, {target for key, target in links.items() if key in said.hidden}


def _natural(name: str) -> tuple[int, str]:
    digits = re.findall("[0-9]+", name)
    return (int(digits[-1][:9]) if digits else 0, name)


def read_xlsx(data: bytes) -> Source:
    blocks: list[Block] = []
    lines: list[str] = []
    with opened(data) as book:
        sheets = _sheets(book)
        if not sheets:
            raise UnreadableError("not_a_plan_file")
        strings, formats = _Strings(), _Formats()
        parse(book, "xl/sharedStrings.xml", strings)
        parse(book, "xl/styles.xml", formats)
        asides, (named, hidden) = Asides(), _named(book)
        if hidden.issuperset(sheets):
            hidden = set()
        for number, name in enumerate(sheets[:MOST_SHEETS], 1):
            sheet = _Sheet(strings.found, formats)
            parse(book, name, sheet)
            if name in hidden:
                _unseen(sheet, named.get(name, ""), str(number), asides)
                continue
            blocks += _blocks(sheet, str(number), lines, asides)
            _beside(book, name, sheet, str(number), asides)
        over = sheets[MOST_SHEETS:]
        asides.many("sheets", len(over), text=", ".join(named.get(name, "") for name in over))
        counted(book, asides)
    return Source(tuple(joined_tables(blocks)), "xlsx", tuple(lines), asides.told())


def _unseen(sheet: _Sheet, name: str, number: str, asides: Asides) -> None:
    """A hidden sheet is no part of the plan that people see; its first words say which it is."""
    said = (" · ".join(" ".join(cells[column].split()) for column in sorted(cells)) for _at, cells in sorted(sheet.rows.items()))
    words = "; ".join(islice(said, 40))
    asides.many("hidden_sheet", max(1, len(sheet.rows)), Place(sheet=number), f"{name}: {words}" if words else name)


def _beside(book: zipfile.ZipFile, part: str, sheet: _Sheet, number: str, asides: Asides) -> None:
    for row, texts in sorted(sheet.over.items()):
        asides.say("columns", " · ".join(texts), Place(first=row, last=row, sheet=number))
    for one in sheet.asides.told():
        asides.say(one.why, one.text, replace(one.place, sheet=number))
    for text in sheet.pages:
        asides.of_pages("header", _PAGE_CODE.sub(" ", text))
    asides.many("formulas", sheet.computed, Place(sheet=number))
    for _key, kind, target in links_of(book, part):
        if kind == "comments":
            for ref, text in words_of(book, target, "comment", key="ref"):
                found = _PLACE.fullmatch(ref)
                row = int(found[2]) if found else 0
                asides.say("comment", text, Place(first=row, last=row, column=_column(found[1]) if found else 0, sheet=number))
        elif kind == "drawing":
            for _key, text in words_of(book, target, "sp"):
                asides.say("textbox", text, Place(sheet=number))


def _blocks(sheet: _Sheet, name: str, lines: list[str], asides: Asides) -> Iterator[Block]:
    """A row of one cell on the left is a paragraph; rows of several are a table, and an empty row is the end of a page."""
    under = dict(islice((found for area in sheet.merged for found in _area(*area)), MOST_CELLS))
    wide = {(top, left): min(MOST_COLUMNS, right) - left + 1 for top, left, _bottom, right in sheet.merged}
    rows: list[list[Placed]] = []
    first = tables = 0
    for number in sorted(sheet.rows):
        cells = sheet.rows[number]
        lines.append(" · ".join(" ".join(cells[column].split()) for column in sorted(cells)))
        alone = len(cells) == 1 and not any(under.get((number, at), (number, 0))[0] != number for at in range(1, MOST_COLUMNS))
        if alone and 1 in cells and not re.fullmatch(r"[\d.]+", cells[1]):
            if rows and (table := grid_table(rows, tables := tables + 1, sheet=name, first=first, asides=asides)):
                yield table
            rows = []
            yield from _paragraphs(cells[1], Place(first=number, last=number, column=1, sheet=name))
            continue
        first = first if rows else number
        rows.append(list(_row(number, cells, under, wide)))
    if rows and (table := grid_table(rows, tables + 1, sheet=name, first=first, asides=asides)):
        yield table


def _area(top: int, left: int, bottom: int, right: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """All but the first cell of a merged area, with that first; bounded, because a file may merge a million rows."""
    for row in range(top, min(bottom, top + 500) + 1):
        for column in range(left, min(right, MOST_COLUMNS) + 1):
            if (row, column) != (top, left):
                yield (row, column), (top, left)


def _row(
    number: int, cells: Mapping[int, str], under: Mapping[tuple[int, int], tuple[int, int]], wide: Mapping[tuple[int, int], int]
) -> Iterator[Placed]:
    for column in range(1, MOST_COLUMNS + 1):
        over = under.get((number, column))
        if over and over[0] == number:
            continue
        if over and over[1] == column:
            yield Placed(column - 1, wide.get(over, 1), under=True)
        elif not over and column in cells:
            made = Placed(column - 1, wide.get((number, column), 1))
            for line in cells[column].split("\n"):
                made.say(" ".join(line.split()))
            yield made


def _paragraphs(text: str, place: Place) -> Iterator[Paragraph]:
    for line in text.split("\n"):
        said = " ".join(line.split())
        if bullet := _BULLET.fullmatch(said):
            yield Paragraph(bullet[2], place, bullet=bullet[1])
        elif said:
            yield Paragraph(said, place)
