"""A year of events looked at from above: day by day, and by what they were, for whom, where and within which project.

One question to the database, whatever the view; each figure can be asked again as a list by `narrowed`, and gives as many.
An event of several days stands on its first, as it does in the figures of the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Min, Q, TextField
from django.db.models.functions import Cast

from mandrivna.core.models import Unit
from mandrivna.programme.models import EventQuerySet
from mandrivna.programme.queries import town_of
from mandrivna.programme.states import STANDING, Counts, Format, State, Way

NONE, ONLINE = "-", "online"
"""Where nothing was said; and the town of what was held online only."""
BY = ("direction", "form", "town", "audience", "project", "counted_as")
COUNTED = (Counts.SOCIOCULTURAL, Counts.PERSONAL)
EVENTS = "events"
"""Of the filter: what counts as an event, of either class."""
ROW = ("on", "state", "form", "direction", "audiences", "project", "counted_as", "counts", "format", "where", "place_id")


@dataclass
class Figures:
    planned: int = 0
    held: int = 0
    here: int = 0
    online: int = 0

    @property
    def people(self) -> int:
        return self.here + self.online

    @property
    def events(self) -> int:
        return self.planned + self.held

    def add(self, held: bool, here: int = 0, online: int = 0) -> None:
        self.held += held
        self.planned += not held
        self.here += here
        self.online += online


type Group = dict[str, Figures]


@dataclass
class Year:
    """`days` by (month, day). `groups` by view and key, the largest first; `others` is work that is planned and is no event."""

    year: int
    total: Figures = field(default_factory=Figures)
    days: dict[tuple[int, int], Figures] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    others: int = 0

    def of_month(self, month: int) -> Figures:
        found = [one for (number, _day), one in self.days.items() if number == month]
        sums = (sum(getattr(one, name) for one in found) for name in ("planned", "held", "here", "online"))
        return Figures(*sums)

    def busiest(self, what: str) -> int:
        return max((getattr(one, what) for one in self.days.values()), default=0)


def towns() -> dict[int, str]:
    """The town of each place, from its address or from that of what it stands in; one question."""
    rows = Unit.objects.order_by("path")
    said: dict[int, str] = {}
    for pk, path, address in rows.values_list("pk", "path", "actual_address"):
        above = [int(part) for part in path.split(".") if part][:-1]
        said[pk] = town_of(address) or next((said[one] for one in reversed(above) if one in said), "")
    return said


def year_of(rows: EventQuerySet, year: int, town_by_place: Mapping[int, str]) -> Year:
    found = Year(year)
    groups: dict[str, Group] = {name: defaultdict(Figures) for name in BY}
    days: dict[tuple[int, int], Figures] = defaultdict(Figures)
    known: dict[str, str] = {}
    for row in rows.filter(on__year=year, state__in=STANDING).values_list(*ROW):
        on, state, form, direction, audiences, project, counted_as, counts, way, where, place = row
        if counted_as == Counts.NOTHING:
            found.others += 1
            continue
        held = state == State.HELD
        came: dict[str, list[int]] = {}
        for told, audience, _age, number in counts if held else ():
            came.setdefault(audience, [0, 0])[told == Way.ONLINE] += number
        here, online = (sum(pair[at] for pair in came.values()) for at in (0, 1))
        town = ONLINE if way == Format.ONLINE else _town(where, known) or town_by_place.get(place, "")
        found.total.add(held, here, online)
        days[on.month, on.day].add(held, here, online)
        named = {"direction": direction, "form": form, "town": town, "project": project, "counted_as": counted_as}
        for name, key in named.items():
            groups[name][key or NONE].add(held, here, online)
        for audience in {*audiences, *came} or {NONE}:
            groups["audience"][audience].add(held, *came.get(audience, (0, 0)))
    found.days = dict(days)
    found.groups = {name: dict(sorted(group.items(), key=_largest)) for name, group in groups.items()}
    return found


def _town(where: str, known: dict[str, str]) -> str:
    if where not in known:
        known[where] = town_of(where)
    return known[where]


def _largest(item: tuple[str, Figures]) -> Any:
    key, figures = item
    return (key == NONE, -figures.events, -figures.people, key)


# --- the same figures as a list ---------------------------------------------------------------------------------------


def narrowed(rows: EventQuerySet, said: Mapping[str, Any], town_by_place: Mapping[int, str]) -> EventQuerySet:
    """What a figure of the year was counted from."""
    for name in ("form", "direction", "project"):
        if value := said.get(name):
            rows = rows.filter(**{name: "" if value == NONE else value})
    if said.get("audience"):
        rows = _for_audience(rows, said["audience"])
    if said.get("town"):
        rows = _in_town(rows, said["town"], town_by_place)
    if counted_as := said.get("counted_as"):
        rows = rows.filter(counted_as__in=COUNTED if counted_as == EVENTS else (counted_as,))
    return rows


def _for_audience(rows: EventQuerySet, code: str) -> EventQuerySet:
    """Announced for them, or counted among those who came; both are lists of codes in JSON, which both engines read as text."""
    if code == NONE:
        return rows.filter(audiences=[]).exclude(~Q(counts=[]), state=State.HELD)
    sign = f'"{code}"'
    told = rows.annotate(for_whom=Cast("audiences", TextField()), who_came=Cast("counts", TextField()))
    return told.filter(Q(for_whom__contains=sign) | Q(who_came__contains=sign, state=State.HELD))


def _in_town(rows: EventQuerySet, town: str, town_by_place: Mapping[int, str]) -> EventQuerySet:
    """By the words beside the place where they name a town, else by the place; the pairs are few, however many the events."""
    if town == ONLINE:
        return rows.filter(format=Format.ONLINE)
    wanted = "" if town == NONE else town
    words = [where for where in rows.order_by().values_list("where", flat=True).distinct() if town_of(where)]
    here = Q(where__in=[where for where in words if town_of(where) == wanted])
    places = [place for place, name in town_by_place.items() if name == wanted]
    return rows.exclude(format=Format.ONLINE).filter(here | (Q(place__in=places) & ~Q(where__in=words)))


@dataclass(frozen=True)
class FilterChoices:
    """What a list can be narrowed by: what its events have. `towns` by place."""

    years: list[int]
    projects: list[str]
    named: list[str]
    towns: dict[int, str]


def filter_choices(rows: EventQuerySet, today: dt.date) -> FilterChoices:
    places, years, projects, named, known = towns(), {today.year}, set[str](), set[str](), dict[str, str]()
    for year, project, where, place in rows.order_by().values_list("on__year", "project", "where", "place_id").distinct():
        years.add(year)
        projects.add(project)
        named.add(_town(where, known) or places.get(place, ""))
    return FilterChoices(sorted(years, reverse=True), sorted(projects - {""}), sorted(named - {""}), places)


def years_of(rows: EventQuerySet, today: dt.date) -> list[int]:
    """Which years can be looked at: those that have events, and this one."""
    ends = rows.aggregate(first=Min("on"), last=Max("on"))
    first, last = ends["first"] or today, ends["last"] or today
    return list(range(max(last.year, today.year), min(first.year, today.year) - 1, -1))
