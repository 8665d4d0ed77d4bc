"""What stands on a printed plan, read back from the file: rows of its tables cell by cell; nothing is made equal that is not."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import docx
import openpyxl

from mandrivna.planning.reading.formats.pdf_child import pages_of

type Rows = list[list[str]]
type Printed = list[list[list[str]]]
"""Rows of cells of printed lines."""


def of_docx(data: bytes) -> Rows:
    return [[cell.text for cell in row.cells] for table in docx.Document(io.BytesIO(data)).tables for row in table.rows]


def of_xlsx(data: bytes) -> list[Rows]:
    """Every page from its first cell to its last: what is empty is «»."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book]


def of_pdf(data: bytes) -> Printed:
    """The heads that a page repeats, because a table goes on there, once."""
    found: Printed = []
    heads: Printed = []
    for page in pages_of(data):
        for at, item in enumerate(page["items"]):
            if "table" not in item:
                continue
            rows = list(_rows(item))
            if at == 0 and heads and rows[: len(heads)] == heads:
                rows = rows[len(heads) :]
            else:
                heads = rows[: 2 if _numbers(rows[1]) else 1]
            found += rows
    return found


def _rows(item: dict[str, Any]) -> Iterator[list[list[str]]]:
    for number in range(item["rows"]):
        cells = sorted((cell for cell in item["table"] if cell["row"] == number), key=lambda cell: cell["column"])
        yield [[line["text"] for line in cell["lines"]] for cell in cells]


def _numbers(row: list[list[str]]) -> bool:
    return row == [[str(number)] for number in range(1, len(row) + 1)]


def unwrapped(printed: Sequence[Sequence[Sequence[str]]], wanted: Rows) -> Rows:
    """The printed rows as text. Where a line was broken is decided by what is wanted; where that cannot be, it stands as printed,
    and the two differ."""
    return [
        [
            text_of(cell, wanted[at][column] if at < len(wanted) and column < len(wanted[at]) else "")
            for column, cell in enumerate(row)
        ]
        for at, row in enumerate(printed)
    ]


def text_of(lines: Sequence[str], wanted: str) -> str:
    """A printed line ends with a word, with a line of the text, within a long address, or within a word, after a hyphen of the
    printer's own: whichever goes on as wanted. In the file that hyphen and those of the text are one sign."""
    said = "\n".join(" ".join(line.split()) for line in wanted.split("\n"))
    made = ""
    for number, line in enumerate(line.replace("\u00ad", "-") for line in lines):
        tries = [f"{made}\n{line}", f"{made} {line}", f"{made}{line}", f"{made.removesuffix('-')}{line}"] if number else [line]
        made = next((one for one in tries if said.startswith((one, one.removesuffix("-")))), f"{made} {line}" if number else line)
    return wanted if made == said else made
