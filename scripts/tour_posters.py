"""A sheet of posters for docs/tour.md: each layout beside the others, of a usual event and of one whose words are long.

.venv/bin/python -m scripts.tour_posters
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

from PIL import Image

from mandrivna.shared import qr
from mandrivna.shared.printing.posters import Layout, Poster, Row, Size, write

ROOT = Path(__file__).resolve().parent.parent
FOLDER, PHOTO = ROOT / "docs/tour", ROOT / "mandrivna/config/demo/photos/kolo.webp"
COLOUR, GAP, WIDE, QUALITY = "#8a2f1d", 18, 330, 72
ADDRESS = "https://library.example.org/events/3f2b7a2e-1111-4222-8333-444455556666/"
ONE = (Layout.LETTER, Layout.BLOCK, Layout.DAY, Layout.PHOTO)
PLACE: dict[str, Any] = {
    "library": "Обласна універсальна наукова бібліотека", "day": "12", "date": "12 грудня, субота", "month": "грудня",
    "weekday": "субота", "clock": "16:00–17:30", "audience": "Для кого: усі охочі", "note": "Вхід вільний",
    "where": ["Хаб «Черкаси»", "м. Черкаси, вул. Показова, 1"], "qr": qr.svg(ADDRESS), "qr_said": ADDRESS,
    "qr_words": "Подробиці на сайті",
}  # fmt: skip
USUAL = ("Зустріч із письменником", "Розмови біля полиці", "Про дім, який їде з тобою")
LONG = (
    "Міжнародна конференція",
    "Бібліотека без стін: територія свободи, взаємопідтримки й інтелектуальної стійкості громад",
    "Круглий стіл краєзнавців прифронтових областей",
)


def event(words: tuple[str, str, str], photo: bytes) -> Poster:
    kicker, title, subtitle = words
    return Poster(kicker=kicker, title=title, subtitle=subtitle, photo=photo, photo_said="Світлина полиці", **PLACE)


def month() -> Poster:
    titles = ("Клуб «Читай і мандруй»", "Вечір настільних ігор", "Українська без паніки", "Майстерня листівок", "Читаймо вголос")
    rows = [Row(day=str(3 + 4 * at), month="грудня", title=title, about="16:00 · Хаб «Черкаси»") for at, title in enumerate(titles)]
    about: dict[str, Any] = {"library": PLACE["library"], "qr": PLACE["qr"], "qr_said": ADDRESS}
    return Poster(title="Події бібліотеки", subtitle="грудень", rows=rows, more="і ще {} на сайті", **about)


def sheet(lines: list[list[tuple[Poster, Layout, Size]]]) -> Image.Image:
    """Lines of pictures of one width, on a ground that shows the edge of a white paper."""
    drawn = [[_picture(*one) for one in line] for line in lines]
    wide = max(len(line) for line in drawn) * (WIDE + GAP) + GAP
    found = Image.new("RGB", (wide, sum(max(one.height for one in line) + GAP for line in drawn) + GAP), "#cfcac1")
    top = GAP
    for line in drawn:
        for at, one in enumerate(line):
            found.paste(one, (GAP + at * (WIDE + GAP), top))
        top += max(one.height for one in line) + GAP
    return found


def _picture(poster: Poster, layout: Layout, size: Size) -> Image.Image:
    one = Image.open(io.BytesIO(write(poster, layout=layout, size=size, colour=COLOUR, scale=0.9))).convert("RGB")
    return one.resize((WIDE, round(one.height * WIDE / one.width)), Image.Resampling.LANCZOS)


def main() -> int:
    photo = PHOTO.read_bytes()
    papers = [(event(words, photo), layout, Size.A4) for words in (USUAL, LONG) for layout in ONE]
    of_month = (month(), Layout.PROGRAMME, Size.A4)
    squares = [*((event(USUAL, photo), layout, Size.SQUARE) for layout in ONE), (month(), Layout.PROGRAMME, Size.SQUARE)]
    sheet([[*papers[:4], of_month], papers[4:], squares]).save(FOLDER / "posters.webp", "WEBP", quality=QUALITY, method=6)
    return 0


if __name__ == "__main__":
    sys.exit(main())
