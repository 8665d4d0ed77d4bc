"""What was meant when the keyboard was in the wrong layout: the same keys read as another alphabet."""

from __future__ import annotations

LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\`" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>|~'
UKRAINIAN = "йцукенгшщзхїфівапролджєячсмитьбюґ'" + "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮҐ'"
_TO_UKRAINIAN = str.maketrans(LATIN, UKRAINIAN)
_TO_LATIN = str.maketrans(dict(zip(UKRAINIAN, LATIN, strict=True)) | {"'": "'"})
_RUSSIAN_KEYS = str.maketrans("ыъэёЫЪЭЁ", "іїє'ІЇЄ'")
_LATIN_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_UKRAINIAN_LETTERS = frozenset(UKRAINIAN) - {"'"}
_RUSSIAN_LETTERS = frozenset("ыъэёЫЪЭЁ")


def other_layouts(text: str) -> list[str]:
    """The readings of the same keys in the other alphabet, likeliest first; none if nothing speaks for a mistake."""
    signs = set(text)
    latin, ukrainian, russian = signs & _LATIN_LETTERS, signs & _UKRAINIAN_LETTERS, signs & _RUSSIAN_LETTERS
    if latin and not ukrainian and not russian:
        return [text.translate(_TO_UKRAINIAN)]
    if russian and not latin:
        return [text.translate(_RUSSIAN_KEYS)]
    if ukrainian and not latin:
        return [text.translate(_TO_LATIN)]
    return []


def key_cap(latin: str) -> str:
    """What is printed on a key beside its Latin letter."""
    return latin.translate(_TO_UKRAINIAN)
