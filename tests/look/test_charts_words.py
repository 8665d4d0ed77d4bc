"""What is said about a chart to whoever does not see it: the sentence, the table, the names, without a slip of markup."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from mandrivna.faces.look.charts import ChartKind, summary, table
from tests.look.drawings import Drawing, spec

K = ChartKind
NB = "\u00a0"
SLIP = "<script>alert('1')</script> & «Дім»"


def page(*specs, tag="chart") -> str:
    """Drawn as on a page."""
    loop = Template("{% load charts %}{% for one in specs %}{% " + tag + " one %}{% endfor %}")
    return loop.render(Context({"specs": specs, "request": RequestFactory().get("/")}))


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        (spec(K.BAR, [1210, 1900, 0]), f"Найбільше: лютий (1{NB}900), найменше: березень (0). Разом: 3{NB}110."),
        (
            spec(K.BAR, [1, None, 3], labels=["I кв.", "II кв.", "III кв."]),
            "Найбільше: III кв. (3), найменше: I кв. (1). "
            "Разом: 4. "
            "Немає даних: II кв.",
        ),
        (spec(K.ACROSS, [12.5, -3.25], digits=2), "Найбільше: січень (12,50), найменше: лютий (−3,25). Разом: 9,25."),
        (spec(K.BAR, [5]), "січень: 5."),
        (spec(K.BAR, [5, 5], additive=False), "Усюди однаково: 5."),
        (
            spec(K.BAR, [1, 2], [4, 3]),
            "Ряд 1. "
            "Найбільше: лютий (2), найменше: січень (1). "
            "Ряд 2. "
            "Найбільше: січень (4), найменше: лютий (3).",
        ),
        (spec(K.BAR, [1], [None]), "Ряд 1. січень: 1. Ряд 2. Немає даних."),
        (spec(K.BAR, [None, None]), "Даних ще немає."),
        (spec(K.BAR), "Даних ще немає."),
        (
            spec(K.LINE, [100, 90, 150]),
            f"Початок: січень (100), кінець: березень (150), зростання на 50{NB}%. "
            "Найбільше: березень (150), найменше: лютий (90).",
        ),
        (
            spec(K.LINE, [100, 75]),
            f"Початок: січень (100), кінець: лютий (75), спад на 25{NB}%. "
            "Найбільше: січень (100), найменше: лютий (75).",
        ),
        (spec(K.LINE, [0, 4]), "Початок: січень (0), кінець: лютий (4), зростання. Найбільше: лютий (4), найменше: січень (0)."),
        (spec(K.LINE, [-1, -4]), "Початок: січень (−1), кінець: лютий (−4), спад. Найбільше: січень (−1), найменше: лютий (−4)."),
        (spec(K.SPARK, [4, 4]), "Початок: січень (4), кінець: лютий (4), без змін. Усюди однаково: 4."),
        (spec(K.LINE, [2]), "січень: 2."),
        (
            spec(K.LINE, [1, 2], [5, 4]),
            f"Ряд 1. Початок: січень (1), кінець: лютий (2), зростання на 100{NB}%. "
            f"Ряд 2. Початок: січень (5), кінець: лютий (4), спад на 20{NB}%.",
        ),
        (
            spec(K.STACKED, [30, 10], [20, None]),
            "Разом: 60. "
            f"Найбільша частка: Ряд 1, 40 (67{NB}%). "
            "Найбільше: січень (50), найменше: лютий (10). "
            "Немає даних: лютий.",
        ),
        (
            spec(K.HEAT, [1, 5], [None, 0], labels=["9", "10"]),
            "Найбільше: Ряд 1, 10 (5), найменше: Ряд 2, 10 (0). "
            "Разом: 6. "
            "Немає даних: Ряд 2, 9.",
        ),
        (spec(K.PLAN, [80, 120, 5], [100, 100, None]), f"План виконано в рядках: 1 з 2. Найдалі від плану: січень (80{NB}%)."),
        (spec(K.PLAN, [120], [100]), "План виконано в рядках: 1 з 1."),
        (spec(K.PLAN, [5, None], [None, 7]), "Плану, з яким можна порівняти, немає. Немає даних: лютий."),
        (spec(K.BAR, [1, *[None] * 5]), "січень: 1. Немає даних: лютий; березень; квітень і ще 2."),
    ],
)  # fmt: skip
def test_a_sentence_says_largest_smallest_trend_and_what_is_missing(about, sentence):
    assert summary(about) == sentence


@pytest.mark.parametrize("kind", list(K))
def test_the_drawing_is_an_image_with_a_name_and_that_sentence(kind):
    about = spec(kind, [1, 2], [3, 4])
    root = Drawing(about).root
    named = {one.get("id"): one.text for one in root if one.tag in ("title", "desc")}
    assert (root.get("role"), root.get("aria-labelledby", "").split()) == ("img", list(named))
    assert list(named.values()) == ["Видача", summary(about)]


@pytest.mark.parametrize("kind", list(K))
def test_the_table_holds_every_value(kind):
    about = spec(kind, [1234567, None, -3], [0, 42, 999])
    found = [cell for _label, cells in table(about).rows for cell in cells]
    for words in (f"1{NB}234{NB}567", "немає даних", "−3", "0", "42", "999"):
        assert words in found, words
    assert len(table(about).head) == len(table(about).rows[0][1]) + 1


def test_the_table_of_plan_and_fact_says_how_far_it_is():
    rows = table(spec(K.PLAN, [80, 5, None, 7], [100, None, 9, 0], labels=list("абвг"))).rows
    assert rows == [
        ("а", ["80", "100", f"80{NB}%", "−20"]),
        ("б", ["5", "немає даних", "—", "—"]),
        ("в", ["немає даних", "9", "—", "—"]),
        ("г", ["7", "0", "—", "+7"]),
    ]


def test_the_table_of_stacks_says_the_whole():
    assert table(spec(K.STACKED, [1, None, None], [2, 5, None])).rows == [
        ("січень", ["1", "2", "3"]),
        ("лютий", ["немає даних", "5", "5"]),
        ("березень", ["немає даних", "немає даних", "немає даних"]),
    ]


def test_a_table_of_a_heat_map_is_laid_as_the_map():
    found = table(spec(K.HEAT, [1, 2], [3, 4], labels=["9", "10"], names=["пн", "вт"], head="День"))
    assert (found.head, found.rows) == (["День", "9", "10"], [("пн", ["1", "2"]), ("вт", ["3", "4"])])


@pytest.mark.parametrize("kind", list(K))
def test_what_people_typed_is_text(kind):
    about = spec(
        kind, [1, None], [2, 3], labels=[SLIP, "б"], names=[SLIP, "План"], title=SLIP, unit=SLIP, head=SLIP, short=[SLIP, "б"]
    )
    for text in (page(about), page(about, tag="sparkline") if kind == K.SPARK else ""):
        assert ("<script" in text, "alert('" in text) == (False, False)
    assert Drawing(about).root.findtext("title") == SLIP


@pytest.mark.parametrize("kind", list(K))
def test_nothing_that_the_content_policy_refuses(kind):
    assert re.findall(r"\sstyle=|<style|<script|\son\w+=|https?:", page(spec(kind, [1, None, -2], [2, 3, 4]))) == []


def test_the_figure_has_caption_drawings_for_two_widths_and_the_table_behind():
    text = page(spec(K.BAR, [1, None], [3, 4], unit="примірників", head="Місяць"))
    assert [text.count(part) for part in ("<figcaption", "<svg", 'class="chart-wide"', 'class="chart-narrow"')] == [1, 4, 1, 1]
    assert re.findall(r"<th scope=\"(\w+)\"[^>]*>([^<]+)", text) == [
        ("col", "Місяць"), ("col", "Ряд 1"), ("col", "Ряд 2"), ("row", "січень"), ("row", "лютий"),
    ]  # fmt: skip
    assert re.findall(r'<td class="number">([^<]+)', text) == ["1", "3", "немає даних", "4"]
    assert "<summary>Дані таблицею</summary>" in text


def test_a_compact_figure_has_one_drawing():
    assert page(spec(K.BAR, [1, 2], compact=True)).count('role="img"') == 1


@pytest.mark.parametrize("about", [spec(K.BAR), spec(K.LINE, [None, None]), spec(K.HEAT, [None])])
def test_without_data_there_is_a_sentence_and_no_drawing(about):
    text = page(about)
    assert ("<svg" in text, '<p class="chart-summary">Даних ще немає.</p>' in text) == (False, True)


@pytest.mark.parametrize("kind", list(K))
@pytest.mark.parametrize("rows", [[[0, 0], [0, 0]], [[5, None], [None, None]], [[-1, -2], [0, 0]], [[1e9, 0.001], [1, 1]]])
def test_odd_numbers_are_drawn(kind, rows):
    for compact in (False, True):
        assert "nan" not in Drawing(spec(kind, *rows, digits=3), compact=compact).text


def test_alike_charts_on_one_page_keep_their_names_apart_and_a_page_stays_the_same():
    one, other = spec(K.STACKED, [1, 2], [3, 4]), spec(K.BAR, [1, 2], [3, 4])
    text = page(one, one, other)
    ids = re.findall(r' id="([^"]+)"', text)
    used = set(re.findall(r"url\(#([^)]+)\)", text)) | {
        name for names in re.findall(r'labelledby="([^"]+)"', text) for name in names.split()
    }
    assert (len(ids), used - set(ids)) == (len(set(ids)), set())
    assert page(one, one, other) == text


def test_a_sparkline_stands_in_a_line_of_text():
    text = page(spec(K.SPARK, [1, 2]), tag="sparkline")
    assert re.findall(r"^<\w+|<figure|<table", text) == ["<svg"]


def test_a_legend_names_series_and_shades_but_not_one_that_is_alone():
    names = [re.findall(r"<span>([^<]+)</span>", page(about)) for about in (
        spec(K.BAR, [1]), spec(K.LINE, [1], [2]), spec(K.HEAT, [0, 10]), spec(K.PLAN, [1], [2], names=["Факт", "План"]),
    )]  # fmt: skip
    assert names == [[], ["Ряд 1", "Ряд 2"], ["0", "1–2", "3–4", "5–6", "7–8", "9–10"], ["Факт", "План"]]


def test_a_chart_is_light():
    """Two drawings and a table of a year with three series."""
    assert len(page(spec(K.LINE, list(range(12)), list(range(12)), list(range(12))))) < 20_000
