"""The order of a Ukrainian list: г ґ, е є, и і ї й; apostrophes and quotation marks do not count.

Written for databases that know no languages. PostgreSQL has the same order as «uk-x-icu»; a test compares the two.
"""

from __future__ import annotations

import re
from functools import lru_cache

IGNORED = "'’‘ʼ`´′ʹ\"«»„“”‹›"
ALPHABET = "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя"
"""With the letters of Russian books where the Unicode order puts them; ё is a kind of е."""

_DROPPED = str.maketrans("", "", IGNORED + "\u0301\u00ad")
_PLACES = {letter: 0x400 + place for place, letter in enumerate(ALPHABET)} | {"ё": 0x400 + ALPHABET.index("е")}
_FIRST_LATIN = 0x10000


def _place(sign: str) -> int:
    """Signs, then digits, then Cyrillic, then everything else: a Ukrainian catalogue begins with Ukrainian titles."""
    if (found := _PLACES.get(sign)) is not None:
        return found
    if sign.isdigit():
        return 0x300 + ord(sign) % 0x100
    return _FIRST_LATIN + ord(sign) if sign.isalpha() else min(ord(sign), 0x2FF)


@lru_cache(maxsize=65_536)
def sort_key(text: str) -> tuple[tuple[int, ...], str]:
    """Letters first; what differs only by case or a mark stays in one order all the same, small letters first."""
    bare = text.translate(_DROPPED)
    return tuple(_place(sign) for sign in bare.casefold()), bare.swapcase()


def compare(left: str, right: str) -> int:
    """As a collation of SQLite wants it."""
    one, other = sort_key(left), sort_key(right)
    return (one > other) - (one < other)


LONGEST_NUMBER = 12
_NUMBER = re.compile("[0-9]+")


def compare_numbered(left: str, right: str) -> int:
    """The same, but numbers inside are compared as numbers: № 2 before № 10."""
    return compare(_alike(left), _alike(right))


@lru_cache(maxsize=65_536)
def _alike(text: str) -> str:
    return _NUMBER.sub(lambda found: found[0].zfill(LONGEST_NUMBER)[-LONGEST_NUMBER:], text)


STORED = 24
"""Signs of a text that a stored key remembers: enough to page through a list of headings."""


def stored_key(text: str, signs: int = STORED) -> str:
    """The same order as bytes: two hexadecimal digits a sign, so every database sorts and cuts it alike, by an ordinary index."""
    try:
        said = text.encode(NARROW)
    except UnicodeEncodeError:
        return "".join(map(_CODES.__getitem__, text.translate(_DROPPED).casefold()[:signs]))
    return said.translate(_NARROW_CODES, _NARROW_DROPPED)[:signs].hex()


def letter_key(letter: str) -> str:
    """What the keys of all texts under this letter begin with."""
    return _code(letter.casefold())


class _Codes(dict[str, str]):
    """Asked some twenty times for a text, ten million times for a catalogue: a look into a dictionary, no call. There are a hundred
    and forty thousand letters in the world; their codes fit into twenty megabytes, those of a library into nothing."""

    def __missing__(self, sign: str) -> str:
        code = self[sign] = _code(sign)
        return code


def _code(sign: str) -> str:
    if (found := _PLACES.get(sign)) is not None:
        return f"{found - 0x400 + 0x20:02x}"
    if sign.isdigit():
        return f"{0x10 + (ord(sign) - 0x30) % 10:02x}"
    if sign.isalpha():
        return f"{0x60 + (ord(sign) - 0x61 if 'a' <= sign <= 'z' else 0x1A):02x}"
    return "01"


_CODES = _Codes()
NARROW = "cp1251"
"""One byte a sign for nearly every title of a library here: a table of 256 answers for all signs of a text at once."""
NARROW_SIGNS = tuple(bytes((byte,)).decode(NARROW, "replace") for byte in range(256))
_NARROW_CODES = bytes(int(_code(sign.casefold()), 16) for sign in NARROW_SIGNS)
_NARROW_DROPPED = bytes(byte for byte, sign in enumerate(NARROW_SIGNS) if ord(sign) in _DROPPED)
