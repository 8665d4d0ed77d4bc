"""Colours as people see them: contrast by WCAG 2.2, and the nearest shade that can be read, found in OKLCH.

A shade keeps its hue; only its lightness moves, and its chroma gives way where the screen cannot show it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

READABLE = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}\Z")
_STEPS = 512

type Linear = tuple[float, float, float]


class NotAColour(ValueError):  # noqa: N818 - an answer to whoever typed it
    """What was written is not #rrggbb."""


def normal(text: str) -> str:
    """«#AbC» and «aabbcc» are meant as «#aabbcc»."""
    found = "#" + text.strip().lower().removeprefix("#")
    if len(found) == 4:
        found = "#" + "".join(sign * 2 for sign in found[1:])
    if not _HEX.match(found):
        raise NotAColour(text)
    return found


def _linear(colour: str) -> Linear:
    parts = [int(normal(colour)[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def shown(ratio: float) -> str:
    """For people: rounded down, so that «4.5» is never written of what fails. The comma is put in where it is shown."""
    return f"{math.floor(ratio * 10) / 10:.1f}"


@dataclass(frozen=True)
class Oklch:
    lightness: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, colour: str) -> Oklch:
        red, green, blue = _linear(colour)
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
        a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
        b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
        return cls(lightness, math.hypot(a, b), math.atan2(b, a))

    def linear(self, chroma: float) -> Linear:
        a, b = chroma * math.cos(self.hue), chroma * math.sin(self.hue)
        long = (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
        middle = (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
        short = (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
        return (
            4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
            -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
            -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
        )

    def hex(self) -> str:
        """The nearest the screen can show: as much of the chroma as fits."""
        low, high = 0.0, self.chroma
        if not _fits(self.linear(high)):
            for _step in range(20):
                middle = (low + high) / 2
                low, high = (middle, high) if _fits(self.linear(middle)) else (low, middle)
            high = low
        return "#" + "".join(f"{_byte(part):02x}" for part in self.linear(high))


def _fits(linear: Linear) -> bool:
    return all(-1e-6 <= part <= 1 + 1e-6 for part in linear)


def _byte(part: float) -> int:
    part = min(max(part, 0.0), 1.0)
    return round(255 * (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055))


def readable(colour: str, ground: str, *, least: float = READABLE) -> str:
    """The colour itself if it can be read on this ground, else its nearest shade that can: darker on light, lighter on dark."""
    colour = normal(colour)
    if contrast(colour, ground) >= least:
        return colour
    found = Oklch.of(colour)
    end = 0.0 if luminance(ground) > 0.18 else 1.0
    for step in range(1, _STEPS + 1):
        lightness = found.lightness + (end - found.lightness) * step / _STEPS
        shade = Oklch(lightness, found.chroma, found.hue).hex()
        if contrast(shade, ground) >= least:
            return shade
    return "#000000" if end == 0.0 else "#ffffff"
