"""The holdings sink: the fund tells the catalogue what there is of a title, without the catalogue knowing the fund.

`HOLDINGS` counts for lists; `STANDING` says where, for search. Whoever changes either enqueues `tasks.count_holdings`.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mandrivna.core.problems import Problem
from mandrivna.core.registry import Registry

Count = tuple[int, int]
HOLDINGS: Registry[Callable[[Any], Count]] = Registry("holdings")


KEPT: Registry[Callable[[Any], list[Problem]]] = Registry("what keeps a record in the catalogue")
"""Filled by whoever serves readers with a record in another way than by copies: what is to be done before it is withdrawn."""


@dataclass(frozen=True)
class Mover:
    """What of another room hangs on a record. `keys(record)` names it, `move(keys, record)` hangs it on another one."""

    keys: Callable[[Any], list[str]]
    move: Callable[[Sequence[str], Any], None]


MOVERS: Registry[Mover] = Registry("what hangs on a record")


WORKED: Registry[Callable[[Sequence[uuid.UUID]], set[uuid.UUID]]] = Registry("who has worked with a record")
"""Filled by whoever hangs something on a record: which of these have something hanging. An undone import leaves them alone."""


def worked_with(records: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return {record for source in WORKED for record in source(records)}


@dataclass(frozen=True, slots=True)
class Holding:
    """`here` copies can be taken now, from `places`; `held` are the places that have a copy, on loan or not. A place is named
    together with everything around it, so that a hub is found by its shelves."""

    here: int = 0
    places: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    held: tuple[int, ...] = ()
    audiences: tuple[str, ...] = ()
    arrived: dt.date | None = None

    def __add__(self, other: Holding) -> Holding:
        days = [day for day in (self.arrived, other.arrived) if day]
        return Holding(
            self.here + other.here,
            tuple(sorted({*self.places, *other.places})),
            tuple(sorted({*self.owners, *other.owners})),
            tuple(sorted({*self.held, *other.held})),
            tuple(sorted({*self.audiences, *other.audiences})),
            max(days) if days else None,
        )


NOTHING = Holding()

STANDING: Registry[Callable[[Sequence[uuid.UUID]], dict[uuid.UUID, Holding]]] = Registry("search facets")
"""Asked for many records at once; what one source does not know, another may."""
ELSEWHERE: Registry[Callable[[Sequence[uuid.UUID]], dict[uuid.UUID, Holding]]] = Registry("search facets of parts and addresses")
"""Asked only for what is part of something or has an address in the network: most records are neither."""


LENT_ONLINE: Registry[Callable[[Any], Any]] = Registry("titles lent without a copy")
"""Filled by whoever lends what has neither a copy nor an open address: institution → a condition on records."""


def standing(records: Sequence[uuid.UUID], elsewhere: Sequence[uuid.UUID] = ()) -> dict[uuid.UUID, Holding]:
    found: dict[uuid.UUID, Holding] = {}
    for sources, asked in ((STANDING, records), (ELSEWHERE, elsewhere)):
        for source in sources if asked else ():
            for record, holding in source(asked).items():
                found[record] = found[record] + holding if record in found else holding
    return found


@dataclass(frozen=True)
class Sink:
    """Who takes the copies that an import brings along.

    `take(run, rows)` gets (record uid, language, material, holdings) of one chunk inside its transaction and answers how many
    copies it made and what it could not take: (record uid, reason, words). A copy that is already there, of the same record, is
    neither made again nor refused. `finish(run)` is asked after the last chunk, each time in a transaction of its own, until it
    answers True. `settle(act, run)` then puts what came into the ledger as an opening balance. `undo(run)` takes back a bundle of
    what is still untouched, in the caller's transaction: the records whose copies somebody has used since, and True when there is
    nothing more to take back.
    """

    take: Callable[[Any, Sequence[tuple[Any, str, str, Sequence[Any]]]], tuple[int, list[tuple[Any, str, str]]]]
    undo: Callable[[Any], tuple[set[Any], bool]]
    settle: Callable[[Any, Any], None]
    finish: Callable[[Any], bool] = lambda run: True


SINKS: Registry[Sink] = Registry("holdings sinks")


GIVERS: Registry[Callable[[Sequence[Any]], dict[Any, list[Any]]]] = Registry("copies for an export")
"""Of these records the copies that stand, as `formats.described.Holding`; one question for all of them."""
