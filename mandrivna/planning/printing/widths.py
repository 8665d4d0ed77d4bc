"""How wide each column of a plan's table is: enough for its longest word, and the rest shared by how much is written there; and
which rows no page should part."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

LETTER = 1.85
"""Millimetres of a letter in a table's type, on the average of Ukrainian text."""
EDGES = 4.0
LEAST, MOST_FOR_A_WORD = 13.0, 22.0
"""A longer word is divided by hyphens."""
SHARE = 0.75
LINE, MOST_TIED = 4.4, 110.0
"""Millimetres: of a line of a row, and of rows that stay together; more of them would leave half a page empty."""


def widths(titles: Sequence[str], rows: Sequence[Sequence[str]], page: float, *, given: Sequence[float] = ()) -> list[float]:
    """Millimetres of each column; together they fill the page. `given`: what the plan says of its own columns, 0 where nothing."""
    wanted = [given[at] if at < len(given) else 0.0 for at in range(len(titles))]
    least = [_least(title, [row[at] for row in rows]) for at, title in enumerate(titles)]
    if (together := sum(least)) > page:
        return [page * one / together for one in least]
    if all(wanted):
        return [page * one / sum(wanted) for one in wanted]
    spare = page - together
    shares = [_written(title, [row[at] for row in rows]) for at, title in enumerate(titles)]
    return [one + spare * share / sum(shares) for one, share in zip(least, shares, strict=True)]


def _least(title: str, cells: Sequence[str]) -> float:
    longest = max((len(word) for text in (title, *cells) for word in re.split(r"[\s–—-]+", text)), default=1)
    return min(max(longest * LETTER + EDGES, LEAST), MOST_FOR_A_WORD)


def _written(title: str, cells: Sequence[str]) -> float:
    """By a root: a column of whole sentences does not squeeze one of a few words."""
    return max(sum(len(cell) for cell in cells) ** SHARE, len(title) ** SHARE, 1.0)


def tied(rows: Sequence[Sequence[str]], sizes: Sequence[float], heads: Sequence[bool]) -> list[int]:
    """Rows that stay with the next one: the first, the last but one, so that neither end stands on a page alone, and each that
    heads those after it (`heads`). Not where together they are too tall."""
    heights = [_height(row, sizes) for row in rows]
    found: list[int] = []
    together = 0.0
    for at in range(len(rows) - 1):
        begun = together if found[-1:] == [at - 1] else heights[at]
        if (heads[at] or at in (0, len(rows) - 2)) and begun + heights[at + 1] <= MOST_TIED:
            found.append(at)
            together = begun + heights[at + 1]
    return found


def _height(row: Sequence[str], sizes: Sequence[float]) -> float:
    """A row of one cell goes over the whole width."""
    wide = sizes if len(row) == len(sizes) else [sum(sizes)]
    lines = max(sum(_lines(part, size) for part in cell.split("\n")) for cell, size in zip(row, wide, strict=False))
    return lines * LINE + EDGES


def _lines(text: str, size: float) -> int:
    return max(1, math.ceil(len(text) * LETTER / max(size - EDGES, LETTER)))
