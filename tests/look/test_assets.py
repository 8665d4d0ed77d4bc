"""Fonts, icons and pictures as they are committed: complete, light, and fetching nothing."""

from __future__ import annotations

import gzip
import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from scripts import fonts, icons, identity

ROOT = Path(__file__).resolve().parents[2]
LOOK = ROOT / "mandrivna/faces/look"
STATIC = LOOK / "static/look"
NEEDED = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюяЁЪЫЭёъыэʼ’«»„“–—…№₴°·×→←−0123456789"
ICON_IN_TEMPLATES = re.compile(r"""{%-?\s*icon\s+["']([\w-]+)["']|icons\.svg['"]\s*%}#([\w-]+)""")

ICON_IN_CODE = re.compile(r"""\bicon(?:: str)? ?= ?"([\w-]+)"()""")


@pytest.mark.parametrize("name", fonts.BUDGET)
def test_a_font_has_every_letter_and_little_weight(name):
    file = fonts.FONTS / name
    font = TTFont(file)
    (axis,) = font["fvar"].axes
    assert file.stat().st_size <= fonts.BUDGET[name]
    assert [sign for sign in NEEDED if ord(sign) not in font.getBestCmap()] == []
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)


def test_both_fonts_together_leave_room_for_the_page():
    assert sum((fonts.FONTS / name).stat().st_size for name in fonts.BUDGET) <= 62 * 1024


@pytest.mark.parametrize("name", fonts.BUDGET)
def test_tabular_figures_are_of_one_width(name):
    font = TTFont(fonts.FONTS / name)
    features = {one.FeatureTag: one.Feature for one in font["GSUB"].table.FeatureList.FeatureRecord}
    (lookup,) = (font["GSUB"].table.LookupList.Lookup[number] for number in features["tnum"].LookupListIndex)
    mapping = {one: other for part in lookup.SubTable for one, other in getattr(part, "ExtSubTable", part).mapping.items()}
    figures = [mapping.get(glyph, glyph) for glyph in (font.getBestCmap()[ord(sign)] for sign in "0123456789")]
    assert len({font["hmtx"][figure][0] for figure in figures}) == 1


@pytest.mark.parametrize("name", ["commissioner-OFL.txt", "literata-OFL.txt"])
def test_the_licence_of_a_font_stands_beside_it(name):
    assert "SIL OPEN FONT LICENSE Version 1.1" in (fonts.FONTS / name).read_text(encoding="utf-8")


def test_the_stylesheet_names_both_fonts_and_no_other_file():
    named = re.findall(r'url\("?([^")]+)"?\)', (STATIC / "look.css").read_text(encoding="utf-8"))
    assert [name for name in named if not name.startswith("data:")] == ["fonts/sans.woff2", "fonts/serif.woff2"]


def test_the_sprite_has_the_icons_of_the_list():
    text = (STATIC / "icons.svg").read_text(encoding="utf-8")
    symbols = [symbol.get("id") for symbol in ET.fromstring(text)]
    assert symbols == sorted(icons.ICONS)
    assert len(gzip.compress(text.encode())) <= icons.BUDGET


def asked_for(path: Path) -> set[str]:
    pattern = ICON_IN_TEMPLATES if path.suffix == ".html" else ICON_IN_CODE
    return {name for found in pattern.findall(path.read_text(encoding="utf-8")) for name in found if name}


def test_every_icon_that_is_asked_for_is_in_the_sprite():
    pages = [*(ROOT / "mandrivna").rglob("templates/**/*.html"), *(ROOT / "mandrivna").rglob("*.py")]
    missing = {path.name: names for path in pages if (names := asked_for(path) - icons.ICONS.keys())}
    assert missing == {}


def test_the_eye_for_icons_sees():
    page = """{% icon "book" %} {% icon 'map-pin' size=20 %} <use href="{% static 'look/icons.svg' %}#bell"/>"""
    assert [one or other for one, other in ICON_IN_TEMPLATES.findall(page)] == ["book", "map-pin", "bell"]
    assert ICON_IN_CODE.findall('Item(icon="scale", order=1)') == [("scale", "")]


@pytest.mark.parametrize(("name", "size"), [("apple-touch-180", 180), ("icon-192", 192), ("icon-512", 512)])
def test_an_icon_has_the_size_of_its_name(name, size):
    assert struct.unpack(">II", (STATIC / f"{name}.png").read_bytes()[16:24]) == (size, size)


def test_the_card_is_of_the_size_that_messengers_expect_and_light():
    card = (STATIC / "card.png").read_bytes()
    assert struct.unpack(">II", card[16:24]) == (1200, 630)
    assert len(card) <= identity.CARD_BUDGET


@pytest.mark.parametrize("path", sorted(STATIC.glob("*.svg")), ids=lambda path: path.name)
def test_a_drawing_carries_no_code_and_fetches_nothing(path):
    assert (
        re.findall(r"<style|\sstyle=|<script|\son\w+=|href=|url\(|https?://(?!www\.w3\.org)", path.read_text(encoding="utf-8"))
        == []
    )


def test_the_committed_mark_is_the_one_that_the_script_draws():
    assert (STATIC / "logo.svg").read_text(encoding="utf-8") == identity.svg(
        identity.mark(identity.RIVER, identity.CLAY, identity.WHEAT)
    )
