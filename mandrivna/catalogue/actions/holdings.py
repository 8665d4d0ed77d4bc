from __future__ import annotations

from mandrivna.catalogue.models import Record


def refresh_holdings(*, record: Record, total: int, available: int) -> None:
    """The projection that lists show; derived, so it is neither an operation nor a fact."""
    Record.objects.filter(pk=record.pk).exclude(copies=total, available=available).update(copies=total, available=available)
