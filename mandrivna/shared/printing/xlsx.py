"""Spreadsheets in which text stays text: what a person typed never becomes a formula, a link or a number."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

LONGEST = 32_767
"""The most characters a cell may hold; XlsxWriter drops a longer text without a word."""

type Value = str | int | Decimal | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of cells. `strong` is a heading inside the table; `indent` moves its first text cell to the right."""

    cells: Sequence[Value]
    strong: bool = False
    indent: int = 0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    name: str
    title: Sequence[str]
    header: Sequence[str]
    lines: Sequence[Line]
    notes: Sequence[str] = ()
    widths: Sequence[int] = ()
    created: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))


def workbook(*sheets: Sheet) -> bytes:
    """One file with a page for each sheet; names of pages are made fit and different."""
    import xlsxwriter  # noqa: PLC0415 - slow import

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    first = sheets[0]
    book.set_properties({"title": first.title[0] if first.title else first.name, "created": first.created.replace(tzinfo=None)})
    taken: set[str] = set()
    for sheet in sheets:
        _Writer(book, book.add_worksheet(_free(sheet.name, taken))).write(sheet)
    book.close()
    return target.getvalue()


def _free(name: str, taken: set[str]) -> str:
    """A page's name has at most 31 characters, none of []:*?/\\, no apostrophe at its ends, and is unlike every other's."""
    fit = re.sub(r"[\[\]:*?/\\]", " ", name).strip().strip("'").strip()[:31] or "1"
    found, number = fit, 1
    while found.casefold() in taken:
        number += 1
        found = f"{fit[: 30 - len(str(number))]} {number}"
    taken.add(found.casefold())
    return found


class _Writer:
    def __init__(self, book: Any, page: Any) -> None:
        self.page = page
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.header = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
        self.book = book
        self.formats: dict[tuple[bool, int, str], Any] = {}

    def write(self, sheet: Sheet) -> None:
        for column, width in enumerate(sheet.widths):
            self.page.set_column(column, column, width)
        row = 0
        for row, title in enumerate(sheet.title):
            self._text(row, 0, title, self.title)
        row = len(sheet.title) + 1 if sheet.title else 0
        for column, label in enumerate(sheet.header):
            self._text(row, column, label, self.header)
        self.page.freeze_panes(row + 1, 1)
        for line in sheet.lines:
            row += 1
            for column, value in enumerate(line.cells):
                self._cell(row, column, value, line)
        row += 1
        for note in sheet.notes:
            row += 1
            self._text(row, 0, note, None)
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)

    def _cell(self, row: int, column: int, value: Value, line: Line) -> None:
        if value is None or value == "":
            self.page.write_blank(row, column, None, self._format(line, column, ""))
        elif isinstance(value, str):
            self._text(row, column, value, self._format(line, column, "text"))
        else:
            digits = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 0
            self.page.write_number(
                row, column, value, self._format(line, column, "#,##0" + ("." + "0" * digits if digits > 0 else ""))
            )

    def _text(self, row: int, column: int, value: str, form: Any) -> None:
        self.page.write_string(row, column, value if len(value) <= LONGEST else value[: LONGEST - 1] + "…", form)

    def _format(self, line: Line, column: int, kind: str) -> Any:
        indent = line.indent if column == 0 else 0
        key = (line.strong, indent, kind)
        if key not in self.formats:
            about: dict[str, Any] = {"border": 1, "bold": line.strong, "indent": indent, "valign": "top"}
            if kind == "text":
                about |= {"text_wrap": True, "num_format": "@", "align": "left"}
            elif kind:
                about |= {"num_format": kind, "align": "right"}
            self.formats[key] = self.book.add_format(about)
        return self.formats[key]
