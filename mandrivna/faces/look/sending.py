"""A file that somebody else made, on its way to whoever may have it."""

from __future__ import annotations

from django.http import HttpResponse


def saved(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Always to be saved, never shown as a page of ours. The name says nothing of people."""
    answer = HttpResponse(data, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer
