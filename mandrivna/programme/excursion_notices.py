"""What a group hears that asked for an excursion: agreed with its day, or that it cannot be, and a colleague's own words.

It goes by a letter to the address they left. The queue holds a number only; words and address are looked up when it is sent.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.tasks import TaskContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from mandrivna.core.outbox import enqueue, task
from mandrivna.core.registry import Registry
from mandrivna.programme.models import GroupRequest, RequestState
from mandrivna.programme.signup_notices import at
from mandrivna.programme.states import State


class Answering(Protocol):
    """How a group is written to; faces add it."""

    def goes_out(self) -> bool:
        """Whether a letter sent here ever reaches anybody."""

    def not_before(self, now: dt.datetime) -> dt.datetime: ...

    def send(self, request: GroupRequest, text: str, *, key: uuid.UUID) -> None:
        """Raises ChannelError. `key` is the same when it is sent again."""


ANSWERING: Registry[Answering] = Registry("ways to answer a group that asked for an excursion")


def writes_to(request: GroupRequest) -> str:
    """Where the letter with the answer goes by itself; empty where a colleague has to say it."""
    return request.mail if any(way.goes_out() for way in ANSWERING) else ""


def tell_asker(request: GroupRequest) -> None:
    """Inside the act's transaction: rolled back with it, nobody hears of it."""
    if writes_to(request):
        enqueue(deliver_answer, request=str(request.pk))


@task(takes_context=True)
def deliver_answer(context: TaskContext, *, request: str, key: str = "") -> None:
    now = timezone.now()
    found = GroupRequest.objects.filter(pk=request).select_related("route__institution", "event__place").first()
    if found is None or not found.mail:
        return
    for way in ANSWERING:
        if (later := way.not_before(now)) > now:
            with transaction.atomic():
                enqueue(deliver_answer.using(run_after=later), request=request, key=key or str(context.task_result.id))
            return
        with override(found.language if found.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            if text := words(found):
                way.send(found, text, key=uuid.UUID(key or context.task_result.id))
        return


def words(request: GroupRequest) -> str:
    """As it stands when the letter goes: a day moved meanwhile is said as it is now."""
    said = {"title": request.route.title, "day": date_format(request.wished_on, "j E")}
    own = [request.answer] if request.answer else []
    if request.state == RequestState.DECLINED:
        return "\n\n".join([_("Ви просили екскурсію «%(title)s» на %(day)s. На жаль, цього разу не вийде.") % said, *own])
    event = request.event
    if request.state != RequestState.ACCEPTED or event is None or event.state not in (State.DRAFT, State.PLANNED):
        return ""
    told = {**said, "at": at(event), "number": request.people}
    return "\n\n".join([_("Домовилися про екскурсію «%(title)s»: %(at)s. Чекаємо на вас, людей: %(number)d.") % told, *own])
