"""An answer of ours to somebody who asked, applied or complained, is perhaps no reader, and left an address.

The queue holds numbers only: words and address are looked up when it is sent. By which way it goes the faces say; where none goes
out, or only a telephone was left, a colleague has to say it, and the room marks that: also when the mail is switched off while a
letter waits, or the last try has failed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.tasks import Task, TaskContext
from django.utils import timezone
from django.utils.translation import override

from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue, limits_of
from mandrivna.core.registry import Registry


@dataclass(frozen=True)
class Answer:
    """`about`: what the letter is called, behind the name of the library. `words` are made in `language`; empty says nothing.
    `hurries`: whether it is said in the quiet hours, too, for by their end nobody could act on it any more."""

    to: str
    about: str
    institution: Unit
    language: str
    words: Callable[[], str]
    hurries: Callable[[dt.datetime], bool] = lambda later: False


class Answering(Protocol):
    """How somebody is answered who is no reader; faces add it."""

    def goes_out(self) -> bool:
        """Whether a letter sent here ever reaches anybody."""

    def not_before(self, now: dt.datetime) -> dt.datetime: ...

    def send(self, answer: Answer, text: str, *, key: uuid.UUID) -> None:
        """Raises ChannelError. `key` is the same when it is sent again."""


ANSWERING: Registry[Answering] = Registry("ways to answer somebody who is no reader")


def answers_go_out() -> bool:
    return any(way.goes_out() for way in ANSWERING)


def hand_over(
    context: TaskContext, again: Task[..., Any], answer: Answer, *, lost: Callable[[], object], key: str = "", **what: str | int
) -> bool:
    """Whether it went. In the quiet hours the same task (`again`, with `what`) is put off till the morning under the same key. What
    will not go any more is `lost`: the room marks that a colleague has to say it."""
    now, mine = timezone.now(), key or str(context.task_result.id)
    for way in ANSWERING:
        if not way.goes_out():
            continue
        if (later := way.not_before(now)) > now and not answer.hurries(later):
            with transaction.atomic():
                enqueue(again.using(run_after=later), key=mine, **what)
            return False
        with override(answer.language if answer.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            if not (text := answer.words()):
                return False
            try:
                way.send(answer, text, key=uuid.UUID(mine))
            except Exception:
                if context.attempt >= limits_of(again.module_path).attempts:
                    lost()  # parked, and whoever keeps the system sees it; whoever answers has to know as well
                raise
        return True
    lost()
    return False
