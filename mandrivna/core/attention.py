"""What waits for a person: every module says what its own looks like, the bell and «Сьогодні» show it together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.registry import Registry

SHOWN = 5
"""How many of a kind are told; the rest are behind the link."""
KINDS = 6
"""Kinds told in words, each for one question; of those that come after them only the number is told, with the way there."""


@dataclass(frozen=True)
class Waiting:
    """One thing in a sentence, and where it is dealt with (nowhere, if only the whole list helps)."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Attention:
    """`rows(actor, place)` is the query of everything of this kind that waits; `told(actor, rows)` puts a few of them in words.

    `counted`: stands in the number beside the bell. What a press of a button makes go away is counted; what merely is so
    (books overdue at a shelf) is shown but does not ring for weeks. `place` is where the person works today; a kind that
    speaks of the place answers None without one.
    """

    label: Any
    permission: Permission
    icon: str
    url_name: str
    act: Any
    rows: Callable[[Actor, Unit | None], QuerySet[Any] | None]
    told: Callable[[Actor, Sequence[Any]], list[Waiting]]
    counted: bool = True
    order: int = 100


ATTENTION: Registry[Attention] = Registry("attention")


@dataclass(frozen=True)
class Group:
    kind: Attention
    count: int
    rows: list[Waiting]

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def _asked(actor: Actor, place: Unit | None, *, counted: bool) -> list[tuple[str, Attention, QuerySet[Any]]]:
    found = []
    for code, kind in sorted(ATTENTION.items(), key=lambda pair: (pair[1].order, pair[0])):
        if actor.can(kind.permission) and (kind.counted or not counted) and (rows := kind.rows(actor, place)) is not None:
            found.append((code, kind, rows))
    return found


def _counts(asked: list[tuple[str, Attention, QuerySet[Any]]]) -> dict[str, int]:
    """One question to the database, however many kinds there are."""
    parts = [
        rows.order_by().select_related(None).values(_kind=Value(code)).annotate(_number=Count("pk")).values_list("_kind", "_number")
        for code, _attention, rows in asked
    ]
    return dict(parts[0].union(*parts[1:], all=True).order_by()) if parts else {}


def waiting_counts(actor: Actor) -> dict[str, int]:
    """By kind, of what is counted and the actor may deal with; one query."""
    asked = _asked(actor, None, counted=True)
    found = _counts(asked)
    return {code: found.get(code, 0) for code, _attention, _rows in asked}


def waiting_count(actor: Actor) -> int:
    """The number beside the bell. It stands on every page, so it is one query; for how long a number serves, the bell decides."""
    return sum(waiting_counts(actor).values())


def attention_for(actor: Actor, place: Unit | None = None, *, limit: int = SHOWN) -> list[Group]:
    """All kinds the actor may deal with, the empty ones too. One query counts, each of the first kinds not empty takes one more."""
    asked = _asked(actor, place, counted=False)
    counts = _counts(asked)
    told = {code for code, _kind, _rows in [one for one in asked if counts.get(one[0])][:KINDS]}
    return [
        Group(kind, counts.get(code, 0), kind.told(actor, list(rows[:limit])) if code in told else []) for code, kind, rows in asked
    ]
