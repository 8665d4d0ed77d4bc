"""What is also called otherwise: `policy/synonyms.yaml` and what the institution changed in it.

Applied to the question, not to the index: a new line works at once and nothing has to be made again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.search.parsing import Asked, Term
from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.shared.text import words
from mandrivna.shared.text.lemmas import lemmas

POLICY = "synonyms"
FRESH = 10.0
"""Seconds a process believes what it has read."""
MOST_LINES, MOST_NAMES, LONGEST = 500, 12, 120

type Name = tuple[str, ...]


@dataclass
class Known:
    """Every name by the dictionary form of its first word."""

    groups: list[list[Name]]
    by_first: dict[str, list[tuple[Name, int]]]
    read_at: float = 0.0


_kept: list[Known] = []


def known() -> Known:
    if not _kept or time.monotonic() - _kept[0].read_at > FRESH:
        _kept[:] = [made(policy.load(POLICY))]
    return _kept[0]


def forget() -> None:
    _kept.clear()


def made(data: dict[str, Any]) -> Known:
    groups = [
        [name for one in line if (name := tuple(words(str(one).replace("_", " "))))] for part in data.values() for line in part
    ]
    found = Known(groups, {}, time.monotonic())
    for number, group in enumerate(groups):
        for name in group:
            for form in lemmas(name[0]):
                found.by_first.setdefault(form, []).append((name, number))
    return found


def widened(asked: Asked) -> Asked:
    """Each term with its other names; words that together are one name become one term."""
    if not asked.terms:
        return asked
    list_of = known()
    terms: list[Term] = []
    at = 0
    while at < len(asked.terms):
        name, others = _named(list_of, asked.terms[at:])
        terms.append(
            Term(tuple(word for term in asked.terms[at : at + name] for word in term.words), others=others)
            if others and name > 1
            else replace(asked.terms[at], others=others)
        )
        at += max(name, 1)
    return replace(asked, terms=tuple(terms))


def _named(list_of: Known, terms: tuple[Term, ...]) -> tuple[int, tuple[Name, ...]]:
    """How many terms make a known name here, the longest first, and what else it is called."""
    first = terms[0]
    if first.together:
        return 1, ()
    candidates = [one for form in lemmas(first.words[0]) for one in list_of.by_first.get(form, ())]
    for name, number in sorted(candidates, key=lambda one: -len(one[0])):
        said = terms[: len(name)]
        loose = all(not term.together and (len(name) == 1 or not term.field) for term in said)
        if len(said) == len(name) and loose and all(_same(one, term.words[0]) for one, term in zip(name, said, strict=True)):
            return len(name), tuple(dict.fromkeys(other for other in list_of.groups[number] if other != name))
    return 1, ()


def _same(one: str, other: str) -> bool:
    return one == other or bool(set(lemmas(one)) & set(lemmas(other)))


def problems(_key: str, value: Any) -> list[Problem]:
    if not isinstance(value, list) or len(value) > MOST_LINES:
        return [_wrong()]
    return [_wrong()] if any(not _is_line(line) for line in value) else []


def _is_line(line: Any) -> bool:
    named = isinstance(line, list) and 2 <= len(line) <= MOST_NAMES
    return named and all(isinstance(one, str) and len(one) <= LONGEST and words(one.replace("_", " ")) for one in line)


def _wrong() -> Problem:
    text = _("У кожному рядку потрібно від двох до дванадцяти назв того самого, через кому; усього не більше ніж 500 рядків.")
    return Blocker(code="synonyms_lines", text=text, field="value")


def as_lines(value: Iterable[Iterable[str]]) -> str:
    """As people edit them: a line for a group, names parted by commas."""
    return "\n".join(", ".join(str(one) for one in line) for line in value)


def from_lines(text: str) -> list[list[str]]:
    return [[name.strip() for name in line.split(",") if name.strip()] for line in text.splitlines() if line.strip()]


VALIDATORS.add(POLICY, problems)
