"""In a process of its own, with little memory and little time: a PDF on standard input, what stands on its pages on output.

A PDF can ask for any amount of both, and nothing of this needs the database or the settings.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

MOST_PAGES, MOST_WORDS = 150, 120_000
MOST_REMARKS, MOST_SIGNS = 100, 600
MEMORY, SECONDS = 1_500_000_000, 60
NEAR = 3.0
"""Words whose tops differ less stand on one line, in points."""


def limited() -> None:
    try:
        import resource  # noqa: PLC0415 - optional dependency
    except ImportError:  # Windows: only the parent's clock is left
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def pages_of(data: bytes) -> Iterator[dict[str, Any]]:
    import pdfplumber  # noqa: PLC0415 - slow import

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    seen = 0
    with pdfplumber.open(io.BytesIO(data)) as book:
        whole = len(book.pages)
        for number, page in enumerate(book.pages[:MOST_PAGES], 1):
            words = page.extract_words(extra_attrs=["fontname"], use_text_flow=False)
            seen += len(words)
            if seen > MOST_WORDS:
                first = number
                break
            yield {"page": number, "width": float(page.width), "items": list(_items(page, words)), **_beside(page)}
            page.close()
        else:
            first = min(whole, MOST_PAGES) + 1
        if first <= whole:
            yield {"page": first, "items": [], "left_out": whole - first + 1}


def _items(page: Any, words: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Lines of text and tables from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.cells) > 3]
    free = [word for word in words if not any(_inside(word, table.bbox) for table in tables)]
    found = [(line[0]["top"], _line(line)) for line in _lines(free)]
    found += [(table.bbox[1], _table(table, words)) for table in tables]
    yield from (item for _top, item in sorted(found, key=lambda one: one[0]))


def _beside(page: Any) -> dict[str, Any]:
    """Remarks that somebody put on the page, and how many pictures it has."""
    said: list[str] = []
    with suppress(Exception):  # a remark that cannot be read is no reason to refuse the page
        said = [str(note.get("contents") or "")[:MOST_SIGNS] for note in page.annots[:MOST_REMARKS]]
    return {"remarks": [one for one in said if one.strip()], "pictures": len(page.images)}


def _inside(word: Mapping[str, Any], box: Sequence[float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _lines(words: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    made: list[list[Mapping[str, Any]]] = []
    for word in sorted(words, key=lambda one: (one["top"], one["x0"])):
        if made and abs(made[-1][0]["top"] - word["top"]) <= NEAR:
            made[-1].append(word)
        else:
            made.append([word])
    return [sorted(line, key=lambda one: float(one["x0"])) for line in made]


def _line(words: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    bold = all("bold" in str(word["fontname"]).lower() for word in words)
    return {
        "text": " ".join(str(word["text"]) for word in words),
        "left": round(float(words[0]["x0"]), 1),
        "right": round(float(words[-1]["x1"]), 1),
        "top": round(float(words[0]["top"]), 1),
        "first": round(float(words[0]["x1"] - words[0]["x0"]), 1),
        "bold": bold,
        "high": round(float(words[0]["bottom"] - words[0]["top"]), 1),
        "words": [[round(float(word["x0"]), 1), round(float(word["x1"]), 1), str(word["text"])] for word in words],
    }


def _table(table: Any, words: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Each cell once, with the row and the column where it begins and how far it goes."""
    inside = [word for word in words if _inside(word, table.bbox)]
    lefts = _edges(cell[0] for cell in table.cells)
    tops = _edges(cell[1] for cell in table.cells)
    cells = []
    for box in table.cells:
        column, row = _at(lefts, box[0]), _at(tops, box[1])
        cells.append({
            "row": row,
            "column": column,
            "wide": max(1, sum(box[0] - 1 < left < box[2] - 1 for left in lefts)),
            "tall": max(1, sum(box[1] - 1 < top < box[3] - 1 for top in tops)),
            "left": round(float(box[0]), 1),
            "right": round(float(box[2]), 1),
            "lines": [_line(line) for line in _lines([word for word in inside if _inside(word, box)])],
        })  # fmt: skip
    return {"table": cells, "rows": len(tops), "columns": len(lefts)}


def _edges(values: Iterator[float]) -> list[float]:
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > 1.5:
            made.append(float(value))
    return made


def _at(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - value))


if __name__ == "__main__":
    limited()
    json.dump(list(pages_of(sys.stdin.buffer.read())), sys.stdout)
