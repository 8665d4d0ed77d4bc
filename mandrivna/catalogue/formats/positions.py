"""The leader and coded fields: what each place says, and which signs it may have (`data/positions-*.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

import yaml

DATA = resources.files("mandrivna.catalogue.formats") / "data"
LDR = "LDR"
CONTROL = ""
"""The sub-field of a control field, which has none."""


@dataclass(frozen=True)
class Place:
    """`at` as the formats write it: «06» or «18-21», from 0. `only` says of which editions, where others have another meaning."""

    at: str
    label: str
    only: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    def of(self, text: str) -> str:
        """What stands there, its blanks seen."""
        first, _, last = self.at.partition("-")
        return text[int(first) : int(last or first) + 1].replace(" ", "#")


@dataclass(frozen=True)
class Fixed:
    length: int
    places: tuple[Place, ...]


@cache
def positions(scheme: str) -> Mapping[str, Fixed]:
    path = DATA / f"positions-{scheme}.yaml"
    found = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {
        tag: Fixed(int(about["length"]), tuple(Place(**place) for place in about["places"]))
        for tag, about in found.items()
    }  # fmt: skip


@cache
def fixed_code(scheme: str, tag: str) -> str | None:
    """The sub-field whose places have a meaning, so that none may slip; None where it is words."""
    if scheme != "irbis" and tag.startswith("00"):
        return CONTROL
    return "a" if tag in positions(scheme) else None


def in_words(scheme: str, leader: str) -> list[tuple[str, str]]:
    """What a leader says: its sign and what that means, where there is a choice."""
    known = positions(scheme).get(LDR)
    places = known.places if known else ()
    return [(place.of(leader), place.values[place.of(leader)]) for place in places
            if len(place.values) > 1 and place.of(leader) in place.values]  # fmt: skip
