"""A reader's list of sources: what a search found, in either standard, as a page or a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.faces.access import public
from mandrivna.faces.look import citing
from mandrivna.faces.public.catalogue import LONGEST, matching
from mandrivna.faces.public.pages import briefly


@public("the catalogue is for everybody, and so are its references")
@require_safe
@briefly
def citations(request: HttpRequest) -> HttpResponse:
    text = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    standard = citing.standard_of(request)
    sources = citing.described(matching(shown_on(timezone.localdate()), text).order_by("pk"))
    lines = citing.lines_of(sources, standard)
    if (kind := request.GET.get("as", "")) and (file := citing.list_file(lines, kind)):
        return file

    def link(**changes: str) -> str:
        return f"{reverse('public:citations')}?{urlencode({'q': text, 'style': standard, **changes})}"

    context: dict[str, Any] = {
        "lines": lines,
        "cut": len(sources) == citing.MOST,
        "standard": standard,
        "standards": [(code, name, link(style=code)) for code, name in citing.STANDARDS],
        "files": [(kind.upper(), link(**{"as": kind})) for kind in ("txt", "docx")],
        "crumbs": [
            (_("Каталог"), reverse("public:catalogue")),
            (text, f"{reverse('public:catalogue')}?{urlencode({'q': text})}"),
            (_("Список джерел"), ""),
        ],
    }
    return render(request, "public/citations.html", context)
