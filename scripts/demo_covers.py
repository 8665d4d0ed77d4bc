"""Covers that somebody of the demonstration has «photographed»: drawn by us, so that nobody's picture is shown.

    .venv/bin/python -m scripts.demo_covers

Pictures go to mandrivna/config/demo/covers, named in `arrived.COVERS`.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from scripts.find_chromium import find_chromium

FOLDER = Path(__file__).resolve().parent.parent / "mandrivna/config/demo/covers"
WIDTH, HEIGHT = 320, 480
SUN = '<circle cx="{0}" cy="{1}" r="{2}" fill="{3}"/>'
DRAWN = {
    "internat": ("Інтернат", "Сергій Жадан", "#24303a", "#f2e9da", (
        '<path d="M0 330 L60 300 L110 340 L170 290 L230 345 L320 300 V480 H0Z" fill="#11181e"/>'
        '<path d="M118 330v-92h84v92z" fill="#3d4c58"/><path d="M108 238h104l-52-42z" fill="#5b6d7a"/>'
        '<path d="M150 330v-44h20v44z" fill="#e7b65a"/>' + SUN.format(250, 150, 26, "#c9542f"))),
    "voroshylovhrad": ("Ворошиловград", "Сергій Жадан", "#e9c46a", "#2b2a28", (
        SUN.format(160, 250, 70, "#e76f51") + '<path d="M0 300q80-40 160 0t160 0v180H0z" fill="#8a9a4b"/>'
        '<path d="M140 480l14-190h12l14 190z" fill="#3b3a36"/>'
        '<path d="M158 470v-30m0-30v-26m0-30v-20" stroke="#f4e7c5" stroke-width="3"/>')),
    "toreadory": ("Тореадори з Васюківки", "Всеволод Нестайко", "#7fb069", "#1f3b22", (
        '<path d="M0 360q160-60 320 0v120H0z" fill="#5a8a47"/><ellipse cx="160" cy="318" rx="74" ry="44" fill="#8d5b3b"/>'
        '<circle cx="230" cy="284" r="28" fill="#8d5b3b"/><path d="M214 262q-16-22-30-10M246 262q16-22 30-10" fill="none" '
        'stroke="#f6efe0" stroke-width="7" stroke-linecap="round"/>'
        '<path d="M104 350v50m34-44v44m44-44v44m34-50v50" stroke="#6d4229" '
        'stroke-width="12"/><path d="M36 250l54 14-10 76-58-20z" fill="#d1495b"/>')),
    "snih": ("Хто зробить сніг", "Тарас і Мар’яна Прохаськи", "#cfe4ee", "#1d3f57", (
        '<path d="M0 380q80-50 170-20t150-20v140H0z" fill="#fff"/><path d="M90 366l34-110 34 110z" fill="#3f7d6b"/>'
        '<path d="M196 360l28-84 28 84z" fill="#5a9a85"/>'
        + "".join(SUN.format(20 + 47 * n % 300, 190 + 71 * n % 170, 3 + n % 4, "#fff") for n in range(26)))),
    "brama": ("Брама Європи", "Сергій Плохій", "#0f4c5c", "#f6f1e7", (
        '<path d="M60 420V270q0-100 100-100t100 100v150h-44V280q0-60-56-60t-56 60v140z" fill="#e3b23c"/>'
        '<path d="M104 420V282q0-58 56-58t56 58v138z" fill="#9fd3c7"/><path d="M40 420h240v20H40z" fill="#c98f1e"/>')),
    "hovorymo": ("Як ми говоримо", "Борис Антоненко-Давидович", "#f3e4d7", "#5b2333", (
        '<path d="M50 220h150q20 0 20 20v60q0 20-20 20h-96l-40 36v-36H50q-20 0-20-20v-60q0-20 20-20z" fill="#b23a48"/>'
        '<path d="M150 330h110q20 0 20 20v44q0 20-20 20h-14v30l-34-30h-62q-20 0-20-20v-44q0-20 20-20z" fill="#e8998d"/>')),
}  # fmt: skip


def lines(title: str) -> list[str]:
    """At most some fourteen signs a line."""
    found: list[str] = [""]
    for word in title.split():
        if found[-1] and len(found[-1]) + len(word) > 13:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return found


def page(title: str, author: str, ground: str, ink: str, drawn: str) -> str:
    words = "".join(f'<tspan x="24" dy="35">{line}</tspan>' for line in lines(title))
    return (
        f'<body style="margin:0"><svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>{drawn}'
        f'<text x="24" y="46" font-family="sans-serif" font-size="15" fill="{ink}">{author}</text>'
        f'<text y="52" font-family="serif" font-weight="bold" font-size="29" fill="{ink}">{words}</text></svg>'
    )


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        canvas = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name, told in DRAWN.items():
            canvas.set_content(page(*told))
            picture = Image.open(io.BytesIO(canvas.screenshot())).convert("RGB")
            path = FOLDER / f"{name}.png"
            picture.quantize(48, dither=Image.Dither.NONE).save(path, optimize=True)
            print(f"{path.name}  {path.stat().st_size // 1024} KB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
