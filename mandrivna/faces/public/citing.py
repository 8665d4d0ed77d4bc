"""A reader's list of sources: what a search found, in either standard, as a page or a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.catalogue.citation import Source
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search.query import search
from mandrivna.core.places import Shown, shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look import citing
from mandrivna.faces.public import searching
from mandrivna.faces.public.limits import SEARCH, gently
from mandrivna.faces.public.pages import briefly


@public("the catalogue is for everybody, and so are its references")
@require_safe
@briefly
@gently(SEARCH)
def citations(request: HttpRequest) -> HttpResponse:
    """The same address as the search's own, so whatever narrowed that narrows this."""
    shown = shown_on(timezone.localdate())
    asked, standard = searching.read(request.GET, shown), citing.standard_of(request)
    sources = _found(asked, shown)
    lines = citing.lines_of(sources, standard)
    if (kind := request.GET.get("as", "")) and (file := citing.list_file(lines, kind)):
        return file

    def link(**changes: str) -> str:
        return f"{reverse('public:citations')}?{urlencode([*asked.pairs(), *{'style': standard, **changes}.items()])}"

    context: dict[str, Any] = {
        "lines": lines,
        "cut": len(sources) == citing.MOST,
        "standard": standard,
        "standards": [(code, name, link(style=code)) for code, name in citing.STANDARDS],
        "files": [(kind.upper(), link(**{"as": kind})) for kind in ("txt", "docx")],
        "crumbs": [
            (_("Каталог"), reverse("public:catalogue")),
            (asked.text or _("Пошук"), f"{reverse('public:catalogue')}?{urlencode(asked.pairs())}"),
            (_("Список джерел"), ""),
        ],
    }
    return render(request, "public/citations.html", context)


def _found(asked: searching.Asked, shown: Shown) -> list[Source]:
    if not asked.any or shown.institution is None:
        return []
    wanted = replace(searching.request_for(asked, shown), page=1, size=citing.MOST, facets=False, guess=False)
    return citing.described(Record.objects.filter(pk__in=search(wanted).uids))
