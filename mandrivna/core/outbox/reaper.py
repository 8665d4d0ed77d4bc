"""Tasks of workers that were killed go back into the queue."""

from __future__ import annotations

import datetime as dt
import uuid

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.models import WorkerBeat
from mandrivna.core.outbox.settling import bury

STALE = dt.timedelta(seconds=60)


def alive(stale: dt.timedelta = STALE) -> set[str]:
    return set(WorkerBeat.objects.filter(beat_at__gt=timezone.now() - stale).values_list("worker", flat=True))


def reap(me: str = "", current: uuid.UUID | None = None, stale: dt.timedelta = STALE) -> int:
    """`me` and `current`: a row of my own that I am not running was left by a database error while I was settling it."""
    running = list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).exclude(pk=current))
    if not running:
        return 0
    living = alive(stale) - {me}
    just_now = timezone.now() - stale
    lost = [
        row
        for row in running
        if not row.worker_ids or row.worker_ids[-1] == me or (row.worker_ids[-1] not in living and row.started_at < just_now)
    ]
    return sum(bury(row) for row in lost)
