"""What may be said about where a unit is: a point within Ukraine, whole or not at all, and the region that follows from it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem, Refused
from mandrivna.shared.geo.regions import REGIONS
from mandrivna.shared.geo.ukraine import region_of

POINT = ("latitude", "longitude")
FIELDS = (*POINT, "region")
STEP = Decimal("0.0001")
"""Eleven metres: more would be a lie about how well anybody knows."""


def located(about: dict[str, Any], now: dict[str, Any] | None = None) -> dict[str, Any]:
    """`about` with its location checked and made whole; `now` is what stands already. Says nothing new when nothing was said.

    A point decides the region, whatever was chosen beside it; without a point the region is what somebody chose.
    """
    if not set(about) & set(FIELDS):
        return about
    said = {**dict.fromkeys(POINT), "region": "", **(now or {}), **{key: about[key] for key in FIELDS if key in about}}
    point = {name: _degrees(name, said[name]) for name in POINT}
    missing = [name for name in POINT if point[name] is None]
    if len(missing) == 1:
        raise Refused([Blocker(code="half_a_point", text=_("Вкажіть і широту, і довготу, або жодної."), field=missing[0])])
    region = str(said["region"]) if missing else _region(point)
    if region and region not in REGIONS:
        raise Refused([Blocker(code="unknown_region", text=_("Невідома область."), field="region")])
    return {**about, **point, "region": region}


def _degrees(name: str, value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        degrees = Decimal(str(value)).quantize(STEP)
    except InvalidOperation:
        raise Refused([_unreadable(name)]) from None
    if not degrees.is_finite():
        raise Refused([_unreadable(name)])
    return degrees


def _unreadable(name: str) -> Problem:
    return Blocker(code="not_degrees", text=_("Вкажіть число градусів, наприклад 49,4444."), field=name)


def _region(point: dict[str, Decimal | None]) -> str:
    found = region_of(float(point["latitude"] or 0), float(point["longitude"] or 0))
    if not found:
        text = _("Ця точка лежить поза Україною. Перевірте, чи не переставлено широту й довготу.")
        raise Refused([Blocker(code="outside_ukraine", text=text, field="latitude")])
    return found
