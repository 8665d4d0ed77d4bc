"""What people do with a task the queue has given up on."""

from __future__ import annotations

import uuid
from typing import Any

from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Refused
from mandrivna.core.rules import OUTBOX_MANAGE


@verb("core.outbox.retry", may=OUTBOX_MANAGE)
def retry_parked(act: Act, *, task: uuid.UUID) -> None:
    """Back into the queue with all its tries; the mark of earlier workers goes, so that the count starts again."""
    _change(task, {"status": TaskResultStatus.READY, "run_after": timezone.now(), "worker_ids": [], "finished_at": None})


@verb("core.outbox.drop", may=OUTBOX_MANAGE)
def drop_parked(act: Act, *, task: uuid.UUID) -> None:
    """It will never be done. That somebody decided so stays in the operations."""
    _change(task, None)


def _change(task: uuid.UUID, fields: dict[str, Any] | None) -> None:
    parked = DBTaskResult.objects.filter(pk=task, status=TaskResultStatus.FAILED)
    changed = parked.delete()[0] if fields is None else parked.update(**fields)
    if not changed:
        raise Refused(
            [Blocker(code="not_parked", text=_("Цього завдання немає серед відкладених: можливо, його вже хтось запустив."))]
        )
