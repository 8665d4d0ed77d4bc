"""Starting and watching worker processes on the test database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connection

from tests.core.outbox_tasks import EVERY_MINUTE_FILE

ROOT = Path(__file__).resolve().parent.parent.parent


def database_url(name: str = "") -> str:
    """Of the test database, or of another one in the same place, for another process."""
    about = connection.settings_dict
    name = name or about["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user = quote(about["USER"]) + (f":{quote(about['PASSWORD'])}" if about["PASSWORD"] else "")
    host, port = about["HOST"], about["PORT"]
    if host.startswith("/"):
        return f"postgres://{user}@:{port}/{name}?host={host}"
    return f"postgres://{user}@{host or 'localhost'}:{port or 5432}/{name}"


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": database_url(), "PYTHONDONTWRITEBYTECODE": "1", **more}


def start_worker(*, stale: float = 60, grace: float = 3, slots: Path | None = None) -> subprocess.Popen[bytes]:
    more = {EVERY_MINUTE_FILE: str(slots)} if slots else {}
    command = [sys.executable, "-m", "tests.core.outbox_worker", str(stale), str(grace)]
    return subprocess.Popen(command, cwd=ROOT, env=environment(**more), stderr=subprocess.PIPE)


@contextmanager
def workers(number: int, **options: Any) -> Iterator[list[subprocess.Popen[bytes]]]:
    started = [start_worker(**options) for _ in range(number)]
    try:
        yield started
    finally:
        for worker in started:
            if worker.poll() is None:
                worker.send_signal(signal.SIGKILL)
            worker.communicate()


def lines(path: Path) -> list[str]:
    return path.read_text().split("\n")[:-1] if path.exists() else []


def wait_for(true: Callable[[], Any], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
