"""A plan as a file: the library's own document as PDF and DOCX, its tables as XLSX."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from mandrivna.faces.access import access
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.workspace.indicators.paper import DOCX, PDF
from mandrivna.planning.models import Plan
from mandrivna.planning.printing.paper import document
from mandrivna.planning.printing.sheets import xlsx
from mandrivna.planning.rules import EXPORT
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing import pdf as portable

KINDS = {
    "pdf": (lambda plan: portable.write(document(plan)), PDF),
    "docx": (lambda plan: word.write(document(plan)), DOCX),
    "xlsx": (xlsx, XLSX),
}


@require_GET
@access(EXPORT, step_up=True)
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    plan = Plan.objects.select_related("unit").filter(pk=pk).first()
    if plan is None or kind not in KINDS or not request.actor.can(EXPORT, plan.unit.path):
        raise Http404
    write, content_type = KINDS[kind]
    response = HttpResponse(write(plan), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="plan-{plan.pk}-{plan.year}.{kind}"'
    return response
