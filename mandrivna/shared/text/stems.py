"""Stems by the endings of words alone: what search uses where no dictionary is installed, and for English always.

Two forms of one word should give one stem; which stem it is does not matter, nobody sees it. Endings, the vowel that comes and
goes («книжок», «книжка») and і/о («рік», «року»): measured beside no stemming and beside cutting by length in docs/relevance.md
(`python -m scripts.relevance --forms NAME`).
"""

from __future__ import annotations

import re

_REFLEXIVE = re.compile(r"(?:ся|сь)$")
_NOUNS = "ами ями ах ях ам ям ові еві єві ою ею єю ом ем єм ів їв ей ий ій а я о е є у ю і ї и й ь"
_ADJECTIVES = (
    "ого ому ими их ої ій ою им ього ьому іми іх єї ємо їми їх їм його йому ему ая яя ое ее ые ие ый ой ую юю ых ым ыми его"
)
_VERBS = (
    "ує юються уються юється ується ається яється ають яють тиме тимуть атиме уватиме уватимуть ати яти ити іти ути ують "
    "юють уть ить ять їть ає яє еш єш иш їш емо ємо имо їмо ете єте ите їте ав яв ив ів ув ала яла ила ало яло или али "
    "ував увала увати ать еть"
)
_RUSSIAN_NOUNS = "ов ев ами ями ах ях ы ь ости остью"
_QUALITIES = "ості істю ість"
_ENDINGS = " ".join((_NOUNS, _ADJECTIVES, _VERBS, _RUSSIAN_NOUNS, _QUALITIES)).split()
_BY_LAST: dict[str, list[str]] = {}
for _ending in sorted(set(_ENDINGS), key=lambda ending: (-len(ending), ending)):
    _BY_LAST.setdefault(_ending[-1], []).append(_ending)
_VOWELS = frozenset("аеєиіїоуюяыэё")
_FLEETING = re.compile(r"([^аеєиіїоуюяыэё])[оеє]([^аеєиіїоуюяыэё])$")
SHORTEST = 3


def slavic(word: str) -> str:
    """Of a folded Ukrainian or Russian word."""
    bare = _REFLEXIVE.sub("", word.replace("'", "")) if len(word) > 6 else word.replace("'", "")
    if len(bare) <= SHORTEST:
        return _last_syllable(bare) if len(bare) == SHORTEST else bare
    stem = bare
    for ending in _BY_LAST.get(bare[-1], ()):
        if bare.endswith(ending) and len(bare) - len(ending) >= SHORTEST - (len(ending) == 1):
            stem = bare[: -len(ending)]
            break
    stem = stem.rstrip("ьйіїє") or stem
    if stem[-2:] in ("нн", "тт", "лл", "чч", "жж", "дд", "сс"):
        stem = stem[:-1]
    if stem[-1] == "ц" and len(stem) > SHORTEST:
        stem = f"{stem[:-1]}к"
    if len(stem) > SHORTEST:
        stem = _FLEETING.sub(r"\1\2", stem)
    return _last_syllable(stem)


def _last_syllable(stem: str) -> str:
    """«рік» and «рок», «кінь» and «кон»: і before the last consonants is о or е in other forms."""
    for place in range(len(stem) - 1, -1, -1):
        if stem[place] in _VOWELS:
            return stem[:place] + "о" + stem[place + 1 :] if stem[place] in "іеєё" and place < len(stem) - 1 else stem
    return stem


_ENGLISH = (
    ("ies", "y"),
    ("sses", "ss"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("xes", "x"),
    ("ings", ""),
    ("ing", ""),
    ("edly", ""),
    ("ed", ""),
    ("'s", ""),
    ("s", ""),
)


def english(word: str) -> str:
    """A light stem: plurals, -ing, -ed; «news» and «glass» stay."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word.rstrip("'")
    for ending, instead in _ENGLISH:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)] + instead
            if not instead and ending in ("ing", "ings", "ed") and stem[-1] == stem[-2] and stem[-1] not in "lsz":
                return stem[:-1]
            return stem.removesuffix("e") if len(stem) > 3 else stem
    return word.removesuffix("e") if len(word) > 4 else word
