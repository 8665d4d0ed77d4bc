"""Memorable dates by month, each a press away from a draft; and the road of a travelling exhibition."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Refused
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import act_of, attempt, default_place
from mandrivna.faces.workspace.programme.series import page_of, planned
from mandrivna.faces.workspace.programme.stop_form import StopForm
from mandrivna.faces.workspace.programme.warned import warn
from mandrivna.programme.actions.travelling import add_stop, draft_date
from mandrivna.programme.memorable import kept_words, memorable, occasions, occasions_of, title_of
from mandrivna.programme.models import Event
from mandrivna.programme.queries import events_for, places_to_plan, read_month, units_to_plan
from mandrivna.programme.rules import PLAN, VIEW
from mandrivna.programme.states import State


@require_safe
@access(VIEW)
def dates(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    month = read_month(request.GET.get("month", ""), today)
    found = [one for one in occasions(month.year) if one.first <= month.last and one.last >= month.first]
    kept = {one: kept_words(one)[0] for one in found}
    rows = events_for(request.actor).filter(title__in=set(kept.values()), on__year=month.year).exclude(state=State.CANCELLED)
    made = {(event.title, event.on): event.pk for event in rows}
    context = {
        "month": month,
        "rows": [(one, title_of(one), made.get((kept[one], one.first))) for one in found],
        "may_plan": request.actor.can(PLAN),
        "crumbs": [(_("Програма"), reverse("workspace:programme")), (_("Пам’ятні дати"), "")],
    }
    return render(request, "workspace/programme/dates.html", context)


@require_POST
@access(PLAN)
def draft(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """At once: at today's place, else at the highest of the units where the actor plans; a draft is moved easily. Whoever plans in
    several places side by side is asked by the form of an event, filled in as far as can be."""
    if code not in memorable() or not (found := occasions_of(memorable()[code], year)):
        raise Http404
    units, places = units_to_plan(request.actor), places_to_plan(request.actor)
    place, highest = places.filter(pk=default_place(request, places) or 0).first(), units.first()
    if highest is not None and units.exclude(path__startswith=highest.path).exists():
        highest = None
    unit = (units.filter(pk=place.pk).first() if place else None) or highest
    if unit is None:
        asked = {"on": found[0].first.isoformat(), "title": kept_words(found[0])[0]}
        return redirect(f"{reverse('workspace:event_add')}?{urlencode(asked)}")
    try:
        event = draft_date(act_of(request), unit=unit, place=place or unit, code=code, year=year)
    except Refused as refusal:
        messages.error(request, str(refusal.problems[0]))
        return redirect(f"{reverse('workspace:programme_dates')}?month={found[0].first:%Y-%m}")
    messages.success(request, _("Чернетка є. Допишіть решту або підтвердьте."))
    return redirect("workspace:event", pk=event.pk)


@require_POST
@access(PLAN)
def stop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    series, form, done = planned(request, pk), StopForm(places_to_plan(request.actor), request.POST), list[Event]()
    if status := attempt(request, form, lambda act: done.append(add_stop(act, series=series, **form.cleaned_data))):
        return page_of(request, series, status, [text for texts in form.errors.values() for text in texts])
    messages.success(request, _("Додано зупинку виставки."))
    warn(request, done[0])
    return redirect("workspace:series_one", pk=pk)
