"""A question as tantivy asks it. Which fields weigh how much is said here and explained in docs/search.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tantivy import FieldType, Occur, Query

from mandrivna.catalogue.search.asking import Request
from mandrivna.catalogue.search.parsing import Asked, Term
from mandrivna.catalogue.search.schema import schema
from mandrivna.shared.text.lemmas import lemmas

WEIGHTS = {"title": 3.0, "people": 2.5, "subject": 1.2, "rest": 0.4}
EXACT_FORM = {"title": 1.5, "people": 1.2}
"""On top, where the very form that was typed stands: «роботи» is rather «роботи» than «робот»."""


def _term(name: str, value: Any) -> Any:
    return Query.term_query(schema(), name, value, "freq" if isinstance(value, str) else "basic")


def any_of(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def bare(word: str) -> str:
    return word.replace("'", "")


def _fields(term: Term) -> tuple[str, ...]:
    return (term.field,) if term.field else tuple(WEIGHTS)


def scored(term: Term) -> Any:
    """A union of plain terms wherever possible: tantivy skips what cannot reach the first page only there."""
    if term.together:
        return _phrase(term)
    said = [_word(word, term) for word in term.words]
    others = [all_of([_word(one, term, 0.7) for one in other]) for other in term.others]
    return any_of([all_of(said), *others]) if others else all_of(said)


def _word(word: str, term: Term, worth: float = 1.0) -> Any:
    forms = lemmas(word)
    queries = [Query.boost_query(_term(f"{name}_l", form), WEIGHTS[name] * worth) for form in forms for name in _fields(term)]
    return any_of(
        queries
        + [
            Query.boost_query(_term(f"{name}_s", bare(word)), weight * worth)
            for name, weight in EXACT_FORM.items()
            if not term.field or term.field == name
        ]
    )


def matching(term: Term) -> Any:
    """The same documents without their worth: for counting."""
    if term.together:
        return _phrase(term)
    name = f"{term.field}_l" if term.field else "any_l"
    ways = [all_of([any_of([_term(name, form) for form in lemmas(word)]) for word in way]) for way in (term.words, *term.others)]
    return any_of(ways)


def _phrase(term: Term) -> Any:
    said = [bare(word) for word in term.words]
    phrase = Query.phrase_query(schema(), "any_s", list(said))
    if not term.field:
        return phrase
    return all_of([phrase, *(_term(f"{term.field}_s", word) for word in said)])


def limits(asked: Asked) -> list[Any]:
    """What narrows without weighing: numbers, years, language."""
    found = [
        any_of([_term("number", number), _term("number", number[3:12])]) if len(number) == 13 else _term("number", number)
        for number in asked.numbers
    ]
    if asked.years:
        found.append(years(*asked.years))
    if asked.language:
        found.append(_term("language", asked.language))
    return found


def years(first: int | None, last: int | None) -> Any:
    return Query.range_query(schema(), "year", FieldType.Integer, first, last)


def one_of(name: str, values: Sequence[Any]) -> Any:
    return any_of([_term(name, value) for value in values])


def everything() -> Any:
    return _term("state", "live")


def now(request: Request) -> Any:
    """What this asker could take today."""
    if request.open_places is None:
        return Query.boolean_query([(Occur.Must, everything()), (Occur.MustNot, _term("here", 0))])
    return one_of("place", request.open_places) if request.open_places else Query.empty_query()
