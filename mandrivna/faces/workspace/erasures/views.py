"""Requests to be forgotten, as the staff answer them: how many days are left, two people, each in a session of their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core import erasure
from mandrivna.core.act import Act
from mandrivna.core.actions.erasure_requests import complete_erasure, confirm_erasure, first_stands, refuse_erasure
from mandrivna.core.erasure_requests import requests_for
from mandrivna.core.models import ErasureRequest
from mandrivna.core.problems import Refused
from mandrivna.core.rules import ERASE, ERASURES_OPEN
from mandrivna.faces.access import access, scoped, status_of
from mandrivna.faces.workspace.erasures.forms import RefuseForm
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.fund.intake import donor_labels
from mandrivna.readers.queries import labels_of

PAGE = 50


@require_safe
@access(ERASURES_OPEN)
def listed(request: HttpRequest) -> HttpResponse:
    """The most urgent first; what has been answered stands apart."""
    closed = request.GET.get("closed") == "1"
    rows = requests_for(request.actor)
    rows = rows.exclude(state__in=ErasureRequest.OPEN) if closed else rows.open()
    rows = rows.order_by("-closed_at", "pk") if closed else rows.order_by("due_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    names = _names(request, [row.subject for row in page.object_list])
    context = {
        "page": page,
        "rows": [(row, names.get(row.subject, _("Даних уже немає")), row.days_left(today)) for row in page.object_list],
        "closed": closed,
        "query": "&closed=1" if closed else "",
    }
    return render(request, "workspace/erasures/list.html", context)


def _names(request: HttpRequest, subjects: list[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Readers and donors are forgotten alike."""
    return donor_labels(request.actor, subjects) | labels_of(request.actor, subjects)


def _page(request: HttpRequest, found: ErasureRequest, status: int = 200, problems: Any = (), form: Any = None) -> HttpResponse:
    may_erase = found.is_open and request.actor.can(ERASE, found.unit.path)
    names = _names(request, [found.subject])
    confirmed = first_stands(found)
    context = {
        "row": found,
        "name": names.get(found.subject, ""),
        "left": found.days_left(timezone.localdate()),
        "hindrances": erasure.objections(Act(actor=request.actor), found.subject) if may_erase else [],
        "may_confirm": may_erase and not confirmed,
        "may_complete": may_erase and confirmed and found.confirmed_by_id != request.user.pk,
        "is_first": confirmed and found.confirmed_by_id == request.user.pk,
        "may_refuse": may_erase,
        "form": form or RefuseForm(),
        "problems": problems,
    }
    return render(request, "workspace/erasures/one.html", context, status=status)


def _to_answer(request: HttpRequest, pk: uuid.UUID) -> ErasureRequest:
    """Answered only by whoever holds the right over the whole institution."""
    return get_object_or_404(scoped(request, ERASE, requests_for(request.actor), "unit__path"), pk=pk)


@require_safe
@access(ERASURES_OPEN)
def one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, get_object_or_404(requests_for(request.actor), pk=pk))


def _answered(request: HttpRequest, pk: uuid.UUID, verb: Callable[..., Any], said: str) -> HttpResponse:
    found = _to_answer(request, pk)
    try:
        verb(act_of(request), request=found)
    except Refused as refusal:
        return _page(request, found, status_of(refusal), refusal.problems)
    messages.success(request, said)
    return redirect("workspace:erasure", pk=pk)


@require_POST
@access(ERASE, step_up=True)
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _answered(
        request, pk, confirm_erasure, _("Першу згоду записано. Тепер запит має відкрити інший працівник, зі свого сеансу.")
    )


@require_POST
@access(ERASE, step_up=True)
def complete(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _answered(request, pk, complete_erasure, _("Дані знищено. Показники звітів не змінилися."))


@require_POST
@access(ERASE, step_up=True)
def refuse(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found, form = _to_answer(request, pk), RefuseForm(request.POST)
    status = attempt(request, form, lambda act: refuse_erasure(act, request=found, explanation=form.cleaned_data["explanation"]))
    if status:
        return _page(request, found, status, form=form)
    messages.success(request, _("Відмову записано. Людина прочитає її у своєму кабінеті."))
    return redirect("workspace:erasure", pk=pk)
