"""A table as pieces: its heads and what they are about, rows, and the headings that stand inside it as a row of one cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mandrivna.planning.reading.blocks import GridRow, Table
from mandrivna.planning.reading.columns import roles_of
from mandrivna.planning.reading.guessing import guessed_roles
from mandrivna.planning.reading.headings import GOAL, names_month
from mandrivna.planning.reading.heads import tall_head
from mandrivna.planning.reading.rows import NUMBER, is_numbers_of_columns
from mandrivna.planning.reading.said import Place, Role, Unplaced

_ROMAN = re.compile(r"(?:розділ\s+)?[IVXІХ]{1,5}[.)\s]", re.IGNORECASE)
_RULE = re.compile(r"[\s|:+=-]*")


@dataclass
class Piece:
    """Rows under one heading. `has_head`: the heads stand in it, and are not those of the piece before."""

    place: Place
    heading: str = ""
    heads: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    rows: list[GridRow] = field(default_factory=list)
    has_head: bool = False
    numbered_columns: bool = False
    unplaced: list[Unplaced] = field(default_factory=list)
    sure: float = 1.0


def pieces_of(table: Table, heads: Sequence[str] = (), roles: Sequence[Role] = ()) -> list[Piece]:
    """`heads` and `roles` of the table before, for one that goes on without heads of its own."""
    piece = Piece(table.place, sure=table.sure)
    if roles and _goes_on(table, roles):
        piece.heads, piece.roles = tuple(heads), tuple(roles)
    made = [piece]
    under: list[GridRow] = []
    """The row above heads that were repeated."""
    after = 0
    for at, row in enumerate(table.rows):
        if at < after:
            continue
        said = [cell.flat for cell in row.cells]
        if (tall := tall_head(table.rows, at)) and tall.roles:
            after = at + tall.rows
            piece = _headed(made, _one_row(table.rows[at:after]), tall.names, tall.roles)
            under = piece.rows[-1:]
        elif found := roles_of([*said]):
            piece = _headed(made, row, said, found)
            under = piece.rows[-1:]
        elif is_numbers_of_columns(row) and (not piece.rows or piece.rows[-1:] == under):
            piece.numbered_columns = True
        elif _is_rule(row):
            piece.unplaced += [Unplaced(row.source, row.place, "rule")] if row.source.strip() else []
        elif heading := heading_in(row, len(piece.roles)):
            piece = Piece(row.place, heading, piece.heads, piece.roles, sure=table.sure)
            made.append(piece)
        else:
            piece.rows.append(row)
    return [_settled(one) for one in made]


def _one_row(rows: Sequence[GridRow]) -> GridRow:
    return replace(rows[0], source="\n".join(row.source for row in rows), place=replace(rows[0].place, last=rows[-1].place.last))


def _headed(made: list[Piece], row: GridRow, said: Sequence[str], found: Sequence[Role]) -> Piece:
    """The same heads once more are repeated by a page; other heads begin another table."""
    last = made[-1]
    width = max(at for at, head in enumerate(said) if head.strip()) + 1
    heads, roles = tuple(said[:width]), tuple(found[:width])
    if last.has_head and last.roles == roles and last.heads == heads:
        last.unplaced.append(Unplaced(row.source, row.place, "repeated_heads"))
        return last
    if last.rows or last.has_head:
        last = Piece(row.place, sure=last.sure)
        made.append(last)
    last.heads, last.roles, last.has_head = heads, roles, True
    return last


def _goes_on(table: Table, roles: Sequence[Role]) -> bool:
    return len(roles) - 1 <= table.width <= len(roles) + 1 and not any(
        roles_of([cell.flat for cell in row.cells]) or tall_head(table.rows, at) for at, row in enumerate(table.rows[:2])
    )


def _is_rule(row: GridRow) -> bool:
    return all(_RULE.fullmatch(cell.flat) for cell in row.cells) and not any(
        re.fullmatch(r"\s*-?\s*", cell.flat) and cell.flat.strip() for cell in row.cells
    )


def heading_in(row: GridRow, width: int) -> str:
    """The text of a row that is one cell over the whole table and names what comes below; «» for any other."""
    filled = row.filled
    if len(filled) != 1:
        return ""
    cell = row.cells[filled[0]]
    text = cell.flat.strip()
    stretched = cell.merged[1] >= max(2, width - 1)
    if GOAL.fullmatch(text) or (names_month(text) and width > 2):
        return text
    if not any(sign.isalpha() for sign in text) or len(text) > 220 or NUMBER.fullmatch(text):
        return ""
    alone = filled[0] == 0 and width > 2 and not row.torn
    return text if stretched or (alone and (cell.bold or text.isupper() or _ROMAN.match(text))) else ""


def _settled(piece: Piece) -> Piece:
    if piece.roles or not piece.rows:
        return piece
    guessed = guessed_roles(piece.rows)
    if guessed:
        piece.roles, piece.heads, piece.sure = tuple(guessed), ("",) * len(guessed), 0.5
        return piece
    piece.unplaced += [Unplaced(" · ".join(cell.flat for cell in row.cells), row.place, "table") for row in piece.rows]
    piece.rows = []
    return piece
