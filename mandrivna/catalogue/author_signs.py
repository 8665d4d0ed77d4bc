"""Авторський знак and shelf mark: where a book stands among those of its class.

The sign comes from the first author's surname, or from the title where there is no author or more than three. The table is policy
(`policy/author_signs.yaml`): a library writes its own over ours. A sign once given is a column of the record and does not move.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.citation.names import names
from mandrivna.catalogue.citation.source import MOST_IN_HEADING
from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.shared.alphabet import ALPHABET, sort_key

POLICY = "author_signs"
LATIN = "abcdefghijklmnopqrstuvwxyz"
FIRST, LAST = 11, 99
_ROW = re.compile(r"\s*([^\W\d_]+)\s+(\d{2,3})\s*")
_SIGN = re.compile(r"([^\W\d_])\s*[-–]?\s*(\d{2,3})")

type Rows = tuple[tuple[tuple[int, ...], ...], tuple[str, ...]]


@dataclass(frozen=True)
class Table:
    """One library's table, ready to be asked many times."""

    rows: Mapping[str, Rows]
    spaced: bool = True
    hyphen: str = ""

    def sign(self, word: str) -> str:
        letters = "".join(re.findall(r"[^\W\d_]", word))
        if not letters:
            return ""
        letter = letters[0].upper()
        return self.written(letter, self._number(letter, letters))

    def _number(self, letter: str, letters: str) -> str:
        if letter not in self.rows:
            return _evenly(letters)
        keys, numbers = self.rows[letter]
        return numbers[max(bisect_right(keys, sort_key(letters)[0]) - 1, 0)]

    def written(self, letter: str, number: str) -> str:
        if letter in self.hyphen:
            return f"{letter}-{number}"
        return f"{letter} {number}" if self.spaced else f"{letter}{number}"


def _evenly(letters: str) -> str:
    """A letter without a row: by the place of the second letter in its alphabet."""
    second = letters[1:2].lower()
    alphabet = ALPHABET if second in ALPHABET else LATIN
    place = max(alphabet.find(second), 0) if second else 0
    return str(FIRST + place * (LAST - FIRST) // len(alphabet))


def table() -> Table:
    """As in force here; one query."""
    said = policy.load(POLICY)
    rows = {letter: _rows(text) for letter, text in said["signs"].items()}
    return Table(rows, said["settings"]["spaced"], said["settings"]["hyphen"])


def _rows(text: str) -> Rows:
    found = [_ROW.fullmatch(part) for part in text.split(",")]
    pairs = [(sort_key(one[1])[0], one[2]) for one in found if one]
    return tuple(key for key, _number in pairs), tuple(number for _key, number in pairs)


def author_sign(authors: str, title: str, *, by: Table | None = None) -> str:
    """Empty where neither surname nor title has a letter. Pass `by` when asking for many records."""
    people = names(authors)
    word = people[0].surname if 0 < len(people) <= MOST_IN_HEADING else title
    return (by or table()).sign(word)


def parted(sign: str) -> tuple[str, str] | None:
    """«Л 68», «С53», «З-12» are one letter and one number; anything else is not an author's sign."""
    found = _SIGN.fullmatch(sign.strip())
    return (found[1].upper(), found[2]) if found else None


def shelf_mark(udc: str, sign: str) -> str:
    """«821.161.2-3 Г 65» on one line; on a label the sign stands under the first figure of the index."""
    return " ".join(part for part in (udc.strip(), sign.strip()) if part)


# --- changing the table -----------------------------------------------------------------------------------------------


def author_signs_problems(key: str, value: Any) -> list[Problem]:
    if key == "settings/spaced":
        return [] if isinstance(value, bool) else [_wrong(_("Потрібне «так» або «ні»."))]
    if not isinstance(value, str):
        return [_wrong(_("Потрібен рядок тексту."))]
    if key == "settings/hyphen":
        return [] if all(sign.isalpha() for sign in value) else [_wrong(_("Тут можуть бути лише літери, без пропусків."))]
    letter = key.partition("/")[2]
    parts = [_ROW.fullmatch(part) for part in value.split(",")]
    if not all(part and part[1][:1].upper() == letter for part in parts):
        said = _("Пишіть початки слів на «%(letter)s» і числа через кому: «%(letter)sа 12, %(letter)sе 34».")
        return [_wrong(said % {"letter": letter})]
    keys, numbers = _rows(value)
    if list(keys) != sorted(set(keys)) or list(map(int, numbers)) != sorted(map(int, numbers)):
        return [_wrong(_("Початки мають іти за абеткою, а числа — не спадати."))]
    return []


def _wrong(text: Any) -> Problem:
    return Blocker(code="policy_author_signs", text=text, field="value")


VALIDATORS.add(POLICY, author_signs_problems)
