"""What a row could be measured by, out of its words and units. Only offered: a person accepts with one press."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core import checks
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.problems import Blocker, Problem
from mandrivna.planning.board import pace
from mandrivna.planning.board.rows import Tie, TieKind
from mandrivna.planning.models import PlanItem
from mandrivna.planning.plan_states import Role

POLICY = "ties"
OF_EVENTS = {"events": TieKind.EVENTS, "people": TieKind.PEOPLE}
BOTH = ("units", "words")
OF_THEM = "з них"
MOST_TIES = 12


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    kind: TieKind
    indicator: str = ""
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    planned: int | None = None
    unit: str = ""
    label: str = ""
    line: int | None = None
    sure: bool = True
    """Whether words or unit say it; a bare number that nothing explains is perhaps one of events."""

    @property
    def key(self) -> str:
        """What a button sends back; made anew from the row when it is pressed."""
        return (
            f"{self.kind}:{self.indicator}:{'' if self.line is None else self.line}:{'' if self.planned is None else self.planned}"
        )


def suggestions(title: str, meaning: Mapping[str, Any], year: int, rules: Iterable[Mapping[str, Any]]) -> list[Suggestion]:
    """For every number of the row the first rule that fits it; without numbers, how often the term says, or words."""
    known, told, met = list(rules), list(meaning.get("quantities", [])), Counter[str]()
    found = []
    for one in told:
        own = _own(one, title, met[one["unit"]])
        met[one["unit"]] += 1
        offered = _of_number(one, own, title, known)
        if not one.get("part") or (offered.sure and offered.kind == TieKind.INDICATOR and _said(own, offered.indicator, known)):
            found.append(offered)
    if found:
        return found
    often = pace.times(meaning, year)
    if often is not None:
        return [Suggestion(kind=TieKind.EVENTS, planned=often, label=str(_("разів за терміном плану")))]
    return [Suggestion(kind=TieKind.NARRATIVE), Suggestion(kind=TieKind.DELIVERABLE), Suggestion(kind=TieKind.EVENTS)]


def title_of(item: PlanItem) -> str:
    return (item.written(Role.TITLE, item.part.columns) if item.part else "") or item.title


def proposed(item: PlanItem, year: int, known: Iterable[Mapping[str, Any]], *, by: int | None = None) -> list[Tie]:
    """What would measure this row if everything offered were accepted; nothing is saved."""
    held = _of_events(item)
    told = suggestions(title_of(item), item.meaning, year, known)
    offered = [one for one in told if one.planned is not None and (one.sure or (held and not one.unit))]
    return [
        Tie(item=item, kind=one.kind, indicator=one.indicator, where=dict(one.where), planned=one.planned, unit=one.unit[:40],
            label=one.label, line=one.line, by_id=by)
        for one in offered[:MOST_TIES]
    ]  # fmt: skip


def _of_events(item: PlanItem) -> bool:
    """A section that says in what form or for whom is one of events: its bare numbers count them."""
    return item.part is not None and bool({Role.FORM, Role.AUDIENCE} & set(item.part.roles))


def _own(one: Mapping[str, Any], title: str, before: int) -> str:
    """The words a number stands beside: its line of the title; of several with one unit, for the later what is after «з них»."""
    lines, line = title.split("\n"), one.get("line")
    if line is not None and line < len(lines):
        return lines[line]
    whole, _of_them, part = title.partition(OF_THEM)
    return part if before and part.strip() else whole


def _of_number(one: Mapping[str, Any], own: str, title: str, rules: Sequence[Mapping[str, Any]]) -> Suggestion:
    about = {
        "planned": one["number"],
        "unit": one["unit"],
        "line": one.get("line"),
        "label": " ".join(own.strip(" -–•:,\n").split())[:200],
    }
    for words in (own, title):  # the line itself first: «Каталогізація» under «Аналітико-синтетична обробка»
        for rule in rules:
            if _fits(rule, one["unit"], words, title):
                name = rule["indicator"]
                kind = OF_EVENTS.get(name, TieKind.INDICATOR)
                indicator = "" if name in OF_EVENTS else name
                sure = bool(one["unit"] or rule["words"])
                return Suggestion(kind=kind, indicator=indicator, where=dict(rule.get("where", {})), sure=sure, **about)
    return Suggestion(kind=TieKind.EVENTS, sure=False, **about)


def _fits(rule: Mapping[str, Any], unit: str, words: str, title: str) -> bool:
    said, folded = unit.casefold(), words.casefold()
    unit_fits = any(said.startswith(one) if one else not said for one in rule["units"])
    under = [str(word) for word in rule.get("under", ())]
    return unit_fits and _any(rule["words"], folded) and _any(under, title.casefold())


def _any(words: Sequence[str], text: str) -> bool:
    return not words or any(word in text for word in words)


def _said(own: str, indicator: str, rules: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the part's own words name its indicator: else it would be the whole once more."""
    return any(rule["indicator"] == indicator and rule["words"] and _any(rule["words"], own.casefold()) for rule in rules)


def rules() -> list[Mapping[str, Any]]:
    return list(policy.load(POLICY)["ties"].values())


def faults(data: Mapping[str, Any], indicators: Iterable[str]) -> list[str]:
    known, found = {*indicators, *OF_EVENTS}, []
    for code, rule in data.get("ties", {}).items():
        if not isinstance(rule, dict) or any(not isinstance(rule.get(name), list) for name in BOTH):
            found.append(f"«{code}»: needs units and words")
        elif not isinstance(rule.get("under", []), list):
            found.append(f"«{code}»: «under» is a list of words")
        elif rule.get("indicator") not in known:
            found.append(f"«{code}»: unknown indicator «{rule.get('indicator')}»")
    return found if data.get("ties") else ["«ties» is missing or empty"]


def ties_policy_problems(key: str, value: Any) -> list[Problem]:
    data = policy.edited(POLICY, key, value)
    if wrong := faults(data, policy.load("indicators")["indicators"]):
        text = _("З такою зміною пропозиції не складаються: %(why)s.") % {"why": "; ".join(wrong[:3])}
        return [Blocker(code="ties_broken", text=text, field="value")]
    return []


policy.VALIDATORS.add(POLICY, ties_policy_problems)


@checks.register("mandrivna")
def check_ties(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    wrong = faults(policy.seed(POLICY), policy.seed("indicators")["indicators"])
    return [checks.Error(f"ties.yaml: {text}", id="mandrivna.E022") for text in wrong]
