"""A file as paragraphs and tables, whatever it was before: the one shape from which a plan is read.

Everything that makes a source large or deep is bounded here and in the readers of formats; a file over a bound is refused in words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mandrivna.planning.reading.said import Doubt, Place, Unplaced

MOST_FILE = 20_000_000
MOST_TEXT = 4_000_000
MOST_LINES = 60_000
MOST_BLOCKS = 40_000
MOST_CELLS = 120_000
MOST_COLUMNS = 40
MOST_CELL = 20_000
"""Signs in one cell: a page has some three thousand."""

CODES = (
    "empty", "too_large", "too_long", "not_a_plan_file", "damaged", "packed_too_tight", "old_word", "encrypted", "bad_xml",
    "no_text", "too_slow", "macros",
)  # fmt: skip

NOWHERE = Place()

_DITTO = re.compile(r"[\s-]*(?:-+\s*//+\s*-+|-{2,}\s*//+|//+\s*-{2,}|//+|-{4,}|[\"“”«»]|-\s*[\"“”«»]\s*-)[\s-]*")


class UnreadableError(Exception):
    """The file is refused; `code` is one of CODES, words for people are made by whoever shows it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Paragraph:
    text: str
    place: Place
    level: int = 0
    """1 to 6 for what the file itself calls a heading."""
    bold: bool = False
    bullet: str = ""
    """The sign of a list item, as written; the text comes without it."""
    indent: int = 0

    @property
    def written(self) -> str:
        return f"{self.bullet} {self.text}" if self.bullet else self.text


@dataclass(frozen=True)
class GridCell:
    """Lines of one cell. A cell under a stretched one is `covered`: its lines are those of the cell that covers it."""

    lines: tuple[str, ...] = ()
    place: Place = NOWHERE
    merged: tuple[int, int] = (1, 1)
    covered: bool = False
    bold: bool = False
    sure: float = 1.0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def flat(self) -> str:
        return " ".join(self.lines)


@dataclass(frozen=True)
class GridRow:
    cells: tuple[GridCell, ...]
    place: Place
    source: str = ""
    torn: bool = False
    """A page ended before it: it may be the rest of the row above."""
    rest: bool = False
    """It is the rest of the row above: the file itself shows it."""
    doubts: tuple[Doubt, ...] = ()
    """What whoever read the format was not sure of."""

    @property
    def filled(self) -> list[int]:
        return [at for at, cell in enumerate(self.cells) if cell.text.strip() and not cell.covered]


@dataclass(frozen=True)
class Table:
    rows: tuple[GridRow, ...]
    place: Place
    sure: float = 1.0

    @property
    def width(self) -> int:
        return max((len(row.cells) for row in self.rows), default=0)


type Block = Paragraph | Table


@dataclass(frozen=True)
class Source:
    blocks: tuple[Block, ...]
    format: str
    lines: tuple[str, ...] = field(default=(), repr=False)
    unplaced: tuple[Unplaced, ...] = ()
    """What the file holds beside its text: nobody may lose it without knowing."""
    doubts: tuple[Doubt, ...] = ()
    """Of the file as a whole."""


def is_ditto(text: str) -> bool:
    """«-----//-----» of any length; a lone dash means «none»."""
    if len(text) > 60:
        return False
    said = re.sub(r"[‐-―−_]", "-", text.strip())
    return bool(said) and _DITTO.fullmatch(said) is not None
