"""Writing down what the program does not count itself: hand-counted figures and figures of earlier years."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from mandrivna.core.permissions import Permission
from mandrivna.faces.access import access, unit_or_404
from mandrivna.faces.look.sending import saved
from mandrivna.faces.workspace.indicators.forms import ManualForm, PastForm
from mandrivna.faces.workspace.operate import act_of, attempt
from mandrivna.planning import actions
from mandrivna.planning.actions.manual import PAPERS
from mandrivna.planning.definitions import load
from mandrivna.planning.facts import MANUAL as MANUAL_KINDS
from mandrivna.planning.figures import Cell
from mandrivna.planning.models import ManualFigure, ManualPaper, PastFigure
from mandrivna.planning.rules import MANUAL, VIEW

PAGE = 50


@require_http_methods(["GET", "POST"])
@access(MANUAL)
def manual(request: HttpRequest, unit: int) -> HttpResponse:
    place = unit_or_404(request, unit, MANUAL)
    form, status = ManualForm(*((request.POST, request.FILES) if request.method == "POST" else ())), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: actions.record_manual(act, unit=place, **form.cleaned_data))
        if not status:
            messages.success(request, _("Число записано до журналу фактів."))
            return redirect("workspace:indicators_manual", unit=place.pk)
    figures = ManualFigure.objects.filter(unit=place).select_related("paper").defer("paper__data").order_by("-on", "indicator")
    page = Paginator(figures, PAGE).get_page(request.GET.get("page"))
    rows = [(one, MANUAL_KINDS[one.indicator], Cell("number", one.value)) for one in page.object_list]  # type: ignore[arg-type]
    context = {"unit": place, "form": form, "page": page, "rows": rows, "query": ""}
    return render(request, "workspace/indicators/manual.html", context, status=status)


@require_GET
@access(VIEW)
def figure(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The act behind a hand-counted fact."""
    found = _figure(request, uid, VIEW)
    cells = {"value": Cell("number", found.value), "before": Cell("number", found.before)}  # type: ignore[arg-type]
    context: dict[str, Any] = {"figure": found, "kind": MANUAL_KINDS[found.indicator], "paper": _paper(found), **cells}
    return render(
        request, "workspace/indicators/figure.html", {**context, "may_record": request.actor.can(MANUAL, found.unit.path)}
    )


def _figure(request: HttpRequest, uid: uuid.UUID, right: Permission) -> ManualFigure:
    found = ManualFigure.objects.select_related("unit").filter(pk=uid).first()
    if found is None or not request.actor.can(right, found.unit.path):
        raise Http404
    return found


def _paper(figure: ManualFigure) -> ManualPaper | None:
    return ManualPaper.objects.filter(figure=figure).defer("data").first()


@require_safe
@access(VIEW)
def figure_file(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    kept = ManualPaper.objects.filter(figure=_figure(request, uid, VIEW)).first()
    if kept is None:
        raise Http404
    return saved(bytes(kept.data), f"dzherelo-{uid.hex[-8:]}.{kept.kind}", PAPERS[kept.kind])


@require_POST
@access(MANUAL)
def figure_file_drop(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    one = _figure(request, uid, MANUAL)
    actions.drop_manual_file(act_of(request), figure=one)
    messages.success(request, _("Файл прибрано. Число й джерело лишилися."))
    return redirect("workspace:indicators_figure", uid=one.pk)


@require_http_methods(["GET", "POST"])
@access(MANUAL)
def past(request: HttpRequest, unit: int) -> HttpResponse:
    place, definitions = unit_or_404(request, unit, MANUAL), load()
    form, status = PastForm(definitions, request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        status = attempt(request, form, lambda act: actions.record_past_figure(act, unit=place, **form.arguments()))
        if not status:
            messages.success(request, _("Число з документа записано."))
            return redirect("workspace:indicators_past", unit=place.pk)
    page = Paginator(PastFigure.objects.filter(unit=place).order_by("-year", "id"), PAGE).get_page(request.GET.get("page"))
    rows = []
    for one in page.object_list:
        row = definitions.get(one.indicator)
        rows.append((one, row.label if row else one.indicator, Cell(one.state, one.value)))  # type: ignore[arg-type]
    context = {"unit": place, "form": form, "page": page, "rows": rows, "query": ""}
    return render(request, "workspace/indicators/past.html", context, status=status)
