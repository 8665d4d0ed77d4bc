"""Reads about replacements, what speaks against them, and part 2 of the summary book: what left, and why."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.queries import institutions_for
from mandrivna.fund.models import VOID, Arrival, Copy, Leaving, Replacement, ReplacementState, State, Withdrawal, WithdrawalState
from mandrivna.fund.problems import commission_problems
from mandrivna.fund.rules import VIEW


def replacements_for(actor: Actor, permission: Permission = VIEW) -> QuerySet[Replacement]:
    rows = Replacement.objects.filter(institution__in=institutions_for(actor, permission))
    return rows.select_related("institution", "place", "old__record", "new__record", "new__arrival")


def replaced(copy: Copy) -> Replacement | None:
    """What came for this copy, unless that was taken back."""
    return Replacement.objects.filter(old=copy).exclude(state=ReplacementState.CANCELLED).select_related("new__record").first()


def sign_problems(replacement: Replacement, on: dt.date, today: dt.date) -> list[Problem]:
    if replacement.state == ReplacementState.SIGNED:
        return [Blocker(code="signed", text=_("Акт уже підписано."))]
    if replacement.state == ReplacementState.CANCELLED:
        return [Blocker(code="cancelled", text=_("Цю заміну скасовано."))]
    found = commission_problems(replacement.commission)
    if not replacement.on <= on <= today:
        when = _("Акт підписують не раніше, ніж принесли книжку, і не пізніше, ніж сьогодні.")
        found.append(Blocker(code="wrong_day", text=when, field="signed_on"))
    return found


def take_back_problems(replacement: Replacement, *, touched: bool) -> list[Problem]:
    if replacement.state == ReplacementState.SIGNED:
        text = _("Акт про заміну вже підписано: скасувати його кнопкою не можна.")
        return [Blocker(code="act_signed", text=text)]
    if touched:
        text = _("Принесену книжку вже видавали або переносили. Спершу скасуйте ту дію.")
        return [Blocker(code="used", text=text)]
    return []


# --- the summary book, part 2 -------------------------------------------------------------------------------------------


@dataclass
class Departure:
    """A row: one act with one reason; what left without an act of ours stands together by day and reason, unnumbered."""

    on: dt.date
    why: str
    act: Replacement | Withdrawal | None = None
    copies: int = 0
    titles: set[object] = field(default_factory=set)
    sum: Decimal = Decimal()
    unpriced: int = 0
    materials: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)

    def take(self, copy: Copy, price: Decimal | None) -> None:
        self.copies += 1
        self.titles.add(copy.record_id)
        self.sum += price or Decimal()
        self.unpriced += price is None
        self.materials[copy.material] += 1
        self.languages[copy.language] += 1


def departures(institution: Unit, year: int) -> list[Departure]:
    """«Вибуття з фонду» of a year: acts in the order of their entries, then the rest by day. Four queries."""
    signed = Replacement.objects.filter(institution=institution, year=year, left__isnull=False).select_related("old")
    acts = Withdrawal.objects.filter(institution=institution, year=year, state=WithdrawalState.SIGNED)
    leaving = Leaving.objects.filter(act__in=acts).select_related("act", "copy").order_by("act", "line")
    by_act = sorted([_of_act(one) for one in signed] + _of_lists(leaving), key=_entry)
    rest = Copy.objects.filter(owner=institution, state=State.WITHDRAWN, withdrawn_on__year=year)
    rest = rest.exclude(Q(extra__has_key=VOID) | Q(pk__in=signed.values("old")) | Q(pk__in=leaving.order_by().values("copy")))
    return by_act + _others(list(rest.order_by("withdrawn_on", "withdrawn_why")))


def _entry(row: Departure) -> int:
    return (row.act.left if row.act else None) or 0


def _of_lists(leaving: Iterable[Leaving]) -> list[Departure]:
    """A row an act of withdrawal, with all that stands on its list."""
    rows: dict[object, Departure] = {}
    for line in leaving:
        one = line.act
        assert one.signed_on is not None
        rows.setdefault(one.pk, Departure(one.signed_on, one.why, one)).take(line.copy, line.worth(one.factor))
    return list(rows.values())


def _of_act(one: Replacement) -> Departure:
    assert one.signed_on is not None
    row = Departure(one.signed_on, one.old.withdrawn_why, one)
    row.take(one.old, one.old_price)
    return row


def _others(copies: Iterable[Copy]) -> list[Departure]:
    listed = list(copies)
    prices = dict(Arrival.objects.filter(pk__in=[copy.pk for copy in listed]).values_list("pk", "price"))
    rows: dict[tuple[dt.date, str], Departure] = {}
    for copy in listed:
        if copy.withdrawn_on is not None:
            key = (copy.withdrawn_on, copy.withdrawn_why)
            rows.setdefault(key, Departure(*key)).take(copy, prices.get(copy.pk))
    return list(rows.values())
