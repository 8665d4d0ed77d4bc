"""Identifiers: time-ordered for rows (uid7), never for secrets (use `secrets` for those)."""

from __future__ import annotations

import os
import time
import uuid


def new_uid() -> uuid.UUID:
    """A version 7 UUID: rows made one after another lie beside each other in an index."""
    milliseconds = time.time_ns() // 1_000_000
    value = int.from_bytes(milliseconds.to_bytes(6, "big") + os.urandom(10), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=value | (0x7 << 76) | (0x2 << 62))
