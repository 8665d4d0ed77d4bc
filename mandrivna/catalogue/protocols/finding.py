"""A CQL query as a question to the search index, or to the database where the index cannot say it or is not there.

The index knows all forms of a word; the database compares letters. What is not in the index (publisher, the beginning of a class,
a title as a whole, the order by author) is asked of the database alone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Literal

from django.db.models import Q, QuerySet

from mandrivna.catalogue.models import Kind, Record, only
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.catalogue.protocols.cql import Both, Clause, Diagnostic, Node, Query
from mandrivna.catalogue.search import trees
from mandrivna.shared.text import APOSTROPHES, words

type Ask = Callable[[Clause], Q]

INDEXES = {
    "": "anywhere", "cql.serverchoice": "anywhere", "cql.anywhere": "anywhere", "anywhere": "anywhere", "cql.keywords": "anywhere",
    "cql.allrecords": "all", "dc.title": "title", "title": "title", "bath.title": "title", "dc.creator": "author",
    "creator": "author", "author": "author", "bath.author": "author", "bath.name": "author", "dc.contributor": "author",
    "dc.subject": "subject", "subject": "subject", "bath.subject": "subject", "dc.publisher": "publisher", "publisher": "publisher",
    "dc.date": "year", "date": "year", "year": "year", "bath.date": "year", "dc.language": "language", "language": "language",
    "bath.isbn": "isbn", "isbn": "isbn", "dc.identifier": "identifier", "bath.issn": "issn", "issn": "issn",
    "rec.identifier": "identifier", "rec.id": "identifier", "udc": "udc", "dc.type": "kind", "kind": "kind",
}  # fmt: skip
NAMED = ("dc.title", "dc.creator", "dc.subject", "dc.publisher", "dc.date", "dc.language", "dc.identifier", "dc.type", "bath.isbn",
         "bath.issn", "cql.serverChoice", "cql.allRecords", "rec.identifier", "udc")  # fmt: skip
"""What explain tells of."""
SORTS = {
    "title": "title",
    "dc.title": "title",
    "date": "year",
    "dc.date": "year",
    "year": "year",
    "author": "authors",
    "dc.creator": "authors",
}
TEXTS = {"title": ("title", "subtitle"), "author": ("authors", "people"), "subject": ("subjects",), "publisher": ("publisher",)}
RELATIONS = ("=", "==", "all", "any", "exact", "adj", "<>")
ORDERED = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "=": "exact", "==": "exact", "exact": "exact"}


def page(query: Query, start: int, size: int) -> tuple[int, list[Record]]:
    """How many there are, and those from `start` on, with what a schema needs of them in the same question."""
    rows = find(query)  # says what is wrong with the query before anybody is asked
    whole = Record.objects.select_related("body", "host")
    if (tree := _tree(query)) is not None:
        index, falls = query.sort[0] if query.sort else ("title", False)
        found = trees.answer(tree, sort=SORTS[index], falls=falls, start=start, size=size)
        if found is not None:
            records = whole.in_bulk(found[1])
            return found[0], [records[key] for key in found[1] if key in records]
    rows = _within_reach(query, rows)
    return rows.count(), list(rows.select_related("body", "host")[start : start + size])


def find(query: Query) -> QuerySet[Record]:
    """Described records only: what was withdrawn is not found."""
    rows = Record.objects.current().filter(_node(query.root))
    order = []
    for index, falls in query.sort:
        if index not in SORTS:
            raise Diagnostic(16, "Unsupported index", index)
        order.append(f"{'-' if falls else ''}{SORTS[index]}")
    return rows.order_by(*order, "pk")


def _node(node: Node) -> Q:
    if isinstance(node, Both):
        left, right = _node(node.left), _node(node.right)
        return {"and": left & right, "or": left | right, "not": left & ~right}[node.operator]
    return _clause(node)


def _clause(clause: Clause) -> Q:
    kind = INDEXES.get(clause.index)
    if kind is None:
        context, dot, _name = clause.index.partition(".")
        if dot and context not in {name.partition(".")[0] for name in INDEXES}:
            raise Diagnostic(15, "Unsupported context set", context)
        raise Diagnostic(16, "Unsupported index", clause.index)
    if kind == "all":
        return Q()
    if not clause.term.strip():
        raise Diagnostic(27, "Empty term unsupported", clause.index)
    if kind == "anywhere" and clause.term.strip() == "*":
        return Q()
    if kind in TEXTS or kind == "anywhere":
        return _words(kind, clause)
    return PLAIN[kind](clause)


def _words(kind: str, clause: Clause) -> Q:
    if clause.relation not in RELATIONS:
        raise Diagnostic(19, "Unsupported relation", clause.relation)
    if re.search(r"(?<!\\)\^|[*?](?=\S)|(?<=\S)\?", clause.term):
        raise Diagnostic(28, "Masking character not supported", clause.term)
    wanted = words(clause.term)
    if not wanted:
        raise Diagnostic(27, "Empty term unsupported", clause.term)
    if clause.relation in ("==", "exact", "adj") and kind != "anywhere":
        said = _in(kind, r"\W+".join(_spelt(word) for word in wanted), whole=clause.relation != "adj")
        return Q(*[Q(folded__contains=word) for word in wanted]) & said if kind in ("title",) else said
    each = [_word(kind, word) for word in wanted]
    found = each[0]
    for one in each[1:]:
        found = found | one if clause.relation == "any" else found & one
    return ~found if clause.relation == "<>" else found


def _word(kind: str, word: str) -> Q:
    if kind == "anywhere":
        return Q(folded__contains=word)
    said = _in(kind, _spelt(word))
    return Q(folded__contains=word) & said if kind == "title" else said


def _in(kind: str, pattern: str, *, whole: bool = False) -> Q:
    found = Q()
    for column in TEXTS[kind]:
        found |= Q(**{f"{column}__iregex": rf"^\W*{pattern}\W*$" if whole else pattern})
    return found


def _spelt(word: str) -> str:
    """A folded word as it may be written: any apostrophe, г or ґ."""
    written = re.escape(word).replace("г", "[гґ]")
    return re.sub(r"\\?'", f"['{APOSTROPHES}]", written)


# --- the same for the index -------------------------------------------------------------------------------------------

FIELDS: dict[str, Literal["", "title", "people", "subject"]] = {
    "anywhere": "", "title": "title", "author": "people", "subject": "subject",
}  # fmt: skip
HOW: dict[str, Literal["all", "any", "together"]] = {"=": "all", "all": "all", "any": "any", "adj": "together"}


def _tree(query: Query) -> trees.Tree | None:
    if len(query.sort) > 1 or any(SORTS[index] not in trees.ORDERS for index, _falls in query.sort):
        return None
    return _branch(query.root)


def _branch(node: Node) -> trees.Tree | None:
    if isinstance(node, Both):
        left, right = _branch(node.left), _branch(node.right)
        return trees.Joined(node.operator, left, right) if left is not None and right is not None else None
    kind, term = INDEXES[node.index], node.term.strip()
    if kind == "all" or (kind == "anywhere" and term == "*"):
        return trees.All()
    if kind in FIELDS and node.relation in HOW:
        return trees.Words(tuple(words(term)), FIELDS[kind], HOW[node.relation])
    if kind == "year":
        return trees.Narrow(years=_span(node))
    if kind == "isbn" or (kind == "identifier" and normal_isbn(term.removeprefix("urn:isbn:"))):
        return trees.Narrow(numbers=(normal_isbn(term.removeprefix("urn:isbn:")),))
    if kind == "issn":
        return trees.Narrow(numbers=(re.sub(r"[^\dX]", "", term.upper()),))
    if kind == "language":
        return trees.Narrow(language=term.lower())
    return trees.Narrow(kind=term.lower()) if kind == "kind" else None


def _span(clause: Clause) -> tuple[int | None, int | None]:
    years = [int(one) for one in re.findall(r"\d{4}", clause.term)]
    if clause.relation == "within":
        return years[0], years[1]
    year = years[0]
    return {"<": (None, year - 1), "<=": (None, year), ">": (year + 1, None), ">=": (year, None)}.get(clause.relation, (year, year))


# --- what the index only narrows ----------------------------------------------------------------------------------------

SCANNED, CANDIDATES = 2_000, 1_000
"""Titles that the database may compare one by one: of a small catalogue all, of any other those that the index thinks likely."""
KEYS = ("isbn", "identifier")


def _within_reach(query: Query, rows: QuerySet[Record]) -> QuerySet[Record]:
    """A stranger's question must not make the database read a whole catalogue, thirty times over."""
    if _by_key(query.root) or not Record.objects.order_by("pk")[SCANNED : SCANNED + 1].exists():
        return rows
    likely = trees.answer(_wider(query.root), size=CANDIDATES)
    if likely is None:
        raise Diagnostic(2, "System temporarily unavailable", "the index of the catalogue is being made")
    if likely[0] > CANDIDATES:
        raise Diagnostic(60, "Result set not created: too many matching records", str(CANDIDATES))
    return rows.filter(pk__in=likely[1])


