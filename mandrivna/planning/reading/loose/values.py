"""Rows of figures in broken text: «3 Книговидача / зокрема електронна / 5885 / 1260 5 000 / 3 500»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandrivna.planning.reading.blocks import GridCell, GridRow
from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.loose.cells import join
from mandrivna.planning.reading.loose.tokens import Line
from mandrivna.planning.reading.said import Place

_FIGURE = re.compile(r"\d[\d.,]*%?|-")
MOST_LINES = 60


def indicator_rows(lines: Sequence[Line], width: int) -> Iterator[GridRow]:
    """`width` counts the label and the columns of figures. A row ends when its figures are full and words begin again."""
    open_: list[Line] = []
    for line in lines:
        still()
        if open_ and line.text and (len(open_) >= MOST_LINES or _begins(open_, line, width - 1)):
            yield from _row(open_, width)
            open_ = []
        if line.text or open_:
            open_.append(line)
    if open_:
        yield from _row(open_, width)


def _begins(before: Sequence[Line], line: Line, figures: int) -> bool:
    _number, label, found = _read(before, figures)
    words = re.sub(r"[\d\s.,%-]+", "", line.text)
    if re.match(r"\d\.?\s+[А-ЯҐЄІЇ]", line.text) or (re.fullmatch(r"\d\.?", line.text) and len(found) >= figures):
        return True
    closed = len(found) >= figures or (not found and bool(label) and _is_empty(before[-1].raw, figures))
    return bool(words) and closed


def _is_empty(raw: str, figures: int) -> bool:
    return len(raw) - len(raw.rstrip(" ")) > figures


def _read(lines: Sequence[Line], figures: int) -> tuple[str, list[str], list[tuple[int, str]]]:
    """(number, lines of the label, (line, figure) in order)."""
    number, label = "", list[str]()
    found: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        text = line.text
        if at == 0 and (start := re.match(r"(\d{1,2})\.?(?=\s|$)(?!\s*\d)", text)):
            number, text = start[1], text[start.end() :].strip()
        said = text.split()
        tail: list[str] = []
        while said and _FIGURE.fullmatch(said[-1]):
            tail.insert(0, said.pop())
        if said:
            label.append(" ".join(said))
        found += [(line.number, figure) for figure in _figures(tail, max(1, figures - len(found)))]
    return number, label, found


def _figures(said: list[str], wanted: int) -> list[str]:
    """As many as there is room for: «280 500» is two figures in two columns and one where one is left."""
    parts = said[:40]
    while len(parts) > wanted:
        fits = [at for at in range(len(parts) - 1) if re.fullmatch(r"\d{1,3}", parts[at]) and re.fullmatch(r"\d{3}", parts[at + 1])]
        if not fits:
            break
        parts[fits[-1] : fits[-1] + 2] = [f"{parts[fits[-1]]} {parts[fits[-1] + 1]}"]
    return parts


def _row(lines: Sequence[Line], width: int) -> Iterator[GridRow]:
    number, label, found = _read(lines, width - 1)
    if not number and not label and not found:
        return
    values: list[list[str]] = [[] for _column in range(width - 1)]
    for order, (_line, figure) in enumerate(found):
        if order < width - 1:
            values[order].append(figure)
        else:  # under the column whose cell has two figures: the last
            values[-1].append(figure)
    text: list[str] = []
    for said in label:
        if text and not re.match(r"зокрема|в т\.\s?ч|з них", said):
            text[-1] = join(text[-1], said)
        else:
            text.append(said)
    place = Place(first=lines[0].number, last=lines[-1].number)
    cells = [GridCell((number,) if number else ()), GridCell(tuple(text)), *(GridCell(tuple(one)) for one in values)]
    yield GridRow(tuple(cells), place, "\n".join(line.raw.strip() for line in lines if line.text))
