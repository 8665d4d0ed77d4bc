"""In which way a place serves on a day: the facet that the state's forms call stationary, non-stationary, distance."""

from __future__ import annotations

from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.core.models.units import Standing

STATIONARY, NON_STATIONARY, DISTANCE, VIRTUAL = "stationary", "nonstationary", "distance", "virtual"
OUTSIDE = frozenset({Kind.HUB, Kind.SHELF})


def service_mode(place: Unit, standing: Standing) -> str:
    """Shelves and hubs are outside the walls; a department is, too, while the institution only travels."""
    if standing.mode == Mode.STATIONARY:
        return STATIONARY
    if standing.mode == Mode.BOTH:
        return NON_STATIONARY if place.kind in OUTSIDE else STATIONARY
    return NON_STATIONARY


def institution_of(unit: Unit) -> Unit:
    """The nearest institution upwards; readers and inventory numbers belong to it."""
    if unit.kind == Kind.INSTITUTION:
        return unit
    return Unit.objects.filter(pk__in=unit.ancestor_ids, kind=Kind.INSTITUTION).order_by("-path")[:1].get()
