"""Tasks of lending, found here by the worker."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.erasure import scrub
from mandrivna.core.outbox import periodic, task
from mandrivna.core.profile import site_institution
from mandrivna.lending.actions.site import close_site_day
from mandrivna.lending.models import SiteSalt

SPACE = uuid.UUID("5d7a8f0c-61c5-4d0e-9a55-0b0f5f0d5e11")


@periodic("lending.close_site_days", every=dt.timedelta(minutes=15))
@task()
def close_site_days() -> int:
    """At the day's change, and a quarter of an hour later again: whatever a machine slept through is closed when it wakes."""
    institution, today = site_institution(), timezone.localdate()
    days = list(SiteSalt.objects.filter(day__lt=today).order_by("day").values_list("day", "pk"))
    if institution is None:
        SiteSalt.objects.filter(day__lt=today).delete()
    else:
        for day, salt in days:
            uid = uuid.uuid5(SPACE, f"{institution.pk}:{day}:{salt}")  # a day opened again has a salt of its own
            close_site_day(Act(actor=SYSTEM, uid=uid), institution=institution, on=day)
    if days:
        scrub()
    return len(days) if institution else 0
