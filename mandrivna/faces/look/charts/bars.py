"""Columns, lying bars, stacks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.safestring import SafeString

from mandrivna.faces.look.charts.frame import Canvas, below, block, grid, hatches, missing, room_below, told, under, upright, words
from mandrivna.faces.look.charts.scale import Scale, nice_ticks
from mandrivna.faces.look.charts.spec import ChartSpec, Value
from mandrivna.faces.look.svg import el, together, width_of, wrapped

FULL, WIDEST = 0.74, 56.0
MOST_LYING = 20
THICK, BETWEEN = 18.0, 3.0

type Drawing = tuple[SafeString, float]
"""What is drawn and how high it became."""


def columns(spec: ChartSpec, canvas: Canvas) -> Drawing:
    values = spec.known
    beside = upright(spec, canvas, values, 0)[1]
    band = (canvas.width - beside) / len(spec.labels)
    labels = below(spec, band, canvas.size)
    if canvas.compact and not labels.fits and len(spec.labels) <= MOST_LYING:
        return lying(spec, canvas)
    scale, left = upright(spec, canvas, values, room_below(labels, canvas.size))
    thick = min(band * FULL, WIDEST * len(spec.series)) / len(spec.series)
    parts = [hatches(canvas.ident, len(spec.series)), grid(spec, canvas, scale, left)]
    for number, one in enumerate(spec.series):
        for place, (label, value) in enumerate(zip(spec.labels, one.values, strict=True)):
            x = left + band * (place + 0.5) + thick * (number - len(spec.series) / 2)
            parts.append(_column(canvas, scale, number, told(spec, one, label, value), x, thick, value))
            if value is not None and len(spec.series) == 1:
                parts.append(_over(spec, canvas, scale, x + thick / 2, band, value))
    return together(*parts, under(canvas, labels, left, band)), canvas.height


def _column(canvas: Canvas, scale: Scale, number: int, about: str, x: float, thick: float, value: Value) -> SafeString:
    if value is None:
        return missing(canvas, x + thick / 2, scale(0) - 4, about)
    top, bottom = sorted((scale(float(value)), scale(0)))
    return block(canvas, number, about, x, top, thick, bottom - top)


def _over(spec: ChartSpec, canvas: Canvas, scale: Scale, x: float, room: float, value: float | Decimal) -> SafeString:
    """The number itself, where there is room for it."""
    text = spec.show(value)
    if width_of(text, canvas.size) > room:
        return SafeString("")
    y = scale(float(value)) + (canvas.size * 1.1 if value < 0 else -5)
    return words(canvas, text, x, y, "middle", above=True)


def lying(spec: ChartSpec, canvas: Canvas) -> Drawing:
    """Labels to the left of the bars, or above them where the page is narrow."""
    values, size, many = spec.known, canvas.size, len(spec.series)
    ticks = nice_ticks(values, whole=not spec.digits)
    column = 0.0 if canvas.compact else min(max(width_of(label, size) for label in spec.labels), canvas.width * 0.36) + 12
    beside = max(width_of(spec.show(value), size) for value in values) + 8
    scale = Scale(ticks, column + (beside if min(values) < 0 else 0), canvas.width - (beside if max(values) > 0 else 0))
    parts = [hatches(canvas.ident, many)]
    y = 4.0
    for place, label in enumerate(spec.labels):
        lines = wrapped(label, size, (canvas.width if canvas.compact else column - 12))
        above = len(lines) * size * 1.25 if canvas.compact else 0
        high = max(many * (THICK + BETWEEN), 0 if canvas.compact else len(lines) * size * 1.25)
        for line, text in enumerate(lines):
            middle = 0 if canvas.compact else (high - len(lines) * size * 1.25) / 2 - BETWEEN / 2
            x, anchor = (0.0, "start") if canvas.compact else (column - 10, "end")
            parts.append(words(canvas, text, x, y + middle + size + line * size * 1.25, anchor))
        top = y + above + (high - many * (THICK + BETWEEN)) / 2
        for number, one in enumerate(spec.series):
            about = told(spec, one, label, one.values[place])
            parts.append(_bar(spec, canvas, scale, number, about, top + number * (THICK + BETWEEN), one.values[place]))
        zero, foot = scale(0), y + above + high
        parts.append(el("line", class_="chart-axis", x1=zero, x2=zero, y1=top - 3, y2=foot if canvas.compact else foot + 10))
        y = foot + 10
    return together(*parts), y


def _bar(spec: ChartSpec, canvas: Canvas, scale: Scale, number: int, about: str, y: float, value: Value) -> SafeString:
    base = y + THICK / 2 + canvas.size * 0.35
    if value is None:
        return missing(canvas, scale(0) + 6, base, about, "start")
    left, right = sorted((scale(float(value)), scale(0)))
    text, anchor = (left - 5, "end") if value < 0 else (right + 5, "start")
    return together(block(canvas, number, about, left, y, right - left, THICK), words(canvas, spec.show(value), text, base, anchor))


def stacks(spec: ChartSpec, canvas: Canvas) -> Drawing:
    """Parts upon one another, those below zero downwards; the whole is written above."""
    heights = [list(_stack(spec, place)) for place in range(len(spec.labels))]
    edges = [edge for stack in heights for _number, start, end in stack for edge in (start, end)] or [0.0]
    beside = upright(spec, canvas, edges, 0)[1]
    band = (canvas.width - beside) / len(spec.labels)
    labels = below(spec, band, canvas.size)
    scale, left = upright(spec, canvas, edges, room_below(labels, canvas.size))
    thick = min(band * FULL, WIDEST)
    parts = [hatches(canvas.ident, len(spec.series)), grid(spec, canvas, scale, left)]
    for place, stack in enumerate(heights):
        middle = left + band * (place + 0.5)
        for number, start, end in stack:
            one = spec.series[number]
            top, bottom = sorted((scale(start), scale(end)))
            about = told(spec, one, spec.labels[place], one.values[place])
            parts.append(block(canvas, number, about, middle - thick / 2, top, thick, bottom - top))
        if not stack:
            parts.append(missing(canvas, middle, scale(0) - 4, f"{spec.labels[place]}: {spec.show(None)}"))
        elif spec.additive and all(end >= start for _number, start, end in stack):
            whole = sum(end - start for _number, start, end in stack)
            if width_of(spec.show(whole), canvas.size) <= band:
                parts.append(words(canvas, spec.show(whole), middle, scale(stack[-1][2]) - 5, "middle", above=True))
    return together(*parts, under(canvas, labels, left, band)), canvas.height


def _stack(spec: ChartSpec, place: int) -> Iterator[tuple[int, float, float]]:
    """(series, from, to) of one column."""
    up = down = 0.0
    for number, one in enumerate(spec.series):
        value = one.values[place]
        if value is None:
            continue
        if value >= 0:
            yield number, up, up + float(value)
            up += float(value)
        else:
            yield number, down, down + float(value)
            down += float(value)
