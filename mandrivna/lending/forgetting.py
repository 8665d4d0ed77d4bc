"""How home delivery forgets to whom it went: no later than two weeks after the round, and no later than the loans of that reader.

A round that nobody ends counts as over two weeks after its day, as its addresses are gone by then.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.core.retention import HANDLERS
from mandrivna.lending.delivering import DOORS_FOR
from mandrivna.lending.models import Carried, Event, Round, Stop
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Kind

NAMELESS = {
    "reader__name__isnull": True, "reader__phone__isnull": True, "reader__email__isnull": True, "reader__kind": Kind.PERSON,
}  # fmt: skip
LONGEST = dt.timedelta(days=14)
BATCH = 500
NAMED_A_VOLUNTEER = ("lending.plan_round", "lending.replan_round")


def forget_rounds(now: dt.datetime) -> int:
    """Doors lose their reader, and rounds the name that somebody wrote."""
    today = timezone.localdate(now)
    last = today - min(LONGEST, dt.timedelta(days=terms().forget_after_days))
    over = Q(closed_on__lt=last) | Q(round__planned_on__lt=last - DOORS_FOR)
    old = Q(closed_on__lt=today - LONGEST) | Q(planned_on__lt=today - LONGEST - DOORS_FOR)
    return _unlink(Stop.objects.filter(over).exclude(_fresh(now))) + _unname(Round.objects.filter(old).exclude(volunteer_name=""))


def forget_nameless_doors(now: dt.datetime) -> int:
    """Whoever gave neither a name nor a way to reach them: as soon as the round is over and nothing of it can be undone."""
    over = Q(closed_on__isnull=False) | Q(round__planned_on__lt=timezone.localdate(now) - DOORS_FOR)
    return _unlink(Stop.objects.filter(over, **NAMELESS).exclude(_fresh(now)))


def unlink_doors(events: Iterable[uuid.UUID]) -> int:
    """With the loan its door: of a round that is over it says nothing any more that the loan does not say."""
    return _unlink(Stop.objects.filter(carried__by__in=list(events), closed_on__isnull=False).distinct())


def empty_operations(stops: Iterable[uuid.UUID]) -> None:
    """What put the door on the list named the reader, and so did what handed a book over there."""
    doors = list(stops)
    acts = Carried.objects.filter(stop__in=doors, by__isnull=False).values_list("by", flat=True)
    Operation.objects.filter(pk__in=[*doors, *acts], body__isnull=False).update(body=None)


def _fresh(now: dt.datetime) -> Exists:
    since = now - dt.timedelta(minutes=terms().undo_minutes)
    return Exists(Carried.objects.filter(stop=OuterRef("pk"), by__in=Event.objects.filter(at__gte=since).values("pk")))


def _unlink(stops: models.QuerySet[Stop]) -> int:
    count = 0
    known = stops.filter(reader__isnull=False)
    while chosen := list(known.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            empty_operations(chosen)
            Carried.objects.filter(stop__in=chosen).update(by=None)
            count += Stop.objects.filter(pk__in=chosen).update(reader=None)
    return count


def _unname(rounds: models.QuerySet[Round]) -> int:
    count = 0
    while chosen := list(rounds.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            said = Operation.objects.filter(ref__in=[f"lending.Round:{pk}" for pk in chosen], verb__in=NAMED_A_VOLUNTEER)
            said.filter(body__isnull=False).update(body=None)
            count += Round.objects.filter(pk__in=chosen).update(volunteer_name="")
    return count


HANDLERS.add("lending.forget_rounds", forget_rounds)
