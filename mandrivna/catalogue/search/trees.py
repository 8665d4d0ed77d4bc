"""Questions with brackets, from other programs: a tree of clauses answered by the index, exact counts and one page at a time.

No guessing and no ranking: a machine gets what it asked for, in an order it named. None means that there is no index to be trusted.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import Any, Literal

from tantivy import Occur, Order, Query

from mandrivna.catalogue.search.building import all_of, any_of, everything, limits, matching, one_of
from mandrivna.catalogue.search.home import Broken, broken, carefully, reader
from mandrivna.catalogue.search.parsing import Asked, Term
from mandrivna.catalogue.search.schema import schema

ORDERS = {"title": "order", "year": "year"}


@dataclass(frozen=True)
class Words:
    """Words of one field, or of any: all of them, one of them, or side by side."""

    words: tuple[str, ...]
    field: Literal["", "title", "people", "subject"] = ""
    how: Literal["all", "any", "together"] = "all"


@dataclass(frozen=True)
class Narrow:
    numbers: tuple[str, ...] = ()
    years: tuple[int | None, int | None] | None = None
    language: str = ""
    kind: str = ""
    uid: str = ""
    begins: str = ""
    """How a class (or another number) begins."""


@dataclass(frozen=True)
class All:
    pass


@dataclass(frozen=True)
class Joined:
    operator: Literal["and", "or", "not"]
    left: Tree
    right: Tree


type Tree = Words | Narrow | All | Joined


def answer(
    tree: Tree, *, sort: str = "title", falls: bool = False, start: int = 0, size: int = 10
) -> tuple[int, list[uuid.UUID]] | None:
    opened = reader()
    if opened is None:
        return None
    try:
        return carefully(lambda: _page(opened.searcher, tree, sort, falls, start, size))
    except Broken as trouble:
        broken(opened.name, trouble)
        return None


def _page(searcher: Any, tree: Tree, sort: str, falls: bool, start: int, size: int) -> tuple[int, list[uuid.UUID]]:
    match = all_of([everything(), _query(tree)])
    count = int(searcher.search(match, 1, count=True).count)
    if not size or start >= count:
        return count, []
    order = Order.Desc if falls else Order.Asc
    hits = searcher.search(match, size, count=False, order_by_field=ORDERS[sort], order=order, offset=start).hits
    return count, [uuid.UUID(searcher.doc(place).get_first("uid")) for _value, place in hits]


def _query(tree: Tree) -> Any:
    match tree:
        case Joined():
            left, right = _query(tree.left), _query(tree.right)
            if tree.operator == "and":
                return all_of([left, right])
            if tree.operator == "or":
                return any_of([left, right])
            return Query.boolean_query([(Occur.Must, left), (Occur.MustNot, right)])
        case Words():
            if tree.how == "together" and len(tree.words) > 1:
                return matching(Term(tree.words, tree.field, together=True))
            each = [matching(Term((word,), tree.field)) for word in tree.words]
            return any_of(each) if tree.how == "any" else all_of(each)
        case Narrow():
            found = limits(Asked(numbers=tree.numbers, years=tree.years, language=tree.language))
            found += [one_of(name, [value]) for name, value in (("kind", tree.kind), ("uid", tree.uid)) if value]
            if tree.begins:
                found.append(Query.regex_query(schema(), "number", re.escape(tree.begins) + ".*"))
            return all_of(found) if found else everything()
        case _:
            return everything()
