"""«Приймання»: a minute a book. One field that takes a scanner, a camera or fingers; what is known is accepted by Enter, what
is not comes from other catalogues or is described in the short form; and the field waits for the next book.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST

from mandrivna.catalogue import rules as catalogue_rules
from mandrivna.catalogue.actions.records import add_record
from mandrivna.catalogue.codes import GOODS, ISBN, ISSN, LONGEST, OTHER, WRONG, Code, read_code
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.records import narrowed
from mandrivna.core.act import Act
from mandrivna.core.models import Kind, Unit
from mandrivna.core.problems import refuse_if
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.undo import undoable
from mandrivna.faces.workspace.catalogue.scanning import MOST, SCANS, Came, come, records_of
from mandrivna.faces.workspace.intake.forms import AcceptForm, DescribeForm
from mandrivna.faces.workspace.intake.registry import crumbs, donor_said, found_gift
from mandrivna.faces.workspace.operate import act_of, attempt, units_with
from mandrivna.fund.actions.gifts import accept_gifted, gifted_uid, take_back_gifted
from mandrivna.fund.intake import arrivals_of
from mandrivna.fund.models import Arrival, Copy, Gift
from mandrivna.fund.problems import not_open
from mandrivna.fund.rules import EDIT

RUNNING = 8
AT_ONCE = "intake_at_once"
"""Session key: what the catalogue knows is accepted by the scan itself, one copy without a price."""


@read_or_send
@access(EDIT)
@csp_override(SCANS)
def scan(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    gift = found_gift(request, pk, EDIT)
    if not gift.open:
        return redirect("workspace:gift", pk=pk)
    if request.method == "POST":
        return _scanned(request, gift)
    code = _tidy(request.GET.get("code", ""))
    chosen = _chosen(request.GET.get("record", ""))
    return _page(request, gift, code, chosen=chosen, new="new" in request.GET)


def _scanned(request: HttpRequest, gift: Gift) -> HttpResponse:
    """By POST, because a known book may be accepted by it; otherwise it only leads to the page of this code."""
    request.session[AT_ONCE] = bool(request.POST.get("at_once"))
    code = _tidy(request.POST.get("code", ""))
    records = records_of(read_code(code)) if code else []
    if request.session[AT_ONCE] and len(records) == 1:
        act = act_of(request)
        accept_gifted(act, gift=gift, record=records[0])
        _said(request, gift, act, records[0], 1)
        return _next(gift)
    return _next(gift, code)


def _tidy(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def _chosen(key: str) -> Record | None:
    try:
        return Record.objects.current().filter(pk=uuid.UUID(key)).first()
    except ValueError:
        return None


def _next(gift: Gift, code: str = "") -> HttpResponse:
    there = reverse("workspace:gift_scan", args=[gift.pk])
    return HttpResponseRedirect(f"{there}?{urlencode({'code': code})}" if code else there)


def _page(
    request: HttpRequest,
    gift: Gift,
    code: str,
    *,
    chosen: Record | None = None,
    new: bool = False,
    form: AcceptForm | None = None,
    describe: DescribeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    read = read_code(code)
    records = [chosen] if chosen else _records(read, code)
    record = records[0] if len(records) == 1 and (chosen or read.kind != OTHER) else None
    came = Came()
    if record is None and describe is None and (new or (not records and read.kind in (ISBN, ISSN) and code)):
        describe, came = _describe(request, gift, read, code)
    arrivals = arrivals_of(gift)
    context = {
        "gift": gift,
        "donor": donor_said(request, gift.donor),
        "code": code,
        "read": read,
        "record": record,
        "records": [] if record else records,
        "form": form or (AcceptForm() if record else None),
        "describe": describe,
        "came": came,
        "wrong": code and not records and read.kind in (WRONG, GOODS),
        "at_once": request.session.get(AT_ONCE, False),
        "running": arrivals.select_related("copy__record").order_by("-line", "-pk")[:RUNNING],
        "copies": arrivals.count(),
        "crumbs": crumbs((str(gift), reverse("workspace:gift", args=[gift.pk])), (_("Приймання"), "")),
    }
    response = render(request, "workspace/intake/scan.html", context, status=status)
    response.uses_camera = True  # config.middleware.Headers
    return response


def _records(read: Code, code: str) -> list[Record]:
    """By number; of other words titles to choose from: a book without a number is found by its name."""
    if not code:
        return []
    if read.kind == OTHER:
        return list(narrowed(Record.objects.current(), code)[:MOST])
    return records_of(read)


def _describe(request: HttpRequest, gift: Gift, read: Code, code: str) -> tuple[DescribeForm | None, Came]:
    units = units_with(request, catalogue_rules.EDIT)
    if not request.actor.can(catalogue_rules.EDIT):
        return None, Came()
    isbn = read.value if read.kind == ISBN else ""
    came = come(isbn) if isbn else Came()
    begun: dict[str, Any] = {"unit": describing_unit(units, gift)}
    if isbn:
        begun["isbn"] = isbn
    elif read.kind == ISSN:
        begun["issn"] = read.value
    elif read.kind == WRONG:
        begun["isbn_wrong"] = read.value
    elif code:
        begun["title"] = code
    return DescribeForm(units, initial={**came.columns, **begun}), came


def describing_unit(units: Any, gift: Gift) -> int | None:
    """Whose work a new description is: the department's, if there is one, else of the institution, else where the books stand."""
    own: list[Unit] = list(units.filter(path__startswith=gift.institution.path).order_by("path")[:200])
    preferred = [
        *(unit for unit in own if unit.kind == Kind.DEPARTMENT),
        *(unit for unit in own if unit.pk == gift.institution_id),
        *(unit for unit in own if unit.pk == gift.place_id),
    ]
    return preferred[0].pk if preferred else None


