"""Telling a reader something by the way they have chosen: what is told is named, and said in their language when it is sent.

The queue holds numbers only; the words are made at the moment of sending, so a book brought back meanwhile is no longer asked
for, and nothing that waits can be read. The rooms say what may be told (`NOTICES`), the faces by which ways (`WAYS`). A reader
without a way is told nothing here: all of it stands in their own account, too.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Case, CharField, Q, Value, When
from django.tasks import Task, TaskContext
from django.utils import timezone
from django.utils.translation import override

from mandrivna.core.outbox import GiveUp, enqueue, limits_of, task
from mandrivna.core.registry import Registry

type Words = Callable[[str], str]
"""What stands for this number now, in the language in force; empty when there is nothing to tell any more."""

NOTICES: Registry[Words] = Registry("notices to readers")


@dataclass(frozen=True)
class Opens:
    """What a notice leads to: a chat makes a button of it, a letter an address. `what` is a word that both know."""

    what: str
    which: uuid.UUID


OPENS: Registry[Callable[[str], Opens | None]] = Registry("what notices lead to")


def opened_by(notice: str, ref: str) -> Opens | None:
    return OPENS[notice](ref) if notice in OPENS else None


class Way(Protocol):
    label: Any
    """How somebody is told by this way, in words that end a sentence."""

    order: int
    """Of several ways that reach somebody the one with the least: each says for itself whom it reaches, by what they chose."""

    def reach(self, person: uuid.UUID, *, asked: bool) -> str | None:
        """The language this person is reached in by this way; None if they are not. `asked`: they wait for it themselves, so it is
        no reminder that somebody may have turned off."""

    def reached(self, field: str) -> Q:
        """Rows whose person (`field` holds their number) hears a reminder by this way."""

    def not_before(self, now: dt.datetime) -> dt.datetime:
        """When it may be said by this way: `now`, or the end of the quiet hours. Until then nothing is made of it."""

    def send(self, person: uuid.UUID, text: str, *, asked: bool, key: uuid.UUID, opens: Opens | None) -> None:
        """Raises ChannelError. `key` is the same when a notice is sent again. It may go nowhere without what it `opens`."""


ASKED: Registry[bool] = Registry("notices that answer what the reader asked")
WAYS: Registry[Way] = Registry("ways to reach a reader")
HURRIES: Registry[Callable[[str, dt.datetime], bool]] = Registry("notices that may be too late in the morning")
"""By the number, and when the quiet hours end; every other notice waits for that."""
NOTED: Registry[Callable[[str, bool], None]] = Registry("what a room notes of a notice: by the number, whether it went")


def hurry(notice: str, ref: str, later: dt.datetime) -> bool:
    """Whether it is said in the quiet hours, too: by their end (`later`) nobody could act on it any more."""
    return notice in HURRIES and HURRIES[notice](ref, later)


def note(notice: str, ref: str, *, went: bool) -> None:
    if notice in NOTED:
        NOTED[notice](ref, went)


@contextmanager
def noted(context: TaskContext, again: Task[..., Any], notice: str, ref: str) -> Iterator[None]:
    """Around the sending: it went, or will not go any more."""
    try:
        yield
    except Exception as error:
        if isinstance(error, GiveUp) or context.attempt >= limits_of(again.module_path).attempts:
            note(notice, ref, went=False)  # parked, and whoever keeps the system sees it; the room has to know as well
        raise
    note(notice, ref, went=True)


def reaches(person: uuid.UUID) -> bool:
    """Whether what they wait for themselves goes by any way."""
    return any(way.reach(person, asked=True) is not None for way in WAYS)


def reached(field: str) -> Q:
    """Rows whose person hears a reminder by any way; the others a person has to tell."""
    found = Q(pk__in=[])
    for way in WAYS:
        found |= way.reached(field)
    return found


def by_which(field: str) -> Case:
    """For rows of people: the key of the way by which a reminder goes, empty where a person has to tell."""
    return Case(
        *(When(way.reached(field), then=Value(key)) for key, way in in_order()), default=Value(""), output_field=CharField()
    )


def in_order() -> list[tuple[str, Way]]:
    return sorted(WAYS.items(), key=lambda one: one[1].order)


def tell(_act: Any, person: uuid.UUID, notice: str, ref: object) -> None:
    """Inside the act's transaction: rolled back with it, nobody hears of it."""
    NOTICES[notice]  # an unknown notice is a mistake of the caller, not of the worker
    enqueue(deliver_notice, person=str(person), notice=notice, ref=str(ref))


@task(takes_context=True)
def deliver_notice(context: TaskContext, *, person: str, notice: str, ref: str, key: str = "") -> None:
    words, asked, now = NOTICES[notice], notice in ASKED, timezone.now()
    for _key, way in in_order():
        language = way.reach(uuid.UUID(person), asked=asked)
        if language is None:
            continue
        if (later := way.not_before(now)) > now and not hurry(notice, ref, later):
            _put_off(later, person=person, notice=notice, ref=ref, key=key or str(context.task_result.id))
            return
        with override(language):
            text = words(ref)
            if text:
                key_of = uuid.UUID(key or context.task_result.id)
                with noted(context, deliver_notice, notice, ref):
                    way.send(uuid.UUID(person), text, asked=asked, key=key_of, opens=opened_by(notice, ref))
        return
    with override(settings.LANGUAGE_CODE):
        if notice in NOTED and words(ref):  # the way was given up, or the mail switched off, while it waited
            note(notice, ref, went=False)


def _put_off(until: dt.datetime, **what: str) -> None:
    """The key stays: put off twice by a worker that was killed, it is still the same notice."""
    with transaction.atomic():
        enqueue(deliver_notice.using(run_after=until), **what)
