"""A room gets other words, comes back after it was taken away, or goes whole when it was written by mistake."""

from __future__ import annotations

import uuid

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import attempt
from mandrivna.faces.workspace.programme.rooms import RoomForm, planned_room
from mandrivna.programme.actions.rooms import edit_room, remove_room, reopen_room
from mandrivna.programme.rules import PLAN


@read_or_send
@access(PLAN)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one, status = planned_room(request, pk), 200
    form = RoomForm(None, initial={"name": one.name, "seats": one.seats, "about": one.about})
    if request.method == "POST":
        form = RoomForm(None, request.POST)
        status = attempt(request, form, lambda act: edit_room(act, room=one, **form.cleaned_data))
        if not status:
            messages.success(request, _("Записано."))
            return redirect("workspace:programme_room", pk=pk)
    crumbs = [
        (_("Програма"), reverse("workspace:programme")), (_("Кімнати"), reverse("workspace:programme_rooms")),
        (str(one), reverse("workspace:programme_room", args=[pk])), (_("Змінити"), ""),
    ]  # fmt: skip
    context = {"form": form, "title": f"{one.unit}: {one}", "button": _("Записати"), "crumbs": crumbs}
    return render(request, "workspace/programme/form.html", context, status=status)


@require_POST
@access(PLAN)
def reopen(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = planned_room(request, pk)
    form = forms.Form(request.POST)
    if attempt(request, form, lambda act: reopen_room(act, room=one)):
        _refused(request, form)
    else:
        messages.success(request, _("Кімнату знову можна обрати."))
    return redirect("workspace:programme_room", pk=pk)


@require_POST
@access(PLAN)
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    one = planned_room(request, pk)
    form = forms.Form(request.POST)
    if attempt(request, form, lambda act: remove_room(act, room=one)):
        _refused(request, form)
        return redirect("workspace:programme_room", pk=pk)
    messages.success(request, _("Кімнату прибрано зовсім."))
    return redirect("workspace:programme_rooms")


def _refused(request: HttpRequest, form: forms.Form) -> None:
    for wrong in form.non_field_errors():
        messages.error(request, str(wrong))
