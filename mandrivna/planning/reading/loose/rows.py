"""Words of a table to its cells: the cheapest way to cut them, a row at a time."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.loose.scores import LONGEST, Table, score
from mandrivna.planning.reading.loose.tokens import Token
from mandrivna.planning.reading.rows import NUMBER
from mandrivna.planning.reading.said import Role
from mandrivna.planning.reading.terms import term_of
from mandrivna.shared.text.folding import fold

MOST_TOKENS = 420
"""Of one row; a longer one is not cut: it goes whole into the title, and says so."""
ENOUGH = 24
"""Rows that show how wide the columns are."""
NEW_ROW, REST = -2.0, -1.0
UNCUT = -99.0
HOPELESS = 14.0


@dataclass(frozen=True)
class Cut:
    """One row: for each column from which token to which; `rest`: it goes on the row before, from the page before."""

    cells: tuple[tuple[int, int], ...]
    rest: bool
    points: float
    tokens: Sequence[Token]


def chunks(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """From one number to the next; numbers that are no numbers of rows do not follow the one before."""
    starts: list[int] = []
    last: tuple[int, ...] = ()
    for at, token in enumerate(tokens):
        if not token.first or not NUMBER.fullmatch(token.text):
            continue
        number = tuple(int(part) for part in token.text.rstrip(".").split("."))
        if _follows(last, number) and not _is_value(tokens, at):
            starts.append(at)
            last = number
    if not starts or starts[0] != 0:
        starts.insert(0, 0)
    yield from zip(starts, [*starts[1:], len(tokens)], strict=True)


def _follows(last: tuple[int, ...], number: tuple[int, ...]) -> bool:
    if not last:
        return number[-1] in (1, 2) and len(number) <= 3
    if len(number) > len(last):
        return number[: len(last)] == last and len(number) == len(last) + 1 and number[-1] <= 3
    return number[:-1] == last[: len(number) - 1] and 1 <= number[-1] - last[len(number) - 1] <= 3


def _is_value(tokens: Sequence[Token], at: int) -> bool:
    """«2 кв.», «1 раз на місяць», «3 прим.» at the beginning of a line."""
    line = [token.text for token in tokens[at : at + 6] if token.text and token.line == tokens[at].line]
    return any(
        term_of("", " ".join(line[:size]), None, has_parent_term=False).short not in ("?", "none")
        for size in (2, 3, 4)
        if size <= len(line)
    ) or (
        len(line) == 2
        and re.fullmatch(r"(?:прим|док|запис|осіб|особ|довід|консульт|інформ|шт|полиц)[а-яіїєґ]*\.?", line[1]) is not None
    )


def cut(table: Table, tokens: Sequence[Token]) -> list[Cut]:
    """Twice: first with widths that are usual, then with those that the first time showed and the values it found often."""
    parts = [tokens[first:end] for first, end in chunks(tokens)]
    found = [one for part in parts[:ENOUGH] for one in _cut_one(table, part)]
    _learn(table, found)
    return [one for part in parts for one in _cut_one(table, part)]


def _cut_one(table: Table, tokens: Sequence[Token]) -> list[Cut]:
    if len(tokens) > MOST_TOKENS:
        return [_uncut(table, tokens)]
    width, many = len(table.roles), len(tokens)
    best: dict[tuple[int, int, bool], float] = {(0, 0, False): 0.0}
    if tokens[0].page or not (tokens[0].first and NUMBER.fullmatch(tokens[0].text)):
        best[0, 0, True] = REST
    back: dict[tuple[int, int, bool], tuple[int, int, bool]] = {}
    for at in range(many + 1):
        still()
        _columns(table, tokens, at, best, back)
        if _next_row(tokens, at, width, best, back):
            _columns(table, tokens, at, best, back)
    ends = [(best[many, width, rest], rest) for rest in (False, True) if (many, width, rest) in best]
    if not ends:
        return [_uncut(table, tokens)]
    points, rest = max(ends)
    return list(_walked(tokens, (many, width, rest), back, points, width))


type _State = tuple[int, int, bool]


def _columns(table: Table, tokens: Sequence[Token], at: int, best: dict[_State, float], back: dict[_State, _State]) -> None:
    """What is far behind the best way to here is left: it would not win by the rest of the row."""
    here_best = max(
        (best.get((at, column, rest), UNCUT) for column in range(len(table.roles) + 1) for rest in (False, True)), default=0.0
    )
    for column in range(len(table.roles)):
        for rest in (False, True):
            here = best.get((at, column, rest))
            if here is not None and here > here_best - HOPELESS:
                _steps(table, tokens, (at, column, rest), here, best, back)


def _steps(
    table: Table, tokens: Sequence[Token], state: _State, here: float, best: dict[_State, float], back: dict[_State, _State]
) -> None:
    at, column, rest = state
    most = min(len(tokens), at + LONGEST.get(table.roles[column], len(tokens)))
    for end in range(at, most + 1):
        points = here + score(table, column, tokens, at, end, rest=rest)
        there = (end, column + 1, rest)
        if points > best.get(there, UNCUT * 4):
            best[there] = points
            back[there] = state


def _next_row(tokens: Sequence[Token], at: int, width: int, best: dict[_State, float], back: dict[_State, _State]) -> bool:
    """A row without a number begins with an empty cell; what goes on from the page before begins a page."""
    if at >= len(tokens) or not tokens[at].first:
        return False
    found = False
    for rest in (False, True):
        here = best.get((at, width, rest))
        if here is None:
            continue
        begins = [(False, NEW_ROW)] if not tokens[at].text else []
        begins += [(True, REST)] if tokens[at].page else []
        for goes_on, cost in begins:
            if here + cost > best.get((at, 0, goes_on), UNCUT * 4):
                best[at, 0, goes_on] = here + cost
                back[at, 0, goes_on] = (at, width, rest)
                found = True
    return found


def _walked(tokens: Sequence[Token], state: _State, back: dict[_State, _State], points: float, width: int) -> Iterator[Cut]:
    path = [state]
    while path[-1] in back:
        path.append(back[path[-1]])
    path.reverse()
    cells: list[tuple[int, int]] = []
    for before, after in itertools.pairwise(path):
        if after[1] == 0:
            continue
        cells.append((before[0], after[0]))
        if len(cells) == width:
            yield Cut(tuple(cells), after[2], points, tokens)
            cells = []


def _uncut(table: Table, tokens: Sequence[Token]) -> Cut:
    title = table.roles.index(Role.TITLE)
    numbered = table.roles[0] == Role.NUMBER and bool(NUMBER.fullmatch(tokens[0].text)) if tokens else False
    first = 1 if numbered else 0
    cells = [
        (0, first) if at == 0 and numbered else (first, len(tokens)) if at == title else (len(tokens),) * 2
        for at in range(len(table.roles))
    ]
    return Cut(tuple((one, other) for one, other in cells), False, UNCUT, tokens)


def _learn(table: Table, found: Sequence[Cut]) -> None:
    lengths: dict[int, list[int]] = {}
    values: dict[int, Counter[str]] = {}
    for one in found:
        if one.points == UNCUT:
            continue
        for column, (at, end) in enumerate(one.cells):
            said = [token for token in one.tokens[at:end] if token.text]
            if not said or (table.roles[column] in (Role.NUMBER,)):
                continue
            lines = Counter[int]()
            for token in said:
                lines[token.line] += len(token.text) + 1
            lengths.setdefault(column, []).append(max(lines.values()) - 1)
            values.setdefault(column, Counter())[fold(" ".join(token.text for token in said))] += 1
    for column, seen in lengths.items():
        if len(seen) > 1:
            seen.sort()
            lone = table.roles[column] != Role.TITLE and len(seen) > 3 and seen[-1] > seen[-2] + 3
            table.widths[column] = max(8, seen[-2] if lone else seen[-1])
    table.values = {column: {text: many for text, many in counted.items() if many > 1} for column, counted in values.items()}
