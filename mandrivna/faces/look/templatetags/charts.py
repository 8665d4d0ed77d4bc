"""`{% chart spec %}`, `{% sparkline spec %}`, `{% ukraine_map map %}`: drawn on the server, with what stands behind the drawing."""

from __future__ import annotations

from collections import Counter
from typing import Any
from zlib import crc32

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from mandrivna.faces.look.charts import ChartKind, ChartSpec, draw, summary, table
from mandrivna.faces.look.charts.draw import legend
from mandrivna.faces.look.geo import UkraineMap
from mandrivna.faces.look.geo import ukraine_map as drawn_map
from mandrivna.faces.look.geo.drawing import swatch

register = template.Library()


@register.inclusion_tag("look/_chart.html", takes_context=True)
def chart(context: Context, spec: ChartSpec) -> dict[str, Any]:
    """A figure: caption with the finding, the drawing for wide and for narrow pages, and its numbers as a table."""
    ident = _ident(context, spec)
    spark = spec.kind == ChartKind.SPARK
    return {
        "spec": spec,
        "summary": summary(spec),
        "legend": legend(spec, ident) if spec.known else [],
        "wide": "" if spec.compact or spark else draw(spec, f"{ident}w"),
        "narrow": draw(spec, f"{ident}n", compact=True),
        "table": table(spec),
    }


@register.simple_tag(takes_context=True)
def sparkline(context: Context, spec: ChartSpec) -> SafeString:
    """Within a line or a cell of a table whose numbers stand beside it."""
    return draw(spec, _ident(context, spec))


def _ident(context: Context, spec: ChartSpec) -> str:
    """Made from what is drawn, so that a page is the same each time; a chart that stands on it twice is numbered."""
    ident = f"chart-{crc32(repr(spec).encode()):08x}"
    drawn = vars(context["request"]).setdefault("charts_drawn", Counter()) if "request" in context else Counter()
    drawn[ident] += 1
    return ident if drawn[ident] == 1 else f"{ident}-{drawn[ident]}"


@register.inclusion_tag("look/_map.html")
def ukraine_map(about: UkraineMap) -> dict[str, Any]:
    """The list behind the map belongs to the page: sections with the ids `ua-71` … are what pins of several places lead to."""
    shades = [(str(level), words) for level, words in enumerate(about.levels)]
    states = [(str(state), state.label) for state in about.states]
    silent = [] if len(about.regions) == 27 else [("", _("тут місць немає"))]
    return {"map": about, "drawing": drawn_map(about), "legend": [*states, *shades, *silent]}


@register.simple_tag
def map_swatch(kind: str, ident: str) -> SafeString:
    return swatch(kind, ident)
