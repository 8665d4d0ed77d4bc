"""Charts to look into: a spec in one line, its SVG as elements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series, draw
from mandrivna.faces.look.charts.spec import Value

MONTHS = [
    "січень", "лютий", "березень", "квітень", "травень", "червень",
    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень",
]  # fmt: skip


def spec(kind: ChartKind, *rows: Sequence[Value], labels: Sequence[str] = (), **about: Any) -> ChartSpec:
    names = about.pop("names", [f"Ряд {number}" for number in range(1, len(rows) + 1)])
    series = [Series(name, values) for name, values in zip(names, rows, strict=True)]
    return ChartSpec(kind, about.pop("title", "Видача"), labels or MONTHS[: len(rows[0]) if rows else 0], series, **about)


class Drawing:
    """The elements of one SVG; `compact` is that of a telephone."""

    def __init__(self, about: ChartSpec, *, compact: bool = False) -> None:
        self.text = str(draw(about, "c1", compact=compact))
        self.root = ElementTree.fromstring(self.text)

    def all(self, kind: str) -> list[ElementTree.Element]:
        """In the order of drawing, those that have the class."""
        return [one for one in self.root.iter() if kind in one.get("class", "").split()]

    def lengths(self, kind: str, name: str) -> list[float]:
        return [float(one.get(name, "nan")) for one in self.all(kind)]

    def titles(self, kind: str) -> list[str]:
        return [one.findtext("title", "") for one in self.all(kind)]

    @property
    def words(self) -> list[str]:
        return ["".join(one.itertext()) for one in self.root.iter("text")]

    @property
    def box(self) -> tuple[float, float]:
        _left, _top, width, height = (float(part) for part in self.root.get("viewBox", "").split())
        return width, height
