"""Lines with gaps where nothing is known, and the small line that stands within a text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from mandrivna.faces.look.charts.bars import Drawing
from mandrivna.faces.look.charts.frame import (
    DASHES,
    MARKS,
    Canvas,
    below,
    colour,
    grid,
    mark,
    missing,
    room_below,
    told,
    under,
    upright,
    words,
)  # fmt: skip
from mandrivna.faces.look.charts.scale import Scale
from mandrivna.faces.look.charts.spec import ChartSpec, Value
from mandrivna.faces.look.svg import el, together, width_of

MOST_MARKS = 31
SPARK = (120.0, 30.0)

type Spot = tuple[float, float]


def lines(spec: ChartSpec, canvas: Canvas) -> Drawing:
    beside = upright(spec, canvas, spec.known, 0, zero=False)[1]
    band = (canvas.width - beside) / len(spec.labels)
    labels = below(spec, band, canvas.size)
    scale, left = upright(spec, canvas, spec.known, room_below(labels, canvas.size), zero=False)
    parts = [grid(spec, canvas, scale, left)]
    for number, one in enumerate(spec.series):
        spots = _spots(one.values, left, band, scale)
        parts += [_line(number, run) for run in _runs(spots) if len(run) > 1]
        alone = {run[0] for run in _runs(spots) if len(run) == 1}
        for label, value, spot in zip(spec.labels, one.values, spots, strict=True):
            if spot is not None and (len(spec.labels) <= MOST_MARKS or spot in alone):
                parts.append(mark(number, *spot, told(spec, one, label, value)))
    if len(spec.series) == 1:
        parts.append(_told_ends(spec, canvas, _spots(spec.series[0].values, left, band, scale)))
    return together(*parts, _nothing_known(spec, canvas, left, band, scale), under(canvas, labels, left, band)), canvas.height


def _spots(values: Sequence[Value], left: float, band: float, scale: Scale) -> list[Spot | None]:
    return [None if value is None else (left + band * (place + 0.5), scale(float(value))) for place, value in enumerate(values)]


def _runs(spots: Iterable[Spot | None]) -> list[list[Spot]]:
    """Pieces without a gap."""
    found: list[list[Spot]] = [[]]
    for spot in spots:
        if spot is None:
            found.append([])
        else:
            found[-1].append(spot)
    return [run for run in found if run]


def _line(number: int, run: list[Spot]) -> SafeString:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in run)
    return el("path", class_=f"chart-line {colour(number)}", d=path, fill="none", stroke_dasharray=DASHES[number % MARKS])


def _nothing_known(spec: ChartSpec, canvas: Canvas, left: float, band: float, scale: Scale) -> SafeString:
    """«н/д» at the foot of a label for which no series knows anything, where the word has room."""
    if width_of("н/д", canvas.size) > band:
        return SafeString("")
    gaps = [place for place in range(len(spec.labels)) if all(one.values[place] is None for one in spec.series)]
    told_gap = [f"{spec.labels[place]}: {spec.show(None)}" for place in gaps]
    foot = scale(scale.low) - 4
    return together(*(missing(canvas, left + band * (gap + 0.5), foot, about) for gap, about in zip(gaps, told_gap, strict=True)))


def _told_ends(spec: ChartSpec, canvas: Canvas, spots: list[Spot | None]) -> SafeString:
    """The largest and the last value in numbers, unless they would stand upon one another."""
    known = [(spot, value) for spot, value in zip(spots, spec.series[0].values, strict=True) if spot and value is not None]
    top, last = max(known, key=lambda one: float(one[1])), known[-1]
    chosen = [last] if top is last or abs(top[0][0] - last[0][0]) < 60 else [top, last]
    parts = []
    for (x, y), value in chosen:
        text = spec.show(value)
        half = width_of(text, canvas.size) / 2
        before = next((spot for spot, _value in reversed(known) if spot[0] < x), (x, y))
        down = before[1] < y  # the line comes from above: its number stands below
        parts.append(words(canvas, text, min(x, canvas.width - half - 1), y + (17 if down else -9), "middle", above=True))
    return together(*parts)


def spark(spec: ChartSpec) -> SafeString:
    """The course of one series at the height of a line of text; its last value is a dot."""
    width, height = SPARK
    known = spec.known
    low, high = min(known), max(known)
    scale = Scale((low, high) if low < high else (low - 1, low + 1), height - 5, 5.0)
    values = spec.series[0].values
    spots = _spots(values, 4.0, (width - 8) / len(values), scale)
    parts = [_line(0, run) if len(run) > 1 else el("circle", class_="chart-mark chart-1", cx=run[0][0], cy=run[0][1], r=1.6)
             for run in _runs(spots)]  # fmt: skip
    x, y = next(spot for spot in reversed(spots) if spot is not None)
    return together(*parts, el("circle", class_="chart-mark chart-1", cx=x, cy=y, r=3.2))
