"""Photographs of what was held of a plan's rows, for its reports: told to `planning`, which knows no event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from mandrivna.core.places import shown_on
from mandrivna.planning.models import Plan
from mandrivna.planning.reports.composed import Photo
from mandrivna.planning.reports.photos import PHOTOS, Source
from mandrivna.programme.models import EventPhoto
from mandrivna.programme.queries import BEHIND, announced
from mandrivna.programme.states import State
from mandrivna.shared.pictures import Printed, printed_of


def offered(plan: Plan, section: UUID | None, until: dt.date) -> list[Photo]:
    """Of events that name a row of the plan and were held by that day of its year."""
    days = {"event__on__gte": dt.date(until.year, 1, 1), "event__on__lte": until}
    rows = EventPhoto.objects.filter(event__plan_item__plan=plan, event__state=State.HELD, **days)
    return _told(rows.filter(event__plan_item__part=section) if section else rows)


def standing(uids: Iterable[str]) -> list[Photo]:
    return _told(EventPhoto.objects.filter(pk__in=list(uids)))


def shown(uids: Iterable[str]) -> list[str]:
    """That all on it agreed to show, of events that the site tells of."""
    rows = EventPhoto.objects.filter(pk__in=list(uids), on_site=True)
    today = timezone.localdate()
    told = announced(shown_on(today), today - BEHIND, today).order_by().values("pk")
    return [str(pk) for pk in rows.filter(event__in=told).values_list("pk", flat=True)]


def pixels(uids: Iterable[str]) -> dict[str, Printed]:
    rows = EventPhoto.objects.filter(pk__in=list(uids)).values_list("pk", "large")
    return {str(pk): printed_of(bytes(large)) for pk, large in rows}


def _told(rows: QuerySet[EventPhoto]) -> list[Photo]:
    values = rows.order_by("-event__on", "-pk").values_list("pk", "event", "event__title", "event__on", "alt", "digest")
    return [
        Photo(uid=str(pk), of=str(event), title=title, on=on.isoformat(), alt=alt, digest=digest)
        for pk, event, title, on, alt, digest in values
    ]


PHOTOS.add("programme.EventPhoto", Source(offered=offered, standing=standing, shown=shown, pixels=pixels))
