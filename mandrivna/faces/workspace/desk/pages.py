"""The desk's pages: the field alone, an open reader, a copy in hand. Every refusal is shown on one of them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem
from mandrivna.enquiries.rules import LOG, RECORD
from mandrivna.faces.workspace.desk.forms import ScanForm
from mandrivna.faces.workspace.desk.last import last_of
from mandrivna.faces.workspace.desk.opened import opened, remember_open
from mandrivna.faces.workspace.operate import chosen_place, named_places
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Loan
from mandrivna.lending.queries import Found, desk_opened, desk_readers, loans_in_hand, open_loan, own_holds, today_at
from mandrivna.lending.rules import ISSUE, REPLACE, RETURN
from mandrivna.lending.rules import VIEW as LENDING_VIEW
from mandrivna.readers.actions.enrolment import enrolled
from mandrivna.readers.actions.viewing import viewed
from mandrivna.readers.models import Reader
from mandrivna.readers.queries import Shown, family_of, shown
from mandrivna.readers.rules import ENROL, VIEW

DESK = "workspace/desk/desk.html"
LISTED, ALL = 30, "all"
"""A hub that reads as one has two hundred books in hand, and its page comes anew after each scan: whose day comes first."""


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    actor = request.actor
    place = context["place"] if context.get("place") else chosen_place(request)
    path = place.path if place else None
    about = {
        "form": ScanForm(),
        **context,
        "place": place,
        "may_return": actor.can(RETURN, path),
        "may_enrol": actor.can(ENROL, path),
        "may_replace": actor.can(REPLACE, path),
        "may_log": actor.can(LOG, path),
        "may_refuse": actor.can(RECORD, path),
        "last": last_of(request),
        "available": State.AVAILABLE,
        "numbers": today_at(place, timezone.localdate()) if place is not None and actor.can(LENDING_VIEW, path) else None,
        "open_readers": shown(actor, opened(request, actor)),
    }
    if place is None or template == DESK:
        about["places"] = named_places(actor)
    return render(request, template, about, status=status)


def results(request: HttpRequest, found: Found, asked: str) -> dict[str, Any]:
    """What was found, readers as the person at the desk may see them; what was asked is said, for the field is empty again."""
    return {"found": found, "people": shown(request.actor, found.readers), "asked": asked}


def desk_page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    return page(request, DESK, context, status)


def reader_page(request: HttpRequest, person: Reader, status: int = 200, **context: Any) -> HttpResponse:
    actor = request.actor
    if not hasattr(person, "waits"):  # a scan needed less of them than the page that says what came of it
        person = desk_opened(actor, person.pk) or person
    remember_open(request, person)
    # Whoever may serve this reader and sees names in the very same places sees this one's: no need to ask again.
    (who,) = shown(actor, [person], named={person.institution_id} if actor.paths(VIEW) == actor.paths(ISSUE) else None)
    if who.named:
        viewed(Act(actor=request.actor), reader=person, at_desk=True)
    today = timezone.localdate()
    in_hand = loans_in_hand(person)
    listed = in_hand if ALL in request.GET else in_hand[:LISTED]
    loans = [(loan, loan.is_overdue(today)) for loan in listed]
    about = {"who": who, "reader": person, "loans": loans, "in_hand": len(in_hand), "today": today}
    about["enrolled"] = enrolled(person, today.year)
    about["holds"] = own_holds(person) if getattr(person, "waits", True) else []
    about["family"] = shown(actor, family_of(person), named={person.institution_id} if who.named else set())
    return page(request, "workspace/desk/reader.html", {**about, **context}, status)


def refused_page(request: HttpRequest, person: Reader, refused: tuple[int, list[Problem]], copy: Copy, place: Unit) -> HttpResponse:
    """Why the copy was not lent, with «re-register and lend» where that is all that is missing."""
    status, problems = refused
    only_reenrol = {problem.code for problem in problems} == {"not_enrolled"}
    return reader_page(request, person, status, problems=problems, refused_copy=copy, only_reenrol=only_reenrol, place=place)


def lent_page(request: HttpRequest, person: Reader, copy: Copy, place: Unit) -> HttpResponse:
    """The copy scanned for this reader is on loan: with whom, and how to take it back."""
    loan = open_loan(copy)
    holder = _holder(request, loan) if loan and loan.reader_id != person.pk else None
    return reader_page(request, person, scanned=copy, scanned_loan=loan, scanned_holder=holder, place=place, pending=copy)


def _holder(request: HttpRequest, loan: Loan | None) -> Shown | None:
    if loan is None or not loan.reader_id:
        return None
    people = shown(request.actor, list(desk_readers(request.actor).filter(pk=loan.reader_id)))
    if people and people[0].named:
        viewed(Act(actor=request.actor), reader=people[0].reader, at_desk=True)
    return people[0] if people else None


def copy_page(request: HttpRequest, copy: Copy, status: int = 200, **context: Any) -> HttpResponse:
    loan = open_loan(copy)
    late = bool(loan and loan.is_overdue(timezone.localdate()))
    about = {"copy": copy, "loan": loan, "late": late, "holder": _holder(request, loan), "pending": copy if loan else None}
    return page(request, "workspace/desk/copy.html", {**about, **context}, status)
