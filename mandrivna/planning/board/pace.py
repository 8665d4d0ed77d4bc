"""How much of a row should be done by a day, and where it is going. Pure; the method is said wherever the number is shown.

A row's term gives stretches of time; what is planned is expected evenly over their days. A rate («щомісяця») also says how often:
with no number of its own, a row is planned as many times as the rate comes within its stretches.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext_lazy as _

DAYS_IN = {"day": 1.0, "week": 7.0, "month": 365.25 / 12, "quarter": 365.25 / 4, "half": 365.25 / 2, "year": 365.25}
NEAR, FAR = Fraction(9, 10), Fraction(6, 10)

type Stretch = tuple[dt.date, dt.date]


def stretches(meaning: Mapping[str, Any], year: int, line: int | None = None) -> list[Stretch]:
    """When the row is to be done: its own stretches, those of its line where values are stacked, else the whole year."""
    parts = meaning.get("term", {}).get("parts", [])
    own = [part for part in parts if part.get("line") == line] or [part for part in parts if part.get("line") is None] or parts
    found = [(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for part in own for first, last in part.get("spans", [])]
    return merged(found) or [(dt.date(year, 1, 1), dt.date(year, 12, 31))]


def merged(spans: Sequence[Stretch]) -> list[Stretch]:
    """In order, none of them over another: no day counts twice."""
    found: list[Stretch] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + dt.timedelta(days=1):
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def days(spans: Sequence[Stretch], until: dt.date | None = None) -> int:
    stops = [(first, last if until is None else min(last, until)) for first, last in spans]
    return sum((last - first).days + 1 for first, last in stops if last >= first)


def times(meaning: Mapping[str, Any], year: int, line: int | None = None) -> int | None:
    """As many times as the rates come within the stretches; None for a term that says no rate."""
    parts = meaning.get("term", {}).get("parts", [])
    own = [part for part in parts if part.get("line") == line] or parts
    rates = [rate for part in own for rate in part.get("rates", [])]
    if not rates:
        return None
    length = days(stretches(meaning, year, line))
    return sum(_times(rate, length) for rate in rates)


def _times(rate: Mapping[str, Any], length: int) -> int:
    step = DAYS_IN[rate["unit"]] * rate.get("every", 1)
    return max(round(rate["times"] * length / step), rate["times"])


def share(spans: Sequence[Stretch], day: dt.date) -> Fraction:
    """How much of the time has gone by the end of this day."""
    whole = days(spans)
    return Fraction(days(spans, day), whole) if whole else Fraction(1)


def expected(planned: int, spans: Sequence[Stretch], day: dt.date) -> int:
    """Half away from zero, as people round."""
    return int(planned * share(spans, day) + Fraction(1, 2))


def forecast(fact: int, spans: Sequence[Stretch], day: dt.date) -> int | None:
    """At the pace so far; nothing before the row has begun."""
    gone = share(spans, day)
    return int(fact / gone + Fraction(1, 2)) if gone else None


class Light(StrEnum):
    """Never by colour alone: each has its words."""

    DONE = "done"
    ON = "on"
    BEHIND = "behind"
    FAR = "far"
    EARLY = "early"
    NONE = "none"


WORDS = {
    Light.DONE: _("виконано"),
    Light.ON: _("іде за планом"),
    Light.BEHIND: _("відстає"),
    Light.FAR: _("сильно відстає"),
    Light.EARLY: _("ще не час"),
    Light.NONE: _("не міряємо числом"),
}
ORDER = (Light.FAR, Light.BEHIND, Light.ON, Light.EARLY, Light.DONE, Light.NONE)
"""From what needs eyes first."""


def light(planned: int | None, wanted: int, fact: int | None) -> Light:
    if planned is None or fact is None:
        return Light.NONE
    if planned and fact >= planned:
        return Light.DONE
    if wanted == 0:
        return Light.ON if fact else Light.EARLY
    if fact >= wanted * NEAR:
        return Light.ON
    return Light.BEHIND if fact >= wanted * FAR else Light.FAR


def worst(lights: Sequence[Light]) -> Light:
    """Of a row with several numbers: the one that needs eyes first."""
    return min(lights, key=ORDER.index, default=Light.NONE)
