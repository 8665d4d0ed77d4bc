"""What the reader has agreed to, in the very words, and taking it back: first what will happen, then the tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from mandrivna.core.problems import Problem, Refused
from mandrivna.faces.access import read_or_send, reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.lending.queries import loans_in_hand
from mandrivna.readers.actions.withdrawing import withdraw_own_consent
from mandrivna.readers.consents import Kept, kept_by_consent
from mandrivna.readers.models import Purpose

WORDS = {
    "name": gettext_lazy("ім’я"),
    "phone": gettext_lazy("телефон"),
    "email": gettext_lazy("електронна пошта"),
    "birth_year": gettext_lazy("рік народження"),
    "responsible": gettext_lazy("ім’я й контакт дорослого, який за вас відповідає"),
    "circumstances": gettext_lazy("те, що ви розповіли про себе за бажанням"),
    "doorstep": gettext_lazy("адреса, куди вам возять книжки"),
}


class BackForm(forms.Form):
    sure = forms.BooleanField(
        label=gettext_lazy("Розумію, що зникне і що лишиться"),
        error_messages={"required": gettext_lazy("Позначте, що ви це розумієте.")},
    )


@require_safe
@reader_only("one's own consents")
def own_consents(request: HttpRequest) -> HttpResponse:
    reader = reader_of(request)
    parts = [(kept, _said(kept)) for kept in kept_by_consent(reader)]
    return render(request, "public/account/consents.html", {"reader": reader, "parts": parts})


def _said(kept: Kept) -> str:
    return ", ".join(str(WORDS[name]) for name in kept.what)


@read_or_send
@reader_only("taking back one's own consent")
def take_back(request: HttpRequest) -> HttpResponse:
    """Which one says the address; what is not there cannot be taken back."""
    reader, wanted = reader_of(request), request.GET.get("purpose", "")
    kept = next((one for one in kept_by_consent(reader) if one.purpose == wanted and one.standing), None)
    if kept is None:
        return redirect("public:account_consents")
    form = BackForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, kept, form)
    if not form.is_valid():
        return _page(request, kept, form, 422)
    try:
        withdraw_own_consent(own_act(request), reader=reader, purpose=kept.purpose.value)
    except Refused as refusal:
        return _page(request, kept, form, status_of(refusal), refusal.problems)
    messages.success(request, _("Згоду відкликано. Записане за нею зникло."))
    return redirect("public:account_consents")


def _page(
    request: HttpRequest, kept: Kept, form: BackForm, status: int = 200, problems: list[Problem] | None = None
) -> HttpResponse:
    reader = reader_of(request)
    context: dict[str, Any] = {
        "form": form,
        "reader": reader,
        "data": kept.purpose == Purpose.DATA,
        "delivery": kept.purpose == Purpose.DELIVERY,
        "what": _said(kept),
        "loans": loans_in_hand(reader) if kept.purpose == Purpose.DATA else [],
        "problems": problems or [],
    }
    return render(request, "public/account/consent_back.html", context, status=status)
