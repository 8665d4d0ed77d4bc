"""Lists that the work asks for: who of last year has not come back yet, and whose card is still to be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models.units import below_any
from mandrivna.core.queries import institutions_for
from mandrivna.readers.models import Card, Enrolment
from mandrivna.readers.rules import ENROL


def not_again(actor: Actor, year: int) -> QuerySet[Enrolment]:
    """Registrations of the year before at the actor's places whose readers are not registered for this year yet."""
    cards = Prefetch("reader__cards", queryset=Card.objects.active().order_by("-issued_on"), to_attr="valid_cards")
    again = Enrolment.objects.filter(reader=OuterRef("reader"), year=year)
    rows = Enrolment.objects.filter(
        below_any(actor.paths(ENROL), "place__path"), year=year - 1, reader__merged_into=None, reader__isnull=False
    )
    return rows.exclude(Exists(again)).select_related("place", "reader").prefetch_related(cards).order_by("-on", "uid")


def cards_given(actor: Actor, first: dt.date, last: dt.date) -> QuerySet[Card]:
    """Valid cards given in these days to readers of the actor's institutions, the latest first."""
    own = institutions_for(actor, ENROL)
    rows = Card.objects.active().filter(reader__institution__in=own, issued_on__range=(first, last))
    return rows.select_related("reader").order_by("-issued_on", "-uid")


def cards_chosen(actor: Actor, codes: Sequence[str]) -> list[Card]:
    """In the order in which they were asked for; of somebody else's nothing."""
    own = institutions_for(actor, ENROL)
    found = {
        card.code: card
        for card in Card.objects.active().filter(code__in=codes, reader__institution__in=own).select_related("reader")
    }
    return [found[code] for code in codes if code in found]


def ended_card(actor: Actor, code: str, permission: object = ENROL) -> Card | None:
    """A card that was valid once, of a reader the actor may serve: what is wrong with it is said instead of «unknown»."""
    own = institutions_for(actor, permission)  # type: ignore[arg-type]
    return Card.objects.filter(code=code, ended_on__isnull=False, reader__institution__in=own).select_related("reader").first()
