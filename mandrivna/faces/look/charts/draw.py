"""From a spec to one SVG, named and described for whoever does not see it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.safestring import SafeString

from mandrivna.faces.look.charts.bars import Drawing, columns, lying, stacks
from mandrivna.faces.look.charts.frame import COLOURS, DASHES, MARKS, Canvas, colour, hatch, hatch_id, mark, narrow, wide
from mandrivna.faces.look.charts.grids import heat, level_words, plan
from mandrivna.faces.look.charts.lines import SPARK, lines, spark
from mandrivna.faces.look.charts.spec import ChartKind, ChartSpec
from mandrivna.faces.look.charts.words import summary
from mandrivna.faces.look.svg import el, together

DRAWN: dict[ChartKind, Callable[[ChartSpec, Canvas], Drawing]] = {
    ChartKind.BAR: columns,
    ChartKind.ACROSS: lying,
    ChartKind.LINE: lines,
    ChartKind.STACKED: stacks,
    ChartKind.HEAT: heat,
    ChartKind.PLAN: plan,
}


def draw(spec: ChartSpec, ident: str, *, compact: bool = False, canvas: Canvas | None = None) -> SafeString:
    """Empty when nothing is known: the figure then says so in words. `ident` is unique on its page."""
    if not spec.known:
        return SafeString("")
    if spec.kind == ChartKind.SPARK:
        return _svg(spec, ident, "chart-svg chart-spark", *SPARK, spark(spec))
    canvas = canvas or (narrow(ident) if compact else wide(ident))
    drawing, height = DRAWN[spec.kind](spec, canvas)
    return _svg(spec, ident, "chart-svg", canvas.width, height, drawing)


def _svg(spec: ChartSpec, ident: str, kind: str, width: float, height: float, drawing: SafeString) -> SafeString:
    name, more = f"{ident}-title", f"{ident}-desc"
    return el(
        "svg", el("title", spec.title, id=name), el("desc", summary(spec), id=more), drawing, class_=kind,
        viewBox=f"0 0 {width:g} {height:.0f}", role="img", aria_labelledby=f"{name} {more}",
    )  # fmt: skip


def legend(spec: ChartSpec, ident: str) -> list[tuple[SafeString, str]]:
    """A sample and a name for each series, or for each shade; nothing where one series speaks for itself."""
    if spec.kind == ChartKind.HEAT:
        return [(_sample(el("rect", class_=f"heat-cell heat-{n}", x=1, y=1, width=18, height=14)), text)
                for n, text in enumerate(level_words(spec)) if text]  # fmt: skip
    if spec.kind == ChartKind.PLAN:
        goal = el("line", class_="chart-plan", x1=10, x2=10, y1=0, y2=16)
        return [(_bar_sample(0, ident), spec.series[0].name), (_sample(goal), spec.series[1].name)]
    if len(spec.series) < 2:
        return []
    sample = _line_sample if spec.kind == ChartKind.LINE else _bar_sample
    return [(sample(number, ident), one.name) for number, one in enumerate(spec.series)]


def _sample(*parts: SafeString, width: int = 20) -> SafeString:
    return el("svg", *parts, class_="chart-sample", viewBox=f"0 0 {width} 16", width=width, height=16, aria_hidden="true")


def _line_sample(number: int, ident: str) -> SafeString:
    line = el("path", class_=f"chart-line {colour(number)}", d="M0 8h34", fill="none", stroke_dasharray=DASHES[number % MARKS])
    return _sample(together(line, mark(number, 17, 8)), width=34)


def _bar_sample(number: int, ident: str) -> SafeString:
    """With a hatching of its own: what a hidden drawing defines is not drawn elsewhere."""
    place = {"x": 1, "y": 1, "width": 18, "height": 14}
    body = el("rect", class_=f"chart-bar {colour(number)}", **place)
    if number % COLOURS == 0:
        return _sample(body)
    own = hatch_id(f"{ident}-sample", number)
    return _sample(el("defs", hatch(number, own)), body, el("rect", class_="chart-veil", fill=f"url(#{own})", **place))
