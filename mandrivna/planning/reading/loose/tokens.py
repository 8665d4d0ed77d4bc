"""Lines of a page as words and empty paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

BULLETS = ("-", "–", "—", "•", "●", "○", "▪", "◦", "✓", "o")
_SPACES = re.compile(r"[ \u00a0]+|[^ \u00a0]+")


@dataclass(frozen=True)
class Line:
    """`number` from 1; `gap`: how many lines without a sign stand before it."""

    number: int
    raw: str
    gap: int
    page: bool
    """A page begins here."""

    @property
    def text(self) -> str:
        return " ".join(self.raw.split())


@dataclass(frozen=True)
class Token:
    """A word, or an empty paragraph (`text` is «»): `alone` on its line, or between words of one."""

    text: str
    line: int
    """Which line of the table it stands on."""
    first: bool
    page: bool = False
    alone: bool = False

    @property
    def bullet(self) -> bool:
        return self.first and self.text in BULLETS


def lines_of(raw: Sequence[str]) -> list[Line]:
    """The empty lines that a converter puts after each line say nothing; three of them are the end of a page."""
    double = _double_spaced(raw)
    made: list[Line] = []
    gap, fed = 0, False
    for number, line in enumerate(raw, 1):
        fed |= "\f" in line
        said = line.replace("\f", "").replace("\t", "  ")
        if not said or (not double and not said.strip()):
            gap += 1
            continue
        made.append(Line(number, said, gap, bool(made) and (fed or (double and gap >= 3))))
        gap, fed = 0, False
    return made


def _double_spaced(raw: Sequence[str]) -> bool:
    empty = sum(not line for line in raw)
    return empty > 0.3 * len(raw) and sum(bool(line) and not line.strip() for line in raw) > 3


def tokens_of(lines: Sequence[Line]) -> list[Token]:
    return [token for at, line in enumerate(lines) for token in _of_line(line, at)]


def _of_line(line: Line, at: int) -> Iterator[Token]:
    """A paragraph ends with a space: every space more is an empty paragraph."""
    alone = not line.raw.strip() and len(line.raw) == 1  # more spaces on a line are cells that are empty
    first = True
    pieces = _SPACES.findall(line.raw)
    for place, piece in enumerate(pieces):
        if piece[0] not in " \u00a0":
            yield Token(piece, at, first, line.page and first)
            first = False
            continue
        spare = len(piece) if place == 0 else len(piece) - 1
        for _number in range(min(spare, 12)):
            yield Token("", at, first, line.page and first, alone)
            first = False
