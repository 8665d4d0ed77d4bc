"""The queue with real worker processes: nothing twice, nothing lost, stopping is orderly."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from mandrivna.core.models import PeriodicRun, WorkerBeat
from mandrivna.core.outbox import enqueue
from mandrivna.core.outbox.queries import parked
from tests.core import outbox_tasks as tasks
from tests.core.workers import lines, start_worker, wait_for, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def unfinished() -> int:
    """Of our own: workers bring their periodic jobs along."""
    ours = DBTaskResult.objects.filter(task_path__startswith="tests.core.").exclude(task_path__endswith="each_slot")
    return ours.exclude(status="SUCCESSFUL").count()


@pytest.mark.thorough
def test_two_workers_run_200_tasks_and_one_periodic_slot_exactly_once(tmp_path: Path) -> None:
    with workers(2, slots=tmp_path / "slots") as pair:
        wait_for(lambda: WorkerBeat.objects.count() == 2)
        with transaction.atomic():
            for _ in pair:
                enqueue(tasks.meet, path=str(tmp_path / "met"), expected=2)
            for number in range(200):
                enqueue(tasks.leave_line, path=str(tmp_path / "out"), line=str(number))
        wait_for(lambda: unfinished() == 0 and len(lines(tmp_path / "slots")) == 1)
        time.sleep(0.5)
        for worker in pair:
            worker.send_signal(signal.SIGTERM)
        assert [worker.wait(10) for worker in pair] == [0, 0]
    assert sorted(map(int, lines(tmp_path / "out"))) == list(range(200))
    assert lines(tmp_path / "slots") == ["slot"]
    assert PeriodicRun.objects.filter(name="tests.each_slot").count() == 1
    assert len(set(lines(tmp_path / "met"))) == 2, "each waited for the other"
    assert WorkerBeat.objects.count() == 0, "a worker that left orderly leaves no beat"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.thorough
def test_told_to_stop_a_worker_finishes_a_short_task(number: int, tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(tasks.sleep_and_note, path=str(tmp_path / "out"), line="x", seconds=1.0)
    with workers(1, grace=8) as (worker,):
        wait_for(lambda: lines(tmp_path / "out"))
        worker.send_signal(number)
        assert worker.wait(10) == 0
    assert [line.split()[0] for line in lines(tmp_path / "out")] == ["begin", "end"]
    assert unfinished() == 0


@pytest.mark.thorough
def test_a_long_task_is_handed_back_and_the_try_does_not_count(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(tasks.sleep_and_note, path=str(tmp_path / "out"), line="x", seconds=60)
    with workers(1, grace=0.3) as (worker,):
        wait_for(lambda: lines(tmp_path / "out"))
        asked = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
        assert time.monotonic() - asked < 5
    row = DBTaskResult.objects.get(task_path__endswith="sleep_and_note")
    assert (row.status, row.worker_ids, row.exception_class_path) == ("READY", [], "")


@pytest.mark.thorough
def test_a_task_without_end_is_interrupted_and_others_get_their_turn(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(tasks.never_end)
        enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="behind it")
    with workers(1):
        wait_for(lambda: lines(tmp_path / "out"))
    row = DBTaskResult.objects.get(task_path__endswith="never_end")
    assert (row.status, row.exception_class_path.rsplit(".", 1)[1]) == ("READY", "TookTooLong")
    assert parked().count() == 0


def test_a_killed_worker_leaves_a_beat_that_goes_stale_and_its_task_is_done_by_another(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(tasks.sleep_and_note, path=str(tmp_path / "out"), line="x", seconds=1.5)
    first = start_worker(stale=2)
    try:
        wait_for(lambda: lines(tmp_path / "out"))
    finally:
        first.kill()
        first.communicate()
    assert (WorkerBeat.objects.count(), unfinished()) == (1, 1)
    with workers(1, stale=2):
        wait_for(lambda: unfinished() == 0)
    assert [line.split()[0] for line in lines(tmp_path / "out")] == ["begin", "begin", "end"]
    assert len(DBTaskResult.objects.get(task_path__endswith="sleep_and_note").worker_ids) == 2
