"""Lists of sources and catalogue cards, of picked rows or of everything the filter leaves."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.citation import of_record
from mandrivna.catalogue.models import Chosen, Record
from mandrivna.catalogue.rules import VIEW
from mandrivna.catalogue.search.records import narrowed as in_index
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.look import citing
from mandrivna.faces.workspace.catalogue.columns import narrowed
from mandrivna.faces.workspace.catalogue.forms import RecordFilter

LONGEST = 200


def _picked(keys: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(key) for key in keys][: citing.MOST]
    except ValueError:
        raise Http404 from None


def _asked(request: HttpRequest) -> QuerySet[Record]:
    """The picked rows, those of a collection, or those of the list with the same question."""
    rows = Record.objects.current()
    if keys := request.GET.getlist("row"):
        return rows.filter(pk__in=_picked(keys))
    if chosen := request.GET.get("collection", ""):
        return rows.filter(pk__in=Chosen.objects.filter(collection=_number(chosen)).values("record")).order_by("pk")
    if text := " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]:
        rows = in_index(rows, text)
    form = RecordFilter(request.GET)
    if not form.is_valid():
        raise Http404
    return narrowed(rows, form.cleaned_data).order_by("pk")


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return int(text)


def _link(request: HttpRequest, name: str, **changes: str) -> str:
    about = request.GET.copy()
    for key, value in changes.items():
        about[key] = value
    return f"{reverse(name)}?{about.urlencode()}"


@read_or_send
@access(VIEW)
def citations(request: HttpRequest) -> HttpResponse:
    """Picked rows arrive as a form and become an address that can be kept and sent to a colleague."""
    if request.method == "POST":
        keys = [str(key) for key in _picked(request.POST.getlist("row"))]
        return HttpResponseRedirect(f"{reverse('workspace:citations')}?{urlencode({'row': keys}, doseq=True)}")
    sources, standard = citing.described(_asked(request)), citing.standard_of(request)
    lines = citing.lines_of(sources, standard)
    if (kind := request.GET.get("as", "")) and (file := citing.list_file(lines, kind)):
        return file
    context: dict[str, Any] = {
        "lines": lines,
        "cut": len(sources) == citing.MOST,
        "standard": standard,
        "standards": [(code, name, _link(request, "workspace:citations", style=code)) for code, name in citing.STANDARDS],
        "files": [
            *((kind.upper(), _link(request, "workspace:citations", **{"as": kind})) for kind in ("txt", "docx", "pdf")),
            *((_("Картки, %s") % kind.upper(), _link(request, "workspace:cards", **{"as": kind})) for kind in citing.FILES),
        ],
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Список джерел"), "")],
    }
    return render(request, "workspace/catalogue/citations.html", context)


@require_safe
@access(VIEW)
def cards(request: HttpRequest) -> HttpResponse:
    return citing.cards_file(citing.described(_asked(request)), _kind(request))


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
