"""Jobs by the clock: each slot once, however many workers there are and however long the machine was off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from django_tasks_db.utils import exclusive_transaction

from mandrivna.core.outbox.queueing import enqueue
from mandrivna.core.registry import Registry

if TYPE_CHECKING:
    from django.tasks import Task

EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Periodic:
    name: str
    task: Task[..., Any]
    at: dt.time | None = None
    every: dt.timedelta | None = None

    def slot(self, now: dt.datetime) -> dt.datetime:
        """The latest slot that has begun. Older ones are not caught up one by one: after a week off a nightly job runs once."""
        if self.every is not None:
            return EPOCH + (now - EPOCH) // self.every * self.every
        assert self.at is not None
        local = timezone.localtime(now)
        # The day decides, not the hour: 03:00 does not exist on one night of the year and comes twice on another.
        day = local.date() if local.time() >= self.at else local.date() - dt.timedelta(days=1)
        return dt.datetime.combine(day, self.at, tzinfo=timezone.get_default_timezone()).astimezone(dt.UTC)


PERIODIC: Registry[Periodic] = Registry("periodic jobs")


def periodic(name: str, *, at: str = "", every: dt.timedelta | None = None) -> Callable[[Task[..., Any]], Task[..., Any]]:
    if bool(at) == (every is not None):
        raise ValueError(f"«{name}» needs either at= or every=")

    def register(what: Task[..., Any]) -> Task[..., Any]:
        PERIODIC.add(name, Periodic(name, what, dt.time.fromisoformat(at) if at else None, every))
        return what

    return register


def load() -> None:
    """Import `tasks.py` of every app; a job nobody imported would silently never run."""
    autodiscover_modules("tasks")


def tick(now: dt.datetime, done: dict[str, dt.datetime]) -> list[str]:
    """Enqueue what is due. `done` remembers slots already settled, so that an idle worker asks the database nothing."""
    claimed = []
    for job in PERIODIC:
        slot = job.slot(now)
        if done.get(job.name) == slot:
            continue
        if claim(job, slot):
            claimed.append(job.name)
        done[job.name] = slot
    return claimed


def claim(job: Periodic, slot: dt.datetime) -> bool:
    """The row and the task are committed together: no slot is lost between them, and a second worker finds the row."""
    from mandrivna.core.models import PeriodicRun  # noqa: PLC0415 - app registry

    with exclusive_transaction():
        _row, created = PeriodicRun.objects.get_or_create(name=job.name, slot=slot)
        if created:
            enqueue(job.task)
    return created
