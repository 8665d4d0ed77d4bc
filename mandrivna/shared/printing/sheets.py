"""Sheets to be filled in by hand: a code and a number above, numbered lines below. One sheet begins a page; PDF/UA."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mandrivna.shared.printing.document import clean
from mandrivna.shared.printing.pdf import typeset

TEMPLATE = Path(__file__).with_name("sheets.typ")


@dataclass(frozen=True)
class Sheet:
    """`svg` is the code of `address`, `alt` what a blind reader hears of it, `typed` the same in digits."""

    number: str
    address: str
    svg: str
    alt: str
    typed: str


@dataclass(frozen=True)
class Sheets:
    """`columns` are headings with their shares of the width; `day` is the label of the line for the date."""

    language: str
    library: str
    title: str
    place: str
    day: str
    columns: Sequence[tuple[str, float]]
    lines: int
    notes: Sequence[str]
    sheets: Sequence[Sheet]
    wide: bool = False


def write(sheets: Sheets) -> bytes:
    return typeset(TEMPLATE.read_bytes(), {"sheets": json.dumps(_cleaned(asdict(sheets)), ensure_ascii=False)})


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(inside) for name, inside in value.items()}
    return [_cleaned(inside) for inside in value] if isinstance(value, list | tuple) else value
