"""Bibliographic records: found, read, described, corrected."""

from __future__ import annotations

import uuid
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.actions.records import add_record, edit_record
from mandrivna.catalogue.models import HOSTED, Kind, Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.catalogue.queries import twins_of
from mandrivna.catalogue.rules import EDIT, IMPORT, VIEW
from mandrivna.catalogue.search.records import narrowed as in_index
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look.cells import Bulk
from mandrivna.faces.look.citing import cited
from mandrivna.faces.look.exports import LIMIT
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.catalogue.columns import COLUMNS, dense, narrowed
from mandrivna.faces.workspace.catalogue.forms import NewRecordForm, RecordFilter, RecordForm, StageForm
from mandrivna.faces.workspace.catalogue.scanning import NOTHING_CAME, Came, come
from mandrivna.faces.workspace.editing import Editing
from mandrivna.faces.workspace.enquiries.quick import refused_here
from mandrivna.faces.workspace.operate import attempt, sole, units_with
from mandrivna.faces.workspace.search.recent import remember
from mandrivna.fund import rules as fund_rules
from mandrivna.fund.queries import copies_of
from mandrivna.lending.eloans import Offer, licences_for, offers
from mandrivna.lending.rules import ISSUE, LICENCES

PARTS, TWINS, NUMBER = 200, 5, 30
BEGUN_WITH = ("kind", "material", "host", "isbn", "isbn_wrong", "issn", "title")
"""What an address may already put into the form of a new record."""


@require_safe
@access(VIEW)
def catalogue(request: HttpRequest) -> HttpResponse:
    may_edit = request.actor.can(EDIT)
    table = Table(
        request,
        Record.objects.current(),
        COLUMNS,
        name="catalogue",
        title=_("Каталог"),
        sort="title",
        search=in_index,
        search_label=_("Назва, автор або ISBN"),
        filters=RecordFilter(request.GET),
        narrow=narrowed,
        dense=dense,
        elsewhere=(
            (_("список джерел"), reverse("workspace:citations")),
            (_("записи файлом"), reverse("workspace:records_file")),
        ),
        bulk=(
            Bulk(label=_("Цитувати"), url=reverse("workspace:citations")),
            Bulk(label=_("Файлом"), url=reverse("workspace:records_file")),
            *((Bulk(label=_("До добірки"), url=reverse("workspace:collection_put")),) if may_edit else ()),
            *((Bulk(label=_("Змінити разом"), url=reverse("workspace:record_batch")),) if may_edit else ()),
        ),
        page_size=30,
        most=LIMIT,
        empty=Empty(
            title=_("У каталозі ще нічого немає"),
            text=_("Запис описує видання: назву, авторів, рік. Коли він є, до нього додають примірники."),
            mark="book-open",
            action=_("Описати першу книгу") if may_edit else "",
            url=reverse("workspace:record_add") if may_edit else "",
        ),
        nothing=partial(refused_here, request),
    )
    return table.render("workspace/catalogue/list.html", {"may_edit": may_edit, "may_import": request.actor.can(IMPORT)})


@require_safe
@access(VIEW)
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(
        Record.objects.select_related("created_by_unit", "body", "host__host", "merged_into").prefetch_related("stages"), pk=pk
    )
    remember(request, "record", found.pk)
    may_see = request.actor.can(fund_rules.VIEW)
    may_edit = request.actor.can(EDIT, found.created_by_unit.path)
    context = {
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (found.title, "")],
        "record": found,
        "cited": cited(found),
        "copies": copies_of(request.actor, [found])[found.pk] if may_see else None,
        "parts": found.parts.current().as_numbered()[:PARTS],
        "twins": twins_of(found)[:TWINS] if may_edit else (),
        "part_kinds": [(kind, Kind(kind).label) for kind, hosts in HOSTED.items() if found.kind in hosts] if may_edit else (),
        "stage_form": StageForm(units_with(request, EDIT)) if may_edit else None,
        "licences": _licences(request, found),
        "may_lend": request.actor.can(ISSUE),
        "may_license": request.actor.can(LICENCES),
        "may_edit": may_edit,
        "may_accept": request.actor.can(fund_rules.EDIT),
        "scanned": request.GET.get("scanned", "")[:NUMBER],
    }
    return render(request, "workspace/catalogue/record.html", context)


def _licences(request: HttpRequest, record: Record) -> list[Offer]:
    """To whoever lends by them or keeps them; never with an address."""
    if not (request.actor.can(ISSUE) or request.actor.can(LICENCES)):
        return []
    right = ISSUE if request.actor.can(ISSUE) else LICENCES
    return offers(licences_for(request.actor, right).filter(record=record, ended_on=None), timezone.localdate())


def _form_page(
    request: HttpRequest,
    form: RecordForm,
    record: Record | None,
    status: int = 200,
    *,
    editing: Editing | None = None,
    came: Came = NOTHING_CAME,
) -> HttpResponse:
    isbn = normal_isbn(str(form["isbn"].value() or "")) if record is None else ""
    context = {
        "form": form,
        "record": record,
        "editing": editing,
        "host": _host(form),
        "same": _same(isbn),
        "came": came,
        "draft": "".join(sign for sign in request.GET.get("isbn", "") if sign.isalnum())[:NUMBER],
    }
    return render(request, "workspace/catalogue/record_form.html", context, status=status)


def _same(isbn: str) -> list[Record]:
    return list(Record.objects.current().filter(isbn=isbn)[:TWINS]) if isbn else []


def _host(form: RecordForm) -> Record | None:
    """What the new part will belong to; an address that names nothing names nothing."""
    try:
        return Record.objects.current().filter(pk=str(form["host"].value())).first() if "host" in form.fields else None
    except ValidationError:
        return None


@read_or_send
@access(EDIT)
def add(request: HttpRequest) -> HttpResponse:
    units = units_with(request, EDIT)
    if request.method != "POST":
        asked = {name: request.GET[name][:300] for name in BEGUN_WITH if name in request.GET}
        isbn = normal_isbn(asked.get("isbn", "")) if "elsewhere" in request.GET else ""
        came = come(isbn) if isbn and not _same(isbn) else NOTHING_CAME
        form = NewRecordForm(units, initial={"unit": sole(units), **came.columns, **asked})
        return _form_page(request, form, None, came=came)
    form, made = NewRecordForm(units, request.POST), []
    status = attempt(request, form, lambda act: made.append(add_record(act, **form.cleaned_data)))
    return _form_page(request, form, None, status) if status else _saved(request, made[0], _("Запис створено."))


@read_or_send
@access(EDIT)
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(Record.objects.select_related("created_by_unit"), pk=pk)
    if not request.actor.can(EDIT, found.created_by_unit.path):
        raise Http404
    form = RecordForm(request.POST) if request.method == "POST" else RecordForm.of(found)
    editing = Editing(request, f"catalogue.Record:{found.pk}", form, RecordForm.of(found).initial)
    if request.method != "POST":
        return _form_page(request, form, found, editing=editing)
    status = editing.attempt(lambda act: edit_record(act, record=found, **form.cleaned_data))
    return _form_page(request, form, found, status, editing=editing) if status else _saved(request, found, _("Запис виправлено."))


def _saved(request: HttpRequest, record: Any, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("workspace:record", pk=record.pk)
