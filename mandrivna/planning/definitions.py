"""`policy/indicators.yaml` as values: which rows there are, in which order, and what each of them counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from mandrivna.core import policy
from mandrivna.core.models import Kind
from mandrivna.ledger.api import KINDS
from mandrivna.planning.facts import PREFIX, is_level
from mandrivna.planning.words import facet_word

POLICY = "indicators"
FOOTNOTE = "footnote"
TEXTS = ("remark", FOOTNOTE)
"""Settings that are words; the others say how something is counted."""
PURCHASES = "no_purchases"
"""In the place of an indicator's explanation: the statement that a year's plan has no purchases. There is one where words stand."""
NOTES = frozenset({FOOTNOTE, PURCHASES})
COUNTING = frozenset({"sum", "balance", "manual"})
STANDING: Mapping[str, frozenset[str]] = {
    "shelves": frozenset({Kind.SHELF}),
    "network": frozenset({Kind.DEPARTMENT, Kind.HUB, Kind.PLACE}),
}
"""Levels told by the tree of units and not by facts: so many open units of these kinds on the last day."""
ABOVE = frozenset({Kind.REGION, Kind.INSTITUTION})
COMPUTED = frozenset({"ratio", "change", "decrease"})
DIFFERENCES = frozenset({"change", "decrease"})
"""Told of the year as a whole: there is no plan to compute them from and nothing to compare them with."""


@dataclass(frozen=True, kw_only=True)
class Row:
    code: str
    label: str
    calc: str
    table: str = ""
    parent: str = ""
    number: str = ""
    counted_in: str = ""
    kinds: tuple[str, ...] = ()
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Of these kinds, only what came through these channels: as the institution chose."""
    chosen: str = ""
    """What the institution chose to count here, in words, for everywhere the row is printed; that nothing is chosen is said too."""
    ruled: str = ""
    """By which of several rules the institution counts this row, in words, for everywhere the row is printed."""
    whole: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    """Kinds that count only for an institution and what is above it, and those that stand in their place for what is inside one."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: str = "none"
    part: bool = True
    total: str = "own"
    of: tuple[str, ...] = ()
    per: int = 1
    digits: int = 0
    scope: str = "below"
    hide_empty: bool = False
    aim: bool = False
    """Computed, and a person says all the same how far it shall get: a driver of the strategy."""
    note: str = ""
    verify: bool = False
    field_class: str = "S1"

    @property
    def heading(self) -> str:
        """As printed in the table: with its number, and announcing its parts."""
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def title(self) -> str:
        """Without the number, which in the library's documents has a column of its own."""
        return self.label if self.parts == "none" else gettext("%(row)s, зокрема:") % {"row": self.label}

    @property
    def plannable(self) -> bool:
        """May a person write a number into its plan or into the figures of earlier years?"""
        return self.calc in COUNTING or self.calc in STANDING or self.aim

    @property
    def counts(self) -> bool:
        """Has facts of its own; a sum of parts is told by the parts."""
        return self.calc in COUNTING and self.total == "own"

    @cached_property
    def running(self) -> bool:
        """A running total from the beginning of the books rather than a sum from 1 January."""
        return self.calc == "balance" or any(is_level(kind) for kind in self.kinds)

    @cached_property
    def by_hand(self) -> tuple[str, ...]:
        """Which hand-counted figures this row takes in."""
        return tuple(kind.removeprefix(PREFIX) for kind in self.kinds if kind.startswith(PREFIX))

    def takes(self, kind: str, channel: str) -> bool:
        return kind in self.kinds and (kind not in self.only or channel in self.only[kind])

    def takes_at(self, kind: str, level: str) -> bool:
        """A unit of this kind: does this row count these facts for it?"""
        return kind not in (self.inside if level in ABOVE else self.whole)

    def kinds_at(self, level: str) -> tuple[str, ...]:
        return tuple(kind for kind in self.kinds if self.takes_at(kind, level))

    @property
    def only_by_hand(self) -> bool:
        return len(self.by_hand) == len(self.kinds)

    @property
    def said_of_choice(self) -> str:
        """For under the table: whoever reads the number has to know what it is made of."""
        if not self.ruled:
            return gettext("%(row)s: сюди входять %(what)s.") % {"row": self.label, "what": self.chosen} if self.chosen else ""
        said = gettext("%(row)s: %(rule)s.") % {"row": self.label, "rule": self.ruled}
        if not self.chosen:
            return said
        if self.chosen == gettext("нікого"):
            return f"{said} {gettext('Без запису до бібліотеки не додано нікого.')}"
        more = gettext(
            "До них додано, стільки разів, скільки приходили чи питали: %(what)s; серед них можуть бути й записані, "
            "програма їх тут не розрізняє."
        ) % {"what": self.chosen}
        return f"{said} {more}"


