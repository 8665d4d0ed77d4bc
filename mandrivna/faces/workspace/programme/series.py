"""Series: the list of the year, one with its days, its form, and what is proposed of its term."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.models import Staff
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.look.terms import chips
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, sole
from mandrivna.faces.workspace.programme.forms import WEEKDAYS, EndForm, SeriesForm, SinceForm, described
from mandrivna.faces.workspace.programme.moves import movable, mover
from mandrivna.faces.workspace.programme.stop_form import StopForm
from mandrivna.faces.workspace.programme.warned import stands_of, warn_all, warn_changed
from mandrivna.programme.actions.series import (
    add_series,
    confirm_series,
    edit_series,
    end_series,
    propose_events,
    term_of,
    term_problems,
)
from mandrivna.programme.models import Event, Series
from mandrivna.programme.proposing import expected
from mandrivna.programme.queries import places_to_plan, series_for, units_to_plan, with_numbers
from mandrivna.programme.rules import PLAN, VIEW
from mandrivna.programme.states import AHEAD, State
from mandrivna.programme.terms import closed_days, is_closed, terms

PAGE, MOST = 40, 120
EXHIBITION = "exhibition"


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Of a year; what has ended stands at the end."""
    today = timezone.localdate()
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and 2000 <= int(said) <= 2100 else today.year
    rows = with_numbers(series_for(request.actor).filter(year=year)).order_by("ended_on", "title", "pk")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "year": year,
        "query": f"&year={year}",
        "terms": terms(),
        "may_plan": request.actor.can(PLAN),
        "crumbs": [(_("Програма"), reverse("workspace:programme")), (_("Цикли"), "")],
    }
    return render(request, "workspace/programme/series_list.html", context)


def _found(request: HttpRequest, pk: uuid.UUID) -> Series:
    rows = series_for(request.actor).select_related("unit", "place", "plan_item", "coordinator", "institution")
    return get_object_or_404(rows, pk=pk)


def planned(request: HttpRequest, pk: uuid.UUID) -> Series:
    one = _found(request, pk)
    if not request.actor.can(PLAN, one.unit.path):
        raise Http404
    return one


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return page_of(request, _found(request, pk))


def page_of(request: HttpRequest, series: Series, status: int = 200, problems: list[Any] | None = None) -> HttpResponse:
    known, term, closed, today = terms(), term_of(series), closed_days(), timezone.localdate()
    events = list(Event.objects.filter(series=series).select_related("place", "unit").order_by("on", "starts", "pk")[:MOST])
    plans = request.actor.can(PLAN, series.unit.path)
    rows = [(one, is_closed(one.on, closed) and one.state in AHEAD, movable(request.actor, one)) for one in events]
    context = {
        "series": series,
        "form_label": known.form_label(series.form),
        "counts": known.counts(series.form).label,
        "verify": series.form in known.forms and known.forms[series.form].verify,
        "direction": known.direction_label(series.direction),
        "audiences": known.audience_words(series.audiences),
        "weekday": dict(WEEKDAYS).get(str(series.weekday), ""),
        "rows": rows,
        **mover([may for _one, _closed, may in rows]),
        "drafts": sum(event.state == State.DRAFT for event in events),
        "held": sum(event.state == State.HELD for event in events),
        "people": sum(event.people for event in events if event.state == State.HELD),
        "expected": expected(term) if term.written else 0,
        "understood": ", ".join(chips(term)) if term.written and term.understood else "",
        "unread": term_problems(term) if term.written else [],
        "problems": problems or [],
        "since": SinceForm(initial={"since": max(today, dt.date(series.year, 1, 1))}),
        "end": EndForm(initial={"on": today}),
        "today": today,
        "may_plan": plans,
        "may_add": plans and not series.ended_on,
        "road": StopForm(places_to_plan(request.actor)) if plans and not series.ended_on and series.form == EXHIBITION else None,
        "crumbs": [
            (_("Програма"), reverse("workspace:programme")),
            (_("Цикли"), f"{reverse('workspace:series')}?year={series.year}"),
            (str(series), ""),
        ],
    }
    return render(request, "workspace/programme/series.html", context, status=status)


