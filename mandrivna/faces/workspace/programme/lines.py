"""One's own line of an event's preparation, work or equipment: other words, another day, or away with it."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.programme.preparing import CheckForm, planned
from mandrivna.programme.actions.preparing import edit_check, remove_check
from mandrivna.programme.models import Check, Event, Sort
from mandrivna.programme.rules import PLAN


def _own(request: HttpRequest, pk: uuid.UUID, check: int) -> tuple[Event, Check]:
    event = planned(request, pk)
    return event, get_object_or_404(Check.objects.select_related("event__unit"), event=event, pk=check, code="")


def _back(event: Event, check: Check) -> HttpResponse:
    anchor = "h-gear" if check.sort == Sort.GEAR else "h-lines"
    return redirect(f"{reverse('workspace:event_prepare', args=[event.pk])}#{anchor}")


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID, check: int) -> HttpResponse:
    event, row = _own(request, pk, check)
    form, status = CheckForm(initial={"sort": row.sort, "text": row.text, "due": row.due}), 200
    if request.method == "POST":
        form = CheckForm(request.POST)
        status = attempt(request, form, lambda act: edit_check(act, check=row, **form.cleaned_data))
        if not status:
            messages.success(request, _("Записано."))
            return _back(event, row)
    return _page(request, event, row, form, status)


def _page(request: HttpRequest, event: Event, row: Check, form: forms.Form, status: int) -> HttpResponse:
    crumbs = [
        (_("Програма"), f"{reverse('workspace:programme')}?month={event.on:%Y-%m}"),
        (str(event), reverse("workspace:event", args=[event.pk])),
        (_("Підготовка"), reverse("workspace:event_prepare", args=[event.pk])),
        (_("Змінити"), ""),
    ]
    context = {"event": event, "row": row, "form": form, "crumbs": crumbs}
    return render(request, "workspace/programme/own_line.html", context, status=status)


@require_POST
@access(PLAN)
def remove(request: HttpRequest, pk: uuid.UUID, check: int) -> HttpResponse:
    event, row = _own(request, pk, check)
    form = forms.Form(request.POST)
    if status := attempt(request, form, lambda act: remove_check(act, check=row)):
        shown = CheckForm(initial={"sort": row.sort, "text": row.text, "due": row.due})
        for wrong in form.non_field_errors():
            messages.error(request, str(wrong))
        return _page(request, event, row, shown, status)
    messages.success(request, _("Рядок прибрано."))
    return _back(event, row)
