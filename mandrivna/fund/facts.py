from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mandrivna.fund.models import Copy, Opening
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

HOLDING = kind("fund.holding", _("Фонд: надійшло (+) і вибуло (−)"), _("примірник"), facets=("language", "material"))


def lines(copy: Copy) -> list[Line]:
    """+1 on the day of arrival, −1 on the day of withdrawal, both at the home shelf: a balance is a running total."""
    left = [_left(copy, copy.withdrawn_on)] if copy.withdrawn_on else []
    if copy.opening:
        return left
    arrived = Line(kind=HOLDING, unit=copy.home_id, on=copy.received_on, language=copy.language, material=copy.material)
    return [arrived, *left]


def _left(copy: Copy, on: dt.date) -> Line:
    return Line(kind=HOLDING, unit=copy.home_id, on=on, language=copy.language, material=copy.material, quantity=-1)


def opening_lines(opening: Opening) -> list[Line]:
    """Grouped: a hundred thousand migrated copies are a handful of facts, and no work of anybody."""
    rows = Copy.objects.filter(opening=opening.run).order_by("home", "language", "material")
    return [
        Line(kind=HOLDING, unit=home, on=opening.on, language=language, material=material, quantity=number)
        for home, language, material, number in rows.values_list("home_id", "language", "material").annotate(number=Count("pk"))
    ]


def describe(copy: Any) -> str:
    return f"№ {copy.inventory} · {copy.record}"


def _all() -> Any:
    return Copy.objects.select_related("record")


SOURCES.add("fund.Copy", FactSource("fund.Copy", _("Примірник"), _all, lines, describe))
SOURCES.add("fund.Opening", FactSource("fund.Opening", _("Початковий залишок"), Opening.objects.all, opening_lines, str))