def staff_of(places: Any) -> Any:
    """Whoever works at one of these places: they may coordinate."""
    return Staff.objects.active().filter(memberships__unit__in=places.order_by()).distinct().order_by("name")


@read_or_send
@access(PLAN)
def add(request: HttpRequest) -> HttpResponse:
    units, places = units_to_plan(request.actor), places_to_plan(request.actor)
    staff = staff_of(places)
    status, done = 200, list[Series]()
    if request.method == "POST":
        form = SeriesForm(units, places, staff, request.POST)
        status = attempt(request, form, lambda act: done.append(add_series(act, **form.arguments())))
        if not status:
            messages.success(request, _("Цикл записано. Тепер запропонуйте його дні."))
            return redirect("workspace:series_one", pk=done[0].pk)
    else:
        said = {"unit": sole(units), "place": default_place(request, places), "audiences": ["general"]}
        form = SeriesForm(units, places, staff, initial={"year": timezone.localdate().year, **said})
    return _form(request, form, _("Новий цикл"), status)


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    series, status = planned(request, pk), 200
    units, places = units_to_plan(request.actor), places_to_plan(request.actor)
    staff = staff_of(places)
    if request.method == "POST":
        form = SeriesForm(units, places, staff, request.POST, kept=series)
        before = stands_of(series)
        status = attempt(request, form, lambda act: edit_series(act, series=series, **form.arguments()))
        if not status:
            messages.success(request, _("Записано. Події, що попереду, теж змінилися."))
            warn_changed(request, series, before)
            return redirect("workspace:series_one", pk=pk)
    else:
        form = SeriesForm(units, places, staff, initial=_initial(series), kept=series)
    return _form(request, form, _("Змінити цикл"), status, series)


def _initial(series: Series) -> dict[str, Any]:
    item = series.plan_item
    own = {name: getattr(series, name) for name in ("year", "term", "weekday", "executors")}
    row = {"section": item.section, "number": item.number} if item else {}
    return {**described(series), **own, **row, "coordinator": series.coordinator_id}


def _form(request: HttpRequest, form: SeriesForm, title: str, status: int, series: Series | None = None) -> HttpResponse:
    crumbs = [(_("Програма"), reverse("workspace:programme")), (_("Цикли"), reverse("workspace:series"))]
    if series is not None:
        crumbs.append((str(series), reverse("workspace:series_one", args=[series.pk])))
    note = _("Дні, які вже стоять, лишаться на своїх місцях.") if series is not None else ""
    context = {"form": form, "title": title, "button": _("Записати"), "crumbs": [*crumbs, (title, "")], "note": note}
    return render(request, "workspace/programme/form.html", context, status=status)


@require_POST
@access(PLAN)
def propose(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    series, form = planned(request, pk), SinceForm(request.POST)
    if not form.is_valid():
        return page_of(request, series, 422, list(form.errors["since"]))
    before = Event.objects.filter(series=series).count()
    try:
        propose_events(act_of(request), series=series, **form.cleaned_data)
    except Refused as refusal:
        return page_of(request, series, status_of(refusal), refusal.problems)
    many = Event.objects.filter(series=series).count() - before
    if many:
        messages.success(request, ngettext("Запропоновано %(many)d день.", "Запропоновано днів: %(many)d.", many) % {"many": many})
    else:
        messages.info(request, _("Усі дні терміну вже мають свої події."))
    return redirect("workspace:series_one", pk=pk)


@require_POST
@access(PLAN)
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    series = planned(request, pk)
    drafts = list(Event.objects.filter(series=series, state=State.DRAFT))
    confirm_series(act_of(request), series=series)
    messages.success(request, _("Усі чернетки підтверджено."))
    warn_all(request, drafts)
    return redirect("workspace:series_one", pk=pk)


@require_POST
@access(PLAN)
def end(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    series, form = planned(request, pk), EndForm(request.POST)
    if status := attempt(request, form, lambda act: end_series(act, series=series, **form.cleaned_data)):
        return page_of(request, series, status, [text for texts in form.errors.values() for text in texts])
    messages.success(request, _("Цикл завершено."))
    return redirect("workspace:series_one", pk=pk)
