"""Of those who came to an event, how many are registered readers: they are served users already, the others are strangers."""

from __future__ import annotations

from django.db.models import Q

from mandrivna.programme.models import Attendance, Event, Turnout
from mandrivna.readers.models import Enrolment


def registered_among(event: Event) -> int:
    """Whom the list and the marks of a circle know, if registered in the year of the event. Who has been forgotten since the number
    was told before stays in it: nobody becomes a stranger because the program forgot them."""
    signed = Turnout.objects.filter(event=event, came_at__isnull=False, signup__reader__isnull=False).values("signup__reader")
    marked = Attendance.objects.filter(event=event, member__reader__isnull=False).values("member__reader")
    registered = Enrolment.objects.filter(Q(reader__in=signed) | Q(reader__in=marked), year=event.on.year, counted=True)
    found, before = registered.order_by().values("reader").distinct().count(), event.registered or 0
    return found if found >= before else max(found, min(before, found + _forgotten(event)))


def _forgotten(event: Event) -> int:
    lines = Turnout.objects.filter(event=event, came_at__isnull=False, signup__reader=None, signup__token_hash=None)
    marks = Attendance.objects.filter(event=event, member__reader=None, member__name__isnull=True)
    return lines.count() + marks.count()
