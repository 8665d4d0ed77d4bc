"""A club's diary as its members and the staff read it."""

from __future__ import annotations

from django.db.models import QuerySet

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.programme.models import Circle, DiaryEntry

MOST = 200


def diary_of(circle: Circle) -> QuerySet[DiaryEntry]:
    """The latest first."""
    return DiaryEntry.objects.filter(circle=circle).select_related("member__reader", "record").order_by("-on", "-made_at", "pk")


def title_meant(titles: QuerySet[Record], said: str) -> Record | None:
    """By the number of the book, or by its very title; two of one title are none."""
    if number := normal_isbn(said):
        return titles.filter(isbn=number).order_by("pk").first()
    found = list(titles.filter(title=" ".join(said.split())).order_by("pk")[:2])
    return found[0] if len(found) == 1 else None
