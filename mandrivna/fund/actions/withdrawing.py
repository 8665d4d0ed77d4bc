"""An act of withdrawal: drafted, laid on the head's desk, signed. Only the signature moves a copy and a figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.fund import facts, rules
from mandrivna.fund.actions.replacing import LEFT
from mandrivna.fund.actions.signing import ACT, clean_commission, next_of
from mandrivna.fund.models import Arrival, Copy, Leaving, State, Withdrawal, WithdrawalState
from mandrivna.fund.problems import price_of
from mandrivna.fund.withdrawing import (
    MOST,
    factor_of,
    listing_problems,
    not_draft,
    opening_problems,
    reasons,
    sign_problems,
    step_problems,
)
from mandrivna.ledger.api import settle_all

UNKNOWN = _("Таких примірників немає: %(many)d. Перевірте номери.")


@verb("fund.open_withdrawal", may=rules.EDIT, at="place")
def open_withdrawal(act: Act, *, place: Unit, why: str, note: str = "") -> Withdrawal:
    """For copies at home in this place and below it, and for one reason of the institution's list."""
    note = " ".join(note.split())
    refuse_if(opening_problems(why, note))
    return Withdrawal.objects.create(
        uid=act.uid, institution=institution_of(place), place=place, why=reasons()[why], note=note, on=act.on, opened_at=act.at
    )


@verb("fund.list_withdrawn", may=rules.EDIT, at="withdrawal.place")
def list_withdrawn(act: Act, *, withdrawal: Withdrawal, copies: list[str]) -> Withdrawal:
    """Onto the list, all of these or none. The price is the one the copy came with, where it is known."""
    found = _locked(withdrawal)
    refuse_if(not_draft(found))
    listed = _copies(copies)
    there = Leaving.objects.filter(act=found).aggregate(last=Max("line"))["last"] or 0
    refuse_if(listing_problems(found, listed, Leaving.objects.filter(act=found).count()))
    prices = dict(Arrival.objects.filter(pk__in=[copy.pk for copy in listed]).values_list("pk", "price"))
    Leaving.objects.bulk_create(
        Leaving(act=found, copy=copy, line=number, price=prices.get(copy.pk)) for number, copy in enumerate(listed, there + 1)
    )
    return found


@verb("fund.unlist_withdrawn", may=rules.EDIT, at="withdrawal.place")
def unlist_withdrawn(act: Act, *, withdrawal: Withdrawal, copies: list[str]) -> Withdrawal:
    """Not these after all; the rest moves up."""
    found = _locked(withdrawal)
    refuse_if(not_draft(found))
    Leaving.objects.filter(act=found, copy__in=Copy.objects.filter(pk__in=copies[:MOST])).delete()
    for number, row in enumerate(Leaving.objects.filter(act=found).order_by("line"), 1):
        if row.line != number:
            row.line = number
            row.save(update_fields=["line"])
    return found


@verb("fund.value_withdrawn", may=rules.EDIT, at="withdrawal.place")
def value_withdrawn(act: Act, *, withdrawal: Withdrawal, prices: dict[str, Any], factor: str = "") -> Withdrawal:
    """`prices`: copy → what it costs, as people write it; empty is unknown. `factor` is the commission's coefficient."""
    found = _locked(withdrawal)
    refuse_if(not_draft(found))
    rows = {str(row.copy_id): row for row in Leaving.objects.filter(act=found)}
    found.factor, problems = factor_of(factor)
    for key, said in prices.items():
        price, wrong = price_of(str(said), field=f"price-{key}")
        problems += wrong
        if key in rows:
            rows[key].price = price
    refuse_if(problems)
    Leaving.objects.bulk_update(rows.values(), ["price"], batch_size=200)
    found.save(update_fields=["factor"])
    return found


@verb("fund.step_withdrawal", may=rules.EDIT, at="withdrawal.place")
def step_withdrawal(act: Act, *, withdrawal: Withdrawal, to: str) -> Withdrawal:
    """To the head's desk and back, or called off. What is called off lets its copies go to another list."""
    found = _locked(withdrawal)
    refuse_if(step_problems(found, to, Leaving.objects.filter(act=found).count()))
    found.state = to
    found.save(update_fields=["state"])
    if to == WithdrawalState.CANCELLED:
        Leaving.objects.filter(act=found).update(active=False)
    return found


@verb("fund.sign_withdrawal", may=rules.SIGN, at="withdrawal.place")
def sign_withdrawal(act: Act, *, withdrawal: Withdrawal, commission: dict[str, Any], signed_on: dt.date) -> Withdrawal:
    """From now on the copies are withdrawn as of this day, the act has its number and its entry in part 2 of the summary book."""
    found = _locked(withdrawal)
    found.commission = clean_commission(commission)
    wanted = list(Leaving.objects.filter(act=found).values_list("copy", flat=True))
    ours = Copy.objects.select_for_update(of=("self",)).select_related("home").filter(pk__in=wanted)
    copies = list(ours.order_by("pk"))
    refuse_if(sign_problems(found, copies, signed_on, act.on))
    found.year, found.signed_on, found.state = signed_on.year, signed_on, WithdrawalState.SIGNED
    found.number = next_of(found.institution, ACT, found.year)
    found.left = next_of(found.institution, LEFT, found.year)
    found.save()
    for copy in copies:
        copy.state, copy.withdrawn_on, copy.withdrawn_why = State.WITHDRAWN, signed_on, found.why
    Copy.objects.bulk_update(copies, ["state", "withdrawn_on", "withdrawn_why"], batch_size=200)
    settle_all(act, {f"fund.Copy:{copy.pk}": facts.lines(copy) for copy in copies})
    for record in sorted({copy.record_id for copy in copies}):
        enqueue(count_holdings, record=str(record))
    return found


def _locked(withdrawal: Withdrawal) -> Withdrawal:
    rows = Withdrawal.objects.select_for_update(of=("self",)).select_related("institution", "place")
    return rows.get(pk=withdrawal.pk)


def _copies(keys: list[str]) -> list[Copy]:
    """In the order in which they were said; what is no copy is said so."""
    rows = {str(copy.pk): copy for copy in Copy.objects.select_related("home").filter(pk__in=keys[: MOST + 1])}
    if unknown := [key for key in keys if key not in rows]:
        problem: Problem = Blocker(code="unknown_copy", text=UNKNOWN % {"many": len(unknown)}, field="codes")
        refuse_if([problem])
    return [rows[key] for key in dict.fromkeys(keys)]
