"""Choosing the photographs of a section, beside its words; and which of the chosen a page still has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from mandrivna.planning.models import Report
from mandrivna.planning.reports.composed import Part
from mandrivna.planning.reports.photos import MOST, OFFERED, left, offered

NAME, WERE = "photos", "photos_were"


def choice(request: HttpRequest, report: Report, place: str) -> dict[str, Any]:
    """The chosen ones, and the newest of the others; what has just been said stays said on a page that refuses it."""
    rows, had = offered(report, place), report.photos.get(place, [])
    said = request.POST.getlist(NAME) if request.method == "POST" else had
    known = [photo for photo in rows if photo.uid in {*had, *said}]
    others = [photo for photo in rows if photo not in known]
    laid = [*known, *others[: max(OFFERED - len(known), 0)]]
    return {
        "photos": [(photo, photo.uid in said) for photo in laid],
        "photos_were": request.POST.getlist(WERE) if request.method == "POST" else had,
        "more_photos": len(rows) - len(laid),
        "most_photos": MOST,
    }


def merged(request: HttpRequest, report: Report, place: str) -> list[str] | None:
    """What somebody else has chosen meanwhile stays chosen; None where nothing was touched."""
    mine, were = request.POST.getlist(NAME)[:100], request.POST.getlist(WERE)[:100]
    if set(mine) == set(were):
        return None
    now = report.photos.get(place, [])
    return [*(uid for uid in now if uid in mine or uid not in were), *(uid for uid in mine if uid not in were and uid not in now)]


def left_of(report: Report, parts: Iterable[Part]) -> set[str]:
    """Of the photographs beside these parts, those that are still there as they were. A draft holds no others."""
    return left(parts) if report.signed else {photo.uid for part in parts for photo in part.photos}
