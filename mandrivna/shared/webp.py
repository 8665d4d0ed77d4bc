"""What a WebP file is made of, read from its headers: no pixel is unpacked, so it costs nothing to ask within a transaction.

`pictures` writes the files; this tells one of ours from any other: a single still picture, nothing before, behind or beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

PIXELS = ("VP8 ", "VP8L")
CLEAR = 0x10
"""Of the flags of an extended file the only one that we write: some of it is transparent."""


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height; None for what is no WebP, moves, or carries more than pixels: a place, a profile, another file."""
    parts = list(_parts(data))
    names = [name for name, _body in parts]
    if len(names) != len(set(names)) or not set(names) <= {"VP8X", "ALPH", *PIXELS}:
        return None
    if "VP8X" in names and not _is_plain(dict(parts)["VP8X"]):
        return None
    bodies = [(name, body) for name, body in parts if name in PIXELS]
    return _measured(*bodies[0]) if len(bodies) == 1 else None


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Nothing when the lengths do not add up to the file, to the byte."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or int.from_bytes(data[4:8], "little") + 8 != len(data):
        return
    found, at = [], 12
    while at + 8 <= len(data):
        long = int.from_bytes(data[at + 4 : at + 8], "little")
        found.append((data[at : at + 4].decode("latin-1"), data[at + 8 : at + 8 + long]))
        at += 8 + long + long % 2
    if at == len(data):
        yield from found


def _is_plain(body: bytes) -> bool:
    return len(body) == 10 and body[0] & ~CLEAR == 0


def _measured(name: str, body: bytes) -> tuple[int, int] | None:
    if name == "VP8 ":
        if len(body) < 10 or body[0] & 1 or body[3:6] != b"\x9d\x01\x2a":
            return None
        sides = [int.from_bytes(body[at : at + 2], "little") & 0x3FFF for at in (6, 8)]
    else:
        if len(body) < 5 or body[0] != 0x2F:
            return None
        packed = int.from_bytes(body[1:5], "little")
        sides = [(packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1]
    return (sides[0], sides[1]) if all(sides) else None
