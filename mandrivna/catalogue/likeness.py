"""Headings that may be one: under which key they meet, and whether two that have met contradict each other."""

from __future__ import annotations

import re
from itertools import zip_longest

from mandrivna.shared.text import words

LONGEST = 120
PERSON = "person"
_YEARS = re.compile(r"\d{4}")


def likeness(sort: str, heading: str) -> str:
    """A person is the surname and the first letter of the given name, so that initials meet the whole name; anything else is its
    words in whatever order."""
    surname, given = parted(heading) if sort == PERSON else (words(heading), [])
    if sort != PERSON or not given:
        return " ".join(sorted(words(heading)))[:LONGEST]
    return f"{' '.join(surname)} {given[0][:1]}"[:LONGEST]


def parted(heading: str) -> tuple[list[str], list[str]]:
    """Surname and given names; without a comma the whole is a surname."""
    surname, _comma, given = heading.partition(",")
    return words(surname), words(given)


def may_be_one(sort: str, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """(heading, dates) of both have the same key; other years of birth or another given name tell them apart."""
    years = [_YEARS.findall(dates)[:1] for _heading, dates in (one, other)]
    if years[0] and years[1] and years[0] != years[1]:
        return False
    if sort != PERSON:
        return True
    pairs = zip_longest(parted(one[0])[1], parted(other[0])[1], fillvalue="")
    return all(_same_name(left, right) for left, right in pairs)


def _same_name(left: str, right: str) -> bool:
    """«С.» may be «Сергій»; «Сергій» is not «Степан»; what is not said contradicts nothing."""
    return left == right or (min(len(left), len(right)) < 2 and (left.startswith(right) or right.startswith(left)))
