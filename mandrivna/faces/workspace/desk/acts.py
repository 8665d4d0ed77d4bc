"""What the desk does: lend, renew, take back, re-register, undo. Each is one verb; a refusal is shown where one stands."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mandrivna.core.act import Act
from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem, Refused, Warning
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.desk import last
from mandrivna.faces.workspace.desk.pages import copy_page, desk_page, reader_page, refused_page
from mandrivna.faces.workspace.operate import act_of, hidden_uid, place_of_form
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.circulation import issue, renew, return_copy, undo
from mandrivna.lending.actions.holds import hold_for
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.problems import issue_problems, return_problems
from mandrivna.lending.queries import desk_copies, desk_readers, kept_for, last_act
from mandrivna.lending.rules import ISSUE, RETURN, UNDO
from mandrivna.lending.terms import terms
from mandrivna.readers.actions.enrolment import reenrol
from mandrivna.readers.models import Reader
from mandrivna.readers.rules import ENROL


def repeated(act: Act, copy: Copy) -> bool:
    """This very form has been sent already: let the door answer from memory."""
    return Event.objects.filter(pk=act.uid, copy=copy).exists()


def hand_over(request: HttpRequest, act: Act, copy: Copy, person: Reader, place: Unit) -> tuple[int, list[Problem]] | None:
    """Lend, remember it for undoing, say the warnings. What refuses comes back with its status."""
    problems = [] if repeated(act, copy) else issue_problems(act, copy, person, place, place.on(act.on), terms())
    try:
        event = issue(act, copy=copy, reader=person, place=place)
    except Refused as refusal:
        return status_of(refusal), refusal.problems
    _done(request, event, _("Видано: %s.") % copy.record)
    _warn(request, problems)
    return None


@require_POST
@access(ISSUE)
def issue_copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lend a copy chosen from a list of found ones."""
    person = get_object_or_404(desk_readers(request.actor), pk=pk)
    copy, place = _copy_of_form(request), place_of_form(request)
    refused = hand_over(request, act_of(request), copy, person, place)
    return refused_page(request, person, refused, copy, place) if refused else redirect("workspace:desk_reader", pk=pk)


