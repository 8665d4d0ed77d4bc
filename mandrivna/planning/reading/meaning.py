"""Rows of a table with what they mean: levels, ditto marks, terms, quantities, executors, each with how sure it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mandrivna.planning.reading.amounts import quantities_of, stacked_lines
from mandrivna.planning.reading.blocks import GridCell, is_ditto
from mandrivna.planning.reading.executors import executors_of
from mandrivna.planning.reading.rows import NUMBER, RawRow
from mandrivna.planning.reading.said import Cell, Doubt, ExecutorKind, Quantity, Role, Row, TermSaid
from mandrivna.planning.reading.terms import term_of

_CONDITION = re.compile(r"(?:у|в) разі|за потреб|за можлив|за наявн|за умов|по можлив|при потреб", re.IGNORECASE)
_BULLET = re.compile(r"[-–—•●○▪◦✓]\s")
VALUED = (Role.TERM, Role.EXECUTORS)


def rows_of(raw: Sequence[RawRow], roles: Sequence[Role], year: int | None, known: Sequence[str] = (), first: int = 0) -> list[Row]:
    """`first`: how many rows the section has already, for the numbers of parents."""
    made: list[Row] = []
    last: dict[int, str] = {}
    base = _base_depth(raw, roles)
    for one in raw:
        cells = _inherited(tuple(_cell(one, at, role, last) for at, role in enumerate(roles)), made)
        number = _number(cells)
        level = _level(number, cells, base, has_above=bool(made))
        above = _parent(made, level)
        made.append(_row(one, cells, number, level, made[above] if above is not None else None, year, known))
        made[-1] = replace(made[-1], parent=None if above is None else above + first)
    return made


def _cell(raw: RawRow, at: int, role: Role, last: dict[int, str]) -> Cell:
    grid = raw.cells[at]
    lines = _lines(grid, role)
    written = "\n".join(lines)
    ditto = role not in (Role.NUMBER, Role.TITLE) and is_ditto(" ".join(lines))
    meant = last.get(at, "") if ditto else "" if _from_left(grid, raw) else written
    if meant.strip() and not grid.covered:
        last[at] = meant
    sure = grid.sure * (0.5 if ditto and not meant else 1.0)
    joined = raw.joined[at] if at < len(raw.joined) else 1
    return Cell(role, "" if grid.covered else written, meant, grid.place, ditto, grid.merged, grid.covered, joined, sure)


def _from_left(grid: GridCell, raw: RawRow) -> bool:
    """A wide title stands over columns of which it says nothing."""
    return grid.covered and (grid.place.table, grid.place.first) == (raw.place.table, raw.place.first)


def _inherited(cells: tuple[Cell, ...], made: Sequence[Row]) -> tuple[Cell, ...]:
    """The parent's cell stretched over its parts says nothing of them that the parent does not say."""
    parent = next((row for row in reversed(made) if row.level == 0), None)
    if parent is None or not any(cell.covered for cell in cells):
        return cells
    own = {cell.place for cell in parent.cells if not cell.covered}
    part = "." in cells[0].written or not cells[0].written
    return tuple(replace(cell, meant="") if cell.covered and part and cell.place in own else cell for cell in cells)


def _lines(grid: GridCell, role: Role) -> tuple[str, ...]:
    if role in (Role.QUANTITY, Role.FORM_QUANTITY) and len(grid.lines) == 1:
        return stacked_lines(grid.lines[0])
    return grid.lines


def _number(cells: Sequence[Cell]) -> str:
    if not cells or cells[0].role != Role.NUMBER or cells[0].covered:
        return ""
    return cells[0].written.strip().rstrip(".") if NUMBER.fullmatch(cells[0].written.strip()) else cells[0].written.strip()


def _base_depth(raw: Sequence[RawRow], roles: Sequence[Role]) -> int:
    if not roles or roles[0] != Role.NUMBER:
        return 0
    said = [one.cells[0].flat.strip().rstrip(".") for one in raw]
    return min((number.count(".") for number in said if NUMBER.fullmatch(number)), default=0)


def _level(number: str, cells: Sequence[Cell], base: int, *, has_above: bool) -> int:
    """Without a number: a row with a term of its own that is no item of a list stands by itself."""
    if number:
        return min(1, max(0, number.count(".") - base)) if NUMBER.fullmatch(number) else 0
    if not has_above or not cells or cells[0].role != Role.NUMBER:
        return 0
    title = next((cell.written for cell in cells if cell.role == Role.TITLE), "")
    whole = all(cell.written for cell in cells if cell.role in VALUED)
    return 0 if whole and not _BULLET.match(title) else 1


def _parent(made: Sequence[Row], level: int) -> int | None:
    if not level:
        return None
    return next((at for at in range(len(made) - 1, -1, -1) if made[at].level == 0), None)


def _row(
    raw: RawRow, cells: tuple[Cell, ...], number: str, level: int, parent: Row | None, year: int | None, known: Sequence[str]
) -> Row:
    title = _title_lines(cells)
    term = _term(cells, title, parent, year)
    amounts = _quantities(cells, title)
    executors = tuple(one for cell in cells if cell.role == Role.EXECUTORS for one in executors_of(cell.meant, known))
    doubts = list(raw.doubts)
    if term.short == "?":
        doubts.append(Doubt("term", term.written, raw.place))
    doubts += [Doubt("executor", one.name, raw.place) for one in executors if one.kind == ExecutorKind.UNKNOWN]
    doubts += [Doubt("ditto", str(cell.role), cell.place) for cell in cells if cell.ditto and not cell.meant]
    if not any(cell.written for cell in cells if cell.role == Role.TITLE):
        doubts.append(Doubt("no_title", number, raw.place))
    sure = min(
        [
            term.confidence,
            *(cell.confidence for cell in cells),
            *(one.confidence for one in executors),
            *(one.confidence for one in amounts),
        ]
    )
    conditional = any(_CONDITION.search(cell.written) for cell in cells)
    return Row(
        number, level, cells, term, amounts, executors, None, raw.place, raw.source, conditional, tuple(doubts), round(sure, 2)
    )  # fmt: skip


def _title_lines(cells: Sequence[Cell]) -> list[str]:
    return next((cell.written.split("\n") for cell in cells if cell.role == Role.TITLE), [])


def _term(cells: Sequence[Cell], title: Sequence[str], parent: Row | None, year: int | None) -> TermSaid:
    cell = next((cell for cell in cells if cell.role == Role.TERM), None)
    has_term = parent is not None and parent.term.short not in ("none", "inherit")
    if cell is None:
        return TermSaid("", "none")
    return term_of(cell.written, cell.meant, year, has_parent_term=has_term, title_lines=title)


def _quantities(cells: Sequence[Cell], title: Sequence[str]) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    for cell in cells:
        if cell.role in (Role.QUANTITY, Role.FORM_QUANTITY) and not cell.ditto:
            found += quantities_of(cell.written.split("\n"), title, cell.place, whole=cell.role == Role.QUANTITY)
    return tuple(found)
