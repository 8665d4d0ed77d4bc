"""The dictionary forms of a word: all of them, because nobody knows which one was meant («року»: рок, рік).

With the dictionary of pymorphy3 where it is installed (the extra `morphology`), by endings where it is not (`stems`).
Words come folded (`shared.text.words`); so do the forms, and without apostrophes: «пять» finds «п'ять».
"""

from __future__ import annotations

import logging
import re
from functools import cache
from importlib import metadata
from typing import Any

from mandrivna.shared.text.folding import fold
from mandrivna.shared.text.stems import english, slavic

try:
    import pymorphy3
except ImportError:  # the wheel does not require it
    pymorphy3 = None

logging.getLogger("pymorphy3").setLevel(logging.WARNING)  # four lines at every start
MOST_GUESSES = 3
MOST_KEPT = 100_000
"""Words remembered by one process: some 30 MB."""
_CYRILLIC = re.compile("[а-яіїєґ]")
_RUSSIAN = re.compile("[ыэёъ]")
_DROPPED_APOSTROPHE = re.compile("([бпвмфкгдтзсхнлр])([яюєї])")


@cache
def _dictionary(language: str) -> Any:
    if pymorphy3 is None:
        return None
    try:
        return pymorphy3.MorphAnalyzer(lang=language)
    except (ValueError, OSError):  # without this dictionary
        return None


@cache
def identity() -> str:
    """What the forms depend on: an index made by other rules is made anew."""
    if _dictionary("uk") is None:
        return "stems-1"
    return f"pymorphy-1-{metadata.version('pymorphy3-dicts-uk')}"


_kept: dict[str, tuple[str, ...]] = {}


def lemmas(word: str) -> tuple[str, ...]:
    """Of one folded word; at least one, the likeliest first."""
    found = _kept.get(word)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[word] = tuple(dict.fromkeys(form.replace("'", "") for form in _of(word))) or (word,)
    return found


def _of(word: str) -> list[str]:
    if not _CYRILLIC.search(word):
        return [english(word)]
    ukrainian = _dictionary("uk")
    if ukrainian is None:
        return [slavic(word)]
    if not _RUSSIAN.search(word):
        if found := _known(ukrainian, word):
            return found
        for place in _DROPPED_APOSTROPHE.finditer(word):
            if found := _known(ukrainian, f"{word[: place.end(1)]}'{word[place.start(2) :]}"):
                return found
    russian = _dictionary("ru")
    if russian is not None and (found := _known(russian, word)):
        return found
    if _RUSSIAN.search(word):
        return _guessed(russian, word) if russian is not None else [slavic(word)]
    return _guessed(ukrainian, word)


def _known(dictionary: Any, word: str) -> list[str]:
    """The word as it is written before the one with ґ for г: «грати» has nothing to do with «ґрата»."""
    if dictionary.prob_estimator is None:  # then a parse has no order of its own, and looking the word up is three times as quick
        looked, words = dictionary.dictionary, dictionary.dictionary.words
        exact = words.get(word)
        found = [(word, exact)] if exact else words.similar_items(word, dictionary.char_substitutes)
        return list(dict.fromkeys(fold(looked.build_normal_form(*form, said)) for said, forms in found for form in forms))
    parsed = [one for one in dictionary.parse(word) if one.is_known]
    exact = [one for one in parsed if one.word == word] or parsed
    return list(dict.fromkeys(fold(one.normal_form) for one in exact))


def _guessed(dictionary: Any, word: str) -> list[str]:
    forms = dict.fromkeys(fold(one.normal_form) for one in dictionary.parse(word))
    return list(forms)[:MOST_GUESSES] or [word]
