"""Copies: taken into the fund, looked at, withdrawn with a reason."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.models import Record
from mandrivna.core.queries import institutions_for
from mandrivna.faces.access import access, read_or_send, scoped
from mandrivna.faces.workspace.catalogue.forms import CopyForm, WithdrawForm
from mandrivna.faces.workspace.operate import act_of, attempt, default_place, units_with
from mandrivna.faces.workspace.search.recent import remember
from mandrivna.fund.actions.copies import accept_copy, confirm_copy, withdraw_copy
from mandrivna.fund.models import Copy, State
from mandrivna.fund.queries import copies_for
from mandrivna.fund.rules import EDIT, VIEW
from mandrivna.lending import rules as lending_rules
from mandrivna.lending.problems import LENDS
from mandrivna.lending.queries import history_of, open_loan

OLD = {
    "loaned": gettext_lazy("видано"),
    "processing": gettext_lazy("в обробці"),
    "lost": gettext_lazy("втрачено"),
    "damaged": gettext_lazy("пошкоджено"),
    "not_for_loan": gettext_lazy("не видається"),
    "transit": gettext_lazy("у дорозі"),
}
"""What another system said of a copy that an import left for checking."""


@require_safe
@access(VIEW)
def copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(copies_for(request.actor), pk=pk)
    remember(request, "copy", found.pk)
    return _page(request, found)


def _page(request: HttpRequest, copy: Copy) -> HttpResponse:
    sees_loans = copy.owner_id in set(institutions_for(request.actor, lending_rules.VIEW).values_list("pk", flat=True))
    context = {
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")),
            (copy.record.title, reverse("workspace:record", args=[copy.record_id])),
            (f"№ {copy.inventory}", ""),
        ],
        "copy": copy,
        "old_status": OLD.get(str(copy.extra.get("status", "")), _("невідомий стан")),
        "loan": open_loan(copy) if sees_loans else None,
        "history": history_of(copy) if sees_loans else None,
        "may_confirm": copy.state == State.CHECK and request.actor.can(EDIT, copy.home.path),
        "may_lose": copy.state not in (State.LOST, State.WITHDRAWN) and request.actor.can(lending_rules.LOSE),
        "may_withdraw": copy.state in (State.AVAILABLE, State.CHECK, State.LOST) and request.actor.can(EDIT, copy.home.path),
    }
    return render(request, "workspace/catalogue/copy.html", context)


def _places(request: HttpRequest) -> Any:
    return units_with(request, EDIT).filter(kind__in=LENDS)


@read_or_send
@access(EDIT)
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = get_object_or_404(Record, pk=pk)
    places = _places(request)
    if request.method != "POST":
        return _add_page(request, record, CopyForm(places, initial={"place": default_place(request, places)}), 200)
    form = CopyForm(places, request.POST)
    made: list[Any] = []
    status = attempt(request, form, lambda act: made.append(accept_copy(act, record=record, **form.cleaned_data)))
    if status:
        return _add_page(request, record, form, status)
    messages.success(
        request,
        _("Примірник прийнято: № %(number)d, штрихкод %(code)s.") % {"number": made[0].inventory_number, "code": made[0].barcode},
    )
    return redirect("workspace:record", pk=pk)


def _add_page(request: HttpRequest, record: Record, form: CopyForm, status: int) -> HttpResponse:
    return render(request, "workspace/catalogue/copy_form.html", {"record": record, "form": form}, status=status)


@require_POST
@access(EDIT)
def confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(scoped(request, EDIT, Copy.objects.select_related("home"), "home__path"), pk=pk)
    confirm_copy(act_of(request), copy=found)
    messages.success(request, _("Примірник на місці: відтепер його видно читачам."))
    if request.POST.get("next") == "shelf":
        return redirect(f"{reverse('workspace:shelf', args=[found.place_id])}?check=1")
    return redirect("workspace:copy", pk=pk)


@read_or_send
@access(EDIT)
def withdraw(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(scoped(request, EDIT, Copy.objects.select_related("home"), "home__path"), pk=pk)
    form, status = WithdrawForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: withdraw_copy(act, copy=found, why=form.cleaned_data["why"]))
        if not status:
            messages.success(request, _("Примірник вилучено з фонду. Його номер більше не використаємо."))
            return redirect("workspace:copy", pk=pk)
    return render(request, "workspace/catalogue/withdraw.html", {"copy": found, "form": form}, status=status)
