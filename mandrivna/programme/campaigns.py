"""Campaigns and thematic weeks as the site tells them: only by what it announces of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects

from mandrivna.core.places import Shown
from mandrivna.programme.models import Campaign, Event, EventQuerySet, Grouped
from mandrivna.programme.queries import announced


def told_of(
    shown: Shown, pk: uuid.UUID, since: dt.date, until: dt.date, *, gone: bool = False
) -> tuple[Campaign, EventQuerySet] | None:
    """A campaign and what the site announces of it. One of which nothing is announced is as good as absent: its name may be a plan
    that nobody has told yet."""
    found = Campaign.objects.filter(pk=pk, institution=shown.institution).first()
    if found is None:
        return None
    rows = announced(shown, since, until, gone=gone).filter(grouped__campaign=found)
    return (found, rows) if rows.exists() else None


def name_them(events: Iterable[Event]) -> None:
    """Each then knows the campaigns it belongs to, as `event.grouped.all`: one question for all of them."""
    named = Grouped.objects.select_related("campaign").order_by("campaign__first", "campaign__title")
    prefetch_related_objects(list(events), Prefetch("grouped", queryset=named))


def of_events(rows: EventQuerySet) -> list[uuid.UUID]:
    """Which campaigns the site has a page of, by the events it announces."""
    pks = rows.order_by().values("pk")
    return list(Campaign.objects.filter(grouped__event__in=pks).order_by("pk").distinct().values_list("pk", flat=True))
