"""The desk: one field for a card, a barcode, a name or a title; what is scanned with a reader open is lent at once.

What is typed here may be a name or a phone, so it comes by POST: addresses of pages end up in histories and logs.
"""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.faces.access import access
from mandrivna.faces.workspace.desk.acts import accept, hand_over, not_accepted, pending_of, repeated
from mandrivna.faces.workspace.desk.forms import ScanForm
from mandrivna.faces.workspace.desk.pages import copy_page, desk_page, lent_page, reader_page, refused_page, results
from mandrivna.faces.workspace.operate import place_of_form, scan_of
from mandrivna.fund.models import Copy, State
from mandrivna.lending.queries import desk_copies, desk_opened, desk_several, recognise
from mandrivna.lending.rules import ISSUE, RETURN
from mandrivna.readers.models import Reader

read_or_scan = require_http_methods(["GET", "HEAD", "POST"])


@read_or_scan
@access(ISSUE)
def desk(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return desk_page(request)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return desk_page(request, 422, form=form)
    found = recognise(request.actor, form.cleaned_data["q"])
    if person := found.only_reader:
        return redirect("workspace:desk_reader", pk=person.pk)
    if item := found.only_copy:
        return redirect("workspace:desk_copy", pk=item.pk)
    return desk_page(request, **results(request, found, form.cleaned_data["q"]))


@read_or_scan
@access(ISSUE)
def reader(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """An open reader: every copy scanned now is lent to them; one that is lent is taken back when scanned once more."""
    person = desk_reader(request, pk)
    if request.method != "POST":
        return reader_page(request, person)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return reader_page(request, person, 422, form=form)
    found, pending = recognise(request.actor, form.cleaned_data["q"]), pending_of(request)
    item = found.only_copy
    if item is not None and item == pending and _confirms(request, item):
        place = place_of_form(request, RETURN)
        if refused := accept(request, scan_of(request), item, place):
            return reader_page(request, person, refused[0], problems=refused[1], place=place)
        return redirect("workspace:desk_reader", pk=pk)
    not_accepted(request, pending, item)
    if (other := found.only_reader) is not None:
        return redirect("workspace:desk_reader", pk=other.pk)
    if item is None:
        return reader_page(request, person, **results(request, found, form.cleaned_data["q"]))
    place, act = place_of_form(request), scan_of(request)
    if item.state == State.ON_LOAN and not repeated(act, item):
        return lent_page(request, person, item, place)
    refused = hand_over(request, act, item, person, place)
    return refused_page(request, person, refused, item, place) if refused else redirect("workspace:desk_reader", pk=pk)


def desk_reader(request: HttpRequest, pk: uuid.UUID) -> Reader:
    """For their page, or only for a scan; whom the actor may not serve is as good as absent."""
    found = next(iter(desk_several(request.actor, [pk])), None) if request.method == "POST" else desk_opened(request.actor, pk)
    if found is None:
        raise Http404
    return found


@read_or_scan
@access(ISSUE)
def copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A copy in hand without a reader: on loan it is taken back by scanning it once more, available it waits for a card."""
    item = get_object_or_404(desk_copies(request.actor), pk=pk)
    if request.method != "POST":
        return copy_page(request, item)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return copy_page(request, item, 422, form=form)
    asked = form.cleaned_data["q"]
    found, pending = recognise(request.actor, asked), pending_of(request)
    if (scanned := found.only_copy) is not None:
        return _copy_scanned(request, item, scanned, pending)
    person = found.only_reader
    if person is None:
        if not found.readers and item.state == State.AVAILABLE:
            form.add_error("q", _("Потрібен читач: квиток, телефон або ім’я. Такого не знайдено."))
        return copy_page(request, item, 200 if found.readers else 422, form=form, **results(request, found, asked))
    if item.state == State.ON_LOAN and not repeated(scan_of(request), item):
        not_accepted(request, pending)
        return redirect("workspace:desk_reader", pk=person.pk)
    place = place_of_form(request)
    refused = hand_over(request, scan_of(request), item, person, place)
    return refused_page(request, person, refused, item, place) if refused else redirect("workspace:desk_reader", pk=person.pk)


def _copy_scanned(request: HttpRequest, item: Copy, scanned: Copy, pending: Copy | None) -> HttpResponse:
    """The same one again confirms its return; another one is now in hand, and the first stays as it was."""
    if scanned == item == pending and _confirms(request, item):
        place = place_of_form(request, RETURN)
        if refused := accept(request, scan_of(request), item, place):
            return copy_page(request, item, refused[0], problems=refused[1], place=place)
        return redirect("workspace:desk")
    not_accepted(request, pending, scanned)
    return redirect("workspace:desk_copy", pk=scanned.pk)


def _confirms(request: HttpRequest, copy: Copy) -> bool:
    """A copy that somebody else has taken back meanwhile is not taken back again; the very same form is answered again."""
    return copy.state == State.ON_LOAN or repeated(scan_of(request), copy)
