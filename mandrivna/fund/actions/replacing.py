"""What the fund does when a reader brings an equal book: it takes the one in, and by a signed act lets the other go."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import refuse_if
from mandrivna.core.service import institution_of
from mandrivna.fund import facts, rules
from mandrivna.fund.actions.arrivals import followed
from mandrivna.fund.actions.copies import copy_of, take_numbers, taken_in
from mandrivna.fund.actions.gifts import cross_out, gifted_uid
from mandrivna.fund.actions.signing import ACT, BOOK, clean_commission, next_of
from mandrivna.fund.models import LEFT_BECAUSE, Arrival, Copy, Replacement, ReplacementState, State
from mandrivna.fund.replacing import sign_problems, take_back_problems
from mandrivna.ledger.api import settle

LEFT = "left"
"""The series of entries in part 2 of the summary book."""


def take_equal(act: Act, *, old: Copy, record: Record, place: Unit, why: str, equal: str, price: Decimal | None) -> Replacement:
    """Part of a lending act, never called on its own. The new copy gets a number of its own, and belongs where the old one did."""
    owner = institution_of(place)
    (number,) = take_numbers(owner, 1)
    copy = copy_of(act, record, place, owner, number, uid=gifted_uid(act.uid, 0))
    copy.home = old.home
    if Copy.objects.filter(barcode=copy.barcode).exists():  # somebody has typed this very code as another copy's
        copy.barcode = f"{copy.barcode}-{copy.pk.hex[-8:]}"
    taken_in(act, [(copy, Arrival(copy=copy, unit=place, price=price, accepted_on=act.on))])
    known = Arrival.objects.filter(pk=old.pk).values_list("price", flat=True).first()
    replacement = Replacement(
        uid=act.uid, institution=owner, place=place, old=old, new=copy, why=why, equal=equal, on=act.on, opened_at=act.at,
        old_price=known,
    )  # fmt: skip
    replacement.save(force_insert=True)
    return replacement


def take_back_equal(act: Act, uid: uuid.UUID) -> None:
    """As if nothing had been brought: the new number stays taken and leads to nothing. Of a signed act nothing is taken back."""
    found = Replacement.objects.select_for_update(of=("self",)).filter(pk=uid).exclude(state=ReplacementState.CANCELLED).first()
    if found is None:
        return
    new = Copy.objects.select_for_update(of=("self",)).select_related("arrival").get(pk=found.new_id)
    refuse_if(take_back_problems(found, touched=bool(followed([new.pk]))))
    cross_out(act, [new])
    found.state = ReplacementState.CANCELLED
    found.save(update_fields=["state"])


@verb("fund.sign_replacement", may=rules.SIGN, at="replacement.place")
def sign_replacement(act: Act, *, replacement: Replacement, commission: dict[str, Any], signed_on: dt.date) -> Replacement:
    """The commission has agreed and the head approves: the new copy stands in part 1 of the summary book, the old one leaves by
    part 2. A lost copy that was found meanwhile stays: the reader gave one more book, and is thanked."""
    found = Replacement.objects.select_for_update(of=("self",)).select_related("institution", "place", "new__record").get(
        pk=replacement.pk
    )  # fmt: skip
    found.commission = clean_commission(commission)
    refuse_if(sign_problems(found, signed_on, act.on))
    old = Copy.objects.select_for_update(of=("self",)).select_related("record").get(pk=found.old_id)
    found.year = signed_on.year
    found.number = next_of(found.institution, ACT, found.year)
    found.entry = next_of(found.institution, BOOK, found.year)
    if old.state == State.LOST:
        found.left = next_of(found.institution, LEFT, found.year)
        _let_go(act, old, LEFT_BECAUSE[found.why], signed_on)  # type: ignore[index]
    found.state, found.signed_on = ReplacementState.SIGNED, signed_on
    found.save()
    return found


def _let_go(act: Act, old: Copy, why: str, on: dt.date) -> None:
    old.state, old.withdrawn_on, old.withdrawn_why = State.WITHDRAWN, on, why[:120]
    old.save(update_fields=["state", "withdrawn_on", "withdrawn_why"])
    settle(act, f"fund.Copy:{old.pk}", facts.lines(old))
    enqueue(count_holdings, record=str(old.record_id))
