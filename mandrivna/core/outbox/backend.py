"""Django's task backend on our database, without its double work at every enqueueing."""

from __future__ import annotations

from typing import Any

from django.tasks.signals import task_enqueued
from django_tasks_db.backend import DatabaseBackend


class Outbox(DatabaseBackend):
    """Ids are UUIDv7 (settings): neighbours in time are neighbours in the index."""

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        result = self._task_to_db_task(task, args, kwargs).task_result
        task_enqueued.send(type(self), task_result=result)
        return result