@require_POST
@access(EDIT)
@csp_override(SCANS)
def accept(request: HttpRequest, pk: uuid.UUID, record: uuid.UUID) -> HttpResponse:
    gift, title = found_gift(request, pk, EDIT), get_object_or_404(Record.objects.current(), pk=record)
    form, acts = AcceptForm(request.POST), []

    def run(act: Act) -> None:
        acts.append(act)
        accept_gifted(act, gift=gift, record=title, **form.cleaned_data)

    status = attempt(request, form, run)
    if status:
        return _page(request, gift, "", chosen=title, form=form, status=status)
    _said(request, gift, acts[0], title, form.cleaned_data["many"])
    return _next(gift, form.next_code)


@require_POST
@access(EDIT)
@csp_override(SCANS)
def describe(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A title that nobody had: described and accepted by one button."""
    gift = found_gift(request, pk, EDIT)
    form = DescribeForm(units_with(request, catalogue_rules.EDIT), request.POST)
    made: list[tuple[Act, Record]] = []

    def run(act: Act) -> None:
        refuse_if(not_open(gift))
        record = add_record(act.part("record"), **form.described())
        made.append((act, record))
        accept_gifted(act, gift=gift, record=record, many=form.cleaned_data["many"], price=form.cleaned_data["price"])

    status = attempt(request, form, run)
    if status:
        return _page(request, gift, "", describe=form, status=status)
    _said(request, gift, *made[0], form.cleaned_data["many"])
    return _next(gift)


def _said(request: HttpRequest, gift: Gift, act: Act, record: Record, many: int) -> None:
    """What has just been done, with the way back in it."""
    first = Copy.objects.filter(pk=gifted_uid(act.uid, 0)).values_list("inventory_number", flat=True).first()
    text = _("Прийнято «%(title)s», № %(number)s.")
    if many > 1:
        text = _("Прийнято «%(title)s», примірників: %(many)d, від № %(number)s.")
    undo = reverse("workspace:gift_undo", args=[gift.pk, act.uid])
    undoable(request, text % {"title": record.title[:60], "number": first, "many": many}, undo)


@require_POST
@access(EDIT)
def undo(request: HttpRequest, pk: uuid.UUID, done: uuid.UUID) -> HttpResponse:
    """The whole acceptance of this act."""
    gift = found_gift(request, pk, EDIT)
    made = [gifted_uid(done, at) for at in range(100)]
    copies = [str(key) for key in Arrival.objects.filter(gift=gift, pk__in=made).values_list("pk", flat=True)]
    take_back_gifted(act_of(request), gift=gift, copies=copies)
    messages.success(request, _("Скасовано. Номери лишаються викресленими в інвентарній книзі."))
    return redirect("workspace:gift_scan", pk=pk)
