"""Posters: each text keeps to its room, however long it is; papers and pictures have the size they are named by."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from mandrivna.shared import qr
from mandrivna.shared.printing import posters
from mandrivna.shared.printing.posters import PAPERS, POINTS, Layout, Poster, Row, Size, fits, write
from tests.factories.pictures import picture

ADDRESS = "https://library.example.org/events/3f2b7a2e-1111-4222-8333-444455556666/"
LONG = (
    "Міжнародна науково-практична конференція «Бібліотека без стін: територія свободи, взаємопідтримки й інтелектуальної "
    "стійкості громад прифронтових областей України» та круглий стіл краєзнавців"
)[:200]
ABOUT: dict[str, Any] = {
    "library": "Херсонська обласна універсальна наукова бібліотека", "kicker": "Зустріч із письменником", "day": "12",
    "date": "12 грудня, субота", "month": "грудня", "weekday": "субота", "clock": "16:00–17:30", "audience": "Для кого: усі охочі",
    "where": ["Хаб «Черкаси»", "м. Черкаси, вул. Показова, 1"], "note": "Вхід вільний", "qr": qr.svg(ADDRESS), "qr_said": ADDRESS,
    "qr_words": "Подробиці на сайті",
}  # fmt: skip
POSTERS = {
    "short": Poster(title="Дім", **ABOUT),
    "usual": Poster(title="Розмови біля полиці", subtitle="Про дім, який їде з тобою", **ABOUT),
    "long": Poster(title=LONG, subtitle=LONG, **{**ABOUT, "library": LONG, "where": [LONG[:160], LONG[:160], "і онлайн"]}),
    "a word": Poster(title="Щ" * 200, subtitle="електроенергопостачальницька", **ABOUT),
    "exhibition": Poster(title="Стежки", **{**ABOUT, "day": "28.11–03.01", "month": "", "weekday": "", "date": "28 листопада"}),
}  # fmt: skip
ONE = (Layout.LETTER, Layout.BLOCK, Layout.DAY, Layout.PHOTO)


def rows(many: int, title: str = "Клуб «Читай і мандруй»") -> list[Row]:
    return [Row(day=str(at + 1), month="грудня, субота", title=title, subtitle="Тема", about="18:00 · Хаб 1") for at in range(many)]


def programme(many: int, **about: Any) -> Poster:
    told = {"library": "Наукова бібліотека", "title": "Події бібліотеки", "subtitle": "грудень 2026", "more": "Решта: {}", **about}
    return Poster(qr=qr.svg(ADDRESS), qr_said=ADDRESS, rows=told.pop("rows", rows(many)), **told)


def overflowing(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in told if one["high"] > one["height"] + 0.01 or one["wide"] > one["width"] + 0.01]


@pytest.mark.parametrize("name", POSTERS)
@pytest.mark.parametrize("size", Size)
def test_every_text_keeps_to_its_room(name, size):
    for layout in ONE:
        told = fits(POSTERS[name], layout=layout, size=size)
        assert overflowing(told) == [], layout
        assert "title" in {one["what"] for one in told}


@pytest.mark.parametrize("size", Size)
def test_rows_of_a_programme_keep_to_their_rooms_and_look_alike(size):
    several = [rows(1), rows(3), rows(posters.ROWS[size], LONG), [*rows(2), *rows(1, LONG)]]
    for listed in several:
        told = fits(programme(0, rows=listed), layout=Layout.PROGRAMME, size=size)
        assert overflowing(told) == []
        sizes = [one["size"] for one in told if one["what"] == "row"]
        assert len(sizes) == len(listed)
        assert max(sizes) <= min(sizes) * 1.16


def test_the_measure_would_see_what_is_too_large():
    """The control: a room too small for its words is told as overflowing."""
    assert overflowing([{"what": "title", "high": 30.0, "height": 20.0, "wide": 1.0, "width": 9.0}]) != []
    short, long = (
        next(one["size"] for one in fits(POSTERS[name], layout=Layout.LETTER, size=Size.A4) if one["what"] == "title")
        for name in ("short", "long")
    )
    assert long < short / 2


def test_a_word_is_parted_only_where_it_would_make_all_the_others_small():
    def parted(name: str) -> bool:
        told = fits(POSTERS[name], layout=Layout.BLOCK, size=Size.A4)
        return next(bool(one["hyphens"]) for one in told if one["what"] == "title")

    assert [parted(name) for name in ("usual", "long", "a word")] == [False, False, False]  # the endless word has places to part at
    words = Poster(title="На честь дня електроенергопостачальницької", **ABOUT)
    told = fits(words, layout=Layout.LETTER, size=Size.A4)
    assert next(one["size"] for one in told if one["what"] == "title") > 30


@pytest.mark.parametrize("size", PAPERS)
def test_a_paper_is_one_page_of_its_size_tagged_and_titled(size):
    for layout in ONE:
        made = write(POSTERS["long"], layout=layout, size=size, colour="#8a2f1d")
        reader = PdfReader(io.BytesIO(made))
        assert [tuple(round(float(side)) for side in page.mediabox[2:]) for page in reader.pages] == [
            tuple(round(side) for side in POINTS[size])
        ]
        assert (reader.metadata or {}).get("/Title") == LONG
        assert b"pdfuaid" in made
        assert "12 грудня" in reader.pages[0].extract_text().replace("\u00a0", " ") or layout == Layout.DAY


def test_a_programme_goes_on_on_a_second_sheet_and_a_picture_says_how_many_more():
    many = posters.ROWS[Size.A4] + 1
    paper = PdfReader(io.BytesIO(write(programme(many), layout=Layout.PROGRAMME, size=Size.A4, colour="#17565c")))
    assert len(paper.pages) == 2
    told = {one["what"] for one in fits(programme(many), layout=Layout.PROGRAMME, size=Size.SQUARE)}
    assert told == {"title", "row", "row-day", "foot"}
    given = posters._given(programme(many), Layout.PROGRAMME, Size.SQUARE, "#17565c")
    assert (len(given["pages"]), given["more"]) == (1, f"Решта: {many - posters.ROWS[Size.SQUARE]}")


@pytest.mark.parametrize(("size", "pixels"), [(Size.SQUARE, (1080, 1080)), (Size.STORY, (1080, 1920))])
def test_a_picture_has_the_pixels_of_its_network(size, pixels):
    for layout in (Layout.BLOCK, Layout.PHOTO):
        photo = picture() if layout == Layout.PHOTO else b""
        made = write(Poster(title="Дім", photo=photo, photo_said="Читачі", **ABOUT), layout=layout, size=size, colour="#f2d16b")
        with Image.open(io.BytesIO(made)) as opened:
            assert (opened.format, opened.size) == ("PNG", pixels)


def test_on_a_light_colour_letters_are_dark_and_little_pictures_are_left_out():
    light, dark = (posters._given(POSTERS["short"], Layout.BLOCK, Size.A4, colour)["over"] for colour in ("#f2d16b", "#17565c"))
    assert (light, dark) == (posters.INK, posters.PAPER)
    made = write(Poster(title="Свято 🎉 з \u0416 日 книжкою", **ABOUT), layout=Layout.LETTER, size=Size.A4, colour="#17565c")
    assert PdfReader(io.BytesIO(made)).pages[0].extract_text().count("Свято") == 1


def test_a_preposition_stays_with_its_word():
    given = posters._given(Poster(title="Книжки в дорозі", **ABOUT), Layout.LETTER, Size.A4, "#17565c")
    assert (given["title"], given["where"][1]) == ("Книжки в\u00a0дорозі", "м.\u00a0Черкаси, вул.\u00a0Показова,\u00a01")
