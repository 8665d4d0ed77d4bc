"""Colours of charts, measured: contrast with paper and night, and whether the colour-blind tell them apart."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from mandrivna.faces import look

CSS = (Path(look.__file__).parent / "static/look/charts.css").read_text(encoding="utf-8")
PAPER, NIGHT = "#faf6ee", "#14191b"
LIGHT, DARK, CHOSEN_DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root[^{]*\{([^}]*)\}", CSS)
)
SCHEMES = {"light": (LIGHT, PAPER), "dark": (DARK, NIGHT)}
CHARTS = [f"chart-{number}" for number in range(1, 7)]
SIGHTS = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    # Machado, Oliveira, Fernandes 2009, full severity, on linear RGB.
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
TOLD_APART = 18.0
"""CIE76 difference; 2.3 is just noticeable side by side. Hatching, dashes and marks say the same besides."""


def linear(colour: str) -> list[float]:
    parts = [int(colour[spot : spot + 2], 16) / 255 for spot in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    light = [
        sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True)) for colour in (one, other)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


def lab(colour: str, sight: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    seen = [min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0), 1) for row in SIGHTS[sight]]
    to_xyz = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
    xyz = [sum(a * b for a, b in zip(row, seen, strict=True)) for row in to_xyz]
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (one / white for one, white in zip(xyz, (0.95047, 1, 1.08883), strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: str, other: str, sight: str) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one, sight), lab(other, sight), strict=True)) ** 0.5


def test_the_ruler_measures():
    assert (round(contrast("#000000", "#ffffff")), round(contrast("#777777", "#ffffff"), 2)) == (21, 4.48)
    assert apart("#ff0000", "#00ff00", "deutan") < apart("#ff0000", "#00ff00", "usual") / 2


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_series_stands_out_from_the_ground(scheme):
    colours, ground = SCHEMES[scheme]
    assert {name: round(contrast(colours[name], ground), 2) for name in CHARTS if contrast(colours[name], ground) < 3} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_series_are_told_apart_by_every_eye(scheme, sight):
    colours, _ground = SCHEMES[scheme]
    close = {
        (one, other): round(apart(colours[one], colours[other], sight), 1)
        for one, other in itertools.combinations(CHARTS, 2)
        if apart(colours[one], colours[other], sight) < TOLD_APART
    }
    assert close == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_number_is_read_in_every_cell_of_a_heat_map(scheme):
    colours, _ground = SCHEMES[scheme]
    inks = {step: colours["heat-dark" if step >= 3 else "heat-light"] for step in range(6)}
    low = {step: round(contrast(ink, colours[f"heat-{step}"]), 2) for step, ink in inks.items()}
    assert {step: ratio for step, ratio in low.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_more_is_always_a_step_away_from_the_ground(scheme):
    colours, ground = SCHEMES[scheme]
    steps = [contrast(colours[f"heat-{step}"], ground) for step in range(6)]
    assert steps == sorted(steps)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_pins_and_hatching_of_the_map_stand_out(scheme):
    colours, ground = SCHEMES[scheme]
    signs = {name: colours[name] for name in colours if name.startswith("map-pin-")} | {"border": colours["map-border"]}
    grounds = {"ground": ground, "none": colours["map-none"]}
    low = {(name, on): round(contrast(sign, under), 2) for name, sign in signs.items() for on, under in grounds.items()}
    assert (len(signs), {pair: ratio for pair, ratio in low.items() if ratio < 3}) == (5, {})


def test_dark_by_choice_is_dark_by_system():
    assert (DARK, set(DARK)) == (CHOSEN_DARK, set(LIGHT))
