"""The map as one SVG: regions once, pins twice, for a wide screen and for a telephone; CSS shows one of the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString

from mandrivna.faces.look.geo.pins import LABEL, Cluster, Label, Pin, State, clusters, labels
from mandrivna.faces.look.svg import el, together
from mandrivna.shared.geo.regions import REGIONS
from mandrivna.shared.geo.ukraine import HEIGHT, WIDTH, regions

__all__ = ["Mark", "Pin", "State", "UkraineMap", "ukraine_map"]

WIDE_HIT, WIDE_DISC = 18.0, 10.0
NARROW_HIT, NARROW_DISC = 42.0, 27.0
"""24 CSS pixels from centre to centre and edge to edge: at 700 pixels of width, and at 290."""
LEVELS = 6


@dataclass(frozen=True)
class Mark:
    """What a region says: a state, or a level of 0…5 for a shade; `words` in full."""

    words: str
    state: str = ""
    level: int | None = None


@dataclass(frozen=True)
class UkraineMap:
    """`title` names the map, `summary` says in a sentence what it shows. `levels`: what each shade means, from the lightest."""

    title: str
    summary: str = ""
    regions: Mapping[str, Mark] = field(default_factory=dict)
    pins: Sequence[Pin] = ()
    levels: Sequence[str] = ()
    ident: str = "map"

    @property
    def states(self) -> list[State]:
        """Those that are on the map, for its legend."""
        seen = {mark.state for mark in self.regions.values()} | {pin.state for pin in self.pins}
        return [state for state in State if state in seen]


def ukraine_map(about: UkraineMap) -> SafeString:
    """Not an image for a screen reader but a group: the pins inside are links."""
    name, more = f"{about.ident}-title", f"{about.ident}-desc"
    return el(
        "svg",
        el("title", about.title, id=name),
        el("desc", about.summary, id=more),
        el("defs", *_patterns(about.ident)),
        el("g", *(_region(code, about) for code in regions()), class_="map-regions"),
        _layer(about.pins, "map-wide", WIDE_HIT, WIDE_DISC, with_labels=True),
        _layer(about.pins, "map-narrow", NARROW_HIT, NARROW_DISC, with_labels=False),
        class_="map",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="group",
        aria_labelledby=name,
        aria_describedby=more,
    )


def swatch(kind: str, ident: str) -> SafeString:
    """A square of the legend in the fill of a state or a level; the patterns are those of the map itself."""
    square = el("rect", class_=f"map-region {_class(kind)}", fill=_fill(kind, ident), x=1, y=1, width=26, height=18)
    return el("svg", square, class_="map-swatch", viewBox="0 0 28 20", width=28, height=20, aria_hidden="true")


def _class(kind: str) -> str:
    return f"heat-{kind}" if kind.isdigit() else f"map-is-{kind or 'none'}"


def _fill(kind: str, ident: str) -> str | None:
    return f"url(#{ident}-{kind})" if kind in (State.SUSPENDED, State.OCCUPIED, State.NO_DATA) else None


def _patterns(ident: str) -> list[SafeString]:
    """Slanting lines, a lattice, dots: told apart without colours and on paper."""
    square: dict[str, Any] = {"patternUnits": "userSpaceOnUse", "width": 9, "height": 9}
    ground = el("rect", class_="map-ground", width=9, height=9)
    stripe = el("path", class_="map-stripe", d="M0 4.5h9")
    lattice = el("path", class_="map-lattice", d="M0 4.5h9M4.5 0v9")
    return [
        el("pattern", ground, stripe, id=f"{ident}-{State.SUSPENDED}", patternTransform="rotate(45)", **square),
        el("pattern", ground, lattice, id=f"{ident}-{State.OCCUPIED}", patternTransform="rotate(45)", **square),
        el("pattern", ground, el("circle", class_="map-dot", cx=4.5, cy=4.5, r=1.1), id=f"{ident}-{State.NO_DATA}", **square),
    ]


def _region(code: str, about: UkraineMap) -> SafeString:
    """Silent regions have a name for the pointer only: twenty-seven images would be noise in the ears."""
    mark = about.regions.get(code)
    told = f"{REGIONS[code]}: {mark.words}" if mark and mark.words else str(REGIONS[code])
    kind = "" if mark is None else mark.state or ("" if mark.level is None else str(min(max(mark.level, 0), LEVELS - 1)))
    return el(
        "path",
        el("title", told),
        d=regions()[code].path,
        class_=f"map-region {_class(kind)}",
        fill=_fill(kind, about.ident),
        fill_rule="evenodd",
        role="img" if mark else None,
        aria_label=told if mark else None,
        aria_hidden=None if mark else "true",
        data_region=code,
    )


def _layer(pins: Sequence[Pin], name: str, hit: float, disc: float, *, with_labels: bool) -> SafeString:
    spots = clusters(pins, hit * 2)
    beside = labels(spots, disc) if with_labels else [None] * len(spots)
    return el("g", *(_pin(spot, label, hit, disc) for spot, label in zip(spots, beside, strict=True)), class_=f"map-pins {name}")


def _pin(spot: Cluster, label: Label | None, hit: float, disc: float) -> SafeString:
    inner = together(
        el("title", spot.told),
        el("circle", class_="map-hit", cx=spot.x, cy=spot.y, r=hit),
        _sign(spot, disc),
        "" if label is None else _label(label),
    )
    kind = f"map-pin map-pin-{spot.state}"
    if spot.href:
        return el("a", inner, href=spot.href, class_=kind, aria_label=spot.told)
    return el("g", inner, class_=kind, role="img", aria_label=spot.told)


def _label(label: Label) -> SafeString:
    return el("text", label.text, class_="map-label", x=label.x, y=label.y, font_size=LABEL, text_anchor=label.anchor)


def _sign(spot: Cluster, disc: float) -> SafeString:
    """A full disc works, a ring with two bars waits, a square is occupied, a broken ring is unknown; several carry their number."""
    x, y = spot.x, spot.y
    if spot.state == State.OCCUPIED:
        body = el("rect", class_="map-sign", x=x - disc * 0.9, y=y - disc * 0.9, width=disc * 1.8, height=disc * 1.8, rx=2)
    else:
        dashes = f"{disc * 0.5:g} {disc * 0.35:g}" if spot.state == State.NO_DATA else None
        body = el("circle", class_="map-sign", cx=x, cy=y, r=disc, stroke_dasharray=dashes)
    if len(spot.pins) > 1:
        size = disc * 1.25
        count = el("text", len(spot.pins), class_="map-count", x=x, y=y + size * 0.36, font_size=size, text_anchor="middle")
        return together(body, count)
    if spot.state == State.SUSPENDED:
        bars = "".join(f"M{x + side * disc:.1f} {y - disc * 0.4:.1f}v{disc * 0.8:.1f}" for side in (-0.3, 0.3))
        return together(body, el("path", class_="map-bars", d=bars))
    return body
