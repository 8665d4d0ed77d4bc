"""The authentication code of a fact."""

from __future__ import annotations

from typing import Any

from mandrivna.core import crypto
from mandrivna.ledger.models import FACETS

MAC_FIELDS = ("source", "line", "kind", "unit_id", "path", "on", "quantity", *FACETS, "more", "recorded_at", "op", "reason")


def mac_of(fact: Any) -> bytes:
    """Changing any column of a row, without the key, shows."""
    values = [getattr(fact, name) for name in MAC_FIELDS]
    values[MAC_FIELDS.index("recorded_at")] = f"{fact.recorded_at.timestamp():.6f}"
    return crypto.seal_mac("ledger", "\x1f".join(map(str, values)).encode())[:16]
