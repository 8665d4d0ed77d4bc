"""Nothing was found: what may have been meant. The other keyboard layout, another alphabet or ear, a slip of the finger.

Words are corrected by what the catalogue has: the index is asked for what sounds the same or is one or two letters away, and the
nearest word of those titles, names and subjects is taken. A guess that finds nothing is not made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tantivy import Query

from mandrivna.catalogue.search.asking import LAYOUT, SOUND, SPELLING
from mandrivna.catalogue.search.building import bare, one_of
from mandrivna.catalogue.search.parsing import Asked, asked
from mandrivna.catalogue.search.schema import schema
from mandrivna.shared.text import words
from mandrivna.shared.text.layout import other_layouts
from mandrivna.shared.text.lemmas import lemmas
from mandrivna.shared.text.sounds import sound
from mandrivna.shared.text.typos import Vocabulary, allowed, distance, lookalike

LOOKED_AT = 40
type Reading = tuple[str, Asked, tuple[str, ...]]
"""(kind, what to look for, words left out)"""


def guess(searcher: Any, said: Asked, count: Callable[[Asked], int]) -> Reading | None:
    readings = [asked(other) for other in other_layouts(said.text)]
    for reading in readings:
        if count(reading):
            return LAYOUT, reading, ()
    if not all(
        known(searcher, word) for word in said.plain
    ):  # words that all exist were not typed on other keys with a slip besides
        for kind, reading in [("", said), *((LAYOUT, one) for one in readings)]:
            mended = _mended(searcher, reading)
            if mended is not None and count(mended[1]):
                return (kind or mended[0], mended[1], ())
    again = _mended(searcher, said, also_known=True)
    return (again[0], again[1], ()) if again is not None and count(again[1]) else None


def _mended(searcher: Any, said: Asked, *, also_known: bool = False) -> tuple[str, Asked] | None:
    """Every unknown word replaced; None when there is none to replace, or one that resembles nothing. `also_known`: a word the
    catalogue has may still be another one that sounds alike («Мартин», «Мартін»)."""
    found: dict[str, str] = {}
    kind = SPELLING
    for word in dict.fromkeys(said.plain):
        if known(searcher, word):
            if also_known and (near := _by_sound(searcher, word)):
                found[word] = near
            continue
        same = lookalike(word)
        if same != word and known(searcher, same):
            found[word] = same
        elif near := _by_sound(searcher, word):
            found[word], kind = near, SOUND if _another_alphabet(word, near) else kind
        elif near := _by_letters(searcher, same):
            found[word] = near
        else:
            return None
    return (kind, said.instead(found)) if found else None


def known(searcher: Any, word: str) -> bool:
    return any(searcher.doc_freq("any_l", form) for form in lemmas(word))


def _another_alphabet(one: str, other: str) -> bool:
    return one[:1].isascii() != other[:1].isascii()


def _by_sound(searcher: Any, word: str) -> str:
    key = sound(word)
    if len(key) < 3 or not searcher.doc_freq("sound", key):
        return ""
    there = _words(searcher, one_of("sound", [key]))
    same = Counter({other: times for other, times in there.items() if sound(other) == key and other != word})
    return max(same, key=lambda other: (-distance(word, other), same[other]), default="")


def _by_letters(searcher: Any, word: str) -> str:
    limit = allowed(word)
    if not limit:
        return ""
    for far in (1, 2) if limit > 1 else (1,):
        there = _words(searcher, Query.fuzzy_term_query(schema(), "any_s", bare(word), far))
        if near := Vocabulary(there).near(word):
            return near[0][2]
    return ""


def _words(searcher: Any, query: Any) -> Counter[str]:
    """Of the titles, names and subjects that answer."""
    found: Counter[str] = Counter()
    for _worth, place in searcher.search(query, LOOKED_AT, count=False).hits:
        found.update(_said(searcher, place))
    return found


def _said(searcher: Any, place: Any) -> Iterable[str]:
    return words(bytes(searcher.doc(place).get_first("shown")).decode())


__all__ = ["guess", "known"]
