"""What speaks against an act of intake, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Problem
from mandrivna.fund.models import Arrival, Copy, Donor, DonorKind, Gift, GiftState, State

MOST_COPIES = 100
"""Of one title at once: more is a slip of a finger."""
DEAREST = Decimal("99999999.99")
NAME, CONTACT, PAPER, NOTE = 200, 200, 200, 500


def donor_problems(kind: str, name: str, contact: str) -> list[Problem]:
    found: list[Problem] = []
    if kind not in DonorKind.values:
        found.append(Blocker(code="unknown_kind", text=_("Оберіть зі списку, хто дарує."), field="kind"))
    elif kind != DonorKind.ANONYMOUS and not name:
        text = _("Напишіть ім’я або назву. Якщо людина не хоче називатися, оберіть «анонімний дарувальник».")
        found.append(Blocker(code="no_name", text=text, field="name"))
    elif kind == DonorKind.ANONYMOUS and (name or contact):
        text = _("В анонімного дарувальника немає ні імені, ні контакту. Зітріть їх або оберіть інший вид.")
        found.append(Blocker(code="anonymous_named", text=text, field="name"))
    for field, said, most in (("name", name, NAME), ("contact", contact, CONTACT)):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field))
    return found


def gift_problems(donor: Donor, institution: int, on: dt.date, today: dt.date, paper: str, note: str) -> list[Problem]:
    found: list[Problem] = []
    if donor.institution_id != institution:
        found.append(Blocker(code="foreign_donor", text=_("Цей дарувальник записаний в іншому закладі."), field="donor"))
    if on > today:
        found.append(Blocker(code="in_future", text=_("Ця дата ще не настала."), field="on"))
    for field, said, most in (("paper", paper, PAPER), ("note", note, NOTE)):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field))
    return found


def not_open(gift: Gift) -> list[Problem]:
    if gift.state == GiftState.SIGNED:
        return [Blocker(code="signed", text=_("Акт уже підписано: у цьому дарунку більше нічого не змінюють."))]
    if gift.state == GiftState.CANCELLED:
        return [Blocker(code="cancelled", text=_("Цей дарунок скасовано."))]
    return []


def many_problems(many: int) -> list[Problem]:
    if 1 <= many <= MOST_COPIES:
        return []
    text = _("За один раз приймають від 1 до %(most)d примірників.") % {"most": MOST_COPIES}
    return [Blocker(code="how_many", text=text, field="many")]


def price_of(said: str, field: str = "price") -> tuple[Decimal | None, list[Problem]]:
    """«120», «120,50», «1 200.00»; nothing is «без ціни»."""
    bare = "".join(said.split()).replace(",", ".").removesuffix("грн").removesuffix("₴")
    if not bare:
        return None, []
    try:
        price = Decimal(bare)
    except InvalidOperation:
        price = Decimal(-1)
    if not price.is_finite() or not 0 <= price <= DEAREST or price != price.quantize(Decimal("0.01")):
        text = _("Ціну пишуть числом у гривнях: 120 або 120,50. Якщо її немає, лишіть порожньо.")
        return None, [Blocker(code="wrong_price", text=text, field=field)]
    return price.quantize(Decimal("0.01")), []


def take_back_problems(copies: Iterable[Copy]) -> list[Problem]:
    for copy in copies:
        if copy.state != State.AVAILABLE:
            text = _("№ %(number)s уже не на місці: його не можна вважати записаним помилково.") % {"number": copy.inventory}
            return [Blocker(code="used", text=text)]
    return []


def commission_problems(commission: Mapping[str, Any]) -> list[Problem]:
    """A chair and at least one member, each by name; who approves may be written by hand."""
    found: list[Problem] = []
    if not _named(commission.get("chair")):
        found.append(Blocker(code="no_chair", text=_("Назвіть голову комісії."), field="chair"))
    if not any(_named(one) for one in commission.get("members", ())):
        found.append(Blocker(code="no_members", text=_("Назвіть хоча б одного члена комісії."), field="members"))
    return found


def _named(person: Any) -> bool:
    return isinstance(person, Mapping) and bool(str(person.get("name", "")).strip())


def sign_problems(gift: Gift, arrivals: list[Arrival], on: dt.date, today: dt.date) -> list[Problem]:
    found = [*not_open(gift), *commission_problems(gift.commission)]
    if not arrivals:
        found.append(Blocker(code="empty", text=_("У дарунку ще немає жодної книжки.")))
    if unpriced := sum(arrival.price is None for arrival in arrivals):
        text = _("Без ціни лишилося примірників: %(many)d. Нехай комісія їх оцінить.") % {"many": unpriced}
        found.append(Blocker(code="unpriced", text=text))
    if not gift.on <= on <= today:
        when = _("Акт підписують не раніше, ніж надійшов дарунок, і не пізніше, ніж сьогодні.")
        found.append(Blocker(code="wrong_day", text=when, field="signed_on"))
    return found
