"""Plans laid out by spaces and on pages without lines, as `pdftotext -layout` and a converter leave them: made by these tests."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import typst

SIGNS = {
    "number": 5, "title": 44, "direction": 26, "form": 24, "form_quantity": 24, "audience": 24, "quantity": 18, "term": 20,
    "executors": 20, "resources": 24, "result": 26, "place": 20, "other": 20,
}  # fmt: skip
GUTTER = 3


def as_spaced(data: dict[str, Any], *, air: bool = False, middle: bool = False, page: int = 0) -> bytes:
    """`air`: an empty line between rows; `middle`: cells stand in the middle of their row's height; `page`: lines on each."""
    lines = [data["title"], "", *_wrapped(data["preamble"], 110), ""]
    if data["indicators"]["rows"]:
        lines += ["ЗАГАЛЬНІ ПОКАЗНИКИ", ""]
        rows = [[row["number"], row["label"], *row["values"]] for row in data["indicators"]["rows"]]
        lines += _table(["№", *data["indicators"]["columns"]], rows, [5, 44, 18, 18, 18][: len(rows[0])], air=air)
    for section in data["sections"]:
        lines += ["", f"{section['number']}. {section['title'].upper()}", "", *_wrapped(section["narrative"], 110), ""]
        if section["columns"]:
            widths = [SIGNS[role] for role in section["roles"]]
            rows = [row["cells"] for row in section["rows"]]
            lines += _table(section["columns"], rows, widths, air=air, middle=middle)
    if page:
        lines = [f"\f{line}" if at and at % page == 0 else line for at, line in enumerate(lines)]
    return "\n".join(lines).encode()


def _wrapped(texts: list[str], width: int) -> list[str]:
    return [line for text in texts for line in (*textwrap.wrap(text, width), "")]


def _table(heads: list[str], rows: list[list[str]], widths: list[int], *, air: bool = False, middle: bool = False) -> list[str]:
    made = _row(heads, widths)
    for row in rows:
        made += [*([""] if air else []), *_row(row, widths, middle=middle)]
    return made


def _row(cells: list[str], widths: list[int], *, middle: bool = False) -> list[str]:
    columns = [
        [piece for line in cell.split("\n") for piece in textwrap.wrap(line, width, break_on_hyphens=False) or [""]]
        for cell, width in zip(cells, widths, strict=True)
    ]
    high = max(map(len, columns))
    padded = []
    for lines in columns:
        over = (high - len(lines)) // 2 if middle else 0
        padded.append([""] * over + lines + [""] * (high - len(lines) - over))
    said = [
        (" " * GUTTER).join(line.ljust(width) for line, width in zip(row, widths, strict=True)) for row in zip(*padded, strict=True)
    ]
    return [line.rstrip() for line in said]


PAGE = """
#let data = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: 18mm, height: 150mm, numbering: "1")
#set text(size: 9pt, lang: "uk", hyphenate: false)
#align(center, text(weight: "bold", data.title))
#let laid(heads, rows, widths) = table(
  columns: widths.map(one => one * 1fr), stroke: none, inset: 3pt,
  table.header(..heads.map(text => strong(text))), ..rows.flatten().map(text => [#text]),
)
*ПОКАЗНИКИ*
#laid(("№", ..data.indicators.columns), data.indicators.rows, (1, 8, 3, 3))
#for section in data.sections [
  *#section.number. #section.title*
  #laid(section.columns, section.rows, section.roles.map(role => data.widths.at(role)))
]
"""
WIDTHS = {"number": 1.5, "title": 6, "audience": 4, "quantity": 3, "term": 3.4, "executors": 3.4}


def as_page_without_lines(data: dict[str, Any]) -> bytes:
    """A PDF whose tables have no lines; heads are repeated on each page, pages are numbered."""
    said = json.dumps({**data, "widths": WIDTHS}, ensure_ascii=False)
    return bytes(typst.compile(PAGE.encode(), sys_inputs={"data": said}))
