"""Forms of work, directions and audiences in force, from `policy/programme.yaml` and what the institution changed in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.programme.states import Counts
from mandrivna.shared.dates.terms import WEEKDAY

POLICY = "programme"
CLASSES = {
    "соціокультурний захід": Counts.SOCIOCULTURAL,
    "захід з особистісного розвитку": Counts.PERSONAL,
    "не захід": Counts.NOTHING,
}
LONGEST_LABEL = 60
DAYS = {"signup_keep_days": (0, 60), "remind_days": (0, 14), "ask_days": (0, 10)}
"""Numbers of days among the settings, with what they may be."""
MOST_DAYS = 365
LONGEST_HOSTS = 200
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")


@dataclass(frozen=True)
class Form:
    code: str
    label: str
    counts: Counts
    verify: bool
    """Whether the class has still to be compared with the form's instruction."""


@dataclass(frozen=True)
class Platform:
    """Where something is streamed; `hosts` by which an address without a word tells it."""

    code: str
    label: str
    hosts: tuple[str, ...]

    @property
    def words(self) -> str:
        return gettext(self.label) if self.label else self.code


@dataclass(frozen=True)
class Terms:
    forms: Mapping[str, Form]
    directions: Mapping[str, str]
    audiences: Mapping[str, str]
    rest_days: frozenset[int]
    signup_keep_days: int
    remind_days: int
    ask_days: int

    def counts(self, form: str) -> Counts:
        known = self.forms.get(form)
        return known.counts if known else Counts.NOTHING

    def form_label(self, code: str) -> str:
        known = self.forms.get(code)
        return gettext(known.label) if known and known.label else code

    def form_choices(self, kept: str = "") -> list[tuple[str, str]]:
        return [
            (one.code, gettext(one.label) if one.label else one.code)
            for one in self.forms.values()
            if one.label or one.code == kept
        ]

    def direction_choices(self, kept: str = "") -> list[tuple[str, str]]:
        return [(code, gettext(label) if label else code) for code, label in self.directions.items() if label or code == kept]

    def audience_choices(self, kept: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        return [(code, gettext(label) if label else code) for code, label in self.audiences.items() if label or code in kept]

    def audience_words(self, codes: list[str]) -> str:
        return ", ".join(self.audience_label(code) for code in codes)

    def audience_label(self, code: str) -> str:
        label = self.audiences.get(code)
        return gettext(label) if label else code

    def direction_label(self, code: str) -> str:
        label = self.directions.get(code)
        return gettext(label) if label else code


def terms() -> Terms:
    return policy.made(POLICY, _terms)


def _terms(data: dict[str, Any]) -> Terms:
    forms = {code: _form(code, about["label"], about["counts"]) for code, about in data["forms"].items()}
    said = data["settings"]
    rest = frozenset(WEEKDAY[one.strip().casefold()] for row in said["rest_days"] for one in row if one.strip())
    days = {name: said[name] for name in DAYS}
    return Terms(forms, data["directions"], data["audiences"], rest, **days)


def _form(code: str, label: str, counts: str) -> Form:
    words = counts.rstrip(" ?")
    return Form(code, label, CLASSES[words], counts.endswith("?"))


def platforms() -> Mapping[str, Platform]:
    listed = policy.load(POLICY)["platforms"]
    return {code: Platform(code, about["label"], tuple(about["hosts"].split())) for code, about in listed.items()}


def closed_days() -> frozenset[str]:
    """«01-01» and «2026-12-26»: one list for the whole institution, which stands among the rules of lending."""
    return frozenset(one.strip() for row in policy.load("lending")["closed_days"] for one in row)


def is_closed(day: dt.date, closed: frozenset[str]) -> bool:
    return bool({day.isoformat(), day.strftime("%m-%d")} & closed)


def programme_policy_problems(key: str, value: Any) -> list[Problem]:
    section, _slash, rest = key.partition("/")
    if section == "forms" and rest.endswith("/counts"):
        if not isinstance(value, str) or value.rstrip(" ?") not in CLASSES:
            text = _("Клас пишуть одним із трьох способів: %s.") % ", ".join(f"«{one}»" for one in CLASSES)
            return [Blocker(code="policy_unknown_class", text=text, field="value")]
        return []
    if section == "checklist" and not rest.endswith("/label"):
        return _checklist_problems(rest, value)
    if section == "platforms" and rest.endswith("/hosts"):
        return _hosts_problems(value)
    if section in ("directions", "audiences") or rest.endswith("/label"):
        if not isinstance(value, str) or len(value) > LONGEST_LABEL:
            text = _("Потрібна назва, не довша за %d знаків.") % LONGEST_LABEL
            return [Blocker(code="policy_label", text=text, field="value")]
        return []
    if rest == "rest_days":
        return _weekdays_problems(value)
    if rest in DAYS:
        low, high = DAYS[rest]
        if type(value) is not int or not low <= value <= high:
            text = _("Потрібне ціле число від %(low)d до %(high)d.") % {"low": low, "high": high}
            return [Blocker(code="policy_out_of_range", text=text, field="value")]
        return []
    return [Blocker(code="policy_unknown_key", text=_("Такого правила немає."), field="value")]


def _checklist_problems(rest: str, value: Any) -> list[Problem]:
    if rest.endswith("/days"):
        known = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST_DAYS
        text: Any = _("Потрібна кількість днів: від’ємна до події, додатна після неї, не більше за %d.") % MOST_DAYS
    elif rest.endswith("/forms"):
        known = isinstance(value, str) and set(value.split()) <= set(policy.seed(POLICY)["forms"])
        text = _("Коди форм роботи через пропуск; порожньо — для всіх.")
    else:
        known, text = False, _("Такого правила немає.")
    return [] if known else [Blocker(code="policy_checklist", text=text, field="value")]


def _hosts_problems(value: Any) -> list[Problem]:
    if isinstance(value, str) and len(value) <= LONGEST_HOSTS and all(HOST.fullmatch(one) for one in value.split()):
        return []
    text = _("Адреси сайтів через пропуск, без похилих рисок, наприклад: %s.") % "youtube.com youtu.be"
    return [Blocker(code="policy_hosts", text=text, field="value")]


def _weekdays_problems(value: Any) -> list[Problem]:
    rows: list[Any] = value if isinstance(value, list) else [[None]]
    said: list[Any] = [one for row in rows for one in (row if isinstance(row, list) else [None])]
    known = all(isinstance(one, str) and one.strip().casefold() in WEEKDAY for one in said)
    if known and len({WEEKDAY[one.strip().casefold()] for one in said}) < len(set(WEEKDAY.values())):
        return []
    text = _("Назвіть дні тижня через кому, наприклад: субота, неділя. Хоча б один день має лишитися.")
    return [Blocker(code="policy_weekdays", text=text, field="value")]


VALIDATORS.add(POLICY, programme_policy_problems)
