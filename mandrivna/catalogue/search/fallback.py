"""The database answers: no index yet, or none to be trusted. Fewer results and no forms of words, but never an error."""

from __future__ import annotations

from mandrivna.catalogue.models import Record, RecordQuerySet
from mandrivna.catalogue.search.asking import ARRIVED, DEEPEST, NEWEST, OLDEST, Found, Request
from mandrivna.catalogue.search.parsing import Asked

COUNTED = 1_000
"""More are not counted: on a long table that would take seconds."""


def by_database(request: Request, said: Asked) -> Found:
    found = _narrowed(request, said)
    order = {NEWEST: ("-year", "pk"), OLDEST: ("year", "pk"), ARRIVED: ("-created_at", "pk")}.get(request.sort, ("order", "pk"))
    count = len(found.order_by().values_list("pk", flat=True)[:COUNTED])
    page = max(1, min(request.page, -(-min(count, DEEPEST) // request.size) or 1))
    start = (page - 1) * request.size
    uids = tuple(found.order_by(*order).values_list("pk", flat=True)[start : start + request.size]) if count else ()
    return Found(said, uids, count, page, request.size, None, None, by_index=False)


def _narrowed(request: Request, said: Asked) -> RecordQuerySet:
    chosen = request.limits
    found = (Record.objects.all() if request.within is None else request.within).current()
    if request.text.strip() and not (said.demanded or said.numbers or said.years or said.language):
        return found.none()  # signs without a word are no wish to see everything
    for term in said.demanded:
        found = found.matching(" ".join(term.words))
    if said.numbers:
        found = found.filter(isbn__in=said.numbers)
    for first, last in (said.years or (None, None), chosen.years):
        if first:
            found = found.filter(year__gte=first)
        if last:
            found = found.filter(year__lte=last)
    languages = chosen.languages or ((said.language,) if said.language else ())
    if languages:
        found = found.filter(language__in=languages)
    if chosen.kinds:
        found = found.filter(kind__in=chosen.kinds)
    if chosen.audiences:
        found = found.filter(audience__in=chosen.audiences)
    if chosen.local:
        found = found.filter(local=True)
    if chosen.here or chosen.places:
        found = found.filter(available__gt=0)
    for name, values in (("authors", chosen.authors), ("subjects", chosen.subjects)):
        for value in values:
            found = found.filter(**{f"{name}__contains": value})
    return found
