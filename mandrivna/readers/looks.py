"""How many readers' cards somebody of the staff opened: what no single look shows, and a page of the journal hardly."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, IntegerField, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncHour
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models import AuditEntry, PolicyEdit, Staff
from mandrivna.core.models.units import below_any
from mandrivna.core.rules import AUDIT_VIEW

LOOKED = "readers.viewed"
SPOKEN_OF = dt.timedelta(hours=24)
KEY = "looks_an_hour"


def _hours(actor: Actor, now: dt.datetime) -> QuerySet[Any, Any]:
    """Person, hour of the clock and how many different readers, of the last day: the index by time bounds what is read."""
    rows: QuerySet[Any, Any] = AuditEntry.objects.filter(
        below_any(actor.paths(AUDIT_VIEW), "unit__path"), at__gte=now - SPOKEN_OF, action=LOOKED, staff__isnull=False
    )
    rows = rows.order_by().annotate(hour=TruncHour("at")).values("staff", "hour")
    return rows.annotate(readers=Count("object_pk", distinct=True), since=Min("at")).filter(readers__gte=_allowed())


def _allowed() -> NullIf:
    """The institution's number, asked inside the question of whoever asks: the bell has one for all kinds. 0 is never reached."""
    last = PolicyEdit.objects.filter(name="readers", key=KEY).order_by("-sequence").values("value")[:1]
    shipped = Value(int(policy.seed("readers")[KEY]))
    return NullIf(Coalesce(Cast(Subquery(last), IntegerField()), shipped), Value(0))


def many_looks(actor: Actor, now: dt.datetime | None = None) -> QuerySet[Staff]:
    """Who opened more in some hour of the last day, where the actor may see the journal: `most` cards, `since` when."""
    hours = _hours(actor, now or timezone.now())
    worst = hours.filter(staff=OuterRef("pk")).order_by("-readers", "-since")
    people = Staff.objects.filter(pk__in=hours.values("staff")).order_by("name", "pk")
    return people.annotate(most=Subquery(worst.values("readers")[:1]), since=Subquery(worst.values("since")[:1]))