def _by_key(node: Node) -> bool:
    """Whether the database answers out of an index of its own."""
    if isinstance(node, Both):
        left, right = _by_key(node.left), _by_key(node.right)
        return {"and": left or right, "or": left and right, "not": left}[node.operator]
    return INDEXES[node.index] in KEYS


def _wider(node: Node) -> trees.Tree:
    """A question that the index knows, to which everything belongs that belongs to this one."""
    if isinstance(node, Both):
        left = _wider(node.left)
        return left if node.operator == "not" else trees.Joined(node.operator, left, _wider(node.right))
    if (said := _branch(node)) is not None:
        return said
    kind, term = INDEXES[node.index], node.term.strip()
    if kind == "udc":
        return trees.Narrow(begins=term.removesuffix("*"))
    if kind == "identifier":
        return trees.Narrow(uid=term.removeprefix("urn:uuid:").lower())
    if node.relation == "<>" or kind not in (*FIELDS, "publisher"):
        return trees.All()
    return trees.Words(tuple(words(term)), FIELDS.get(kind, ""), "any" if node.relation == "any" else "all")


# --- what is compared whole -------------------------------------------------------------------------------------------


def _year(clause: Clause) -> Q:
    if clause.relation not in ORDERED and clause.relation != "within":
        raise Diagnostic(19, "Unsupported relation", clause.relation)
    years = [int(one) for one in re.findall(r"\d{4}", clause.term)]
    if clause.relation == "within":
        if not re.fullmatch(r"\s*\d{4}\s+\d{4}\s*", clause.term):
            raise Diagnostic(36, "Term in invalid format for index or relation", clause.term)
        return Q(year__range=(years[0], years[1]))
    if len(years) != 1 or not re.fullmatch(r"\s*\d{4}(?:-\d\d(?:-\d\d)?)?\s*", clause.term):
        raise Diagnostic(36, "Term in invalid format for index or relation", clause.term)
    return Q(**{f"year__{ORDERED[clause.relation]}": years[0]})


