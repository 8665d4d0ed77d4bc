"""The queue: what waits, and what it has given up on. What a task carries is not shown: only which task and why it failed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.act import Act
from mandrivna.core.actions.outbox import drop_parked, retry_parked
from mandrivna.core.outbox.queries import parked, snapshot, waiting
from mandrivna.core.problems import Refused
from mandrivna.core.rules import OUTBOX_MANAGE
from mandrivna.enquiries.queries import unheard
from mandrivna.faces.access import access, status_of
from mandrivna.faces.look.cells import Action, Bulk, Cell, Column, Tag
from mandrivna.faces.look.tables import PAGE, Empty, Table
from mandrivna.faces.workspace.operate import act_of
from mandrivna.faces.workspace.system.words import TASKS, task_code, task_word


def _name(task: Any) -> str:
    return task_word(task.task_path)


def _task(task: Any) -> Cell:
    """Its code stays beside the word: that is what stands in the server's log."""
    code = task_code(task.task_path)
    return Cell(text=_name(task), note=code if code in TASKS else "")


PARKED: tuple[Column[Any], ...] = (
    Column(key="task", label=gettext_lazy("Завдання"), cell=_task, sort="task_path", head=True),
    Column(key="why", label=gettext_lazy("Чому не вдалося"), cell=lambda task: task.exception_class_path),
    Column(key="tries", label=gettext_lazy("Спроб"), cell=lambda task: len(task.worker_ids), number=True),
    Column(key="at", label=gettext_lazy("Остання спроба"), cell=lambda task: task.finished_at, sort="finished_at"),
)


@require_safe
@access(OUTBOX_MANAGE)
def outbox(request: HttpRequest) -> HttpResponse:
    return _page(request)


def _page(request: HttpRequest, status: int = 200, problems: Any = ()) -> HttpResponse:
    table = Table(
        request,
        parked().defer("args_kwargs", "return_value"),
        PARKED,
        name="outbox",
        title=_("Відкладені завдання"),
        sort="-at",
        named=_name,
        export=False,
        actions=_actions,
        bulk=(
            Bulk(label=_("Повторити"), url=reverse("workspace:outbox_retry_picked")),
            Bulk(label=_("Вилучити"), url=reverse("workspace:outbox_drop_picked"), tone="danger"),
        ),
        empty=Empty(title=_("Усе гаразд"), text=_("Жодного завдання черга не відклала."), mark="check-circle"),
    )
    queued = waiting().defer("args_kwargs", "return_value").order_by("enqueued_at")[:PAGE]
    context = {
        "unsaid": unheard(timezone.now()),
        "queue": snapshot(),
        "waiting": [(task, _name(task), _state(task)) for task in queued],
        "problems": problems,
    }
    return table.render("workspace/system/outbox.html", context, status=status)


def _state(task: Any) -> Tag:
    return Tag(_("виконується"), "info") if task.status == TaskResultStatus.RUNNING else Tag(_("чекає"))


def _actions(task: Any) -> list[Action]:
    about = _name(task)
    return [
        Action(label=_("Повторити"), url=reverse("workspace:outbox_retry", args=[task.pk]), about=about, post=True),
        Action(label=_("Вилучити"), url=reverse("workspace:outbox_drop", args=[task.pk]), about=about, post=True, tone="danger"),
    ]


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


def _picked(request: HttpRequest) -> list[uuid.UUID]:
    """What was ticked, as many as a page shows; what is no task's number was not ticked on our page."""
    found = []
    for said in request.POST.getlist("row")[:PAGE]:
        try:
            found.append(uuid.UUID(said))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _run_each(request: HttpRequest, verb: Callable[..., object]) -> tuple[int, int]:
    """Each is an operation of its own whose identity follows from the form's, so that a form sent twice does nothing twice."""
    act, done, gone = act_of(request), 0, 0
    for pk in _picked(request):
        try:
            verb(_own(act, pk), task=pk)
            done += 1
        except Refused:
            gone += 1
    return done, gone


def _own(act: Act, pk: uuid.UUID) -> Act:
    return replace(act, uid=uuid.uuid5(act.uid, str(pk)))


def _answer(request: HttpRequest, done: int, gone: int, said: str) -> HttpResponse:
    if done:
        messages.success(request, said)
    if gone:
        text = ngettext("%(n)d завдання вже немає серед відкладених.", "%(n)d завдань уже немає серед відкладених.", gone)
        messages.warning(request, text % {"n": gone})
    if not done and not gone:
        messages.warning(request, _("Нічого не позначено."))
    return redirect("workspace:outbox")


@require_POST
@access(OUTBOX_MANAGE)
def retry_picked(request: HttpRequest) -> HttpResponse:
    done, gone = _run_each(request, retry_parked)
    said = ngettext("%(n)d завдання повернуто в чергу.", "%(n)d завдань повернуто в чергу.", done)
    return _answer(request, done, gone, said % {"n": done})


@require_POST
@access(OUTBOX_MANAGE)
def drop_picked(request: HttpRequest) -> HttpResponse:
    done, gone = _run_each(request, drop_parked)
    said = ngettext("%(n)d завдання вилучено з черги.", "%(n)d завдань вилучено з черги.", done)
    return _answer(request, done, gone, said % {"n": done})
