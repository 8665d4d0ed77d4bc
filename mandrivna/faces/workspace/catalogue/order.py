"""The catalogue kept in order: the same title twice, made one and apart again; out of the catalogue and back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.actions.upkeep import merge_records, return_record, unmerge_records, withdraw_record
from mandrivna.catalogue.models import Merge
from mandrivna.catalogue.queries import twin_groups
from mandrivna.catalogue.rules import EDIT
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.catalogue.forms import WhyForm
from mandrivna.faces.workspace.catalogue.history import editable
from mandrivna.faces.workspace.operate import act_of, attempt

RECENT = 20


@require_safe
@access(EDIT)
def twins(request: HttpRequest) -> HttpResponse:
    done = Merge.objects.filter(undone_at__isnull=True).select_related("kept", "gone").order_by("-pk")[:RECENT]
    return render(request, "workspace/catalogue/twins.html", {"groups": twin_groups(), "merges": done})


@require_POST
@access(EDIT)
def merge(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    kept = editable(request, pk)
    gone = editable(request, _uid(request.POST.get("gone", "")))
    merge_records(act_of(request), kept=kept, gone=gone)
    messages.success(request, _("Записи об’єднано: примірники й частини перейшли до того, що лишився."))
    return redirect("workspace:record", pk=kept.pk)


@require_POST
@access(EDIT)
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Merge.objects.select_related("kept__created_by_unit", "gone"), pk=pk)
    if not request.actor.can(EDIT, found.kept.created_by_unit.path):
        raise Http404
    unmerge_records(act_of(request), merge=found)
    messages.success(request, _("Об’єднання скасовано: обидва записи знову в каталозі."))
    return redirect("workspace:record", pk=found.gone_id)


@read_or_send
@access(EDIT)
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = editable(request, pk)
    form = WhyForm(request.POST) if request.method == "POST" else WhyForm()
    status = attempt(request, form, lambda act: withdraw_record(act, record=record, **form.cleaned_data)) if form.is_bound else 200
    if status:
        context = {"record": record, "form": form, "heading": _("Вилучити запис із каталогу"), "button": _("Вилучити")}
        return render(request, "workspace/catalogue/small_form.html", context, status=status)
    messages.success(request, _("Запис вилучено. Його історія лишилася, і його можна повернути."))
    return redirect("workspace:record", pk=record.pk)


@require_POST
@access(EDIT)
def put_back(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = editable(request, pk)
    return_record(act_of(request), record=record)
    messages.success(request, _("Запис повернено до каталогу."))
    return redirect("workspace:record", pk=record.pk)


def _uid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None
