"""The morning after an event that took place: whoever had a place is asked once how it was, with a way to the three taps.

That it was said is the operation itself, as with members of a circle (`circle_reminding`): its number follows from the sign-up and
the event, not from its day, and is written in the transaction that puts the letter into the outbox. Who answers stays unknown: the
way to the form is the same for everybody. It is a question of ours, so whoever wants no reminders is not asked.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import suppress

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.models import Operation
from mandrivna.core.notices import NOTICES, OPENS, Opens, reached
from mandrivna.core.outbox import periodic, task
from mandrivna.core.places import shown_on
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.after import asked
from mandrivna.programme.models import Event, SignUp, SignUpQuerySet, Turnout
from mandrivna.programme.queries import announced
from mandrivna.programme.signup_notices import tell_signup, when
from mandrivna.programme.signup_problems import of_event_problems
from mandrivna.programme.signups import signups_to
from mandrivna.programme.states import Format, Signed, State
from mandrivna.programme.terms import terms

HOW_WAS_IT = "programme.how_was_it"
MONTH = dt.timedelta(days=30)


@verb("programme.ask_feedback", may=rules.COUNT, at="event.place", audited=False)
def ask_feedback(act: Act, *, event: Event, signup: SignUp) -> SignUp:
    refuse_if([*of_event_problems(event, signup), *_problems(event, signup, act.on)])
    tell_signup(act, signup, HOW_WAS_IT, event)
    return signup


def _problems(event: Event, signup: SignUp, today: dt.date) -> list[Problem]:
    if not _open(event, today):
        return [Blocker(code="not_asked", text=_("Про цю подію вже не питаємо."))]
    if not _had_a_place(event).filter(pk=signup.pk).exists():
        return [Blocker(code="was_not_there", text=_("Питаємо лише тих, хто мав місце й кого не відмічено відсутнім."))]
    return []


def _open(event: Event, today: dt.date) -> bool:
    """It took place, and the form of it stands on the site: held in a place that is not told, nobody could answer."""
    seen = announced(shown_on(today), event.on, event.last_day).filter(pk=event.pk, state=State.HELD)
    return asked(event, today) and seen.exists()


def _had_a_place(event: Event) -> SignUpQuerySet:
    """Where everybody comes by the door and people were checked in at it, those who were; elsewhere all who had a place."""
    rows = signups_to(event).standing().coming().filter(on__lte=event.last_day)
    came = Turnout.objects.filter(event=event, came_at__isnull=False)
    return rows.filter(pk__in=came.values("signup")) if event.format == Format.PLACE and came.exists() else rows


def asking_uid(event: Event, signup: SignUp) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(str(signup.pk)), f"ask {event.pk}")


@periodic("programme.ask_feedback", at="10:40")
@task(priority=-20)
def ask_all(*, today: str = "") -> None:
    """Counted late, it is asked about late: of what nobody has counted we do not know that it was. Of an
    exhibition with an opening those who signed up were at that."""
    day, days = dt.date.fromisoformat(today) if today else timezone.localdate(), terms().ask_days
    if not days:
        return
    held = announced(shown_on(day), day - dt.timedelta(days=days), day).filter(state=State.HELD)
    for event in held:
        if day - dt.timedelta(days=days) <= event.last_day and (event.opening or event.last_day) < day and asked(event, day):
            for signup in _unasked(event):
                with suppress(Refused):  # called off, signed off meanwhile: the others are asked all the same
                    ask_feedback(Act(actor=SYSTEM, uid=asking_uid(event, signup)), event=event, signup=signup)


def _unasked(event: Event) -> Iterator[SignUp]:
    """Who is on two of its lists, or left one address twice, is one person: one question. Who signed up once for a whole series is
    asked once a month and after its last meeting."""
    rows = _had_a_place(event).filter(Q(reader__isnull=True) | reached("reader"))
    people: dict[object, list[SignUp]] = {}
    for row in rows.select_related("admission", "reader").order_by("at", "pk"):
        if whose := row.reader_id or row.mail.casefold():
            people.setdefault(whose, []).append(row)
    others = _lately(event)
    uids = {
        mine[0]: {
            asking_uid(one, row)
            for row in mine
            for one in (event, *(others if all(each.admission.series_id for each in mine) else ()))
        }
        for mine in people.values()
    }
    said = set(Operation.objects.filter(pk__in=set().union(*uids.values())).values_list("pk", flat=True))
    yield from (row for row, asked_by in uids.items() if not said & asked_by)


def _lately(event: Event) -> list[Event]:
    """Meetings of its series within a month, about which the same people may have been asked; none when it was the last."""
    if event.series_id is None:
        return []
    meetings = Event.objects.filter(series=event.series_id).exclude(pk=event.pk)
    if not meetings.exclude(state=State.CANCELLED).filter(on__gt=event.on).exists():
        return []
    return list(meetings.filter(on__gt=event.on - MONTH, on__lt=event.on + MONTH).only("pk"))


def how_was_it(ref: str) -> str:
    """Nothing when it was called off after all, or the form has closed while the letter waited."""
    signup, event = _found(ref)
    if signup is None or event is None or signup.state != Signed.IN or not _open(event, timezone.localdate()):
        return ""
    told = {"title": event.title, "when": when(event)}
    return _("«%(title)s» (%(when)s): як вам було? Три дотики, без імені. Більше про це не питатимемо.") % told


def _opens(ref: str) -> Opens | None:
    _signup, event = _found(ref)
    return Opens("feedback", event.pk) if event is not None else None


def _found(ref: str) -> tuple[SignUp | None, Event | None]:
    whose, _line, which = ref.partition("|")
    return SignUp.objects.filter(pk=whose).first(), Event.objects.filter(pk=which).select_related("place").first()


NOTICES.add(HOW_WAS_IT, how_was_it)
OPENS.add(HOW_WAS_IT, _opens)
