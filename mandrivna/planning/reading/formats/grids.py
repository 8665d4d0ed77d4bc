"""Cells that stretch over rows and columns, as a grid in which every place says whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mandrivna.planning.reading.asides import MOST_SIGNS, Asides
from mandrivna.planning.reading.blocks import MOST_CELL, MOST_COLUMNS, Block, GridCell, GridRow, Table
from mandrivna.planning.reading.columns import is_indicator_head, roles_of
from mandrivna.planning.reading.heads import tall_head
from mandrivna.planning.reading.said import Place


@dataclass
class Placed:
    """A cell as a file gives it: from which column, how wide, and whether it only goes on from the row above (`under`)."""

    column: int
    width: int = 1
    under: bool = False
    lines: list[str] = field(default_factory=list)
    bold: bool = False
    signs: int = 0
    page: int = 0
    lost: str = ""
    """The beginning of what did not fit."""

    def say(self, line: str, *, bold: bool = False) -> None:
        if not line:
            return
        if self.signs > MOST_CELL or len(line) > MOST_CELL:
            self.lost = f"{self.lost} {line if self.signs > MOST_CELL else line[MOST_CELL:]}"[: MOST_SIGNS + 2]
        if self.signs > MOST_CELL:
            return
        self.bold = bold and (self.bold or not self.lines)
        self.lines.append(line[:MOST_CELL])
        self.signs += len(line)


def grid_table(
    rows: Sequence[Sequence[Placed]], number: int, *, sheet: str = "", first: int = 1, asides: Asides | None = None
) -> Table | None:
    """None for a table without a word."""
    width = min(MOST_COLUMNS, max((cell.column + cell.width for row in rows for cell in row), default=0))
    above: list[GridCell | None] = [None] * width
    made: list[GridRow] = []
    pages = [max((cell.page for cell in row), default=0) for row in rows]
    for at, row in enumerate(rows):
        here = Place(table=number, first=first + at, last=first + at, sheet=sheet)
        cells = [GridCell(place=replace(here, column=column + 1)) for column in range(width)]
        for cell in row:
            if cell.column < width:
                _put(cells, cell, above, at, pages[at])
        if asides is not None:
            _over(row, width, here, asides)
        above = [cell if cell.lines or cell.covered else None for cell in cells]
        place = replace(here, page=pages[at])
        torn = at > 0 and pages[at] > pages[at - 1] > 0
        made.append(GridRow(tuple(cells), place, " · ".join(cell.flat for cell in cells if cell.lines and not cell.covered), torn))
    made = _heights(made)
    if not any(row.filled for row in made):
        return None
    return Table(
        tuple(row for row in made if row.filled), Place(table=number, first=first, last=first + len(rows) - 1, sheet=sheet)
    )


def _over(row: Sequence[Placed], width: int, here: Place, asides: Asides) -> None:
    """Columns beyond the bound, and the ends of cells that are longer than a page."""
    asides.say("columns", " · ".join(" ".join(cell.lines) for cell in row if cell.column >= width and cell.lines), here)
    for cell in row:
        asides.say("cut", cell.lost, replace(here, column=min(cell.column + 1, MOST_COLUMNS)))


def _put(cells: list[GridCell], cell: Placed, above: Sequence[GridCell | None], at: int, page: int) -> None:
    over = above[cell.column] if cell.under else None
    place = replace(cells[cell.column].place, page=page)
    for column in range(cell.column, min(cell.column + cell.width, len(cells))):
        first = column == cell.column
        if over is not None and not cell.lines:
            cells[column] = replace(over, covered=True)
        elif first:
            cells[column] = GridCell(tuple(cell.lines), place, (1, cell.width), bold=cell.bold)
        elif cell.lines:
            cells[column] = GridCell(tuple(cell.lines), place, covered=True)


def _heights(rows: Sequence[GridRow]) -> list[GridRow]:
    """How far down each cell goes, once all the rows are known."""
    made = [list(row.cells) for row in rows]
    for column in range(len(made[0]) if made else 0):
        for at, cells in enumerate(made):
            cell = cells[column]
            if cell.covered or not cell.lines:
                continue
            end = at + 1
            while end < len(made) and made[end][column].covered and made[end][column].place == cell.place:
                end += 1
            if end > at + 1:
                cells[column] = replace(cell, merged=(end - at, cell.merged[1]))
    return [replace(row, cells=tuple(cells)) for row, cells in zip(rows, made, strict=True)]


def joined_tables(blocks: Sequence[Block]) -> Iterator[Block]:
    """A table cut by a page or a sheet into two, without a word between them, is one: its second half has no heads of its own, or
    the same once more. Under repeated heads a row is whole: a person has put them there."""
    last: Table | None = None
    for block in blocks:
        if isinstance(block, Table):
            if last is not None and last.width == block.width and not _headed(block):
                first = replace(block.rows[0], torn=True)
                last = replace(last, rows=(*last.rows, first, *block.rows[1:]))
                continue
            if last is not None and last.width == block.width and _same_heads(last, block):
                last = replace(last, rows=(*last.rows, *block.rows))
                continue
            if last is not None:
                yield last
            last = block
            continue
        if last is not None:
            yield last
        last = None
        yield block
    if last is not None:
        yield last


def _same_heads(one: Table, other: Table) -> bool:
    said = [[cell.flat for cell in table.rows[0].cells] for table in (one, other)]
    return said[0] == said[1] and roles_of(said[0]) is not None


def _headed(table: Table) -> bool:
    heads = [[cell.flat for cell in row.cells] for row in table.rows[:2]]
    return any(roles_of(one) is not None or is_indicator_head(one) or tall_head(table.rows, at) for at, one in enumerate(heads))
