"""The tree of units and one unit: particulars, periods, timeline."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.core.places import is_shown
from mandrivna.core.queries import modes_on
from mandrivna.core.rules import UNITS_EDIT, UNITS_VIEW
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.workspace.search.recent import remember
from mandrivna.faces.workspace.units.words import told
from mandrivna.lending import rules as lending_rules
from mandrivna.lending.problems import LENDS


@require_safe
@access(UNITS_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    closed = request.GET.get("closed") == "1"
    rows = Unit.objects.visible_to(request.actor, UNITS_VIEW).order_by("path")
    modes, labels = modes_on(timezone.localdate()), dict(Mode.choices)
    listed = _in_tree_order(list(rows if closed else rows.open()))
    base = min((unit.depth for unit in listed), default=0)
    shown = [(unit, unit.depth - base, "\u2003" * (unit.depth - base), labels[modes.get(unit.pk, Mode.NO_DATA)]) for unit in listed]
    return render(request, "workspace/units/list.html", {"rows": shown, "closed": closed})


def _in_tree_order(units: list[Unit]) -> list[Unit]:
    """Parents before children, siblings in the order they were opened: numbers of a path compared as numbers."""
    return sorted(units, key=lambda unit: unit.ancestor_ids)


@require_safe
@access(UNITS_VIEW)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    found = unit_or_404(request, pk, UNITS_VIEW)
    remember(request, "unit", found.pk)
    today, actor = timezone.localdate(), request.actor
    labels, mode = dict(Mode.choices), found.mode_on(today)
    above = {one.pk: one for one in Unit.objects.filter(pk__in=found.ancestor_ids)}
    higher = [above[key] for key in found.ancestor_ids[:-1] if key in above]
    context: dict[str, Any] = {
        "unit": found,
        "mode": labels[mode],
        "crumbs": [
            (_("Підрозділи"), reverse("workspace:units")),
            *((one, reverse("workspace:unit", args=[one.pk]) if actor.can(UNITS_VIEW, one.path) else "") for one in higher),
            (found, ""),
        ],
        "children": found.children.open().order_by("pk"),
        "periods": [(period, labels.get(period.mode, "")) for period in found.periods.order_by("-since")],
        "events": [(event, told(event)) for event in found.events.order_by("-on", "-pk")[:100]],
        "may_edit": actor.can(UNITS_EDIT, found.path) and not found.closed_on,
        "may_copy": found.parent is not None
        and found.kind in (Kind.HUB, Kind.SHELF, Kind.PLACE)
        and actor.can(UNITS_EDIT, found.parent.path),
        "on_site": reverse("public:place", args=[pk]) if is_shown(found, above.values(), mode) else "",
        "lends": found.kind in LENDS and actor.can(lending_rules.VIEW, found.path),
    }
    return render(request, "workspace/units/unit.html", context)
