from __future__ import annotations

from tests.drills.reporting import tell

__all__ = ["tell"]
