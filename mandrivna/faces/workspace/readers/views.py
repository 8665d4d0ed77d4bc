"""Readers: found by card, phone or name, never listed; opened with a trace; registered for the year."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.problems import Refused
from mandrivna.core.rules import ERASURES_OPEN
from mandrivna.enquiries.rules import LINK
from mandrivna.faces.access import access, read_or_send, status_of
from mandrivna.faces.workspace.operate import act_of, back_to, chosen_place, place_of_form, places_to_choose
from mandrivna.faces.workspace.readers.forms import FindForm
from mandrivna.faces.workspace.search.recent import remember
from mandrivna.lending.actions.circulation import renew
from mandrivna.lending.models import Loan
from mandrivna.lending.queries import loans_in_hand, remembered_loans
from mandrivna.lending.rules import ISSUE
from mandrivna.readers.actions.enrolment import reenrol
from mandrivna.readers.actions.viewing import viewed
from mandrivna.readers.listing import ended_card
from mandrivna.readers.models import Reader, only_digits
from mandrivna.readers.queries import family_of, opened, readers_for, search
from mandrivna.readers.rules import ENROL, IMPORT, SET_PIN, VIEW


@read_or_send
@access(VIEW)
def find(request: HttpRequest) -> HttpResponse:
    """By POST: a name or a phone does not belong into an address."""
    form = FindForm(request.POST) if request.method == "POST" else FindForm()
    status, people, ended = 200, None, None
    if request.method == "POST":
        if form.is_valid():
            people = search(request.actor, form.cleaned_data["q"])
            ended = None if people else ended_card(request.actor, only_digits(form.cleaned_data["q"]), VIEW)
        else:
            status = 422
    return render(
        request,
        "workspace/readers/find.html",
        {
            "form": form,
            "people": people,
            "ended": ended,
            "may_enrol": request.actor.can(ENROL),
            "may_import": request.actor.can(IMPORT),
        },
        status=status,
    )


def _reader_page(request: HttpRequest, person: Reader, status: int = 200, problems: Any = ()) -> HttpResponse:
    viewed(Act(actor=request.actor), reader=person)
    today, place = timezone.localdate(), chosen_place(request) if request.actor.can(ISSUE) else None
    registrations = list(person.enrolments.select_related("place").order_by("-year"))
    enrolled = any(row.year == today.year for row in registrations)
    context = {
        "crumbs": [(_("Читачі"), reverse("workspace:readers")), (_("Формуляр читача"), "")],
        "reader": person,
        "place": place,
        "today": today,
        "registrations": registrations,
        "members": family_of(person) if getattr(person, "heads", True) else [],
        "enrolled": enrolled,
        "places": places_to_choose(request) if not enrolled and request.actor.can(ENROL) and request.actor.can(ISSUE) else [],
        "may_enrol": place is not None and request.actor.can(ENROL, place.path),
        "may_set_pin": place is not None and request.actor.can(SET_PIN, place.path),
        "may_link": place is not None and request.actor.can(LINK, place.path),
        "may_ask": place is not None and request.actor.can(ERASURES_OPEN, place.path),
        "loans": [(loan, loan.is_overdue(today)) for loan in loans_in_hand(person)],
        "history": remembered_loans(person),
        "problems": problems,
    }
    return render(request, "workspace/readers/reader.html", context, status=status)


@require_safe
@access(VIEW)
def reader(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(opened(readers_for(request.actor)), pk=pk)
    remember(request, "reader", person.pk)
    return _reader_page(request, person)


@require_POST
@access(ENROL)
def reenrol_known(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(opened(readers_for(request.actor)), pk=pk)
    place = place_of_form(request, ENROL)
    act = act_of(request)
    try:
        reenrol(act, reader=person, place=place)
    except Refused as refusal:
        return _reader_page(request, person, status_of(refusal), refusal.problems)
    messages.success(request, _("Читача перереєстровано на %d рік.") % act.on.year)
    return back_to(request, "workspace:reader", pk)


@require_POST
@access(VIEW)
def renew_loan(request: HttpRequest, pk: uuid.UUID, loan: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(opened(readers_for(request.actor)), pk=pk)
    found = get_object_or_404(Loan.objects.select_related("copy"), pk=loan, reader=person)
    place = place_of_form(request)
    try:
        renew(act_of(request), loan=found, place=place)
    except Refused as refusal:
        return _reader_page(request, person, status_of(refusal), refusal.problems)
    messages.success(request, _("Строк продовжено."))
    return redirect("workspace:reader", pk=pk)
