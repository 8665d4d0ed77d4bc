"""Search sources: every room that holds something worth finding says how to look for it; nobody has to know them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mandrivna.core.actor import Actor
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry
from mandrivna.shared.text import words
from mandrivna.shared.text.layout import other_layouts
from mandrivna.shared.text.typos import Vocabulary, corrections


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, a word more, and where it is shown."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class SearchSource:
    """`find(actor, text, limit)` returns only what this actor may see; it is not asked without the permission.

    `words(actor)` are the words such things are called by, as far as this actor may know them: what was meant when nothing was
    found is guessed from these. People have none: a name is never suggested to anybody.
    """

    label: Any
    permission: Permission
    find: Callable[[Actor, str, int], list[Hit]]
    order: int = 100
    words: Callable[[Actor], Vocabulary] | None = None
    icon: str = "search"


SEARCH_SOURCES: Registry[SearchSource] = Registry("search sources")


type Found = list[tuple[SearchSource, list[Hit]]]


def _asked(actor: Actor) -> list[SearchSource]:
    return sorted((source for source in SEARCH_SOURCES if actor.can(source.permission)), key=lambda source: source.order)


def search_everywhere(actor: Actor, text: str, *, limit: int = 10) -> Found:
    """By source, in the sources' own order; sources that found nothing are left out."""
    text = " ".join(text.split())
    if not text:
        return []
    return [(source, hits) for source in _asked(actor) if (hits := source.find(actor, text, limit))]


@dataclass(frozen=True)
class Answer:
    """`text` is what was looked for in the end, `typed` what was typed; they differ when only one thing can have been meant."""

    typed: str
    text: str
    found: Found
    suggested: tuple[str, ...] = ()

    @property
    def changed(self) -> bool:
        return self.text != self.typed

    @property
    def count(self) -> int:
        return sum(len(hits) for _source, hits in self.found)


def answer(actor: Actor, text: str, *, limit: int = 10) -> Answer:
    """As typed; if that finds nothing, as the other keyboard layout reads it; then as near words of what we have."""
    typed = " ".join(text.split())
    if found := search_everywhere(actor, typed, limit=limit):
        return Answer(typed, typed, found)
    latin = any("a" <= sign <= "z" for sign in typed.lower())
    readings = other_layouts(typed)
    for reading in readings if latin else []:  # it may be anybody's name
        if found := search_everywhere(actor, reading, limit=limit):
            return Answer(typed, reading, found)
    known = vocabularies(actor)
    guesses = [[one for one in readings if _known(one, known)], *(corrections(one, known) for one in (typed, *readings))]
    meant = next((guess for guess in guesses if guess), [])
    if len(meant) == 1 and (found := _among_the_named(actor, meant[0], limit)):
        return Answer(typed, meant[0], found)
    return Answer(typed, typed, [], tuple(meant) if len(meant) > 1 else ())


def vocabularies(actor: Actor) -> list[Vocabulary]:
    """All the words this actor may be reminded of."""
    return [source.words(actor) for source in _asked(actor) if source.words]


def _known(reading: str, known: list[Vocabulary]) -> bool:
    """A reading all of whose words we have needs no correction."""
    said = words(reading)
    return bool(said) and all(any(one.knows(word) for one in known) for word in said)


def _among_the_named(actor: Actor, text: str, limit: int) -> Found:
    """A guessed word is looked for only where it was taken from."""
    return [(source, hits) for source in _asked(actor) if source.words and (hits := source.find(actor, text, limit))]
