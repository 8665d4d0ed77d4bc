"""Documents of a year that have no place in its plan, SWOT and the analysis of investments: their headings are data."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.utils.translation import gettext as _

from mandrivna.core import policy
from mandrivna.core.problems import Blocker, Problem
from mandrivna.planning import definitions
from mandrivna.planning.reports.tokens import known

POLICY = "reports"
PLAN = "plan"
"""A report made from the sections of the plan itself."""
WORDS = ("code", "title", "hint")


@dataclass(frozen=True, kw_only=True)
class Heading:
    code: str
    title: str
    hint: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kind:
    code: str
    label: str
    title: str
    headings: tuple[Heading, ...]

    def heading(self, code: str) -> Heading | None:
        return next((one for one in self.headings if one.code == code), None)


def kinds() -> dict[str, Kind]:
    """As in force in this institution; one query."""
    return policy.made(POLICY, build)


def build(data: Mapping[str, Any]) -> dict[str, Kind]:
    return {code: _kind(code, said) for code, said in data["documents"].items()}


def kind_of(code: str) -> Kind | None:
    """None for a report of the plan, and for a kind that an institution has since given up."""
    return None if code == PLAN else kinds().get(code)


def _kind(code: str, said: Mapping[str, Any]) -> Kind:
    headings = tuple(Heading(**{**one, "numbers": tuple(one["numbers"])}) for one in said["headings"])
    return Kind(code=code, label=_(said["label"]), title=said["title"], headings=headings)


def faults(data: Mapping[str, Any], numbers: Container[str]) -> list[str]:
    found = []
    for code, said in data.get("documents", {}).items():
        if not isinstance(said, dict) or not all(isinstance(said.get(name), str) for name in ("label", "title")):
            found.append(f"«{code}»: needs label and title")
            continue
        headings = said.get("headings")
        if code == PLAN or not isinstance(headings, list) or not headings:
            found.append(f"«{code}»: needs headings of its own")
            continue
        found += [f"«{code}»: {wrong}" for one in headings for wrong in _wrong(one, numbers)]
        codes = [one.get("code") for one in headings if isinstance(one, dict)]
        if len(set(codes)) != len(codes):
            found.append(f"«{code}»: one heading twice")
    return found if data.get("documents") else ["«documents» is missing or empty"]


def _wrong(one: Any, numbers: Container[str]) -> list[str]:
    if not isinstance(one, dict) or set(one) != {*WORDS, "numbers"} or not all(isinstance(one[name], str) for name in WORDS):
        return ["a heading needs code, title, hint, numbers"]
    if not isinstance(one["numbers"], list):
        return [f"«{one['code']}»: numbers is a list"]
    return [f"«{one['code']}»: unknown number «{name}»" for name in one["numbers"] if name not in numbers]


def reports_policy_problems(key: str, value: Any) -> list[Problem]:
    if wrong := faults(policy.edited(POLICY, key, value), known(definitions.load())):
        text = _("З такою зміною документи не складаються: %(why)s.") % {"why": "; ".join(wrong[:3])}
        return [Blocker(code="reports_broken", text=text, field="value")]
    return []


policy.VALIDATORS.add(POLICY, reports_policy_problems)


@checks.register("mandrivna")
def check_reports(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    wrong = faults(policy.seed(POLICY), known(definitions.build(policy.seed("indicators"))))
    return [checks.Error(f"reports.yaml: {text}", id="mandrivna.E024") for text in wrong]
