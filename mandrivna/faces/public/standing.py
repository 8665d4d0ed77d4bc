"""How it stands with the list of an event, for the page of the event: places, the queue, and whoever is inside here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from mandrivna.core.places import Shown, shown_on
from mandrivna.faces.public.account.own import reader_here
from mandrivna.programme.circle_standing import belonging_to
from mandrivna.programme.models import Event
from mandrivna.programme.queries import Announced, as_announced
from mandrivna.programme.signups import admission_of, ages, own_signup, standing_of
from mandrivna.programme.states import State


def days_told(days: list[Event], shown: Shown | None = None) -> list[Announced]:
    """As the site tells them: a place that is not shown is not named to whoever signed up either."""
    shown = shown or shown_on(timezone.localdate())
    return [as_announced(one, shown) for one in days]


def signing(request: HttpRequest, event: Event) -> dict[str, Any]:
    """For the page of an event: how it stands with its list, and with whoever is inside here."""
    admission = admission_of(event) if event.state == State.PLANNED else None
    if admission is None:
        return {"standing": None, "circle": belonging_to(event)}
    reader = reader_here(request)
    mine = own_signup(reader).filter(admission=admission).first() if reader else None
    return {
        "standing": standing_of(admission, timezone.now()),
        "ages": ages(admission),
        "reader": reader,
        "mine": mine,
        "ask_age": admission.bounded and not (reader and reader.birth_year),
        "of_series": admission.event_id is None,
    }
