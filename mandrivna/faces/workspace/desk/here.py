"""Books read on the spot: every copy scanned here is one use. Whose it was is said only if a card is scanned first."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.desk import last
from mandrivna.faces.workspace.desk.forms import ScanForm
from mandrivna.faces.workspace.desk.pages import page, results
from mandrivna.faces.workspace.operate import act_of, hidden_uid, place_of_form
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.circulation import read_here
from mandrivna.lending.queries import desk_copies, desk_readers, recognise
from mandrivna.lending.rules import ISSUE
from mandrivna.readers.models import Reader
from mandrivna.readers.queries import shown


@require_http_methods(["GET", "HEAD", "POST"])
@access(ISSUE)
def here(request: HttpRequest, pk: uuid.UUID | None = None) -> HttpResponse:
    person = get_object_or_404(desk_readers(request.actor), pk=pk) if pk else None
    if request.method != "POST":
        return _page(request, person)
    if "copy" in request.POST:
        return _read(request, person, get_object_or_404(desk_copies(request.actor), pk=hidden_uid(request.POST["copy"])))
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _page(request, person, 422, form=form)
    found = recognise(request.actor, form.cleaned_data["q"])
    if (other := found.only_reader) is not None:
        return redirect("workspace:desk_here_reader", pk=other.pk)
    if (copy := found.only_copy) is not None:
        return _read(request, person, copy)
    return _page(request, person, **results(request, found, form.cleaned_data["q"]))


def _read(request: HttpRequest, person: Reader | None, copy: Copy) -> HttpResponse:
    place = place_of_form(request)
    try:
        event = read_here(act_of(request), copy=copy, place=place, reader=person)
    except Refused as refusal:
        return _page(request, person, status_of(refusal), problems=refusal.problems, place=place)
    last.remember(request, event)
    messages.success(request, _("Читали на місці: %s.") % copy.record)
    return redirect("workspace:desk_here_reader", pk=person.pk) if person else redirect("workspace:desk_here")


def _page(request: HttpRequest, person: Reader | None, status: int = 200, **context: Any) -> HttpResponse:
    who = shown(request.actor, [person])[0] if person else None
    return page(request, "workspace/desk/here.html", {"who": who, "person": person, **context}, status)
