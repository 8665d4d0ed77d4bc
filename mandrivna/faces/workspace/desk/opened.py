"""Readers served side by side at one desk: two people, one computer, no closing and finding again.

The session keeps identities only: a name in it would lie unencrypted in the database.
"""

from __future__ import annotations

import uuid

from django.http import HttpRequest

from mandrivna.core.actor import Actor
from mandrivna.faces.workspace.kept import put_first
from mandrivna.lending.queries import SEVERAL, desk_several
from mandrivna.readers.models import Reader

KEY = "desk_open"


def remember_open(request: HttpRequest, reader: Reader) -> None:
    put_first(request, KEY, str(reader.pk), SEVERAL)


def opened(request: HttpRequest, actor: Actor) -> list[Reader]:
    """The latest first; of one reader alone there is nothing to switch between."""
    kept = request.session.get(KEY, [])
    if len(kept) < 2:
        return []
    found = {str(reader.pk): reader for reader in desk_several(actor, [uuid.UUID(pk) for pk in kept])}
    return [found[pk] for pk in kept if pk in found]
