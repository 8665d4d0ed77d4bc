"""Copies that an import brings along: taken in bundles, numbered after the last one, settled as one opening balance."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils import timezone

from mandrivna.catalogue.holdings import SINKS, Sink
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rows import change, put
from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.service import institution_of
from mandrivna.fund import facts
from mandrivna.fund.actions.copies import own_barcode
from mandrivna.fund.models import Copy, NumberSeries, Opening, State
from mandrivna.fund.opening_back import undo
from mandrivna.ledger.api import settle
from mandrivna.shared.ids import new_uid

type Row = tuple[uuid.UUID, str, str, Sequence[Any]]
type Refused = tuple[uuid.UUID, str, str]
type Trouble = tuple[str, str]
LARGEST = 999_999_999
"""What is longer is kept as it is written: one absurd number must not use up the series."""
LONGEST_TEXT, LONGEST_CODE = 40, 30
SAME = ("", "")
"""It is here already: neither made again nor refused."""
GIVEN, OLD_BARCODE = "given", "barcode"


def take(run: Any, rows: Sequence[Row]) -> tuple[int, list[Refused]]:
    """Numbers and barcodes stay as they were; what has none waits for `finish`. What cannot be taken is told."""
    taking = _Taking(run, rows)
    for record, language, material, found in rows:
        for one in found:
            taking.one(one, record_id=record, language=language, material=material)
    return taking.write(), taking.refused


@dataclass
class _Known:
    """What is in the fund of these records, and who has these numbers and codes. `given` are copies that came without a number:
    when the same file comes again, so many of its copies without a number are here already."""

    numbers: dict[int, uuid.UUID] = field(default_factory=dict)
    texts: dict[str, uuid.UUID] = field(default_factory=dict)
    codes: dict[str, uuid.UUID] = field(default_factory=dict)
    given: Counter[uuid.UUID] = field(default_factory=Counter)
    held: Counter[uuid.UUID] = field(default_factory=Counter)
    here: Counter[uuid.UUID] = field(default_factory=Counter)


def _known(owner: Unit, rows: Sequence[Row]) -> _Known:
    found, holdings = _Known(), [one for *_about, listed in rows for one in listed]
    numbers = {number for one in holdings if (number := _number(one.inventory)) is not None}
    texts = {one.inventory for one in holdings if one.inventory and _number(one.inventory) is None}
    codes = {one.barcode for one in holdings if one.barcode} | {own_barcode(owner, number) for number in numbers}
    ours = Copy.objects.filter(owner=owner)
    numbered = ours.filter(inventory_number__in=numbers).values_list("inventory_number", "record_id")
    found.numbers = {number: record for number, record in numbered if number is not None}
    if texts:
        found.texts = dict(
            ours.filter(inventory_text__in=texts).exclude(inventory_text="").values_list("inventory_text", "record_id")
        )
    found.codes = dict(Copy.objects.filter(barcode__in=codes).values_list("barcode", "record_id"))
    listed = Copy.objects.filter(record__in=[record for record, *_about in rows])
    for record, of, state, extra in listed.values_list("record_id", "owner_id", "state", "extra"):
        found.held[record] += state != State.WITHDRAWN
        found.here[record] += state == State.AVAILABLE
        found.given[record] += of == owner.pk and GIVEN in extra
    return found


class _Taking:
    """One bundle of copies on its way into the fund."""

    def __init__(self, run: Any, rows: Sequence[Row]) -> None:
        places = {int(key): value for key, value in Unit.objects.in_bulk(_places(run)).items()}
        self.run, self.default = run, places[int(run.options["place"])]
        self.owner = institution_of(self.default)
        shelves = run.options.get("shelves", {}).items()
        self.told = {str(name).casefold(): places[int(pk)] for name, pk in shelves if int(pk) in places}
        _series(self.owner)
        self.known, self.on = _known(self.owner, rows), timezone.localdate(run.started_at)
        self.made: list[dict[str, Any]] = []
        self.refused: list[Refused] = []

    def one(self, holding: Any, **about: Any) -> None:
        """All the pieces one line of the old system stands for; only the first may bear its number and code."""
        if holding.status == "withdrawn":
            self.refused.append((about["record_id"], "copy_withdrawn", holding.inventory or holding.barcode))
            return
        for piece in range(holding.number):
            trouble = self.piece(holding, about) if piece == 0 else self.without_number(holding, about)
            if trouble and trouble is not SAME:
                self.refused.append((about["record_id"], *trouble))

    def piece(self, holding: Any, about: dict[str, Any]) -> Trouble | None:
        if not holding.inventory and not holding.barcode:
            return self.without_number(holding, about)
        record, known = about["record_id"], self.known
        number, text = _number(holding.inventory), holding.inventory
        if len(text) > LONGEST_TEXT:
            return "copy_number", text[:LONGEST_TEXT]
        there = known.numbers.get(number) if number is not None else known.texts.get(text)
        if there is not None:
            return SAME if there == record else ("copy_number_taken", text)
        code = holding.barcode if len(holding.barcode) <= LONGEST_CODE else ""
        if code in known.codes:
            return SAME if known.codes[code] == record and not text else ("copy_barcode_taken", code)
        if not code and number is not None and (code := own_barcode(self.owner, number)) in known.codes:
            return "copy_barcode_taken", code
        if not text and not code:  # a code too long to be ours, and nothing else
            return self.without_number(holding, about)
        self.put(holding, about, number, "" if text == str(number) else text, code)
        return None

    def without_number(self, holding: Any, about: dict[str, Any]) -> Trouble | None:
        if self.known.given[about["record_id"]] > 0:
            self.known.given[about["record_id"]] -= 1
            return SAME
        self.put(holding, about, None, "", "", {GIVEN: "1"})
        return None

    def put(self, holding: Any, about: dict[str, Any], number: int | None, text: str, code: str, more: Any = None) -> None:
        uid, record = new_uid(), about["record_id"]
        code = code or pending_barcode(uid)
        self.known.codes[code] = record
        if number is not None:
            self.known.numbers[number] = record
        elif text:
            self.known.texts[text] = record
        place = self.told.get(holding.shelf.casefold(), self.default)
        self.made.append(
            {
                **about, "uid": uid, "inventory_number": number, "inventory_text": text, "barcode": code, "home_id": place.pk,
                "place_id": place.pk, "state": State.CHECK if holding.status else State.AVAILABLE,
                "received_on": _day(holding.received) or self.on, "extra": {**_extra(holding), **(more or {})},
            }
        )  # fmt: skip

    def write(self) -> int:
        put(Copy, self.made, owner_id=self.owner.pk, opening=self.run.pk)
        _raise_series(self.owner, max((one["inventory_number"] or 0 for one in self.made), default=0))
        held, here = self.known.held, self.known.here
        for one in self.made:
            held[one["record_id"]] += 1
            here[one["record_id"]] += one["state"] == State.AVAILABLE
        records = {one["record_id"] for one in self.made}
        change(Record, ("copies", "available"), ((held[record], here[record], record) for record in records))
        return len(self.made)


def _places(run: Any) -> list[int]:
    return [int(run.options["place"]), *(int(pk) for pk in run.options.get("shelves", {}).values())]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_TEXT and 0 < int(text) <= LARGEST else None


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _extra(one: Any) -> dict[str, str]:
    """Names of ours are words, codes of the former system one sign: they never meet."""
    said = {
        "shelf": one.shelf, "call_number": one.call_number, "price": one.price, "status": one.status, "tag": one.tag,
        OLD_BARCODE: one.barcode if len(one.barcode) > LONGEST_CODE else "",
    }  # fmt: skip
    return {**{name: text for name, text in said.items() if text}, **one.extra}


# --- numbers for what came without one ---------------------------------------------------------------------------------

PENDING = "~"


def pending_barcode(uid: uuid.UUID) -> str:
    """Until the number is known. No scanner reads it: it begins with a sign that no label of ours has."""
    return PENDING + uid.hex[-29:]


def finish(run: Any, most: int = 1_000) -> bool:
    """One bundle of copies without a number gets the next ones, after the highest that the file brought. The same after a stop."""
    if not run.options.get("place"):
        return True
    owner = institution_of(Unit.objects.get(pk=int(run.options["place"])))
    following = _series(owner)
    pending = (
        Copy.objects.filter(opening=run.pk, inventory_number__isnull=True).order_by("uid").values_list("uid", "barcode")[:most]
    )
    waiting = list(pending)
    if not waiting:
        return True
    codes = {own_barcode(owner, number): number for number in range(following, following + 2 * len(waiting))}
    for taken in Copy.objects.filter(barcode__in=list(codes)).values_list("barcode", flat=True):
        del codes[taken]
    given = [
        (number, own if code.startswith(PENDING) else code, uid)
        for (uid, code), (own, number) in zip(waiting, codes.items(), strict=False)
    ]
    change(Copy, ("inventory_number", "barcode"), given)
    _raise_series(owner, given[-1][0] if len(given) == len(waiting) else following + 2 * len(waiting) - 1)
    return len(given) == len(waiting) < most


def _series(owner: Unit) -> int:
    """Locked: whoever takes a copy into the fund meanwhile waits for this bundle."""
    NumberSeries.objects.get_or_create(owner=owner)
    following = NumberSeries.objects.select_for_update().get(owner=owner).next
    highest = Copy.objects.filter(owner=owner).aggregate(last=Max("inventory_number"))["last"] or 0
    return max(following, highest + 1)


def _raise_series(owner: Unit, highest: int) -> None:
    NumberSeries.objects.filter(owner=owner, next__lte=highest).update(next=highest + 1)


def balance(act: Act, run: Any) -> None:
    if not Copy.objects.filter(opening=run.pk).exists():
        return
    opening, _made = Opening.objects.get_or_create(run=run.pk, defaults={"on": timezone.localdate(run.started_at)})
    settle(act, f"fund.Opening:{opening.pk}", facts.opening_lines(opening))


SINKS.add("fund", Sink(take=take, undo=undo, settle=balance, finish=finish))
