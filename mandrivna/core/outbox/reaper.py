"""Tasks of workers that were killed go back into the queue."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.models import WorkerBeat
from mandrivna.core.outbox.settling import bury

STALE = dt.timedelta(seconds=60)


def alive(stale: dt.timedelta = STALE) -> set[str]:
    return set(WorkerBeat.objects.filter(beat_at__gt=timezone.now() - stale).values_list("worker", flat=True))


def reap(me: str = "", stale: dt.timedelta = STALE) -> int:
    """Called between tasks: a running row of my own (`me`) was left by a database error while I was settling it."""
    running = list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING))
    if not running:
        return 0
    living = alive(stale) - {me}
    long_ago = timezone.now() - stale
    lost = [row for row in running if _lost(row, me, living, long_ago)]
    return sum(bury(row) for row in lost)


def _lost(row: DBTaskResult[..., Any], me: str, living: set[str], long_ago: dt.datetime) -> bool:
    owner = row.worker_ids[-1] if row.worker_ids else ""
    return owner == me or (owner not in living and (row.started_at or long_ago) <= long_ago)
