"""How many readers' cards somebody of the staff opened: what no single look shows, and a page of the journal hardly.

Counted in the background every few minutes over what was written since the hour before, and written down once for a person and an
hour; the bell, which stands on every page, reads only that.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db import transaction
from django.db.models import IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.tasks import task
from django.utils import timezone

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import AuditEntry, Staff, Unit
from mandrivna.core.models.audit import MANY_LOOKS
from mandrivna.core.models.units import below_any
from mandrivna.core.outbox import periodic
from mandrivna.core.rules import AUDIT_VIEW
from mandrivna.readers.terms import terms

LOOKED = "readers.viewed"
SPOKEN_OF = dt.timedelta(hours=24)

type Hour = tuple[int, dt.datetime]


@periodic("readers.count_looks", every=dt.timedelta(minutes=5))
@task(priority=-20)
def count_looks() -> int:
    """How many persons and hours were new."""
    allowed, now = terms().looks_an_hour, timezone.now()
    if not allowed:
        return 0
    since = _hour(now) - dt.timedelta(hours=1)
    many = {hour: about for hour, about in _looked_at(since).items() if len(about[0]) >= allowed}
    if not many:
        return 0
    people = Staff.objects.in_bulk({staff for staff, _hour_of in many})
    units = Unit.objects.in_bulk({unit for _cards, unit in many.values() if unit})
    with transaction.atomic():
        told = {(int(row.object_pk), dt.datetime.fromisoformat((row.after or {})["hour"])) for row in _told(now)}
        new = [hour for hour in many if hour not in told and hour[0] in people]
        for staff, hour in new:
            cards, unit = many[staff, hour]
            after = {"hour": hour.isoformat(), "cards": len(cards)}
            audit.record(Act(actor=SYSTEM), people[staff], MANY_LOOKS, after=after, unit=units.get(unit or 0))
    return len(new)


def _hour(at: dt.datetime) -> dt.datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _looked_at(since: dt.datetime) -> dict[Hour, tuple[set[str], int | None]]:
    """Person and hour of the clock → different cards, and the institution they were of."""
    found: dict[Hour, tuple[set[str], int | None]] = defaultdict(lambda: (set(), None))
    rows = AuditEntry.objects.filter(at__gte=since, action=LOOKED, staff__isnull=False)
    for staff, at, card, unit in rows.values_list("staff", "at", "object_pk", "unit").iterator():
        cards, _unit = found[staff, _hour(at)]
        cards.add(card)
        found[staff, _hour(at)] = (cards, unit)
    return found


def _told(now: dt.datetime) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(action=MANY_LOOKS, at__gte=now - SPOKEN_OF)


def many_looks(actor: Actor, now: dt.datetime | None = None) -> QuerySet[AuditEntry]:
    """Of the last day, where the actor may see the journal; the latest first. `name`: whose looks, unless they are gone."""
    told = _told(now or timezone.now()).filter(below_any(actor.paths(AUDIT_VIEW), "unit__path"))
    person = Staff.objects.filter(pk=Cast(OuterRef("object_pk"), IntegerField()))
    return told.annotate(name=Subquery(person.values("name")[:1])).order_by("-at", "-pk")
