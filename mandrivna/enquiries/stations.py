"""Computers of a place as the staff see them, the month they came to, and what they count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.enquiries.facts import SESSION
from mandrivna.enquiries.models import LogLine, Sitting, Station
from mandrivna.enquiries.rules import LOG
from mandrivna.enquiries.states import Served
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

MINUTES = kind("enquiries.session_minutes", _("Час за комп’ютерами з інтернетом"), _("хвилина"), facets=("mode", "audience"))
STATIONS = kind("enquiries.station", _("Комп’ютери для користувачів"), _("комп’ютер"))


def station_lines(station: Station) -> list[Line]:
    """One more from the day it stands there, one fewer from the day it does not."""
    found = [Line(kind=STATIONS, unit=station.place_id, on=station.opened_on)]
    if station.closed_on:
        found.append(Line(kind=STATIONS, unit=station.place_id, on=station.closed_on, quantity=-1))
    return found


def sitting_lines(sitting: Sitting) -> list[Line]:
    """The session counts when it begins, its minutes when it is over."""
    if sitting.struck:
        return []
    about: dict[str, Any] = {"unit": sitting.place_id, "on": sitting.on, "mode": sitting.mode, "audience": sitting.audience}
    found = [Line(kind=SESSION, channel="desk", **about)]
    if sitting.minutes:
        found.append(Line(kind=MINUTES, quantity=sitting.minutes, **about))
    return found


SOURCES.add(
    "enquiries.Station",
    FactSource("enquiries.Station", _("Комп’ютер для користувачів"), lambda: Station.objects.all(), station_lines, str),
)
SOURCES.add(
    "enquiries.Sitting",
    FactSource(
        "enquiries.Sitting", _("Сеанс за комп’ютером"), lambda: Sitting.objects.select_related("station"), sitting_lines, str
    ),
)


# --- what is read -------------------------------------------------------------------------------------------------------


def stations_for(actor: Actor, permission: Permission = LOG) -> QuerySet[Station]:
    """Of the actor's own places and what lies below them."""
    rows = Station.objects.filter(place__in=Unit.objects.filter(below_any(actor.paths(permission))))
    return rows.select_related("place")


def sittings_for(actor: Actor) -> QuerySet[Sitting]:
    rows = Sitting.objects.filter(place__in=Unit.objects.filter(below_any(actor.paths(LOG))))
    return rows.select_related("station__place", "place")


@dataclass(frozen=True)
class Desk:
    """A computer now: free, or somebody sits there, since when, and whether longer than the rules say."""

    station: Station
    sitting: Sitting | None
    minutes: int
    over: bool


def desks(actor: Actor, now: dt.datetime, most_minutes: int) -> list[Desk]:
    """Two questions, however many there are."""
    stations = list(stations_for(actor).filter(closed_on=None).order_by("place__path", "name"))
    taken = {row.station_id: row for row in Sitting.objects.filter(station__in=stations, ended_at=None)}
    return [_desk(one, taken.get(one.pk), now, most_minutes) for one in stations]


def _desk(station: Station, sitting: Sitting | None, now: dt.datetime, most: int) -> Desk:
    minutes = int((now - sitting.started_at) / dt.timedelta(minutes=1)) if sitting else 0
    return Desk(station, sitting, max(minutes, 0), bool(most) and minutes >= most)


@dataclass(frozen=True)
class Day:
    on: dt.date
    sessions: int
    minutes: int
    noted: int
    """Of the log, where no computer is kept: a number without minutes."""


def month_days(actor: Actor, month: dt.date) -> list[Day]:
    """Days on which somebody sat there."""
    later = (month + dt.timedelta(days=32)).replace(day=1)
    stretch = {"on__gte": month, "on__lt": later, "struck": False}
    sums: dict[dt.date, list[int]] = {}
    for row in sittings_for(actor).filter(**stretch):
        day = sums.setdefault(row.on, [0, 0, 0])
        day[0], day[1] = day[0] + 1, day[1] + row.minutes
    units = Unit.objects.filter(below_any(actor.paths(LOG)))
    for on, number in LogLine.objects.filter(place__in=units, served=Served.SESSION, **stretch).values_list("on", "number"):
        sums.setdefault(on, [0, 0, 0])[2] += number
    return [Day(on, *sums[on]) for on in sorted(sums)]


def month_total(days: Iterable[Day]) -> Day:
    listed = list(days)
    return Day(dt.date.min, sum(d.sessions for d in listed), sum(d.minutes for d in listed), sum(d.noted for d in listed))
