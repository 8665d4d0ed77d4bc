"""An event put on another day with one movement: dragged, by keys, or by a touch on the day. It is the verb of «Перенести»."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.core.actor import Actor
from mandrivna.core.addresses import safe_url
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access
from mandrivna.faces.look.templatetags.look import day_of_week
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.workspace.operate import act_of
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.faces.workspace.programme.warned import warn
from mandrivna.programme.actions.events import move_event
from mandrivna.programme.models import Event
from mandrivna.programme.queries import Day, Month, may_plan
from mandrivna.programme.rules import PLAN
from mandrivna.programme.states import AHEAD, State
from mandrivna.programme.terms import closed_days, is_closed


@require_POST
@access(PLAN)
def shift(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A draft goes at once, and back with one press. What was announced asks for its reason first: people are told of it."""
    one = found(request, pk)
    if not may_plan(request.actor, one):
        raise Http404
    said = {name: request.POST.get(name) or request.GET.get(name, "") for name in ("on", "next")}
    there = safe_url(request, said["next"]) or f"{reverse('workspace:programme')}?month={one.on:%Y-%m}"
    on = read_day(said["on"])
    if on is None:
        messages.error(request, _("Оберіть день, на який перенести."))
        return redirect(there)
    if one.state == State.PLANNED and on != one.on:
        return redirect(f"{reverse('workspace:event_move', args=[pk])}?{urlencode({'on': on.isoformat()})}")
    if on != one.on:
        _move(request, one, on, there)
    return redirect(there)


def _move(request: HttpRequest, one: Event, on: dt.date, there: str) -> None:
    was = one.on
    try:
        moved = move_event(act_of(request), event=one, on=on, starts=one.starts, ends=one.ends)
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem))
        return
    back = urlencode({"on": was.isoformat(), "next": there})
    text = _("«%(title)s» тепер %(day)s.") % {"title": one.title[:60], "day": f"{date_format(on, 'j E')}, {day_of_week(on)}"}
    undoable(request, text, f"{reverse('workspace:event_shift', args=[one.pk])}?{back}")
    warn(request, moved)


def read_day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def movable(actor: Actor, event: Event) -> bool:
    return event.state in AHEAD and may_plan(actor, event)


@dataclass(frozen=True)
class Box:
    """A day of the month as a box to drop into; `rows` of events, each with whether this person may move it from here."""

    on: dt.date
    closed: bool
    rows: list[tuple[Event, bool]]

    @property
    def column(self) -> int:
        return self.on.isoweekday()


def boxes(actor: Actor, month: Month, days: list[Day]) -> list[Box]:
    """All days of the month. An exhibition that goes on from the month before stands above them, and is moved from its own day."""
    closed, told = closed_days(), {day.on: day.events for day in days}
    listed = [month.first + dt.timedelta(days=number) for number in range((month.last - month.first).days + 1)]
    return [
        Box(on, is_closed(on, closed), [(one, one.on == on and movable(actor, one)) for one in told.get(on, [])]) for on in listed
    ]


def mover(rows: list[Any]) -> dict[str, Any]:
    """What the part of the page needs that moves; nothing where nothing can be moved."""
    return {"moves": any(rows), "closed_days": " ".join(sorted(closed_days()))}
