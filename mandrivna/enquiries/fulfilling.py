"""Which of the open requests can be met by what stands on the shelves now. Sure of it or silent: a wrong «it has come» is worse."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils import timezone

from mandrivna.catalogue.holdings import NOTHING, standing
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.models.record import ORDERED
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.states import About, State
from mandrivna.shared.alphabet import stored_key
from mandrivna.shared.text import words

MOST_LOOKED_AT = 500
"""Groups in a night."""
MOST_ALIKE = 20
NO_TITLE = (About.QUESTION, About.TOPIC)
"""Whether a book meets a theme a person says."""


def arrived() -> Iterator[tuple[Refusal, Record]]:
    """The oldest of each group of equal requests, with the title that meets it. Where there are more groups than a night looks at,
    the nights take turns, so that none is passed over for ever."""
    rows = Refusal.objects.filter(state__in=(State.NEW, State.ORDERED)).exclude(about__in=NO_TITLE).defer("note", "contact")
    groups = rows.order_by("institution", "same").values_list("institution", "same").distinct()
    turns = -(-groups.count() // MOST_LOOKED_AT) or 1
    start = timezone.localdate().toordinal() % turns * MOST_LOOKED_AT
    for institution, same in list(groups[start : start + MOST_LOOKED_AT]):
        refusal = rows.filter(institution=institution, same=same).order_by("at", "pk").first()
        if refusal and (record := met_by(refusal)):
            yield refusal, record


def met_by(refusal: Refusal) -> Record | None:
    """A title of which a copy can be taken now in the institution that was asked."""
    listed = list(_like(refusal)[:MOST_ALIKE])
    held = standing([record.pk for record in listed]) if listed else {}
    for record in listed:
        here = held.get(record.pk, NOTHING)
        if here.here and refusal.institution_id in here.owners and _is(record, refusal):
            return record
    return None


def _like(refusal: Refusal) -> QuerySet[Record]:
    """By what an index finds: the record itself, the ISBN, the beginning of the title."""
    rows = Record.objects.current().order_by("-created_at", "pk")
    if refusal.record_id:
        return rows.filter(pk=refusal.record_id)
    if refusal.isbn:
        return rows.filter(isbn=refusal.isbn)
    title = " ".join(refusal.title.split())
    return rows.filter(order=stored_key(title, ORDERED)) if title else rows.none()


def _is(record: Record, refusal: Refusal) -> bool:
    """By the words of the title, and by every name of the author that is more than an initial. Without an author the title alone
    speaks, so a short one says too little."""
    if refusal.record_id or refusal.isbn:
        return True
    if words(record.title) != words(refusal.title):
        return False
    names = {word for word in words(refusal.authors) if len(word) > 1}
    if not names:
        return len(words(refusal.title)) > 1
    return names <= set(words(f"{record.authors} {record.responsibility}"))
