"""Contrast as WCAG counts it, and the nearest shade that can be read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandrivna.core.profile import NIGHT, PAPER
from mandrivna.shared.colour import READABLE, NotAColour, Oklch, contrast, normal, readable, shown

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_the_standard():
    assert [round(contrast(*pair), 2) for pair in (("#000000", "#ffffff"), ("#777777", "#ffffff"), ("#123456", "#123456"))] == [
        21.0,
        4.48,
        1.0,
    ]


@pytest.mark.parametrize(("said", "meant"), [("#AbC", "#aabbcc"), ("1f6f78", "#1f6f78"), (" #1F6F78 ", "#1f6f78")])
def test_a_colour_written_as_people_write_it(said, meant):
    assert normal(said) == meant


@pytest.mark.parametrize("said", ["", "#12345", "червоний", "#gggggg", "#1234567", "rgb(1,2,3)", "#１２３４５６"])
def test_what_is_no_colour_is_said_so(said):
    with pytest.raises(NotAColour):
        normal(said)


@given(COLOURS)
def test_a_shade_offered_can_be_read_and_what_can_be_read_is_left_alone(colour):
    for ground in (PAPER, NIGHT):
        shade = readable(colour, ground)
        assert contrast(shade, ground) >= READABLE
        assert (shade == colour) == (contrast(colour, ground) >= READABLE)


@given(COLOURS)
def test_oklch_goes_there_and_back(colour):
    found = Oklch.of(colour).hex()
    parts = [(int(a, 16), int(b, 16)) for at in (1, 3, 5) for a, b in [(colour[at : at + 2], found[at : at + 2])]]
    assert all(abs(a - b) <= 1 for a, b in parts)


def test_the_offered_shade_is_the_nearest_and_keeps_its_hue():
    """Yellow becomes the lightest ochre that can be read, not brown and not black."""
    wished = "#e8b04b"
    shade = readable(wished, PAPER)
    assert contrast(shade, PAPER) < READABLE + 0.1
    assert math.isclose(Oklch.of(shade).hue, Oklch.of(wished).hue, abs_tol=0.06)


def test_a_ratio_is_never_rounded_up_to_passing():
    assert [shown(4.4999), shown(4.5), shown(21.0)] == ["4.4", "4.5", "21.0"]
