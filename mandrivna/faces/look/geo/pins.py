"""Pins that can be told apart and hit by a finger: close ones become one with a number, labels step aside for one another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import hypot

from django.db import models
from django.utils.translation import gettext, gettext_lazy

from mandrivna.faces.look.svg import shortened, width_of
from mandrivna.shared.geo.ukraine import HEIGHT, WIDTH, place_on_map, region_of

LABEL = 17.0
LONGEST_LABEL = 230.0
GAP = 5.0


class State(models.TextChoices):
    """How a place works, as a map tells it; the better ones first."""

    WORKING = "working", gettext_lazy("працює")
    SUSPENDED = "suspended", gettext_lazy("роботу призупинено")
    OCCUPIED = "occupied", gettext_lazy("на тимчасово окупованій території")
    NO_DATA = "no_data", gettext_lazy("немає даних")


RANK = {state: number for number, state in enumerate(State.values)}


@dataclass(frozen=True)
class Pin:
    """One place. `words`: its mode in words. `href`: its page."""

    name: str
    lat: float
    lon: float
    state: str = State.WORKING
    words: str = ""
    href: str = ""

    @property
    def told(self) -> str:
        return f"{self.name}: {self.words}" if self.words else self.name


@dataclass
class Cluster:
    """Pins nearer to one another than a finger is wide; stands where the first of them does."""

    x: float
    y: float
    pins: list[Pin] = field(default_factory=list)

    @property
    def state(self) -> str:
        return min((pin.state for pin in self.pins), key=lambda state: RANK[state])

    @property
    def name(self) -> str:
        first, more = self.pins[0].name, len(self.pins) - 1
        return gettext("%(name)s і ще %(number)d") % {"name": first, "number": more} if more else first

    @property
    def told(self) -> str:
        return "; ".join(pin.told for pin in self.pins)

    @property
    def href(self) -> str:
        """Of several, the part of the list behind the map where they stand."""
        if len(self.pins) == 1:
            return self.pins[0].href
        return f"#{region_of(self.pins[0].lat, self.pins[0].lon).lower()}" if any(pin.href for pin in self.pins) else ""


def clusters(pins: Iterable[Pin], apart: float) -> list[Cluster]:
    """Centres are never nearer than `apart`."""
    found: list[Cluster] = []
    for pin in pins:
        x, y = place_on_map(pin.lat, pin.lon)
        near = min(found, key=lambda one: hypot(one.x - x, one.y - y), default=None)
        if near is None or hypot(near.x - x, near.y - y) >= apart:
            near = Cluster(x, y)
            found.append(near)
        near.pins.append(pin)
    return found


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom

    @property
    def on_the_map(self) -> bool:
        return self.left >= 0 and self.top >= 0 and self.right <= WIDTH and self.bottom <= HEIGHT


@dataclass(frozen=True)
class Label:
    """`x`, `y`: where the line of letters begins, or ends with `anchor` «end»."""

    text: str
    x: float
    y: float
    anchor: str
    box: Box


def labels(spots: Sequence[Cluster], radius: float) -> list[Label | None]:
    """A label for each spot with room beside it, and none where there is not: the name is also in the title and the list."""
    taken = [Box(spot.x - radius, spot.y - radius, spot.x + radius, spot.y + radius) for spot in spots]
    found: list[Label | None] = []
    for number, spot in enumerate(spots):
        others = [box for place, box in enumerate(taken) if place != number]
        label = next((one for one in _places(spot, radius) if one.box.on_the_map and not any(map(one.box.meets, others))), None)
        found.append(label)
        if label is not None:
            taken.append(label.box)
    return found


def _places(spot: Cluster, radius: float) -> Iterable[Label]:
    """To the right, to the left, above, below, then a line higher and lower on both sides."""
    text = shortened(spot.name, LABEL, LONGEST_LABEL)
    wide, far = width_of(text, LABEL), radius + GAP
    for anchor, x, y in (
        ("start", spot.x + far, spot.y),
        ("end", spot.x - far, spot.y),
        ("middle", spot.x, spot.y - far - LABEL / 2),
        ("middle", spot.x, spot.y + far + LABEL / 2),
        ("start", spot.x + radius, spot.y - LABEL),
        ("start", spot.x + radius, spot.y + LABEL),
        ("end", spot.x - radius, spot.y - LABEL),
        ("end", spot.x - radius, spot.y + LABEL),
    ):
        left = {"start": x, "end": x - wide, "middle": x - wide / 2}[anchor]
        yield Label(text, x, y + LABEL * 0.35, anchor, Box(left, y - LABEL / 2, left + wide, y + LABEL / 2))
