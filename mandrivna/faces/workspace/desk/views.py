"""The desk: one field for a card, a barcode, a name or a title; what is scanned with a reader open is lent at once.

What is typed here may be a name or a phone, so it comes by POST: addresses of pages end up in histories and logs.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.faces.access import access
from mandrivna.faces.workspace.desk.acts import hand_over, repeated
from mandrivna.faces.workspace.desk.forms import ScanForm
from mandrivna.faces.workspace.desk.pages import copy_page, desk_page, reader_page, refused_page, results
from mandrivna.faces.workspace.operate import act_of, place_of_form
from mandrivna.fund.models import State
from mandrivna.lending.queries import desk_copies, desk_readers, open_loan, recognise
from mandrivna.lending.rules import ISSUE

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
    return desk_page(request, **results(request, found))


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
        return reader_page(request, person, **results(request, found))
    place, act = place_of_form(request), act_of(request)
    if item.state == State.ON_LOAN and not repeated(act, item):
        return reader_page(request, person, scanned=item, scanned_loan=open_loan(item), place=place)
    refused = hand_over(request, act, item, person, place)
    return refused_page(request, person, refused, item, place) if refused else redirect("workspace:desk_reader", pk=pk)


@read_or_scan
@access(ISSUE)
def copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A copy in hand without a reader: on loan it is taken back by one key, available it waits for a card."""
    item = get_object_or_404(desk_copies(request.actor), pk=pk)
    if request.method != "POST":
        return copy_page(request, item)
    form = ScanForm(request.POST)
    if not form.is_valid():
        return copy_page(request, item, 422, form=form)
    found = recognise(request.actor, form.cleaned_data["q"])
    if (other := found.only_copy) is not None and other.pk != item.pk:
        return redirect("workspace:desk_copy", pk=other.pk)
    if (person := found.only_reader) is None:
        if not found.readers:
            form.add_error("q", _("Потрібен читач: квиток, телефон або ім’я. Такого не знайдено."))
        return copy_page(request, item, 200 if found.readers else 422, form=form, **results(request, found))
    place = place_of_form(request)
    refused = hand_over(request, act_of(request), item, person, place)
    return refused_page(request, person, refused, item, place) if refused else redirect("workspace:desk_reader", pk=person.pk)
