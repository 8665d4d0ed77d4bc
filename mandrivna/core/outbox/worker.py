"""The worker: takes tasks one by one, keeps the clock of periodic jobs, says "alive", and stops when asked."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection, connections
from django.tasks import TaskContext
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from mandrivna.core.models import WorkerBeat
from mandrivna.core.outbox import clock, settling
from mandrivna.core.outbox.queueing import GiveUp, limits_of
from mandrivna.core.outbox.reaper import STALE, reap
from mandrivna.core.registry import Registry
from mandrivna.shared.errors import error_class, frames

logger = logging.getLogger("mandrivna.outbox")

COMPANIONS: Registry[Callable[[threading.Event], None]] = Registry("companions of the worker")
"""What else a computer does for itself, each in a thread beside the queue, until the event is set. Not for what the library does:
that is a task, done once wherever the worker is."""

IDLE = 1.25  # with the beat and the reaper an idle worker stays below one query a second
BEAT = 15.0
REAP = 20.0
BACKEND = "default"


class Stopped(BaseException):
    """The worker was told to stop and the task did not end in time."""


class TookTooLong(Exception):  # noqa: N818 - reads well in the record of a task
    """The task ran longer than its limit."""


def new_name() -> str:
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"


def claim(name: str, *, look_first: bool = True) -> DBTaskResult | None:
    """One task, marked as ours. Looking first costs a plain SELECT; on SQLite the claim itself takes the write lock."""
    ready = DBTaskResult.objects.ready().filter(backend_name=BACKEND)
    if look_first and not ready.exists():
        return None
    with exclusive_transaction():
        row = ready.get_locked()
        if row is not None:
            row.claim(name)
    return row


def run(row: DBTaskResult, guard: contextlib.AbstractContextManager[None] | None = None) -> None:
    """Whatever the task does, the row is settled and the worker goes on; only being told to stop gets out of here."""
    started = time.perf_counter()
    try:
        try:
            task = row.task
        except Exception as error:
            raise GiveUp from error  # from older or newer code: trying again would not help, dropping it would hide it
        arguments = row.args_kwargs
        context: list[Any] = [TaskContext(task_result=row.task_result)] if task.takes_context else []
        with guard or contextlib.nullcontext(), translation.override(settings.LANGUAGE_CODE):
            task.call(*context, *arguments["args"], **arguments["kwargs"])
    except (Stopped, KeyboardInterrupt):
        _roll_back()
        settling.hand_back(row)
        raise
    except BaseException as error:  # a task that calls sys.exit() must not stop the queue
        _roll_back()
        settling.fail(row, error)
    else:
        if settling.succeed(row):
            spent = round((time.perf_counter() - started) * 1000, 1)
            logger.info(
                "task done", extra={"task": row.task_path, "task_id": str(row.pk), "attempt": len(row.worker_ids), "ms": spent}
            )


def _roll_back() -> None:
    """An exception thrown in by a signal may leave a connection half-way; a fresh one is the only state we know."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def drain(limit: int = 1000) -> int:
    """Run what is due here and now, in this process; for tests and the demonstration. Returns how many tasks were run."""
    name, done = new_name(), 0
    while done < limit and (row := claim(name)) is not None:
        run(row)
        done += 1
    return done


class Worker:
    """`grace`: seconds a running task is given to finish when the worker is told to stop."""

    def __init__(self, *, grace: float = 8.0, idle: float = IDLE, stale: dt.timedelta = STALE) -> None:
        self.name = new_name()
        self.grace, self.idle, self.stale = grace, idle, stale
        self.stopping = threading.Event()
        self.in_task = False
        self.slots: dict[str, dt.datetime] = {}
        self.reaped_at = float("-inf")
        self.busy = False

    # --- life ---
    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        clock.load()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)
        signal.signal(signal.SIGALRM, self.interrupt)
        self.beat()
        pulse = threading.Thread(target=self.keep_beating, name="beat", daemon=True)
        pulse.start()
        names = [name for name, _what in COMPANIONS.items()]
        beside = [threading.Thread(target=self.accompany, args=(name,), name=name, daemon=True) for name in names]
        for thread in beside:
            thread.start()
        logger.info("worker started", extra={"worker": self.name})
        try:
            while not self.stopping.is_set():
                self.busy = self.turn()
                if not self.busy:
                    self.stopping.wait(self.idle)
        except Stopped:
            logger.info("task handed back: stopping", extra={"worker": self.name})
        finally:
            self.stopping.set()
            signal.setitimer(signal.ITIMER_REAL, 0)
            for thread in (pulse, *beside):
                thread.join(2)
            self.leave()

    def turn(self) -> bool:
        """One round; a database that is away or full is waited for, not died of."""
        close_old_connections()
        try:
            self.look_after()
            row = claim(self.name, look_first=not self.busy)
            if row is not None:
                run(row, self.watched(limits_of(row.task_path).seconds))
        except DatabaseError as error:
            logger.warning(
                "database is not available", extra={"error": error_class(error), "frames": frames(error), "worker": self.name}
            )
            connections.close_all()
            return False
        return row is not None

    def look_after(self) -> None:
        for job in clock.tick(timezone.now(), self.slots):
            logger.info("periodic job enqueued", extra={"job": job})
        if time.monotonic() - self.reaped_at > min(REAP, self.stale.total_seconds() / 2):
            reap(self.name, stale=self.stale)
            self.reaped_at = time.monotonic()

    # --- beat ---
    def beat(self) -> None:
        WorkerBeat.objects.update_or_create(worker=self.name, defaults={"beat_at": timezone.now()})

    def keep_beating(self) -> None:
        """A thread of its own: a long task must not look like a dead worker."""
        try:
            while not self.stopping.wait(min(BEAT, self.stale.total_seconds() / 4)):
                try:
                    self.beat()
                except DatabaseError:
                    connections.close_all()
        finally:
            connections.close_all()

    def accompany(self, name: str) -> None:
        """One that breaks is started again: nobody else would."""
        while not self.stopping.is_set():
            try:
                COMPANIONS[name](self.stopping)
            except Exception as error:
                logger.exception("a companion broke", extra={"companion": name, "error": error_class(error)})
                self.stopping.wait(5)
        connections.close_all()

    def leave(self) -> None:
        with contextlib.suppress(DatabaseError):
            WorkerBeat.objects.filter(worker=self.name).delete()
        logger.info("worker stopped", extra={"worker": self.name})
        connections.close_all()

    # --- signals ---
    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping.set()
        if self.in_task:
            signal.setitimer(signal.ITIMER_REAL, self.grace)

    def interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self.in_task:
            raise Stopped if self.stopping.is_set() else TookTooLong

    @contextlib.contextmanager
    def watched(self, seconds: float) -> Iterator[None]:
        self.in_task = True
        signal.setitimer(signal.ITIMER_REAL, self.grace if self.stopping.is_set() else seconds)
        try:
            yield
        finally:
            self.in_task = False
            signal.setitimer(signal.ITIMER_REAL, 0)


__all__ = ["COMPANIONS", "Stopped", "TookTooLong", "Worker", "claim", "drain", "new_name", "run"]
