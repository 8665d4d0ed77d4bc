"""Where the places are: Ukraine's regions with pins, and behind them the same as a list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.core.models.units import WORKING
from mandrivna.core.queries import modes_on
from mandrivna.core.rules import UNITS_VIEW
from mandrivna.faces.access import access
from mandrivna.faces.look.geo import Mark, Pin, State, UkraineMap
from mandrivna.shared.geo.regions import REGIONS

MODES = dict(Mode.choices)
STANDS_ALONE = (Kind.INSTITUTION, Kind.HUB)
"""What has a place of its own; departments and shelves are where these are."""

type Placed = list[tuple[Unit, str]]


@require_safe
@access(UNITS_VIEW)
def units_map(request: HttpRequest) -> HttpResponse:
    mine = Unit.objects.visible_to(request.actor, UNITS_VIEW).open().order_by("path")
    modes = modes_on(timezone.localdate())
    placed: Placed = [(unit, modes.get(unit.pk, Mode.NO_DATA)) for unit in mine.on_the_map()]
    by_region: dict[str, Placed] = defaultdict(list)
    for unit, mode in placed:
        by_region[unit.region].append((unit, mode))
    context = {
        "map": drawn(placed, by_region),
        "regions": [(code.lower(), name, _rows(by_region[code])) for code, name in REGIONS.items() if code in by_region],
        "unplaced": mine.filter(region="", kind__in=STANDS_ALONE),
    }
    return render(request, "workspace/units/map.html", context)


def drawn(placed: Placed, by_region: dict[str, Placed]) -> UkraineMap:
    about = {"units": len(placed), "regions": len(by_region)}
    return UkraineMap(
        title=_("Підрозділи на мапі України"),
        summary=_("Підрозділів на мапі: %(units)d, областей: %(regions)d. Те саме переліком нижче.") % about,
        regions={code: _mark(mode for _unit, mode in units) for code, units in by_region.items()},
        pins=[_pin(unit, mode) for unit, mode in placed if unit.latitude is not None],
    )


def state_of(mode: str) -> str:
    return State.WORKING if mode in WORKING else State(mode)


def _mark(modes: Iterable[str]) -> Mark:
    """A region where anything works is working; the words say the rest."""
    found = Counter(modes)
    words = "; ".join(f"{MODES[mode]} ({found[mode]})" for mode in Mode.values if mode in found)
    return Mark(words, min((state_of(mode) for mode in found), key=State.values.index))


def _pin(unit: Unit, mode: str) -> Pin:
    return Pin(
        str(unit), float(unit.latitude or 0), float(unit.longitude or 0), state_of(mode), str(MODES[mode]),
        reverse("workspace:unit", args=[unit.pk]),
    )  # fmt: skip


def _rows(units: Placed) -> list[tuple[Unit, str, str]]:
    return [(unit, state_of(mode), str(MODES[mode])) for unit, mode in units]
