from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.fund.models import Copy
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

HOLDING = kind("fund.holding", _("Фонд: надійшло (+) і вибуло (−)"), _("примірник"), facets=("language", "material"))


def lines(copy: Copy) -> list[Line]:
    """+1 on the day of arrival, −1 on the day of withdrawal, both at the home shelf: a balance is a running total."""
    arrived = Line(kind=HOLDING, unit=copy.home_id, on=copy.received_on, language=copy.language, material=copy.material)
    return [arrived, replace(arrived, on=copy.withdrawn_on, quantity=-1)] if copy.withdrawn_on else [arrived]


def describe(copy: Any) -> str:
    return f"№ {copy.inventory_number} · {copy.record}"


def _all() -> Any:
    return Copy.objects.select_related("record")


SOURCES.add("fund.Copy", FactSource("fund.Copy", _("Примірник"), _all, lines, describe))