@require_POST
@access(ISSUE)
def queue_reader(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A place in the queue for a title that is lent out; collected where the desk stands."""
    person = get_object_or_404(desk_readers(request.actor), pk=pk)
    copy, place = _copy_of_form(request), place_of_form(request)
    try:
        hold_for(act_of(request), reader=person, record=copy.record, pickup=place)
    except Refused as refusal:
        return reader_page(request, person, status_of(refusal), problems=refusal.problems, place=place)
    about = {"title": copy.record.title, "place": place}
    messages.success(request, _("Поставлено в чергу: %(title)s. Забрати: %(place)s.") % about)
    return redirect("workspace:desk_reader", pk=pk)


@require_POST
@access(ENROL)
def reenrol_reader(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Register for this year with one tap; the copy that was waiting for it is lent at once."""
    person = get_object_or_404(desk_readers(request.actor), pk=pk)
    act, place = act_of(request), place_of_form(request, ENROL)
    copy = _copy_of_form(request) if request.POST.get("copy") else None
    try:
        reenrol(act, reader=person, place=place)
    except Refused as refusal:
        return reader_page(request, person, status_of(refusal), problems=refusal.problems, place=place)
    messages.success(request, _("Читача перереєстровано на %d рік.") % act.on.year)
    if copy is not None and (refused := hand_over(request, act.part("issue"), copy, person, place)):
        return refused_page(request, person, refused, copy, place)
    return redirect("workspace:desk_reader", pk=pk)


@require_POST
@access(ISSUE)
def renew_loan(request: HttpRequest, pk: uuid.UUID, loan: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(desk_readers(request.actor), pk=pk)
    found = get_object_or_404(Loan.objects.select_related("copy__record"), pk=loan, reader=person)
    place = place_of_form(request)
    try:
        event = renew(act_of(request), loan=found, place=place)
    except Refused as refusal:
        return reader_page(request, person, status_of(refusal), problems=refusal.problems, place=place)
    found.refresh_from_db(fields=["due_on"])
    _done(
        request,
        event,
        _("Продовжено до %(due)s: %(title)s.") % {"due": found.due_on.strftime("%d.%m.%Y"), "title": found.copy.record},
    )
    return redirect("workspace:desk_reader", pk=pk)


@require_POST
@access(RETURN)
def take_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a copy back; with a reader open the desk stays with that reader."""
    copy = get_object_or_404(desk_copies(request.actor), pk=pk)
    act, place = act_of(request), place_of_form(request, RETURN)
    if refused := accept(request, act, copy, place):
        return copy_page(request, copy, refused[0], problems=refused[1], place=place)
    return _back(request)


def accept(request: HttpRequest, act: Act, copy: Copy, place: Unit) -> tuple[int, list[Problem]] | None:
    """Take back, by the button or by the second scan. What refuses comes back with its status."""
    problems = [] if repeated(act, copy) else return_problems(copy, place, place.on(act.on), act.on)
    try:
        event = return_copy(act, copy=copy, place=place)
    except Refused as refusal:
        return status_of(refusal), refusal.problems
    _done(request, event, _("Повернено: %s.") % copy.record)
    _warn(request, problems)
    if hold := kept_for(copy):
        about = {"number": copy.inventory, "place": hold.pickup}
        messages.warning(request, _("Відкладіть № %(number)s: його замовив читач. Забрати: %(place)s.") % about)
    return None


def pending_of(request: HttpRequest) -> Copy | None:
    """The copy whose return the page asked to confirm: scanned once, not taken back yet."""
    kept = hidden_uid(request.POST.get("pending", ""))
    return desk_copies(request.actor).filter(pk=kept).first() if kept.int else None


def not_accepted(request: HttpRequest, pending: Copy | None, scanned: Copy | None = None) -> None:
    """Something else came instead of the second scan: the first book is still lent, and that is said."""
    if pending is not None and pending.state == State.ON_LOAN and (scanned is None or scanned.pk != pending.pk):
        about = {"title": pending.record, "number": pending.inventory}
        messages.warning(request, _("Повернення не прийнято: %(title)s, № %(number)s.") % about)


@require_POST
@access(UNDO)
def undo_last(request: HttpRequest) -> HttpResponse:
    """Take back what was done by mistake."""
    act = act_of(request)
    target = last_act(hidden_uid(request.POST.get("event", "")), request.actor)
    if target is None:
        return desk_page(request, 404, notice=_("Такої дії немає."))
    try:
        undo(act, copy=target.copy, target=target.pk, place=target.place)
    except Refused as refusal:
        return desk_page(request, status_of(refusal), problems=refusal.problems)
    last.forget(request)
    messages.success(request, _("Скасовано: %(act)s, %(title)s.") % {"act": target.get_act_display(), "title": target.copy.record})
    return _back(request)


def _done(request: HttpRequest, event: Any, text: str) -> None:
    last.remember(request, event)
    messages.success(request, text)


def _warn(request: HttpRequest, problems: list[Problem]) -> None:
    for problem in problems:
        if isinstance(problem, Warning):
            messages.warning(request, str(problem))


def _back(request: HttpRequest) -> HttpResponse:
    """To the reader who was open, if they are the actor's to serve."""
    kept = hidden_uid(request.POST.get("reader", ""))
    if desk_readers(request.actor).filter(pk=kept).exists():
        return redirect("workspace:desk_reader", pk=kept)
    return redirect("workspace:desk")


def _copy_of_form(request: HttpRequest) -> Copy:
    return get_object_or_404(desk_copies(request.actor), pk=hidden_uid(request.POST.get("copy", "")))
