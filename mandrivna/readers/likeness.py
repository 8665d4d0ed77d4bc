"""Are two names one person? By roots that case endings, alphabets, apostrophes and ґ do not change, and by initials.

What the database keeps of it is `keys`: keyed hashes of «root of one word, first sound of another». They find candidates; names are
then opened and compared here.
"""

from __future__ import annotations

import re

from mandrivna.core import crypto
from mandrivna.shared.text import words
from mandrivna.shared.text.sounds import sound

_ENDING = re.compile("(oho|omu|ovi|evi|ov|ev|om|em|im|am|oi|ei|ou|eu|ah|ami|[aeiou]+)$")
SHORTEST, LEAST_WORD = 3, 2


def root(word: str) -> str:
    """«Тестової», «Тестовою», «Testova» → «test». Endings go one after another, as long as a root is left."""
    said = sound(word)
    while (found := _ENDING.search(said)) and found.start() >= SHORTEST:
        said = said[: found.start()]
    return said if len(said) > SHORTEST else said.rstrip("aeiou") or said


def roots(name: str) -> list[str]:
    """Of an initial, its sound alone."""
    return [found for word in words(name.replace(".", " ")) if (found := _initial(word) if len(word) < LEAST_WORD else root(word))]


def _initial(word: str) -> str:
    return sound(word)[:1]


def keys(name: str) -> set[bytes]:
    found = roots(name)
    pairs = {
        f"{one}|{other[0]}" for at, one in enumerate(found) for to, other in enumerate(found) if at != to and len(one) >= LEAST_WORD
    }
    return {crypto.seal_mac("readers.likeness", pair.encode())[:16] for pair in pairs}


def alike(one: str, other: str) -> bool:
    """Every word of the shorter name has its own in the longer one, and at least one of them in full."""
    short, long = sorted((roots(one), roots(other)), key=len)
    if len(short) < LEAST_WORD:
        return False
    left, full = list(long), 0
    for said in sorted(short, key=len, reverse=True):
        match = next((word for word in left if word == said), None) or next(
            (word for word in left if _stands_for(said, word)), None
        )
        if match is None:
            return False
        left.remove(match)
        full += match == said and len(said) >= LEAST_WORD
    return full >= 1


def _stands_for(one: str, other: str) -> bool:
    """One of them an initial, and the other begins with it."""
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)
