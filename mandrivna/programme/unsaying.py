"""What was promised to be gone is gone from the journals, too: they keep that something was said, and nothing of what."""

from __future__ import annotations

from django.db.models import Model

from mandrivna.core.codec import reference
from mandrivna.core.erasure import forget_traces
from mandrivna.core.models import Operation


def unsay(row: Model) -> None:
    """In the act that takes it away. What was written before operations withheld words and pictures goes with the rest."""
    forget_traces([row], Operation.objects.filter(ref=reference(row)).values_list("pk", flat=True))
