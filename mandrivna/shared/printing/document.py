"""A paper that somebody signs, as values: what stands on it, not how it looks. `docx` and `pdf` write the same model.

    paper = Document(language="uk", title="Загальні показники", blocks=[Grid(…)], signatures=[Signature(post="Директорка")])
    pdf.write(paper); docx.write(paper)

All words come from the caller, already in the language of the paper.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

_UNPRINTABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """What no document can hold (control characters, halves of surrogates) goes; every line break is one of one kind."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Align(StrEnum):
    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, kw_only=True)
class Margins:
    """Millimetres. ДСТУ 4163 asks for no less than these: papers are filed by their left edge."""

    left: int = 30
    right: int = 10
    top: int = 20
    bottom: int = 20


@dataclass(frozen=True, kw_only=True)
class Logo:
    """`alt` is what a blind reader hears. An SVG stands in the PDF only: the other format has no place for it.

    `digest` names the picture where a page shows the same paper and needs an address for it.
    """

    data: bytes
    kind: Literal["png", "jpeg", "svg"]
    alt: str
    digest: str = ""


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who speaks: above, in capitals, the founder; then the full name, then a line for each address and contact."""

    name: str
    above: str = ""
    lines: Sequence[str] = ()
    logo: Logo | None = None


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """«ЗАТВЕРДЖУЮ» in the upper right corner: post, a line for the hand, name, day. An empty name is written by hand."""

    word: str
    post: str
    name: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True)
class Signature:
    post: str
    name: str = ""
    under: str = ""
    """Small print under the line, such as «(підпис)»."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    text: str
    level: int = 2
    fresh: bool = False
    """Begins a page of its own."""
    listed: str = ""
    """As the table of contents calls it; a heading without this stands in no contents."""


@dataclass(frozen=True, kw_only=True)
class Text:
    text: str
    small: bool = False
    indent: int = 0
    """A line of a list: its mark («✓», «–») stands in the text, and further lines hang under the first word."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """What stands on which page: every heading with `listed`, a row of dots, the number. Counted by the paper itself."""

    title: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """`width` in millimetres; the columns share the page in these proportions. `names` says that its cells name their rows."""

    width: float
    align: Align = Align.LEFT
    names: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One place of a grid, over `columns` × `rows` places. Text only: «-», «0» and nothing are three different texts."""

    text: str = ""
    columns: int = 1
    rows: int = 1
    indent: int = 0
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table. Head rows are repeated on every page it runs over and no row is torn; a cell over several rows only in the head."""

    caption: str
    columns: Sequence[Column]
    head: Sequence[Sequence[Cell]]
    rows: Sequence[Sequence[Cell]]
    small: bool = False
    """Somewhat smaller than the text: tables of sentences in many columns; long words are divided."""
    dense: bool = False
    """Small print and low rows: a month of days on one page; long words of the head are divided."""
    tied: Sequence[int] = ()
    """Rows, by number, that no page parts from the row after them."""

    def __post_init__(self) -> None:
        for row in self.rows:
            if sum(cell.columns for cell in row) != len(self.columns) or any(cell.rows != 1 for cell in row):
                raise ValueError(f"a row of {self.caption!r} does not fill its {len(self.columns)} columns once")
        if sum(cell.columns * cell.rows for row in self.head for cell in row) != len(self.columns) * len(self.head):
            raise ValueError(f"the head of {self.caption!r} does not fill its {len(self.columns)} columns")

    def bound(self) -> list[int]:
        """For each row how many rows stay together from it on: 1 for a row by itself, 0 for one that stays with those above."""
        found = [1] * len(self.rows)
        for row in sorted(self.tied, reverse=True):
            if row + 1 < len(self.rows):
                found[row], found[row + 1] = found[row] + found[row + 1], 0
        return found

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Cells of the head with the row and column where each begins; a cell over several rows pushes later ones aside."""
        taken: set[tuple[int, int]] = set()
        for number, row in enumerate(self.head):
            column = 0
            for cell in row:
                while (number, column) in taken:
                    column += 1
                yield number, column, cell
                taken |= {(number + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}

    def body(self) -> Iterator[list[tuple[int, Cell, Column]]]:
        """Rows under the head: each cell with the number of the column where it begins, and that column."""
        for row in self.rows:
            begins = [sum(cell.columns for cell in row[:number]) for number in range(len(row))]
            yield [(begin, cell, self.columns[begin]) for begin, cell in zip(begins, row, strict=True)]


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A photograph with a line under it. `alt` is what a blind reader hears; `across` is its width in millimetres."""

    data: bytes = field(repr=False)
    kind: Literal["png", "jpeg"]
    alt: str
    caption: str
    across: float


type Block = Heading | Text | Grid | Contents | Picture


@dataclass(frozen=True, kw_only=True)
class Document:
    language: str
    title: str
    blocks: Sequence[Block]
    mark: str = ""
    """A sign after the printed title that leads to a note, such as «*»."""
    under_title: Sequence[str] = ()
    place: str = ""
    letterhead: Letterhead | None = None
    stamp: Stamp | None = None
    notes: Sequence[str] = ()
    signatures: Sequence[Signature] = ()
    made: str = ""
    """When, in words; stands in the footer of every page."""
    page_of: str = "{page} / {pages}"
    wide: bool = False
    cover: Sequence[str] = ()
    """Lines at the foot of a title page (the town, the year); with any, stamp and title have that page to themselves."""
    margins: Margins = Margins()
    created: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    @property
    def ending(self) -> int:
        """From which block on the text stays on the page of the signatures: what is said after the last table."""
        if not self.signatures:
            return len(self.blocks)
        return max((at + 1 for at, block in enumerate(self.blocks) if isinstance(block, Grid)), default=len(self.blocks))

    @property
    def listed(self) -> list[tuple[int, Heading]]:
        """Headings that stand in the contents, with their places among the blocks."""
        return [(at, block) for at, block in enumerate(self.blocks) if isinstance(block, Heading) and block.listed]

    @property
    def file_title(self) -> str:
        """What a list of files and a screen reader say."""
        return ": ".join(part for part in (self.title, ", ".join(self.under_title)) if part)
