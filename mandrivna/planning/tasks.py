"""Tasks of planning, found here by the worker."""

from __future__ import annotations

from django.utils import timezone

from mandrivna.core.outbox import periodic, task
from mandrivna.planning.agenda.noting import note_due


@periodic("planning.note_due", at="05:10")
@task()
def note_due_rows() -> int:
    """For the bell: what of the plans in force falls due next, by what is there this morning."""
    return note_due(timezone.localdate())
