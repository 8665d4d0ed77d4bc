"""Makes the sprite of icons from Lucide (ISC licence): static/look/icons.svg. Run after a change of ICONS; the result is committed.

    .venv/bin/python -m scripts.icons

Needs npm once. A page says `<svg><use href="…/icons.svg#book"/></svg>`; colour and thickness come from the page. The names on the
left are ours and stay when Lucide renames its own.
"""

from __future__ import annotations

import gzip
import re
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.fonts import from_npm

LOOK = Path(__file__).resolve().parent.parent / "mandrivna/faces/look/static/look"
LUCIDE = "lucide-static@1.62.0"
BUDGET = 9 * 1024
SAME = """
search scan-barcode book book-open user users id-card map-pin map bell menu x check chevron-down chevron-up chevron-left
chevron-right arrow-left arrow-right arrow-up arrow-down arrow-up-right plus minus pencil calendar clock download upload file
printer qr-code info shield key lock log-out settings languages sun moon monitor keyboard history list table eye eye-off link
external-link mail phone gift package route footprints hand-heart wifi-off cloud-off accessibility flag message-circle copy
save library list-checks scale layers image hourglass tag globe truck archive inbox send camera star circle
"""
ICONS = {name: name for name in SAME.split()} | {
    "home": "house",
    "today": "sunrise",
    "books": "library",
    "shelf": "library-big",
    "building": "building-2",
    "trash": "trash-2",
    "undo": "undo-2",
    "redo": "redo-2",
    "refresh": "refresh-cw",
    "filter": "list-filter",
    "sort": "arrow-up-down",
    "more-horizontal": "ellipsis",
    "alert-triangle": "triangle-alert",
    "alert-circle": "circle-alert",
    "help-circle": "circle-question-mark",
    "check-circle": "circle-check",
    "x-circle": "circle-x",
    "grid": "layout-grid",
    "bar-chart": "chart-column",
    "volume": "volume-2",
    "volume-off": "volume-x",
    "clipboard": "clipboard-list",
}
SHAPE = re.compile(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*/>")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mandrivna-icons-") as folder:
        package = from_npm(LUCIDE, Path(folder))
        symbols = [symbol(ours, package / f"icons/{theirs}.svg") for ours, theirs in sorted(ICONS.items())]
        shutil.copyfile(package / "LICENSE", LOOK / "icons-LICENSE.txt")
    sprite = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""])
    (LOOK / "icons.svg").write_text(sprite, encoding="utf-8")
    size = len(gzip.compress(sprite.encode(), 9, mtime=0))
    print(f"{len(symbols)} icons, {size:,} bytes over the wire")
    if size > BUDGET:
        print("Larger than allowed.", file=sys.stderr)
    return 1 if size > BUDGET else 0


def symbol(name: str, file: Path) -> str:
    """Presentation attributes stand on the symbol, so that an icon is right even where no stylesheet reaches."""
    shapes = [" ".join(shape.split()).replace(" />", "/>") for shape in SHAPE.findall(file.read_text(encoding="utf-8"))]
    ends = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" {ends}>{"".join(shapes)}</symbol>'


if __name__ == "__main__":
    sys.exit(main())
