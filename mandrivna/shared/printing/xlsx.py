"""Spreadsheets in which text stays text: what a person typed never becomes a formula, a link or a number."""

from __future__ import annotations

import datetime as dt
import io
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


def workbook(sheet: Sheet) -> bytes:
    import xlsxwriter  # noqa: PLC0415 - slow import

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": sheet.title[0] if sheet.title else sheet.name, "created": sheet.created.replace(tzinfo=None)})
    _Writer(book, book.add_worksheet(sheet.name)).write(sheet)
    book.close()
    return target.getvalue()


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
