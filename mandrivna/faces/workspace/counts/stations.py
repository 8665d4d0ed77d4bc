"""«Комп’ютери»: a tap when somebody sits down, a tap when they get up; which computers there are, and the month."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.stations import LONGEST_NAME, add_station, close_station, get_up, sit_down, strike_sitting
from mandrivna.enquiries.logged import month_before, next_month
from mandrivna.enquiries.rules import LOG, STATIONS
from mandrivna.enquiries.stations import desks, month_days, month_total, sittings_for, stations_for
from mandrivna.enquiries.terms import terms
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, default_place, units_with
from mandrivna.lending.actions.channel_months import read_month
from mandrivna.readers.models import Audience

MOST_TOLD = 20


class StationForm(forms.Form):
    place = UnitChoice(label=gettext_lazy("Де він стоїть"))
    name = forms.CharField(
        label=gettext_lazy("Як його звати"), max_length=LONGEST_NAME, help_text=gettext_lazy("Наприклад: 1, біля вікна.")
    )

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = units


@require_safe
@access(LOG)
def listed(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    known = terms()
    context = {
        "desks": desks(request.actor, now, known.session_minutes),
        "allowed": known.session_minutes,
        "audiences": Audience.choices,
        "last": sittings_for(request.actor).filter(on=today).exclude(ended_at=None).order_by("-started_at", "-pk")[:MOST_TOLD],
        "may_keep": request.actor.can(STATIONS),
    }
    return render(request, "workspace/counts/stations.html", context)


def _done(request: HttpRequest, act: Callable[[], Any], said: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem.text))
    else:
        messages.success(request, said)
    return redirect("workspace:stations")


@require_POST
@access(LOG)
def sat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    station = get_object_or_404(stations_for(request.actor), pk=pk)
    audience = request.POST.get("audience") or Audience.GENERAL
    return _done(request, lambda: sit_down(act_of(request), station=station, audience=audience), _("Сеанс почато."))


@require_POST
@access(LOG)
def got_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    sitting = get_object_or_404(sittings_for(request.actor), pk=pk)
    return _done(request, lambda: get_up(act_of(request), sitting=sitting), _("Сеанс завершено."))


@require_POST
@access(LOG)
def struck(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    sitting = get_object_or_404(sittings_for(request.actor), pk=pk)
    return _done(request, lambda: strike_sitting(act_of(request), sitting=sitting), _("Скасовано. Показники змінилися на різницю."))


@read_or_send
@access(STATIONS)
def added(request: HttpRequest) -> HttpResponse:
    units = units_with(request, STATIONS)
    form, status = StationForm(units, request.POST or None, initial={"place": default_place(request, units)}), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: add_station(act, **form.cleaned_data))
        if not status:
            messages.success(request, _("Комп’ютер додано. Відтепер сеанси тут рахуються дотиками."))
            return redirect("workspace:stations")
    crumbs = [(_("Комп’ютери"), reverse("workspace:stations")), (_("Новий"), "")]
    return render(request, "workspace/counts/station_add.html", {"form": form, "crumbs": crumbs}, status=status)


@require_POST
@access(STATIONS)
def closed(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    station = get_object_or_404(stations_for(request.actor, STATIONS), pk=pk)
    return _done(
        request, lambda: close_station(act_of(request), station=station), _("Комп’ютера тут більше немає. Записане лишилося.")
    )


@require_safe
@access(LOG)
def month(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    try:
        asked = read_month(request.GET.get("month"))
    except ValueError:
        asked = today
    chosen: dt.date = (asked if asked <= today else today).replace(day=1)
    days, later = month_days(request.actor, chosen), next_month(chosen)
    context = {
        "month": chosen,
        "days": days,
        "total": month_total(days),
        "before": f"{month_before(chosen):%Y-%m}",
        "later": f"{later:%Y-%m}" if later <= today else "",
        "crumbs": [(_("Комп’ютери"), reverse("workspace:stations")), (date_format(chosen, "F Y"), "")],
    }
    return render(request, "workspace/counts/stations_month.html", context)
