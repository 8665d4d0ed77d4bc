"""The evening before: whoever has a place is reminded once for each day of each event.

The mark that somebody was reminded is written in the transaction that puts the letter into the outbox: after a `kill -9` there are
both or neither, and the next run of the clock says only what was not said.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.outbox import periodic, task
from mandrivna.core.problems import refuse_if
from mandrivna.programme import rules
from mandrivna.programme.actions.signups import fill, lock
from mandrivna.programme.models import Admission, Event, SignUp, Turnout, last_day
from mandrivna.programme.signup_notices import REMIND, tell_signup
from mandrivna.programme.signup_problems import of_event_problems, standing_problems
from mandrivna.programme.signups import begins, gathering, signups_to
from mandrivna.programme.states import Signed
from mandrivna.programme.terms import terms


@verb("programme.remind", may=rules.COUNT, at="event.place", audited=False)
def remind_signup(act: Act, *, event: Event, signup: SignUp) -> Turnout:
    """Its number follows from the person, the event and its day, so the clock may ask again; a day that has moved is a new one."""
    refuse_if([*of_event_problems(event, signup), *standing_problems(signup)])
    row = Turnout.objects.select_for_update().filter(event=event, signup=signup).first()
    row = row or Turnout(uid=act.uid, event=event, signup=signup)
    if row.reminded_for != event.gathers:
        row.reminded_for = event.gathers
        row.save()
        tell_signup(act, signup, REMIND, event)
    return row


def reminder_uid(event: Event, signup: SignUp) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(str(signup.pk)), f"remind {event.pk} {event.gathers}")


@periodic("programme.remind", at="10:20")
@task(priority=-20)
def remind_all(*, today: str = "") -> None:
    """A day on which nothing ran is made up for while the event has not begun. Who signed up today has just been told."""
    day, now = dt.date.fromisoformat(today) if today else timezone.localdate(), timezone.now()
    days = terms().remind_days
    if not days:
        return
    for event in gathering(day, days):
        if today or begins(event) > now:
            for signup in _unreminded(event, day):
                remind_signup(Act(actor=SYSTEM, uid=reminder_uid(event, signup)), event=event, signup=signup)
    _refresh(day)


def _unreminded(event: Event, day: dt.date) -> Iterator[SignUp]:
    said = Turnout.objects.filter(event=event, signup=OuterRef("pk"), reminded_for=event.gathers)
    rows = signups_to(event).standing().coming().filter(on__lt=day).exclude(Exists(said))
    yield from rows.select_related("admission", "reader").order_by("turn")


def _refresh(day: dt.date) -> None:
    """Whoever waits for what is ahead again moves up.

    Of a series days are added and dropped: those on its list are forgotten so many days after the last that stands.
    """
    for admission in Admission.objects.filter(signups__state=Signed.WAITING, signups__over_on__gte=day).distinct():
        with transaction.atomic():
            fill(Act(actor=SYSTEM), lock(admission.pk))
    for admission in Admission.objects.filter(series__isnull=False, signups__over_on__gte=day).select_related("series").distinct():
        admission.signups.filter(over_on__gte=day).exclude(over_on=(last := last_day(admission, day))).update(over_on=last)
