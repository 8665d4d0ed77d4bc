"""The map itself: regions as closed lines of whole numbers in one projection, and a point put onto it or into a region.

Albers' equal-area conic, so that a region looks as large as it is. The lines are made by `scripts/ukraine_map.py`; see NOTICE.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import atan2, cos, degrees, hypot, radians, sin, sqrt
from pathlib import Path

DATA = Path(__file__).parent / "ukraine.json"
WIDTH, HEIGHT = 995, 676
EARTH_KM = 6371.0
KM = 1.3433
"""One step of the drawing, in kilometres."""
NEAR_KM = 4.0
"""A simplified line may leave a quay or a border town outside by so much."""

SOUTH, NORTH, WEST, EAST = 44.3, 52.5, 22.0, 40.3
"""The box around Ukraine, in degrees: what lies outside is a slip of the pen."""

_PARALLELS, _CENTRE = (45.8, 51.0), (48.4, 31.3)
_LEFT, _TOP = -510.0, -338.0

type Point = tuple[float, float]
type Ring = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Region:
    code: str
    path: str
    label: tuple[int, int]
    """A spot inside where a sign can stand."""

    @property
    def rings(self) -> tuple[Ring, ...]:
        return _rings(self.path)


@cache
def regions() -> dict[str, Region]:
    """By code, in the order of the file: larger first, so that a city lies upon its region."""
    stored = json.loads(DATA.read_text(encoding="utf-8"))["regions"]
    return {one["code"]: Region(one["code"], one["path"], (one["label"][0], one["label"][1])) for one in stored}


def _cone() -> tuple[float, float, float]:
    first, second = (radians(parallel) for parallel in _PARALLELS)
    n = (sin(first) + sin(second)) / 2
    c = cos(first) ** 2 + 2 * n * sin(first)
    return n, c, sqrt(c - 2 * n * sin(radians(_CENTRE[0]))) / n


def place_on_map(lat: float, lon: float) -> Point:
    """Degrees to the drawing's own steps: x to the right, y down."""
    n, c, rho0 = _cone()
    rho = sqrt(c - 2 * n * sin(radians(lat))) / n
    theta = n * radians(lon - _CENTRE[1])
    scale = EARTH_KM / KM
    return scale * rho * sin(theta) - _LEFT, scale * (rho * cos(theta) - rho0) - _TOP


def off_map(x: float, y: float) -> Point:
    """The other way round: (latitude, longitude) of a spot of the drawing."""
    n, c, rho0 = _cone()
    scale = EARTH_KM / KM
    east, south = (x + _LEFT) / scale, (y + _TOP) / scale + rho0
    sine = (c - (hypot(east, south) * n) ** 2) / (2 * n)
    return degrees(atan2(sine, sqrt(1 - sine * sine))), _CENTRE[1] + degrees(atan2(east, south) / n)


def in_bounds(lat: float, lon: float) -> bool:
    return SOUTH <= lat <= NORTH and WEST <= lon <= EAST


def region_of(lat: float, lon: float) -> str:
    """Code of the region the point lies in, or of the one it is nearest to within `NEAR_KM`; empty outside Ukraine."""
    if not in_bounds(lat, lon):
        return ""
    spot = place_on_map(lat, lon)
    for code, one in regions().items():
        if inside(spot, one.rings):
            return code
    steps, nearest = min((distance(spot, one.rings), code) for code, one in regions().items())
    return nearest if steps * KM <= NEAR_KM else ""


def _edges(rings: tuple[Ring, ...]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for ring in rings:
        yield from pairwise([*ring, ring[0]])


def inside(spot: Point, rings: tuple[Ring, ...]) -> bool:
    """A ray to the right crosses the lines an odd number of times; a hole is a line like any other."""
    x, y = spot
    odd = False
    for (x1, y1), (x2, y2) in _edges(rings):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            odd = not odd
    return odd


def distance(spot: Point, rings: tuple[Ring, ...]) -> float:
    """To the nearest line, in steps of the drawing."""
    return min(_to_edge(spot, start, end) for start, end in _edges(rings))


def _to_edge(spot: Point, start: Point, end: Point) -> float:
    (x, y), (x1, y1), (x2, y2) = spot, start, end
    dx, dy = x2 - x1, y2 - y1
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, ((x - x1) * dx + (y - y1) * dy) / length)) if length else 0.0
    return hypot(x - x1 - along * dx, y - y1 - along * dy)


@cache
def _rings(path: str) -> tuple[Ring, ...]:
    """`M12 30l5-3 …z`: an absolute start, then steps."""
    found = []
    for part in path.split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", part)]
        if not numbers:
            continue
        x, y = numbers[:2]
        ring = [(x, y)]
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        found.append(tuple(ring))
    return tuple(found)


def area_km2(rings: tuple[Ring, ...]) -> float:
    """Signed sum of all rings: islands count, holes are taken off."""
    return sum(_area(ring) for ring in rings) * KM * KM


def _area(ring: Ring) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]])) / 2