def _equal(clause: Clause) -> None:
    if clause.relation not in ("=", "==", "exact", "all", "any"):
        raise Diagnostic(19, "Unsupported relation", clause.relation)


def _isbn(clause: Clause) -> Q:
    _equal(clause)
    isbn = normal_isbn(clause.term)
    if not isbn:
        raise Diagnostic(36, "Term in invalid format for index or relation", clause.term)
    return Q(isbn=isbn)


def _identifier(clause: Clause) -> Q:
    _equal(clause)
    text = clause.term.strip().removeprefix("urn:uuid:").removeprefix("urn:isbn:")
    if isbn := normal_isbn(text):
        return Q(isbn=isbn)
    try:
        return Q(pk=uuid.UUID(text))
    except ValueError:
        return Q(pk__in=())


def _issn(clause: Clause) -> Q:
    _equal(clause)
    return Q(issn=clause.term.strip().upper())


def _language(clause: Clause) -> Q:
    _equal(clause)
    return only("language", clause.term.strip().lower())


def _udc(clause: Clause) -> Q:
    """«821.161.2*» is the class with all below it."""
    _equal(clause)
    term = clause.term.strip()
    return Q(udc__startswith=term[:-1]) if term.endswith("*") else Q(udc=term)


def _kind(clause: Clause) -> Q:
    _equal(clause)
    term = clause.term.strip().lower()
    return Q(kind=term) if term in Kind.values else Q(pk__in=())


PLAIN: dict[str, Ask] = {
    "year": _year, "isbn": _isbn, "identifier": _identifier, "issn": _issn, "language": _language, "udc": _udc, "kind": _kind,
}  # fmt: skip
