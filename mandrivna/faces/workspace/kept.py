"""Short lists kept in a session, the latest first. Keys only: a name in a session would lie unencrypted in the database."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def put_first(request: HttpRequest, key: str, item: Any, most: int) -> None:
    """Writes the session only if something changes: opening the same page again costs nothing."""
    kept = request.session.get(key, [])
    if kept[:1] != [item]:
        request.session[key] = [item, *(one for one in kept if one != item)][:most]
