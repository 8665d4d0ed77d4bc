"""A reader of QR codes for tests, from the squares to the words: medium correction, up to version 6, bytes. Corrects nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
"""Of medium correction: how many blocks, and how many bytes of words each has."""
FORMAT_MASK, BYTES, END = 0x5412, 0b0100, 0b0000
MASKS: tuple[Callable[[int, int], int], ...] = (
    lambda y, x: (y + x) % 2, lambda y, _x: y % 2, lambda _y, x: x % 3, lambda y, x: (y + x) % 3,
    lambda y, x: (y // 2 + x // 3) % 2, lambda y, x: y * x % 2 + y * x % 3, lambda y, x: (y * x % 2 + y * x % 3) % 2,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2,
)  # fmt: skip

type Squares = list[list[bool]]


def codes_of_pdf(content: str) -> list[Squares]:
    """Codes among the drawings of a page: black bars one module high, on a grid of whole numbers."""
    found = []
    for drawing in re.findall(r"cs 0 scn ((?:\d+ \d+ m(?: \d+ \d+ l)+\s*h\s*)+)f", content):
        bars = re.findall(r"(\d+) (\d+) m (\d+) \2 l", drawing)
        dark = {(int(y), x) for left, y, right in bars for x in range(int(left), int(right))}
        first = min(x for _y, x in dark)
        side = max(x for _y, x in dark) - first + 1
        found.append([[(y + first, x + first) in dark for x in range(side)] for y in range(side)])
    return found


def read(squares: Squares) -> str:
    """What the code says."""
    side = len(squares)
    version = (side - 17) // 4
    around = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    about = int("".join(str(int(squares[y][x])) for y, x in around), 2) ^ FORMAT_MASK
    assert about >> 13 == 0, "not of medium correction"
    mask = MASKS[about >> 10 & 7]
    bits = "".join(str(int(squares[y][x] != (mask(y, x) == 0))) for y, x in _road(version, side))
    words = [int(bits[at : at + 8], 2) for at in range(0, len(bits) - 7, 8)]
    blocks, length = BLOCKS[version]
    data = [words[at * blocks + block] for block in range(blocks) for at in range(length)]
    return _said("".join(f"{byte:08b}" for byte in data))


def _road(version: int, side: int) -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down, past whatever is no word."""
    eye = 4 * version + 10
    upwards = True
    for right in [*range(side - 1, 6, -2), 5, 3, 1]:
        for step in range(side):
            y = side - 1 - step if upwards else step
            for x in (right, right - 1):
                corner = (y < 9 and (x < 9 or x >= side - 8)) or (y >= side - 8 and x < 9)
                aligned = version > 1 and abs(y - eye) <= 2 and abs(x - eye) <= 2
                if not (corner or aligned or y == 6):
                    yield y, x
        upwards = not upwards


def _said(bits: str) -> str:
    said, at = b"", 0
    while len(bits) - at >= 4 and (kind := int(bits[at : at + 4], 2)) != END:
        assert kind == BYTES, f"segment {kind:04b}"
        number, at = int(bits[at + 4 : at + 12], 2), at + 12
        said += bytes(int(bits[at + 8 * one : at + 8 * one + 8], 2) for one in range(number))
        at += 8 * number
    return said.decode()
