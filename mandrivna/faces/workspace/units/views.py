"""The tree of units and one unit: particulars, periods, timeline."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
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
from mandrivna.enquiries.actions.offers import PLACES
from mandrivna.enquiries.offers import offered
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.search.recent import remember
from mandrivna.faces.workspace.units.story import story
from mandrivna.faces.workspace.units.tree import Row, UnitFilter, columns, matching, mode_tag, narrowed, whole
from mandrivna.lending import rules as lending_rules
from mandrivna.lending.problems import LENDS


@require_safe
@access(UNITS_VIEW)
def units(request: HttpRequest) -> HttpResponse:
    """All of it on one page: a tree cut in pages is no tree."""
    rows = whole(list(Unit.objects.visible_to(request.actor, UNITS_VIEW).order_by("path")))
    flat = any(request.GET.get(name) for name in ("q", "kind", "mode"))
    table = Table(
        request,
        rows,
        columns(flat=flat),
        name="units",
        title=_("Підрозділи"),
        search=matching,
        search_label=_("Назва або адреса"),
        filters=UnitFilter(request.GET),
        narrow=narrowed,
        page_size=max(len(rows), 1),
        empty=Empty(
            title=_("Підрозділів ще немає"),
            text=_("Тут буде дерево закладу: відділи, простори, мандрівні полиці."),
            mark="building",
        ),
    )
    return table.render("workspace/units/list.html", {"open_here": _where_to_open(request, rows)})


def _where_to_open(request: HttpRequest, rows: list[Row]) -> Unit | None:
    """The highest unit under which this person may open another one."""
    return next((row.unit for row in rows if not row.unit.closed_on and request.actor.can(UNITS_EDIT, row.unit.path)), None)


@require_safe
@access(UNITS_VIEW)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    found = unit_or_404(request, pk, UNITS_VIEW)
    remember(request, "unit", found.pk)
    today, actor = timezone.localdate(), request.actor
    modes, told = modes_on(today), story(found, today)
    mode = modes.get(found.pk, Mode.NO_DATA)
    near = list(Unit.objects.filter(Q(pk__in=found.ancestor_ids) | Q(parent=found)).order_by("pk"))
    above = {one.pk: one for one in near if one.parent_id != found.pk}
    parent = above.get(found.parent_id) if found.parent_id else None
    higher = [above[key] for key in found.ancestor_ids[:-1] if key in above]
    context: dict[str, Any] = {
        "unit": found,
        "mode": mode_tag(mode),
        "inherited": any(moment.mode is None and not moment.past for moment in told),
        "crumbs": [
            (_("Підрозділи"), reverse("workspace:units")),
            *((one, reverse("workspace:unit", args=[one.pk]) if actor.can(UNITS_VIEW, one.path) else "") for one in higher),
            (found, ""),
        ],
        "children": [
            (one, mode_tag(modes.get(one.pk, Mode.NO_DATA))) for one in near if one.parent_id == found.pk and not one.closed_on
        ],
        "story": told,
        "may_edit": actor.can(UNITS_EDIT, found.path) and not found.closed_on,
        "may_copy": parent is not None and found.kind in (Kind.HUB, Kind.SHELF, Kind.PLACE) and actor.can(UNITS_EDIT, parent.path),
        "may_offer": found.kind in PLACES,
        "offered": offered([found.pk]).get(found.pk, []),
        "on_site": reverse("public:place", args=[pk]) if is_shown(found, above.values(), mode) else "",
        "lends": found.kind in LENDS and actor.can(lending_rules.VIEW, found.path),
    }
    return render(request, "workspace/units/unit.html", context)
