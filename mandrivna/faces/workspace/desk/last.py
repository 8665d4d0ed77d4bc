"""The last thing done at this desk, so that it can be taken back with one button."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from mandrivna.lending.models import Event
from mandrivna.lending.queries import last_act
from mandrivna.lending.rules import UNDO
from mandrivna.lending.states import Effect
from mandrivna.lending.terms import terms

KEY = "desk_last"


@dataclass(frozen=True)
class Last:
    event: Event
    may_undo: bool


def remember(request: HttpRequest, event: Any) -> None:
    request.session[KEY] = str(event.pk)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def last_of(request: HttpRequest) -> Last | None:
    if not (kept := request.session.get(KEY)):
        return None
    event = last_act(uuid.UUID(kept), request.actor)
    if event is None or event.effect in (Effect.UNDONE, Effect.NOTHING):
        return None
    fresh = timezone.now() - event.at <= dt.timedelta(minutes=terms().undo_minutes)
    return Last(event, fresh and request.actor.can(UNDO, event.place.path))
