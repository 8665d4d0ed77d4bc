"""A head of two or three rows («Виконання» over «Термін» and «Хто»): the words that stand over a column are its one name."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from mandrivna.planning.reading.blocks import GridRow
from mandrivna.planning.reading.columns import compact, is_indicator_head, role_of, synonyms, unique_roles
from mandrivna.planning.reading.rows import is_numbers_of_columns
from mandrivna.planning.reading.said import Role

MOST_ROWS, LONGEST = 3, 120
_QUALIFIES = frozenset({"план", "факт", "фактично", "виконано", "початок", "кінець", "усього", "всього"})
"""Says of which kind the column's value is, not what the column is about."""


@dataclass(frozen=True)
class TallHead:
    rows: int
    names: tuple[str, ...]
    roles: tuple[Role, ...]
    """Empty for a table of indicators."""


def tall_head(rows: Sequence[GridRow], at: int) -> TallHead | None:
    """None where the row is no head, or is one by itself."""
    if not _may_be(rows[at]):
        return None
    for taken in range(min(MOST_ROWS, len(rows) - at), 1, -1):
        over = rows[at : at + taken]
        if not all(_under(above, row) for above, row in itertools.pairwise(over)):
            continue
        parts = _parts(over)
        roles = roles_of_parts(parts)
        names = tuple(_name(one) for one in parts)
        if (roles and _known(parts) > 1) or is_indicator_head(names):
            return TallHead(taken, names, tuple(roles or ()))
    return None


def roles_of_parts(parts: Sequence[Sequence[str]]) -> list[Role] | None:
    return unique_roles([_role(one) for one in parts])


def _known(parts: Sequence[Sequence[str]]) -> int:
    return sum(compact(one[-1]) in synonyms() or compact(" ".join(one)) in synonyms() for one in parts if one)


def _may_be(row: GridRow) -> bool:
    return len(row.filled) > 1 and all(len(cell.flat) <= LONGEST for cell in row.cells)


def _under(above: GridRow, row: GridRow) -> bool:
    """Whether every word of the row stands under a cell that needs it: a wide one, or one whose name it ends."""
    own = row.filled
    if not own or is_numbers_of_columns(row) or any(len(row.cells[at].flat) > LONGEST for at in own):
        return False
    if len(own) == len(row.cells) > 2:
        return all(_ends_name(above, row, at) for at in own)
    return all(_group(above, row, at) is not None or _ends_name(above, row, at) for at in own)


def _group(above: GridRow, row: GridRow, at: int) -> int | None:
    """The column of the wide cell over this one; where cells are not joined, the nearest on the left with words in both rows."""
    if at >= len(above.cells):
        return None
    cell = above.cells[at]
    if cell.covered or cell.merged[1] > 1:
        return at if cell.lines else None
    if cell.text.strip():
        after = at + 1 < min(len(row.cells), len(above.cells)) and not above.cells[at + 1].text.strip()
        return at if after and at + 1 in row.filled else None
    before = next((one for one in range(at - 1, -1, -1) if above.cells[one].text.strip()), None)
    return before if before is not None and all(one in row.filled for one in range(before, at)) else None


def _ends_name(above: GridRow, row: GridRow, at: int) -> bool:
    said = above.cells[at] if at < len(above.cells) else None
    return (
        said is not None
        and bool(said.text.strip())
        and not said.covered
        and compact(f"{said.flat}{row.cells[at].flat}") in synonyms()
    )


def _parts(rows: Sequence[GridRow]) -> list[list[str]]:
    made: list[list[str]] = []
    for at in range(max(len(row.cells) for row in rows)):
        said: list[str] = []
        for number, row in enumerate(rows):
            below = rows[number + 1] if number + 1 < len(rows) else None
            source: int | None = at
            if below is not None and at in below.filled and not _ends_name(row, below, at):
                source = _group(row, below, at)
            cell = row.cells[source] if source is not None and source < len(row.cells) else None
            if cell is not None and cell.text.strip() and cell.flat not in said:
                said.append(cell.flat)
        made.append(said)
    return made


def _name(parts: Sequence[str]) -> str:
    whole = " ".join(parts)
    return whole if compact(whole) in synonyms() else ": ".join(parts)


def _role(parts: Sequence[str]) -> Role:
    """The lower word names the column («Хто» under «Виконання»), unless it only says which value stands there («план», «факт»)."""
    whole = role_of(" ".join(parts)) if compact(" ".join(parts)) in synonyms() else Role.OTHER
    if whole != Role.OTHER or not parts:
        return whole
    own = [role_of(one) for one in parts]
    if len(own) > 1 and compact(parts[-1]) in _QUALIFIES and own[-2] != Role.OTHER:
        return own[-2]
    return next((role for role in reversed(own) if role != Role.OTHER), Role.OTHER)
