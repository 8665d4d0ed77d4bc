"""The evening before a lesson or a sitting: members are reminded of it once for each of its days, as those who signed up are.

That it was said is the operation itself: its number follows from the member, the event and its day, and it is written in the
transaction that puts the letter into the outbox. So after a `kill -9` there are both or neither, and the clock may ask again.
Unlike news of a place, a reminder of ours goes to nobody who wants none.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.models import Operation
from mandrivna.core.notices import NOTICES, reached, tell
from mandrivna.core.outbox import periodic, task
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.models import Event, Member, MemberState
from mandrivna.programme.signup_notices import at
from mandrivna.programme.signups import begins, signups_to
from mandrivna.programme.states import State
from mandrivna.programme.terms import terms

LESSON_AHEAD = "programme.lesson_ahead"


@verb("programme.remind_member", may=rules.COUNT, at="event.place", audited=False)
def remind_member(act: Act, *, event: Event, member: Member) -> Member:
    refuse_if(_problems(event, member))
    assert member.reader_id is not None
    tell(act, member.reader_id, LESSON_AHEAD, f"{member.pk}|{event.pk}")
    return member


def _problems(event: Event, member: Member) -> list[Problem]:
    if member.reader_id is None or member.state != MemberState.IN:
        return [Blocker(code="not_inside", text=_("Нагадуємо лише тим, хто ходить і має квиток."))]
    if event.state != State.PLANNED or event.series_id != member.circle.series_id:
        return [Blocker(code="wrong_event", text=_("Цієї зустрічі в групі чи клубі немає."))]
    return []


def reminder_uid(event: Event, member: Member) -> uuid.UUID:
    return uuid.uuid5(uuid.UUID(str(member.pk)), f"remind {event.pk} {event.on}")


@periodic("programme.remind_members", at="10:20")
@task(priority=-20)
def remind_members(*, today: str = "") -> None:
    """A day on which nothing ran is made up for while the event has not begun."""
    day, now = dt.date.fromisoformat(today) if today else timezone.localdate(), timezone.now()
    days = terms().remind_days
    if not days:
        return
    ahead = Event.objects.filter(state=State.PLANNED, on__gte=day, on__lte=day + dt.timedelta(days=days))
    for event in ahead.filter(series__circle__isnull=False).select_related("place"):
        if today or begins(event) > now:
            for member in _unreminded(event, day):
                remind_member(Act(actor=SYSTEM, uid=reminder_uid(event, member)), event=event, member=member)


def _unreminded(event: Event, day: dt.date) -> Iterator[Member]:
    """Who joined today knows; who also signed up for it hears it from there."""
    midnight = dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
    apart = signups_to(event).standing().coming().filter(reader__isnull=False).values("reader")
    rows = Member.objects.inside().filter(
        reached("reader"), circle__series=event.series_id, reader__isnull=False, since__lt=midnight
    )
    listed = {
        reminder_uid(event, row): row for row in rows.exclude(reader__in=apart).select_related("circle").order_by("since", "pk")
    }
    said = set(Operation.objects.filter(pk__in=listed).values_list("pk", flat=True))
    yield from (row for uid, row in listed.items() if uid not in said)


def lesson_ahead(ref: str) -> str:
    """Nothing any more when the member has left meanwhile, or the meeting is off or has begun while the night was quiet."""
    whose, _line, which = ref.partition("|")
    member = Member.objects.inside().filter(pk=whose).select_related("circle__series").first()
    event = Event.objects.filter(pk=which, state=State.PLANNED).select_related("place").first()
    if member is None or event is None or begins(event) <= timezone.now():
        return ""
    return _("Нагадуємо: «%(title)s», %(at)s.") % {"title": member.circle, "at": at(event)}


NOTICES.add(LESSON_AHEAD, lesson_ahead)
