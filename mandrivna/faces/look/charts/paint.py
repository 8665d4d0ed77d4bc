"""A drawing with its colours written in: for pictures that no style sheet reaches. Light, whatever the page is."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
PAPER, INK, SOFT, LINE, EDGE = "#faf6ee", "#2b2420", "#655a51", "#d9cdbb", "#85796a"
SERIES = ("#8a3d1e", "#3a92ae", "#af8200", "#4a3fa8", "#779261", "#ba1b70")
HEAT = ("#f1e7d3", "#e8cfa6", "#dcae74", "#a55a2c", "#8a3d1e", "#5a230f")
"""The light colours of look/charts.css; that they are the same is tested."""

OWN = {f"chart-{number}": colour for number, colour in enumerate(SERIES, 1)}
FILLED, DRAWN = {"chart-bar", "chart-mark"}, {"chart-line"}
"""What has the colour of its series: inside, or as its stroke."""
PAINT: dict[str, dict[str, str]] = {
    "chart-mark": {"stroke": PAPER, "stroke-width": "1"},
    "chart-line": {"stroke-width": "2.4", "stroke-linejoin": "round", "stroke-linecap": "butt"},
    "chart-hatch": {"stroke": PAPER, "stroke-width": "1.3", "fill": "none"},
    "chart-grid": {"stroke": LINE, "stroke-width": "1"},
    "chart-axis": {"stroke": EDGE, "stroke-width": "1.2"},
    "chart-text": {"fill": INK},
    "chart-soft": {"fill": SOFT},
    "chart-missing": {"fill": SOFT, "font-style": "italic"},
    "chart-above": {"stroke": PAPER, "stroke-width": "3", "paint-order": "stroke", "stroke-linejoin": "round"},
    "chart-track": {"fill": HEAT[0]},
    "chart-plan": {"stroke": INK, "stroke-width": "2.4"},
    "heat-empty": {"fill": "none", "stroke": LINE},
    "heat-missing": {"fill": "none", "stroke": EDGE, "stroke-dasharray": "3 3"},
    "heat-ink-light": {"fill": "#2b2420"},
    "heat-ink-dark": {"fill": "#fffaf2"},
    **{f"heat-{step}": {"fill": colour} for step, colour in enumerate(HEAT)},
}
PLAIN = {"chart-svg", "chart-sample", "chart-veil", "heat-cell", "heat-mark", *OWN}
"""Names that change nothing by themselves."""


def painted(svg: str, *, family: str) -> str:
    """The same drawing for whoever reads no style sheets. A class that nobody has painted is a mistake of ours: refused."""
    ET.register_namespace("", SVG)
    whole = ET.fromstring(svg.replace("<svg ", f'<svg xmlns="{SVG}" ', 1))  # noqa: S314 - drawn by ourselves
    whole.set("font-family", family)
    for one in whole.iter():
        for name, value in _paint(one.tag.rpartition("}")[2], one.attrib.pop("class", "").split()).items():
            one.set(name, value)
    return ET.tostring(whole, encoding="unicode")


def _paint(tag: str, classes: list[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    own = next((OWN[name] for name in classes if name in OWN), "")
    for name in classes:
        if name not in PAINT and name not in PLAIN and name not in FILLED | DRAWN:
            raise ValueError(f"no colour is written down for {name!r}")
        if name == "chart-hatch" and tag == "circle":
            found |= {"fill": PAPER, "stroke": "none"}
            continue
        found |= PAINT.get(name, {})
        if own and name in FILLED:
            found["fill"] = own
        if own and name in DRAWN:
            found["stroke"] = own
    return found
