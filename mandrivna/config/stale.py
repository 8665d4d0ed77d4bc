"""A form whose token is old: a reader is told so in the readers' look, a colleague in theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from mandrivna.faces.public import pages
from mandrivna.faces.public.addresses import on_the_site
from mandrivna.faces.workspace import drafts


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return pages.stale(request) if on_the_site(request.path_info) else drafts.stale(request)
