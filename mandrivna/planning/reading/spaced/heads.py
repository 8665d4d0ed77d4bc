"""A head laid out by spaces: lines of known words, wrapped or over one another, as columns with their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from mandrivna.planning.reading.columns import compact, is_indicator_head, synonyms, words
from mandrivna.planning.reading.heads import roles_of_parts
from mandrivna.planning.reading.rows import NUMBER
from mandrivna.planning.reading.said import Role
from mandrivna.planning.reading.spaced.lines import Laid, Word, said
from mandrivna.shared.text.folding import fold

MOST_LINES, LONGEST, MOST_COLUMNS = 7, 60, 14
_NUMBER_SIGN = re.compile(r"№(?:\s*(?:[зп]\s*[/\\.]?\s*п|п[/\\.]?п)\.?)?")


@dataclass(frozen=True)
class Column:
    left: float
    right: float
    parts: tuple[str, ...]
    """From the wide word over several columns to its own."""


@dataclass(frozen=True)
class SpacedHead:
    lines: int
    columns: tuple[Column, ...]
    roles: tuple[Role, ...]
    """Empty for a table of indicators."""
    known: int
    nameless: bool = False
    """Over the numbers of rows stands nothing."""

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        return tuple(one.parts for one in self.columns)

    def repeats(self, other: SpacedHead) -> bool:
        return self.names == other.names[int(other.nameless) :]

    @property
    def numbered(self) -> bool:
        return (
            self.nameless
            or _NUMBER_SIGN.match(self.columns[0].parts[-1]) is not None
            or (bool(self.roles) and self.roles[0] == Role.NUMBER)
        )


def head_at(lines: Sequence[Laid], at: int) -> SpacedHead | None:
    """The head that begins at this line, with as many lines as make most of its columns known."""
    if not _may_begin(lines[at]):
        return None
    best: SpacedHead | None = None
    worse = 0
    for taken in range(1, min(MOST_LINES, len(lines) - at) + 1):
        line = lines[at + taken - 1]
        if taken > 1 and (line.gap or line.page or not _may_go_on(line) or line.text == lines[at].text):
            break
        found = _head(lines[at : at + taken])
        if found and (best is None or found.known > best.known or _ends_known(found, best)):
            best, worse = found, 0
        elif best:  # «Відповідальний» over «за» over «виконання» is known, then not, then known again
            worse += 1
        if worse > 1:
            break
    return _with_tail(lines, at, best) if best else None


def _ends_known(found: SpacedHead, before: SpacedHead) -> bool:
    """Lines more, and as many known names: of one of them they are the rest («Термін» over «виконання»)."""
    known = {one.parts for one in before.columns if compact(one.parts[-1]) in synonyms()}
    return found.known == before.known and any(
        one.parts not in known and compact(one.parts[-1]) in synonyms() for one in found.columns
    )


def with_numbers(head: SpacedHead, lines: Sequence[Laid]) -> SpacedHead:
    """Rows may be numbered on the left of all heads."""
    if head.numbered:
        return head
    edge = head.columns[0].left
    found = [
        line.pieces[0][0] for line in lines if len(line.pieces) > 1 and len(line.pieces[0]) == 1 and line.words[0].right < edge
    ]
    found = [word for word in found if NUMBER.fullmatch(word.text)]
    if len(found) < 2:
        return head
    column = Column(min(word.left for word in found), max(word.right for word in found), ("№" if head.roles else "",))
    roles = (Role.NUMBER, *head.roles) if head.roles else ()
    return replace(head, columns=(column, *head.columns), roles=roles, nameless=True)


@cache
def _first_words() -> frozenset[str]:
    names = [name for kind in words()["columns"].values() for name in kind]
    return frozenset({fold(name).split()[0] for name in names} | {"показники", "показник", "найменування"})


def _may_begin(line: Laid) -> bool:
    if len(line.pieces) > MOST_COLUMNS or not all(len(said(piece)) <= LONGEST for piece in line.pieces):
        return False
    return any(fold(piece[0].text).rstrip("/-") in _first_words() or piece[0].text.startswith("№") for piece in line.pieces)


def _may_go_on(line: Laid) -> bool:
    if NUMBER.fullmatch(line.words[0].text) and not re.fullmatch(r"20\d\d", line.words[0].text) and len(line.words) > 1:
        return False
    return len(line.pieces) <= MOST_COLUMNS and all(len(said(piece)) <= LONGEST for piece in line.pieces)


def _head(lines: Sequence[Laid]) -> SpacedHead | None:
    rows = [[part for piece in line.pieces for part in _parted(piece)] for line in lines]
    groups = _groups(rows)
    wide = {id(group) for group, _over in groups}
    columns = _columns([[piece for piece in row if id(piece) not in wide] for row in rows])
    if not 2 <= len(columns) <= MOST_COLUMNS:
        return None
    made = [_under(column, groups) for column in columns]
    if sum(len(one.parts) > 1 for one in made) == len(made):  # a heading over the whole table
        return None
    parts = [column.parts for column in made]
    known = sum(compact(part[-1]) in synonyms() or compact(" ".join(part)) in synonyms() for part in parts)
    if is_indicator_head([": ".join(part) for part in parts]):
        years = sum(re.search(r"20\d\d", " ".join(part)) is not None for part in parts)
        return SpacedHead(len(lines), tuple(made), (), known + years)
    roles = roles_of_parts(parts) if len(parts) > 2 else None
    return SpacedHead(len(lines), tuple(made), tuple(roles), known) if roles and known > 1 else None


def _parted(piece: tuple[Word, ...]) -> Iterable[tuple[Word, ...]]:
    """«№ Назва заходу» with one space is two heads; so are two whole known ones."""
    if compact(said(piece)) in synonyms() or len(piece) < 2:
        return [piece]
    for at in range(len(piece) - 1, 0, -1):
        before, after = said(piece[:at]), said(piece[at:])
        if _NUMBER_SIGN.fullmatch(before) or (compact(before) in synonyms() and compact(after) in synonyms()):
            return [piece[:at], *_parted(piece[at:])]
    return [piece]


type _Piece = tuple[Word, ...]


def _overlap(one: _Piece, other: _Piece) -> bool:
    return one[0].left < other[-1].right and other[0].left < one[-1].right


def _groups(rows: Sequence[Sequence[_Piece]]) -> list[tuple[_Piece, tuple[float, float]]]:
    """Words that stand over several columns at once, and from where to where."""
    found = []
    for at, row in enumerate(rows):
        for piece in row:
            others = [one for above in rows[: at + 1] for one in above if one is not piece]
            stands = any(_overlap(piece, one) for below in rows[at + 1 :] for one in below)
            for below in rows[at + 1 :]:
                if reach := _reach(piece, below, others, stands=stands):
                    found.append((piece, reach))
                    break
    return found


def _reach(piece: _Piece, below: Sequence[_Piece], others: Sequence[_Piece], *, stands: bool) -> tuple[float, float] | None:
    """Over two of them, or in the middle over a run that nothing else stands over. `stands`: it has a word under it somewhere."""
    over = [one for one in below if _overlap(piece, one)]
    if len(over) > 1:
        return over[0][0].left, over[-1][-1].right
    if stands and not over:
        return None
    free = [not any(_overlap(one, other) for other in others) for one in below]
    middle = (piece[0].left + piece[-1].right) / 2
    first = below.index(over[0]) if over else sum(one[-1].right <= middle for one in below)
    last = first if over else first - 1
    if over and not free[first]:
        return None
    while first > 0 and free[first - 1]:
        first -= 1
    while last + 1 < len(below) and free[last + 1]:
        last += 1
    if last - first < 1:
        return None
    start, end = below[first][0].left, below[last][-1].right
    return (start, end) if abs((start + end) / 2 - middle) <= 0.12 * (end - start) else None


def _columns(rows: Sequence[Sequence[_Piece]]) -> list[Column]:
    """Pieces that stand over one another are one head."""
    pieces = sorted((piece[0].left, piece[-1].right, at, said(piece)) for at, row in enumerate(rows) for piece in row)
    runs: list[tuple[float, float, list[tuple[int, str]]]] = []
    for left, right, at, text in pieces:
        if runs and left < runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], right), [*runs[-1][2], (at, text)])
        else:
            runs.append((left, right, [(at, text)]))
    return [Column(left, right, (_name([text for _at, text in sorted(said_)]),)) for left, right, said_ in runs]


def _name(lines: Sequence[str]) -> str:
    made = lines[0]
    for line in lines[1:]:
        if made.endswith(("-", "\u00ad")):
            made = made[:-1] + line if line[:1].islower() else made + line
        elif " " not in _cut_names().get(compact(made + line), " "):
            made += line
        else:
            made = f"{made} {line}"
    return made


@cache
def _cut_names() -> dict[str, str]:
    return {compact(name): name for names in words()["columns"].values() for name in reversed(names)}


def _under(column: Column, groups: Sequence[tuple[_Piece, tuple[float, float]]]) -> Column:
    over = [said(group) for group, (left, right) in groups if left <= column.left and column.right <= right]
    return Column(column.left, column.right, (*over, *column.parts))


def _figures(line: Laid) -> bool:
    return any(re.fullmatch(r"[\d\s.,%–-]+", said(piece)) for piece in line.pieces)


def _with_tail(lines: Sequence[Laid], at: int, head: SpacedHead) -> SpacedHead:
    """Last words of names nobody knows, also under years: they are the head's while nothing stands under its number and title."""
    first = head.roles.index(Role.TITLE) if head.roles else int(head.numbered)
    free = head.columns[first + 1 :]
    taken = head.lines
    while taken < MOST_LINES and at + taken < len(lines):
        line = lines[at + taken]
        inside = all(any(piece[0].left < one.right and one.left < piece[-1].right for one in free) for piece in line.pieces)
        rest = head.numbered or line.text[:1].islower()
        if line.gap or line.page or not inside or not rest or (not head.roles and _figures(line)):
            break
        taken += 1
    whole = _head(lines[at : at + taken]) if taken > head.lines else None
    return whole if whole and whole.known >= head.known and len(whole.columns) == len(head.columns) else head
