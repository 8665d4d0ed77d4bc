"""Contests and conferences: announced, changed, judged by whoever of the staff is in the jury. No names here."""

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
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.look.applications import points_told
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, sole
from mandrivna.faces.workspace.programme.call_forms import CallForm, described
from mandrivna.programme.actions.calls import add_call, edit_call, score, step_call
from mandrivna.programme.call_queries import (
    calls_for,
    juror_of,
    may_plan_call,
    may_see_applicants,
    sections,
    with_applications,
    works_for,
)
from mandrivna.programme.models import CALL_STEPS, Application, Call, CallState, Event
from mandrivna.programme.queries import events_for, places_to_plan, units_to_plan
from mandrivna.programme.rules import PLAN, VIEW
from mandrivna.programme.states import State

PAGE = 40
FORM = "workspace/programme/form.html"


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("Програма"), reverse("workspace:programme")), (_("Конкурси й конференції"), reverse("workspace:calls")), *more]


@require_safe
@access(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    rows = with_applications(calls_for(request.actor)).order_by("-closes_on", "title", "pk")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "query": "",
        "today": timezone.localdate(),
        "may_plan": request.actor.can(PLAN),
        "crumbs": [*crumbs()[:1], (_("Конкурси й конференції"), "")],
    }
    return render(request, "workspace/programme/calls.html", context)


def found(request: HttpRequest, pk: uuid.UUID) -> Call:
    return get_object_or_404(calls_for(request.actor), pk=pk)


def _planned(request: HttpRequest, pk: uuid.UUID) -> Call:
    one = found(request, pk)
    if not may_plan_call(request.actor, one):
        raise Http404
    return one


def _choices(request: HttpRequest, kept: Call | None = None) -> tuple[Any, Any, Any]:
    since = timezone.localdate() - dt.timedelta(days=60)
    events = events_for(request.actor).filter(on__gte=since).exclude(state=State.CANCELLED).order_by("on", "title")
    if kept is not None and kept.event_id:
        events = events | Event.objects.filter(pk=kept.event_id)
    return units_to_plan(request.actor), places_to_plan(request.actor), events


@read_or_send
@access(PLAN)
def add(request: HttpRequest) -> HttpResponse:
    choices, status, done = _choices(request), 200, list[Call]()
    if request.method == "POST":
        form = CallForm(*choices, request.POST)
        status = attempt(request, form, lambda act: done.append(add_call(act, **form.told())))
        if not status:
            messages.success(request, _("Записано. Перевірте й оголосіть."))
            return redirect("workspace:call", pk=done[0].pk)
    else:
        initial = {"unit": sole(choices[0]), "place": default_place(request, choices[1]), "opens_on": timezone.localdate()}
        form = CallForm(*choices, initial=initial)
    title = _("Новий конкурс чи конференція")
    return render(
        request, FORM, {"form": form, "title": title, "button": _("Записати"), "crumbs": crumbs((title, ""))}, status=status
    )


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = _planned(request, pk), 200
    form = CallForm(*_choices(request, one), initial=described(one), kept=one)
    if request.method == "POST":
        form = CallForm(*_choices(request, one), request.POST, kept=one)
        status = attempt(request, form, lambda act: edit_call(act, call=one, **form.told()))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:call", pk=pk)
    above = crumbs((str(one), reverse("workspace:call", args=[pk])), (_("Змінити"), ""))
    return render(request, FORM, {"form": form, "title": _("Змінити"), "button": _("Записати"), "crumbs": above}, status=status)


@require_safe
@access(VIEW)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    call = get_object_or_404(with_applications(calls_for(request.actor)), pk=pk)
    plans = may_plan_call(request.actor, call)
    context = {
        "call": call,
        "sections": sections(call),
        "steps": [(to, STEPS[to]) for to in CallState.values if to in CALL_STEPS[call.state]] if plans else [],
        "may_plan": plans,
        "may_people": may_see_applicants(request.actor, call),
        "juror": juror_of(request.actor, call),
        "on_site": call.shown and call.state not in (CallState.DRAFT, CallState.CANCELLED),
        "crumbs": crumbs((str(call), "")),
    }
    return render(request, "workspace/programme/call.html", context)


class _Steps(dict[str, Any]):
    """Words of the buttons, in the language of whoever looks."""

    def __missing__(self, to: str) -> str:
        words = {
            CallState.DRAFT: _("Готувати знову"),
            CallState.OPEN: _("Оголосити й приймати заявки"),
            CallState.JUDGING: _("Закрити приймання й розглядати"),
            CallState.DONE: _("Оголосити підсумки"),
            CallState.CANCELLED: _("Скасувати"),
        }
        return words[CallState(to)]


STEPS = _Steps()


@require_POST
@access(PLAN)
def step(request: HttpRequest, pk: uuid.UUID, to: str) -> HttpResponse:
    one = _planned(request, pk)
    step_call(act_of(request), call=one, to=to)
    messages.success(request, _("Записано."))
    return redirect("workspace:call", pk=pk)


@read_or_send
@access(VIEW)
def judge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """For somebody of the staff who is in the jury; for everybody else there is no such page."""
    call = found(request, pk)
    juror = juror_of(request.actor, call)
    if juror is None:
        raise Http404
    problems: list[Any] = []
    status = 200
    if request.method == "POST":
        work = get_object_or_404(Application.objects.filter(call=call), pk=_pk(request.POST.get("work", "")))
        try:
            score(act_of(request), juror=juror, application=work, points=points_told(request.POST, max(1, len(call.criteria))))
            messages.success(request, _("Бали записано."))
            return redirect(f"{request.path}#w-{work.pk}")
        except Refused as refusal:
            problems, status = refusal.problems, status_of(refusal)
    context = {"call": call, "works": works_for(juror), "problems": problems, "crumbs": crumbs((str(call), ""))}
    return render(request, "workspace/programme/judge.html", context, status=status)


def _pk(said: str) -> uuid.UUID:
    try:
        return uuid.UUID(said)
    except ValueError:
        raise Http404 from None