@dataclass(frozen=True)
class Definitions:
    rows: Mapping[str, Row]
    tables: Mapping[str, str]
    settings: Mapping[str, Any]

    def __getitem__(self, code: str) -> Row:
        return self.rows[code]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows.values())

    def get(self, code: str) -> Row | None:
        return self.rows.get(code)

    def children(self, code: str) -> list[Row]:
        return [row for row in self if row.parent == code]

    def parts(self, code: str) -> list[Row]:
        return [row for row in self.children(code) if row.part]

    @cached_property
    def facets(self) -> tuple[str, ...]:
        """Facets that some row tells apart; the grouped query needs no others."""
        narrowed = {"channel"} if any(row.only for row in self) else set()
        return tuple(sorted(narrowed.union(name for row in self for name in row.where)))

    @property
    def choices(self) -> dict[str, Any]:
        """How the institution counts: what is signed keeps these beside its numbers."""
        return {name: value for name, value in self.settings.items() if name not in TEXTS}

    @cached_property
    def running_kinds(self) -> tuple[str, ...]:
        return tuple(sorted({kind for row in self if row.counts and row.running for kind in row.kinds}))

    @cached_property
    def yearly_kinds(self) -> tuple[str, ...]:
        return tuple(sorted({kind for row in self if row.counts and not row.running for kind in row.kinds}))


BEFORE_RULES: Mapping[str, Any] = {"served_rule": "institution", "served_strangers": []}
"""How served users were counted before there was a choice: so what was signed without one is compared with."""


def load(settings: Mapping[str, Any] | None = None) -> Definitions:
    """As in force in this institution; one query. With `settings`: as it was counted when something was signed."""
    if settings is None:
        return policy.made(POLICY, build)
    return build(with_settings(policy.load(POLICY), settings))


def with_settings(data: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    return {**data, "settings": {**data["settings"], **settings}}


def build(data: Mapping[str, Any]) -> Definitions:
    settings = dict(data["settings"])
    rows: dict[str, Row] = {}
    for code, about in data["indicators"].items():
        rows[code] = _row(code, about, rows, settings)
    return Definitions(rows, {code: gettext(label) for code, label in data["tables"].items()}, settings)


def _row(code: str, about: Mapping[str, Any], earlier: Mapping[str, Row], settings: Mapping[str, Any]) -> Row:
    parent, part = about.get("parent", ""), about.get("part", True)
    added = [kind for setting, kinds in about.get("when", {}).items() if settings.get(setting) for kind in kinds]
    rule = ruled(about, settings)
    offered = {**about.get("choose", {}), **rule.get("choose", {})}
    choices = [choice(kinds, settings[setting]) for setting, kinds in offered.items()]
    taken = {kind: channels for one in choices for kind, channels in one.items()}
    own_choice = offered and not about.get("parts")
    return Row(
        code=code,
        label=gettext(about["label"]),
        calc=about["calc"],
        table=about.get("table") or earlier[parent].table,
        parent=parent,
        number=about.get("number", ""),
        counted_in=gettext(about["counted_in"]) if about.get("counted_in") else "",
        kinds=(*about.get("kinds", ()), *rule.get("kinds", ()), *rule.get("inside", ()), *added, *taken),
        only={kind: channels for kind, channels in taken.items() if channels},
        chosen=choice_words(taken, gettext("нікого") if rule else "") if own_choice else "",
        ruled=gettext(rule["says"]).strip() if rule else "",
        whole=frozenset(rule.get("kinds", ()) if rule.get("inside") else ()),
        inside=frozenset(rule.get("inside", ())),
        where={name: tuple(values) for name, values in about.get("where", {}).items()},
        parts=about.get("parts", "none"),
        part=bool(settings.get(part)) if isinstance(part, str) else part,
        total=about.get("total", "own"),
        of=tuple(about.get("of", ())),
        per=about.get("per", 1),
        digits=about.get("digits", 1 if about["calc"] in COMPUTED else 0),
        scope=about.get("scope", "below"),
        hide_empty=about.get("hide_empty", False),
        aim=about.get("aim", False),
        note=gettext(about["note"]) if about.get("note") else "",
        verify=about.get("verify", False),
        field_class=about.get("class", "S1"),
    )


def said_of_choices(rows: Iterable[Row]) -> list[str]:
    """For under whatever these rows stand in: each choice once, in their order."""
    return list(dict.fromkeys(said for row in rows if (said := row.said_of_choice)))


def ruled(about: Mapping[str, Any], settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of the rules that a row may be counted by, the one the institution chose."""
    for setting, rules in about.get("by_rule", {}).items():
        return rules[settings[setting]]
    return {}


def choice(kinds: Iterable[str], words: Iterable[str]) -> dict[str, frozenset[str]]:
    """Kind → channels, of those that may be chosen: «lending.site_visit» takes all of it, «lending.channel_views:youtube» what
    came through that channel. Nothing chosen beside a kind means it is not counted at all."""
    found: dict[str, set[str]] = {}
    whole: set[str] = set()
    for word in words:
        kind, _colon, channel = word.partition(":")
        if kind in kinds:
            found.setdefault(kind, set()).update({channel} if channel else ())
            whole |= set() if channel else {kind}
    return {kind: frozenset() if kind in whole else frozenset(channels) for kind, channels in found.items()}


def choice_words(taken: Mapping[str, Iterable[str]], nothing: str = "") -> str:
    parts = []
    for kind, channels in taken.items():
        known = KINDS.get(kind)
        label = gettext("числа, записані вручну") if kind.startswith(PREFIX) else str(known.label) if known else kind
        said = ", ".join(sorted(facet_word("channel", one) for one in channels))
        parts.append(f"{label[:1].lower()}{label[1:]}{f' ({said})' if said else ''}")
    return "; ".join(parts) or nothing or gettext("нічого: закладу варто обрати, що рахувати")


def chosen_words(words: Iterable[str]) -> str:
    """A whole choice in words, whatever rows it is for."""
    return choice_words(choice({word.partition(":")[0]: None for word in words}, words))
