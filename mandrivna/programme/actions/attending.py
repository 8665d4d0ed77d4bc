"""Who of a circle was at its meetings; the one record of attendance of each meeting follows."""

from __future__ import annotations

from typing import Any

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import refuse_if
from mandrivna.programme import rules
from mandrivna.programme.actions.counting import count_event_here, know_again
from mandrivna.programme.circle_problems import MOST_MARKS, mark_problems
from mandrivna.programme.models import Attendance, Circle, Event, Member, MemberState
from mandrivna.programme.roll import Mark, counted, home_of, retold


@verb("programme.mark_attendance", may=rules.PEOPLE, at="circle.place")
def mark_attendance(act: Act, *, circle: Circle, marks: list[dict[str, Any]]) -> Circle:
    """`marks`: {"event", "present": {member: way}, "guests": number or None}, each the whole truth about one meeting. Guests came
    without belonging to the circle; None leaves them as they were counted. The number of the event becomes members and guests
    together: nobody is counted twice, and what was told of audiences and ways before stays as it was (roll.py)."""
    locked = Circle.objects.select_for_update(of=("self",)).select_related("series__place").get(pk=circle.pk)
    members = {str(one.pk): one for one in Member.objects.filter(circle=locked).exclude(state=MemberState.WAITING)}
    asked = Event.objects.filter(pk__in=[mark.get("event") for mark in marks[:MOST_MARKS]])
    found = {str(one.pk): one for one in asked.select_for_update().order_by("pk")}
    for mark in marks:
        refuse_if(mark_problems(locked, found.get(str(mark.get("event"))), set(members), mark))
    for mark in marks:
        _mark(act, found[str(mark["event"])], members, mark)
    return locked


def _mark(act: Act, event: Event, members: dict[str, Member], mark: dict[str, Any]) -> None:
    rows = Attendance.objects.filter(event=event).select_related("member")
    before = {str(row.member_id): Mark(row.way, row.member.age, row.added) for row in rows}
    present = {pk: Mark(way, members[pk].age) for pk, way in sorted((mark.get("present") or {}).items())}
    lines, kept = retold(counted([event])[event.pk], before, present, mark.get("guests"), home_of(event))
    told = [{"way": way, "audience": audience, "age": age, "number": n} for (way, audience, age), n in sorted(lines.items())]
    Attendance.objects.filter(event=event).delete()
    count_event_here(act.part(f"count:{event.pk}"), event=event, counts=told, report=event.report)
    Attendance.objects.bulk_create(
        [Attendance(member=members[pk], event=event, way=one.way, added=one.added) for pk, one in sorted(kept.items())]
    )
    know_again(act, event)
