"""Covers and spines: the same for the same record, legible in every palette, never wider than the book, safe with any words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from django.template import Context, Template

from mandrivna.catalogue.models import Record
from mandrivna.faces.look import covers
from mandrivna.faces.look.covers import ACROSS, PALETTES, cover, spine
from mandrivna.faces.look.lettering import cut, fit, width

BOOK = {"title": "Тореадори з Васюківки : трилогія", "authors": "Нестайко, Всеволод", "seed": "0198-a"}
LONG = {
    "title": "Закон України про бібліотеки і бібліотечну справу: науково-практичний коментар з роз’ясненнями для працівників " * 3,
    "authors": "Бондаренко О. П.; Савчук І. І.; Третяк Л. В.; Коваленко Н. Н.; Мельник С. С.; Шевчук Ж. Ж.",
}
SVG = "{http://www.w3.org/2000/svg}"


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def words_of(drawn: str) -> list[str]:
    return [text.text or "" for text in ET.fromstring(drawn).iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", [cover, spine])
def test_the_same_record_looks_the_same_for_ever(draw):
    assert draw(**BOOK) == draw(**BOOK)


def test_the_look_does_not_depend_on_the_run():
    """Python's own hash() would differ from process to process; this number was drawn once and stays."""
    dice = covers._dice("0198-a")
    assert [dice(8), dice(8), dice(100)] == [4, 3, 75]


@pytest.mark.parametrize("draw", [cover, spine])
def test_other_records_look_different(draw):
    drawn = {draw(**BOOK | {"seed": seed}) for seed in range(60)}
    assert len(drawn) > 50


def test_every_palette_and_every_ornament_is_met():
    grounds = {re.search(r'height="300" fill="(#\w+)"', cover(**BOOK | {"seed": seed}))[1] for seed in range(200)}
    assert grounds == {palette.ground for palette in PALETTES}


def test_the_eye_for_contrast_sees():
    assert contrast("#000000", "#ffffff") == 21


@pytest.mark.parametrize("palette", PALETTES, ids=lambda palette: palette.ground)
def test_words_are_legible_in_every_palette(palette):
    assert contrast(palette.text, palette.ground) >= 4.5
    assert contrast(palette.accent, palette.ground) >= 3
    assert len({palette.ground, palette.text, palette.main, palette.accent}) == 4


@pytest.mark.parametrize("kind", ["book", "brochure", "periodical", "electronic", "audiovisual", "other"])
@pytest.mark.parametrize("draw", [cover, spine])
@pytest.mark.thorough
def test_it_is_small_and_carries_no_inline_code(draw, kind):
    for seed in range(120):
        drawn = draw(**LONG, seed=seed, kind=kind)
        assert len(drawn.encode()) <= 2500
        assert not re.search(r"\sstyle=|<style|\son\w+=|\sid=|href", drawn)


@pytest.mark.parametrize("draw", [cover, spine])
def test_words_are_escaped(draw):
    drawn = draw(title='<script>&"', authors='<b onload="x">', seed=1, label='"><i>')
    root = ET.fromstring(drawn)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {"svg", "g", "rect", "path", "text", "circle"}
    assert root.get("aria-label") == '"><i>'
    assert '<script>&"' in "".join(words_of(drawn))


def test_the_cover_says_the_title_proper_and_the_author():
    assert words_of(cover(**BOOK)) == ["Нестайко, Всеволод", "Тореадори", "з\u00a0Васюківки"]


def test_without_an_author_only_the_title_stands():
    assert words_of(cover(title="Кобзар", authors="", seed=1)) == ["Кобзар"]
    assert words_of(spine(title="Кобзар", authors="", seed=1)) == ["Кобзар"]


def test_a_title_of_nothing_but_a_subtitle_is_kept():
    assert " ".join(words_of(cover(title=" : трилогія", authors="", seed=1))) == ": трилогія"


def test_decoration_unless_named():
    assert ET.fromstring(cover(**BOOK)).get("aria-hidden") == "true"
    named = ET.fromstring(cover(**BOOK, label="Кобзар"))
    assert (named.get("role"), named.get("aria-label"), named.get("aria-hidden")) == ("img", "Кобзар", None)


@pytest.mark.parametrize(
    ("authors", "on_the_spine"),
    [
        ("Нестайко, Всеволод; Інший, Іван", "Нестайко"),
        ("В. З. Нестайко", "Нестайко"),
        ("Шевченко Т. Г.", "Шевченко"),
        ("колектив авторів", ""),
        ("", ""),
    ],
)
def test_the_spine_names_the_first_author(authors, on_the_spine):
    assert covers._surname(authors) == on_the_spine


# --- lines ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "Кобзар",
        "Електрогідродинамічні властивості напівпровідникових мікроструктур",
        "Історико-краєзнавчий атлас",
        "Рентгеноелектрокардіографічнопсихоневрологічний",
        "Щ" * 60,
        "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMM",
        "🙂" * 40,
        LONG["title"],
    ],
)
def test_no_line_is_wider_than_the_book(title):
    size, lines = fit(title, across=ACROSS, down=130, sizes=covers.SIZES)
    assert max(width(line) for line in lines) * size <= ACROSS
    assert len(lines) * size * 1.16 <= 130


def test_a_word_is_torn_between_syllables():
    _, lines = fit("Інтернаціоналізація", across=ACROSS, down=130, sizes=covers.SIZES)
    assert lines == ["Інтернаціо-", "налізація"]


def test_a_smaller_size_comes_before_a_torn_word():
    size, lines = fit("Сад Гетсиманський", across=ACROSS, down=130, sizes=covers.SIZES)
    assert (size, lines) == (19, ["Сад", "Гетсиманський"])


def test_a_short_word_goes_with_the_one_it_belongs_to():
    _, lines = fit("Під’їзд і об’єднання", across=ACROSS, down=130, sizes=covers.SIZES)
    assert lines == ["Під’їзд", "і\u00a0об’єднання"]


def test_what_does_not_fit_ends_in_an_ellipsis():
    _, lines = fit(LONG["title"], across=ACROSS, down=130, sizes=covers.SIZES)
    assert lines[-1].endswith("…")
    assert cut("Кобзар", 100) == "Кобзар"
    assert cut("Слово о полку", 4.5) == "Слово…"


# --- in templates -----------------------------------------------------------------------------------------------------


def test_the_tags_draw_a_record():
    record = Record(title="Кобзар <1840>", authors="Шевченко, Тарас")
    page = Template("{% load covers %}{% cover record %}{% spine record named=True %}").render(Context({"record": record}))
    picture, back = (ET.fromstring(f"{part}</svg>") for part in page.split("</svg>")[:2])
    assert picture.get("class") == "cover"
    assert back.get("aria-label") == "Шевченко, Тарас. Кобзар <1840>"
