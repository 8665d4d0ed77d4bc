"""A campaign or a thematic week: what it is about and all its events, also for a calendar that follows it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import Shown, shown_on
from mandrivna.faces.access import public
from mandrivna.faces.public.events import BEHIND, CALENDAR, PAGE, entries
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly
from mandrivna.programme.campaigns import told_of
from mandrivna.programme.choosing import MOST
from mandrivna.programme.models import Campaign, EventQuerySet
from mandrivna.programme.queries import as_announced, by_day
from mandrivna.programme.terms import terms
from mandrivna.shared.dates import ical

AHEAD = dt.timedelta(days=740)


def _found(shown: Shown, pk: uuid.UUID, today: dt.date, *, gone: bool = False) -> tuple[Campaign, EventQuerySet]:
    told = told_of(shown, pk, today - BEHIND, today + AHEAD, gone=gone)
    if told is None:
        raise Http404
    return told


@public("what is on is for everybody, also under the name of a campaign")
@require_safe
@briefly
@gently(SEARCH)
def campaign(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    today = timezone.localdate()
    shown = shown_on(today)
    one, rows = _found(shown, pk, today)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    told = {row.pk: as_announced(row, shown) for row in page.object_list}
    context = {
        "campaign": one,
        "page": page,
        "days": [(day.on, [told[row.pk] for row in day.events]) for day in by_day(page.object_list, today - BEHIND)],
        "today": today,
        "over": one.last < today,
        "terms": terms(),
        "query": "",
        "crumbs": [(_("Події"), reverse("public:events")), (one.title, "")],
    }
    return render(request, "public/campaign.html", context)


@public("the days of a campaign, for a calendar that follows them")
@require_safe
@briefly
@gently(SEARCH)
def campaign_calendar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """As of all events: cancelled ones too, so that the calendar learns of them."""
    today = timezone.localdate()
    shown = shown_on(today)
    one, rows = _found(shown, pk, today, gone=True)
    return HttpResponse(ical.calendar(one.title, entries(request, rows[:MOST], shown)), content_type=CALENDAR)
