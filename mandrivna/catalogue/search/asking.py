"""What is asked and what is answered; the faces know only these."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mandrivna.catalogue.search.parsing import Asked

if TYPE_CHECKING:
    from mandrivna.catalogue.models import RecordQuerySet

RELEVANCE, TITLE, NEWEST, OLDEST, ARRIVED = "relevance", "title", "newest", "oldest", "arrived"
SORTS = (RELEVANCE, TITLE, NEWEST, OLDEST, ARRIVED)
DEEPEST = 10_000
"""Nobody pages further; a longer list is narrowed, not read."""


@dataclass(frozen=True)
class Limits:
    """Facets that were chosen. Within one facet any of the values, between facets all of them."""

    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    """Where a copy can be taken now."""
    years: tuple[int | None, int | None] = (None, None)
    here: bool = False
    """Only what can be taken now."""
    local: bool = False
    """Only local studies."""

    @property
    def any(self) -> bool:
        return self != Limits()


@dataclass(frozen=True)
class Request:
    """`owners`: institutions whose stock is searched, none for every record. `open_places`: where «now» is true for this asker;
    none for anywhere. `within`: the same limits as a queryset, for when the database has to answer."""

    text: str = ""
    limits: Limits = field(default_factory=Limits)
    sort: str = RELEVANCE
    page: int = 1
    size: int = 20
    owners: tuple[int, ...] = ()
    open_places: tuple[int, ...] | None = None
    counted_places: tuple[int, ...] = ()
    """Places whose numbers are wanted beside their names."""
    facets: bool = True
    guess: bool = True
    within: RecordQuerySet | None = None


LAYOUT, SOUND, SPELLING, RELAXED = "layout", "sound", "spelling", "relaxed"


@dataclass(frozen=True)
class Guess:
    """Nothing was found as typed; this was, because…"""

    kind: str
    text: str
    """What was looked for instead."""
    missing: tuple[str, ...] = ()
    """Words that are nowhere in the catalogue and were left out."""


@dataclass(frozen=True)
class Facets:
    here: int = 0
    local: int = 0
    kinds: tuple[tuple[str, int], ...] = ()
    languages: tuple[tuple[str, int], ...] = ()
    authors: tuple[tuple[str, int], ...] = ()
    subjects: tuple[tuple[str, int], ...] = ()
    audiences: tuple[tuple[str, int], ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    years: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Found:
    """`by_index` is False when the database answered: without forms of words, facets and guesses."""

    asked: Asked
    uids: tuple[uuid.UUID, ...]
    count: int
    page: int = 1
    size: int = 20
    facets: Facets | None = None
    guess: Guess | None = None
    by_index: bool = True

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.count, DEEPEST) // self.size))
