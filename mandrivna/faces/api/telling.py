"""Our things as the shapes that leave: nothing else of them goes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from mandrivna.catalogue.models import Record
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem, Warning
from mandrivna.faces.api import shapes
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import stock
from mandrivna.lending.models import Hold, Loan
from mandrivna.lending.rules import ISSUE
from mandrivna.readers.models import Enrolment, Reader


def page[T](rows: QuerySet[Any], query: Any, tell: Any) -> tuple[list[T], Any]:
    """So many after the one the page before ended with; rows that come meanwhile neither double nor hide any."""
    if query.after is not None:
        rows = rows.filter(pk__gt=query.after)
    found = list(rows.order_by("pk")[: query.limit + 1])
    shown = found[: query.limit]
    return tell(shown), shown[-1].pk if len(found) > query.limit else None


def places(units: Sequence[Unit]) -> list[shapes.PlaceTold]:
    counted = stock([unit.pk for unit in units])
    return [_place(unit, *counted.get(unit.pk, (0, 0))) for unit in units]


def _place(unit: Unit, here: int, lent: int) -> shapes.PlaceTold:
    return shapes.PlaceTold(
        id=unit.pk, name=unit.name, kind=unit.kind, parent=unit.parent_id, closed_on=unit.closed_on, here=here, lent=lent
    )


def record(one: Record) -> shapes.RecordTold:
    return shapes.RecordTold(id=one.pk, title=one.title, authors=one.authors)


def copy(one: Copy) -> shapes.CopyTold:
    return shapes.CopyTold(
        id=one.pk, barcode=one.barcode, inventory=one.inventory, state=one.state, place=one.place_id, home=one.home_id,
        record=record(one.record),
    )  # fmt: skip


def copies(found: Iterable[Copy]) -> list[shapes.CopyTold]:
    return [copy(one) for one in found]


def readers(found: Sequence[Reader], today: dt.date) -> list[shapes.ReaderTold]:
    enrolled = set(Enrolment.objects.filter(reader__in=found, year=today.year).values_list("reader_id", flat=True))
    return [_reader(one, one.pk in enrolled) for one in found]


def _reader(one: Reader, enrolled: bool) -> shapes.ReaderTold:
    cards = getattr(one, "valid_cards", [])
    return shapes.ReaderTold(
        id=one.pk, card=cards[0].code if cards else None, pseudonym=one.pseudonym, kind=one.kind, audience=one.audience,
        registered_on=one.registered_on, enrolled=enrolled,
    )  # fmt: skip


def loan(one: Loan, actor: Actor) -> shapes.LoanTold:
    """Whose it is, only a key that may issue at that place is told."""
    return shapes.LoanTold(
        id=one.pk, copy_told=copy(one.copy), reader=one.reader_id if actor.can(ISSUE, one.place.path) else None,
        place=one.place_id, issued_on=one.issued_on, due_on=one.due_on, state=one.state, renewals=one.renewals,
        closed_on=one.closed_on,
    )  # fmt: skip


def hold(one: Hold) -> shapes.HoldTold:
    return shapes.HoldTold(
        id=one.pk, record=record(one.record), reader=one.reader_id, pickup=one.pickup_id, on=one.on, state=one.state,
        copy_id=one.copy_id, keep_until=one.keep_until,
    )  # fmt: skip


def notes(problems: Iterable[Problem]) -> list[shapes.Note]:
    """What the person at the machine should know although it was done."""
    return [shapes.Note(code=one.code, text=str(one.text), field=one.field or None) for one in problems if isinstance(one, Warning)]


def loans(rows: QuerySet[Loan], query: Any, actor: Actor) -> shapes.Loans:
    related = rows.select_related("copy__record", "place")
    items: list[shapes.LoanTold]
    items, following = page(related, query, lambda found: [loan(one, actor) for one in found])
    return shapes.Loans(items=items, next=following)


def holds(rows: QuerySet[Hold], query: Any) -> shapes.Holds:
    items: list[shapes.HoldTold]
    items, following = page(rows.select_related("record"), query, lambda found: [hold(one) for one in found])
    return shapes.Holds(items=items, next=following)
