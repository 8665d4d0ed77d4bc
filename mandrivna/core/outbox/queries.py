"""What waits, what is parked, who works: for the screen, for `doctor`, health and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core.outbox.reaper import alive


@dataclass(frozen=True)
class Queue:
    """`waiting` counts what is due and what is put off; `oldest` is how long the first due task has waited, in seconds."""

    waiting: int
    running: int
    parked: int
    oldest: float
    workers: int


def parked() -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED).order_by("-finished_at", "pk")


def waiting() -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))


def snapshot() -> Queue:
    now = timezone.now()
    ready = Q(status=TaskResultStatus.READY)
    found = DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).aggregate(
        waiting=Count("pk", filter=ready),
        running=Count("pk", filter=Q(status=TaskResultStatus.RUNNING)),
        parked=Count("pk", filter=Q(status=TaskResultStatus.FAILED)),
        fresh=Min("enqueued_at", filter=ready & Q(run_after=get_date_max())),
        put_off=Min("run_after", filter=ready & Q(run_after__lte=now)),
    )
    since = [moment for moment in (found["fresh"], found["put_off"]) if moment is not None]
    oldest = max((now - min(since)).total_seconds(), 0.0) if since else 0.0
    return Queue(found["waiting"], found["running"], found["parked"], round(oldest, 1), len(alive()))
