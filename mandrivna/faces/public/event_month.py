"""A month of events as a wall calendar shows one."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look.weeks import WEEK
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly
from mandrivna.programme.choosing import choice_of, ways_to_choose
from mandrivna.programme.queries import Announced, Month, announced, as_announced, month_of, read_month
from mandrivna.programme.terms import terms

MOST = 150
BEHIND, AHEAD = 12, 18
"""Months that can be leafed to: a year back, a year and a half on."""


@dataclass(frozen=True)
class Day:
    on: dt.date
    inside: bool
    """Of this month; the others only fill the first week and the last."""
    rows: list[Announced]


@public("what is on is for everybody")
@require_safe
@briefly
@gently(SEARCH)
def month(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    shown, known, choice = shown_on(today), terms(), choice_of(request.GET)
    chosen = _within(read_month(request.GET.get("month", ""), today), today)
    rows = [as_announced(one, shown) for one in announced(shown, chosen.first, chosen.last)[: MOST + 1]]
    listed = choice.of(rows[:MOST])
    context = {
        "month": chosen,
        "weeks": weeks(chosen, listed),
        "lasting": [told for told in listed if told.event.until is not None],
        "week": WEEK,
        "today": today,
        "before": chosen.before if chosen.before.first >= _edge(today, -BEHIND) else None,
        "after": chosen.after if chosen.after.first <= _edge(today, AHEAD) else None,
        "more": len(rows) > MOST,
        "crumbs": [(_("Події"), reverse("public:events")), (_("Місяць"), "")],
        **ways_to_choose(choice, rows, known),
        "month_query": choice.query(month=str(chosen)),
    }
    return render(request, "public/events_month.html", context)


def weeks(chosen: Month, rows: list[Announced]) -> list[list[Day]]:
    """What goes on for days stands above the wall, one line in each of its months; in a cell only its opening."""
    by_day: dict[dt.date, list[Announced]] = {}
    for told in rows:
        if (on := told.event.opening if told.event.until else told.event.on) is not None:
            by_day.setdefault(on, []).append(told)
    found = calendar.Calendar().monthdatescalendar(chosen.year, chosen.month)
    return [[Day(on, on.month == chosen.month, by_day.get(on, [])) for on in week] for week in found]


def _edge(today: dt.date, months: int) -> dt.date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _within(chosen: Month, today: dt.date) -> Month:
    """Nobody leafs to the year 2099, and no robot either."""
    return chosen if _edge(today, -BEHIND) <= chosen.first <= _edge(today, AHEAD) else month_of(today)
