"""What was recorded: operations as they came, and the journal of who changed what."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from mandrivna.core.door import VERBS
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below
from mandrivna.core.queries import audit_for, gaps, operations_for
from mandrivna.core.rules import AUDIT_VIEW
from mandrivna.faces.access import access
from mandrivna.faces.workspace.system.forms import AuditFilter
from mandrivna.faces.workspace.system.words import VERBS as WORDS
from mandrivna.faces.workspace.system.words import verb_word

PAGE = 50


@require_safe
@access(AUDIT_VIEW)
def operations(request: HttpRequest) -> HttpResponse:
    rows = operations_for(request.actor)
    page = Paginator(rows.order_by("-received_at", "pk"), PAGE).get_page(request.GET.get("page"))
    devices = rows.order_by().exclude(device="").values_list("device", flat=True).distinct()
    context = {
        "page": page,
        "rows": [(row, verb_word(row.verb)) for row in page.object_list],
        "gaps": gaps(devices),
    }
    return render(request, "workspace/system/operations.html", context)


@require_safe
@access(AUDIT_VIEW)
def audit(request: HttpRequest) -> HttpResponse:
    units = Unit.objects.visible_to(request.actor, AUDIT_VIEW).order_by("path")
    codes = sorted({*VERBS.keys(), *WORDS})
    form = AuditFilter(units, [(code, f"{verb_word(code)} ({code})") for code in codes], request.GET or None)
    rows, status = audit_for(request.actor), 200
    if form.is_bound:
        if form.is_valid():
            rows = _narrowed(rows, form.cleaned_data)
        else:
            rows, status = rows.none(), 422
    page = Paginator(rows.order_by("-at", "-pk"), PAGE).get_page(request.GET.get("page"))
    kept = {name: request.GET.get(name, "") for name in ("unit", "day", "action")}
    context = {
        "form": form,
        "page": page,
        "rows": [(row, verb_word(row.action)) for row in page.object_list],
        "query": "&" + urlencode(kept),
    }
    return render(request, "workspace/system/audit.html", context, status=status)


def _narrowed(rows: Any, chosen: dict[str, Any]) -> Any:
    if unit := chosen["unit"]:
        rows = rows.filter(below(unit.path, "unit__path"))
    if day := chosen["day"]:
        rows = rows.filter(at__date=day)
    if action := chosen["action"]:
        rows = rows.filter(action=action)
    return rows
