"""After the event: that it was, how many came, two lines about it. One record; told again, it is a correction."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import VisitsFrom
from mandrivna.core.problems import refuse_if
from mandrivna.core.service import service_mode
from mandrivna.ledger.api import settle
from mandrivna.programme import facts, rules
from mandrivna.programme.models import Attendance, Event
from mandrivna.programme.problems import count_problems
from mandrivna.programme.registered import registered_among
from mandrivna.programme.states import State


@verb("programme.count", may=rules.COUNT, at="event.unit")
def count_event(act: Act, *, event: Event, counts: list[dict[str, Any]], report: str = "") -> Event:
    """By whoever answers for the event. `counts`: {"way", "audience", "age", "number"}, the whole of it each time."""
    return _counted(act, event, counts, report)


@verb("programme.count_here", may=rules.COUNT, at="event.place")
def count_event_here(act: Act, *, event: Event, counts: list[dict[str, Any]], report: str = "") -> Event:
    """The same by whoever works where it was."""
    return _counted(act, event, counts, report)


def _counted(act: Act, event: Event, counts: list[dict[str, Any]], report: str) -> Event:
    """25 and then 30 is five more. Those at a place whose visits a counter counts stand in it already and are no visits again."""
    locked = Event.objects.select_for_update().select_related("place").get(pk=event.pk)
    refuse_if(count_problems(locked, counts, report, act.on))
    told: Counter[tuple[str, str, str]] = Counter()
    for line in counts:
        told[line["way"], line["audience"], line["age"]] += line["number"]
    before, locked.counts = locked.counts, [[*who, number] for who, number in sorted(told.items()) if number]
    if locked.counts != before:
        Attendance.objects.filter(event=locked).update(added=False)  # whoever was marked stands in the number that is told now
    stand(locked)
    locked.state, locked.report = State.HELD, report.strip()
    locked.counted_at = locked.changed_at = act.at
    locked.registered = registered_among(locked)
    locked.save()
    settle(act, f"{facts.SOURCE}:{locked.pk}", facts.lines(locked))
    return locked


def know_again(act: Act, event: Event) -> None:
    """After people were marked: which of those counted are readers may be known better now."""
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if (known := registered_among(locked)) != locked.registered:
        locked.registered = known
        locked.save(update_fields=["registered"])
        settle(act, f"{facts.SOURCE}:{locked.pk}", facts.lines(locked))


def stand(event: Event) -> None:
    """By which mode of service, and whether those at the place are visits of their own: as its place is on its day."""
    event.mode = service_mode(event.place, event.place.on(event.on))
    event.with_visits = event.place.visits_from != VisitsFrom.COUNTER
