"""Reads of intake: what is in a gift, what waits for a label or a shelf, the summary book, the days a step takes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from mandrivna.catalogue.models import Record
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.queries import institutions_for
from mandrivna.fund.models import VOID, Arrival, Donor, Gift, GiftState, Replacement, ReplacementState
from mandrivna.fund.models.arrivals import ArrivalQuerySet
from mandrivna.fund.rules import DONORS, VIEW

NOT_VOID = ~Q(arrivals__copy__extra__has_key=VOID)


def arrivals_of(gift: Gift) -> ArrivalQuerySet:
    """What stands in its act, also when it has left the fund since."""
    return Arrival.objects.filter(gift=gift).exclude(copy__extra__has_key=VOID)


def gifts_for(actor: Actor, permission: Permission = VIEW) -> QuerySet[Gift]:
    """Of the actor's own institutions, counted: titles, copies, what they are worth, how many have no price."""
    rows = Gift.objects.filter(institution__in=institutions_for(actor, permission)).select_related("donor", "place", "institution")
    return rows.annotate(
        copies=Count("arrivals", filter=NOT_VOID),
        titles=Count("arrivals__copy__record", filter=NOT_VOID, distinct=True),
        unpriced=Count("arrivals", filter=NOT_VOID & Q(arrivals__price=None)),
    )


def donors_for(actor: Actor, permission: Permission = VIEW) -> QuerySet[Donor]:
    return Donor.objects.filter(institution__in=institutions_for(actor, permission))


def donor_labels(actor: Actor, uids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """How the actor may call each of these donors; whoever is forgotten, or another institution's, is left out."""
    found = donors_for(actor).filter(pk__in=list(uids)).select_related("institution")
    word = _("Дарувальник")
    return {
        one.pk: f"{word}: {one.shown if actor.can(DONORS, one.institution.path) else one}"
        for one in found
        if one.name or one.contact
    }


def arrivals_for(actor: Actor, permission: Permission = VIEW) -> ArrivalQuerySet:
    """Of the actor's institutions, with all that a label says."""
    rows = Arrival.objects.filter(copy__owner__in=institutions_for(actor, permission))
    return rows.select_related("copy__record", "copy__place", "copy__owner")


# --- a gift as its act has it -------------------------------------------------------------------------------------------


@dataclass
class Lot:
    """Copies of one title at one price: a line of the act."""

    record: Record
    price: Decimal | None
    valued: bool
    arrivals: list[Arrival] = field(default_factory=list)

    @property
    def many(self) -> int:
        return len(self.arrivals)

    @property
    def sum(self) -> Decimal | None:
        return None if self.price is None else self.price * self.many

    @property
    def numbers(self) -> str:
        return spans([one.copy.inventory_number or 0 for one in self.arrivals])

    @property
    def key(self) -> str:
        return str(self.arrivals[0].pk)

    @property
    def keys(self) -> list[str]:
        return [str(one.pk) for one in self.arrivals]


def lots(gift: Gift) -> list[Lot]:
    """In the order in which they were taken from the box."""
    found: dict[tuple[uuid.UUID, Decimal | None, bool], Lot] = {}
    for arrival in arrivals_of(gift).select_related("copy__record").order_by("line", "pk"):
        record = arrival.copy.record
        lot = found.setdefault((record.pk, arrival.price, arrival.valued), Lot(record, arrival.price, arrival.valued))
        lot.arrivals.append(arrival)
    return list(found.values())


def spans(numbers: Iterable[int]) -> str:
    """«12–14, 17»."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


def last_commission(institution: Unit) -> dict[str, Any]:
    """Who sat the last time: they mostly do again."""
    rows = Gift.objects.filter(institution=institution).exclude(commission={}).order_by("-opened_at")
    said = dict(rows.values_list("commission", flat=True).first() or {})
    said.pop("reopened", None)
    return said


# --- the summary book, part 1 -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    act: Gift | Replacement
    copies: int
    titles: int
    sum: Decimal
    materials: Counter[str]
    languages: Counter[str]
    classes: Counter[str]


def book(institution: Unit, year: int) -> list[Entry]:
    """«Надходження до фонду»: a row a signed act, in the order of the entries. Three queries however many there are."""
    gifts = list(
        Gift.objects.filter(institution=institution, state=GiftState.SIGNED, year=year).select_related("donor").order_by("entry")
    )
    rows: dict[uuid.UUID, list[tuple[Any, ...]]] = {gift.pk: [] for gift in gifts}
    counted = Arrival.objects.filter(gift__in=gifts).exclude(copy__extra__has_key=VOID).values_list(
        "gift_id", "copy__record_id", "copy__material", "copy__language", "copy__record__udc"
    )  # fmt: skip
    for gift, *about, many, worth in counted.annotate(many=Count("pk"), worth=Sum("price")).order_by():
        rows[gift].append((*about, many, worth))
    found = [_entry(gift, rows[gift.pk]) for gift in gifts] + _instead(institution, year)
    return sorted(found, key=lambda entry: entry.act.entry or 0)


def _instead(institution: Unit, year: int) -> list[Entry]:
    """What readers brought instead of lost books."""
    signed = Replacement.objects.filter(institution=institution, state=ReplacementState.SIGNED, year=year)
    rows = signed.select_related("old", "new__record", "new__arrival")
    found = []
    for one in rows:
        copy = one.new
        about = (copy.record_id, copy.material, copy.language, copy.record.udc, 1, copy.arrival.price)
        found.append(_entry(one, [about]))
    return found


def _entry(act: Gift | Replacement, rows: list[tuple[Any, ...]]) -> Entry:
    entry = Entry(
        act,
        sum(row[4] for row in rows),
        len({row[0] for row in rows}),
        sum((row[5] or Decimal() for row in rows), Decimal()),
        Counter(),
        Counter(),
        Counter(),
    )
    for _record, material, language, udc, many, _worth in rows:
        entry.materials[str(material)] += many
        entry.languages[str(language)] += many
        entry.classes[main_class(str(udc))] += many
    return entry


def main_class(udc: str) -> str:
    """The first figure of an index: «8» of «821.161.2-3»; nothing where there is none."""
    return next((sign for sign in udc if sign.isdigit()), "")


# --- how long a step takes ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pace:
    """Of the copies that took the step in a month: how many, and days, the middle one and the slowest."""

    month: dt.date
    many: int
    middle: float
    slowest: int


STEPS = {"label": ("accepted_on", "labelled_on"), "shelf": ("labelled_on", "shelved_on"), "whole": ("accepted_on", "shelved_on")}


def paces(institution: Unit, step: str, since: dt.date) -> list[Pace]:
    """By the month in which the step was taken; one query."""
    begin, end = STEPS[step]
    rows = Arrival.objects.standing().filter(copy__owner=institution, **{f"{end}__gte": since}).values_list(F(begin), F(end))
    counted = rows.annotate(many=Count("pk")).order_by()
    months: dict[dt.date, list[int]] = {}
    for first, last, many in counted:
        months.setdefault(last.replace(day=1), []).extend([(last - first).days] * many)
    return [Pace(month, len(days), median(days), max(days)) for month, days in sorted(months.items())]


def oldest_waiting(institution: Unit) -> dt.date | None:
    found: dt.date | None = (
        Arrival.objects.waiting()
        .filter(copy__owner=institution)
        .order_by("accepted_on")
        .values_list("accepted_on", flat=True)
        .first()
    )
    return found
