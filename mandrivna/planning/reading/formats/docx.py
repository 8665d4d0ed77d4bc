"""DOCX: the body as paragraphs and tables. Nothing is computed, followed or run; removed text of a review is left out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from mandrivna.planning.reading.asides import Asides
from mandrivna.planning.reading.blocks import MOST_BLOCKS, MOST_CELLS, MOST_TEXT, Block, GridRow, Paragraph, Source, UnreadableError
from mandrivna.planning.reading.formats.beside import counted, notes_of, pages_of
from mandrivna.planning.reading.formats.grids import Placed, grid_table, joined_tables
from mandrivna.planning.reading.formats.numbering import Numbers, Styles, numbering_of, sign_of
from mandrivna.planning.reading.formats.packed import opened, parse
from mandrivna.planning.reading.said import Place

_TYPED_BULLET = re.compile(r"([-–—•●○▪◦✓✔➢])\s+(\S.*)", re.DOTALL)
_LEFT_OUT = ("moveFrom", "del")
_CALLS = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}


MOST_REMOVED = 600


@dataclass
class _Open:
    """A paragraph while it is being read."""

    text: list[str] = field(default_factory=list)
    style: str = ""
    number: str | None = None
    depth: int = 0
    outline: int | None = None
    bold: int = 0
    plain: int = 0


@dataclass
class _Grid:
    """A table while it is being read: rows of cells that know how far they stretch."""

    rows: list[list[Placed]] = field(default_factory=list)
    column: int = 0
    cell: Placed | None = None
    before: int = 0


class _Body:
    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self.styles, self.numbers = styles, numbers
        self.blocks: list[Block] = []
        self.lines: list[str] = []
        self.open: list[_Open] = []
        self.grids: list[_Grid] = []
        self.page, self.tables, self.cells, self.signs = 1, 0, 0, 0
        self.writes = self.run_bold = self.in_run = self.removes = False
        self.left_out = 0
        self.asides = Asides()
        self.seen: dict[tuple[str, str], Place] = {}
        """Where each footnote and remark is called."""
        self.removed: list[str] = []

    # --- events -----------------------------------------------------------------------------------------------------

    def start(self, name: str, about: Mapping[str, str]) -> None:
        if name in _LEFT_OUT:
            self.left_out += 1
        elif name == "p":
            self.open.append(_Open())
        elif name in ("tbl", "tr", "tc", "gridSpan", "vMerge", "gridBefore"):
            self._table(name, about)
        elif name == "lastRenderedPageBreak" or (name == "br" and about.get("type") == "page"):
            self.page += 1
        elif self.open:
            self._inside(name, about)

    def _inside(self, name: str, about: Mapping[str, str]) -> None:
        at, value = self.open[-1], about.get("val", "")
        if name == "t":
            self.writes = not self.left_out
        elif name == "delText":
            self.removes = True
        elif name in _CALLS:
            self.seen.setdefault((_CALLS[name], about.get("id", "")), self._here())
        elif name == "sym" and not self.left_out:
            at.text.append(sign_of(about.get("char", "")))
        elif name == "r":
            self.run_bold, self.in_run = False, True
        elif name == "b" and self.in_run:
            self.run_bold = value not in ("0", "false")
        elif name in ("tab", "br", "cr", "noBreakHyphen") and self.in_run and not self.left_out:
            at.text.append({"tab": "\t", "noBreakHyphen": "-"}.get(name, "\n"))
        elif name == "pStyle":
            at.style = value
        elif name == "numId":
            at.number = value
        elif name == "ilvl" and value.isdecimal():
            at.depth = min(8, int(value[:2]))
        elif name == "outlineLvl" and value.isdecimal():
            at.outline = int(value[:2])

    def _here(self) -> Place:
        if not self.grids:
            return Place(page=self.page, first=len(self.lines) + 1, last=len(self.lines) + 1)
        row, cell = len(self.grids[0].rows), self.grids[0].cell
        return Place(self.page, self.tables + 1, row, row, cell.column + 1 if cell else 0)

    def said(self, text: str) -> None:
        if self.removes:
            self.removed.append(text[:MOST_REMOVED])
        if not self.writes or not self.open:
            return
        self.signs += len(text)
        if self.signs > MOST_TEXT:
            raise UnreadableError("too_long")
        self.open[-1].text.append(text)
        if self.run_bold:
            self.open[-1].bold += len(text.strip())
        else:
            self.open[-1].plain += len(text.strip())

    def end(self, name: str) -> None:
        if name in _LEFT_OUT:
            self.left_out = max(0, self.left_out - 1)
        elif name in ("t", "delText"):
            self.writes = self.removes = False
        elif name == "r":
            self.in_run = False
        elif name == "p" and self.open:
            self._paragraph(self.open.pop())
        elif name == "tc" and self.grids and self.grids[-1].cell:
            cell = self.grids[-1].cell
            self.grids[-1].column += cell.width
            self.grids[-1].cell = None
        elif name == "tbl" and self.grids:
            self._closed(self.grids.pop())

    # --- what they make ---------------------------------------------------------------------------------------------

    def _table(self, name: str, about: Mapping[str, str]) -> None:
        if name == "tbl":
            self.grids.append(_Grid())
            return
        if not self.grids:
            return
        grid, value = self.grids[-1], about.get("val", "")
        if name == "tr":
            grid.rows.append([])
            grid.column = 0
        elif name == "gridBefore" and value.isdecimal() and grid.rows:
            grid.column = min(40, int(value[:2]))
        elif name == "tc" and grid.rows:
            self.cells += 1
            if self.cells > MOST_CELLS:
                raise UnreadableError("too_long")
            grid.cell = Placed(grid.column, page=self.page)
            grid.rows[-1].append(grid.cell)
        elif name == "gridSpan" and grid.cell and value.isdecimal():
            grid.cell.width = max(1, min(40, int(value[:2])))
        elif name == "vMerge" and grid.cell:
            grid.cell.under = value != "restart"

    def _paragraph(self, said: _Open) -> None:
        if self.removed and not self.left_out:
            self.asides.say("deleted", "".join(self.removed), self._here())
            self.removed = []
        label, bulleted = self._label(said)
        text = "".join(said.text)
        bold = said.bold > 0 and said.plain <= said.bold // 4
        pieces = [" ".join(piece.split()) if "\t" not in piece else piece.strip() for piece in text.split("\n")]
        pieces = [piece for piece in pieces if piece.strip()] or ([""] if label and not bulleted else [])
        for at, piece in enumerate(pieces):
            mark = label if at == 0 else ""
            if self.grids and self.grids[-1].cell:
                self.grids[-1].cell.say(f"{mark} {' '.join(piece.split())}".strip(), bold=bold)
            elif not self.grids and (piece or mark):
                self._block(said, piece, mark, bold=bold, bulleted=bulleted)

    def _label(self, said: _Open) -> tuple[str, bool]:
        number, depth = (said.number, said.depth) if said.number is not None else self.styles.number(said.style)
        if not number or number == "0":
            return "", False
        return self.numbers.next(number, depth)

    def _block(self, said: _Open, text: str, label: str, *, bold: bool, bulleted: bool) -> None:
        if len(self.blocks) >= MOST_BLOCKS:
            raise UnreadableError("too_long")
        self.lines.append(f"{label} {text}".strip())
        place = Place(page=self.page, first=len(self.lines), last=len(self.lines))
        typed = _TYPED_BULLET.fullmatch(text) if not label else None
        level = said.outline + 1 if said.outline is not None and said.outline < 6 else self.styles.heading(said.style)
        if bulleted or typed:
            text, sign = (typed[2], typed[1]) if typed else (text, label)
            self.blocks.append(Paragraph(text, place, 0, bold, sign, said.depth))
        else:
            self.blocks.append(Paragraph(f"{label} {text}".strip(), place, level, bold))

    def _closed(self, grid: _Grid) -> None:
        if self.grids:  # a table inside a cell: its words are the cell's
            if self.grids[-1].cell:
                for row in grid.rows:
                    self.grids[-1].cell.say(" ".join(" ".join(cell.lines) for cell in row if cell.lines))
            return
        self.tables += 1
        table = grid_table(grid.rows, self.tables, asides=self.asides)
        if table is not None:
            self.blocks.append(table)
            self.lines += [_line(row) for row in table.rows]


def _line(row: GridRow) -> str:
    return " · ".join(cell.flat for cell in row.cells if not cell.covered)


def read_docx(data: bytes) -> Source:
    with opened(data) as book:
        body = _Body(*numbering_of(book))
        if not parse(book, "word/document.xml", body):
            raise UnreadableError("not_a_plan_file")
        notes_of(book, body.seen, body.asides)
        pages_of(book, body.asides)
        counted(book, body.asides)
    return Source(tuple(joined_tables(body.blocks)), "docx", tuple(body.lines), body.asides.told())
