"""Which records a page of citations, cards or files is about: picked rows, a collection, or everything the filter leaves."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from mandrivna.catalogue.models import Chosen, Record
from mandrivna.catalogue.search.records import narrowed as in_index
from mandrivna.faces.workspace.catalogue.columns import narrowed
from mandrivna.faces.workspace.catalogue.forms import RecordFilter

LONGEST = 200


def picked(keys: list[str], most: int) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(key) for key in keys][:most]
    except ValueError:
        raise Http404 from None


def words_of(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]


def asked_for(request: HttpRequest, most: int) -> QuerySet[Record]:
    """The picked rows, those of a collection, or those of the list with the same question."""
    rows = Record.objects.current()
    if keys := request.GET.getlist("row"):
        return rows.filter(pk__in=picked(keys, most))
    if chosen := request.GET.get("collection", ""):
        return rows.filter(pk__in=Chosen.objects.filter(collection=_number(chosen)).values("record")).order_by("pk")
    if text := words_of(request):
        rows = in_index(rows, text)
    form = RecordFilter(request.GET)
    if not form.is_valid():
        raise Http404
    return narrowed(rows, form.cleaned_data).order_by("pk")


def kept(request: HttpRequest, name: str, most: int) -> HttpResponseRedirect:
    """Picked rows arrive as a form and become an address that can be kept and sent to a colleague."""
    keys = [str(key) for key in picked(request.POST.getlist("row"), most)]
    return HttpResponseRedirect(f"{reverse(name)}?{urlencode({'row': keys}, doseq=True)}")


def link(request: HttpRequest, name: str, **changes: str) -> str:
    about = request.GET.copy()
    for key, value in changes.items():
        about[key] = value
    return f"{reverse(name)}?{about.urlencode()}"


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return int(text)
