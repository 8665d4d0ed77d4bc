"""The cover of a title: a photograph put in place of the drawn one, and taken away again."""

from __future__ import annotations

import base64
import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.catalogue.actions.covers import cover_problem, set_cover
from mandrivna.catalogue.rules import EDIT
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.catalogue.history import editable
from mandrivna.faces.workspace.operate import attempt
from mandrivna.shared.pictures import MOST_BYTES, NotTaken, Why, cover_of


class CoverForm(forms.Form):
    cover = forms.FileField(
        label=gettext_lazy("Світлина обкладинки"),
        help_text=gettext_lazy("JPEG, PNG або WebP, до 8 МБ. Дані про місце й час знімка зникають."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": gettext_lazy("Оберіть файл."), "empty": gettext_lazy("Файл порожній.")},
    )

    def clean_cover(self) -> str:
        """The picture made anew, in base64: neither its metadata nor its name goes any further."""
        sent = self.cleaned_data["cover"]
        if sent.size > MOST_BYTES:
            raise ValidationError(str(cover_problem(Why.TOO_HEAVY)))
        try:
            return base64.b64encode(cover_of(sent.read()).large).decode()
        except NotTaken as refusal:
            raise ValidationError(str(cover_problem(refusal.why))) from None


@read_or_send
@access(EDIT)
def cover(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record, status = editable(request, pk), 200
    form: forms.Form = CoverForm()
    if request.method == "POST":
        gone = bool(request.POST.get("remove"))
        form = forms.Form(request.POST) if gone else CoverForm(request.POST, request.FILES)
        status = attempt(
            request, form, lambda act: set_cover(act, record=record, picture="" if gone else form.cleaned_data["cover"])
        )
        if not status:
            messages.success(
                request, _("Обкладинку прибрано: знову показуємо намальовану.") if gone else _("Обкладинку поставлено.")
            )
            return redirect("workspace:record", pk=pk)
    return render(request, "workspace/catalogue/cover.html", {"record": record, "form": form}, status=status)
