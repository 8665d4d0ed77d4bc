"""What a chart is about. Nothing here knows how it will look."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from mandrivna.planning.figures import NBSP
from mandrivna.planning.figures import number as figure

type Value = int | float | Decimal | None


class ChartKind(enum.StrEnum):
    BAR = "bar"
    """Columns side by side; on a telephone with long labels they lie down by themselves."""
    ACROSS = "across"
    """Bars that lie: long labels, rankings."""
    LINE = "line"
    STACKED = "stacked"
    HEAT = "heat"
    """Series are rows, labels are columns: weekday × hour, shelf × month."""
    SPARK = "spark"
    PLAN = "plan"
    """Two series, fact and plan: how far each row is."""


@dataclass(frozen=True)
class Series:
    """None is «немає даних»: a gap, never a zero."""

    name: str
    values: Sequence[Value]


@dataclass(frozen=True)
class ChartSpec:
    """`unit`: what is counted, in the caption. `head`: what the labels are («Місяць»). `additive`: a sum makes sense.

    `short`: other words for the labels («січ») where the full ones do not fit; the table and the sentence keep the full ones.
    """

    kind: ChartKind
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""
    head: str = ""
    short: Sequence[str] = ()
    digits: int = 0
    additive: bool = True
    compact: bool = False
    """Only the narrow drawing: for a tile or a column that is never wide."""

    def __post_init__(self) -> None:
        if wrong := [one.name for one in self.series if len(one.values) != len(self.labels)]:
            raise ValueError(f"as many values as labels are wanted: {wrong}")
        if self.short and len(self.short) != len(self.labels):
            raise ValueError("as many short labels as labels are wanted")
        if self.kind == ChartKind.PLAN and len(self.series) != 2:
            raise ValueError("a chart of plan and fact has two series")

    @property
    def known(self) -> list[float]:
        return [float(value) for one in self.series for value in one.values if value is not None]

    def cells(self) -> Iterator[tuple[Series, str, Value]]:
        return ((one, label, value) for one in self.series for label, value in zip(self.labels, one.values, strict=True))

    def show(self, value: Value) -> str:
        """«1 900», «12,5», «−3», «немає даних»."""
        return _("немає даних") if value is None else figure(exact(value), self.digits)

    def signed(self, value: Value) -> str:
        return f"+{self.show(value)}" if value is not None and value > 0 else self.show(value)

    def percent(self, part: float, whole: float) -> str:
        return f"{figure(exact(part / whole * 100))}{NBSP}%"


def exact(value: float | Decimal) -> Decimal:
    """A float as people read it: 0.1 is a tenth."""
    return value if isinstance(value, Decimal) else Decimal(str(value))


def total(values: Iterable[Value]) -> Decimal:
    """Of what is known."""
    return sum((exact(value) for value in values if value is not None), Decimal(0))
