"""Sheets of paper: printed, opened by their code, and what has become of each."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.menu import MENU, Item
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.cells import Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.operate import act_of, attempt, default_place
from mandrivna.faces.workspace.paper.forms import OpenForm, PrintForm, SheetFilter
from mandrivna.faces.workspace.paper.printed import WRITERS, drawn
from mandrivna.lending.actions.paper import mark_sheet, print_sheets
from mandrivna.lending.models import Sheet
from mandrivna.lending.paper import begun, by_week, looked_for_since, missing, sheet_by_code, sheets_for, waiting, with_missing
from mandrivna.lending.queries import places_to_serve
from mandrivna.lending.rules import ISSUE
from mandrivna.lending.states import SheetState


def _state(sheet: Sheet) -> Cell:
    waits = (Tag(_("чекають рядки: %d") % sheet.waits, "warn"),) if sheet.waits else ()
    if sheet.looked_for:
        return Cell(text=Tag(_("пошукайте"), "warn"))
    if sheet.state == SheetState.PRINTED and sheet.version:
        return Cell(text=_("внесено частково"), tags=waits)
    return Cell(text=sheet.get_state_display(), tags=waits, note=sheet.note)


COLUMNS = (
    Column[Sheet](
        key="number",
        label=gettext_lazy("Аркуш"),
        cell=lambda sheet: Cell(text=str(sheet), url=reverse("workspace:paper_sheet", args=[sheet.pk])),
        sort="number",
        head=True,
    ),
    Column[Sheet](key="place", label=gettext_lazy("Місце"), cell=lambda sheet: sheet.place, sort="place__name", words=True),
    Column[Sheet](key="printed", label=gettext_lazy("Надруковано"), cell=lambda sheet: sheet.printed_on, sort="printed_on"),
    Column[Sheet](key="state", label=gettext_lazy("Стан"), cell=_state),
    Column[Sheet](key="done", label=gettext_lazy("Рядків"), cell=lambda sheet: sheet.done, number=True),
    Column[Sheet](key="on", label=gettext_lazy("День на аркуші"), cell=lambda sheet: sheet.on, sort="on"),
)


def _narrow(rows: QuerySet[Sheet], asked: dict[str, Any]) -> QuerySet[Sheet]:
    match asked["state"]:
        case "printed":
            rows = rows.filter(state=SheetState.PRINTED, version=0)
        case "partly":
            rows = begun(rows)
        case "keyed":
            rows = rows.filter(state=SheetState.KEYED)
        case "waits":
            rows = waiting(rows)
        case "missing":
            rows = missing(rows, looked_for_since(timezone.localdate()))
        case "set_aside":
            rows = rows.filter(state__in=[SheetState.SPOILED, SheetState.LOST])
    if asked["place"]:
        rows = rows.filter(place=asked["place"])
    if asked["week"]:
        monday = asked["week"] - dt.timedelta(days=asked["week"].weekday())
        rows = rows.filter(printed_on__range=(monday, monday + dt.timedelta(days=6)))
    return rows


@require_safe
@access(ISSUE)
def sheets(request: HttpRequest) -> HttpResponse:
    return _page(request, OpenForm())


def _page(request: HttpRequest, form: OpenForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    last = looked_for_since(today)
    rows = with_missing(sheets_for(request.actor), last)
    table = Table(
        request,
        rows,
        COLUMNS,
        name="paper",
        title=_("Паперові аркуші"),
        sort="-printed",
        filters=SheetFilter(request.GET if request.method == "GET" else {}, places=_places(request)),
        narrow=_narrow,
        empty=Empty(
            title=_("Аркушів ще немає"),
            text=_("Надрукуйте кілька: їх заповнюють ручкою, коли немає світла чи зв’язку, а потім вносять сюди."),
            mark="file",
            action=_("Надрукувати аркуші"),
            url=reverse("workspace:paper_print"),
        ),
    )
    weeks = by_week(request.actor, today, last)
    return table.render("workspace/paper/list.html", {"open_form": form, "weeks": weeks}, status=status)


def _places(request: HttpRequest) -> QuerySet[Unit]:
    return places_to_serve(request.actor)


@require_POST
@access(ISSUE)
def open_sheet(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST)
    if form.is_valid():
        if found := sheet_by_code(request.actor, form.cleaned_data["q"]):
            return redirect("workspace:paper_sheet", pk=found.pk)
        form.add_error("q", _("Аркуша з таким кодом немає. Перевірте дванадцять цифр під кодом."))
    return _page(request, form, 422)


@require_safe
@access(ISSUE)
def go(request: HttpRequest, code: str) -> HttpResponse:
    """Where the code on the paper leads a phone."""
    found = sheet_by_code(request.actor, code)
    if found is None:
        raise Http404
    return redirect("workspace:paper_sheet", pk=found.pk)


@read_or_send
@access(ISSUE)
def print_page(request: HttpRequest) -> HttpResponse:
    places = _places(request)
    form = PrintForm(request.POST or None, places=places, initial={"place": default_place(request, places)})
    status, made = 200, []
    if request.method == "POST":
        status = attempt(request, form, lambda act: made.append(print_sheets(act, **form.cleaned_data)))
        if not status:
            return redirect("workspace:paper_pdf", batch=made[0].batch)
    crumbs = [(_("Паперові аркуші"), reverse("workspace:paper")), (_("Друк"), "")]
    return render(request, "workspace/paper/print.html", {"form": form, "crumbs": crumbs}, status=status)


@require_safe
@access(ISSUE)
def batch_pdf(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """Printed again they are the same sheets."""
    return _file(request, batch, "pdf")


@require_safe
@access(ISSUE)
def batch_docx(request: HttpRequest, batch: uuid.UUID) -> HttpResponse:
    """For whoever prints from a word processor; numbers and codes are the same."""
    return _file(request, batch, "docx")


def _file(request: HttpRequest, batch: uuid.UUID, kind: str) -> HttpResponse:
    found = list(sheets_for(request.actor).filter(batch=batch).order_by("number"))
    if not found:
        raise Http404
    write, content_type, shown = WRITERS[kind]
    with override("uk"):
        made = write(drawn(request, found))
    response = HttpResponse(made, content_type=content_type)
    response["Content-Disposition"] = f'{shown}; filename="arkushi-{found[0].number}-{found[-1].number}.{kind}"'
    return response


@require_POST
@access(ISSUE)
def mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(sheets_for(request.actor), pk=pk)
    marked = mark_sheet(act_of(request), sheet=found, state=request.POST.get("state", ""), note=request.POST.get("note", ""))
    messages.success(request, _("Аркуш № %(number)s: %(state)s.") % {"number": marked.number, "state": marked.get_state_display()})
    if marked.state == SheetState.PRINTED:
        return redirect("workspace:paper_sheet", pk=pk)
    return redirect("workspace:paper")


MENU.add(
    "paper",
    Item(
        label=gettext_lazy("Паперові аркуші"),
        url_name="workspace:paper",
        permission=ISSUE,
        group="service",
        icon="file",
        order=320,
    ),
)
