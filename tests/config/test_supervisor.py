"""The supervisor raises the fallen and leaves nobody behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mandrivna.config.supervisor import Child, Supervisor

pytestmark = pytest.mark.thorough

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal,time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)",
]
FAMILY = [
    sys.executable,
    "-c",
    "import subprocess,sys; p=subprocess.Popen([sys.executable,'-c','import time; time.sleep(60)']);"
    "print(p.pid, flush=True); p.wait()",
]


def gone(pid: int) -> bool:
    """Neither running nor a zombie."""
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return True


def until(true: Callable[[], object], seconds: float = 10) -> None:
    limit = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.02)


def test_a_fallen_child_is_started_again_with_growing_pauses() -> None:
    falls: list[tuple[str, int]] = []
    with Supervisor(
        [Child("worker", [sys.executable, "-c", "raise SystemExit(7)"])], lambda name, code: falls.append((name, code))
    ) as supervisor:
        supervisor.start()
        child = supervisor.children[0]
        pauses = []
        until(lambda: supervisor.look() or (child.falls == 1 and child.due), 10)  # type: ignore[func-returns-value]
        pauses.append(child.pause)
        until(lambda: supervisor.look() or child.falls == 2, 10)  # type: ignore[func-returns-value]
        pauses.append(child.pause)
    assert falls == [("worker", 7), ("worker", 7)]
    assert pauses == [1.0, 2.0]


def test_stopping_ends_every_child_and_grandchild(tmp_path: Path) -> None:
    with (
        (tmp_path / "out").open("wb") as log,
        Supervisor([Child("a", SLEEP), Child("b", FAMILY)], lambda *_: None, log) as supervisor,
    ):
        supervisor.start()
        until(lambda: (tmp_path / "out").read_text().strip())
        pids = [child.process.pid for child in supervisor.children if child.process] + [int((tmp_path / "out").read_text())]
        assert [gone(pid) for pid in pids] == [False, False, False]
    until(lambda: all(gone(pid) for pid in pids))
    assert [child.process.returncode for child in supervisor.children if child.process] == [-signal.SIGTERM, -signal.SIGTERM]


def test_who_will_not_listen_is_killed_within_five_seconds(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as log, Supervisor([Child("a", STUBBORN)], lambda *_: None, log) as supervisor:
        supervisor.start()
        until(lambda: (tmp_path / "out").read_text())
        asked = time.monotonic()
        supervisor.stop()
        assert time.monotonic() - asked < 5
    assert supervisor.children[0].process is not None
    assert supervisor.children[0].process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_watch_and_handlers_are_given_back(number: int) -> None:
    before = signal.getsignal(number)
    with Supervisor([Child("a", SLEEP)], lambda *_: None) as supervisor:
        supervisor.start()
        os.kill(os.getpid(), number)
        supervisor.watch()
        assert supervisor.stopping
    assert signal.getsignal(number) is before


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise is Linux's own")
def test_children_do_not_outlive_a_killed_supervisor() -> None:
    script = f"""
from mandrivna.config.supervisor import Child, Supervisor
with Supervisor([Child("a", {SLEEP!r})], lambda *_: None) as s:
    s.start(); print(s.children[0].process.pid, flush=True); s.watch()
"""
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not gone(child)
        parent.kill()
    until(lambda: gone(child))
