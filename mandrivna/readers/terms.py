"""What the institution has agreed about readers: `policy/readers.yaml` and what it changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem

LIMITS = {"guardian_under": (0, 18), "merge_days": (1, 365), "import_rejects_days": (1, 365), "looks_an_hour": (0, 10_000)}
LONGEST = 120


@dataclass(frozen=True)
class Terms:
    guardian_under: int
    merge_days: int
    import_rejects_days: int
    looks_an_hour: int
    circumstances: dict[str, str]
    consent: dict[str, str]
    consent_before: dict[str, dict[str, str]]

    @property
    def asked(self) -> dict[str, str]:
        """What the form offers; a line without a name is not asked."""
        return {code: name for code, name in self.circumstances.items() if name}


def terms() -> Terms:
    return policy.made("readers", _terms)


def _terms(data: dict[str, Any]) -> Terms:
    return Terms(**data)


def readers_policy_problems(key: str, value: Any) -> list[Problem]:
    if key in LIMITS:
        low, high = LIMITS[key]
        if type(value) is not int or not low <= value <= high:
            text = _("Потрібне ціле число від %(low)d до %(high)d.") % {"low": low, "high": high}
            return [Blocker(code="policy_out_of_range", text=text, field="value")]
        return []
    section, _slash, code = key.partition("/")
    if section == "circumstances" and code:
        if not isinstance(value, str) or len(value) > LONGEST:
            return [Blocker(code="policy_long", text=_("Потрібен текст, не довший за %d знаків.") % LONGEST, field="value")]
        return []
    return [Blocker(code="policy_not_here", text=_("Тексти згоди змінюють на сторінці «Заклад»."), field="value")]


VALIDATORS.add("readers", readers_policy_problems)
