"""What is read at a place, for whoever packs the next box. Small numbers are put together, so that nobody is recognised."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.models import Language
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series
from mandrivna.faces.workspace.shelves.about import crumbs
from mandrivna.lending.models import ShelfVisit
from mandrivna.lending.preferences import OTHERS, preferences
from mandrivna.lending.rules import SHELF_EDIT, VIEW
from mandrivna.readers.models import Age


@require_safe
@access(VIEW)
def likes(request: HttpRequest, pk: int) -> HttpResponse:
    unit = unit_or_404(request, pk, VIEW)
    found = preferences(unit, timezone.localdate())
    charts = (
        [
            _chart(_("Про що тут читають"), _("Тема"), found.subjects, {}),
            _chart(_("Якими мовами"), _("Мова"), found.languages, dict(Language.choices)),
            _chart(_("Якого віку читачі"), _("Вік"), found.ages, dict(Age.choices)),
        ]
        if found.enough
        else []
    )
    context = {
        "unit": unit,
        "found": found,
        "charts": [chart for chart in charts if chart],
        "turnover": f"{found.turnover:.1f}".replace(".", ",") if found.turnover is not None else "",
        "next": ShelfVisit.objects.open().filter(place=unit).order_by("planned_on").first(),
        "may_plan": request.actor.can(SHELF_EDIT, unit.path),
        "crumbs": crumbs(unit, (_("Що тут читають"), "")),
    }
    return render(request, "workspace/shelves/likes.html", context)


def _chart(title: str, head: str, cells: list[tuple[str, int]], words: Mapping[str, object]) -> ChartSpec | None:
    if not cells:
        return None
    labels = [_("інше") if key == OTHERS else str(words.get(key, key)) or _("не вказано") for key, _number in cells]
    series = [Series(_("Видач"), [number for _key, number in cells])]
    return ChartSpec(kind=ChartKind.ACROSS, title=title, labels=labels, series=series, unit=_("видач"), head=head)
