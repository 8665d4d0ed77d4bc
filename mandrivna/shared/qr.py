"""A text as a QR code, black on white whatever the page's colours: SVG (a path of horizontal bars), PNG where that has no place."""

from __future__ import annotations

import io

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

QUIET = 4
"""Modules of white around, as the standard asks."""


def svg(text: str) -> str:
    """Medium correction: a crumpled print is still read."""
    rows = _rows(text)
    side = len(rows) + 2 * QUIET
    bars = "".join(f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z" for y, row in enumerate(rows) for x, length in _bars(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{bars}"/></svg>'
    )


def png(text: str, *, scale: int = 8) -> bytes:
    """One bit a pixel: a word processor keeps it sharp."""
    from PIL import Image  # noqa: PLC0415 - slow import

    rows, target = _rows(text), io.BytesIO()
    side = len(rows) + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + QUIET, y + QUIET), 0)
    picture.resize((side * scale, side * scale)).save(target, "PNG")
    return target.getvalue()


def _rows(text: str) -> list[list[bool]]:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows: list[list[bool]] = code.get_matrix()
    return rows


def _bars(row: list[bool]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and found and sum(found[-1]) == x:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((x, 1))
    return found
