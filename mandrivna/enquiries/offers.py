"""Specialities and services of places: the words in force, what counts, and what is read of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mandrivna.core import policy
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.policy import VALIDATORS
from mandrivna.core.problems import Blocker, Problem
from mandrivna.enquiries.models.offers import Offer, Sort
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

POLICY = "offers"
LONGEST_NAME = 60
SPECIALITY = kind("enquiries.speciality", _("Спеціалізація підрозділів"), _("спеціалізація"), facets=("form",))
SERVICE = kind("enquiries.service", _("Послуги в місцях обслуговування"), _("послуга"), facets=("form",))


# --- the words ----------------------------------------------------------------------------------------------------------


def words() -> dict[str, dict[str, str]]:
    """Sort → code → name, as the institution calls them; what has no name is offered nowhere."""
    return policy.made(POLICY, _named)


def _named(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {sort: {code: name.strip() for code, name in data[sort].items() if name.strip()} for sort in Sort.values}


def shipped_offers() -> dict[str, str]:
    """For those who name a facet without asking the database."""
    data = policy.seed(POLICY)
    return {code: name for sort in Sort.values for code, name in data[sort].items() if name}


def sorts() -> dict[str, str]:
    """Code → sort, of every code there is; which sort a code is of nobody changes."""
    data = policy.seed(POLICY)
    return {code: sort for sort in Sort.values for code in data[sort]}


def name(sort: str, code: str, known: dict[str, dict[str, str]]) -> str:
    """In the language of whoever looks; `known` are the words in force, asked for once a page."""
    said = known[sort].get(code)
    return gettext(said) if said else code


def offers_policy_problems(_key: str, value: Any) -> list[Problem]:
    if not isinstance(value, str) or len(value) > LONGEST_NAME:
        text = _("Потрібна назва, не довша за %d знаків; порожня прибирає рядок із форми.") % LONGEST_NAME
        return [Blocker(code="policy_label", text=text, field="value")]
    return []


VALIDATORS.add(POLICY, offers_policy_problems)


# --- what counts --------------------------------------------------------------------------------------------------------


def offer_lines(offer: Offer) -> list[Line]:
    """One more from the day it is offered, one fewer from the day it is not."""
    counted = SERVICE if offer.sort == Sort.SERVICES else SPECIALITY
    found = [Line(kind=counted, unit=offer.place_id, on=offer.since, form=offer.code)]
    if offer.until:
        found.append(Line(kind=counted, unit=offer.place_id, on=offer.until, quantity=-1, form=offer.code))
    return found


SOURCES.add(
    "enquiries.Offer",
    FactSource(
        "enquiries.Offer",
        _("Спеціалізація або послуга місця"),
        lambda: Offer.objects.all(),
        offer_lines,
        lambda offer: name(offer.sort, offer.code, words()),
    ),
)


# --- what is read -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One sort in words: «для кого» and what stands there."""

    sort: Sort
    names: list[str]

    @property
    def label(self) -> str:
        return str(self.sort.label)


def standing(place: Unit) -> list[Offer]:
    return list(Offer.objects.filter(place=place, until=None).order_by("code"))


def offered(places: Iterable[int]) -> dict[int, list[Said]]:
    """By place, sorts in their order and names in the order of the policy; two questions, however many places."""
    order, known = list(sorts()), words()
    rows = Offer.objects.filter(place__in=list(places), until=None).values_list("place", "sort", "code")
    found: dict[int, dict[str, list[str]]] = {}
    for place, sort, code in sorted(rows, key=lambda row: order.index(row[2]) if row[2] in order else len(order)):
        found.setdefault(place, {}).setdefault(sort, []).append(name(sort, code, known))
    return {place: [Said(sort, said[sort]) for sort in Sort if sort in said] for place, said in found.items()}


def places_offering(paths: tuple[str, ...], code: str = "") -> list[Unit]:
    """Open places that offer this, or anything at all: «бібліотеки-філії, в яких можна реалізувати напрямок роботи»."""
    rows = Offer.objects.filter(until=None, **({"code": code} if code else {}))
    units = Unit.objects.filter(below_any(paths), pk__in=rows.values("place")).open().select_related("parent")
    return list(units.order_by("path"))
