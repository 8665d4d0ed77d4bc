"""Lists of sources and catalogue cards, of picked rows or of everything the filter leaves."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.citation import of_record
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.rules import VIEW
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look import citing
from mandrivna.faces.workspace.catalogue.asked import asked_for, kept, link


@read_or_send
@access(VIEW)
def citations(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return kept(request, "workspace:citations", citing.MOST)
    sources, standard = citing.described(asked_for(request, citing.MOST)), citing.standard_of(request)
    lines = citing.lines_of(sources, standard)
    if (kind := request.GET.get("as", "")) and (file := citing.list_file(lines, kind)):
        return file
    context: dict[str, Any] = {
        "lines": lines,
        "cut": len(sources) == citing.MOST,
        "standard": standard,
        "standards": [(code, name, link(request, "workspace:citations", style=code)) for code, name in citing.STANDARDS],
        "files": [
            *((kind.upper(), link(request, "workspace:citations", **{"as": kind})) for kind in ("txt", "docx", "pdf")),
            *((_("Картки, %s") % kind.upper(), link(request, "workspace:cards", **{"as": kind})) for kind in citing.FILES),
        ],
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Список джерел"), "")],
    }
    return render(request, "workspace/catalogue/citations.html", context)


@require_safe
@access(VIEW)
def cards(request: HttpRequest) -> HttpResponse:
    return citing.cards_file(citing.described(asked_for(request, citing.MOST)), _kind(request))


@require_safe
@access(VIEW)
def card(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("body", "host__host"), pk=pk)
    return citing.cards_file([of_record(record)], _kind(request))


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("as", "pdf")
    if kind not in citing.FILES:
        raise Http404
    return kind
