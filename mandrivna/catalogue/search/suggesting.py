"""What somebody who is still typing may be about to ask: titles, people, subjects. Only by the index: without it, nothing."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mandrivna.catalogue.search.building import all_of, any_of, bare, matching, one_of
from mandrivna.catalogue.search.documents import parts
from mandrivna.catalogue.search.home import Broken, broken, carefully, reader
from mandrivna.catalogue.search.parsing import Term
from mandrivna.shared.text import words

LEAST, LEAST_OF_A_TITLE = 2, 3
BEGINNINGS = 24
"""Of the words that begin so, the most frequent."""
LOOKED_AT = 40
LONGEST = 120
FRESH, MOST = 60.0, 5_000
"""Seconds for which the words that begin so are believed, and how many beginnings one process remembers. Everybody's title begins
with the same few letters, and to find the most frequent of all «про…» the index has to walk over every one of them."""


@dataclass(frozen=True)
class Suggested:
    titles: tuple[tuple[uuid.UUID, str, str], ...] = ()
    """(record, title, authors)"""
    people: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.titles or self.people or self.subjects)


def suggest(text: str, *, owners: Sequence[int] = (), most: int = 4) -> Suggested:
    said = [bare(word) for word in words(text[:LONGEST])]
    opened = reader()
    if opened is None or not said or (len(said[-1]) < LEAST and len(said) == 1):
        return Suggested()
    try:
        return carefully(lambda: _Suggesting(opened.name, opened.searcher, said, tuple(owners), most).answer())
    except Broken as trouble:
        broken(opened.name, trouble)
        return Suggested()


@dataclass
class _Suggesting:
    index: str
    searcher: Any
    said: list[str]
    owners: tuple[int, ...]
    most: int

    def answer(self) -> Suggested:
        titles = self.documents("title") if len(self.said[-1]) >= LEAST_OF_A_TITLE or len(self.said) > 1 else []
        people = [name for _uid, _title, authors, _topics in self.documents("people") for name in parts(authors)]
        topics = [topic for *_rest, about in self.documents("subject") for topic in parts(about)]
        seen: dict[tuple[str, str], tuple[uuid.UUID, str, str]] = {}
        for uid, title, authors, _topics in titles:
            seen.setdefault((title, authors), (uuid.UUID(uid), title, authors))
        return Suggested(tuple(seen.values())[: self.most], self.best(people, "author"), self.best(topics, "subject"))

    def best(self, names: list[str], field: str) -> tuple[str, ...]:
        """Those that answer what was typed, the most frequent first."""
        fitting = [name for name in dict.fromkeys(names) if _fits(name, self.said)]
        counted: Callable[[str], int] = lambda name: -self.searcher.doc_freq(field, name)  # noqa: E731 - as short as it is
        return tuple(sorted(fitting, key=lambda name: (counted(name), name))[: self.most])

    def documents(self, field: str) -> list[tuple[str, str, str, str]]:
        begun = _begun(self.index, self.searcher, f"{field}_s", self.said[-1])
        if not begun:
            return []
        whole = [any_of([one_of(f"{field}_s", [word]), matching(Term((word,), field))]) for word in self.said[:-1]]
        query = all_of([*whole, one_of(f"{field}_s", begun), *([one_of("owner", list(self.owners))] if self.owners else [])])
        found = []
        for _worth, place in self.searcher.search(query, LOOKED_AT, count=False).hits:
            kept = self.searcher.doc(place)
            title, authors, _people, topics = bytes(kept.get_first("shown")).decode().split("\n", 3)
            found.append((kept.get_first("uid"), title, authors, topics))
        return found


def _fits(name: str, said: list[str]) -> bool:
    there = [bare(word) for word in words(name)]
    return all(any(word.startswith(one) for word in there) for one in said)


type Beginning = tuple[str, str, str]
_known: dict[Beginning, tuple[float, list[str]]] = {}


def _begun(index: str, searcher: Any, field: str, letters: str) -> list[str]:
    key, now = (index, field, letters), time.monotonic()
    if (kept := _known.get(key)) is not None and now - kept[0] < FRESH:
        return kept[1]
    found = [word for word, _times in searcher.terms_with_prefix(field, letters, limit=BEGINNINGS)]
    if len(_known) >= MOST:
        _known.clear()
    _known[key] = now, found
    return found


def forget() -> None:
    """For tests and measurements: as if nobody had asked before."""
    _known.clear()
