"""Draws the identity of «Мандрівна» from one mark: logo, word, icons of every size, the card that other sites show.

    .venv/bin/python -m scripts.identity

The mark: a stork, which goes far and returns home; its wings are the pages of an open book; under it a road with stops, as our
shelves have. Drawn by hand on a grid of 64. MARK is for everything from 24 pixels up; SMALL, with fewer leaves, for less.
The word is set in our own Literata and kept as outlines, so that a letter or a document needs no font. Needs Chromium for the
pictures; the results are committed.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer
from playwright.sync_api import Browser, sync_playwright

from scripts.find_chromium import find_chromium
from scripts.fonts import kerning

LOOK = Path(__file__).resolve().parent.parent / "mandrivna/faces/look"
STATIC = LOOK / "static/look"
PAPER, INK, RIVER, CLAY, WHEAT = "#faf6ee", "#23211d", "#17565c", "#b5542f", "#d9a441"
GLOW = "#f0a37c"  # clay on a dark ground
CARD_BUDGET = 60 * 1024

PAGES = (
    "M31.2 33C28 23.5 20 18.5 6.5 18 8.6 13 8.6 8 6.5 3 20 3.4 28 8 31.2 16Z"
    "M32.8 33C36 23.5 44 18.5 57.5 18c-2.1-5-2.1-10 0-15C44 3.4 36 8 32.8 16Z"
)
LEAVES = "M9 22.4C20 23 27 27.5 30 37M55 22.4C44 23 37 27.5 34 37M13.5 27C21 28 25.5 31.5 28 38M50.5 27C43 28 38.5 31.5 36 38"
BODY = (
    "M14 44.8C22 38.8 32 40.4 40 38.3c4.2-1.2 5.6-4.4 9.3-4.4 2.3 0 3.9 1.4 3.9 3.2 0 1.9-1.7 2.9-3.7 2.9"
    "-3.2 0-5.2 2.9-9.5 4.5C33 47.8 23 48.2 14 44.8Z"
)
BEAK = "M52.3 35 63.8 38.6 52.7 39.2Z"
LEGS = "M2.5 48 17 44.3"
STOPS = ((13, 55.8, 1.9), (22.5, 58.3, 1.9), (32, 59, 1.9), (41.5, 58.3, 1.9), (51, 55.8, 3.1))
SMALL = (
    '<path fill="{main}" d="M15.3 20.5C13.6 14.5 9.5 11.5 3 11.3c.9-2.7.9-5 0-7.6C9.5 4 13.6 6.4 15.3 10Z'
    'M16.7 20.5C18.4 14.5 22.5 11.5 29 11.3c-.9-2.7-.9-5 0-7.6C22.5 4 18.4 6.4 16.7 10Z"/>'
    '<path fill="none" stroke="{main}" stroke-width="1.9" stroke-linecap="round" '
    'd="M4.8 14.6C10 15 13 17.2 14.4 21.5M27.2 14.6C22 15 19 17.2 17.6 21.5"/>'
    '<path fill="none" stroke="{warm}" stroke-width="1.9" stroke-linecap="round" d="M2.5 27 9 25.2"/>'
    '<path fill="{main}" d="M7 25.6c4.5-3.6 9-2.6 13-3.7 2-.6 2.6-2.2 4.6-2.2 1.4 0 2.2.8 2.2 1.9s-1 1.8-2.1 1.8'
    'c-1.7 0-2.6 1.6-4.7 2.5-3.5 1.5-9 1.6-13-.3Z"/>'
    '<path fill="{warm}" d="m26.3 20.2 5.2 2.2-5 .5Z"/>'
)


def mark(main: str, warm: str, road: str, *, named: bool = False) -> str:
    """`named` adds classes, for a page that gives the colours anew in the dark."""
    of = ' class="logo-{}"'.format if named else lambda _: ""
    stops = "".join(f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}"/>' for x, y, r in STOPS)
    return (
        f'<path fill="{main}" d="{PAGES}"/>'
        f'<path fill="none" stroke="{main}" stroke-width="2.3" stroke-linecap="round" d="{LEAVES}"/>'
        f'<path{of("legs")} fill="none" stroke="{warm}" stroke-width="2.2" stroke-linecap="round" d="{LEGS}"/>'
        f'<path fill="{main}" d="{BODY}"/><path{of("beak")} fill="{warm}" d="{BEAK}"/>'
        f'<g{of("road")} fill="{road}">{stops}</g>'
    )


def word(text: str, *, x: float, baseline: float, size: float) -> tuple[str, float]:
    """The outlines of a word as one path, and where it ends."""
    font = instancer.instantiateVariableFont(TTFont(STATIC / "fonts/serif.woff2"), {"wght": 600})
    glyphs, cmap, kern = font.getGlyphSet(), font.getBestCmap(), kerning(font)
    scale = size / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}".removesuffix(".0"))
    before = None
    for name in (cmap[ord(sign)] for sign in text):
        x += kern(before, name) * scale if before else 0
        glyphs[name].draw(TransformPen(pen, Transform(scale, 0, 0, -scale, x, baseline)))
        x += glyphs[name].width * scale
        before = name
    return pen.getCommands(), x


def svg(inside: str, width: float = 64, height: float = 64, more: str = "") -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}"{more}>{inside}</svg>\n'


# --- files ------------------------------------------------------------------------------------------------------------


def main() -> int:
    lettering, end = word("Мандрівна", x=76, baseline=43.5, size=40)
    width = round(end) + 2
    inside = mark("currentColor", CLAY, WHEAT, named=True)
    about = ' class="logo" aria-hidden="true" focusable="false"'
    (LOOK / "templates/look/_mark.html").write_text(svg(inside, more=about), encoding="utf-8")
    lockup = f'{inside}<path fill="currentColor" d="{lettering}"/>'
    (LOOK / "templates/look/_logo.html").write_text(svg(lockup, width, more=about), encoding="utf-8")
    (STATIC / "logo.svg").write_text(svg(mark(RIVER, CLAY, WHEAT)), encoding="utf-8")
    (STATIC / "logo-word.svg").write_text(
        svg(f'{mark(RIVER, CLAY, WHEAT)}<path fill="{INK}" d="{lettering}"/>', width), encoding="utf-8"
    )
    (STATIC / "logo-ink.svg").write_text(svg(mark(INK, INK, INK)), encoding="utf-8")
    tile = f'<rect width="32" height="32" rx="7" fill="{RIVER}"/><g transform="translate(1.9 2.3) scale(.88)">'
    tile += SMALL.format(main=PAPER, warm=GLOW) + "</g>"
    (STATIC / "favicon.svg").write_text(svg(tile, 32, 32), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        card = pictures(browser)
        browser.close()
    print(f"card.png {card:,} bytes")
    if card > CARD_BUDGET:
        print("The card is larger than allowed.", file=sys.stderr)
    return 1 if card > CARD_BUDGET else 0


def pictures(browser: Browser) -> int:
    favicon = (STATIC / "favicon.svg").read_text(encoding="utf-8")
    small = shot(browser, favicon, 32, 32, STATIC / "favicon-32.png")
    (STATIC / "favicon.ico").write_bytes(ico(small))
    (STATIC / "favicon-32.png").unlink()
    # Systems round the corners themselves; what is maskable keeps to the inner four fifths.
    for name, size, scale in (("apple-touch-180", 180, 0.74), ("icon-192", 192, 0.64), ("icon-512", 512, 0.64)):
        at = 64 * (1 - scale) / 2
        inside = f'<rect width="64" height="64" fill="{RIVER}"/><g transform="translate({at:g} {at:g}) scale({scale})">'
        shot(browser, svg(inside + mark(PAPER, GLOW, WHEAT) + "</g>"), size, size, STATIC / f"{name}.png")
    return len(shot(browser, card(), 1200, 630, STATIC / "card.png"))


def shot(browser: Browser, picture: str, width: int, height: int, path: Path) -> bytes:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f"<style>*{{margin:0}}svg{{display:block;width:100vw;height:100vh}}</style>{picture}")
    made = page.screenshot(path=path, omit_background=True)
    page.close()
    return made


def card() -> str:
    """What a messenger shows beside a link: the mark, the word, and the road running on to both sides."""
    _, of_one = word("Мандрівна", x=0, baseline=0, size=1)
    title, _ = word("Мандрівна", x=0, baseline=0, size=650 / of_one)
    line, _ = word("Бібліотека без стін", x=0, baseline=0, size=46)
    road = "".join(
        f'<circle cx="{60 + 60 * i}" cy="{566 - 44 * ((i - 9) / 9) ** 2:.1f}" r="{12 if i in (4, 14) else 6.5}"/>'
        for i in range(19)
    )
    return svg(
        f'<rect width="1200" height="630" fill="{PAPER}"/>'
        f'<svg x="84" y="112" width="340" height="340" viewBox="0 0 64 64">{mark(RIVER, CLAY, PAPER)}</svg>'
        f'<path fill="{INK}" d="{title}" transform="translate(466 306)"/>'
        f'<path fill="{RIVER}" d="{line}" transform="translate(470 386)"/><g fill="{WHEAT}">{road}</g>',
        1200,
        630,
    )


def ico(png: bytes) -> bytes:
    """One picture of 32 pixels; a PNG may stand in an ICO as it is."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, 32, 32, 0, 0, 1, 32, len(png), 22) + png


if __name__ == "__main__":
    sys.exit(main())
