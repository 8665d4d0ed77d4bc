"""Pages whose address is the secret: a link that was given to one person."""

from __future__ import annotations

from django.http import HttpResponse


def kept_secret(response: HttpResponse) -> HttpResponse:
    """Nowhere else is told of this address: not a search engine, not another site, not whoever presses «back». «no-referrer» would
    go too far: browsers then send the form with «Origin: null», which is refused as a forgery."""
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
