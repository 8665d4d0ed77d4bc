"""The two-tap log: how somebody asked stays as it was, one tap on the kind writes the line. Everything else is optional."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.log import amend_log, log, strike_log
from mandrivna.enquiries.logged import (
    counted_by_talks,
    day_lines,
    lines_for,
    month_before,
    month_sums,
    month_topics,
    next_month,
    topics,
)
from mandrivna.enquiries.models import LogLine
from mandrivna.enquiries.queries import month_refused
from mandrivna.enquiries.rules import LOG, QUESTIONS, QUIET, VIEW
from mandrivna.enquiries.states import Served, Way
from mandrivna.enquiries.terms import Template, terms
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.enquiries.forms import LogForm, LogLineForm
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, units_with
from mandrivna.shared.dates.typed import read_day

PLACE, WAY = "log_place", "log_way"
"""Session keys: where and how the last line was written, so that the next one takes one tap."""
TEMPLATE = "t:"


@read_or_send
@access(LOG)
def logged(request: HttpRequest) -> HttpResponse:
    units, questions = units_with(request, LOG), request.actor.can(QUESTIONS)
    if request.method != "POST":
        return _page(request, LogForm(units, initial=_usual(request, units), questions=questions), 200)
    form = LogForm(units, request.POST, questions=questions)
    made: list[LogLine] = []
    status = attempt(request, form, lambda act: made.append(log(act, **_said(form, request.POST.get("sort", "")))))
    if status:
        return _page(request, form, status)
    request.session[PLACE], request.session[WAY] = form.cleaned_data["place"].pk, form.cleaned_data["channel"]
    messages.success(request, _("Записано: %s.") % _told(form, request.POST["sort"]))
    if counted_by_talks(made[0]):
        messages.warning(request, _("Того дня схоже вже пораховано з розмови. Якщо це та сама, скасуйте щойно записане."))
    on = form.cleaned_data["on"]
    later = "" if on == timezone.localdate() else f"?{urlencode({'on': on.isoformat()})}"
    return redirect(reverse("workspace:served") + later)


def _usual(request: HttpRequest, units: Any) -> dict[str, Any]:
    last = request.session.get(PLACE)
    kept = last if last and units.filter(pk=last).exists() else None
    way = request.session.get(WAY, Way.DESK)
    return {"place": kept or default_place(request, units), "channel": way, "on": _day(request)}


def _day(request: HttpRequest) -> dt.date:
    """The day one looks at; of what is no day, and of a day to come, today."""
    today = timezone.localdate()
    asked = read_day(request.GET.get("on", "").strip()[:40], today) if request.GET.get("on") else None
    return asked if asked and asked <= today else today


def _chosen(sort: str) -> tuple[str, str, Template | None]:
    """What the tapped button says: «reference:thematic», «resource:», or «t:» and a template's name."""
    if sort.startswith(TEMPLATE):
        found = next((one for one in terms().templates if one.name == sort.removeprefix(TEMPLATE)), None)
        return (terms().served(found.sort), found.sort, found) if found else ("", "", None)
    served, _colon, code = sort.partition(":")
    return served, code, None


def _said(form: LogForm, sort: str) -> dict[str, Any]:
    """A template fills in only what nobody wrote."""
    served, code, template = _chosen(sort)
    said = {**form.cleaned_data, "served": served, "sort": code}
    if template is not None:
        said |= {"topic": said["topic"] or template.topic, "channel": template.channel}
        said["minutes"] = said["minutes"] if said["minutes"] is not None else template.minutes
    return said


def _told(form: LogForm, sort: str) -> str:
    served, code, _template = _chosen(sort)
    name, number = terms().name(code), form.cleaned_data["number"]
    kind = str(Served(served).label)
    return f"{kind}{f' ({name})' if name else ''}{f', {number}' if number > 1 else ''}"


def _page(request: HttpRequest, form: LogForm, status: int) -> HttpResponse:
    known, on = terms(), _day(request)
    context = {
        "form": form,
        "references": known.section("references").items(),
        "consultations": known.section("consultations").items(),
        "services": known.section("e_services").items(),
        "templates": known.templates,
        "topics": topics(request.actor),
        "on": on,
        "today": timezone.localdate(),
        "lines": day_lines(request.actor, on),
        "may_quiet": request.actor.can(QUIET),
        # Whoever has no place yet, or was refused something, sees the rest of the form at once.
        "open": bool(form.errors) or not form["place"].value(),
    }
    return render(request, "workspace/enquiries/served.html", context, status=status)


@read_or_send
@access(LOG)
def line(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(lines_for(request.actor).select_related("place"), pk=pk)
    questions = request.actor.can(QUESTIONS, found.place.path)
    if request.method == "POST":
        form = LogLineForm(found, request.POST, questions=questions)
        status = attempt(request, form, lambda act: amend_log(act, line=found, **form.said()))
        if not status:
            messages.success(request, _("Виправлено. Показники змінилися на різницю."))
            return _back(found)
    else:
        form, status = LogLineForm(found, questions=questions), 200
    crumbs = [(_("Довідки й консультації"), reverse("workspace:served")), (date_format(found.on, "j E"), "")]
    name = terms().name(found.sort) or found.sort
    context = {"row": found, "name": name, "form": form, "crumbs": crumbs, "topics": topics(request.actor)}
    return render(request, "workspace/enquiries/served_line.html", context, status=status)


@require_POST
@access(LOG)
def struck(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(lines_for(request.actor), pk=pk)
    try:
        strike_log(act_of(request), line=found)
    except Refused as refusal:
        for problem in refusal.problems:
            messages.error(request, str(problem.text))
        return _back(found)
    messages.success(request, _("Скасовано. Показники змінилися на різницю."))
    return _back(found)


def _back(found: LogLine) -> HttpResponse:
    on = LogLine.objects.values_list("on", flat=True).get(pk=found.pk)
    later = "" if on == timezone.localdate() else f"?{urlencode({'on': on.isoformat()})}"
    return redirect(reverse("workspace:served") + later)


@read_or_send
@access(LOG)
def month(request: HttpRequest) -> HttpResponse:
    """What a month came to, by kind: for the diary of work."""
    today = timezone.localdate()
    asked = read_day(f"{request.GET['month']}-01", today) if len(request.GET.get("month", "")) == 7 else None
    chosen = (asked if asked and asked <= today else today).replace(day=1)
    later = next_month(chosen)
    context = {
        "month": chosen,
        "sums": [(str(Served(one.served).label), one) for one in month_sums(request.actor, chosen)],
        "topics": month_topics(request.actor, chosen),
        "refused": month_refused(request.actor, chosen) if request.actor.can(VIEW) else [],
        "before": f"{month_before(chosen):%Y-%m}",
        "later": f"{later:%Y-%m}" if later <= today else "",
        "crumbs": [(_("Довідки й консультації"), reverse("workspace:served")), (date_format(chosen, "F Y"), "")],
    }
    return render(request, "workspace/enquiries/served_month.html", context)
