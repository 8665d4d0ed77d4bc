"""Ornaments of the covers: each fills a field of 200 by 100 with two colours, a little differently for each book.

`dice` gives the same numbers for the same book for ever. No ornament uses ids, so that a page may show a cover twice.
"""

from __future__ import annotations

from collections.abc import Callable

type Dice = Callable[[int], int]
type Ornament = Callable[[Dice, str, str], str]


def _path(data: str, *, fill: str = "none", stroke: str = "", width: float = 0, more: str = "") -> str:
    line = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
    return f'<path d="{data}" fill="{fill}"{line}{more}/>'


_ROUND = ' stroke-linecap="round"'


def runner(dice: Dice, main: str, accent: str) -> str:
    """A woven runner: stripes of different weight around a row of rhombs."""
    thick = [2 + dice(5) for _ in range(3)]
    stripes, y = "", 8
    for weight in thick:
        stripes += f"M0 {y}h200v{weight}H0ZM0 {100 - y}h200v-{weight}H0Z"
        y += weight + 5
    step = (20, 25, 40)[dice(3)]
    return _path(stripes, fill=main) + _path(
        "".join(f"M{x} 50l{step / 2 - 2:g}-9 {step / 2 - 2:g} 9-{step / 2 - 2:g} 9Z" for x in range(2, 200, step)), fill=accent
    )


def waves(dice: Dice, main: str, accent: str) -> str:
    period, bright = (20, 25, 50)[dice(3)], dice(5)
    lines = [f"M-{dice(20)} {18 + 16 * i}q{period / 2:g}-13 {period} 0" + f"t{period} 0" * (220 // period) for i in range(5)]
    dull = "".join(line for i, line in enumerate(lines) if i != bright)
    return _path(dull, stroke=main, width=3.5) + _path(lines[bright], stroke=accent, width=3.5)


def road(dice: Dice, main: str, accent: str) -> str:
    """The dotted road of the mark, with stops, between two hills."""
    a, b = 10 + dice(30), 10 + dice(30)
    hills = f"M0 100V{40 + a}Q50 {a} 110 {40 + b}T200 {30 + a}V100Z"
    way = f"M-4 {60 + b}C60 {100 - b} 80 {20 + a} 130 {44 + b}S190 {80 - a} 210 {30 + b}"
    stop = f'<circle cx="130" cy="{44 + b}" r="7" fill="{accent}"/>'
    return _path(hills, fill=main) + _path(way, stroke=accent, width=4, more=f'{_ROUND} stroke-dasharray="0 11"') + stop


def wheat(dice: Dice, main: str, accent: str) -> str:
    stalks, grains = "", ""
    count, ripe = 5 + dice(3), dice(2)
    for i in range(count):
        x, top = round((i + 0.5) * 200 / count), 8 + dice(26)
        stalks += f"M{x} 100V{top + 14}"
        grains += f"M{x} {top}v-7" + "m-7 9l7 8 7-8" + "m-14 10l7 8 7-8" * 3
    return _path(stalks, stroke=main, width=2) + _path(
        grains, stroke=accent if ripe else main, width=4.5, more=_ROUND + ' stroke-linejoin="round"'
    )


def windows(dice: Dice, main: str, accent: str) -> str:
    """A house in the evening: in some windows somebody reads."""
    dark, lit = "", ""
    for row in range(3):
        for column in range(7):
            pane = f"M{14 + column * 26} {10 + row * 30}h16v20h-16Z"
            if dice(4) == 0:
                lit += pane
            else:
                dark += pane
    return _path(dark, fill=main) + (_path(lit, fill=accent) if lit else "")


def rhombs(dice: Dice, main: str, accent: str) -> str:
    """Of embroidery: a lattice, and a smaller rhomb in each second of its own."""
    size = (20, 25)[dice(2)]
    lattice = "".join(f"M{x} 0l100 100m0-100l-100 100" for x in range(-100, 200, size))
    inner, first = size // 5, dice(2)
    seeds = "".join(
        f"M{size * x} {size * y - inner}l{inner} {inner}-{inner} {inner}-{inner}-{inner}Z"
        for y in range(1, 100 // size)
        for x in range(1 + (first + y) % 2, 200 // size, 2)
    )
    return _path(lattice, stroke=main, width=1.6) + _path(seeds, fill=accent)


def hills(dice: Dice, main: str, accent: str) -> str:
    sun = f'<circle cx="{40 + dice(120)}" cy="{26 + dice(20)}" r="{13 + dice(7)}" fill="{accent}"/>'
    layers = ""
    for i, opacity in enumerate((".45", ".7", "1")):
        y = 44 + 18 * i
        bend = dice(22)
        ridge = f"M0 {y + bend}C40 {y - 24 + bend} 70 {y + 22} 110 {y + 4}S170 {y - 18 + bend} 200 {y + bend // 2}V100H0Z"
        layers += _path(ridge, fill=main, more=f' fill-opacity="{opacity}"')
    return sun + layers


def leaves(dice: Dice, main: str, accent: str) -> str:
    """The open book of the mark, seen near: leaf upon leaf, one of them marked."""
    bright, fall = dice(6), 18 + dice(14)
    lines = []
    for y in range(0, 84, 14):
        low, rim = y + fall - 6, y + 6
        lines.append(f"M-4 {rim}C50 {y + 2} 90 {low} 100 {low + 20}C110 {low} 150 {y + 2} 204 {rim}")
    dull = "".join(line for i, line in enumerate(lines) if i != bright)
    return _path(dull, stroke=main, width=4) + _path(lines[bright], stroke=accent, width=4)


ANYWHERE: tuple[Ornament, ...] = (runner, waves, windows, rhombs, leaves)
AT_FOOT: tuple[Ornament, ...] = (road, wheat, hills)
