"""Memorable dates of a year, from `policy/dates.yaml`: fixed, of several days, floating, with anniversaries."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.shared.dates.terms import Span, read_term

POLICY = "dates"
LONGEST_LABEL, LONGEST_WHEN = 120, 60
FIRST_YEAR = 900
ROUND = 5
"""An anniversary that is told as round."""


@dataclass(frozen=True)
class Memorable:
    code: str
    label: str
    when: str
    since: int | None
    verify: bool


@dataclass(frozen=True)
class Occasion:
    """A memorable date in one year."""

    date: Memorable
    first: dt.date
    last: dt.date

    @property
    def years(self) -> int | None:
        """How many years ago it began; None where nobody counts, or in the year itself."""
        passed = self.first.year - self.date.since if self.date.since else 0
        return passed if passed > 0 else None

    @property
    def round(self) -> bool:
        return self.years is not None and self.years % ROUND == 0

    @property
    def words(self) -> str:
        if self.years is None:
            return ""
        return ngettext("%(number)d рік", "%(number)d років", self.years) % {"number": self.years}


def memorable() -> Mapping[str, Memorable]:
    """Those in force, by code; an empty label takes a date out."""
    return policy.made(POLICY, _made)


def _made(data: dict[str, Any]) -> Mapping[str, Memorable]:
    return {
        code: Memorable(code, about["label"], about["when"], int(about["since"]) if about["since"] else None, bool(about["verify"]))
        for code, about in data["days"].items()
        if about["label"] and about["when"]
    }


def occasions(year: int) -> list[Occasion]:
    """In the order of the year; whatever the words mean in it."""
    found = [occasion for date in memorable().values() for occasion in occasions_of(date, year)]
    return sorted(found, key=lambda one: (one.first, one.last, one.date.label))


def occasions_of(date: Memorable, year: int) -> list[Occasion]:
    return [Occasion(date, first, last) for first, last in read_term(date.when, year).spans]


def calendar_of(year: int) -> dict[str, Span]:
    """For terms that name a memorable date: «до Дня Соборності України»."""
    found: dict[str, Span] = {}
    for one in occasions(year):
        found.setdefault(one.date.label.casefold(), (one.first, one.last))
    return found


def dates_policy_problems(key: str, value: Any) -> list[Problem]:
    found = re.fullmatch(r"days/\w+/(label|when|since|verify)", key)
    if not found:
        return [Blocker(code="policy_unknown_key", text=_("Такого правила немає."), field="value")]
    if found[1] == "verify":
        wrong = "" if isinstance(value, bool) else _("Так або ні.")
    elif not isinstance(value, str):
        wrong = _("Потрібен текст.")
    elif found[1] == "label":
        wrong = "" if len(value) <= LONGEST_LABEL else _("Потрібна назва, не довша за %d знаків.") % LONGEST_LABEL
    elif found[1] == "when":
        wrong = "" if not value or _is_a_day(value) else _("Напишіть день словами плану: «21 лютого», «третя неділя травня».")
    else:
        wrong = (
            "" if not value or (value.isascii() and value.isdigit() and FIRST_YEAR <= int(value) <= 2100) else _("Потрібен рік.")
        )
    return [Blocker(code="policy_date", text=wrong, field="value")] if wrong else []


def _is_a_day(said: str) -> bool:
    term = read_term(said, 2024)
    return len(said) <= LONGEST_WHEN and term.understood and bool(term.spans) and not term.rates and not term.deadline


def title_of(occasion: Occasion) -> str:
    return _now(occasion.date.label)


def kept_words(occasion: Occasion) -> tuple[str, str]:
    """Title and subtitle of an event of that day: kept in one language, whatever the screen, so that a second one is known."""
    with translation.override(settings.LANGUAGE_CODE):
        return title_of(occasion), occasion.words if occasion.round else ""


VALIDATORS.add(POLICY, dates_policy_problems)
