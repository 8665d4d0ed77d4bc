"""The fonts of the pages once more, for paper: what sets our posters reads neither WOFF2 nor an axis of weights.

    .venv/bin/python -m scripts.print_fonts      (after scripts.fonts)

Each of the two is fixed at both ends of its axis. The licences lie beside the originals, in faces/look/static/look/fonts.
"""

from __future__ import annotations

from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from scripts.fonts import BOLD, FONTS, LIGHT, MADE

PRINTED = Path(__file__).resolve().parent.parent / "mandrivna/shared/printing/fonts"
FAMILIES = {"sans": "Commissioner", "serif": "Literata"}


def main() -> int:
    PRINTED.mkdir(parents=True, exist_ok=True)
    for name, family in FAMILIES.items():
        for weight, style in ((LIGHT, "Regular"), (BOLD, "Bold")):
            font = instancer.instantiateVariableFont(TTFont(FONTS / f"{name}.woff2"), {"wght": weight}, updateFontNames=False)
            called(font, family, style, weight)
            path = PRINTED / f"{name}-{style.lower()}.ttf"
            font.save(path)
            print(f"{path.name}  {path.stat().st_size:,} bytes")
    return 0


def called(font: TTFont, family: str, style: str, weight: int) -> None:
    names = font["name"]
    names.names = [row for row in names.names if row.nameID in (0, 13, 14)]
    for number, said in ((1, family), (2, style), (3, f"{family} {style}"), (4, f"{family} {style}"), (6, f"{family}-{style}")):
        names.setName(said, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = 0x20 if weight == BOLD else 0x40
    font["head"].macStyle = 1 if weight == BOLD else 0
    font["head"].modified = font["head"].created = MADE
    font.recalcTimestamp = False
    font.flavor = None


if __name__ == "__main__":
    raise SystemExit(main())
