"""Pictures of charts for slides: the colours of the page written in, all that is drawn painted, the words of the page around it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from mandrivna.faces import look
from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series, draw
from mandrivna.faces.look.charts import paint as colours
from mandrivna.faces.look.charts.draw import legend
from mandrivna.faces.look.charts.paint import painted
from mandrivna.faces.look.charts.slides import picture

CSS = (Path(look.__file__).parent / "static/look/charts.css").read_text(encoding="utf-8")
LIGHT = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", CSS.split("@media")[0]))
LABELS = ["січень", "лютий", "березень"]


def spec(kind: ChartKind, *, unit: str = "") -> ChartSpec:
    series = [Series("Факт", [5, None, 30]), Series("План", [10, 20, 15])]
    return ChartSpec(kind=kind, title="Візити", labels=LABELS, series=series, unit=unit, head="Місяць")


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def near(found: Image.Image, colour: str) -> int:
    """Of how many points exactly this is the colour."""
    asked = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return sum(many for many, one in found.getcolors(found.width * found.height) or () if one == asked)


def test_the_colours_are_those_of_the_page_by_day():
    written = {f"chart-{at}": colour for at, colour in enumerate(colours.SERIES, 1)}
    written |= {f"heat-{at}": colour for at, colour in enumerate(colours.HEAT)}
    written |= {name: colours.PAINT[f"heat-ink-{name[5:]}"]["fill"] for name in ("heat-light", "heat-dark")}
    assert written == {name: colour for name, colour in LIGHT.items() if name in written}
    usual = dict(re.findall(r"var\(--(paper|ink|soft|line|edge), (#[0-9a-f]{6})\)", CSS))
    assert usual == {
        "paper": colours.PAPER, "ink": colours.INK, "soft": colours.SOFT, "line": colours.LINE, "edge": colours.EDGE,
    }  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in ChartKind if kind != ChartKind.SPARK])
def test_nothing_drawn_is_left_to_a_style_sheet(kind):
    about = spec(kind)
    for drawing in (draw(about, "c"), *(sample for sample, _name in legend(about, "c"))):
        whole = ET.fromstring(painted(drawing, family="Commissioner"))
        shapes = [one for one in whole.iter() if one.tag.rpartition("}")[2] in ("rect", "path", "circle", "line", "text")]
        assert [one.get("class") for one in whole.iter() if one.get("class")] == []
        assert [ET.tostring(one) for one in shapes if not one.get("fill") and not one.get("stroke")] == []


def test_what_nobody_has_painted_is_refused():
    with pytest.raises(ValueError, match="chart-new"):
        painted('<svg viewBox="0 0 1 1"><rect class="chart-new"/></svg>', family="x")


@pytest.mark.parametrize("kind", [kind for kind in ChartKind if kind != ChartKind.SPARK])
def test_every_kind_of_chart_becomes_a_picture_of_one_size(kind):
    found = seen(picture(spec(kind, unit="осіб"), about="План роботи, 2026 рік", foot="Бібліотека"))
    assert (found.size, found.getpixel((0, 0))) == ((1920, 1080), (0xFA, 0xF6, 0xEE))
    assert near(found, colours.SERIES[0] if kind != ChartKind.HEAT else colours.HEAT[5]) > 500


def test_words_without_end_and_many_names_push_nothing_off_the_slide():
    series = [Series(f"Дуже довга назва ряду, якої ніхто не скорочував, номер {at}", [at, 2, 3]) for at in range(1, 7)]
    long = ChartSpec(kind=ChartKind.STACKED, title="Як ідуть розділи плану " * 8, labels=LABELS, series=series)
    found = seen(picture(long, about="Обласна універсальна наукова бібліотека " * 5, foot="Бібліотека"))
    margin = [found.crop(box) for box in ((1860, 0, 1920, 1080), (0, 1040, 1920, 1080))]
    assert [len(one.getcolors(99_999) or ()) for one in margin] == [1, 1]
    assert near(found, colours.SERIES[0]) > 300


def test_of_nothing_there_is_no_picture():
    empty = ChartSpec(kind=ChartKind.BAR, title="Візити", labels=LABELS, series=[Series("Факт", [None] * 3)])
    with pytest.raises(ValueError, match="nothing is known"):
        picture(empty, about="", foot="")
