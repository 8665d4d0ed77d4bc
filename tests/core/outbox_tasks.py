"""Tasks for the tests of the queue; they leave a line in a file, so that another process can be watched."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from pathlib import Path

from mandrivna.core.outbox import GiveUp, enqueue, limits, periodic, task

EVERY_MINUTE_FILE = "MANDRIVNA_TEST_PERIODIC_FILE"


def note(path: str, line: str) -> None:
    with Path(path).open("ab", buffering=0) as out:  # one write, O_APPEND: lines of several processes do not mix
        out.write(f"{line}\n".encode())


@task()
def leave_line(*, path: str, line: str) -> None:
    note(path, line)


@task()
def meet(*, path: str, expected: int) -> None:
    """Ends when so many have come: each holds its worker until all are there."""
    note(path, str(os.getpid()))
    deadline = time.monotonic() + 20
    while len(Path(path).read_text().splitlines()) < expected and time.monotonic() < deadline:
        time.sleep(0.02)


@task()
def fail_with(*, secret: str) -> None:
    raise ValueError(f"cannot handle {secret}")


@limits(attempts=2)
@task()
def fail_twice_only() -> None:
    raise RuntimeError


@task()
def give_up() -> None:
    raise GiveUp from LookupError("no such thing")


@task()
def leave_the_program() -> None:
    sys.exit(3)


@task()
def cause_and_effect(*, secret: str) -> None:
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise RuntimeError(secret) from error


@limits(seconds=1)
@task()
def never_end() -> None:
    while True:
        time.sleep(0.05)


@task()
def sleep_and_note(*, path: str, line: str, seconds: float) -> None:
    note(path, f"begin {line} {os.getpid()}")
    time.sleep(seconds)
    note(path, f"end {line}")


@task()
def enqueue_another(*, path: str) -> None:
    enqueue(leave_line, path=path, line="second")


@task()
def each_slot() -> None:
    if path := os.environ.get(EVERY_MINUTE_FILE):
        note(path, "slot")


@task(takes_context=True)
def tell_attempt(context: object, *, path: str) -> None:
    note(path, f"attempt {context.attempt}")  # type: ignore[attr-defined]


NOT_A_TASK = "a task of older code that has become something else"


def register_periodic() -> None:
    """Only in worker processes of the tests: the registry of this process stays as in service."""
    periodic("tests.each_slot", every=dt.timedelta(days=1))(each_slot)
