"""Round numbers along an axis, and where a value falls between them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` upon lengths from `start` to `end`."""

    ticks: tuple[float, ...]
    start: float
    end: float

    @property
    def low(self) -> float:
        return self.ticks[0]

    @property
    def high(self) -> float:
        return self.ticks[-1]

    def __call__(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def nice_ticks(values: Iterable[float], *, most: int = 5, zero: bool = True, whole: bool = True) -> tuple[float, ...]:
    """Steps of 1, 2 or 5 times a power of ten, from below the smallest to above the largest value; whole ones for counts."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if zero or low <= 0.6 * high:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = min(low, 0.0), max(high, 0.0) or (1.0 if low == 0 else 0.0)
    step = _step((high - low) / most, whole=whole)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def _step(rough: float, *, whole: bool) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough * (1 - 1e-9))
    return max(step, 1.0) if whole else step
