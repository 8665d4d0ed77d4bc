"""Which places the site shows, and what of them: today's, open, told by the institution to be public, never under occupation.

A gathering of people is a target. So nothing here says how many come, and a place about which nothing certain is known shows
its name, its region and that word only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property

from mandrivna.core.models import Kind, Mode, Unit, UnitPeriod, UseRules
from mandrivna.core.models.units import WORKING
from mandrivna.core.profile import site_institution
from mandrivna.core.queries import stated_modes_on

VISITED = (Kind.HUB, Kind.SHELF, Kind.PLACE)
"""Where a reader can come to."""
AHEAD = dt.timedelta(days=60)


@dataclass
class Place:
    """A unit as readers see it. What a shelf does not say itself, the hub around it says for it."""

    unit: Unit
    mode: str
    around: Place | None
    inside: list[Place]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def pk(self) -> int:
        return self.unit.pk

    @property
    def works(self) -> bool:
        """Where nobody has stated a mode, the hours speak for themselves."""
        return not self.mode or self.mode in WORKING

    @property
    def known(self) -> bool:
        """«Немає даних»: an address or hours beside it would be a promise nobody can keep."""
        return self.mode != Mode.NO_DATA

    @property
    def words(self) -> str:
        return str(Mode(self.mode).label) if self.mode else ""

    @property
    def full_name(self) -> str:
        return f"{self.around}, {self.unit}" if self.around else str(self.unit)

    @property
    def hours(self) -> list[str]:
        return list(self._said("opening_hours") or []) if self.works else []

    @property
    def address(self) -> str:
        return str(self._said("actual_address") or "") if self.known else ""

    @property
    def contact(self) -> str:
        return str(self._said("contact") or "") if self.known else ""

    @property
    def directions(self) -> str:
        return str(self._said("directions") or "") if self.known else ""

    @property
    def accessibility(self) -> str:
        return str(self._said("accessibility") or "") if self.known else ""

    @property
    def note(self) -> str:
        return (self.unit.public_note or (self.around.note if self.around else "")) if self.known else ""

    @property
    def region(self) -> str:
        return str(self._said("region") or "")

    @property
    def point(self) -> tuple[Decimal, Decimal] | None:
        found = self.unit.public_location or (self.around.point if self.around else None)
        return found if self.known else None

    @cached_property
    def branch(self) -> list[Place]:
        """Itself and everything shown inside."""
        return [self, *(one for place in self.inside for one in place.branch)]

    def _said(self, name: str) -> Any:
        return getattr(self.unit, name) or (self.around._said(name) if self.around else None)


@dataclass(frozen=True)
class Shown:
    """All places of one institution on a day; `places` are those that stand by themselves, the rest is inside them."""

    institution: Unit | None
    places: list[Place]

    @cached_property
    def by_pk(self) -> dict[int, Place]:
        return {one.pk: one for place in self.places for one in place.branch}


def is_shown(unit: Unit, above: Iterable[Unit], mode: str) -> bool:
    """The same for one unit, of which all this is known already."""
    institution = site_institution()
    ours = institution is not None and unit.path.startswith(institution.path)
    told = all(one.public for one in above) and unit.public and mode != Mode.OCCUPIED
    return ours and told and unit.kind in VISITED and not unit.closed_on


def shown_on(day: dt.date) -> Shown:
    """Three queries, however many places there are. What is not public hides all inside; a library whose own house is under
    occupation still shows the hubs that work elsewhere."""
    institution = site_institution()
    if institution is None:
        return Shown(None, [])
    modes = stated_modes_on(day)
    units = sorted(Unit.objects.below(institution.path).open(), key=lambda unit: unit.ancestor_ids)
    hidden: set[int] = set()
    found: dict[int, Place] = {}
    alone: list[Place] = []
    for unit in units:
        mode = modes.get(unit.pk, "")
        if not unit.public or unit.parent_id in hidden:
            hidden.add(unit.pk)
        elif unit.kind in VISITED and mode != Mode.OCCUPIED:
            around = found.get(unit.parent_id or 0)
            found[unit.pk] = place = Place(unit, mode, around, [])
            (around.inside if around else alone).append(place)
    return Shown(institution, alone)


@dataclass(frozen=True)
class Coming:
    """Something announced for a day: a place that will work otherwise, or rules that come into force."""

    on: dt.date
    place: Place | None
    mode: str = ""

    @property
    def words(self) -> str:
        return str(Mode(self.mode).label) if self.mode else ""


def coming_after(day: dt.date, shown: Shown) -> list[Coming]:
    """What is already decided for the weeks ahead; a coming occupation or silence is nobody's announcement."""
    if shown.institution is None:
        return []
    until = day + AHEAD
    said = UnitPeriod.objects.filter(
        unit__in=list(shown.by_pk), since__gt=day, since__lte=until, mode__in=(*WORKING, Mode.SUSPENDED)
    )
    found = [Coming(row.since, shown.by_pk[row.unit_id], row.mode) for row in said]
    rules = UseRules.objects.filter(unit=shown.institution, since__gt=day, since__lte=until).values_list("since", flat=True)
    return sorted([*found, *(Coming(since, None) for since in rules)], key=lambda one: one.on)
