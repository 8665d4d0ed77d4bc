"""Who of a circle was at its meetings; the one record of attendance of each meeting follows."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import refuse_if
from mandrivna.programme import rules
from mandrivna.programme.actions.counting import count_event_here
from mandrivna.programme.circle_problems import MOST_MARKS, mark_problems
from mandrivna.programme.models import Attendance, Circle, Event, Member, MemberState
from mandrivna.programme.states import WAYS


@verb("programme.mark_attendance", may=rules.PEOPLE, at="circle.place")
def mark_attendance(act: Act, *, circle: Circle, marks: list[dict[str, Any]]) -> Circle:
    """`marks`: {"event", "present": {member: way}, "guests": number}, each the whole truth about one meeting. Guests came
    without belonging to the circle. The number of the event becomes members and guests together: nobody is counted twice."""
    locked = Circle.objects.select_for_update(of=("self",)).select_related("series__place").get(pk=circle.pk)
    members = {str(one.pk): one for one in Member.objects.filter(circle=locked).exclude(state=MemberState.WAITING)}
    found = {str(one.pk): one for one in Event.objects.filter(pk__in=[mark.get("event") for mark in marks[:MOST_MARKS]])}
    for mark in marks:
        refuse_if(mark_problems(locked, found.get(str(mark.get("event"))), set(members), mark))
    for mark in marks:
        _mark(act, found[str(mark["event"])], members, mark)
    return locked


def _mark(act: Act, event: Event, members: dict[str, Member], mark: dict[str, Any]) -> None:
    present: dict[str, str] = mark.get("present") or {}
    Attendance.objects.filter(event=event).delete()
    Attendance.objects.bulk_create([Attendance(member=members[pk], event=event, way=way) for pk, way in sorted(present.items())])
    counts: Counter[tuple[str, str]] = Counter((way, members[pk].age) for pk, way in present.items())
    counts[WAYS[event.format][0], ""] += mark.get("guests", 0)
    audience = event.audiences[0] if len(event.audiences) == 1 else "general"
    lines = [{"way": way, "audience": audience, "age": age, "number": n} for (way, age), n in sorted(counts.items()) if n]
    count_event_here(act.part(f"count:{event.pk}"), event=event, counts=lines, report=event.report)
