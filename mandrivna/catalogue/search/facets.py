"""How many of what was found are of each kind, at each place, by each author. Every number is exact.

Kinds, languages, years and places are few and are counted all at once. Authors and subjects are as many as the catalogue is long:
counting them all would cost more than the search, so those of the best results are offered, each counted over everything found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from mandrivna.catalogue.search.asking import Facets, Request
from mandrivna.catalogue.search.building import all_of, now, one_of
from mandrivna.catalogue.search.documents import parts

OFFERED = 6
LOOKED_AT = 40
COUNT = {"n": {"value_count": {"field": "here"}}}
FEW = {"kind": 20, "language": 20, "audience": 20, "year": 600}


def facets(searcher: Any, match: Any, request: Request, places: Sequence[Any]) -> Facets:
    asked: dict[str, Any] = {name: {"terms": {"field": name, "size": most}} for name, most in FEW.items()}
    if request.counted_places:
        asked["place"] = {"terms": {"field": "place", "size": 10_000}}
    said = searcher.aggregate(match, asked)
    counted = {name: tuple((one["key"], one["doc_count"]) for one in said[name]["buckets"]) for name in asked}
    wanted = frozenset(request.counted_places)
    authors, subjects = _named(searcher, places)
    return Facets(
        here=_count(searcher, all_of([match, now(request)])),
        local=_count(searcher, all_of([match, one_of("local", [1])])),
        kinds=counted["kind"],
        languages=counted["language"],
        audiences=counted["audience"],
        years=tuple(sorted((int(year), number) for year, number in counted["year"])),
        places=tuple((int(place), number) for place, number in counted.get("place", ()) if int(place) in wanted),
        authors=_counted(searcher, match, "author", authors, request.limits.authors),
        subjects=_counted(searcher, match, "subject", subjects, request.limits.subjects),
    )


def _named(searcher: Any, places: Sequence[Any]) -> tuple[Counter[str], Counter[str]]:
    authors: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    for place in places[:LOOKED_AT]:
        _title, names, _people, topics = bytes(searcher.doc(place).get_first("shown")).decode().split("\n", 3)
        authors.update(parts(names))
        subjects.update(parts(topics))
    return authors, subjects


def _counted(searcher: Any, match: Any, name: str, found: Counter[str], chosen: Sequence[str]) -> tuple[tuple[str, int], ...]:
    offered = list(dict.fromkeys([*chosen, *(value for value, _times in found.most_common(OFFERED))]))
    counted = [(value, _count(searcher, all_of([match, one_of(name, [value])]))) for value in offered]
    return tuple(sorted((one for one in counted if one[1]), key=lambda one: (-one[1], one[0])))


def _count(searcher: Any, query: Any) -> int:
    """By an aggregation: unlike a search it weighs nothing. Every record has one `here`."""
    return int(searcher.aggregate(query, COUNT)["n"]["value"])
