"""What a record was before: versions side by side, the way back, and the stages of its processing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.actions.upkeep import mark_stage, restore_version
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.queries import history
from mandrivna.catalogue.rules import EDIT, VIEW
from mandrivna.faces.access import access
from mandrivna.faces.workspace.catalogue.forms import StageForm
from mandrivna.faces.workspace.operate import act_of, attempt, units_with


def editable(request: HttpRequest, pk: uuid.UUID) -> Record:
    found = get_object_or_404(Record.objects.select_related("created_by_unit"), pk=pk)
    if not request.actor.can(EDIT, found.created_by_unit.path):
        raise Http404
    return found


@require_safe
@access(VIEW)
def versions(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("created_by_unit"), pk=pk)
    context = {
        "record": record,
        "changes": history(record),
        "may_edit": request.actor.can(EDIT, record.created_by_unit.path),
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")),
            (record.title, reverse("workspace:record", args=[record.pk])),
            (_("Історія опису"), ""),
        ],
    }
    return render(request, "workspace/catalogue/versions.html", context)


@require_POST
@access(EDIT)
def restore(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    record = editable(request, pk)
    restore_version(act_of(request), record=record, number=number)
    messages.success(request, _("Попередній опис повернено. Той, що був, теж лишився в історії."))
    return redirect("workspace:record", pk=record.pk)


@require_POST
@access(EDIT)
def mark(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = editable(request, pk)
    form = StageForm(units_with(request, EDIT), request.POST)
    status = attempt(request, form, lambda act: mark_stage(act, record=record, **form.cleaned_data))
    if status:
        context = {"record": record, "form": form, "heading": _("Позначити етап"), "button": _("Позначити")}
        return render(request, "workspace/catalogue/small_form.html", context, status=status)
    messages.success(request, _("Етап позначено; його враховано в показниках."))
    return redirect("workspace:record", pk=record.pk)
