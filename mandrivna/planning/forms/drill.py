"""From a cell of a form to the facts behind it, or to the libraries that gave its parts."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from mandrivna.core.models.units import below
from mandrivna.planning import definitions as indicators
from mandrivna.planning import drill
from mandrivna.planning.forms.counting import gone, other_institutions
from mandrivna.planning.forms.definitions import LEFT, START, Place
from mandrivna.planning.forms.queries import Asked
from mandrivna.planning.forms.sheet import Sums

EMPTY = indicators.Definitions({}, {}, {})


def openable(about: Asked, row: str) -> bool:
    """Do facts stand under this row? Not under what a hand wrote, a sum of rows, or another library's figure."""
    return about.library is None and not about.form.sums and bool(about.form.rows[row].counters)


def facts_behind(about: Asked, place: Place) -> QuerySet[Any]:
    """Known until the form was signed, as the form itself."""
    row, counter = about.form.rows[place[0]], about.form.counters[place]
    sheet = about.sheet
    question = drill.Question(
        definitions=EMPTY, row=counter, unit=about.unit, year=about.year - 1 if row.calc == START else about.year,
        known_by=sheet.known_by if sheet and sheet.signed else None,
    )  # fmt: skip
    rows = drill.facts_of(question)
    if row.calc == LEFT:
        rows = gone(rows)
    apart = Q()
    for path in other_institutions(about.unit):
        apart |= below(path)
    return rows.exclude(apart) if apart else rows


def by_unit(rows: QuerySet[Any]) -> list[tuple[str, int, int]]:
    """(unit, what it adds, in how many facts), in the order of the tree; one query."""
    grouped = rows.order_by("unit__path").values_list("unit__path", "unit__name")
    return [(name, quantity, facts) for _path, name, quantity, facts in grouped.annotate(sum=Sum("quantity"), facts=Count("pk"))]


def libraries_behind(sums: Sums, place: Place) -> list[tuple[Any, Any]]:
    """(library, its figure) of everybody who is in this cell of a summary."""
    return sums.by.get(place, [])
