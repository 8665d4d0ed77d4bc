"""The number beside the bell: asked of the database once in half a minute, and anew after every act of one's own."""

from __future__ import annotations

import time

from django.http import HttpRequest

from mandrivna.core.attention import waiting_count

KEY = "bell"
FRESH = 30
"""Seconds. A number and the time of counting are all that the session keeps."""


def ring(request: HttpRequest) -> int:
    known = _known(request)
    return note(request, waiting_count(request.actor)) if known is None else known


def _known(request: HttpRequest) -> int | None:
    kept = request.session.get(KEY)
    return kept[0] if kept and 0 <= time.time() - kept[1] < FRESH else None


def note(request: HttpRequest, number: int) -> int:
    """What a page has counted anyway; the session is written only if it did not know."""
    if _known(request) != number:
        request.session[KEY] = [number, int(time.time())]
    return number


def forget(request: HttpRequest) -> None:
    """After an act the number may be another."""
    request.session.pop(KEY, None)
