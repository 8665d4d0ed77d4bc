"""Which place of ours a place of the former system is: said by a person, kept with the run, remembered for the next file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from mandrivna.catalogue.models import Run

MOST = 100
LOOKED_AT = 20
"""Runs asked for what was said before."""


def proposed(names: Iterable[str], runs: Any = None, *, source: str = "") -> dict[str, int]:
    """As it was said last; first of all for the same source."""
    rows = (Run.objects.all() if runs is None else runs).filter(options__has_key="shelves").order_by("-started_at", "pk")
    listed = [one for one in rows.values_list("options", flat=True)[:LOOKED_AT] if isinstance(one.get("shelves"), dict)]
    listed.sort(key=lambda one: one.get("source", "") != source)
    found: dict[str, int] = {}
    for name in names:
        said = next((one["shelves"][name] for one in listed if name in one["shelves"]), None)
        if said is not None:
            found[name] = int(said)
    return found


def from_file(path: Path, places: Any) -> dict[str, int]:
    """JSON of names and numbers of our places; `null` is the place where all the others go. Raises ValueError."""
    said = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(said, Mapping):
        raise ValueError("{…}")
    wanted = {str(name): place for name, place in said.items() if place is not None}
    known = set(places.filter(pk__in=[one for one in wanted.values() if isinstance(one, int)]).values_list("pk", flat=True))
    for name, place in wanted.items():
        if isinstance(place, bool) or place not in known:
            raise ValueError(f"{name}: {place}")
    return {name: int(place) for name, place in wanted.items()}
