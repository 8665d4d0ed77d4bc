"""A chart as a picture for a slide: the same drawing, legend and sentence that stand on a page."""

from __future__ import annotations

from django.utils.translation import get_language

from mandrivna.faces.look.charts.draw import draw, legend
from mandrivna.faces.look.charts.frame import slide
from mandrivna.faces.look.charts.paint import painted
from mandrivna.faces.look.charts.spec import ChartKind, ChartSpec
from mandrivna.faces.look.charts.words import summary
from mandrivna.shared.printing.slide import FAMILY, Sample, Slide, write

PNG = "image/png"
LONGEST, SHORTEST = 34, 20
"""Widths of a sample of a line, and of a bar."""


def picture(spec: ChartSpec, *, about: str, foot: str = "") -> bytes:
    """`about`: whose numbers they are and of which days. Of a chart that knows nothing there is no picture."""
    if not spec.known:
        raise ValueError("nothing is known: there is nothing to draw")
    width = LONGEST if spec.kind == ChartKind.LINE else SHORTEST
    samples = [Sample(painted(drawn, family=FAMILY), width, name) for drawn, name in legend(spec, "slide")]
    return write(
        Slide(
            language=get_language() or "uk", title=f"{spec.title}, {spec.unit}" if spec.unit else spec.title, about=about,
            told=summary(spec), svg=painted(draw(spec, "slide", canvas=slide("slide")), family=FAMILY), legend=samples, foot=foot,
        )
    )  # fmt: skip
