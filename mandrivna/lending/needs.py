"""Needs of hubs: reads, and what speaks against writing one down."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.problems import Blocker, Problem
from mandrivna.lending import rules
from mandrivna.lending.models import HubNeed
from mandrivna.readers.models import Age

TOPIC, NOTE, MOST = 200, 300, 1000


def needs_for(actor: Actor) -> QuerySet[HubNeed]:
    return HubNeed.objects.filter(below_any(actor.paths(rules.VIEW), "place__path")).select_related("place")


def asked_at(place: Unit) -> list[HubNeed]:
    """What still waits at this shelf or in what it belongs to, the oldest first."""
    return list(HubNeed.objects.open().filter(place__in=place.ancestor_ids).select_related("place").order_by("asked_on", "uid"))


def need_problems(place: Unit, topic: str, ages: Sequence[str], quantity: int, note: str) -> list[Problem]:
    found: list[Problem] = []
    if place.closed_on:
        found.append(Blocker(code="place_closed", text=_("Це місце закрито."), field="place"))
    if not topic:
        found.append(Blocker(code="no_topic", text=_("Напишіть, про що книжки."), field="topic"))
    if set(ages) - set(Age.values):
        found.append(Blocker(code="unknown_age", text=_("Такої вікової групи немає."), field="ages"))
    if not 1 <= quantity <= MOST:
        text = _("Скільки книжок: від 1 до %(most)d.") % {"most": MOST}
        found.append(Blocker(code="how_many", text=text, field="quantity"))
    for field, said, most in (("topic", topic, TOPIC), ("note", note, NOTE)):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=field))
    return found
