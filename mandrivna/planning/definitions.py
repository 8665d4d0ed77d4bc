"""`policy/indicators.yaml` as values: which rows there are, in which order, and what each of them counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from mandrivna.core import policy
from mandrivna.planning.facts import PREFIX, is_level

POLICY = "indicators"
FOOTNOTE = "footnote"
PURCHASES = "no_purchases"
"""In the place of an indicator's explanation: the statement that a year's plan has no purchases. There is one where words stand."""
NOTES = frozenset({FOOTNOTE, PURCHASES})
COUNTING = frozenset({"sum", "balance", "manual"})
STANDING = "shelves"
"""A level told by the tree of units and not by facts: so many open shelves on the last day."""
COMPUTED = frozenset({"ratio", "change"})


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
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parts: str = "none"
    part: bool = True
    total: str = "own"
    of: tuple[str, ...] = ()
    per: int = 1
    digits: int = 0
    scope: str = "below"
    hide_empty: bool = False
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
        return self.calc in COUNTING or self.calc == STANDING

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

    @property
    def only_by_hand(self) -> bool:
        return len(self.by_hand) == len(self.kinds)


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
        return tuple(sorted({name for row in self for name in row.where}))

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
    return Row(
        code=code,
        label=gettext(about["label"]),
        calc=about["calc"],
        table=about.get("table") or earlier[parent].table,
        parent=parent,
        number=about.get("number", ""),
        counted_in=gettext(about["counted_in"]) if about.get("counted_in") else "",
        kinds=(*about.get("kinds", ()), *added),
        where={name: tuple(values) for name, values in about.get("where", {}).items()},
        parts=about.get("parts", "none"),
        part=bool(settings.get(part)) if isinstance(part, str) else part,
        total=about.get("total", "own"),
        of=tuple(about.get("of", ())),
        per=about.get("per", 1),
        digits=about.get("digits", 1 if about["calc"] in COMPUTED else 0),
        scope=about.get("scope", "below"),
        hide_empty=about.get("hide_empty", False),
        note=gettext(about["note"]) if about.get("note") else "",
        verify=about.get("verify", False),
        field_class=about.get("class", "S1"),
    )
