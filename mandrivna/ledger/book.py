"""Writing the ledger: append only what should stand minus what stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.models import UnitPeriod
from mandrivna.core.prepared import insert
from mandrivna.ledger.kinds import KINDS
from mandrivna.ledger.mac import mac_of
from mandrivna.ledger.models import FACETS, Fact
from mandrivna.ledger.seal import lock_for_writing


class NotInTransaction(RuntimeError):  # noqa: N818 - says what is wrong
    """A fact belongs to the transaction of its act; outside of one it could stand without it."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One countable thing. Facets not named do not apply; `path` may be given when the caller has resolved it already."""

    kind: str
    unit: int
    on: dt.date
    quantity: int = 1
    mode: str = ""
    channel: str = ""
    audience: str = ""
    age: str = ""
    language: str = ""
    material: str = ""
    form: str = ""
    more: str = ""
    path: str = ""


class Key(NamedTuple):
    """What makes two lines the same figure. The path is not in it: a later move never rewrites a standing fact."""

    kind: str
    unit: int
    on: dt.date
    mode: str
    channel: str
    audience: str
    age: str
    language: str
    material: str
    form: str
    more: str


def key_of(line: Line) -> Key:
    return Key(*(getattr(line, name) for name in Key._fields))


STANDING = ("source", "line", "kind", "unit_id", "on", *FACETS, "more", "path", "quantity")


class Standing:
    """What the ledger says about one source now."""

    __slots__ = ("last", "paths", "quantities")

    def __init__(self) -> None:
        self.last = 0
        self.quantities: Counter[Key] = Counter()
        self.paths: dict[Key, str] = {}


def standing(sources: Iterable[str]) -> dict[str, Standing]:
    found: dict[str, Standing] = defaultdict(Standing)
    for source, line, *key, path, quantity in Fact.objects.filter(source__in=list(sources)).order_by("id").values_list(*STANDING):
        entry, name = found[source], Key(*key)
        entry.last = max(entry.last, line)
        entry.quantities[name] += quantity
        entry.paths[name] = path
    return found


def wanted(lines: Iterable[Line]) -> Counter[Key]:
    should: Counter[Key] = Counter()
    for line in lines:
        known = KINDS[line.kind]
        if foreign := [name for name in FACETS if getattr(line, name) and name not in known.facets]:
            raise ValueError(f"{line.kind}: facets {foreign} are not of this kind")
        should[key_of(line)] += line.quantity
    return should


def settle(act: Act, source: str, lines: Iterable[Line], *, reason: str = "") -> int:
    """Make the ledger say exactly `lines` about `source`; returns how many rows that took (0: nothing to add)."""
    return settle_all(act, {source: list(lines)}, reason=reason)


def settle_all(act: Act, lines_by_source: Mapping[str, list[Line]], *, reason: str = "", fresh: Collection[str] = ()) -> int:
    """`settle` for several sources of one act, in one reading and one writing.

    `fresh` names sources made by this very act: nothing can stand for them yet, so they are not asked about. Were one
    of them known after all, the unique line would refuse the whole act.
    """
    if not connection.in_atomic_block:
        raise NotInTransaction("settle() belongs into the transaction of the act")
    lock_for_writing()
    known = [source for source in lines_by_source if source not in fresh]
    stands = standing(known) if known else {}
    paths = {(line.unit, line.on): line.path for lines in lines_by_source.values() for line in lines if line.path}
    rows: list[Fact] = []
    for source, lines in lines_by_source.items():
        rows += _difference(act, source, wanted(lines), stands.get(source) or Standing(), paths, reason)
    if rows:
        insert(*rows)
    return len(rows)


def _difference(
    act: Act, source: str, should: Counter[Key], stands: Standing, paths: dict[tuple[int, dt.date], str], reason: str
) -> list[Fact]:
    rows: list[Fact] = []
    for name in {**should, **stands.quantities}:
        if quantity := should[name] - stands.quantities[name]:
            path = stands.paths.get(name) or paths.get((name.unit, name.on)) or path_on(name.unit, name.on)
            rows.append(_fact(act, source, stands.last + len(rows) + 1, name, path, quantity, reason))
    return rows


def _fact(act: Act, source: str, line: int, name: Key, path: str, quantity: int, reason: str) -> Fact:
    values = name._asdict()
    fact = Fact(
        source=source, line=line, path=path, quantity=quantity, unit_id=values.pop("unit"),
        recorded_at=timezone.now(), op=act.uid, reason=reason, **values,
    )  # fmt: skip
    fact.mac = mac_of(fact)
    return fact


def path_on(unit: int, day: dt.date) -> str:
    """Where the unit stood on that day; before its first period, where it stood first."""
    periods = UnitPeriod.objects.filter(unit_id=unit)
    row = periods.filter(since__lte=day).order_by("-since").values_list("path", flat=True).first()
    return row or periods.order_by("since").values_list("path", flat=True)[0]
