"""Where one column ends and the next begins: in the strip between two heads that the lines below leave free."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from mandrivna.planning.reading.rows import NUMBER
from mandrivna.planning.reading.spaced.heads import SpacedHead
from mandrivna.planning.reading.spaced.lines import Laid, Word

BINS = 4
"""Of a sign: a strip on a page may be narrower than a sign."""
WIDEST = 400
OFTEN = 0.2


@dataclass(frozen=True)
class Cut:
    """Words of one line by column; `between`: columns whose words may belong to the neighbour."""

    line: Laid
    cells: dict[int, tuple[Word, ...]] = field(default_factory=dict)
    between: frozenset[int] = frozenset()

    def text(self, column: int) -> str:
        return " ".join(word.text for word in self.cells.get(column, ()))


def crosses(head: SpacedHead, piece: Sequence[Word]) -> bool:
    """Whether it stands under two heads at once: no cell does, unless it is too long for its column."""
    return sum(piece[0].left < one.right and one.left < piece[-1].right for one in head.columns) > 1


def edges_of(head: SpacedHead, lines: Sequence[Laid]) -> list[float]:
    """One edge between each two columns."""
    size = WIDEST * BINS
    change = [0] * (size + 2)
    for line in lines:
        for word in line.words:
            if word.left < WIDEST:
                change[int(word.left * BINS)] += 1
                change[min(size, -int(-word.right * BINS // 1))] -= 1
    ink, depth = [], 0
    for one in change:
        depth += one
        ink.append(depth)
    return [_edge(ink, before.right, after.left) for before, after in zip(head.columns, head.columns[1:], strict=False)]


def _edge(ink: Sequence[int], left: float, right: float) -> float:
    """The middle of the widest strip with the least ink; the right one of two."""
    first, last = int(left * BINS), min(len(ink), max(int(left * BINS) + 1, int(right * BINS)))
    least = min(ink[first:last], default=0)
    best, at = (0, first), first
    while at < last:
        end = at
        while end < last and ink[end] == least:
            end += 1
        if end > at and end - at >= best[0]:
            best = (end - at, at)
        at = max(end, at + 1)
    return (best[1] + best[0] / 2) / BINS


def cut_lines(edges: Sequence[float], lines: Sequence[Laid]) -> list[Cut]:
    starts = _starts(edges, lines)
    return [_cut(edges, starts, line) for line in lines]


def _column(edges: Sequence[float], word: Word) -> int:
    return bisect.bisect_right(edges, (word.left + word.right) / 2)


def _starts(edges: Sequence[float], lines: Sequence[Laid]) -> list[set[int]]:
    """Where words of each column usually begin."""
    seen: list[Counter[int]] = [Counter() for _column_ in range(len(edges) + 1)]
    for line in lines:
        columns = {_column(edges, word): word for word in reversed(line.words)}
        for column, word in columns.items():
            seen[column][round(word.left)] += 1
    return [{left for left, times in one.items() if times >= max(2, OFTEN * one.total())} for one in seen]


def _cut(edges: Sequence[float], starts: Sequence[set[int]], line: Laid) -> Cut:
    cells: dict[int, list[Word]] = {}
    between: set[int] = set()
    for number, piece in enumerate(line.pieces):
        column = _column(edges, piece[0])
        for at, word in enumerate(piece):
            there = _column(edges, word)
            if there > column:
                row_number = number == 0 and at == 1 and column == 0 and NUMBER.fullmatch(piece[0].text) is not None
                if row_number or round(word.left) in starts[there]:
                    column = there
                else:
                    between |= {column, there}
            cells.setdefault(column, []).append(word)
    return Cut(line, {column: tuple(found) for column, found in cells.items()}, frozenset(between))
