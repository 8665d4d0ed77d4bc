"""The table of indicators: columns of years, rows with parts, two numbers in a cell for a total and its part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mandrivna.planning.reading.blocks import GridRow, Table
from mandrivna.planning.reading.columns import is_indicator_head
from mandrivna.planning.reading.heads import tall_head
from mandrivna.planning.reading.rows import fitted, is_numbers_of_columns
from mandrivna.planning.reading.said import IndicatorRow, Indicators

_NUMBER = re.compile(r"\d{0,2}\.?")
_VALUE = re.compile(r"[\d\s.,%+±-]*|немає даних|н/д", re.IGNORECASE)


def head_at(table: Table) -> tuple[int, tuple[str, ...]] | None:
    """(the first row under the head, names of the columns)."""
    for at, row in enumerate(table.rows[:4]):
        if (tall := tall_head(table.rows, at)) and not tall.roles:
            return at + tall.rows, tall.names
        if is_indicator_head([cell.flat for cell in row.cells]):
            return at + 1, tuple(cell.flat for cell in row.cells)
    return None


def indicators_of(table: Table, title: str = "") -> Indicators:
    found = head_at(table)
    if found is None:
        return Indicators(title=title)
    first, heads = found[0], list(found[1])
    while heads and not heads[-1].strip():
        heads.pop()
    numbered = not heads[0].strip() or heads[0].strip().startswith("№")
    rows: list[IndicatorRow] = []
    for row in table.rows[first:]:
        if is_numbers_of_columns(row) or not row.filled:
            continue
        _take(rows, row, len(heads), numbered=numbered)
    return Indicators(tuple(heads[1:] if numbered else heads), tuple(rows), title)


def _take(rows: list[IndicatorRow], row: GridRow, width: int, *, numbered: bool) -> None:
    cells = fitted(row, width)
    said = ["" if cell.covered else cell.text for cell in cells]
    number, label, values = ("", said[0], said[1:]) if not numbered else (said[0].strip(), said[1], said[2:])
    if not _NUMBER.fullmatch(number):
        number, label = "", " ".join(filter(None, (number, label)))
    if rows and not number and not label.strip() and any(value.strip() for value in values):
        rows[-1] = _second_value(rows[-1], values)
        return
    sure = min((cell.sure for cell in row.cells), default=1.0)
    rows.append(_parted(IndicatorRow(number.rstrip("."), label, tuple(values), row.place, row.source, sure)))


def _second_value(above: IndicatorRow, values: Sequence[str]) -> IndicatorRow:
    """The second number of «Книговидача, зокрема електронна» stands in a row without a label."""
    both = tuple("\n".join(filter(None, pair)) for pair in zip(above.values, values, strict=True))
    return _parted(replace(above, values=both))


def _parted(row: IndicatorRow) -> IndicatorRow:
    """Two numbers in a cell and «зокрема» in a label of one line: the label has two lines too."""
    if not any("\n" in value for value in row.values) or "\n" in row.label:
        return row
    label = re.sub(r"\s+(?=(?:зокрема|в т\.?\s?ч|у тому числі|з них)\b)", "\n", row.label, count=1)
    return replace(row, label=label)


def looks_like_values(row: GridRow) -> bool:
    return len(row.cells) > 1 and all(_VALUE.fullmatch(cell.flat) for cell in row.cells[2:])
