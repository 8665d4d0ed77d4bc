"""Books that a former system has on loan: told on request only, judged and taken by whoever lends, which this room does not know.

What was brought back is never told: whom the former system remembers as a reader of what stays there.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.registry import Registry
from mandrivna.readers.models import Arrival, ArrivalRow, Reader

Book = dict[str, Any]
"""What a file says of one loan: inventory, barcode, title, lent, due, and `lost` where it calls the book lost."""
READY, KNOWN, NOT_FOUND, LENT, UNAVAILABLE, WRONG = "ready", "known", "not_found", "lent", "unavailable", "wrong"
FATES = (READY, KNOWN, NOT_FOUND, LENT, UNAVAILABLE, WRONG)
WHO = ("ticket", "name", "phone", "birth_year")


@dataclass(frozen=True)
class Fate:
    """What becomes of one loan, and in words why not. KNOWN is here already and is neither made again nor refused."""

    code: str
    why: str = ""


@dataclass(frozen=True)
class Lender:
    """`foresee(institution, [(reader or None, book)])` answers for each what would become of it, and changes nothing; `take` makes
    loans of what is ready, in the caller's transaction. `take_back(act, arrival)` ends those with which nothing else has happened
    and says how many went and how many stay; `left(arrival)` names the books that stay."""

    foresee: Callable[[Unit, Sequence[tuple[uuid.UUID | None, Book]]], list[Fate]]
    take: Callable[[ArrivalRow, Reader, Sequence[Book]], list[Fate]]
    take_back: Callable[[Act, Arrival], tuple[int, int]]
    left: Callable[[Arrival], list[str]]


LENDERS: Registry[Lender] = Registry("who takes over loans of a former system")


def without(told: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in told.items() if name != "loans"}


def foresee(institution: Unit, asked: Sequence[tuple[uuid.UUID | None, Book]]) -> list[Fate]:
    return next((lender.foresee(institution, asked) for lender in LENDERS), [])


def hand_over(row: ArrivalRow, told: dict[str, Any], counts: Counter[str]) -> None:
    """After it is known whom the row became. What could not be taken stays with the row, to be corrected."""
    books: list[Book] = told.get("loans", [])
    if not books:
        return
    if row.reader is None:
        fates = [Fate(UNAVAILABLE, row.why)] * len(books)
    else:
        fates = next((lender.take(row, row.reader, books) for lender in LENDERS), [])
    refused = [{**book, "why": fate.why} for book, fate in zip(books, fates, strict=True) if fate.code not in (READY, KNOWN)]
    for fate in fates:
        counts["loans_" + {READY: "made", KNOWN: "known"}.get(fate.code, "refused")] += 1
    row.loans = {"who": {name: told[name] for name in WHO if told.get(name)}, "books": refused} if refused else None


def take_back(act: Act, arrival: Arrival) -> dict[str, int]:
    if not arrival.loans:
        return {}
    told = [lender.take_back(act, arrival) for lender in LENDERS]
    return {"loans_undone": sum(gone for gone, _stay in told), "loans_kept": sum(stay for _gone, stay in told)}


def left(arrival: Arrival) -> list[str]:
    return [book for lender in LENDERS for book in lender.left(arrival)] if arrival.loans else []


def tally(fates: Iterable[Fate]) -> dict[str, int]:
    found = Counter(fate.code for fate in fates)
    return {f"foreseen_{code}": found[code] for code in FATES}
