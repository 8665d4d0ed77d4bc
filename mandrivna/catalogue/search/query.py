"""The question to the index and its answer; to the database when there is no index to be trusted, never an error.

How results are ranked is told to people in docs/search.md; the weights are in `building`.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Occur, Order, Query

from mandrivna.catalogue.search import guessing
from mandrivna.catalogue.search.asking import (
    ARRIVED,
    DEEPEST,
    NEWEST,
    OLDEST,
    RELAXED,
    RELEVANCE,
    TITLE,
    Facets,
    Found,
    Guess,
    Request,
)
from mandrivna.catalogue.search.building import all_of, bare, everything, limits, matching, now, one_of, scored, years
from mandrivna.catalogue.search.facets import Counted, counted, facets
from mandrivna.catalogue.search.fallback import by_database
from mandrivna.catalogue.search.home import Broken, Reader, broken, carefully, reader
from mandrivna.catalogue.search.parsing import Asked, Term, asked
from mandrivna.catalogue.search.synonyms import widened
from mandrivna.shared.text.lemmas import lemmas

RERANKED = 100
"""The best by words; among these availability and age may still change places."""
HERE, RECENT, RECENT_FROM, RECENT_YEARS = 0.06, 0.06, 1990, 40
"""Gentle: together they outweigh a tenth of the worth of the words, no more."""
_RECENT = {RECENT_FROM + age: RECENT * min(1.0, age / RECENT_YEARS) for age in range(200)}
"""Looked up a hundred times a question; nothing before, and nothing without a year."""
ORDERS = {TITLE: ("order", Order.Asc), NEWEST: ("year", Order.Desc), OLDEST: ("year", Order.Asc), ARRIVED: ("arrived", Order.Desc)}


def search(request: Request) -> Found:
    opened = reader()
    said = asked(request.text)
    if opened is None:
        return by_database(request, said)
    try:
        return carefully(lambda: _Answering(opened, request).answer(said))
    except Broken as trouble:
        broken(opened.name, trouble)
        return by_database(request, said)


@dataclass
class _Answering:
    reader: Reader
    request: Request

    def __post_init__(self) -> None:
        self.searcher = self.reader.searcher
        self.narrow = narrowing(self.request)

    def answer(self, said: Asked) -> Found:
        said = widened(said)
        match, worth = self.questions(said, said.demanded)
        all_found = counted(self.searcher, match, self.request)
        if all_found.number or said.empty or not self.request.guess:
            return self.found(said, match, worth, all_found, None)
        if guess := guessing.guess(
            self.searcher, said, lambda other: self.count(self.questions(widened(other), other.demanded)[0])
        ):
            kind, other, missing = guess
            other = widened(other)
            match, worth = self.questions(other, other.demanded)
            return self.found(other, match, worth, counted(self.searcher, match, self.request), Guess(kind, other.text, missing))
        return self.relaxed(said)

    def relaxed(self, said: Asked) -> Found:
        """Not all of the words together anywhere: first all but one, then half of them, then any."""
        terms = said.demanded
        for least in sorted({len(terms) - 1, -(-len(terms) // 2), 1}, reverse=True):
            if not 0 < least < len(terms):
                continue
            match = _at_least([matching(term) for term in terms], least, [*self.narrow, *limits(said)])
            if self.count(match):
                worth = _at_least([scored(term) for term in terms], least, [*self.narrow, *limits(said)])
                missing = tuple(term.words[0] for term in terms if not self.count(matching(term)))
                all_found = counted(self.searcher, match, self.request)
                return self.found(said, match, worth, all_found, Guess(RELAXED, said.text, missing))
        return Found(said, (), 0, 1, self.request.size, Facets() if self.request.facets else None)

    def questions(self, said: Asked, demanded: Sequence[Term]) -> tuple[Any, Any]:
        """(what matches, the same with its worth)"""
        hard = [*self.narrow, *limits(said)]
        if not demanded:
            match = all_of(hard) if hard else everything()
            return match, match
        match = all_of([*(matching(term) for term in demanded), *hard])
        light = [term for term in said.terms if term not in demanded]
        parts = [(Occur.Must, scored(term)) for term in demanded] + [
            (Occur.Must, Query.const_score_query(one, 0.0)) for one in hard
        ]
        parts += [(Occur.Should, scored(term)) for term in light]
        return match, parts[0][1] if len(parts) == 1 else Query.boolean_query(parts)

    def count(self, match: Any) -> int:
        return int(self.searcher.search(match, 1, count=True).count)

    def found(self, said: Asked, match: Any, worth: Any, all_found: Counted, guess: Guess | None) -> Found:
        request, count = self.request, all_found.number
        page = max(1, min(request.page, -(-min(count, DEEPEST) // request.size) or 1))
        start = (page - 1) * request.size
        if not count:
            return Found(said, (), 0, 1, request.size, Facets() if request.facets else None, guess)
        if request.sort == RELEVANCE and said.terms:
            places = self.ranked(said, worth, start + request.size)[start : start + request.size]
        else:
            places = self.ordered(match, request.sort, start)
        kept = [self.searcher.doc(place) for place in places]
        uids = tuple(uuid.UUID(one.get_first("uid")) for one in kept)
        if not request.facets:
            return Found(said, uids, count, page, request.size, None, guess)
        shown = [bytes(one.get_first("shown")).decode() for one in kept] if guess is None or guess.kind != RELAXED else []
        return Found(said, uids, count, page, request.size, facets(self.searcher, match, request, all_found, shown), guess)

    def ranked(self, said: Asked, worth: Any, wanted: int) -> list[Any]:
        """Titles that are just what was typed, then the best by words with a gentle hand for what is here and what is recent."""
        first = self.exact(said)
        hits = self.searcher.search(worth, max(wanted, RERANKED), count=False).hits
        best = hits[:RERANKED]
        places = [place for _worth, place in best]
        here, year = (self.searcher.fast_field_values(name, places) for name in ("here", "year"))
        weighed = sorted([
            (-score * (1 + (HERE if stands else 0.0) + _RECENT.get(when, 0.0)), number)
            for number, ((score, _place), stands, when) in enumerate(zip(best, here, year, strict=True))
        ])  # fmt: skip
        rest = [best[number][1] for _score, number in weighed] + [place for _worth, place in hits[RERANKED:]]
        if not first:
            return rest
        known = {_key(place) for place in first}
        return first + [place for place in rest if _key(place) not in known]

    def exact(self, said: Asked) -> list[Any]:
        loose = [term for term in said.terms if not term.field]
        keys = [" ".join(bare(word) for term in loose for word in term.words)]
        keys.append(" ".join(lemmas(word)[0] for term in loose for word in term.words))
        if not keys[0]:
            return []
        query = all_of([one_of("exact", list(dict.fromkeys(keys))), *self.narrow, *limits(said)])
        hits = self.searcher.search(query, self.request.size, count=False).hits
        places = [place for _worth, place in hits]
        here = self.searcher.fast_field_values("here", places) if places else []
        return [place for _order, place in sorted(zip([not one for one in here], places, strict=True), key=lambda pair: pair[0])]

    def ordered(self, match: Any, sort: str, start: int) -> list[Any]:
        name, order = ORDERS.get(sort, ORDERS[ARRIVED])
        hits = self.searcher.search(match, self.request.size, count=False, order_by_field=name, order=order, offset=start).hits
        return [place for _value, place in hits]


def _key(place: Any) -> tuple[int, int]:
    return place.segment_ord, place.doc


def _at_least(queries: list[Any], least: int, hard: list[Any]) -> Any:
    some = Query.boolean_query([(Occur.Should, query) for query in queries], least)
    return (
        Query.boolean_query([(Occur.Must, some), *((Occur.Must, Query.const_score_query(one, 0.0)) for one in hard)])
        if hard
        else some
    )


def narrowing(request: Request) -> list[Any]:
    chosen = request.limits
    values: dict[str, Sequence[Any]] = {
        "owner": request.owners, "kind": chosen.kinds, "language": chosen.languages, "author": chosen.authors,
        "subject": chosen.subjects, "audience": chosen.audiences, "place": chosen.places,
    }  # fmt: skip
    found = [one_of(name, list(wanted)) for name, wanted in values.items() if wanted]
    if chosen.years != (None, None):
        found.append(years(*chosen.years))
    if chosen.here:
        found.append(now(request))
    if chosen.local:
        found.append(one_of("local", [1]))
    return found


__all__ = ["search"]
