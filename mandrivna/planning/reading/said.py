"""What a plan that came as a file says: as it is written, and what was understood of it, each with its place in the source.

Nothing here is decided for the library: a reader of files proposes, a person looks at it beside the source and saves. Whatever has
found no place in the plan stands in `unplaced`, so that every word of the file is either in the plan or in that list.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from mandrivna.planning.reading.plain import plain
from mandrivna.shared.dates.terms import Term

__all__ = [
    "Abbreviation", "Approval", "Cell", "Contents", "Doubt", "Executor", "ExecutorKind", "IndicatorRow", "Indicators", "Kind",
    "NamedList", "Place", "Quantity", "ReadPlan", "Role", "Row", "Scope", "Section", "Slip", "SlipKind", "TermSaid", "Unplaced",
]  # fmt: skip


class Kind(StrEnum):
    ANNUAL = "annual"
    GOALS = "goals"
    PROGRAMME = "programme"
    STRATEGY = "strategy"


class Role(StrEnum):
    """What a column is about; a column that nobody recognised is OTHER and keeps its title."""

    NUMBER = "number"
    TITLE = "title"
    DIRECTION = "direction"
    FORM = "form"
    AUDIENCE = "audience"
    QUANTITY = "quantity"
    FORM_QUANTITY = "form_quantity"
    TERM = "term"
    EXECUTORS = "executors"
    RESOURCES = "resources"
    RESULT = "result"
    PLACE = "place"
    OTHER = "other"


@dataclass(frozen=True)
class Place:
    """Where it stands in the file; numbers from 1, 0 for what this kind of file does not have.

    `first` and `last` are lines of the text (a text file, a page of a PDF as text) or rows of the sheet or of the table.
    """

    page: int = 0
    table: int = 0
    first: int = 0
    last: int = 0
    column: int = 0
    sheet: str = ""


@dataclass(frozen=True)
class Cell:
    """`written` as it stands in the file, lines of a list apart; `meant` with the ditto mark replaced by what it repeats."""

    role: Role
    written: str
    meant: str
    place: Place
    ditto: bool = False
    merged: tuple[int, int] = (1, 1)
    """Over how many rows and columns the cell was stretched."""
    covered: bool = False
    """Not the cell's own words: a cell above or to the left is stretched over it."""
    joined: int = 1
    """Of how many pieces (pages) it was put together."""
    confidence: float = 1.0


@dataclass(frozen=True)
class TermSaid:
    """`terms` has more than one where values are stacked in a cell, aligned to the lines of a list in the row's title.

    `short` is the canonical form: «year», «rate 12», «daily», «q1,q3», «m2-m4;m9-m11», «d01-21», «inherit», «none», «?» for what
    was not understood; stacked ones are joined by « | ».
    """

    written: str
    short: str
    terms: tuple[Term, ...] = ()
    lines: tuple[int, ...] = ()
    """For stacked terms: which line of the title (from 0) each belongs to."""
    confidence: float = 1.0

    @property
    def inherited(self) -> bool:
        return self.short == "inherit"


@dataclass(frozen=True)
class Quantity:
    """«200 прим.», «1 900 осіб», a bare «12» (then `unit` is empty)."""

    number: int
    unit: str
    written: str
    line: int | None = None
    """Which line of the title (from 0) it belongs to, when values are stacked."""
    part: bool = False
    """«з них», «зокрема»: a part of the quantity before it, not to be added."""
    confidence: float = 1.0
    place: Place = Place()


class ExecutorKind(StrEnum):
    DEPARTMENT = "department"
    PERSON = "person"
    EVERYONE = "everyone"
    ADMINISTRATION = "administration"
    BODY = "body"
    """An association, another library, a group: anybody who is not of this library's staff."""
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Executor:
    name: str
    kind: ExecutorKind
    coordinates: bool = False
    """«(координація …)», «координаційний центр – …»."""
    jointly: bool = False
    """Named after «спільно з»."""
    confidence: float = 1.0


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at: `code` is for the program, `about` are the words of the file it is about."""

    code: str
    about: str
    place: Place = Place()


@dataclass(frozen=True)
class Row:
    """`level` 1 stands under the nearest row of level 0 above it (`parent` is its index); `number` as written, «» without one."""

    number: str
    level: int
    cells: tuple[Cell, ...]
    term: TermSaid
    quantities: tuple[Quantity, ...] = ()
    executors: tuple[Executor, ...] = ()
    """Who is named in the row itself; empty: whoever is named by the parent."""
    parent: int | None = None
    place: Place = Place()
    source: str = ""
    """The row's lines as they stand in the file, to be shown beside it."""
    conditional: bool = False
    """«у разі …», «за потреби», «за можливості» in the row."""
    doubts: tuple[Doubt, ...] = ()
    confidence: float = 1.0

    def cell(self, role: Role) -> Cell | None:
        return next((cell for cell in self.cells if cell.role == role), None)

    def written(self, role: Role) -> str:
        cell = self.cell(role)
        return cell.written if cell else ""

    def meant(self, role: Role) -> str:
        cell = self.cell(role)
        return cell.meant if cell else ""

    @property
    def title(self) -> str:
        return self.written(Role.TITLE)

    @property
    def ditto(self) -> tuple[Role, ...]:
        return tuple(cell.role for cell in self.cells if cell.ditto)


