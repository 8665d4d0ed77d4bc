"""The table of indicators laid out by spaces: a name that may be wrapped, and its figures under the years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandrivna.planning.reading.blocks import GridCell, GridRow
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.said import Doubt, Place, Role
from mandrivna.planning.reading.spaced.columns import Cut
from mandrivna.planning.reading.spaced.heads import SpacedHead
from mandrivna.planning.reading.spaced.rows import SURE, Shape, numbered
from mandrivna.planning.reading.spaced.words import Rejoining

MOST_LINES = 60
_PART = re.compile(r"зокрема|в т\.?\s?ч|у тому числі|з них|із них", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?")


def figure_rows(cuts: Sequence[Cut], head: SpacedHead, table: int, rejoining: Rejoining) -> Iterator[GridRow]:
    name = 1 if head.numbered else 0
    shape = Shape(0 if head.numbered else None, name, frozenset(range(name + 1, len(head.columns))))
    open_: list[Cut] = []
    for cut in cuts:
        still()
        if open_ and (len(open_) >= MOST_LINES or _begins(open_, cut, shape)):
            yield _row(open_, shape, table, rejoining)
            open_ = []
        open_.append(cut)
    if open_:
        yield _row(open_, shape, table, rejoining)


def _begins(open_: Sequence[Cut], cut: Cut, shape: Shape) -> bool:
    """At a number, at a name with figures when the row has its own already; «зокрема» is a part of the row."""
    label = cut.text(shape.title)
    if numbered(cut, shape):
        return True
    if not label:
        return False
    figures, full = bool(_figures(cut, shape)), any(_figures(one, shape) for one in open_)
    if full and figures:
        return not _PART.match(label)
    if any(numbered(one, shape) for one in open_):
        return figures and label[:1].isupper()
    return (cut.line.gap and not label[:1].islower()) or (full and (cut.line.gap or label[:1].isupper()))


def _figures(cut: Cut, shape: Shape) -> list[str]:
    return [text for at in sorted(shape.valued) if (text := cut.text(at))]


def _row(cuts: Sequence[Cut], shape: Shape, table: int, rejoining: Rejoining) -> GridRow:
    first, last = cuts[0].line, cuts[-1].line
    place = Place(first.leaf, table, first.number, last.number)
    rejoining.doubted = []
    label: list[str] = []
    told = False
    for cut in cuts:
        said = cut.text(shape.title)
        if not said:
            told |= bool(_figures(cut, shape))
            continue
        if label and not (_PART.match(said) or (told and _figures(cut, shape))):
            label[-1] = rejoining.join(label[-1], said, Role.TITLE)
        else:
            label.append(said)
        told |= bool(_figures(cut, shape))
    width = max(shape.valued, default=shape.title) + 1
    cells = []
    for column in range(width):
        lines = tuple(label) if column == shape.title else tuple(text for cut in cuts if (text := cut.text(column)))
        sure = 0.4 if any(column in cut.between for cut in cuts) else SURE
        cells.append(GridCell(lines, place, sure=sure))
    if shape.number is None:
        cells.insert(0, GridCell((), place))
    doubts = tuple(Doubt("hyphen", word, place) for word in rejoining.doubted)
    return GridRow(tuple(cells), place, "\n".join(cut.line.raw.strip() for cut in cuts), doubts=doubts)
