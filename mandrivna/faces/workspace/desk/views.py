"""The desk: one field for a card, a barcode, a name or a title; what is scanned with a reader open is lent at once.

What is typed here may be a name or a phone, so it comes by POST: addresses of pages end up in histories and logs.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.core.act import Act
from mandrivna.core.problems import Problem
from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access
from mandrivna.faces.workspace.desk.acts import hand_over, repeated
from mandrivna.faces.workspace.desk.forms import ScanForm
from mandrivna.faces.workspace.desk.last import last_of
from mandrivna.faces.workspace.operate import chosen_place, place_of_form
from mandrivna.fund.models import State
from mandrivna.lending.queries import Found, desk_copies, desk_readers, loans_in_hand, open_loan, places_to_serve, recognise
from mandrivna.lending.rules import ISSUE, RETURN
from mandrivna.readers.actions.enrolment import enrolled
from mandrivna.readers.actions.viewing import viewed
from mandrivna.readers.models import Reader
from mandrivna.readers.queries import shown
from mandrivna.readers.rules import ENROL, VIEW

read_or_scan = require_http_methods(["GET", "HEAD", "POST"])


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    actor = request.actor
    place = context.setdefault("place", chosen_place(request))
    context.setdefault("form", ScanForm())
    path = place.path if place else None
    context |= {"may_return": actor.can(RETURN, path), "may_enrol": actor.can(ENROL, path), "last": last_of(request, place)}
    if place is None or request.resolver_match.url_name == "desk":
        context["places"] = list(places_to_serve(actor))
    return render(request, f"workspace/desk/{template}.html", context, status=status)


def _found(request: HttpRequest, found: Found) -> dict[str, Any]:
    """Search results, readers as the person at the desk may see them."""
    return {"found": found, "people": shown(request.actor, found.readers), "available": State.AVAILABLE}


@read_or_scan
@access(ISSUE)
def desk(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, "desk", {})
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _page(request, "desk", {"form": form}, 422)
    found = recognise(request.actor, form.cleaned_data["q"])
    if person := found.only_reader:
        return redirect("workspace:desk_reader", pk=person.pk)
    if item := found.only_copy:
        return redirect("workspace:desk_copy", pk=item.pk)
    return _page(request, "desk", _found(request, found))


@read_or_scan
@access(ISSUE)
def reader(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An open reader: every copy scanned now is lent to them."""
    person = get_object_or_404(desk_readers(request.actor), pk=pk)
    if request.method != "POST":
        return reader_page(request, person)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return reader_page(request, person, 422, form=form)
    found = recognise(request.actor, form.cleaned_data["q"])
    if (other := found.only_reader) is not None:
        return redirect("workspace:desk_reader", pk=other.pk)
    if (item := found.only_copy) is None:
        return reader_page(request, person, **_found(request, found))
    place = place_of_form(request)
    if item.state == State.ON_LOAN and not repeated(request, item):
        return reader_page(request, person, scanned=item, scanned_loan=open_loan(item), place=place)
    problems = hand_over(request, item, person, place)
    return refused_page(request, person, problems, item, place) if problems else redirect("workspace:desk_reader", pk=pk)


def refused_page(request: HttpRequest, person: Reader, problems: tuple[int, list[Problem]], item: Any, place: Any) -> HttpResponse:
    """Why the copy was not lent, with «re-register and lend» where that is all that is missing."""
    status, listed = problems
    codes = {problem.code for problem in listed}
    return reader_page(request, person, status, problems=listed, refused_copy=item, only_reenrol=codes == {"not_enrolled"}, place=place)


def reader_page(request: HttpRequest, person: Reader, status: int = 200, **context: Any) -> HttpResponse:
    named = set(institutions_for(request.actor, VIEW).values_list("pk", flat=True)) if request.actor.can(VIEW) else set()
    (who,) = shown(request.actor, [person], named=named)
    if who.named:
        viewed(Act(actor=request.actor), reader=person, at_desk=True)
    today = timezone.localdate()
    loans = [(loan, loan.is_overdue(today)) for loan in loans_in_hand(person)]
    facts = {"who": who, "reader": person, "loans": loans, "today": today, "enrolled": enrolled(person, today.year)}
    return _page(request, "reader", {**facts, **context}, status)


@read_or_scan
@access(ISSUE)
def copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A copy in hand without a reader: on loan it is taken back by one key, available it waits for a card."""
    item = get_object_or_404(desk_copies(request.actor), pk=pk)
    loan = open_loan(item)
    holder = shown(request.actor, list(desk_readers(request.actor).filter(pk=loan.reader_id))) if loan and loan.reader_id else []
    context: dict[str, Any] = {
        "copy": item,
        "loan": loan,
        "late": bool(loan and loan.is_overdue(timezone.localdate())),
        "holder": holder[0] if holder else None,
        "available": State.AVAILABLE,
    }
    if request.method != "POST":
        return _page(request, "copy", context)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _page(request, "copy", {**context, "form": form}, 422)
    found = recognise(request.actor, form.cleaned_data["q"])
    if (other := found.only_copy) is not None and other.pk != item.pk:
        return redirect("workspace:desk_copy", pk=other.pk)
    if (person := found.only_reader) is None:
        if not found.readers:
            form.add_error("q", _("Потрібен читач: квиток, телефон або ім’я. Такого не знайдено."))
        return _page(request, "copy", {**context, "form": form, **_found(request, found)}, 200 if found.readers else 422)
    place = place_of_form(request)
    problems = hand_over(request, item, person, place)
    return refused_page(request, person, problems, item, place) if problems else redirect("workspace:desk_reader", pk=person.pk)
