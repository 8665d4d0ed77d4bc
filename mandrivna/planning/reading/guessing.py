"""Columns without heads that anybody knows: what they are about is seen by what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mandrivna.planning.reading.amounts import _WHOLE as QUANTITY
from mandrivna.planning.reading.blocks import GridRow
from mandrivna.planning.reading.executors import executors_of
from mandrivna.planning.reading.rows import NUMBER, fitted
from mandrivna.planning.reading.said import ExecutorKind, Role
from mandrivna.planning.reading.terms import term_of

ENOUGH = 0.6


def guessed_roles(rows: Sequence[GridRow]) -> list[Role] | None:
    """None when no column is of terms: then it is no table of work."""
    width = max(len(row.cells) for row in rows)
    if not 2 <= width <= 12 or len(rows) < 2:
        return None
    columns = [[cells[at].text for row in rows[:60] if (cells := fitted(row, width))[at].text.strip()] for at in range(width)]
    roles = [Role.OTHER] * width
    terms = [_share(column, _is_term) for column in columns]
    if max(terms) < ENOUGH:
        return None
    roles[terms.index(max(terms))] = Role.TERM
    if (
        columns[0]
        and _share(columns[0], lambda said: NUMBER.fullmatch(said.strip()) is not None) >= ENOUGH
        and roles[0] == Role.OTHER
    ):
        roles[0] = Role.NUMBER
    free = [at for at in range(width) if roles[at] == Role.OTHER and columns[at]]
    if not free:
        return None
    title = max(free, key=lambda at: sum(map(len, columns[at])))
    roles[title] = Role.TITLE
    for at in free:
        if at != title and Role.EXECUTORS not in roles and _share(columns[at], _is_executors) >= ENOUGH:
            roles[at] = Role.EXECUTORS
        elif (
            at != title
            and Role.QUANTITY not in roles
            and _share(columns[at], lambda said: QUANTITY.fullmatch(said) is not None) >= ENOUGH
        ):
            roles[at] = Role.QUANTITY
    return roles


def _share(column: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(bool(fits(said)) for said in column) / len(column) if column else 0.0


def _is_term(said: str) -> bool:
    return term_of(said, said, None, has_parent_term=False).short not in ("?", "none")


def _is_executors(said: str) -> bool:
    found = executors_of(said)
    return bool(found) and all(one.kind != ExecutorKind.UNKNOWN for one in found)
