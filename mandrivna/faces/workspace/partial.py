"""A page asked for by htmx is answered with its moving part alone."""

from __future__ import annotations

from django.http import HttpRequest


def only_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
