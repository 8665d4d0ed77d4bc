"""How wide each column of a plan's table is: enough for its longest word, and the rest shared by how much is written there."""

from __future__ import annotations

import re
from collections.abc import Sequence

LETTER = 1.85
"""Millimetres of a letter in a table's type, on the average of Ukrainian text."""
EDGES = 4.0
LEAST, MOST_FOR_A_WORD = 13.0, 22.0
"""A longer word is divided by hyphens."""
SHARE = 0.75


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
