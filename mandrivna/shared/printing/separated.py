"""Tables as CSV that a Ukrainian Excel opens by a double click: UTF-8 with its mark, semicolons, and no formula in any cell."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

type Value = str | int | Decimal | None

MARK = "\ufeff"
BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What a csv writer takes for a file: the last line is handed over instead of kept."""

    def write(self, text: str) -> str:
        return text


def separated(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """Line by line, so that a long list is never whole in memory."""
    writer = csv.writer(_Line(), delimiter=";")
    yield MARK + writer.writerow([harmless(label) for label in header])
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])


def harmless(value: Value) -> str:
    """A number is a number, also below nought; a text that a spreadsheet would calculate is shown as a text."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value.startswith(BEGINS_A_FORMULA) else value
