"""Search for those who want records, not an answer with facets: the staff's lists and the one field over everything."""

from __future__ import annotations

from mandrivna.catalogue.models import Record, RecordQuerySet
from mandrivna.catalogue.search.asking import Request
from mandrivna.catalogue.search.home import reader
from mandrivna.catalogue.search.query import search

MOST = 500
"""Of a list that is searched: the best by words. Who has more narrows the question."""


def best(text: str, limit: int) -> list[Record]:
    """The best first. What was meant instead is guessed by whoever asks, who also has other things to look through."""
    if reader() is None:  # one question instead of the three that an answer with pages costs
        return list(Record.objects.current().matching(text).order_by("order", "pk")[:limit])
    uids = search(Request(text, size=limit, facets=False, guess=False)).uids
    found = Record.objects.in_bulk(uids)
    return [found[uid] for uid in uids if uid in found]


def narrowed(rows: RecordQuerySet, text: str) -> RecordQuerySet:
    """Rows of a list that answer, in whatever order the list has. Withdrawn ones are in no index: they are looked for among
    themselves, by the words of their titles."""
    found = search(Request(text, size=MOST, facets=False, guess=False))
    if not found.by_index:
        return rows.matching(text)
    withdrawn = list(rows.filter(withdrawn_on__isnull=False).matching(text).order_by().values_list("pk", flat=True)[:MOST])
    return rows.filter(pk__in=[*found.uids, *withdrawn])
