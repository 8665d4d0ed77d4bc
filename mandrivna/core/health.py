"""Is it alive? For a watchdog on the same network: three words, no versions, nobody's data."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import DatabaseError

from mandrivna.core.outbox.reaper import alive


@dataclass(frozen=True)
class Health:
    """`status`: ok; degraded (the worker is silent: acts are recorded, letters and indexes wait); down (no database)."""

    status: str
    database: str
    worker: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def check() -> Health:
    try:
        working = bool(alive())
    except DatabaseError:
        return Health("down", "unavailable", "unknown")
    return Health("ok", "ok", "ok") if working else Health("degraded", "ok", "silent")
