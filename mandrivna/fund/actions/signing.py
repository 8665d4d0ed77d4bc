"""The commission values what came without a price; the signed act freezes the gift and gives it its numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.fund import rules
from mandrivna.fund.actions.gifts import locked_gift
from mandrivna.fund.intake import arrivals_of
from mandrivna.fund.models import Arrival, Gift, GiftState, YearSeries
from mandrivna.fund.problems import not_open, price_of, sign_problems

ACT, BOOK = "act", "book"
LONGEST, MOST_MEMBERS = 200, 12


@verb("fund.value_gift", may=rules.EDIT, at="gift.place")
def value_gift(act: Act, *, gift: Gift, prices: dict[str, Any], commission: dict[str, Any], decided_on: dt.date) -> Gift:
    """`prices`: copy → what the commission decided, as people write it; an empty one leaves the copy unvalued. A price that came
    with the gift stays what it is."""
    gift = locked_gift(gift)
    refuse_if([*not_open(gift), *_day_problems(gift, decided_on, act.on)])
    rows = {str(one.pk): one for one in arrivals_of(gift).select_for_update(of=("self",))}
    decided, problems = _decided(rows, prices)
    refuse_if(problems)
    for arrival, price in decided:
        arrival.price, arrival.valued = price, price is not None
        arrival.save(update_fields=["price", "valued"])
    gift.commission, gift.decided_on = {**gift.commission, **clean_commission(commission)}, decided_on
    gift.save(update_fields=["commission", "decided_on"])
    return gift


def _decided(rows: dict[str, Arrival], prices: dict[str, Any]) -> tuple[list[tuple[Arrival, Decimal | None]], list[Problem]]:
    decided: list[tuple[Arrival, Decimal | None]] = []
    problems: list[Problem] = []
    for key, said in prices.items():
        arrival = rows.get(key)
        if arrival is None or (arrival.price is not None and not arrival.valued):
            problems.append(Blocker(code="not_to_value", text=_("У цього примірника вже є ціна, комісія її не змінює.")))
            continue
        price, wrong = price_of(str(said), field=f"price-{key}")
        problems += wrong
        decided.append((arrival, price))
    return decided, problems


@verb("fund.sign_gift", may=rules.SIGN, at="gift.place")
def sign_gift(act: Act, *, gift: Gift, commission: dict[str, Any], signed_on: dt.date) -> Gift:
    """From now on nothing of it changes. The numbers are the next ones of the institution's year; signed anew it keeps its own."""
    gift = locked_gift(gift)
    gift.commission = {**gift.commission, **clean_commission(commission)}
    refuse_if(sign_problems(gift, list(arrivals_of(gift)), signed_on, act.on))
    if gift.year != signed_on.year:
        gift.year = signed_on.year
        gift.number = next_of(gift.institution, ACT, gift.year)
        gift.entry = next_of(gift.institution, BOOK, gift.year)
    gift.state, gift.signed_on = GiftState.SIGNED, signed_on
    gift.decided_on = gift.decided_on or signed_on
    gift.save()
    return gift


@verb("fund.reopen_gift", may=rules.SIGN, at="gift.place")
def reopen_gift(act: Act, *, gift: Gift, why: str) -> Gift:
    """A mistake was found before the paper left the house. The act keeps its number, and the reason stays beside it."""
    gift = locked_gift(gift)
    if gift.state != GiftState.SIGNED:
        refuse_if([Blocker(code="not_signed", text=_("Акт іще не підписано."))])
    if not why.strip():
        refuse_if([Blocker(code="no_reason", text=_("Напишіть, що треба виправити."), field="why")])
    again = [*gift.commission.get("reopened", []), {"on": act.on.isoformat(), "why": why.strip()[:LONGEST]}]
    gift.commission, gift.state, gift.signed_on = {**gift.commission, "reopened": again}, GiftState.OPEN, None
    gift.save(update_fields=["commission", "state", "signed_on"])
    return gift


def next_of(institution: Unit, what: str, year: int) -> int:
    """Whoever signs meanwhile waits; an act that comes to nothing leaves no gap."""
    about: dict[str, Any] = {"institution": institution, "what": what, "year": year}
    YearSeries.objects.get_or_create(**about)
    series = YearSeries.objects.select_for_update().get(**about)
    number: int = series.next
    series.next += 1
    series.save(update_fields=["next"])
    return number


def clean_commission(said: dict[str, Any]) -> dict[str, Any]:
    """Only what is known, and in measure: it is printed as it is."""
    return {
        "approver": _person(said.get("approver")),
        "chair": _person(said.get("chair")),
        "members": [_person(one) for one in list(said.get("members", ()))[:MOST_MEMBERS]],
        "order": _text(said.get("order")),
    }


def _person(said: Any) -> dict[str, str]:
    about = said if isinstance(said, dict) else {}
    return {"post": _text(about.get("post")), "name": _text(about.get("name"))}


def _text(said: Any) -> str:
    return " ".join(str(said or "").split())[:LONGEST]


def _day_problems(gift: Gift, on: dt.date, today: dt.date) -> list[Problem]:
    if gift.on <= on <= today:
        return []
    return [
        Blocker(
            code="wrong_day",
            text=_("Комісія вирішує не раніше, ніж надійшов дарунок, і не пізніше, ніж сьогодні."),
            field="decided_on",
        )
    ]
