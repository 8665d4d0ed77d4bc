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
PURCHASES = "no_purchases"
"""In the place of an indicator's explanation: the statement that a year's plan has no purchases. There is one where words stand."""
NOTES = frozenset({FOOTNOTE, PURCHASES})
COUNTING = frozenset({"sum", "balance", "manual"})
STANDING: Mapping[str, frozenset[str]] = {
    "shelves": frozenset({Kind.SHELF}),
    "network": frozenset({Kind.DEPARTMENT, Kind.HUB, Kind.PLACE}),
}
"""Levels told by the tree of units and not by facts: so many open units of these kinds on the last day."""
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

    @property
    def only_by_hand(self) -> bool:
        return len(self.by_hand) == len(self.kinds)

    @property
    def said_of_choice(self) -> str:
        """For under the table: whoever reads the number has to know what it is made of."""
        return gettext("%(row)s: сюди входять %(what)s.") % {"row": self.label, "what": self.chosen} if self.chosen else ""


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

    @cached_property
    def running_kinds(self) -> tuple[str, ...]:
        return tuple(sorted({kind for row in self if row.counts and row.running for kind in row.kinds}))

    @cached_property
    def yearly_kinds(self) -> tuple[str, ...]:
        return tuple(sorted({kind for row in self if row.counts and not row.running for kind in row.kinds}))


def load() -> Definitions:
    """As in force in this institution; one query."""
    return policy.made(POLICY, build)


def build(data: Mapping[str, Any]) -> Definitions:
    settings = dict(data["settings"])
    rows: dict[str, Row] = {}
    for code, about in data["indicators"].items():
        rows[code] = _row(code, about, rows, settings)
    return Definitions(rows, {code: gettext(label) for code, label in data["tables"].items()}, settings)


def _row(code: str, about: Mapping[str, Any], earlier: Mapping[str, Row], settings: Mapping[str, Any]) -> Row:
    parent, part = about.get("parent", ""), about.get("part", True)
    added = [kind for setting, kinds in about.get("when", {}).items() if settings.get(setting) for kind in kinds]
    choices = [choice(kinds, settings[setting]) for setting, kinds in about.get("choose", {}).items()]
    taken = {kind: channels for one in choices for kind, channels in one.items()}
    own_choice = about.get("choose") and not about.get("parts")
    return Row(
        code=code,
        label=gettext(about["label"]),
        calc=about["calc"],
        table=about.get("table") or earlier[parent].table,
        parent=parent,
        number=about.get("number", ""),
        counted_in=gettext(about["counted_in"]) if about.get("counted_in") else "",
        kinds=(*about.get("kinds", ()), *added, *taken),
        only={kind: channels for kind, channels in taken.items() if channels},
        chosen=choice_words(taken) if own_choice else "",
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


def choice_words(taken: Mapping[str, Iterable[str]]) -> str:
    parts = []
    for kind, channels in taken.items():
        known = KINDS.get(kind)
        label = gettext("числа, записані вручну") if kind.startswith(PREFIX) else str(known.label) if known else kind
        said = ", ".join(sorted(facet_word("channel", one) for one in channels))
        parts.append(f"{label[:1].lower()}{label[1:]}{f' ({said})' if said else ''}")
    return "; ".join(parts) or gettext("нічого: закладу варто обрати, що рахувати")


def chosen_words(words: Iterable[str]) -> str:
    """A whole choice in words, whatever rows it is for."""
    return choice_words(choice({word.partition(":")[0]: None for word in words}, words))
