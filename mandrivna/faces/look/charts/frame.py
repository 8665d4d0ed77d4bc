"""What all charts stand in: sizes for a wide page and a narrow one, the axis with its grid, hatching, marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandrivna.faces.look.charts.scale import Scale, nice_ticks
from mandrivna.faces.look.charts.spec import ChartSpec, Series, Value
from mandrivna.faces.look.svg import el, together, width_of, wrapped

COLOURS = 6
MARKS = 6


@dataclass(frozen=True)
class Canvas:
    """`size` is that of the letters; shown at its own width or a little smaller, they stay above 11 pixels."""

    width: float
    height: float
    size: float
    ident: str

    @property
    def compact(self) -> bool:
        return self.width < 500


def wide(ident: str) -> Canvas:
    return Canvas(640, 300, 13, ident)


def narrow(ident: str) -> Canvas:
    return Canvas(320, 240, 12, ident)


def slide(ident: str) -> Canvas:
    """As wide and high as the room that a slide has for a drawing."""
    return Canvas(640, 262, 12.5, ident)


def colour(number: int) -> str:
    return f"chart-{number % COLOURS + 1}"


def told(spec: ChartSpec, one: Series, label: str, value: Value) -> str:
    """What the pointer reads at a value."""
    name = f"{label}, {one.name}" if len(spec.series) > 1 else label
    return f"{name}: {spec.show(value)}"


def upright(spec: ChartSpec, canvas: Canvas, values: list[float], bottom: float, *, zero: bool = True) -> tuple[Scale, float]:
    """The vertical scale above `bottom`, and the left edge of what is drawn beside its numbers."""
    ticks = nice_ticks(values, most=4 if canvas.compact else 5, zero=zero, whole=not spec.digits)
    left = max(width_of(tick_text(spec, ticks, tick), canvas.size) for tick in ticks) + 10
    return Scale(ticks, canvas.height - bottom, canvas.size * 1.6), left


def tick_text(spec: ChartSpec, ticks: tuple[float, ...], tick: float) -> str:
    """No more digits than the steps need."""
    whole = all(float(one).is_integer() for one in ticks)
    return spec.show(int(tick)) if whole else spec.show(tick)


def grid(spec: ChartSpec, canvas: Canvas, scale: Scale, left: float) -> SafeString:
    lines = []
    for tick in scale.ticks:
        y = scale(tick)
        kind = "chart-axis" if tick == 0 else "chart-grid"
        lines.append(el("line", class_=kind, x1=left, x2=canvas.width, y1=y, y2=y))
        lines.append(words(canvas, tick_text(spec, scale.ticks, tick), left - 6, y + canvas.size * 0.35, "end", soft=True))
    return together(*lines)


def words(
    canvas: Canvas, text: Any, x: float, y: float, anchor: str = "start", *, soft: bool = False, above: bool = False
) -> SafeString:
    """`above`: upon the drawing, so with a rim that keeps the letters apart from it."""
    kind = "chart-text" + (" chart-soft" if soft else "") + (" chart-above" if above else "")
    return el("text", text, class_=kind, x=x, y=y, font_size=canvas.size, text_anchor=anchor)


def missing(canvas: Canvas, x: float, y: float, about: str, anchor: str = "middle") -> SafeString:
    """A gap that says it is one."""
    text = el(
        "text", el("title", about), _("н/д"), x=x, y=y, font_size=canvas.size * 0.92, text_anchor=anchor, class_="chart-missing"
    )
    return together(text)


@dataclass(frozen=True)
class Below:
    """Labels under a row of bands. Where not all fit, every second or third is written."""

    rows: list[list[str]]
    every: int
    lines: int
    fits: bool


def below(spec: ChartSpec, band: float, size: float) -> Below:
    full = _below(spec.labels, band, size)
    return full if full.fits or not spec.short else _below(spec.short, band, size)


def _below(labels: Sequence[str], band: float, size: float) -> Below:
    longest = max((width_of(word, size) for label in labels for word in label.split()), default=0)
    if longest <= band - 4:
        rows = [wrapped(label, size, band - 4) for label in labels]
        return Below(rows, 1, max((len(row) for row in rows), default=1), fits=True)
    room = min(max(width_of(label, size) for label in labels), 90.0)
    every = max(1, -(-int(room + 8) // max(int(band), 1)))
    return Below([wrapped(label, size, room, lines=1) for label in labels], every, 1, fits=False)


def under(canvas: Canvas, about: Below, left: float, band: float) -> SafeString:
    """The labels themselves, below the drawing."""
    first = canvas.height - about.lines * canvas.size * 1.2 + canvas.size * 0.7
    parts = []
    for number, row in enumerate(about.rows):
        if number % about.every:
            continue
        for line, text in enumerate(row):
            parts.append(words(canvas, text, left + band * (number + 0.5), first + line * canvas.size * 1.2, "middle"))
    return together(*parts)


def room_below(about: Below, size: float) -> float:
    return about.lines * size * 1.2 + 8


HATCHES = (
    (),
    (("path", {"d": "M0 6L6 0M-1 1L1-1M5 7L7 5"}),),
    (("circle", {"cx": 3, "cy": 3, "r": 1.3}),),
    (("path", {"d": "M0 3h6"}),),
    (("path", {"d": "M0 0L6 6M-1 5L1 7M5-1L7 1"}),),
    (("path", {"d": "M0 3h6M3 0v6"}),),
)
"""One for each colour: whole, slanting, dotted, lying, slanting the other way, chequered."""


def hatch_id(ident: str, number: int) -> str:
    return f"{ident}-h{number % COLOURS + 1}"


def hatch(number: int, ident: str) -> SafeString:
    signs = [el(name, class_="chart-hatch", **attributes) for name, attributes in HATCHES[number % COLOURS]]
    return el("pattern", *signs, id=ident, patternUnits="userSpaceOnUse", width=6, height=6)


def hatches(ident: str, how_many: int) -> SafeString:
    """Definitions for series beyond the first, which stays whole."""
    made = [hatch(number, hatch_id(ident, number)) for number in range(1, min(how_many, COLOURS))]
    return el("defs", *made) if made else SafeString("")


def block(canvas: Canvas, number: int, about: str, x: float, y: float, width: float, height: float) -> SafeString:
    """A bar or a part of one: its colour, and its hatching above."""
    place = {"x": x, "y": y, "width": width, "height": height}
    body = el("rect", el("title", about), class_=f"chart-bar {colour(number)}", **place)
    if number % COLOURS == 0:
        return body
    veil = el("rect", class_="chart-veil", fill=f"url(#{hatch_id(canvas.ident, number)})", **place)
    return together(body, veil)


SHAPES = (
    "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "M-3.6-3.6h7.2v7.2h-7.2z",
    "M0-5L4.8 3.6h-9.6z",
    "M0-5.2L5.2 0L0 5.2L-5.2 0z",
    "M0 5L4.8-3.6h-9.6z",
    "M-1.6-5h3.2v3.4h3.4v3.2h-3.4v3.4h-3.2v-3.4h-3.4v-3.2h3.4z",
)
DASHES = (None, "7 4", "2 4", "10 4 2 4", "4 3", "12 4 2 3 2 4")


def mark(number: int, x: float, y: float, about: str | None = None) -> SafeString:
    title = el("title", about) if about else ""
    kind = f"chart-mark {colour(number)}"
    return el("path", title, class_=kind, d=SHAPES[number % MARKS], transform=f"translate({x:.1f} {y:.1f})")
