"""What an institution put on its own face: logo, colour, covers of books. Named by their content, kept by browsers for ever."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from mandrivna.catalogue.models import Cover
from mandrivna.core.models import Logo
from mandrivna.faces.access import public

FOR_EVER = "public, max-age=31536000, immutable"


def _kept(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Cache-Control"] = FOR_EVER
    response["X-Content-Type-Options"] = "nosniff"
    return response


@public("the logo of a library is on its door")
@require_safe
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    found = Logo.objects.filter(digest=digest).values_list("web", flat=True).first()
    if found is None:
        raise Http404
    return _kept(bytes(found), "image/webp")


@public("a cover is what a book shows to everybody")
@require_safe
def cover(request: HttpRequest, digest: str, size: str) -> HttpResponse:
    found = Cover.objects.filter(pk=digest).values_list(size, flat=True).first()
    if found is None:
        raise Http404
    return _kept(bytes(found), "image/webp")


@public("two colours, and the address itself says which")
@require_safe
def accent(request: HttpRequest, light: str, dark: str) -> HttpResponse:
    """A strict policy forbids styles inside pages, so a colour comes as a stylesheet of one line."""
    return _kept(f":root{{--accent:#{light};--link:#{light};--accent-dark:#{dark}}}\n".encode(), "text/css")
