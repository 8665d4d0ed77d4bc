"""Identifiers: time-ordered for rows (uid7), never for secrets (use `secrets` for those)."""

from __future__ import annotations

import os
import time
import uuid

_AHEAD, _EACH = 256, 10
_chance: list[bytes] = []
os.register_at_fork(after_in_child=_chance.clear)  # or parent and child would give the same ones


def _random() -> bytes:
    """Fetched ahead: an import would ask the kernel a million times. Two threads may both fetch; nobody gets what another got."""
    try:
        return _chance.pop()
    except IndexError:
        fetched = os.urandom(_EACH * _AHEAD)
        _chance.extend(fetched[at : at + _EACH] for at in range(_EACH, _EACH * _AHEAD, _EACH))
        return fetched[:_EACH]


def new_uid() -> uuid.UUID:
    """A version 7 UUID: rows made one after another lie beside each other in an index."""
    milliseconds = time.time_ns() // 1_000_000
    value = int.from_bytes(milliseconds.to_bytes(6, "big") + _random(), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=value | (0x7 << 76) | (0x2 << 62))
