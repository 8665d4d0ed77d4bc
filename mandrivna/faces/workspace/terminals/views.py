"""Self-check machines: which there are and where, a secret for a new one, and an end to an old one."""

from __future__ import annotations

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.menu import MENU, Item
from mandrivna.core.problems import Refused
from mandrivna.faces.access import access, scoped, status_of
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, sole, units_with
from mandrivna.lending.actions.terminals import LONGEST, add_terminal, renew_terminal, revoke_terminal
from mandrivna.lending.models import Terminal
from mandrivna.lending.problems import LENDS
from mandrivna.lending.rules import TERMINALS


class TerminalForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Як його називати"),
        help_text=gettext_lazy("Щоб колеги впізнали: автомат біля входу."),
        max_length=LONGEST,
    )
    place = UnitChoice(label=gettext_lazy("Де він стоїть"))


def _mine(request: HttpRequest, pk: uuid.UUID) -> Terminal:
    return get_object_or_404(scoped(request, TERMINALS, Terminal.objects.select_related("place"), "place__path"), pk=pk)


@require_safe
@access(TERMINALS)
def terminals(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, refusal: Refused | None = None) -> HttpResponse:
    rows = scoped(request, TERMINALS, Terminal.objects.select_related("place"), "place__path")
    context = {
        "active": rows.active().order_by("place__path", "name"),
        "revoked": rows.exclude(revoked_on=None).order_by("-revoked_on", "name")[:50],
        "on": settings.SIP,
        "port": settings.SIP_PORT,
        "problems": refusal.problems if refusal else [],
    }
    return render(request, "workspace/terminals/list.html", context, status=status)


@require_http_methods(["GET", "POST"])
@access(TERMINALS, step_up=True)
def add(request: HttpRequest) -> HttpResponse:
    places = units_with(request, TERMINALS).filter(kind__in=LENDS)
    form = TerminalForm(request.POST or None, initial={"place": sole(places)})
    form.fields["place"].queryset = places
    status, made = 200, []
    if request.method == "POST":

        def run(act: Act) -> None:
            made.append(add_terminal(act, name=form.cleaned_data["name"], place=form.cleaned_data["place"]))

        status = attempt(request, form, run)
        if not status:
            return _shown(request, made[0])
    return render(request, "workspace/terminals/add.html", {"form": form, "crumbs": _crumbs(_("Додати автомат"))}, status=status)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Автомати самообслуговування"), reverse("workspace:terminals")), (last, "")]


def _shown(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """In the answer itself, never redirected to: a secret must not lie in a session or a history. Sent twice, it is shown once."""
    context = {"terminal": terminal, "port": settings.SIP_PORT, "crumbs": _crumbs(terminal.name)}
    return render(request, "workspace/terminals/secret.html", context, status=201)


@require_POST
@access(TERMINALS, step_up=True)
def renew(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    terminal = _mine(request, pk)
    try:
        return _shown(request, renew_terminal(act_of(request), terminal=terminal))
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal)


@require_POST
@access(TERMINALS, step_up=True)
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    terminal = _mine(request, pk)
    try:
        revoke_terminal(act_of(request), terminal=terminal)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal)
    messages.success(request, _("Автомат відкликано: він більше нічого не може."))
    return redirect("workspace:terminals")


MENU.add(
    "terminals",
    Item(
        label=gettext_lazy("Автомати"),
        url_name="workspace:terminals",
        permission=TERMINALS,
        group="order",
        icon="scan-barcode",
        order=740,
    ),
)
