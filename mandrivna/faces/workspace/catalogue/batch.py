"""The picked records changed together: what would become of each is shown first."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from mandrivna.catalogue.actions.batch import COLUMNS, MOST, batch_edit, plan
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rules import EDIT
from mandrivna.faces.access import access
from mandrivna.faces.workspace.operate import UnitChoice, attempt, sole, units_with

LABELS = {field.name: field.verbose_name for field in Record._meta.concrete_fields}


class BatchForm(forms.Form):
    column = forms.ChoiceField(label=gettext_lazy("Яке поле"), choices=[(name, LABELS[name]) for name in COLUMNS])
    find = forms.CharField(
        label=gettext_lazy("Що замінити"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Порожньо: записати нове значення цілком; у рубриках додати ще один рядок."),
    )
    put = forms.CharField(label=gettext_lazy("На що"), max_length=400, required=False)
    unit = UnitChoice(label=gettext_lazy("Чия це робота"))

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


@require_POST
@access(EDIT)
def batch(request: HttpRequest) -> HttpResponse:
    """Three steps on one address: the list sends rows, the form asks for a preview, the preview asks to do it."""
    units = units_with(request, EDIT)
    rows = [one for one in request.POST.getlist("row")[:MOST] if _is_uid(one)]
    records = list(Record.objects.current().filter(pk__in=rows).order_by("title"))
    asked = "column" in request.POST
    form = BatchForm(units, request.POST) if asked else BatchForm(units, initial={"unit": sole(units)})
    status, planned = 200, []
    if asked and form.is_valid():
        said = form.cleaned_data
        if "do" in request.POST:
            done: list[int] = []
            status = attempt(request, form, lambda act: done.append(batch_edit(act, records=rows, **said)))
            if not status:
                messages.success(request, _("Змінено записів: %(number)d.") % {"number": done[0]})
                return redirect("workspace:catalogue")
        planned = plan(records, said["column"], said["find"], said["put"])
    elif asked:
        status = 422
    context = {"form": form, "records": records, "planned": planned, "asked": asked and form.is_valid(), "most": MOST}
    return render(request, "workspace/catalogue/batch.html", context, status=status)


def _is_uid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
