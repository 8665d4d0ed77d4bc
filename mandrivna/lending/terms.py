"""The lending rules in force, from `policy/lending.yaml` and what the institution changed in it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Material
from mandrivna.core import policy
from mandrivna.core.models import Kind, Unit
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.readers.models import Audience

LIMITS = {
    "loan_days": (1, 366), "renewal_days": (1, 366), "max_renewals": (0, 50), "max_loans": (1, 500),
    "undo_minutes": (1, 24 * 60), "forget_after_days": (0, 30),
    "stale_days": (14, 730), "least_in_cell": (2, 50),
    "max_holds": (0, 100), "hold_days": (1, 60), "max_self_loans": (0, 50),
    "remind_days": (0, 14), "remind_again_days": (1, 30), "quiet_from": (0, 23), "quiet_until": (0, 23),
    "paper_day_offered": (0, 7), "paper_days_back": (7, 3660), "paper_missing_days": (1, 120),
}  # fmt: skip


ANY, ONLY_HERE = "*", "лише тут"
MOST_CLOSED = 62
DAY = re.compile(r"(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
SWITCHES = frozenset({"renew_while_awaited", "due_follows_visit", "paper_returns_first"})


def _fits(said: str, value: str, choices: Any) -> bool:
    return said in (ANY, value) or (value in choices and said.casefold() == str(choices(value).label).casefold())


def _stands(said: str, place: Unit) -> bool:
    names = (place.name, place.short_name, place.kind, Kind(place.kind).label)
    return said == ANY or said.casefold() in {str(name).casefold() for name in names}


@dataclass(frozen=True)
class Terms:
    loan_days: int
    renewal_days: int
    max_renewals: int
    max_loans: int
    undo_minutes: int
    forget_after_days: int
    max_holds: int
    hold_days: int
    stale_days: int
    least_in_cell: int
    max_self_loans: int
    remind_days: int
    remind_again_days: int
    quiet_from: int
    quiet_until: int
    renew_while_awaited: bool
    own_rules: list[list[str]]
    closed_days: list[list[str]]
    due_follows_visit: bool
    paper_day_offered: int
    paper_days_back: int
    paper_returns_first: bool
    paper_missing_days: int
    only_here: bool = False
    """Read on the spot; of a rule of its own."""

    def of(self, audience: str, material: str, place: Unit) -> Terms:
        """With the first of the institution's own rules that fits; without one, as they are."""
        for row in self.own_rules:
            who, what, where, days, most, renewals = row
            if _fits(who, audience, Audience) and _fits(what, material, Material) and _stands(where, place):
                return replace(
                    self,
                    only_here=days.casefold() == ONLY_HERE,
                    loan_days=int(days) if days.isdigit() else self.loan_days,
                    max_loans=int(most) if most.isdigit() else self.max_loans,
                    max_renewals=int(renewals) if renewals.isdigit() else self.max_renewals,
                )
        return self

    def open_day(self, day: dt.date) -> dt.date:
        """The day itself, or the first one after it on which somebody is there to take a book back."""
        closed = {one.strip() for row in self.closed_days for one in row}
        for ahead in range(MOST_CLOSED if closed else 0):
            later = day + dt.timedelta(days=ahead)
            if not {later.isoformat(), later.strftime("%m-%d")} & closed:
                return later
        return day


def terms() -> Terms:
    return policy.made("lending", _terms)


def _terms(data: dict[str, Any]) -> Terms:
    return Terms(**data)


def lending_policy_problems(key: str, value: Any) -> list[Problem]:
    if key in SWITCHES:
        return (
            []
            if isinstance(value, bool)
            else [Blocker(code="policy_not_a_switch", text=_("Потрібно «так» або «ні»."), field="value")]
        )
    if key == "own_rules":
        return _rules_problems(value)
    if key == "closed_days":
        return _days_problems(value)
    low, high = LIMITS[key]
    if type(value) is not int or not low <= value <= high:
        text = _("Потрібне ціле число від %(low)d до %(high)d.") % {"low": low, "high": high}
        return [Blocker(code="policy_out_of_range", text=text, field="value")]
    return []


def _lines(value: Any) -> list[list[str]]:
    whole = isinstance(value, list) and all(isinstance(row, list) and all(isinstance(one, str) for one in row) for row in value)
    return value if whole else [[""]]


def _days_problems(value: Any) -> list[Problem]:
    wrong = [one for row in _lines(value) for one in row if not DAY.fullmatch(one.strip())]
    if not wrong:
        return []
    text = _("Не день: «%(day)s». Пишіть «01-01» (щороку) або «2026-12-26».") % {"day": wrong[0][:30]}
    return [Blocker(code="policy_not_a_day", text=text, field="value")]


def _rules_problems(value: Any) -> list[Problem]:
    for number, row in enumerate(_lines(value), 1):
        if not _sound(row):
            text = _("Рядок %(number)d: потрібно шість частин через кому — для кого, що, де, днів, найбільше, продовжень.")
            return [Blocker(code="policy_not_a_rule", text=text % {"number": number}, field="value")]
    return []


def _sound(row: list[str]) -> bool:
    if len(row) != 6:
        return False
    who, what, _where, days, most, renewals = row
    known = (_known(who, Audience), _known(what, Material))
    numbers = (days.casefold() == ONLY_HERE or _number(days, 1, 366), _number(most, 1, 500), _number(renewals, 0, 50))
    return all(known) and all(numbers)


def _known(said: str, choices: Any) -> bool:
    return said == ANY or said in choices.values or said.casefold() in {str(label).casefold() for label in choices.labels}


def _number(said: str, low: int, high: int) -> bool:
    return said == ANY or (said.isdigit() and low <= int(said) <= high)


VALIDATORS.add("lending", lending_policy_problems)
