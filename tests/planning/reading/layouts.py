"""Plans laid out by spaces and on pages without lines, as `pdftotext -layout` and a converter leave them: made by these tests."""

from __future__ import annotations

import textwrap
from typing import Any

SIGNS = {
    "number": 5, "title": 44, "direction": 26, "form": 24, "form_quantity": 24, "audience": 24, "quantity": 18, "term": 20,
    "executors": 20, "resources": 24, "result": 26, "place": 20, "other": 20,
}  # fmt: skip
GUTTER = 3


def as_spaced(data: dict[str, Any], *, air: bool = False, middle: bool = False, page: int = 0) -> bytes:
    """`air`: an empty line after each row; `middle`: cells stand in the middle of their row's height; `page`: so many lines on each."""
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
