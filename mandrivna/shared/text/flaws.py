"""Slips of typing that an eye does not see: a Latin letter inside a Cyrillic word (or the other way round), another sign where an
apostrophe belongs, spaces in a row. Each comes with the word as it should be; what is visibly meant as it stands is no slip."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

LETTERS, APOSTROPHE, SPACES = "letters", "apostrophe", "spaces"
RIGHT = "’"

_LATIN, _CYRILLIC = "aceiopxykïABCEHIKMOPTXYÏ", "асеіорхукїАВСЕНІКМОРТХУЇ"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
"""Only what looks the same as it is written: `fold` compares in one case and may be more generous."""
_C, _L = "\u0400-\u04ff", "A-Za-zÏï"
_ROMAN = re.compile(r"[IVXLCDM]{2,}")
_ABBREVIATED = re.compile(r"[A-Z]{2,}[а-яґєії]+")
"""«SMSка»: nobody's slip."""

_WRONG = '`´′ʹ‘"″“”„*'
_BROKEN = re.compile(rf"(?<=[{_C}])[{_WRONG}](?=[яюєї])|(?<=[А-ЯҐЄІЇ])[{_WRONG}](?=[ЯЮЄЇ])")
_MIXED = re.compile(rf"[{_C}]['’ʼ]?[{_L}]|[{_L}]['’ʼ]?[{_C}]")
_WORD = re.compile(rf"[{_C}{_L}](?:['’ʼ]?[{_C}{_L}])*")
_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")
_CYRILLIC_LETTER, _LATIN_LETTER, _SIGN = re.compile(f"[{_C}]"), re.compile(f"[{_L}]"), re.compile(f"[{_WRONG}]")


@dataclass(frozen=True)
class Flaw:
    kind: str
    was: str
    now: str

    @property
    def signs(self) -> list[tuple[str, bool]]:
        """The word as it stands, sign by sign, and which of them is not what it looks like: no eye can tell."""
        return [(sign, sign != other) for sign, other in zip(self.was, self.now, strict=True)]


def flaws(text: str) -> list[Flaw]:
    """Word by word, each once, in the order of the text; an empty list for nearly every text there is."""
    if not suspicious(text):
        return []
    found: dict[Flaw, None] = {}
    for word in text.split():
        found |= dict.fromkeys(_of_word(word))
    if _SPACES.search(text):
        found[Flaw(SPACES, "", "")] = None
    return list(found)


def repaired(text: str) -> str:
    """The text with every flaw mended; line by line, so that lists stay lists."""
    if not suspicious(text):
        return text
    return _SPACES.sub(" ", _WORD.sub(lambda word: _one_alphabet(word[0]), _BROKEN.sub(RIGHT, text)))


def suspicious(text: str) -> bool:
    """Whether it is worth looking word by word. Asked from the cheapest to the dearest: an import asks it of each record."""
    if "  " in text or (_SIGN.search(text) is not None and _BROKEN.search(text) is not None):
        return True
    return _LATIN_LETTER.search(text) is not None and _MIXED.search(text) is not None


def digest(found: list[Flaw]) -> str:
    """The same as long as the same is wrong: what somebody has called right stays so, and a new slip is seen. Empty for nothing."""
    if not found:
        return ""
    return hashlib.blake2b("|".join(f"{one.kind}:{one.was}" for one in found).encode(), digest_size=8).hexdigest()


def _of_word(word: str) -> list[Flaw]:
    found = []
    whole = _BROKEN.sub(RIGHT, word)
    if whole != word:
        found.append(Flaw(APOSTROPHE, _bare(word), _bare(whole)))
    for part in _WORD.findall(whole):
        if (one := _one_alphabet(part)) != part:
            found.append(Flaw(LETTERS, part, one))
    return found


def _one_alphabet(word: str) -> str:
    """In the alphabet that can say all of it; a word with letters of both that nobody would mistake is meant so, and stays."""
    if not (_CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word)):
        return word
    if _ABBREVIATED.fullmatch(word):
        return word
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    all_latin = not _CYRILLIC_LETTER.search(latin)
    if all_latin and (_ROMAN.fullmatch(latin) or _LATIN_LETTER.search(cyrillic)):
        return latin
    return word if _LATIN_LETTER.search(cyrillic) else cyrillic


def _bare(word: str) -> str:
    """Without the punctuation around it."""
    return word.strip(".,;:!?()[]«»…—–-/ ")
