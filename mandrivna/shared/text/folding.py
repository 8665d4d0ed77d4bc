"""Folding of Ukrainian text for comparison; what is stored is never changed."""

from __future__ import annotations

import re
import unicodedata

APOSTROPHES = "’‘ʼ`´′ʹ"
DROPPED = "\u0301\u00ad"
_ODD = re.compile(f"[{APOSTROPHES}{DROPPED}]")
LATIN_LOOKALIKES = str.maketrans("aceiopxykmtbh", "асеіорхукмтвн")
_LATIN = re.compile("[aceiopxykmtbh]")
_MIXED = re.compile("[а-яіїєґ][^ ]*?[aceiopxykmtbh]|[aceiopxykmtbh][^ ]*?[а-яіїєґ]")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def fold(text: str) -> str:
    """Lower case, one apostrophe, no stress marks, ґ as г, Latin look-alikes inside Cyrillic words as what they look like."""
    if _ODD.search(text):
        for sign in APOSTROPHES:
            text = text.replace(sign, "'")
        for sign in DROPPED:
            text = text.replace(sign, "")
    text = unicodedata.normalize("NFC", text).casefold().replace("ґ", "г")
    if not _LATIN.search(text):
        return " ".join(text.split())
    return " ".join([_alike(word) for word in text.split()])


def _alike(word: str) -> str:
    """Asked from the cheapest to the dearest: translate() costs more than all the rest."""
    if word.isascii() or not _LATIN.search(word) or not _MIXED.search(word):
        return word
    return word.translate(LATIN_LOOKALIKES)


def words(text: str) -> list[str]:
    """The folded words of a text, in order, without punctuation; an apostrophe inside a word stays."""
    return WORD.findall(fold(text))
