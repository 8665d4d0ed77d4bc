"""Lengths are what the numbers say: bars, stacks, points, squares and gaps."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series
from mandrivna.faces.look.charts.grids import level, level_words
from mandrivna.faces.look.charts.scale import nice_ticks
from mandrivna.faces.look.svg import shortened, width_of, wrapped
from tests.look.drawings import MONTHS, Drawing, spec

K = ChartKind


def points(drawing: Drawing, number: int = 1) -> list[tuple[float, float]]:
    """Where the marks of a series stand."""
    marks = [one for one in drawing.all("chart-mark") if f"chart-{number}" in one.get("class", "").split()]
    return [tuple(map(float, re.findall(r"-?[\d.]+", one.get("transform", "")))) for one in marks]  # type: ignore[misc]


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize(("kind", "name"), [(K.BAR, "height"), (K.ACROSS, "width")])
def test_bars_are_as_long_as_their_numbers(kind, name, compact):
    lengths = Drawing(spec(kind, [100, 50, 25, 0], labels=["а", "б", "в", "г"]), compact=compact).lengths("chart-bar", name)
    assert lengths[0] > 50
    assert [round(length / lengths[0], 3) for length in lengths] == [1, 0.5, 0.25, 0]


def test_a_bar_below_zero_hangs_from_the_line():
    drawing = Drawing(spec(K.BAR, [40, -20], labels=["а", "б"]))
    (up, down), (high, low) = drawing.lengths("chart-bar", "y"), drawing.lengths("chart-bar", "height")
    (zero,) = drawing.lengths("chart-axis", "y1")
    assert (up + high, down, high / low) == (pytest.approx(zero), pytest.approx(zero), pytest.approx(2, rel=0.01))
    assert drawing.titles("chart-bar") == ["а: 40", "б: −20"]


def test_a_lying_bar_below_zero_goes_to_the_left():
    drawing = Drawing(spec(K.ACROSS, [40, -20], labels=["а", "б"]))
    (right, left), (far, near) = drawing.lengths("chart-bar", "x"), drawing.lengths("chart-bar", "width")
    assert (right, far / near) == (pytest.approx(left + near), pytest.approx(2, rel=0.01))
    assert left > 0


@pytest.mark.parametrize("kind", [K.BAR, K.ACROSS, K.STACKED])
def test_no_data_is_a_gap_that_says_so_and_zero_is_a_bar(kind):
    drawing = Drawing(spec(kind, [5, None, 0], labels=["а", "б", "в"]))
    assert drawing.titles("chart-bar") == ["а: 5", "в: 0"]
    assert (drawing.titles("chart-missing"), "б: немає даних" in drawing.text) == (["б: немає даних"], True)


def test_series_stand_side_by_side_without_touching_another_label():
    drawing = Drawing(spec(K.BAR, [1, 2], [3, 4], labels=["а", "б"]))
    left, wide = drawing.lengths("chart-bar", "x"), drawing.lengths("chart-bar", "width")
    assert (left[0] + wide[0], left[1] + wide[1]) == (pytest.approx(left[2], abs=0.02), pytest.approx(left[3], abs=0.02))
    assert left[2] + wide[2] < left[1]


def test_stacks_stand_upon_one_another():
    drawing = Drawing(spec(K.STACKED, [30, 10], [20, None], [10, 10], labels=["а", "б"]))
    tops, highs = drawing.lengths("chart-bar", "y"), drawing.lengths("chart-bar", "height")
    first = sorted(zip(tops, highs, strict=True), reverse=True)
    by_title = dict(zip(drawing.titles("chart-bar"), zip(tops, highs, strict=True), strict=True))
    low, middle, high = (by_title[f"а, Ряд {number}: {value}"] for number, value in ((1, 30), (2, 20), (3, 10)))
    assert (middle[0] + middle[1], high[0] + high[1]) == (pytest.approx(low[0], abs=0.02), pytest.approx(middle[0], abs=0.02))
    assert (low[1] / high[1], len(first)) == (pytest.approx(3, rel=0.01), 5)
    assert {"60", "20"} <= set(drawing.words)


def test_what_is_negative_hangs_below_the_stack():
    drawing = Drawing(spec(K.STACKED, [30], [-10], labels=["а"]))
    (zero,) = drawing.lengths("chart-axis", "y1")
    assert drawing.lengths("chart-bar", "y")[1] == pytest.approx(zero)


def test_points_of_a_line_are_as_high_as_their_numbers():
    drawing = Drawing(spec(K.LINE, [0, 50, 100], labels=["а", "б", "в"]))
    (x1, y1), (x2, y2), (x3, y3) = points(drawing)
    assert (x2 - x1, y1 - y2) == (pytest.approx(x3 - x2, abs=0.2), pytest.approx(y2 - y3, abs=0.2))
    assert y1 > y2


def test_a_line_breaks_where_nothing_is_known_and_a_lonely_value_is_a_point():
    drawing = Drawing(spec(K.LINE, [1, 2, None, 3, None, 4, 5], labels=list("абвгґде")))
    assert (len(drawing.all("chart-line")), len(points(drawing)), len(drawing.all("chart-missing"))) == (2, 5, 2)


def test_a_long_line_keeps_only_the_marks_of_lonely_values():
    values = [*range(40), None, 7, None]
    assert len(points(Drawing(spec(K.LINE, values, labels=[str(n) for n in range(43)])))) == 1


def test_series_of_lines_differ_in_dashes_and_marks_too():
    drawing = Drawing(spec(K.LINE, *([n, n + 1] for n in range(6)), labels=["а", "б"]))
    dashes = [one.get("stroke-dasharray") for one in drawing.all("chart-line")]
    shapes = [one.get("d") for one in drawing.all("chart-mark")]
    assert (len(set(dashes)), len(set(shapes))) == (6, 6)


def test_series_of_bars_differ_in_hatching_too():
    drawing = Drawing(spec(K.BAR, *([n + 1] for n in range(6)), labels=["а"]))
    defined = {f"url(#{one.get('id')})" for one in drawing.root.iter("pattern")}
    assert [one.get("fill") for one in drawing.all("chart-veil")] == [f"url(#c1-h{n})" for n in range(2, 7)]
    assert defined == {one.get("fill") for one in drawing.all("chart-veil")}


@pytest.mark.parametrize(
    ("values", "about", "ticks"),
    [
        ([1210, 1900, 0], {}, (0, 500, 1000, 1500, 2000)),
        ([3], {}, (0, 1, 2, 3)),
        ([0, 0], {}, (0, 1)),
        ([], {}, (0, 1)),
        ([-80, 240], {}, (-100, 0, 100, 200, 300)),
        ([-3, -7], {}, (-8, -6, -4, -2, 0)),
        ([0.2, 0.35], {"whole": False}, (0, 0.1, 0.2, 0.3, 0.4)),
        ([910, 980], {"zero": False}, (900, 920, 940, 960, 980)),
        ([100, 980], {"zero": False}, (0, 200, 400, 600, 800, 1000)),
        ([5, 5], {"zero": False, "whole": False}, (0, 1, 2, 3, 4, 5)),
        ([10_000_000], {}, (0, 2e6, 4e6, 6e6, 8e6, 1e7)),
    ],
)
def test_an_axis_has_round_numbers(values, about, ticks):
    assert nice_ticks(values, **about) == ticks


def test_decimals_and_floats_may_be_mixed():
    assert (
        Drawing(spec(K.STACKED, [Decimal("1.5"), 2], [0.1, 3], labels=["а", "б"], digits=1)).titles("chart-bar")[0]
        == "а, Ряд 1: 1,5"
    )


def test_a_telephone_lays_bars_with_long_labels_down_and_keeps_short_ones_upright():
    long = Drawing(spec(K.BAR, list(range(1, 13))), compact=True)
    short = Drawing(spec(K.BAR, [1, 2, 3], labels=["I", "II", "III"]), compact=True)
    assert (len(set(long.lengths("chart-bar", "height"))), len(set(short.lengths("chart-bar", "height")))) == (1, 3)
    assert set(MONTHS) <= set(long.words)


def test_short_labels_are_drawn_where_the_full_ones_do_not_fit():
    about = spec(K.LINE, list(range(12)), short=[month[:3] for month in MONTHS])
    assert ({"січ", "гру"} <= set(Drawing(about).words), "січень" in Drawing(about).words) == (True, False)


def test_labels_that_do_not_fit_are_written_every_second_or_third_time():
    drawn = [word for word in Drawing(spec(K.LINE, list(range(12)))).words if word in MONTHS]
    assert drawn == MONTHS[::2]


@pytest.mark.parametrize("kind", [K.BAR, K.ACROSS, K.LINE, K.STACKED, K.HEAT])
@pytest.mark.parametrize("compact", [False, True])
def test_nothing_stands_outside_the_drawing(kind, compact):
    labels = ["Публічна бібліотека Степової громади (релокована), відділ обслуговування дітей", "б", "в"]
    drawing = Drawing(spec(kind, [12345, -200, None], labels=labels), compact=compact)
    width, height = drawing.box
    outside = []
    for one in drawing.root.iter("text"):
        wide = width_of("".join(one.itertext()), float(one.get("font-size", "0")))
        left = float(one.get("x", "0")) - {"start": 0, "middle": wide / 2, "end": wide}[one.get("text-anchor", "start")]
        if left < -12 or left + wide > width + 12 or not 0 <= float(one.get("y", "0")) <= height:
            outside.append("".join(one.itertext()))
    assert outside == []
    assert min(float(one.get("font-size", "0")) for one in drawing.root.iter("text")) >= 11


def test_a_long_label_is_wrapped_and_then_cut():
    text = "Публічна бібліотека Степової громади"
    lines = wrapped(text, 12, 120)
    assert (lines, shortened("короткий", 12, 120)) == (["Публічна", "бібліотека Степов…"], "короткий")
    assert all(width_of(line, 12) <= 120 for line in lines)


@pytest.mark.parametrize(
    ("value", "low", "high", "step"),
    [
        (0, 0, 100, 0),
        (1, 0, 100, 1),
        (20, 0, 100, 1),
        (21, 0, 100, 2),
        (100, 0, 100, 5),
        (0, 0, 0, 0),
        (-5, -5, 5, 0),
        (5, -5, 5, 5),
    ],
)
def test_shades_are_even_steps(value, low, high, step):
    assert level(value, low, high) == step


def test_a_shade_is_told_in_numbers():
    assert level_words(spec(K.HEAT, [0, 10])) == ["0", "1–2", "3–4", "5–6", "7–8", "9–10"]
    assert level_words(spec(K.HEAT, [0, 2])) == ["0", "", "", "1", "", "2"]
    assert level_words(spec(K.HEAT, [0, 0])) == ["0"]


def test_a_cell_with_room_carries_its_number():
    drawing = Drawing(spec(K.HEAT, [0, 5, None, 10], labels=list("абвг")))
    assert [one.get("class") for one in drawing.all("heat-cell")] == [f"heat-cell heat-{step}" for step in (0, 3, 5)]
    assert ({"0", "5", "10"} <= set(drawing.words), len(drawing.all("heat-missing"))) == (True, 1)


def test_a_cell_without_room_carries_a_square_that_grows():
    drawing = Drawing(spec(K.HEAT, [200 * hour for hour in range(24)], labels=[str(hour) for hour in range(24)]), compact=True)
    sides = drawing.lengths("heat-mark", "width")
    assert (sides == sorted(sides), len(set(sides)), "4 600" in drawing.words) == (True, 6, False)


def test_plan_and_fact_are_measured_by_their_own_plan():
    about = spec(K.PLAN, [80, 1500, 30, 7], [100, 1000, None, 0], labels=list("абвг"), names=["Факт", "План"])
    drawing = Drawing(about)
    done, over = drawing.lengths("chart-bar", "width")
    plans = set(drawing.lengths("chart-plan", "x1"))
    assert (over / done, len(plans)) == (pytest.approx(150 / 80, rel=0.01), 1)
    assert plans.pop() == pytest.approx(done / 0.8, rel=0.01)
    assert {"80 з 100 · 80\u00a0% · −20", "1\u00a0500 з 1\u00a0000 · 150\u00a0% · +500", "30 · плану немає", "7 з 0 · +7"} <= set(
        drawing.words
    )


def test_far_beyond_the_plan_ends_with_a_tip():
    drawing = Drawing(spec(K.PLAN, [900], [100], labels=["а"]))
    assert (len(drawing.all("chart-mark")), drawing.lengths("chart-bar", "width")[0]) == (1, drawing.box[0] - 6)


@pytest.mark.parametrize("values", [[5], [0, 0], [1, None, 3], [None, 2, None], [3, 1, 2]])
def test_a_sparkline_ends_in_a_dot_at_its_last_known_value(values):
    drawing = Drawing(spec(K.SPARK, values))
    dots = [one for one in drawing.all("chart-mark") if one.get("r") == "3.2"]
    assert (len(dots), 0 <= float(dots[0].get("cy", "-1")) <= 30) == (1, True)


@pytest.mark.parametrize(
    ("kind", "labels", "series", "short"),
    [
        (K.BAR, ["а"], [Series("Ряд", [1, 2])], []),
        (K.PLAN, ["а"], [Series("Факт", [1])], []),
        (K.BAR, ["а"], [Series("Ряд", [1])], ["а", "б"]),
    ],
)
def test_a_spec_that_contradicts_itself_is_an_error_at_once(kind, labels, series, short):
    with pytest.raises(ValueError, match=r"wanted|two series"):
        ChartSpec(kind, "Х", labels, series, short=short)
