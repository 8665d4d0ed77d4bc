"""Putting a task into the queue, and how patient the queue is with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.tasks import Task, task

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

__all__ = ["GiveUp", "Limits", "enqueue", "limits", "limits_of", "task"]


class GiveUp(Exception):  # noqa: N818 - an order to the queue, not an error
    """Raised by a task that knows trying again is of no use: it is parked at once."""


@dataclass(frozen=True)
class Limits:
    """`attempts` before parking; `seconds` one run may last before it is interrupted and counts as failed."""

    attempts: int = 8
    seconds: int = 900


DEFAULT = Limits()
_LIMITS: dict[str, Limits] = {}


def limits(*, attempts: int = DEFAULT.attempts, seconds: int = DEFAULT.seconds) -> Callable[[Task[..., Any]], Task[..., Any]]:
    """Stands above `@task()` where the usual patience does not fit."""

    def set_for(what: Task[..., Any]) -> Task[..., Any]:
        _LIMITS[what.module_path] = Limits(attempts, seconds)
        return what

    return set_for


def limits_of(path: str) -> Limits:
    return _LIMITS.get(path, DEFAULT)


def enqueue(what: Task[..., Any], /, **kwargs: Any) -> DBTaskResult[..., Any]:
    """The row in the queue. Only inside a transaction: a task for an act rolled back would speak of what never happened."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("enqueue() belongs inside the transaction of the act")
    outbox: Any = what.get_backend()
    return outbox.put(what, kwargs)
