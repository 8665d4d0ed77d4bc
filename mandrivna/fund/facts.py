from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from mandrivna.fund.models import Arrival, Copy, Opening
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

HOLDING = kind("fund.holding", _("Фонд: надійшло (+) і вибуло (−)"), _("примірник"), facets=("language", "material"))
ACCEPTED = kind("fund.accepted", _("Надходження до фонду"), _("примірник"), facets=("language", "material"))
LABELLED = kind("fund.labelled", _("Технічна обробка"), _("примірник"), facets=("language", "material"))
SHELVED = kind("fund.shelved", _("Розставлено на полиці"), _("примірник"), facets=("language", "material"))
DAYS_TO_LABEL = kind("fund.days_to_label", _("Дні від приймання до наклейки"), _("день"))
DAYS_TO_SHELF = kind("fund.days_to_shelf", _("Дні від наклейки до полиці"), _("день"))
"""A mean is told by two sums: days of all copies, and the copies that took the step. A step on the same day adds no days."""


def lines(copy: Copy) -> list[Line]:
    """+1 on the day of arrival, −1 on the day of withdrawal, both at the home shelf: a balance is a running total."""
    if copy.void:
        return []
    left = [_left(copy, copy.withdrawn_on)] if copy.withdrawn_on else []
    if copy.opening:
        return left
    arrived = Line(kind=HOLDING, unit=copy.home_id, on=copy.received_on, language=copy.language, material=copy.material)
    return [arrived, *left]


def _left(copy: Copy, on: dt.date) -> Line:
    return Line(kind=HOLDING, unit=copy.home_id, on=on, language=copy.language, material=copy.material, quantity=-1)


def arrival_lines(arrival: Arrival) -> list[Line]:
    """One for each step taken, on its day and where the work was done; and the days that the step took."""
    copy = arrival.copy
    if copy.void:
        return []
    about: dict[str, Any] = {"language": copy.language, "material": copy.material}
    found = [Line(kind=ACCEPTED, unit=arrival.unit_id, on=arrival.accepted_on, **about)]
    last = arrival.accepted_on
    steps = (
        (LABELLED, DAYS_TO_LABEL, arrival.labelled_on, arrival.labelled_unit_id),
        (SHELVED, DAYS_TO_SHELF, arrival.shelved_on, arrival.shelved_unit_id),
    )
    for done, took, on, unit in steps:
        if on is None or unit is None:
            continue
        found.append(Line(kind=done, unit=unit, on=on, **about))
        if days := (on - last).days:
            found.append(Line(kind=took, unit=unit, on=on, quantity=days))
        last = on
    return found


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


def _arrivals() -> Any:
    return Arrival.objects.select_related("copy__record")


SOURCES.add("fund.Arrival", FactSource("fund.Arrival", _("Надходження примірника"), _arrivals, arrival_lines, str))
SOURCES.add("fund.Opening", FactSource("fund.Opening", _("Початковий залишок"), Opening.objects.all, opening_lines, str))
