"""At a shelf without a messenger: its code opens this page, and a reader signed in by card and PIN takes or brings a book."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem, Refused
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.self_service import borrow_own, return_own, undo_own
from mandrivna.lending.models import Loan
from mandrivna.lending.queries import loans_in_hand, own_loan, takeable_at
from mandrivna.lending.shelves import shelf_by_code
from mandrivna.readers.actions.own import reenrol_own

PAGE = 30


def _shelf(request: HttpRequest, code: str) -> Unit:
    """A wrong code, an old one and that of a closed shelf are alike: there is no such page."""
    place = shelf_by_code(code)
    if place is None:
        raise Http404
    return place


def _page(request: HttpRequest, code: str, place: Unit, status: int = 200, problems: list[Problem] | None = None) -> HttpResponse:
    here = takeable_at(place, reader_of(request)).select_related("record").order_by("record__order", "inventory_number")
    context: dict[str, Any] = {
        "place": place,
        "code": code,
        "page": Paginator(here, PAGE).get_page(request.GET.get("page")),
        "loans": loans_in_hand(reader_of(request)),
        "problems": problems or [],
        "reenrol": any(problem.code == "not_enrolled" for problem in problems or []),
        "query": "",
    }
    return render(request, "public/account/shelf.html", context, status=status)


@require_safe
@reader_only("what stands at the shelf one stands at")
@gently(SEARCH)
def at_shelf(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, code, _shelf(request, code))


def _done(request: HttpRequest, code: str, run: Callable[[Unit], str], undo: list[str] | None = None) -> HttpResponse:
    """`undo`: the address that takes it back, known when it has been done."""
    place = _shelf(request, code)
    try:
        said = run(place)
    except Refused as refusal:
        return _page(request, code, place, status_of(refusal), refusal.problems)
    if undo:
        undoable(request, said, undo[0])
    else:
        messages.success(request, said)
    return redirect("public:account_shelf", code=code)


@require_POST
@reader_only("taking a book for oneself")
def take(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    copy = get_object_or_404(Copy.objects.select_related("record"), pk=pk)
    undo: list[str] = []

    def run(place: Unit) -> str:
        event = borrow_own(own_act(request), copy=copy, reader=reader_of(request), place=place)
        undo.append(reverse("public:account_shelf_untake", args=[code, event.pk]))
        due = date_format(Loan.objects.get(pk=event.pk).due_on, "DATE_FORMAT")
        return _("Ви взяли: %(title)s. Поверніть до %(day)s на будь-яку нашу полицю.") % {"title": copy.record.title, "day": due}

    return _done(request, code, run, undo)


@require_POST
@reader_only("bringing one's own book back")
def give(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    loan = get_object_or_404(own_loan(reader_of(request)), pk=pk)

    def run(place: Unit) -> str:
        return_own(own_act(request), loan=loan, place=place)
        return _("Повернуто: %(title)s. Дякуємо! Поставте книжку на полицю.") % {"title": loan.copy.record.title}

    return _done(request, code, run)


@require_POST
@reader_only("taking back one's own mistake")
def untake(request: HttpRequest, code: str, pk: uuid.UUID) -> HttpResponse:
    loan = get_object_or_404(own_loan(reader_of(request)).select_related("place"), pk=pk)

    def run(_place: Unit) -> str:
        undo_own(own_act(request), loan=loan)
        return _("Скасовано: %s лишається на полиці.") % loan.copy.record

    return _done(request, code, run)


@require_POST
@reader_only("one's own registration for the year")
def reenrol(request: HttpRequest, code: str) -> HttpResponse:
    def run(place: Unit) -> str:
        reenrol_own(own_act(request), reader=reader_of(request), place=place)
        return _("Готово: ви читач і цього року.")

    return _done(request, code, run)
