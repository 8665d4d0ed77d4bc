"""Two versions of a plan side by side: what was added, taken off, changed, moved. Pure: plain data comes in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

type Json = dict[str, Any]
type Change = Literal["same", "changed", "added", "removed", "moved"]

TEXTS = ("number", "title", "narrative", "after", "notes")
COVER = ("title", "place", "cover_year", "approver_post", "approver_name", "preamble", "closing")


@dataclass(frozen=True)
class RowDiff:
    change: Change
    number: str
    cells: list[tuple[str, str]]
    """(as it was, as it is) for each column of the newer version."""


@dataclass(frozen=True)
class PartDiff:
    change: Change
    number: str
    title: str
    heads: list[str]
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    """(which, as it was, as it is), only those that differ."""
    rows: list[RowDiff] = field(default_factory=list)
    """Only those that differ."""


@dataclass(frozen=True)
class PlanDiff:
    cover: list[tuple[str, str, str]]
    parts: list[PartDiff]

    @property
    def nothing(self) -> bool:
        return not self.cover and not self.parts


def compare(old: Json, new: Json) -> PlanDiff:
    before, after = ({part["uid"]: part for part in one["parts"]} for one in (old, new))
    parts = [_part(before.get(key), part) for key, part in after.items()]
    parts += [_part(part, None) for key, part in before.items() if key not in after]
    told = [part for part in parts if part.change != "same" or part.texts or part.rows]
    return PlanDiff(_texts(old["cover"], new["cover"], COVER), told)


def _texts(old: Json, new: Json, names: Iterable[str]) -> list[tuple[str, str, str]]:
    return [(name, str(old.get(name, "")), str(new.get(name, ""))) for name in names if old.get(name, "") != new.get(name, "")]


def _part(old: Json | None, new: Json | None) -> PartDiff:
    shown: Json = new or old or {}
    change: Change = "added" if old is None else "removed" if new is None else "same"
    heads = [column["title"] for column in shown["columns"]]
    texts = _texts(old or {}, new or {}, TEXTS) if old is None or new is None else _texts(old, new, TEXTS)
    return PartDiff(
        change, shown["number"], shown["title"], heads, texts, _rows(old or {"rows": [], "columns": []}, new, len(heads))
    )


def _rows(old: Json, new: Json | None, width: int) -> list[RowDiff]:
    before = {row["uid"]: row for row in old["rows"]}
    after = {row["uid"]: row for row in (new or {"rows": []})["rows"]}
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    at = _columns(old["columns"], (new or old)["columns"])
    found = []
    for key, row in after.items():
        cells = _cells(before.get(key), row, width, at)
        dropped = row.get("dropped_on") and not before.get(key, {}).get("dropped_on")
        change: Change = "added" if key not in before else "removed" if dropped else "changed"
        if change == "changed" and all(was == now for was, now in cells):
            change = "moved" if key in moved else "same"
        found.append(RowDiff(change, row["number"], cells))
    found += [RowDiff("removed", row["number"], _cells(row, None, width, at)) for key, row in before.items() if key not in after]
    return [row for row in found if row.change != "same"]


def _columns(old: list[Json], new: list[Json]) -> list[int | None]:
    """Which old column each new one goes on: by what it is about, then by its title."""
    free = list(range(len(old)))
    found: list[int | None] = []
    for column in new:
        same = [at for at in free if old[at]["role"] == column["role"] and old[at]["title"] == column["title"]]
        alike = [at for at in free if old[at]["role"] == column["role"]]
        at = next(iter([*same, *alike]), None)
        found.append(at)
        if at is not None:
            free.remove(at)
    return found


def _cells(old: Json | None, new: Json | None, width: int, at: list[int | None]) -> list[tuple[str, str]]:
    def was(column: int) -> str:
        place = at[column] if column < len(at) else None
        return _at(old, place) if place is not None else ""

    return [(was(column), _at(new, column)) for column in range(width)]


def _at(row: Json | None, column: int) -> str:
    return str(row["cells"][column]) if row is not None and column < len(row["cells"]) else ""


def _moved(before: list[str], after: list[str]) -> set[str]:
    """The fewest rows that must be taken out so that the rest stands in its old order."""
    place = {key: at for at, key in enumerate(before)}
    back: dict[str, str | None] = {}
    ends: list[str] = []
    for key in after:
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if place[ends[middle]] < place[key] else (low, middle)
        back[key] = ends[low - 1] if low else None
        ends[low : low + 1] = [key]
    kept: set[str] = set()
    last: str | None = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = back[last]
    return set(after) - kept
