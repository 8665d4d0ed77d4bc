"""Posters of events: sheets for a wall and pictures for a network, set from the same words in several layouts.

    posters.write(Poster(title="Розмови біля полиці", …), layout=Layout.BLOCK, size=Size.A3, colour="#8a2f1d")

A long title makes its letters smaller, and a word is parted only where it would make all the others small. All words come from the
caller, already in the language of the poster. `fits` tells what room each text was given and what it took.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from mandrivna.shared.colour import contrast
from mandrivna.shared.printing.document import clean

TEMPLATE = Path(__file__).with_name("posters.typ")
FONTS = Path(__file__).with_name("fonts")
STANDARD: Final = "ua-1"
INK, PAPER = "#1d1b18", "#ffffff"
LONG_WORD = re.compile(r"[^\s\u00ad]{29,}")
PIECE = 12
LEANS = re.compile(r"(?<!\S)([А-ЯҐЄІЇа-яґєії]{1,2}|(?:м|с|смт|вул|просп|пров|бульв|пл|обл|ім)\.) (?=\S)|(?<=\S) (?=\d{1,3}(?!\S))")
"""A preposition stays with its word, «вул.» with the name of the street, and the number of a house with it."""


class Layout(StrEnum):
    LETTER = "letter"
    BLOCK = "block"
    DAY = "day"
    PHOTO = "photo"
    PROGRAMME = "programme"


class Size(StrEnum):
    A4 = "a4"
    A3 = "a3"
    SQUARE = "square"
    STORY = "story"


POINTS = {Size.A4: (595.28, 841.89), Size.A3: (841.89, 1190.55), Size.SQUARE: (1080.0, 1080.0), Size.STORY: (1080.0, 1920.0)}
PAPERS = (Size.A4, Size.A3)
ROWS = {Size.A4: 8, Size.A3: 10, Size.SQUARE: 5, Size.STORY: 7}
"""Events that one sheet of a programme holds and is still read from two steps away."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One event of a programme: «12», «грудня, субота», its title, and «16:00 · Хаб 1»."""

    day: str
    month: str
    title: str
    subtitle: str = ""
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Poster:
    """`date` is the day in a sentence; `day`, `month` and `weekday` the same for whoever wants it large."""

    language: str = "uk"
    library: str
    title: str
    subtitle: str = ""
    kicker: str = ""
    date: str = ""
    day: str = ""
    month: str = ""
    weekday: str = ""
    clock: str = ""
    where: Sequence[str] = ()
    audience: str = ""
    note: str = ""
    qr: str = ""
    qr_words: str = ""
    qr_said: str = ""
    rows: Sequence[Row] = ()
    more: str = ""
    """«і ще 4 події на сайті», in which a picture, that has one page only, tells of the rest; `{}` is the number."""
    photo: bytes = field(default=b"", repr=False)
    photo_said: str = ""


def pages(poster: Poster, size: Size) -> list[Sequence[Row]]:
    rows, many = poster.rows, ROWS[size]
    return [rows[at : at + many] for at in range(0, len(rows), many)] or [()]


def write(poster: Poster, *, layout: Layout, size: Size, colour: str, scale: float = 1) -> bytes:
    """PDF/UA of a paper, PNG of a picture; `scale` makes a lesser picture of either, to be looked at on a page."""
    if size in PAPERS and scale == 1:
        try:
            return _set(poster, layout, size, colour, format="pdf", pdf_standards=STANDARD, timestamp=0)
        except _error():  # a letter that no font of ours has: the paper is printed all the same
            return _set(poster, layout, size, colour, format="pdf", timestamp=0)
    return _set(poster, layout, size, colour, format="png", ppi=72 * scale)


def fits(poster: Poster, *, layout: Layout, size: Size, colour: str = INK) -> list[dict[str, Any]]:
    import typst  # noqa: PLC0415 - slow import

    inputs = {"poster": json.dumps(_given(poster, layout, size, colour), ensure_ascii=False)}
    told = typst.query(TEMPLATE.read_bytes(), "<fit>", field="value", sys_inputs=inputs, **_fonts())
    found: list[dict[str, Any]] = json.loads(told)
    return found


def _fonts() -> dict[str, Any]:
    return {"font_paths": [str(FONTS)], "ignore_system_fonts": True}


def _error() -> type[Exception]:
    import typst  # noqa: PLC0415 - slow import

    found: type[Exception] = typst.TypstError
    return found


def _set(poster: Poster, layout: Layout, size: Size, colour: str, **how: Any) -> bytes:
    import typst  # noqa: PLC0415 - slow import

    inputs = {"poster": json.dumps(_given(poster, layout, size, colour), ensure_ascii=False)}
    made = typst.compile(TEMPLATE.read_bytes(), sys_inputs=inputs, **_fonts(), **how)
    return bytes(made[0] if isinstance(made, list) else made)


def _given(poster: Poster, layout: Layout, size: Size, colour: str) -> dict[str, Any]:
    wide, high = POINTS[size]
    said: dict[str, Any] = _mapped(asdict(poster))
    sheets = pages(poster, size)
    shown = sheets if size in PAPERS else sheets[:1]
    rest = len(poster.rows) - sum(len(sheet) for sheet in shown)
    return {
        **said,
        "named": " ".join(clean(poster.title).split()),
        "rows": [],
        "pages": [[_mapped(asdict(row)) for row in sheet] for sheet in shown],
        "more": said["more"].format(rest) if rest else "",
        "photo": list(poster.photo) or None if layout == Layout.PHOTO else None,
        "qr": poster.qr,
        "layout": layout,
        "width": wide,
        "height": high,
        "ground": colour,
        "over": PAPER if contrast(colour, PAPER) >= 4.5 else INK,
    }


def _mapped(value: Any) -> Any:
    match value:
        case str():
            return _printable(value)
        case dict():
            return {key: _mapped(inside) for key, inside in value.items() if key != "photo"}
        case list() | tuple():
            return [_mapped(one) for one in value]
        case _:
            return value


def _printable(text: str) -> str:
    """Little pictures that people put into titles have no place on paper; a word without end may be parted anywhere."""
    plain = "".join(sign for sign in clean(text) if unicodedata.category(sign) not in ("So", "Co", "Cn") and sign != "\ufe0f")
    leaning = LEANS.sub(lambda found: f"{found[1] or ''}\u00a0", " ".join(plain.split()))
    return LONG_WORD.sub(lambda found: "\u00ad".join(_pieces(found[0])), leaning)


def _pieces(word: str) -> list[str]:
    return [word[at : at + PIECE] for at in range(0, len(word), PIECE)]
