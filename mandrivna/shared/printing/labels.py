"""Labels on sheets and rolls, as PDF: one cell a label, exactly where the paper has it.

    labels.write([Label(lines=["84", "Л 68"], code="200010000012")], SHEETS["a4_3x8"], layout=Layout.COVER, first=5)

Sizes are data in millimetres. A sheet already begun is used on from its first free cell.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from mandrivna.shared import qr
from mandrivna.shared.printing import code128
from mandrivna.shared.printing.document import clean

TEMPLATE = Path(__file__).with_name("labels.typ")
A4 = (210.0, 297.0)
FINEST = 0.19
"""Millimetres a module of bars may not go below: what a laser printer draws and a cheap scanner still reads."""


class Layout(StrEnum):
    COVER = "cover"
    SPINE = "spine"


class Mark(StrEnum):
    BARS = "bars"
    QR = "qr"
    BOTH = "both"


@dataclass(frozen=True, kw_only=True)
class Paper:
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0
    top: float = 0
    gap_x: float = 0
    gap_y: float = 0

    @property
    def roll(self) -> bool:
        """A label printer: each label is a page of its own."""
        return self.columns == self.rows == 1

    @property
    def page(self) -> tuple[float, float]:
        return (self.width + 2 * self.left, self.height + 2 * self.top) if self.roll else A4

    @property
    def cells(self) -> int:
        return self.columns * self.rows

    def fits(self) -> bool:
        """All cells lie on the page."""
        wide, high = self.page
        across = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        down = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        return (
            min(self.columns, self.rows) > 0
            and min(self.width, self.height) >= 10
            and across <= wide + 0.01
            and down <= high + 0.01
        )


@dataclass(frozen=True, kw_only=True)
class Label:
    """`shelf` and `sign` are the shelf mark, one under the other; `number` that of the inventory; `owner`, `title` small print."""

    code: str
    shelf: str = ""
    sign: str = ""
    number: str = ""
    owner: str = ""
    title: str = ""


def write(labels: Sequence[Label], paper: Paper, *, layout: Layout = Layout.COVER, mark: Mark = Mark.BARS, first: int = 1) -> bytes:
    return compiled(labels, paper, layout=layout, mark=mark, first=first, format="pdf", timestamp=0)


def compiled(labels: Sequence[Label], paper: Paper, *, layout: Layout, mark: Mark, first: int, **how: Any) -> bytes:
    """As a picture, too: so the tests look at it and read the codes back."""
    import typst  # noqa: PLC0415 - slow import

    first = 1 if paper.roll else max(1, min(first, paper.cells))
    wide, high = paper.page
    given = {
        "paper": {
            **{name: getattr(paper, name) for name in ("columns", "rows", "width", "height", "left", "top", "gap_x", "gap_y")}
        },
        "page": [wide, high],
        "layout": layout,
        "first": first - 1,
        "labels": [_given(label, paper, mark) for label in labels],
    }
    inputs = {"labels": json.dumps(given, ensure_ascii=False)}
    made = typst.compile(TEMPLATE.read_bytes(), ignore_system_fonts=True, sys_inputs=inputs, **how)
    return bytes(made[0] if isinstance(made, list) else made)


def _given(label: Label, paper: Paper, mark: Mark) -> dict[str, object]:
    """Bars where they can be read; else the square, which holds any letters and fits anywhere."""
    bars = mark != Mark.QR and code128.codable(label.code) and _fine(label.code, paper)
    square = mark != Mark.BARS or not bars
    said = {name: clean(getattr(label, name)) for name in ("code", "shelf", "sign", "number", "owner", "title")}
    return {
        **said,
        "bars": code128.svg(label.code) if bars else "",
        "modules": code128.modules(label.code) if bars else 0,
        "square": qr.svg(label.code) if square else "",
    }


def _fine(code: str, paper: Paper) -> bool:
    return (paper.width - 4) / code128.modules(code) >= FINEST
