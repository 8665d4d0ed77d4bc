"""Answers for everybody: those the staff works on, and those the site shows."""

from __future__ import annotations

from django.db.models import QuerySet

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.queries import institutions_for
from mandrivna.enquiries.models import Known
from mandrivna.enquiries.rules import ANSWER, PUBLISH
from mandrivna.enquiries.states import KnownState


def known_for(actor: Actor, permission: Permission = ANSWER) -> QuerySet[Known]:
    """Of the actor's own institutions; to publish, the right has to reach the institution itself."""
    units = Unit.objects.visible_to(actor, PUBLISH) if permission is PUBLISH else institutions_for(actor, permission)
    return Known.objects.filter(institution__in=units)


def published_by(institution: Unit) -> QuerySet[Known]:
    return Known.objects.filter(institution=institution, state=KnownState.PUBLISHED).order_by("topic", "-published_on", "pk")
