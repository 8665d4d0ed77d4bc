"""The way to a signature, the same for each act of the fund: the commission as it last sat, a day, and back to the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from mandrivna.faces.workspace.intake.forms import CommissionForm, SignForm
from mandrivna.faces.workspace.operate import attempt
from mandrivna.fund.intake import last_commission
from mandrivna.fund.papers import FundAct


def began(one: FundAct, **about: Any) -> dict[str, Any]:
    return {**CommissionForm.began(one.commission or last_commission(one.institution)), **about}


def signing(
    request: HttpRequest, one: FundAct, *, page: str, waits: bool, sign: Callable[..., Any], told: str, template: str,
    shown: Callable[[], dict[str, Any]],
) -> HttpResponse:  # fmt: skip
    """`waits`: nothing but a signature is missing. `shown` is what the page tells of the act; read only where there is a page."""
    if not waits:
        return redirect(page, pk=one.pk)
    form, status = SignForm(initial=began(one, signed_on=timezone.localdate())), 200
    if request.method == "POST":
        form = SignForm(request.POST)
        status = attempt(
            request,
            form,
            lambda said: sign(said, commission=form.commission(), signed_on=form.cleaned_data["signed_on"]),
        )
        if not status:
            messages.success(request, told)
            return redirect(page, pk=one.pk)
    return render(request, template, {"form": form, **shown()}, status=status)
