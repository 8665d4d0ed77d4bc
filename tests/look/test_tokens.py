"""Contrast of the look, measured from the tokens as they are sent: text 4.5 : 1, edges and marks 3 : 1, by day and by night."""

from __future__ import annotations

import re

import pytest

from scripts.bundle import LOOK

NAMED = re.compile(r"--([a-z-]+): *(?:var\(--[a-z-]+, *)?(#[0-9a-f]{6})")


def tokens(name: str) -> dict[str, str]:
    return dict(NAMED.findall((LOOK / "css" / name).read_text(encoding="utf-8")))


LIGHT = tokens("10-tokens.css")
SCHEMES = {"light": LIGHT, "dark": {**LIGHT, **tokens("11-dark.css")}}
GROUNDS = ("paper", "card", "raised", "sunken")
TEXT = [(text, ground) for text in ("ink", "soft", "link", "bad", "good") for ground in GROUNDS] + [
    ("on-accent", "accent"), ("paper", "clay"), ("paper", "ink"), ("ink", "accent-bg"), ("accent", "accent-bg"),
    ("link", "accent-bg"),     ("ink", "good-bg"), ("good", "good-bg"), ("ink", "bad-bg"),
    ("bad", "bad-bg"), ("ink", "warn-bg"), ("warn", "warn-bg"),
    ("ink", "info-bg"), ("info", "info-bg"), ("card", "good"), ("card", "info"), ("card", "warn"), ("card", "bad"),
]  # fmt: skip
MARKS = [(mark, ground) for mark in ("edge", "focus", "accent", "clay") for ground in GROUNDS]


def light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself():
    assert (round(contrast("#000000", "#ffffff"), 2), round(contrast("#767676", "#ffffff"), 2)) == (21.0, 4.54)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_pair_can_be_read(scheme):
    colours = SCHEMES[scheme]
    weak = {
        f"{text} on {ground}": round(found, 2) for text, ground in TEXT if (found := contrast(colours[text], colours[ground])) < 4.5
    }
    weak |= {
        f"{mark} at {ground}": round(found, 2) for mark, ground in MARKS if (found := contrast(colours[mark], colours[ground])) < 3
    }
    assert weak == {}


def test_the_night_says_every_colour_anew():
    assert set(LIGHT) - set(tokens("11-dark.css")) == set()
