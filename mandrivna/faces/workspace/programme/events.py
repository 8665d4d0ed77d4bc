"""What is done with one event: added, changed, confirmed, moved, cancelled, brought back, counted."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, sole
from mandrivna.faces.workspace.programme.count_form import CountForm
from mandrivna.faces.workspace.programme.finding import found
from mandrivna.faces.workspace.programme.forms import EventForm, MoveForm, ReasonForm, described
from mandrivna.faces.workspace.programme.moves import read_day
from mandrivna.faces.workspace.programme.views import page
from mandrivna.faces.workspace.programme.warned import stands, warn
from mandrivna.programme.actions.counting import count_event, count_event_here
from mandrivna.programme.actions.events import add_event, cancel_event, confirm_event, edit_event, move_event, restore_event
from mandrivna.programme.models import Event, Series
from mandrivna.programme.queries import may_count, may_plan, places_to_plan, series_for, units_to_plan
from mandrivna.programme.rules import COUNT, PLAN
from mandrivna.programme.states import State


def _planned(request: HttpRequest, pk: uuid.UUID) -> Event:
    """As good as absent for whoever may look at it and not change it."""
    one = found(request, pk)
    if not may_plan(request.actor, one):
        raise Http404
    return one


def _choices(request: HttpRequest) -> tuple[Any, Any]:
    return units_to_plan(request.actor), places_to_plan(request.actor)


@read_or_send
@access(PLAN)
def add(request: HttpRequest) -> HttpResponse:
    """By itself, or with `?series=` one more of a series, which fills the form in."""
    of = _series(request)
    units, places = _choices(request)
    status, done = 200, list[Event]()
    if request.method == "POST":
        form = EventForm(units, places, request.POST, kept=of)
        status = attempt(request, form, lambda act: done.append(add_event(act, series=of, **_told(form))))
        if not status:
            messages.success(request, _("Подію додано."))
            warn(request, done[0])
            return redirect("workspace:event", pk=done[0].pk)
    else:
        initial = {
            "on": request.GET.get("on", ""),
            "title": request.GET.get("title", "")[:200],
            "unit": sole(units),
            "place": default_place(request, places),
            "audiences": ["general"],
        }
        form = EventForm(units, places, initial={**initial, **(described(of) if of else {})}, kept=of)
    title = _("Ще одна подія циклу") if of else _("Нова подія")
    return _form(
        request, form, title, _("Додати"), [(str(of), reverse("workspace:series_one", args=[of.pk]))] if of else [], status
    )


def _series(request: HttpRequest) -> Series | None:
    said = request.POST.get("series") or request.GET.get("series") or ""
    if not said:
        return None
    try:
        return get_object_or_404(series_for(request.actor), pk=uuid.UUID(said))
    except ValueError:
        raise Http404 from None


def _told(form: EventForm) -> dict[str, Any]:
    return {**{name: form.cleaned_data[name] for name in ("unit", "place", "on", "until", "opening")}, "about": form.told()}


def _form(
    request: HttpRequest, form: forms.Form, title: str, button: str, above: list[tuple[str, str]], status: int, note: str = ""
) -> HttpResponse:
    crumbs = [(_("Програма"), reverse("workspace:programme")), *above, (title, "")]
    context = {"form": form, "title": title, "button": button, "crumbs": crumbs, "note": note}
    return render(request, "workspace/programme/form.html", context, status=status)


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status, done = _planned(request, pk), 200, list[Event]()
    units, places = _choices(request)
    if request.method == "POST":
        form = EventForm(units, places, request.POST, kept=one)
        status = attempt(request, form, lambda act: done.append(edit_event(act, event=one, **_told(form))))
        if not status:
            messages.success(request, _("Записано."))
            if stands(done[0]) != stands(one):
                warn(request, done[0])
            return redirect("workspace:event", pk=pk)
    else:
        form = EventForm(
            units, places, initial={**described(one), "on": one.on, "until": one.until, "opening": one.opening_on}, kept=one
        )
    return _form(request, form, _("Змінити подію"), _("Записати"), _above(one), status)


def _above(one: Event) -> list[tuple[str, str]]:
    return [(str(one), reverse("workspace:event", args=[one.pk]))]


@read_or_send
@access(PLAN)
def move(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = _planned(request, pk), 200
    form = MoveForm(initial={"on": read_day(request.GET.get("on", "")) or one.on, "starts": one.starts, "ends": one.ends})
    if request.method == "POST":
        form = MoveForm(request.POST)
        status = attempt(request, form, lambda act: move_event(act, event=one, **form.cleaned_data))
        if not status:
            messages.success(request, _("Перенесено."))
            warn(request, Event.objects.get(pk=pk))
            return redirect("workspace:event", pk=pk)
    note = _("Подію вже оголошено: новий день побачать на сайті, а хто записався, дізнається про нього.")
    told = note if one.state == State.PLANNED else ""
    return _form(request, form, _("Перенести подію"), _("Перенести"), _above(one), status, told)


@require_POST
@access(PLAN)
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _planned(request, pk)
    confirmed = confirm_event(act_of(request), event=one)
    messages.success(request, _("Подію підтверджено."))
    warn(request, confirmed)
    return redirect("workspace:event", pk=pk)


@require_POST
@access(PLAN)
def cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, form = _planned(request, pk), ReasonForm(request.POST)
    status = attempt(request, form, lambda act: cancel_event(act, event=one, **form.cleaned_data))
    if status:
        return page(request, one, status, reason=form)
    messages.success(request, _("Подію скасовано."))
    return redirect("workspace:event", pk=pk)


@require_POST
@access(PLAN)
def restore(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = _planned(request, pk)
    restored = restore_event(act_of(request), event=one)
    messages.success(request, _("Подія знову в програмі."))
    warn(request, restored)
    return redirect("workspace:event", pk=pk)


@require_POST
@access(COUNT)
def count(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = found(request, pk)
    if not may_count(request.actor, one):
        raise Http404
    verb = count_event if request.actor.can(COUNT, one.unit.path) else count_event_here
    form = CountForm(one, request.POST)
    status = attempt(request, form, lambda act: verb(act, event=one, counts=form.told(), report=form.cleaned_data["report"]))
    if status:
        return page(request, one, status, count=form)
    messages.success(request, _("Записано. Показники вже оновилися."))
    return redirect("workspace:event", pk=pk)
