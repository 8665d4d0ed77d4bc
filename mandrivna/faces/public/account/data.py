"""Everything known about the reader, to read, to print and to take away; and the wish to be forgotten."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandrivna.core import telling
from mandrivna.core.actions.erasure_requests import withdraw_erasure
from mandrivna.core.erasure_requests import last_request
from mandrivna.core.models import DAYS_TO_ANSWER, ErasureRequest
from mandrivna.core.problems import Problem, Refused
from mandrivna.faces.access import reader_only, status_of
from mandrivna.faces.public.account.forms import EraseForm
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.faces.public.account.paper import document
from mandrivna.faces.public.account.words import parts, traces
from mandrivna.lending.queries import loans_in_hand
from mandrivna.lending.terms import terms
from mandrivna.readers.actions.erasure_requests import ask_erasure
from mandrivna.shared.printing import pdf

RECENT = 30


def _known(request: HttpRequest, *, most: int | None) -> dict[str, Any]:
    rows = telling.known(reader_of(request).pk)
    return {
        "parts": parts(rows),
        "traces": traces(rows, most=most),
        "now": timezone.localtime(),
        "forget_days": terms().forget_after_days,
    }


@require_safe
@reader_only("everything known about oneself")
def own_data(request: HttpRequest) -> HttpResponse:
    return render(request, "public/account/data.html", _known(request, most=RECENT))


@require_safe
@reader_only("everything known about oneself")
def printed(request: HttpRequest) -> HttpResponse:
    """The whole of it on paper: nothing but the text."""
    return render(request, "public/account/print.html", _known(request, most=None))


@require_safe
@reader_only("everything known about oneself")
def download(request: HttpRequest) -> HttpResponse:
    """For another program. The name of the file says whose it is to nobody."""
    body = json.dumps(telling.whole(reader_of(request).pk), ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_safe
@reader_only("everything known about oneself")
def paper(request: HttpRequest) -> HttpResponse:
    known = _known(request, most=None)
    made = document(reader_of(request).institution, known["parts"], known["traces"])
    response = HttpResponse(pdf.write(made), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="my-data.pdf"'
    return response


def _erase_page(request: HttpRequest, form: EraseForm, status: int = 200, problems: list[Problem] | None = None) -> HttpResponse:
    reader = reader_of(request)
    asked = last_request(reader.pk)
    context = {
        "form": form,
        "asked": asked,
        "left": asked.days_left(timezone.localdate()) if asked else None,
        "states": ErasureRequest.State,
        "days": DAYS_TO_ANSWER,
        "loans": loans_in_hand(reader),
        "problems": problems or [],
    }
    return render(request, "public/account/erase.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@reader_only("asking that one's own data be destroyed")
def erase(request: HttpRequest) -> HttpResponse:
    """First what will happen, then the tick, then thirty days: nothing is destroyed by one press of a button."""
    if request.method != "POST":
        return _erase_page(request, EraseForm())
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _erase_page(request, form, 422)
    try:
        ask_erasure(own_act(request), reader=reader_of(request))
    except Refused as refusal:
        return _erase_page(request, form, status_of(refusal), refusal.problems)
    messages.success(request, _("Запит прийнято."))
    return redirect("public:account_erase")


@require_POST
@reader_only("taking back one's own request")
def withdraw(request: HttpRequest) -> HttpResponse:
    found = get_object_or_404(ErasureRequest.objects.open(), subject=reader_of(request).pk)
    withdraw_erasure(own_act(request), request=found)
    messages.success(request, _("Запит відкликано. Ваші дані лишаються."))
    return redirect("public:account_erase")
