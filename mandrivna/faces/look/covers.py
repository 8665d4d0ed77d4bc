"""Covers and spines for books that have no picture: set in type, from the record alone, the same for the same record for ever.

Nothing is fetched and nothing stored: a cover is some two kilobytes of SVG inside the page, with presentation attributes only,
because the content security policy knows no inline style. Templates use {% cover record %} and {% spine record %}.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Protocol

from django.utils.html import escape

from mandrivna.faces.look.lettering import cut, cut_lines, fit, width
from mandrivna.faces.look.ornaments import ANYWHERE, AT_FOOT, Dice

SERIF = "Literata,Literata-like,Georgia,serif"
SANS = "Commissioner,Commissioner-like,Arial,sans-serif"
WIDTH, HEIGHT, LEFT, ACROSS = 200, 300, 20, 164
SIZES = (32, 28, 25, 22, 19, 16)


@dataclass(frozen=True)
class Palette:
    """`text` and, on a spine, `accent` stand on `ground`; `main` is for ornaments only."""

    ground: str
    text: str
    main: str
    accent: str


PALETTES = (
    Palette("#17565c", "#fbf3e2", "#3f8488", "#e3b458"),
    Palette("#8a3d22", "#fff4e6", "#bd6a47", "#f0c987"),
    Palette("#e3b458", "#2a2117", "#b98a34", "#8a3d22"),
    Palette("#f1e6d0", "#23211d", "#b5542f", "#17565c"),
    Palette("#22303a", "#f5ecd9", "#4c6675", "#e3b458"),
    Palette("#38512f", "#f6f0dc", "#76935a", "#e3b458"),
    Palette("#5b2f45", "#faeee6", "#93607b", "#e8b48a"),
    Palette("#cfdfe0", "#1d3236", "#6d9ea3", "#b5542f"),
)


class Drawer(Protocol):
    def __call__(self, *, title: str, authors: str, seed: object, kind: str, label: str) -> str: ...


def cover(*, title: str, authors: str, seed: object, kind: str = "book", label: str = "") -> str:
    """`seed` is what identifies the record. With a `label` the cover is a picture with that name, without it decoration."""
    dice = _dice(seed)
    palette = PALETTES[dice(len(PALETTES))]
    ornaments = ANYWHERE + AT_FOOT
    ornament = ornaments[dice(len(ornaments))]
    above = ornament in ANYWHERE and dice(3) == 0
    parts = [
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{palette.ground}"/>',
        f'<g transform="translate(0 {0 if above else 200})">{ornament(dice, palette.main, palette.accent)}</g>',
        _words(title, authors, palette, top=112 if above else 16, bottom=290 if above else 196),
        _binding(kind, palette),
    ]
    return _svg(WIDTH, HEIGHT, "cover", label, "".join(parts))


def _words(title: str, authors: str, palette: Palette, *, top: int, bottom: int) -> str:
    """The author, a short rule, the title: from the top down, as far as there is room."""
    out, y = "", top
    if authors.strip():
        _, lines = fit(authors, across=ACROSS, down=1000, sizes=(13,))
        lines = cut_lines(lines, 2, ACROSS / 13)
        out += _block(lines, y + 15, 13, 15, SANS, palette.text)
        y += 15 * len(lines) + 4
    out += f'<path d="M{LEFT} {y + 8}h26" stroke="{palette.accent}" stroke-width="2.5"/>'
    y += 14
    size, lines = fit(_proper(title), across=ACROSS, down=bottom - y, sizes=SIZES)
    return out + _block(lines, y + size * 0.9, size, size * 1.16, SERIF, palette.text, ' font-weight="600"')


def _block(lines: list[str], y: float, size: int, step: float, family: str, fill: str, more: str = "") -> str:
    rows = "".join(f'<text x="{LEFT}" y="{y + step * i:.4g}">{escape(line)}</text>' for i, line in enumerate(lines))
    return f'<g font-family="{family}" font-size="{size}"{more} fill="{fill}">{rows}</g>'


def _proper(title: str) -> str:
    """The title proper: what follows « : » or « / » in a description is not set on covers either."""
    return title.split(" : ")[0].split(" / ")[0].strip() or title


def _binding(kind: str, palette: Palette) -> str:
    """What makes a rectangle a thing: the hinge of a book, the staples of a brochure, the rim of a disc or of a screen."""
    rim = f'fill="none" stroke="{palette.text}" stroke-opacity=".5"'
    if kind == "periodical":
        return f'<path d="M5 5H195V295H5Z" {rim}/>'
    if kind == "brochure":
        return f'<path d="M3 70v24M3 206v24" {rim} stroke-width="2"/>'
    if kind in ("electronic", "audiovisual"):
        return f'<rect x="3" y="3" width="194" height="294" rx="9" {rim} stroke-width="2"/>'
    return '<path d="M0 0h8v300H0Z" fill-opacity=".16"/><path d="M9.5 0v300" stroke="#fff" stroke-opacity=".14"/>'


# --- spines -----------------------------------------------------------------------------------------------------------


def spine(*, title: str, authors: str, seed: object, kind: str = "book", label: str = "") -> str:
    """How the book stands on a shelf. Heights and thicknesses differ; all spines have one scale, so put them beside each other."""
    dice = _dice(seed)
    palette = PALETTES[dice(len(PALETTES))]
    high = 180 + 6 * dice(9)
    thick = 22 + 2 * dice(8) if kind == "book" else 15 + 2 * dice(3)
    band = 9 + 2 * dice(5)
    room = high - 2 * band - 20
    size, words, name = _spine_words(_proper(title), _surname(authors) if thick > 21 else "", room, min(15, max(10, thick - 9)))
    middle = thick / 2 + size * 0.33
    parts = [
        f'<rect width="{thick}" height="{high}" rx="1.5" fill="{palette.ground}"/>',
        _bands(dice, palette, thick, high, band),
        f'<g transform="translate({middle:g} {high - band - 10}) rotate(-90)" fill="{palette.text}">',
        f'<text font-family="{SERIF}" font-size="{size}" font-weight="600">{escape(words)}</text>',
        f'<text x="{room}" text-anchor="end" font-family="{SANS}" font-size="10">{escape(name)}</text>' if name else "",
        f'</g><path d="M1 0v{high}" stroke="#fff" stroke-opacity=".18" stroke-width="2"/>',
        f'<path d="M{thick - 1} 0v{high}" stroke="#000" stroke-opacity=".18" stroke-width="2"/>',
    ]
    return _svg(thick, high, "spine", label, "".join(parts))


def _spine_words(title: str, name: str, room: float, size: int) -> tuple[int, str, str]:
    """Letters grow smaller before the author goes, and the author goes before the title is cut."""
    for author in filter(None, (name, "-")):
        left = room - (width(name) * 9.2 + 10 if author == name else 0)
        for smaller in range(size, 8 if author == "-" else 9, -1):
            if width(title) * smaller <= left:
                return smaller, title, name if author == name else ""
    smallest = min(size, 10)
    return smallest, cut(title, room / smallest), ""


def _bands(dice: Dice, palette: Palette, thick: int, high: int, band: int) -> str:
    """Two thin lines at both ends, a broad one of quiet colour, or a single one."""
    across = f"h{thick}"
    ends = (band, high - band)
    form = dice(3)
    if form == 1:
        return f'<path d="M0 {band - 3}{across}M0 {high - band + 3}{across}" stroke="{palette.main}" stroke-width="8"/>'
    lines = [end + offset for end in ends for offset in ((-2, 2) if form else (0,))]
    data = "".join(f"M0 {y}{across}" for y in lines)
    return f'<path d="{data}" stroke="{palette.accent}" stroke-width="{1.5 if form else 3}"/>'


def _surname(authors: str) -> str:
    """«Нестайко, Всеволод; Інший» and «В. З. Нестайко» are both «Нестайко»; «колектив авторів» is nobody."""
    first = authors.split(";")[0]
    name = first.split(",")[0] if "," in first else " ".join(word for word in first.split() if not word.endswith("."))
    name = name.strip()
    return name if name[:1].isupper() else ""


# --- both -------------------------------------------------------------------------------------------------------------


def _dice(seed: object) -> Dice:
    """Numbers that depend on the record and on nothing else, not even on Python's version."""
    state = int.from_bytes(hashlib.sha256(str(seed).encode()).digest())

    def throw(sides: int) -> int:
        nonlocal state
        state, number = divmod(state, sides)
        return number

    return throw


def _svg(across: int, down: int, name: str, label: str, inside: str) -> str:
    about = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" width="{across}" height="{down}" viewBox="0 0 {across} {down}" '
        f'{about} focusable="false">{inside}</svg>'
    )
