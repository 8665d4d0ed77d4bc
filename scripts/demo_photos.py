"""«Photographs» of events of the demonstration: drawn by us, so that nobody's picture is shown.

    .venv/bin/python -m scripts.demo_photos

They go to mandrivna/config/demo/photos, named in `remains.PHOTOS`.
"""

from __future__ import annotations

import io
import random
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.find_chromium import find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "mandrivna/config/demo/photos"
WIDTH, HEIGHT = 1600, 1067
SPINES = ("#8d5b3b", "#2f6f73", "#c9542f", "#e3b23c", "#5b2333", "#3f5d8a", "#7fb069", "#d8c9a8")


def shelves(x: int, y: int, wide: int, rows: int, seed: str) -> str:
    dice, out = random.Random(seed), ""  # noqa: S311 - a drawing, not a secret
    for row in range(rows):
        top, at = y + row * 150, x
        out += f'<rect x="{x - 10}" y="{top + 124}" width="{wide + 20}" height="16" fill="#5d3f28"/>'
        while at < x + wide - 26:
            broad, high = dice.randint(16, 34), dice.randint(82, 118)
            out += f'<rect x="{at}" y="{top + 124 - high}" width="{broad}" height="{high}" rx="2" fill="{dice.choice(SPINES)}"/>'
            at += broad + dice.choice((2, 2, 2, 9))
    return out


def chair(x: int, y: int, scale: float, colour: str) -> str:
    return (
        f'<g transform="translate({x} {y}) scale({scale})"><ellipse cx="45" cy="172" rx="70" ry="12" fill="#00000030"/>'
        f'<rect x="6" y="0" width="78" height="84" rx="12" fill="{colour}"/><rect x="0" y="84" width="92" height="20" rx="8" '
        f'fill="{colour}"/><path d="M10 104v66M82 104v66" stroke="#3a2a1c" stroke-width="8"/></g>'
    )


def room(seed: str, wall: str, light: str) -> str:
    chairs = "".join(
        chair(140 + 215 * n, 720 + (34 if n % 2 else 0), 1.35, colour)
        for n, colour in enumerate(("#2f6f73", "#c9542f", "#e3b23c", "#2f6f73", "#5b2333", "#7fb069"))
    )
    lamp = '<path d="M800 0v170" stroke="#3a2a1c" stroke-width="5"/><path d="M730 240a70 70 0 0 1 140 0z" fill="#e3b23c"/>'
    return (
        f'<rect width="1600" height="1067" fill="{wall}"/><rect y="760" width="1600" height="307" fill="#b98b5e"/>'
        f'<rect x="610" y="250" width="380" height="400" fill="{light}"/><path d="M800 250v400M610 450h380" stroke="#fff" '
        f'stroke-width="14"/><rect x="596" y="236" width="408" height="428" fill="none" stroke="#fff" stroke-width="18"/>'
        f"{shelves(70, 150, 460, 4, seed)}{shelves(1070, 150, 460, 4, seed[::-1])}{lamp}"
        f'<ellipse cx="800" cy="930" rx="620" ry="100" fill="#00000018"/>{chairs}'
    )


DRAWN = {"kolo": ("коло", "#efe3cd", "#a9d3e0"), "vechir": ("вечір", "#4a5d6e", "#22304a")}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, (seed, wall, light) in DRAWN.items():
            page.set_content(f'<body style="margin:0"><svg width="{WIDTH}" height="{HEIGHT}">{room(seed, wall, light)}</svg>')
            target = FOLDER / f"{name}.webp"
            Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(target, "WEBP", quality=70, method=6)
            print(f"{target.name}  {target.stat().st_size // 1024} KB")
        browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
