"""Who came and who was served, told by the acts themselves: rows one after another, and sets."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from mandrivna.core.models import Unit, UnitEvent, UnitPeriod
from mandrivna.enquiries.models import LogLine
from mandrivna.lending.models import Carried, Event, VisitCount
from mandrivna.programme.models import Attendance, Turnout
from mandrivna.programme.models import Event as Occasion
from mandrivna.readers.models import Enrolment

STANDING = {"shelf": "shelves", "department": "network", "hub": "network", "place": "network"}


def in_year(day: dt.date | None, year: int) -> bool:
    return day is not None and day.year == year


def count(found: Counter[str], root: Unit, below: set[int], year: int, rule: str) -> None:
    _visits(found, below, year)
    _served(found, root, below, year, rule)
    _places(found, root, year)


# --- visits ------------------------------------------------------------------------------------------------------------------


def _counter_then(place: Unit, day: dt.date) -> bool:
    """Did a counter at the door count this place on that day? What it does now, and back through what was changed since."""
    said = place.visits_from
    for change in UnitEvent.objects.filter(unit=place, on__gt=day).order_by("-on", "-pk"):
        said = (change.before or {}).get("visits_from", said)
    return said == "counter"


def _visits(found: Counter[str], below: set[int], year: int) -> None:
    """By acts or by the counter of the place, never by both."""
    for mode, number in (*_by_acts(below, year), *_by_counter(below, year), *_at_events(below, year)):
        found["visits"] += number
        found[f"visits_{mode}"] += number


def _by_acts(below: set[int], year: int) -> list[tuple[str, int]]:
    """One reader at one place on one day came once, whatever they took, brought or read there. Whoever had it prolonged from afar
    did not come; whoever was visited at home passed no counter."""
    at_home = set(Carried.objects.exclude(by=None).values_list("by", flat=True))
    came: dict[tuple[object, int, dt.date], str] = {}
    for event in Event.objects.select_related("place").order_by("at", "first"):
        known = event.reader_id is not None and event.opening is None and event.act != "undo" and event.effect != "undone"
        if not known or not in_year(event.on, year) or event.place_id not in below or event.mode == "distance":
            continue
        if event.pk in at_home or not _counter_then(event.place, event.on):
            came.setdefault((event.reader_id, event.place_id, event.on), event.mode)
    return [(mode, 1) for mode in came.values()]


def _by_counter(below: set[int], year: int) -> list[tuple[str, int]]:
    """What a counter or a telephone counted, unless acts count the place; nobody telephones past a counter."""
    rows = VisitCount.objects.select_related("place")
    return [
        (row.mode, row.number)
        for row in rows
        if in_year(row.on, year) and row.place_id in below and (row.mode == "distance" or _counter_then(row.place, row.on))
    ]


def _at_events(below: set[int], year: int) -> list[tuple[str, int]]:
    """Everybody at an event; not those whom the counter of the place has counted at its door."""
    found = []
    for event in Occasion.objects.select_related("place"):
        if event.state != "held" or event.counted_as not in ("culture", "growth"):
            continue
        if not in_year(event.on, year) or event.place_id not in below:
            continue
        counter = _counter_then(event.place, event.on)
        for way, _audience, _age, number in event.counts:
            if way == "online":
                found.append(("distance", number))
            elif not counter:
                found.append((event.mode, number))
    return found


# --- whom the library served -------------------------------------------------------------------------------------------------


def _served(found: Counter[str], root: Unit, below: set[int], year: int, rule: str) -> None:
    """Everybody with a card once in the institution, and whoever came to an event or was consulted without one; or everybody once
    in each department, strangers left out."""
    places = [(event.reader_id, event.place_id, event.on) for event in _acts(below, year)]
    for one in Enrolment.objects.filter(counted=True, year=year):
        if one.place_id in below:
            places.append((one.reader_id, one.place_id, one.on))
    if rule == "departments":
        found["users_served"] = len({(reader, _department(root, place, on)) for reader, place, on in places})
        return
    found["users_served"] = len({reader for reader, _place, _on in places}) + _strangers(below, year)
    for line in LogLine.objects.filter(served="consultation", struck=False):
        found["users_served"] += line.number if in_year(line.on, year) and line.place_id in below else 0


def _acts(below: set[int], year: int) -> list[Event]:
    rows = Event.objects.filter(opening=None).exclude(reader=None).exclude(act="undo").exclude(effect="undone")
    return [event for event in rows if in_year(event.on, year) and event.place_id in below]


def _department(root: Unit, place: int, day: dt.date) -> str:
    """What hung directly under the institution on that day, on the way to this place: shelves move."""
    paths = {period.since: period.path for period in UnitPeriod.objects.filter(unit=place)}
    path = paths[max((since for since in paths if since <= day), default=min(paths))]
    return path[len(root.path) :].partition(".")[0]


def _strangers(below: set[int], year: int) -> int:
    number = 0
    registered = set(Enrolment.objects.filter(year=year, counted=True).values_list("reader", flat=True))
    for event in Occasion.objects.filter(state="held", counted_as__in=("culture", "growth")):
        if in_year(event.on, year) and event.place_id in below:
            known = set(Turnout.objects.filter(event=event).exclude(came_at=None).values_list("signup__reader", flat=True))
            known |= set(Attendance.objects.filter(event=event).values_list("member__reader", flat=True))
            number += sum(people for *_who, people in event.counts) - len(known & registered)
    return number


# --- where --------------------------------------------------------------------------------------------------------------------


def _places(found: Counter[str], root: Unit, year: int) -> None:
    """Those that are open on the last day of the year."""
    end = dt.date(year, 12, 31)
    for unit in Unit.objects.all():
        if unit.kind not in STANDING or not unit.path.startswith(root.path):
            continue
        opened = min(unit.periods.values_list("since", flat=True))
        if opened <= end and (unit.closed_on is None or unit.closed_on > end):
            found[STANDING[unit.kind]] += 1
