"""Lines under a head as rows: where a row begins is seen by its number, by empty lines between rows, or by what its cells say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.loose.cells import begins_item
from mandrivna.planning.reading.rows import NUMBER
from mandrivna.planning.reading.said import Role
from mandrivna.planning.reading.spaced.columns import Cut

VALUED = frozenset({Role.TERM, Role.EXECUTORS, Role.QUANTITY, Role.FORM_QUANTITY})
SURE, LESS, LEAST = 0.7, 0.6, 0.5
"""A table with lines is as sure as 1; under 0.75 the reviewer marks the row."""
MOST_LINES = 200


class Way(Enum):
    NUMBERS = "numbers"
    """Each number begins a row."""
    AIR = "air"
    """Rows are apart from each other by empty lines."""
    MIDDLE = "middle"
    """A number stands in the middle of its row's height."""
    WORDS = "words"
    """Without numbers: a row begins where its first cell does and something of value stands beside it."""


@dataclass(frozen=True)
class Grouped:
    cuts: tuple[Cut, ...]
    sure: float
    guessed: bool = False
    """Where it ends is not certain."""


@dataclass(frozen=True)
class Shape:
    """Which column is the number (None without one), which the title, which are of value."""

    number: int | None
    title: int
    valued: frozenset[int]


def grouped(cuts: Sequence[Cut], shape: Shape) -> Iterator[Grouped]:
    if not cuts:
        return
    way = _way(cuts, shape)
    if way is Way.MIDDLE:
        yield from _by_middle(cuts, shape)
        return
    open_: list[Cut] = []
    for cut in cuts:
        still()
        if open_ and (len(open_) >= MOST_LINES or _begins(way, cut, open_, shape)):
            yield _made(way, open_)
            open_ = []
        open_.append(cut)
    yield _made(way, open_)


def _made(way: Way, cuts: Sequence[Cut]) -> Grouped:
    return Grouped(tuple(cuts), LESS if way is Way.WORDS else SURE)


def numbered(cut: Cut, shape: Shape) -> bool:
    return shape.number is not None and NUMBER.fullmatch(cut.text(shape.number)) is not None


def _way(cuts: Sequence[Cut], shape: Shape) -> Way:
    blocks = _blocks(cuts)
    if shape.number is None:
        return Way.AIR if len(blocks) > 1 and _apart(blocks, shape) else Way.WORDS
    counts = [sum(numbered(cut, shape) for cut in block) for block in blocks]
    late = any(count == 1 and not numbered(block[0], shape) for block, count in zip(blocks, counts, strict=True))
    if late and max(counts) <= 1 and len(blocks) > 1:
        return Way.AIR
    return Way.MIDDLE if not numbered(cuts[0], shape) and any(counts) and not cuts[0].line.page else Way.NUMBERS


def _blocks(cuts: Sequence[Cut]) -> list[list[Cut]]:
    made: list[list[Cut]] = []
    for cut in cuts:
        if made and not cut.line.gap:
            made[-1].append(cut)
        else:
            made.append([cut])
    return made


def _apart(blocks: Sequence[Sequence[Cut]], shape: Shape) -> bool:
    """Most of what is between empty lines has a title and a value: then it is a row."""

    def is_row(block: Sequence[Cut]) -> bool:
        return any(cut.text(shape.title) for cut in block) and any(cut.text(at) for cut in block for at in shape.valued)

    whole = sum(map(is_row, blocks))
    return whole >= 0.6 * len(blocks)


def _begins(way: Way, cut: Cut, open_: Sequence[Cut], shape: Shape) -> bool:
    if way is Way.NUMBERS:
        return numbered(cut, shape) or (cut.line.gap and not cut.line.page and _by_itself(cut, open_, shape))
    if way is Way.AIR:
        if cut.line.page:  # the rest of a row that a page has torn
            return numbered(cut, shape) or not _lowered(cut.text(shape.title))
        return cut.line.gap
    return _by_words(cut, open_, shape)


def _by_itself(cut: Cut, open_: Sequence[Cut], shape: Shape) -> bool:
    """A row that has no number though its neighbours have: a name that begins, and values of its own."""
    title = cut.text(shape.title)
    told = any(one.text(at) for one in open_ for at in shape.valued)
    starts = bool(title) and (begins_item(title) or not _lowered(title))
    return starts and told and any(cut.text(at) for at in shape.valued)


def _by_words(cut: Cut, open_: Sequence[Cut], shape: Shape) -> bool:
    first = cut.text(shape.title)
    if not first or _lowered(first):
        return False
    has = any(cut.text(at) for at in shape.valued)
    told = any(one.text(at) for one in open_ for at in shape.valued)
    return (has and told) or (told and cut.line.gap and not cut.line.page)


def _lowered(text: str) -> bool:
    first = next((sign for sign in text if sign.isalpha()), "")
    return first.islower()


def _by_middle(cuts: Sequence[Cut], shape: Shape) -> Iterator[Grouped]:
    """As many lines under a number as over it, or one more or less, where a name begins."""
    numbers = [at for at, cut in enumerate(cuts) if numbered(cut, shape)]
    begin = 0
    for number, after in zip(numbers, [*numbers[1:], len(cuts)], strict=True):
        end = len(cuts) if after == len(cuts) else _end(cuts, begin, number, after, shape)
        yield Grouped(tuple(cuts[begin:end][:MOST_LINES]), LEAST, guessed=True)
        for at in range(begin + MOST_LINES, end, MOST_LINES):
            yield Grouped(tuple(cuts[at : min(end, at + MOST_LINES)]), LEAST, guessed=True)
        begin = end


def _end(cuts: Sequence[Cut], begin: int, number: int, after: int, shape: Shape) -> int:
    still()
    want = number + 1 + (number - begin)
    places = range(number + 1, min(after, number + MOST_LINES) + 1)

    def cost(at: int) -> float:
        said = cuts[at].text(shape.title)
        gap = 0.0 if cuts[at].line.gap else 1.0
        return abs(at - want) + (3.0 if said and _lowered(said) else 0.0) + gap

    return min(places, key=cost)
