"""When a row of a plan falls due, out of what was understood of its term. Pure; words are never read here.

A rate of months or longer («щомісяця», «щокварталу») falls due at the end of each of its months. What comes weekly or daily has no
deadline of its own: it goes on, and falls due when its stretch ends.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.planning.board.pace import Stretch

DAY = dt.timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6}
SOON = dt.timedelta(days=7)


def stretches(meaning: Mapping[str, Any], year: int) -> list[Stretch]:
    """In the order in which they end; nothing for a term that says no days, or that nobody understood."""
    found: set[Stretch] = set()
    for part in meaning.get("term", {}).get("parts", []):
        rates = part.get("rates", [])
        spans = [(dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for first, last in part.get("spans", [])]
        if not spans and rates:
            spans = [(dt.date(year, 1, 1), dt.date(year, 12, 31))]
        step = min((MONTHS_IN[rate["unit"]] * rate.get("every", 1) for rate in rates if rate["unit"] in MONTHS_IN), default=0)
        for span in spans:
            found.update(_parts(span, step) if step else [span])
    return sorted(found, key=lambda one: (one[1], one[0]))


def _parts(span: Stretch, step: int) -> list[Stretch]:
    """Cut where calendar parts of so many months end."""
    first, last = span
    found: list[Stretch] = []
    while first <= last:
        ends = min(_end(first, step), last)
        found.append((first, ends))
        first = ends + DAY
    return found


def _end(day: dt.date, step: int) -> dt.date:
    month = min(((day.month - 1) // step + 1) * step, 12)
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


# --- the stretch of time somebody looks at ------------------------------------------------------------------------------


class Scope(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


SCOPES = {
    Scope.WEEK: gettext_lazy("Тиждень"),
    Scope.MONTH: gettext_lazy("Місяць"),
    Scope.QUARTER: gettext_lazy("Квартал"),
    Scope.YEAR: gettext_lazy("Рік"),
}
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Period:
    scope: Scope
    first: dt.date
    last: dt.date

    @property
    def before(self) -> Period:
        return period(self.scope, self.first - DAY)

    @property
    def after(self) -> Period:
        return period(self.scope, self.last + DAY)

    @property
    def year(self) -> int:
        """Whose plan is looked at: a week between two years belongs to the one with most of its days."""
        return (self.first + (self.last - self.first) / 2).year

    def holds(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def meets(self, span: Stretch) -> bool:
        return span[0] <= self.last and span[1] >= self.first

    @property
    def label(self) -> str:
        if self.scope == Scope.WEEK:
            return f"{date_format(self.first, 'j E')} – {date_format(self.last, 'j E Y')}"
        if self.scope == Scope.MONTH:
            return date_format(self.first, "F Y").capitalize()
        if self.scope == Scope.QUARTER:
            return _("%(quarter)s квартал %(year)d року") % {"quarter": ROMAN[(self.first.month - 1) // 3], "year": self.first.year}
        return _("%(year)d рік") % {"year": self.first.year}


def period(scope: Scope, day: dt.date) -> Period:
    """The week, month, quarter or year of this day."""
    if scope == Scope.WEEK:
        first = day - dt.timedelta(days=day.weekday())
        return Period(scope, first, first + dt.timedelta(days=6))
    length = {Scope.MONTH: 1, Scope.QUARTER: 3, Scope.YEAR: 12}[scope]
    month = (day.month - 1) // length * length + 1
    return Period(scope, dt.date(day.year, month, 1), _end(day, length))
