"""How many of what was found are of each kind, at each place, by each author. Every number is exact.

Kinds, languages, years and places are few and are counted all at once. Authors and subjects are as many as the catalogue is long:
counting them all would cost more than the search, so those of the best results are offered, each counted over everything found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mandrivna.catalogue.search.asking import Facets, Request
from mandrivna.catalogue.search.building import all_of, now
from mandrivna.catalogue.search.documents import parts

type Numbers = tuple[tuple[str, int], ...]
OFFERED = 6
LOOKED_AT = 40
COUNT = {"n": {"value_count": {"field": "here"}}}
"""Every record has one `here`."""
FEW = {"kind": 20, "language": 20, "audience": 20, "year": 600}


@dataclass(frozen=True)
class Counted:
    """Everything found, and how many of it have each of the few values: one way through all of it."""

    number: int
    said: dict[str, Any]


def counted(searcher: Any, match: Any, request: Request) -> Counted:
    asked: dict[str, Any] = dict(COUNT)
    if request.facets:
        asked |= {name: {"terms": {"field": name, "size": most}} for name, most in FEW.items()}
        if request.counted_places:
            asked["place"] = {"terms": {"field": "place", "size": 10_000}}
    said = searcher.aggregate(match, asked)
    return Counted(int(said["n"]["value"]), said)


def facets(searcher: Any, match: Any, request: Request, all_found: Counted, shown: Sequence[str]) -> Facets:
    """`shown` is what the index keeps of the best."""
    few = {name: tuple((one["key"], one["doc_count"]) for one in all_found.said[name]["buckets"]) for name in FEW}
    places = all_found.said["place"]["buckets"] if request.counted_places else ()
    wanted = frozenset(request.counted_places)
    local, authors, subjects = _named(searcher, match, request, shown)
    return Facets(
        here=int(searcher.aggregate(all_of([match, now(request)]), COUNT)["n"]["value"]),
        local=local,
        kinds=few["kind"],
        languages=few["language"],
        audiences=few["audience"],
        years=tuple(sorted((int(year), number) for year, number in few["year"])),
        places=tuple((int(one["key"]), one["doc_count"]) for one in places if int(one["key"]) in wanted),
        authors=authors,
        subjects=subjects,
    )


def _named(searcher: Any, match: Any, request: Request, shown: Sequence[str]) -> tuple[int, Numbers, Numbers]:
    """Of local studies, of each author, of each subject: all that costs one more way through what was found."""
    authors: Counter[str] = Counter()
    subjects: Counter[str] = Counter()
    for kept in shown[:LOOKED_AT]:
        _title, names, _people, topics = kept.split("\n", 3)
        authors.update(parts(names))
        subjects.update(parts(topics))
    asked = [
        *(("author", value) for value in _offered(authors, request.limits.authors)),
        *(("subject", value) for value in _offered(subjects, request.limits.subjects)),
    ]
    filters = {str(place): {"filter": _is(*one)} for place, one in enumerate(asked)}
    said = searcher.aggregate(match, {"local": {"filter": "local:1"}, **filters})
    found: dict[str, list[tuple[str, int]]] = {"author": [], "subject": []}
    for place, (name, value) in enumerate(asked):
        if number := int(said[str(place)]["doc_count"]):
            found[name].append((value, number))
    of_authors, of_subjects = (tuple(sorted(found[name], key=lambda one: (-one[1], one[0]))) for name in ("author", "subject"))
    return int(said["local"]["doc_count"]), of_authors, of_subjects


def _offered(found: Counter[str], chosen: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*chosen, *(value for value, _times in found.most_common(OFFERED))]))


def _is(name: str, value: str) -> str:
    """In the language of the index's own questions, where a filter has to be said."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{name}:"{escaped}"'
