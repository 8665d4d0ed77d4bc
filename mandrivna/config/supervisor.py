"""Several programs under one: starts them, raises the fallen, and leaves nobody behind when it goes."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

STOP_SECONDS = 4.0  # together with the last kill below five
FIRST_PAUSE, LONGEST_PAUSE, CALM = 0.5, 30.0, 60.0
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def _die_with_parent() -> None:
    """Linux: if the supervisor itself is killed, its children get SIGTERM instead of living on with the port."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


BEHIND = 5


def behind_people() -> None:
    """A process nobody looks at (the queue, the bot) lets the pages go first: who stands at a desk waits with a person in front."""
    with contextlib.suppress(OSError):
        os.nice(BEHIND)


@dataclass
class Child:
    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    due: float = 0.0  # when to start again, once it has fallen
    falls: int = 0

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Supervisor:
    """`said` hears of every fall; the log of children goes to `log`, or where ours goes."""

    children: list[Child]
    said: Callable[[str, int], None]
    log: IO[bytes] | None = None
    stopping: bool = False
    before: dict[int, object] = field(default_factory=dict)

    def __enter__(self) -> Supervisor:
        for number in SIGNALS:
            self.before[number] = signal.signal(number, self.ask_to_stop)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()
        for number, handler in self.before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def start(self) -> None:
        for child in self.children:
            self._start(child)

    def _start(self, child: Child) -> None:
        if self.stopping:
            return
        # A session of its own: Ctrl-C in the terminal reaches the supervisor only, which stops the rest in order.
        child.process = subprocess.Popen(  # noqa: S603 - our own command
            child.command,
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        child.started, child.due = time.monotonic(), 0.0

    def watch(self, each: float = 0.2) -> None:
        """Until told to stop."""
        while not self.stopping:
            self.look()
            time.sleep(each)

    def look(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.alive or child.process is None:
                continue
            if child.due == 0.0:
                calm = now - child.started > CALM
                child.pause = FIRST_PAUSE if calm else min(child.pause * 2, LONGEST_PAUSE)
                child.due, child.falls = now + child.pause, child.falls + 1
                _kill_group(child)  # a master that was killed leaves its own children
                self.said(child.name, child.process.returncode)
            elif now >= child.due:
                self._start(child)

    def stop(self) -> None:
        """Asked first, killed after: no zombies, no group left behind."""
        self.stopping = True
        living = [child for child in self.children if child.alive]
        for child in living:
            with contextlib.suppress(ProcessLookupError):
                os.kill(child.process.pid, signal.SIGTERM)  # type: ignore[union-attr]
        until = time.monotonic() + STOP_SECONDS
        while time.monotonic() < until and any(child.alive for child in living):
            time.sleep(0.05)
        for child in self.children:
            if child.process is not None:
                _kill_group(child)
                child.process.wait()


def _kill_group(child: Child) -> None:
    assert child.process is not None
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)
