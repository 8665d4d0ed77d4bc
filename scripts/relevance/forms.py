"""What search may be given for the forms of Ukrainian words: the dictionary, our endings, and the rivals our endings stand beside.

English words are stemmed alike in all of them, so that only one thing differs.
"""

from __future__ import annotations

from collections.abc import Callable

DICTIONARY, OURS = "dictionary", "endings"
FIRST = 5


def whole(word: str) -> str:
    """No stemming: a word is found as it is written."""
    return word


def first_letters(word: str) -> str:
    return word[:FIRST]


def without_two(word: str) -> str:
    """Cut by length alone: two letters of a long word, one of a shorter."""
    return word[:-2] if len(word) > FIRST else word[:-1] if len(word) > 3 else word


FORMS: dict[str, tuple[str, Callable[[str], str] | None]] = {
    DICTIONARY: ("словник", None),
    OURS: ("закінчення (stems.py)", None),
    "whole": ("слово, як написано", whole),
    "two": ("без двох останніх літер", without_two),
    "five": ("перші п’ять літер", first_letters),
}
"""Name → how the page calls it, and the function that stands in place of `stems.slavic`."""


def use(name: str) -> None:
    """In this process, before the first word is looked at."""
    from mandrivna.shared.text import lemmas  # noqa: PLC0415 - needs the settings

    if name == DICTIONARY:
        return
    vars(lemmas)["pymorphy3"] = None
    if (instead := FORMS[name][1]) is not None:
        vars(lemmas)["slavic"] = instead
