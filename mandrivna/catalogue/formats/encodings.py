"""Which encoding a file is in, and text back into encodings that lack some of our letters."""

from __future__ import annotations

import re
import unicodedata

from pymarc.marc8 import marc8_to_unicode

KNOWN = ("utf-8", "cp1251", "koi8-u", "cp866", "cp1125", "marc8")
"""In the order in which equal guesses are offered."""
_PLAIN = {
    "ʼ": "’", "’": "'", "‘": "'", "ʹ": "'", "′": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"', "—": "-",
    "–": "-", "−": "-", "…": "...", "№": "N",
    "ґ": "г", "Ґ": "Г", "і": "i", "І": "I", "ї": "ї", "є": "е", "Є": "Е", "\u0301": "", "\u00ad": "", "\u00a0": " ",
}  # fmt: skip
"""What stands for a letter that an encoding lacks, step by step: cp1251 has no ʼ, cp866 neither ґ nor і nor «»."""


def to_bytes(text: str, encoding: str) -> bytes:
    """Never fails: what the encoding lacks becomes what people write in its place, at worst a question mark."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b"".join(_letter(letter, encoding) for letter in unicodedata.normalize("NFC", text))


def _letter(letter: str, encoding: str) -> bytes:
    for _step in range(3):
        try:
            return letter.encode(encoding)
        except UnicodeEncodeError:
            if letter not in _PLAIN:
                break
            letter = _PLAIN[letter]
    return letter.encode(encoding, "replace")


def from_marc8(text: str) -> str:
    """`text` holds the bytes one to one; what is plain needs no table."""
    if text.isascii() and "\x1b" not in text:
        return text
    try:
        return unicodedata.normalize("NFC", marc8_to_unicode(text.encode("latin-1"), hide_utf8_warnings=True))
    except Exception:
        return re.sub(r"[\x80-\xff]", "\ufffd", text)
