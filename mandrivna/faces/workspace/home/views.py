"""«Сьогодні»: the chosen place and its numbers, and what waits for a person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import dates, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.rules import VIEW as CATALOGUE_VIEW
from mandrivna.core.actor import Actor
from mandrivna.core.attention import waiting_counts
from mandrivna.core.models import Unit
from mandrivna.core.rules import DISCREPANCIES_SOLVE, OUTBOX_MANAGE, PROFILE_EDIT
from mandrivna.faces.access import signed_in
from mandrivna.faces.look.charts import ChartKind, ChartSpec, Series
from mandrivna.faces.workspace.bell.ring import note
from mandrivna.faces.workspace.operate import chosen_place, named_places
from mandrivna.faces.workspace.start.steps import institution_with_progress, left
from mandrivna.fund.queries import on_shelf
from mandrivna.lending.delivering import own_rounds
from mandrivna.lending.queries import due_at, overdue_at, today_at, year_so_far
from mandrivna.lending.rules import COUNT_VISITS, DELIVER, DELIVER_OWN, ISSUE, VIEW
from mandrivna.planning.figures import number
from mandrivna.planning.rules import VIEW as FIGURES_VIEW
from mandrivna.readers.rules import ENROL

SHORT, MANY = 8, 500
SPINES = 28


@require_safe
@signed_in("the first page: everybody sees the parts they have a right to")
def home(request: HttpRequest) -> HttpResponse:
    actor, today = request.actor, timezone.localdate()
    context: dict[str, Any] = {"today": today}
    if actor.can(ISSUE):
        place = chosen_place(request)
        context |= {"serves": True, "place": place, "places": named_places(actor)}
        if place is not None and actor.can(VIEW, place.path):
            context |= _at(place, actor, today)
    if actor.can(DELIVER_OWN) and not actor.can(DELIVER):
        context |= {"drives": True, "rounds": own_rounds(actor).open().order_by("planned_on", "pk")[:SHORT]}
    if actor.can(PROFILE_EDIT) and (own := institution_with_progress(actor)) is not None:
        context["steps_left"] = left(own)
    waits = waiting_counts(actor)
    note(request, sum(waits.values()))
    if actor.can(DISCREPANCIES_SOLVE):
        context |= {"discrepancies": waits["discrepancies"], "quarantined": waits["quarantine"]}
    if actor.can(OUTBOX_MANAGE):
        context["parked"] = waits["tasks"] + waits["undelivered"]
    if actor.can(FIGURES_VIEW) and context.get("place") is None:
        context |= _year(actor, today)
    return render(request, "workspace/home.html", context)


def _year(actor: Actor, today: dt.date) -> dict[str, Any]:
    """Without a place of one's own the day is looked at from above: the year's months and their sums."""
    year = year_so_far(actor.paths(FIGURES_VIEW), today)
    sums = ((_("Видано"), year.issued), (_("Зареєстровано користувачів"), year.enrolled), (_("Відвідувань"), year.visits))
    names = [dates.MONTHS[month] for month in range(1, today.month + 1)]
    chart = ChartSpec(
        ChartKind.BAR, _("Книговидача за місяцями"), [str(name) for name in names], [Series(str(today.year), year.issued)],
        unit=_("примірників"), head=_("Місяць"), short=[str(dates.MONTHS_3[month]) for month in range(1, today.month + 1)],
    )  # fmt: skip
    return {"figures": [(label, number(sum(months))) for label, months in sums], "chart": chart}


def _at(place: Unit, actor: Actor, today: dt.date) -> dict[str, Any]:
    """The day of one place: its numbers, what is late, what is awaited, and its shelf."""
    late = list(overdue_at(place, today)[:MANY])
    numbers = today_at(place, today)
    return {
        "numbers": numbers,
        "may_enrol": actor.can(ENROL, place.path),
        "may_tap": numbers.counter and actor.can(COUNT_VISITS, place.path),
        "tap_place": place,
        "overdue": late[:SHORT],
        "overdue_count": len(late),
        "short": SHORT,
        "due": due_at(place, today, today + dt.timedelta(days=1))[:SHORT],
        "spines": on_shelf(place, SPINES) if actor.can(CATALOGUE_VIEW) else [],
    }
