"""The lending rules in force, from `policy/lending.yaml` and what the institution changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem

LIMITS = {
    "loan_days": (1, 366), "renewal_days": (1, 366), "max_renewals": (0, 50), "max_loans": (1, 500),
    "undo_minutes": (1, 24 * 60), "forget_after_days": (0, 30),
    "stale_days": (14, 730), "least_in_cell": (2, 50),
    "max_holds": (0, 100), "hold_days": (1, 60), "max_self_loans": (0, 50),
    "remind_days": (0, 14), "quiet_from": (0, 23), "quiet_until": (0, 23),
}  # fmt: skip


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
    quiet_from: int
    quiet_until: int


def terms() -> Terms:
    return Terms(**policy.load("lending"))


def lending_policy_problems(key: str, value: Any) -> list[Problem]:
    low, high = LIMITS[key]
    if type(value) is not int or not low <= value <= high:
        text = _("Потрібне ціле число від %(low)d до %(high)d.") % {"low": low, "high": high}
        return [Blocker(code="policy_out_of_range", text=text, field="value")]
    return []


VALIDATORS.add("lending", lending_policy_problems)
