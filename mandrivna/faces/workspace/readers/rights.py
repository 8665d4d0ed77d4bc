"""What the desk does for a reader's own account: a new PIN, and a request to be forgotten written down for them."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mandrivna.core.rules import ERASURES_OPEN
from mandrivna.faces.access import access
from mandrivna.faces.workspace.erasures.forms import OpenForm
from mandrivna.faces.workspace.operate import act_of, attempt, place_of_form
from mandrivna.readers.actions.erasure_requests import open_erasure
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.queries import readers_for
from mandrivna.readers.rules import SET_PIN


@require_POST
@access(SET_PIN)
def new_pin(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Shown in the answer itself, once: the digits lie in no session, no history and no log."""
    person = get_object_or_404(readers_for(request.actor, SET_PIN), pk=pk)
    place = place_of_form(request, SET_PIN)
    pin = set_pin(act_of(request), reader=person, place=place)
    return render(request, "workspace/readers/pin.html", {"reader": person, "pin": pin}, status=201 if pin.shown else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(ERASURES_OPEN)
def ask_to_forget(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(readers_for(request.actor, ERASURES_OPEN), pk=pk)
    form, status = OpenForm(request.POST if request.method == "POST" else None), 200
    place = request.POST.get("place", "") or request.GET.get("place", "")
    if request.method == "POST":
        unit = place_of_form(request, ERASURES_OPEN)
        status = attempt(
            request, form, lambda act: open_erasure(act, reader=person, place=unit, reason=form.cleaned_data["reason"])
        )
        if not status:
            messages.success(request, _("Запит записано. На відповідь є 30 календарних днів."))
            return redirect("workspace:erasures")
    return render(request, "workspace/readers/forget.html", {"reader": person, "form": form, "place": place}, status=status)
