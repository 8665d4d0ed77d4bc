"""Reads about shelves as things of their own."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.fields import matching
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import by_number, copies_for
from mandrivna.lending import rules
from mandrivna.lending.models import Shelf, ShelfCheck, ShelfVisit, tidy_code


def shelf_by_code(text: str) -> Unit | None:
    """The open place whose QR says this, scanned or typed. One question whatever was typed, and by a keyed hash alone:
    neither the answer nor its time says how near a wrong code came."""
    asked = matching(Shelf, "code_index", tidy_code(text) or "-")
    found = Shelf.objects.filter(asked, place__closed_on__isnull=True).select_related("place").first()
    return found.place if found else None


def with_code(places: Iterable[int]) -> set[int]:
    """Of these the open shelves that have a code on them: there a reader borrows alone. The codes themselves are not read."""
    return set(Shelf.objects.filter(place__in=list(places), place__closed_on__isnull=True).values_list("place", flat=True))


def movable(actor: Actor) -> QuerySet[Copy]:
    return copies_for(actor, rules.MOVE)


def copy_said(actor: Actor, text: str) -> Copy | None:
    """What a scanner read or somebody typed from the label: a barcode, else the inventory number."""
    text = " ".join(text.split())
    if not text:
        return None
    copies = movable(actor)
    return copies.filter(barcode__in={text, text.replace(" ", "").replace("-", "")}).first() or by_number(copies, text)


def visits_for(actor: Actor) -> QuerySet[ShelfVisit]:
    rows = ShelfVisit.objects.filter(below_any(actor.paths(rules.VIEW), "place__path"))
    return rows.select_related("place__parent", "base")


def checks_for(actor: Actor) -> QuerySet[ShelfCheck]:
    return ShelfCheck.objects.filter(below_any(actor.paths(rules.VIEW), "place__path")).select_related("place")
