"""How much waits for a decision: the numbers on the tabs of discrepancies and quarantine."""

from __future__ import annotations

from mandrivna.core.actor import Actor
from mandrivna.core.queries import discrepancies_for, quarantined_for


def waiting(actor: Actor) -> dict[str, int]:
    return {
        "discrepancies": discrepancies_for(actor).filter(closed_at__isnull=True).count(),
        "quarantined": quarantined_for(actor).filter(solved_at__isnull=True).count(),
    }
