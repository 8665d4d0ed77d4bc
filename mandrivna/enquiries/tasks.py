"""Tasks of enquiries, found here by the worker."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.core.outbox import periodic, task
from mandrivna.enquiries.actions.offers import say_offers
from mandrivna.enquiries.actions.stations import end_forgotten
from mandrivna.enquiries.actions.surveys import count_survey
from mandrivna.enquiries.models import Offer, Sitting, Survey
from mandrivna.enquiries.models.surveys import SurveyState


@periodic("enquiries.end_forgotten", at="00:20")
@task()
def end_forgotten_sittings() -> int:
    """Nobody sits at a computer all night."""
    rows = Sitting.objects.filter(ended_at=None, on__lt=timezone.localdate()).select_related("place").order_by("pk")[:500]
    return len([end_forgotten(Act(actor=SYSTEM), sitting=row) for row in rows])


@periodic("enquiries.count_surveys", at="00:30")
@task()
def count_surveys() -> int:
    """Also of a questionnaire that ended yesterday, and of one that nobody counted while the computer slept."""
    last = timezone.localdate() - dt.timedelta(days=1)
    waits = Q(counted_to=None) | Q(counted_to__lt=F("closes_on"))
    rows = Survey.objects.exclude(state=SurveyState.DRAFT).filter(waits, opens_on__lte=last).exclude(counted_to=last)
    return len([count_survey(Act(actor=SYSTEM), survey=row) for row in rows.order_by("pk")[:500]])


@periodic("enquiries.end_offers", at="00:25")
@task()
def end_offers_of_closed() -> int:
    """A place that was closed is for nobody and offers nothing."""
    open_rows = Offer.objects.filter(until=None, place__closed_on__isnull=False).values("place")
    return len(
        [say_offers(Act(actor=SYSTEM), place=unit, codes=[]) for unit in Unit.objects.filter(pk__in=open_rows).order_by("pk")]
    )
