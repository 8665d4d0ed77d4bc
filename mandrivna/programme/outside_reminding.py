"""The evening before: whoever was accepted to a conference or contest hears of the day once more, and the group of an excursion.

They are no readers and signed up on no list, so neither `reminding` nor `circle_reminding` knows them. That it was said is the
operation itself, as there: its number follows from them, the event and its day. Whom no letter reaches is reminded by nobody: a
colleague calls with news, not with what they know.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.answering import answers_go_out
from mandrivna.core.door import verb
from mandrivna.core.models import Operation
from mandrivna.core.outbox import periodic, task
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.call_notices import remind_of_call
from mandrivna.programme.excursion_notices import remind_of_excursion
from mandrivna.programme.models import Application, ApplicationState, CallState, Event, GroupRequest, RequestState
from mandrivna.programme.signups import begins, gathering
from mandrivna.programme.states import State
from mandrivna.programme.terms import terms

NOT_HIDDEN = (CallState.OPEN, CallState.JUDGING, CallState.DONE)


@verb("programme.remind_applicant", may=rules.COUNT, at="event.place", audited=False)
def remind_applicant(act: Act, *, event: Event, application: Application) -> Application:
    accepted = application.state == ApplicationState.ACCEPTED and application.call.state in NOT_HIDDEN
    refuse_if(_problems(event, application.call.event_id, accepted=accepted))
    remind_of_call(application, event)
    return application


@verb("programme.remind_group", may=rules.COUNT, at="event.place", audited=False)
def remind_group(act: Act, *, event: Event, request: GroupRequest) -> GroupRequest:
    refuse_if(_problems(event, request.event_id, accepted=request.state == RequestState.ACCEPTED))
    remind_of_excursion(request, event)
    return request


def _problems(event: Event, theirs: uuid.UUID | None, *, accepted: bool) -> list[Problem]:
    if not accepted:
        return [Blocker(code="not_accepted", text=_("Нагадуємо лише тим, кого прийнято."))]
    if event.state != State.PLANNED or event.pk != theirs:
        return [Blocker(code="wrong_event", text=_("Ця подія не їхня або вже не чекає на них."))]
    return []


def reminder_uid(event: Event, whose: Application | GroupRequest) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(str(whose.pk)), f"remind {event.pk} {event.gathers}")


@periodic("programme.remind_outside", at="10:20")
@task(priority=-20)
def remind_outside(*, today: str = "") -> None:
    """A day on which nothing ran is made up for while the event has not begun."""
    day, now = dt.date.fromisoformat(today) if today else timezone.localdate(), timezone.now()
    days = terms().remind_days
    if not days or not answers_go_out():  # nothing is said to have been said that goes nowhere
        return
    theirs = gathering(day, days).filter(Q(calls__isnull=False) | Q(group_request__isnull=False)).distinct()
    for event in theirs.select_related("place"):
        if today or begins(event) > now:
            for application in _unsaid(event, _applicants(event)):
                remind_applicant(_act(event, application), event=event, application=application)
            for request in _unsaid(event, GroupRequest.objects.filter(event=event, state=RequestState.ACCEPTED)):
                remind_group(_act(event, request), event=event, request=request)


def _act(event: Event, whose: Application | GroupRequest) -> Act:
    return Act(actor=SYSTEM, uid=reminder_uid(event, whose))


def _applicants(event: Event) -> QuerySet[Application]:
    rows = Application.objects.filter(call__event=event, call__state__in=NOT_HIDDEN, state=ApplicationState.ACCEPTED)
    return rows.select_related("call__event").order_by("sent_at", "pk")


def _unsaid[Whose: (Application, GroupRequest)](event: Event, rows: QuerySet[Whose]) -> Iterator[Whose]:
    """Those with an address of mail who have not heard of this day yet."""
    listed = {reminder_uid(event, row): row for row in rows if row.mail}
    said = set(Operation.objects.filter(pk__in=listed).values_list("pk", flat=True))
    yield from (row for uid, row in listed.items() if uid not in said)
