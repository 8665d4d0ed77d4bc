"""Rows of a table as the plan means them: pieces torn by the end of a page put together, numbers of columns set aside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mandrivna.planning.reading.blocks import GridCell, GridRow, is_ditto
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.said import Doubt, Place, Role
from mandrivna.shared.text.folding import fold

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}\.?")
_BULLET = re.compile(r"[-–—•●○▪◦✓]\s")
_LIST_GOES_ON = re.compile(r"[;:,)]$|[^.!?]$")
MOST_JOINED = 50
_VALUED = (Role.TERM, Role.EXECUTORS, Role.QUANTITY)


@dataclass
class RawRow:
    """Cells in the order of the columns; nothing of meaning yet."""

    cells: list[GridCell]
    place: Place
    source: str
    joined: list[int] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def text(self, at: int | None) -> str:
        return self.cells[at].text if at is not None and at < len(self.cells) and not self.cells[at].covered else ""


def is_numbers_of_columns(row: GridRow) -> bool:
    said = [cell.flat.strip() for cell in row.cells]
    while said and not said[-1]:
        said.pop()
    return len(said) >= 3 and said == [str(number) for number in range(1, len(said) + 1)]


def fitted(row: GridRow, width: int) -> list[GridCell]:
    cells = list(row.cells[:width])
    over = [cell for cell in row.cells[width:] if cell.text.strip() and not cell.covered]
    if over and cells:
        cells[-1] = replace(cells[-1], lines=(*cells[-1].lines, *(line for cell in over for line in cell.lines)))
    return cells + [GridCell(place=row.place)] * (width - len(cells))


def raw_rows(rows: Sequence[GridRow], roles: Sequence[Role]) -> list[RawRow]:
    made: list[RawRow] = []
    for row in rows:
        cells = fitted(row, len(roles))
        still()
        if made and max(made[-1].joined) <= MOST_JOINED and (row.rest or _is_rest(made[-1], cells, roles, torn=row.torn)):
            _join(made[-1], cells, row, roles, torn=row.torn or row.rest)
            continue
        made.append(RawRow(cells, row.place, row.source, [1] * len(cells), list(row.doubts)))
    return made


def _is_rest(above: RawRow, cells: Sequence[GridCell], roles: Sequence[Role], *, torn: bool) -> bool:
    """Whether it is what did not fit on the page before, or one more line of merged cells: no number, nothing of its own."""
    filled = [at for at, cell in enumerate(cells) if cell.text.strip() and not cell.covered]
    if not filled or (roles[0] == Role.NUMBER and 0 in filled and NUMBER.fullmatch(cells[0].flat.strip())):
        return False
    title = roles.index(Role.TITLE) if Role.TITLE in roles else 0
    if title not in filled:
        return True
    if Role.NUMBER not in roles:
        return torn and _lowered(cells[title].flat)
    return torn and _goes_on(above, cells, filled, roles)


def _goes_on(above: RawRow, cells: Sequence[GridCell], filled: Sequence[int], roles: Sequence[Role]) -> bool:
    title = roles.index(Role.TITLE) if Role.TITLE in roles else 0
    if title not in filled:
        return True
    said, before = cells[title].flat, above.text(title)
    own = [at for at in filled if roles[at] in _VALUED and above.text(at).strip()]
    if own or any(is_ditto(cells[at].flat) for at in filled):
        return False
    if _BULLET.match(said):
        return before.splitlines()[-1:] != [] and _BULLET.match(before.splitlines()[-1]) is not None
    return _lowered(said) or not re.search(r"[.!?»”)]$", before.strip()) or filled == [title]


def _lowered(text: str) -> bool:
    first = next((sign for sign in text if sign.isalpha()), "")
    return first.islower()


def _join(above: RawRow, cells: Sequence[GridCell], row: GridRow, roles: Sequence[Role], *, torn: bool) -> None:
    for at, cell in enumerate(cells):
        if not cell.text.strip() or cell.covered:
            continue
        old = above.cells[at]
        lines = glued(old.lines, cell.lines) if torn or roles[at] == Role.EXECUTORS else (*old.lines, *cell.lines)
        above.cells[at] = replace(old, lines=lines, covered=False, sure=min(old.sure, cell.sure, 0.9))
        above.joined[at] += 1
    above.place = replace(above.place, last=row.place.last or above.place.last)
    above.source = f"{above.source}\n{row.source}"
    above.doubts += row.doubts
    above.doubts.append(Doubt("joined", " ".join(cell.flat for cell in cells if not cell.covered)[:200].strip(), row.place))


def glued(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """The end of one page and the beginning of the next: a sentence goes on in its line, an item of a list begins its own."""
    if not before or not after:
        return (*before, *after)
    if _BULLET.match(after[0]) or re.search(r"[^\W\d]{3,}[»”)]?[.!?;:]$", before[-1]):
        return (*before, *after)
    last = before[-1]
    joined = last[:-1] + after[0] if re.search(r"[а-яіїєґ]-$", last) and _lowered(after[0][:1]) else f"{last} {after[0]}"
    return (*before[:-1], joined, *after[1:])


def same(one: str, other: str) -> bool:
    return fold(one) == fold(other)
