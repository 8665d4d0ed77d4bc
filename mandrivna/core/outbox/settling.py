"""How the run of one task ends: done, again later, parked, or handed back. Every ending is one conditional UPDATE.

The row must still be RUNNING with our claim's time: a worker that slept through its own reaping changes nothing.
"""

from __future__ import annotations

import datetime as dt
import logging
import random
from typing import Any

from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.outbox.queueing import GiveUp, limits_of
from mandrivna.shared.errors import error_class, frames

logger = logging.getLogger("mandrivna.outbox")

FIRST_DELAY = 5.0
LONGEST_DELAY = 3600.0
NOTHING: dict[str, Any] = {"args": [], "kwargs": {}}


class WorkerDied(Exception):  # noqa: N818 - said of a worker, never raised
    """Stands in a task's record when the worker running it went silent."""


def delay(attempt: int) -> dt.timedelta:
    """5 s, 10 s, 20 s … one hour, each ±50 %, so that what failed together does not come back together."""
    seconds = min(FIRST_DELAY * 2 ** (attempt - 1), LONGEST_DELAY)
    return dt.timedelta(seconds=seconds * random.uniform(0.5, 1.5))  # noqa: S311 - jitter


def succeed(row: DBTaskResult) -> bool:
    """The arguments go: they have done their work, and what is not kept cannot leak."""
    return _change(
        row,
        status=TaskResultStatus.SUCCESSFUL,
        finished_at=timezone.now(),
        args_kwargs=NOTHING,
        return_value=None,
        exception_class_path="",
        traceback="",
    )


def fail(row: DBTaskResult, error: BaseException) -> bool:
    """Again later, or parked when the tries are used up. Of the error only its class and the lines of code are kept."""
    attempt = len(row.worker_ids)
    parked = isinstance(error, GiveUp) or attempt >= limits_of(row.task_path).attempts
    error = error.__cause__ if isinstance(error, GiveUp) and error.__cause__ else error  # why it gave up says more
    record = {"exception_class_path": error_class(error), "traceback": "\n".join(frames(error))}
    logger.warning(
        "task parked" if parked else "task failed, will be tried again",
        extra={
            "task": row.task_path,
            "task_id": str(row.pk),
            "attempt": attempt,
            "error": error_class(error),
            "frames": frames(error),
        },
    )
    if parked:
        return park(row, record)
    return _change(row, status=TaskResultStatus.READY, run_after=timezone.now() + delay(attempt), **record)


def park(row: DBTaskResult, record: dict[str, str]) -> bool:
    return _change(row, status=TaskResultStatus.FAILED, finished_at=timezone.now(), **record)


def hand_back(row: DBTaskResult) -> bool:
    """Stopping is not the task's fault: the claim is taken back and does not count as a try."""
    return _change(row, status=TaskResultStatus.READY, started_at=None, worker_ids=row.worker_ids[:-1])


def bury(row: DBTaskResult) -> bool:
    """The worker died under it. At once again, because the machine was probably just switched off; but the try counts."""
    record = {"exception_class_path": error_class(WorkerDied()), "traceback": ""}
    attempt = len(row.worker_ids)
    parked = attempt >= limits_of(row.task_path).attempts
    changed = park(row, record) if parked else _change(row, status=TaskResultStatus.READY, run_after=timezone.now(), **record)
    if changed:
        logger.warning(
            "task parked: its workers keep dying" if parked else "task taken back from a dead worker",
            extra={"task": row.task_path, "task_id": str(row.pk), "attempt": attempt},
        )
    return changed


def _change(row: DBTaskResult, **fields: Any) -> bool:
    mine = DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at)
    return mine.update(**fields) == 1
