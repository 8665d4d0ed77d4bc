"""Secret addresses of personal calendars: how they look and whose they are."""

from __future__ import annotations

import base64
import uuid

from mandrivna.core import crypto
from mandrivna.planning.agenda.rows import AgendaLink
from mandrivna.planning.forms.returns import hash_of

SHORTEST, LONGEST = 20, 64


def token_of(link: uuid.UUID) -> str:
    """144 bits that nobody makes without the institution's key, and so no table has to keep them."""
    return base64.urlsafe_b64encode(crypto.seal_mac("planning.agenda", link.bytes)[:18]).decode().rstrip("=")


def link_of(token: str) -> AgendaLink | None:
    """A wrong address, one taken back and one of somebody who has left are one and the same nothing."""
    if not SHORTEST <= len(token) <= LONGEST:
        return None
    return AgendaLink.objects.filter(token_hash=hash_of(token), staff__is_active=True).select_related("staff").first()
