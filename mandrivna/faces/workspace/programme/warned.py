"""What is worth a look after a day, an hour or a place has been set: said once, above the page that follows. Nothing is refused."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mandrivna.programme.models import Event, Series
from mandrivna.programme.moving import day_warnings, days_warnings
from mandrivna.programme.states import AHEAD

MOST = 5
"""Days of a series of which each is told; of the others it is told how many they are."""
Stands = dict[uuid.UUID, tuple[Any, ...]]


def stands(event: Event) -> tuple[Any, ...]:
    return event.on, event.until, event.starts, event.ends, event.place_id, event.format


def stands_of(series: Series) -> Stands:
    return {event.pk: stands(event) for event in Event.objects.filter(series=series).ahead()}


def warn(request: HttpRequest, event: Event) -> None:
    for problem in day_warnings(event) if event.state in AHEAD else ():
        messages.warning(request, str(problem))


def warn_changed(request: HttpRequest, series: Series, before: Stands) -> None:
    """Only of those that stand otherwise than before."""
    rows = Event.objects.filter(series=series).ahead()
    warn_all(request, [event for event in rows if before.get(event.pk) != stands(event)])


def warn_all(request: HttpRequest, events: Iterable[Event]) -> None:
    told = days_warnings(list(events))
    for event, problems in told[:MOST]:
        for problem in problems:
            text = _("%(day)s: %(text)s") % {"day": date_format(event.on, "j E"), "text": problem}
            messages.warning(request, text)
    if len(told) > MOST:
        messages.warning(request, _("І ще днів, на які варто глянути: %(many)d.") % {"many": len(told) - MOST})