@dataclass(frozen=True)
class Scope:
    """«(Стосується всіх філій, координаційний центр – …, термін реалізації 2016-2021 рр.)» at the end of a direction."""

    written: str
    applies_to: str = ""
    coordinator: str = ""
    term: TermSaid | None = None
    note: str = ""


@dataclass(frozen=True)
class Section:
    """`number` as written without the last dot («1.1»), «» for a heading without one; a goal's is that of «Ціль 3:»."""

    number: str
    title: str
    narrative: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """Heads of the table's columns as written; empty where the section is narrative only."""
    roles: tuple[Role, ...] = ()
    rows: tuple[Row, ...] = ()
    after: tuple[str, ...] = ()
    """Narrative that stands after the table."""
    numbered_columns: bool = False
    """Under the heads stood «1 2 3 4 5 6»."""
    scopes: tuple[Scope, ...] = ()
    place: Place = Place()
    notes: tuple[str, ...] = ()
    """Footnotes of its rows and paragraphs."""

    @property
    def depth(self) -> int:
        return self.number.count(".") + 1 if self.number else 1


@dataclass(frozen=True)
class Approval:
    post: str
    name: str
    date: str
    """As written: «02» грудня 2024 року."""
    day: dt.date | None = None


@dataclass(frozen=True)
class IndicatorRow:
    number: str
    label: str
    values: tuple[str, ...]
    """As written, a line each where two numbers belong to a total and its part."""
    place: Place = Place()
    source: str = ""
    confidence: float = 1.0


@dataclass(frozen=True)
class Indicators:
    columns: tuple[str, ...] = ()
    """Without the column of numbers, with that of labels."""
    rows: tuple[IndicatorRow, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Contents:
    title: str
    page: str


@dataclass(frozen=True)
class Abbreviation:
    short: str
    long: str


@dataclass(frozen=True)
class NamedList:
    """A list with a heading that is no section of work: a monitoring group, instruments with how often, strategic indicators."""

    title: str
    items: tuple[str, ...]
    terms: tuple[TermSaid, ...] = ()
    """As many as items, where the items name how often; otherwise empty."""
    place: Place = Place()


class SlipKind(StrEnum):
    LETTERS = "letters"
    """A Latin letter inside a Cyrillic word, or the other way round."""
    APOSTROPHE = "apostrophe"
    SPACES = "spaces"
    OCR = "ocr"
    """A word that differs by a letter from one that stands in the same file many times («ЛОУНЬ» beside «ЛОУНБ»)."""


@dataclass(frozen=True)
class Slip:
    """Pointed out, never mended by the reader of files."""

    kind: SlipKind
    was: str
    now: str
    place: Place


@dataclass(frozen=True)
class Unplaced:
    text: str
    place: Place
    why: str = ""
    count: int = 0
    """How many things this line stands for, where their words are too many to be shown or are none."""
    row: str = ""
    """The row or the section it belongs to, where the file says so: «3.1, № 5»."""
    kept: bool = False
    """It goes into the notes under the section's table."""


@dataclass(frozen=True)
class ReadPlan:
    kind: Kind
    year: int | None
    """The first year for a strategy of several; `until` is then the last."""
    title: str
    until: int | None = None
    place: str = ""
    compiled: str = ""
    approval: Approval | None = None
    preamble: tuple[str, ...] = ()
    indicators: Indicators = Indicators()
    contents: tuple[Contents, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    appendix: tuple[str, ...] = ()
    """Headings of appendices as written («Додаток», «ДОДАТКИ»)."""
    abbreviations: tuple[Abbreviation, ...] = ()
    lists: tuple[NamedList, ...] = ()
    signature: tuple[str, ...] = ()
    """Post and name at the end of the document."""
    slips: tuple[Slip, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    file_name: str = ""
    file_format: str = ""
    confidence: float = 1.0
    source: tuple[str, ...] = field(default=(), repr=False)
    """The file's lines as they were read, for showing beside what was understood."""

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for section in self.sections for row in section.rows)

    def as_data(self) -> dict[str, Any]:
        """Plain lists and dictionaries, for JSON and for comparing."""
        return plain(self)
