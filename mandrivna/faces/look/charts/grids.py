"""Rows of cells: a heat-map, and how far the fact is from the plan."""

from __future__ import annotations

import math
from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandrivna.faces.look.charts.bars import Drawing
from mandrivna.faces.look.charts.frame import Canvas, block, words
from mandrivna.faces.look.charts.spec import ChartSpec, Value, exact
from mandrivna.faces.look.svg import el, shortened, together, width_of, wrapped

LEVELS = 5
CELL_GAP = 2.0
WIDEST_HEAD = 80.0


def level(value: float, low: float, high: float) -> int:
    """0 for the least (or nothing at all), then five even steps."""
    base = min(low, 0.0)
    return 0 if value <= base or high <= base else min(LEVELS, max(1, math.ceil((value - base) / (high - base) * LEVELS)))


def level_words(spec: ChartSpec) -> list[str]:
    """What each shade means, «1–24»; steps that no value of whole numbers can have are left out by being equal."""
    known = spec.known
    if not known:
        return []
    low, high = min(min(known), 0.0), max(known)
    edges = [low + (high - low) * number / LEVELS for number in range(LEVELS + 1)]
    first = spec.show(low)
    if high <= low:
        return [first]
    if spec.digits:
        return [first, *(f"{spec.show(start)}–{spec.show(end)}" for start, end in pairwise(edges))]
    found = [first]
    for start, end in pairwise(edges):
        least, most = math.floor(start) + 1, math.floor(end)
        found.append("" if most < least else spec.show(least) if least == most else f"{spec.show(least)}–{spec.show(most)}")
    return found


def heat(spec: ChartSpec, canvas: Canvas) -> Drawing:
    """Series are rows. A cell carries its number where there is room, and otherwise a square as large as its step."""
    size, known = canvas.size, spec.known
    names = max(width_of(one.name, size) for one in spec.series)
    column = min(names, canvas.width * (0.3 if canvas.compact else 0.28)) + 8
    wide = (canvas.width - column) / len(spec.labels)
    high = min(max(wide * 0.72, 22.0), 34.0)
    heads = [shortened(label, size, max(wide, WIDEST_HEAD)) for label in spec.labels]
    every = max(1, math.ceil((max(width_of(head, size) for head in heads) + 4) / wide))
    numbers = max(width_of(spec.show(value), size) for value in known) + 6 <= wide
    parts = [
        words(canvas, head, column + wide * (place + 0.5), size, "middle") for place, head in enumerate(heads) if place % every == 0
    ]
    top = size * 1.6
    for row, one in enumerate(spec.series):
        lines = wrapped(one.name, size * 0.95, column - 8, lines=2 if high >= size * 2.2 else 1)
        first = top + row * high + high / 2 + size * 0.35 - (len(lines) - 1) * size * 0.55
        parts += [words(canvas, text, column - 8, first + line * size * 1.1, "end") for line, text in enumerate(lines)]
        for place, value in enumerate(one.values):
            about = f"{one.name}, {spec.labels[place]}: {spec.show(value)}"
            cell = (column + wide * place, top + row * high, wide, high)
            parts.append(_cell(spec, canvas, cell, value, about, numbers=numbers, step=_step(spec, value)))
    return together(*parts), top + len(spec.series) * high + 2


def _step(spec: ChartSpec, value: Value) -> int:
    return 0 if value is None else level(float(value), min(spec.known), max(spec.known))


def _cell(
    spec: ChartSpec, canvas: Canvas, cell: tuple[float, float, float, float], value: Value, about: str, *, numbers: bool, step: int
) -> SafeString:
    x, y, wide, high = cell
    title = el("title", about)
    place = {"x": x + 1, "y": y + 1, "width": wide - CELL_GAP, "height": high - CELL_GAP}
    if value is None:
        return el("rect", title, class_="heat-missing", **place)
    if numbers:
        ink = "heat-ink-dark" if step >= 3 else "heat-ink-light"
        text = el(
            "text", spec.show(value), class_=f"chart-text {ink}", x=x + wide / 2, y=y + high / 2 + canvas.size * 0.35,
            font_size=canvas.size, text_anchor="middle",
        )  # fmt: skip
        return together(el("rect", title, class_=f"heat-cell heat-{step}", **place), text)
    side = min(wide, high) * (0.16 + 0.16 * step)
    square = {"x": x + (wide - side) / 2, "y": y + (high - side) / 2, "width": side, "height": side}
    return together(
        el("rect", title, class_="heat-empty", **place), el("rect", class_=f"heat-cell heat-{step} heat-mark", **square)
    )


