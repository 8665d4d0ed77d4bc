"""One event, for whoever may look at it."""

from __future__ import annotations

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from mandrivna.programme.models import Event
from mandrivna.programme.queries import events_for


def found(request: HttpRequest, pk: uuid.UUID) -> Event:
    rows = events_for(request.actor).select_related("unit", "place", "series__circle", "plan_item", "institution")
    return get_object_or_404(rows, pk=pk)
