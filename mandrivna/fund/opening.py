"""Copies that an import brings along: taken in bundles, settled as one opening balance, taken back while nobody has used them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from mandrivna.catalogue.formats.described import Holding
from mandrivna.catalogue.holdings import GIVERS, SINKS, Sink
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rows import change, put
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.core.registry import Registry
from mandrivna.core.service import institution_of
from mandrivna.fund import facts
from mandrivna.fund.actions.copies import own_barcode
from mandrivna.fund.models import Copy, NumberSeries, Opening, State
from mandrivna.ledger.api import settle
from mandrivna.shared.ids import new_uid

type Row = tuple[uuid.UUID, str, str, Sequence[Any]]
type Refused = tuple[uuid.UUID, str, str]
LARGEST = 2**31 - 1


def take(run: Any, rows: Sequence[Row]) -> tuple[int, list[Refused]]:
    """Numbers and barcodes stay as they were; what has none gets the next free one. What cannot be taken is told."""
    taking = _Taking(run, [one for *_about, found in rows for one in found])
    for record, language, material, found in rows:
        for one in found:
            taking.one(one, record_id=record, language=language, material=material)
    return taking.write(), taking.refused


class _Taking:
    """One bundle of copies on its way into the fund."""

    def __init__(self, run: Any, holdings: Sequence[Any]) -> None:
        places = {int(key): value for key, value in Unit.objects.in_bulk(_places(run)).items()}
        self.run, self.default = run, places[int(run.options["place"])]
        self.owner = institution_of(self.default)
        shelves = run.options.get("shelves", {}).items()
        self.told = {str(name).casefold(): places[int(pk)] for name, pk in shelves if int(pk) in places}
        self.numbers, self.codes = _taken(self.owner, holdings)
        self.following, self.on = _next(self.owner), timezone.localdate(run.started_at)
        self.made: list[dict[str, Any]] = []
        self.refused: list[Refused] = []

    def one(self, holding: Any, **about: Any) -> None:
        """All the pieces one line of the old system stands for; only the first may bear its number and code."""
        if holding.status == "withdrawn":
            self.refused.append((about["record_id"], "copy_withdrawn", holding.inventory or holding.barcode))
            return
        for piece in range(holding.number):
            if trouble := self.piece(holding, about, first=piece == 0):
                self.refused.append((about["record_id"], *trouble))

    def piece(self, holding: Any, about: dict[str, Any], *, first: bool) -> tuple[str, str] | None:
        number = _number(holding.inventory) if first else None
        if first and holding.inventory and number is None:
            return "copy_number", holding.inventory
        if number in self.numbers:
            return "copy_number_taken", holding.inventory
        number = number or self.free()
        code = holding.barcode[:30] if first and holding.barcode else own_barcode(self.owner, number)
        if code in self.codes:
            return "copy_barcode_taken", code
        self.numbers.add(number)
        self.codes.add(code)
        place = self.told.get(holding.shelf.casefold(), self.default)
        self.made.append(
            {
                **about, "uid": new_uid(), "inventory_number": number, "barcode": code, "home_id": place.pk, "place_id": place.pk,
                "received_on": _day(holding.received) or self.on, "extra": _extra(holding),
            }
        )  # fmt: skip
        return None

    def free(self) -> int:
        while self.following in self.numbers:
            self.following += 1
        self.following += 1
        return self.following - 1

    def write(self) -> int:
        put(Copy, self.made, owner_id=self.owner.pk, state=State.AVAILABLE, opening=self.run.pk)
        _raise_series(self.owner, max((one["inventory_number"] for one in self.made), default=0))
        tally = Counter(one["record_id"] for one in self.made)
        change(Record, ("copies", "available"), ((number, number, record) for record, number in tally.items()))
        return len(self.made)


def _places(run: Any) -> list[int]:
    return [int(run.options["place"]), *(int(pk) for pk in run.options.get("shelves", {}).values())]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _extra(one: Any) -> dict[str, str]:
    said = {"shelf": one.shelf, "call_number": one.call_number, "price": one.price, "status": one.status}
    return {**{name: text for name, text in said.items() if text}, **one.extra}


def _taken(owner: Unit, holdings: Sequence[Any]) -> tuple[set[int], set[str]]:
    numbers = [number for one in holdings if (number := _number(one.inventory)) is not None]
    codes = [one.barcode[:30] for one in holdings if one.barcode] + [own_barcode(owner, number) for number in numbers]
    here = Copy.objects.filter(owner=owner, inventory_number__in=numbers).values_list("inventory_number", flat=True)
    return set(here), set(Copy.objects.filter(barcode__in=codes).values_list("barcode", flat=True))


def _next(owner: Unit) -> int:
    NumberSeries.objects.get_or_create(owner=owner)
    highest = Copy.objects.filter(owner=owner).aggregate(last=Max("inventory_number"))["last"] or 0
    return max(NumberSeries.objects.select_for_update().get(owner=owner).next, highest + 1)


def _raise_series(owner: Unit, highest: int) -> None:
    NumberSeries.objects.filter(owner=owner, next__lte=highest).update(next=highest + 1)


def balance(act: Act, run: Any) -> None:
    if not Copy.objects.filter(opening=run.pk).exists():
        return
    opening, _made = Opening.objects.get_or_create(run=run.pk, defaults={"on": timezone.localdate(run.started_at)})
    settle(act, f"fund.Opening:{opening.pk}", facts.opening_lines(opening))


def undo(run: Any) -> set[uuid.UUID]:
    """Copies nobody has touched go without a trace, their numbers with them: they were never given out here. If any of the run was
    lent, moved or withdrawn meanwhile, its copies stay."""
    rows = Copy.objects.filter(opening=run.pk)
    used = {copy.record_id for copy in rows.select_related("home") if _touched(copy)}
    Copy.objects.filter(opening=run.pk).exclude(record__in=used)._raw_delete(using=rows.db)
    opening = Opening.objects.filter(run=run.pk).first()
    if opening is not None:
        settle(Act(actor=SYSTEM), f"fund.Opening:{opening.pk}", facts.opening_lines(opening), reason="undone")
    return used


def _touched(copy: Copy) -> bool:
    return copy.state != State.AVAILABLE or copy.place_id != copy.home_id or any(check(copy) for check in TOUCHED)


TOUCHED: Registry[Callable[[Copy], bool]] = Registry("what shows that a copy was used")
"""Filled by rooms above: was this copy ever lent?"""


def give(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Holding]]:
    """For a file that another system will read."""
    found: dict[uuid.UUID, list[Holding]] = {}
    for copy in Copy.objects.held().filter(record__in=list(records)).select_related("place").order_by("inventory_number"):
        found.setdefault(copy.record_id, []).append(
            Holding(
                inventory=str(copy.inventory_number),
                barcode=copy.barcode,
                shelf=copy.place.name,
                call_number=str(copy.extra.get("call_number", "")),
                received=copy.received_on.isoformat(),
                price=str(copy.extra.get("price", "")),
                status="loaned" if copy.state == State.ON_LOAN else "",
            )
        )
    return found


GIVERS.add("fund", give)
SINKS.add("fund", Sink(take=take, undo=undo, settle=balance))