TRACK = 14.0
MOST_PERCENT = 200.0


def plan(spec: ChartSpec, canvas: Canvas) -> Drawing:
    """Each row in per cent of its own plan, so that the plans stand in one line; the numbers are written out."""
    fact, wanted = spec.series
    shares = [share(value, target) for value, target in zip(fact.values, wanted.values, strict=True)]
    most = min(max([125.0, *(one for one in shares if one is not None)]), MOST_PERCENT)
    parts: list[SafeString] = []
    y = 0.0
    for number, label in enumerate(spec.labels):
        said = row_words(spec, number)
        captions, y = _plan_caption(canvas, label, said, y)
        parts += [*captions, _plan_bar(canvas, shares[number], most, y, f"{label}: {said}")]
        y += TRACK + canvas.size * 1.3
    return together(*parts), y


def _plan_caption(canvas: Canvas, label: str, said: str, y: float) -> tuple[list[SafeString], float]:
    """Name to the left and numbers to the right of one line, or one above the other; and where the bar begins."""
    size = canvas.size
    room = canvas.width - width_of(said, size) - 14
    if not canvas.compact and width_of(label, size) <= room:
        base = y + size
        return [words(canvas, label, 0.0, base), words(canvas, said, canvas.width, base, "end", soft=True)], base + 8
    lines = wrapped(label, size, canvas.width)
    made = [words(canvas, text, 0.0, y + size + number * size * 1.25) for number, text in enumerate(lines)]
    base = y + size + len(lines) * size * 1.25
    return [*made, words(canvas, said, 0.0, base, soft=True)], base + 8


def _plan_bar(canvas: Canvas, done: float | None, most: float, y: float, about: str) -> SafeString:
    """The bar of the fact and the mark of the plan; what goes beyond the edge has a tip."""
    if done is None:
        return el("line", el("title", about), class_="chart-axis", x1=0.0, x2=canvas.width, y1=y + TRACK / 2, y2=y + TRACK / 2)
    scale = (canvas.width - 6) / most
    line = 100 * scale
    return together(
        el("rect", class_="chart-track", x=0.0, y=y, width=canvas.width - 6, height=TRACK),
        block(canvas, 0, about, 0.0, y, min(max(done, 0.0), most) * scale, TRACK),
        el("line", class_="chart-plan", x1=line, x2=line, y1=y - 4, y2=y + TRACK + 4),
        el("path", class_="chart-mark chart-1", d=f"M{canvas.width - 6:.1f} {y:.1f}l6 7l-6 7z") if done > most else "",
    )


def share(value: Value, target: Value) -> float | None:
    """Per cent of the plan; nothing where there is no plan to measure against."""
    return None if value is None or not target else float(value) / float(target) * 100


def row_words(spec: ChartSpec, number: int) -> str:
    """«120 з 150 · 80 % · −30»."""
    value, target = (one.values[number] for one in spec.series)
    if value is None:
        return spec.show(None)
    if target is None:
        return _("%(fact)s · плану немає") % {"fact": spec.show(value)}
    short = _("%(fact)s з %(plan)s") % {"fact": spec.show(value), "plan": spec.show(target)}
    percent = [spec.percent(float(value), float(target))] if target else []
    return " · ".join([short, *percent, deviation(spec, value, target)])


def deviation(spec: ChartSpec, value: Value, target: Value) -> str:
    return "" if value is None or target is None else spec.signed(exact(value) - exact(target))
