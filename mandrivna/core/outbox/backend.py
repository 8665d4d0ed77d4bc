"""Django's task backend on our database, without its double work at every enqueueing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.tasks.signals import task_enqueued
from django_tasks_db.backend import DatabaseBackend

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult


class Outbox(DatabaseBackend):
    """Ids are UUIDv7 (settings): neighbours in time are neighbours in the index."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        result = self._task_to_db_task(task, args, kwargs).task_result
        task_enqueued.send(type(self), task_result=result)
        return result

    def put(self, task: Any, kwargs: dict[str, Any]) -> DBTaskResult[..., Any]:
        """Only the row, for an act that waits: a result object would look the task up again and be thrown away."""
        return self._task_to_db_task(task, (), kwargs)
