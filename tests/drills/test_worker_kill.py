"""Drill G1, the worker's part: `kill -9` lands in the middle of work, again and again; every task is done, none is lost.

The negative control runs the same kills with the reaper switched off: then tasks do stay behind, so the drill can go red.
"""

from __future__ import annotations

import os
import random
import subprocess
import time
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from mandrivna.core.outbox import enqueue
from mandrivna.core.outbox.queries import parked
from mandrivna.core.outbox.worker import drain
from tests.core import outbox_tasks as tasks
from tests.core.workers import lines, start_worker, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
KILLS = 40 if os.environ.get("MANDRIVNA_DRILL") else 4
TASKS = 30


def begun(out: Path) -> int:
    return sum(line.startswith("begin") for line in lines(out))


def fill(out: Path) -> None:
    with transaction.atomic():
        for number in range(TASKS):
            enqueue(tasks.sleep_and_note, path=str(out), line=str(number), seconds=0.05)


def kill_in_the_middle(worker: subprocess.Popen[bytes], out: Path, dice: random.Random) -> None:
    """Only a kill that lands while a task is being run proves anything."""
    seen = begun(out)
    wait_for(lambda: begun(out) > seen or ours().exclude(status="SUCCESSFUL").count() == 0)
    time.sleep(dice.uniform(0, 0.05))
    worker.kill()
    worker.communicate()


def ours() -> object:
    return DBTaskResult.objects.filter(task_path__endswith="sleep_and_note")


def test_no_task_is_lost_when_workers_are_killed(tmp_path: Path) -> None:
    out, dice, landed = tmp_path / "out", random.Random(20260101), 0
    fill(out)
    for _kill in range(KILLS):
        if not ours().exclude(status="SUCCESSFUL").exists():  # type: ignore[attr-defined]
            fill(out)
        kill_in_the_middle(start_worker(stale=2), out, dice)
        landed += ours().filter(status="RUNNING").exists()  # type: ignore[attr-defined]
    assert landed >= KILLS // 2, "the kills must land in the middle of work"
    last = start_worker(stale=2)
    try:
        wait_for(lambda: not ours().exclude(status="SUCCESSFUL").exists(), 60)  # type: ignore[attr-defined]
    finally:
        last.kill()
        last.communicate()
    assert {line.split()[1] for line in lines(out) if line.startswith("end")} == {str(number) for number in range(TASKS)}
    assert parked().count() == 0


def test_without_the_reaper_the_same_kill_leaves_work_undone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with transaction.atomic():
        enqueue(tasks.sleep_and_note, path=str(out), line="0", seconds=5)
    kill_in_the_middle(start_worker(stale=600), out, random.Random(1))
    assert drain() >= 0
    assert [row.status for row in ours()] == ["RUNNING"]  # type: ignore[attr-defined]
    assert [line.split()[0] for line in lines(out)] == ["begin"]
