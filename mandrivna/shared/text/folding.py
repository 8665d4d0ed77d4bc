"""Folding of Ukrainian text for comparison; what is stored is never changed."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "’‘ʼ`´′ʹ"
DROPPED = "\u0301\u00ad"
LATIN_LOOKALIKES = str.maketrans("aceiopxykmtbh", "асеіорхукмтвн")
_LATIN = re.compile("[aceiopxykmtbh]")
_MIXED = re.compile("[а-яіїєґ][^ ]*?[aceiopxykmtbh]|[aceiopxykmtbh][^ ]*?[а-яіїєґ]")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold(text: str) -> str:
    """Lower case, one apostrophe, no stress marks, ґ as г, Latin look-alikes inside Cyrillic words as what they look like."""
    for sign in APOSTROPHES:
        text = text.replace(sign, "'")
    for sign in DROPPED:
        text = text.replace(sign, "")
    text = unicodedata.normalize("NFC", text).casefold().replace("ґ", "г")
    if not _LATIN.search(text) or not _MIXED.search(text):  # nearly always; translate() costs more than all the rest
        return " ".join(text.split())
    return " ".join(word.translate(LATIN_LOOKALIKES) if _MIXED.search(word) else word for word in text.split())


def words(text: str) -> list[str]:
    """The folded words of a text, in order, without punctuation; an apostrophe inside a word stays."""
    return WORD.findall(fold(text))
