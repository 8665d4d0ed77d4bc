"""The queue: what waits, and what it has given up on. What a task carries is not shown: only which task and why it failed."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.actions.outbox import drop_parked, retry_parked
from mandrivna.core.outbox.queries import parked, snapshot, waiting
from mandrivna.core.problems import Refused
from mandrivna.core.rules import OUTBOX_MANAGE
from mandrivna.faces.access import access, status_of
from mandrivna.faces.workspace.operate import act_of

PAGE = 50


@require_safe
@access(OUTBOX_MANAGE)
def outbox(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, problems: Any = ()) -> HttpResponse:
    page = Paginator(parked().defer("args_kwargs", "return_value"), PAGE).get_page(request.GET.get("page"))
    context = {
        "queue": snapshot(),
        "page": page,
        "parked": [(task, _short(task.task_path), len(task.worker_ids)) for task in page.object_list],
        "waiting": [
            (task, _short(task.task_path)) for task in waiting().defer("args_kwargs", "return_value").order_by("enqueued_at")[:PAGE]
        ],
        "problems": problems,
    }
    return render(request, "workspace/system/outbox.html", context, status=status)


def _short(path: str) -> str:
    return path.removeprefix("mandrivna.")


def _run(request: HttpRequest, verb: Any, pk: uuid.UUID, done: str) -> HttpResponse:
    try:
        verb(act_of(request), task=pk)
    except Refused as refusal:
        return _page(request, status_of(refusal), refusal.problems)
    messages.success(request, done)
    return redirect("workspace:outbox")


@require_POST
@access(OUTBOX_MANAGE)
def retry_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _run(request, retry_parked, pk, _("Завдання повернуто в чергу."))


@require_POST
@access(OUTBOX_MANAGE)
def drop_one(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    return _run(request, drop_parked, pk, _("Завдання вилучено з черги."))
