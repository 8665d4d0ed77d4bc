"""Reads about shelves as things of their own."""

from __future__ import annotations

from mandrivna.core.fields import matching
from mandrivna.core.models import Unit
from mandrivna.lending.models import Shelf, tidy_code


def shelf_by_code(text: str) -> Unit | None:
    """The open place whose QR says this, scanned or typed. One question whatever was typed, and by a keyed hash alone:
    neither the answer nor its time says how near a wrong code came."""
    asked = matching(Shelf, "code_index", tidy_code(text) or "-")
    found = Shelf.objects.filter(asked, place__closed_on__isnull=True).select_related("place").first()
    return found.place if found else None
