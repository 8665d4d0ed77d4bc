"""Of how many lessons held a member was at how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mandrivna.programme.models import Attendance, Circle, Event, Member
from mandrivna.programme.states import State


@dataclass(frozen=True)
class Progress:
    were: int
    held: int
    needed: int

    @property
    def share(self) -> int:
        return 100 * self.were // self.held if self.held else 0

    @property
    def enough(self) -> bool:
        """Exactly, not by the rounded share."""
        return self.held > 0 and 100 * self.were >= self.needed * self.held


def progress_of(member: Member) -> Progress:
    held = Event.objects.filter(series=member.circle.series_id, state=State.HELD)
    were = Attendance.objects.filter(member=member, event__in=held).count()
    return Progress(were, held.count(), member.circle.needed)


@dataclass(frozen=True)
class Row:
    """One member over the meetings shown: for each the way they came, or nothing."""

    member: Member
    marks: list[str]
    progress: Progress


def matrix(circle: Circle, members: Sequence[Member], events: Sequence[Event]) -> list[Row]:
    """Two questions for any number of people and meetings."""
    came: dict[tuple[object, object], str] = {}
    for who, event, way in Attendance.objects.filter(member__circle=circle).values_list("member_id", "event_id", "way"):
        came[who, event] = way
    held = set(Event.objects.filter(series=circle.series_id, state=State.HELD).values_list("pk", flat=True))
    rows = []
    for member in members:
        were = len([1 for key in came if key[0] == member.pk and key[1] in held])
        marks = [came.get((member.pk, meeting.pk), "") for meeting in events]
        rows.append(Row(member, marks, Progress(were, len(held), circle.needed)))
    return rows
