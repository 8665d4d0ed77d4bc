"""Django's task backend on our database, without its double work at every enqueueing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.tasks.signals import task_enqueued
from django.utils.json import normalize_json
from django_tasks_db.backend import DatabaseBackend

from mandrivna.core.prepared import insert

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
        from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: PLC0415 - app registry

        row: DBTaskResult[..., Any] = DBTaskResult(
            id=self._get_id(),
            args_kwargs=normalize_json({"args": (), "kwargs": kwargs}),
            priority=task.priority,
            task_path=task.module_path,
            queue_name=task.queue_name,
            run_after=task.run_after or get_date_max(),
            backend_name=self.alias,
        )
        insert(row)
        return row
