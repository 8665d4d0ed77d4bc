"""A plan out of paragraphs and tables: one walk over the blocks, a heading after a heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mandrivna.planning.reading.blocks import Block, Paragraph, Source, Table
from mandrivna.planning.reading.cover import TITLE, Cover, read_cover
from mandrivna.planning.reading.headings import GOAL, Opens, opens, shouts, split_number
from mandrivna.planning.reading.indicators import head_at, indicators_of
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.said import Abbreviation, Contents, Indicators, Place, Role, Unplaced
from mandrivna.planning.reading.tables import Piece, pieces_of

_CONTENTS = re.compile(r"(.*?\S)[\s.…·_]*[\t .…]\s*(\d{1,3})\s*")
LONGEST_LINE = 400
_ABBREVIATION = re.compile(r"([А-ЯҐЄІЇA-Z][А-ЯҐЄІЇA-Za-zа-яіїєґ-]{1,9})\s*(?:[–—:-]|\s)\s*(\S.*)")
_NOTE = re.compile(r"\*+\s*\S|примітк", re.IGNORECASE)


@dataclass
class Draft:
    """A section while it is being read."""

    number: str
    title: str
    place: Place
    narrative: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    goal: bool = False
    paragraphs: list[Paragraph] = field(default_factory=list)

    def say(self, paragraph: Paragraph) -> None:
        self.paragraphs.append(paragraph)
        (self.after if self.pieces else self.narrative).append(paragraph.written)


@dataclass
class Shape:
    cover: Cover = field(default_factory=Cover)
    preamble: list[Paragraph] = field(default_factory=list)
    indicators: Indicators = field(default_factory=Indicators)
    contents: list[Contents] = field(default_factory=list)
    sections: list[Draft] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    appendix: list[str] = field(default_factory=list)
    abbreviations: list[Abbreviation] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    roles: tuple[Role, ...] = ()
    """Of the table before: one that goes on after a heading or a page has no heads of its own."""
    heads: tuple[str, ...] = ()


class _Walk:
    def __init__(self, source: Source) -> None:
        self.shape = Shape()
        self.blocks = tuple(_with_headings(source.blocks))
        self.at: Opens | None = None
        self.front: list[Paragraph] = []
        self.title = ""

    def run(self) -> Shape:
        start = self._front()
        self.shape.cover = read_cover(self.front)
        self.shape.preamble = self.shape.cover.rest
        for block in self.blocks[start:]:
            still()
            if isinstance(block, Table):
                self._table(block)
            else:
                self._paragraph(block)
        return self.shape

    def _front(self) -> int:
        """Where the front ends: at the first heading after the cover, or at the first table."""
        told = False
        for at, block in enumerate(self.blocks):
            if isinstance(block, Table):
                return at
            told |= len(block.text) > 160
            said = opens(block)
            if said and said != Opens.SECTION:
                return at
            if said == Opens.SECTION and (split_number(block.text)[0] or (at > 12 and told)):
                return at
            self.front.append(block)
        return len(self.blocks)

    def _paragraph(self, block: Paragraph) -> None:
        said = opens(block)
        if self.at == Opens.CONTENTS and (line := _contents(block.text)):
            self.shape.contents.append(Contents(line[1].rstrip(" .…"), line[2]))
        elif said == Opens.SECTION:
            self._heading(block)
        elif said:
            self.at, self.title = said, block.text
            if said == Opens.APPENDIX:
                self.shape.appendix.append(block.text)
        elif GOAL.fullmatch(block.text):
            self._section(block.text, block.place, goal=True)
        elif self.at == Opens.ABBREVIATIONS and (line := _ABBREVIATION.fullmatch(block.text)):
            self.shape.abbreviations.append(Abbreviation(line[1], line[2]))
        elif self.at == Opens.INDICATORS or _NOTE.match(block.text):
            self.shape.notes.append(block.written)
        elif self.at in (Opens.SECTION, None) and self.shape.sections:
            self.shape.sections[-1].say(block)
        elif self.at is None:
            self.shape.preamble.append(block)
        else:
            self.shape.unplaced.append(Unplaced(block.written, block.place, "paragraph"))

    def _heading(self, block: Paragraph) -> None:
        """A heading in two lines is one: the second in capitals too and without a number."""
        number, title = split_number(block.text)
        last = self.shape.sections[-1] if self.shape.sections else None
        near = last and not last.narrative and not last.pieces and 0 <= block.place.first - last.place.last <= 2
        plain = block.level == 0 and self.at == Opens.SECTION and not number and shouts(title)
        if last and near and plain and last.number and len(last.title) < LONGEST_LINE:
            last.title, last.place = f"{last.title} {title}", block.place
            return
        self._section(block.text, block.place)

    def _section(self, text: str, place: Place, *, goal: bool = False) -> Draft:
        self.at = Opens.SECTION
        number, title = split_number(text)
        self.shape.sections.append(Draft(number, title, place, goal=goal))
        return self.shape.sections[-1]

    def _table(self, table: Table) -> None:
        if self.at == Opens.ABBREVIATIONS or self._explains(table):
            self._pairs(table)
            return
        if head_at(table) is not None and not self.shape.indicators.rows:
            self.shape.indicators = indicators_of(table, self.title)
            return
        if self.at == Opens.CONTENTS and self._contents(table):
            return
        for piece in pieces_of(table, self.shape.heads, self.shape.roles):
            if piece.heading:
                self._section(piece.heading, piece.place, goal=GOAL.fullmatch(piece.heading) is not None)
            if piece.roles:
                self.shape.heads, self.shape.roles = piece.heads, piece.roles
                self._piece(piece)
            self.shape.unplaced += piece.unplaced

    def _piece(self, piece: Piece) -> None:
        if not piece.rows and not piece.has_head:
            return
        if not self.shape.sections or self.at not in (Opens.SECTION, None):
            self.shape.sections.append(Draft("", "", piece.place))
            self.at = Opens.SECTION
        draft = self.shape.sections[-1]
        if piece.has_head and draft.pieces and draft.pieces[-1].roles != piece.roles and draft.pieces[-1].rows:
            draft = Draft("", "", piece.place)
            self.shape.sections.append(draft)
        draft.pieces.append(piece)

    def _explains(self, table: Table) -> bool:
        """A table of two columns, short names in capitals on the left: it explains abbreviations without saying so."""
        pairs = [[cell.flat for cell in row.cells] for row in table.rows]
        return len(pairs) > 2 and all(
            len(pair) == 2 and len(pair[0]) < 12 and shouts(pair[0] * 3) and len(pair[1]) > 5 for pair in pairs
        )

    def _pairs(self, table: Table) -> None:
        for row in table.rows:
            said = [cell.flat for cell in row.cells if cell.flat.strip() and not cell.covered]
            if len(said) == 2:
                self.shape.abbreviations.append(Abbreviation(said[0].strip(" –-"), said[1]))
            elif said:
                self.shape.unplaced.append(Unplaced(" · ".join(said), row.place, "abbreviations"))

    def _contents(self, table: Table) -> bool:
        lines = list(self._lines(table))
        if not lines or not all(line for line in lines):
            return False
        self.shape.contents += [Contents(line[1].rstrip(" .…"), line[2]) for line in lines if line]
        return True

    def _lines(self, table: Table) -> Iterator[re.Match[str] | None]:
        return (_contents("\t".join(cell.flat for cell in row.cells if cell.flat.strip())) for row in table.rows)


def _contents(line: str) -> re.Match[str] | None:
    return _CONTENTS.fullmatch(line) if len(line) < LONGEST_LINE else None


def _with_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """A short line with a number just above a table is its heading, however it is set; without one, after the first table."""
    tables = 0
    for at, block in enumerate(blocks):
        tables += isinstance(block, Table)
        above = at + 1 < len(blocks) and isinstance(blocks[at + 1], Table)
        if isinstance(block, Paragraph) and above and _may_head(block, numbered_only=not tables):
            yield replace(block, level=block.level or 2)
        else:
            yield block


def _may_head(block: Paragraph, *, numbered_only: bool) -> bool:
    text = block.text.strip()
    if len(text) > 120 or block.bullet or text.endswith((".", ":", ";", ",")) or text[:1] in "*(" or TITLE.match(text):
        return False
    return bool(split_number(text)[0]) or not numbered_only


def shape_of(source: Source) -> Shape:
    return _Walk(source).run()
