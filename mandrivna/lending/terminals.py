"""A machine for self-service: who it is, and the one right it has of its own."""

from __future__ import annotations

import hashlib
import hmac
import uuid

from mandrivna.core.actor import Actor
from mandrivna.lending.models import Terminal
from mandrivna.lending.rules import RETURN

NOBODYS = hashlib.sha256(b"").hexdigest()


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def known_terminal(login: str, secret: str) -> Terminal | None:
    """An unknown name, a wrong secret, a revoked machine and a closed place are one answer after the same work."""
    found = Terminal.objects.heard().filter(login=login).select_related("place").first()
    right = hmac.compare_digest(hashed(secret), found.secret_hash if found else NOBODYS)
    return found if found and right else None


def still_known(terminal: Terminal) -> Terminal | None:
    """As it stands now: whoever was revoked, given another secret or closed meanwhile is a stranger."""
    rows = Terminal.objects.heard().filter(pk=uuid.UUID(str(terminal.pk)), secret_hash=terminal.secret_hash)
    return rows.select_related("place").first()


def actor_of(terminal: Terminal) -> Actor:
    """Taking a book back needs no reader; everything else at a machine is the reader's own act, with card and PIN."""
    return Actor(name="terminal", grants=((terminal.place.path, frozenset({RETURN.code})),))
