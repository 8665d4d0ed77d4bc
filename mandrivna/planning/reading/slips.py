"""Slips of typing and of scanning: pointed out beside the text, never mended in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from mandrivna.planning.reading.limits import still
from mandrivna.planning.reading.said import Place, Slip, SlipKind
from mandrivna.shared.text.flaws import APOSTROPHE, LETTERS, flaws

MOST = 300
_KIND = {LETTERS: SlipKind.LETTERS, APOSTROPHE: SlipKind.APOSTROPHE}
_ABBREVIATION = re.compile(r"\b[А-ЯҐЄІЇ]{4,8}\b")
_WORD = re.compile(r"[А-ЯҐЄІЇа-яґєії]{6,}")
_ALIKE = ({"Є", "С"}, {"Ь", "Б"}, {"є", "с"}, {"ь", "б"}, {"ї", "і"}, {"И", "Н"}, {"П", "Л"}, {"ш", "щ"}, {"Ш", "Щ"})
"""Letters that scanners take for each other."""
_WRONG_START = re.compile(r"\b([Сс])(вроп[а-яіїєґ]+|дність[а-яіїєґ]*|диний[а-яіїєґ]*|кологі[а-яіїєґ]+)")


def slips_of(texts: Iterable[tuple[str, Place]]) -> tuple[Slip, ...]:
    said = list(texts)
    found: dict[tuple[str, str], Slip] = {}
    often = Counter(word for text, _place in said for word in _ABBREVIATION.findall(text))
    words = Counter(word for text, _place in said for word in _WORD.findall(text))
    for text, place in said:
        still()
        for slip in _of_text(text, place, often, words):
            found.setdefault((slip.was, slip.now), slip)
            if len(found) >= MOST:
                return tuple(found.values())
    return tuple(found.values())


def _of_text(text: str, place: Place, often: Counter[str], words: Counter[str]) -> Iterable[Slip]:
    for flaw in flaws(text):
        if flaw.kind in _KIND:
            yield Slip(_KIND[flaw.kind], flaw.was, flaw.now, place)
    for word in _ABBREVIATION.findall(text):
        if often[word] <= 3 and (meant := _meant(word, often)):
            yield Slip(SlipKind.OCR, word, meant, place)
    for match in _WRONG_START.finditer(text):
        yield Slip(SlipKind.OCR, match[0], ("Є" if match[1] == "С" else "є") + match[2], place)
    for word in _WORD.findall(text):
        if words[word] == 1 and len(word) < 30 and (meant := _doubled(word, words)):
            yield Slip(SlipKind.OCR, word, meant, place)


def _meant(word: str, often: Counter[str]) -> str:
    """«ЛОУНЬ» where «ЛОУНБ» stands ten times; «ЛОНУБ» too."""
    for other, times in often.most_common(20):
        if times >= 2 * often[word] and len(other) == len(word) and other != word and _near(word, other):
            return other
    return ""


def _near(word: str, other: str) -> bool:
    wrong = [(one, two) for one, two in zip(word, other, strict=True) if one != two]
    if len(wrong) == 1:
        return set(wrong[0]) in _ALIKE
    return len(wrong) == 2 and sorted(word) == sorted(other) and wrong[0] == wrong[1][::-1]


def _doubled(word: str, words: Counter[str]) -> str:
    """A word that differs from one that is here many times by two letters that changed places («розмвоник»)."""
    for at in range(1, len(word) - 2):
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if swapped != word and words[swapped] >= 2:
            return swapped
    return ""


def texts_of_lines(lines: Sequence[str]) -> list[tuple[str, Place]]:
    return [(line, Place(first=number, last=number)) for number, line in enumerate(lines, 1) if line.strip()]
