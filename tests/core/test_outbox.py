"""The queue, in one process: what is enqueued with an act, what happens when a task fails, what is kept of it."""

from __future__ import annotations

import datetime as dt
import uuid
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core.act import Act
from mandrivna.core.actions.outbox import drop_parked, retry_parked
from mandrivna.core.actor import NOBODY, SYSTEM
from mandrivna.core.models import Operation, PeriodicRun, WorkerBeat
from mandrivna.core.outbox import PERIODIC, enqueue, periodic, task
from mandrivna.core.outbox.clock import Periodic, tick
from mandrivna.core.outbox.queries import parked, snapshot, waiting
from mandrivna.core.outbox.reaper import reap
from mandrivna.core.outbox.settling import delay, succeed
from mandrivna.core.outbox.upkeep import tidy
from mandrivna.core.outbox.worker import Worker, claim, drain, run
from mandrivna.core.problems import Forbidden, Refused
from tests.core import outbox_tasks as tasks
from tests.core.workers import lines

CANARY = "Орися-Канарка-0671234567"
pytestmark = pytest.mark.django_db


def only() -> DBTaskResult:
    return DBTaskResult.objects.get()


def make_due() -> None:
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())


# --- enqueueing ---


@pytest.mark.django_db(transaction=True)
def test_enqueueing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        enqueue(tasks.leave_line, path="", line="")
    assert DBTaskResult.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_task(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="never")
        raise ZeroDivisionError
    assert drain() == 0
    with transaction.atomic():
        enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="once")
    assert drain() == 1
    assert lines(tmp_path / "out") == ["once"]


@pytest.mark.django_db(transaction=True)
def test_a_task_that_enqueues_must_open_its_transaction(tmp_path: Path) -> None:
    with transaction.atomic():
        enqueue(tasks.enqueue_another, path=str(tmp_path / "out"))
    assert drain() == 1
    assert only().exception_class_path.endswith("TransactionManagementError")


def test_one_enqueueing_is_one_insert(tmp_path: Path) -> None:
    with CaptureQueriesContext(connection) as queries:
        enqueue(tasks.leave_line, path=str(tmp_path), line="x")
    assert [q["sql"].split()[0] for q in queries.captured_queries] == ["INSERT"]


# --- running ---


def test_a_done_task_keeps_neither_its_arguments_nor_an_answer(tmp_path: Path) -> None:
    enqueue(tasks.leave_line, path=str(tmp_path / "out"), line=CANARY)
    drain()
    row = only()
    assert (row.status, row.args_kwargs, row.return_value) == ("SUCCESSFUL", {"args": [], "kwargs": {}}, None)
    assert lines(tmp_path / "out") == [CANARY]


def test_a_failing_task_comes_back_later_and_later_and_is_parked_after_eight_tries() -> None:
    enqueue(tasks.fail_with, secret=CANARY)
    pauses = []
    for attempt in range(1, 9):
        assert (drain(), len(only().worker_ids)) == (1, attempt)
        if attempt < 8:
            assert only().status == "READY"
            pauses.append((only().run_after - timezone.now()).total_seconds())
            assert drain() == 0, "not before its time"
            make_due()
    assert only().status == "FAILED"
    assert drain() == 0
    assert all(5 * 2**n * 0.5 - 2 < pause < 5 * 2**n * 1.5 + 2 for n, pause in enumerate(pauses))


def test_pauses_grow_to_an_hour_and_differ() -> None:
    assert {3600 * 0.5 <= delay(n).total_seconds() <= 3600 * 1.5 for n in range(12, 60)} == {True}
    assert len({delay(3) for _ in range(20)}) > 10


@pytest.mark.parametrize("what", [tasks.fail_with, tasks.cause_and_effect])
def test_of_an_error_only_class_and_lines_are_kept(
    what: object, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    enqueue(what, secret=CANARY)  # type: ignore[arg-type]
    drain()
    row = only()
    assert row.exception_class_path in ("builtins.ValueError", "builtins.RuntimeError")
    assert "tests/core/outbox_tasks.py:" in row.traceback
    assert CANARY not in row.traceback + row.exception_class_path
    assert CANARY not in repr([record.__dict__ for record in caplog.records])


def test_a_task_may_have_fewer_tries() -> None:
    enqueue(tasks.fail_twice_only)
    drain()
    make_due()
    drain()
    assert [row.exception_class_path for row in parked()] == ["builtins.RuntimeError"]


def test_a_task_that_knows_better_is_parked_at_once_with_its_reason() -> None:
    enqueue(tasks.give_up)
    drain()
    assert [(row.status, row.exception_class_path) for row in parked()] == [("FAILED", "builtins.LookupError")]


def test_sys_exit_in_a_task_does_not_stop_the_queue(tmp_path: Path) -> None:
    enqueue(tasks.leave_the_program)
    enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="after it")
    assert drain() == 2
    assert lines(tmp_path / "out") == ["after it"]


@pytest.mark.parametrize(
    "path", ["mandrivna.nowhere.gone", "tests.core.outbox_tasks.no_such", "tests.core.outbox_tasks.NOT_A_TASK", "bare"]
)
def test_a_task_of_other_code_is_parked_not_dropped(path: str, tmp_path: Path) -> None:
    enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="late")
    DBTaskResult.objects.update(task_path=path)
    enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="behind it")
    assert drain() == 2
    assert [row.task_path for row in parked()] == [path]
    assert parked().get().args_kwargs["kwargs"]["line"] == "late"
    assert lines(tmp_path / "out") == ["behind it"]


def test_the_context_tells_the_attempt(tmp_path: Path) -> None:
    enqueue(tasks.tell_attempt, path=str(tmp_path / "out"))
    drain()
    assert lines(tmp_path / "out") == ["attempt 1"]


def test_settling_late_changes_nothing(tmp_path: Path) -> None:
    """A worker that slept, was reaped and wakes up must not overwrite what another one made of the task."""
    enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="x")
    slept = claim("one")
    assert slept is not None
    DBTaskResult.objects.update(status="READY")
    second = claim("two")
    assert second is not None
    assert succeed(slept) is False
    assert only().status == "RUNNING"
    assert succeed(second) is True


# --- parked tasks and people ---


def parked_one() -> uuid.UUID:
    enqueue(tasks.give_up)
    drain()
    return only().pk


def test_a_parked_task_is_run_again_with_all_its_tries() -> None:
    retry_parked(Act(actor=SYSTEM), task=parked_one())
    assert (only().status, only().worker_ids, parked().count(), waiting().count()) == ("READY", [], 0, 1)
    assert drain() == 1


def test_a_parked_task_may_be_dropped_and_the_operation_stays() -> None:
    act = Act(actor=SYSTEM)
    drop_parked(act, task=parked_one())
    assert DBTaskResult.objects.count() == 0
    assert list(Operation.objects.values_list("uid", "verb")) == [(act.uid, "core.outbox.drop")]


@pytest.mark.parametrize("action", [retry_parked, drop_parked])
def test_only_parked_tasks_and_only_with_the_right(action: object) -> None:
    key = parked_one()
    with pytest.raises(Forbidden):
        action(Act(actor=NOBODY), task=key)  # type: ignore[operator]
    assert only().status == "FAILED"
    with pytest.raises(Refused) as refused:
        action(Act(actor=SYSTEM), task=uuid.uuid4())  # type: ignore[operator]
    assert refused.value.codes == ["not_parked"]


# --- the reaper ---


def test_tasks_of_silent_workers_come_back_and_those_of_living_ones_do_not(tmp_path: Path) -> None:
    for name in ("alive", "silent", "unknown"):
        enqueue(tasks.leave_line, path=str(tmp_path / "out"), line=name)
        assert claim(name) is not None
    long_ago = timezone.now() - dt.timedelta(seconds=61)
    DBTaskResult.objects.update(started_at=long_ago)
    WorkerBeat.objects.create(worker="alive", beat_at=timezone.now() - dt.timedelta(seconds=59))
    WorkerBeat.objects.create(worker="silent", beat_at=long_ago)
    assert reap() == 2
    assert {row.worker_ids[-1]: row.status for row in DBTaskResult.objects.all()} == {
        "alive": "RUNNING",
        "silent": "READY",
        "unknown": "READY",
    }
    assert drain() == 2
    assert sorted(lines(tmp_path / "out")) == ["silent", "unknown"]


def test_a_task_that_kills_its_workers_is_parked_after_its_tries() -> None:
    enqueue(tasks.give_up)
    for _attempt in range(8):
        assert claim("gone") is not None
        DBTaskResult.objects.update(started_at=timezone.now() - dt.timedelta(minutes=5))
        assert reap() == 1
    assert [(row.status, row.exception_class_path.rsplit(".", 1)[1]) for row in parked()] == [("FAILED", "WorkerDied")]


def test_a_worker_takes_back_what_it_could_not_settle(tmp_path: Path) -> None:
    enqueue(tasks.leave_line, path=str(tmp_path / "out"), line="x")
    worker = Worker()
    assert claim(worker.name) is not None
    worker.beat()
    assert reap(worker.name) == 1
    assert only().status == "READY"


# --- jobs by the clock ---


def kyiv(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("now", "slot_day"),
    [
        ("2026-05-10T03:29", "2026-05-09"),
        ("2026-05-10T03:30", "2026-05-10"),
        ("2026-05-10T23:59", "2026-05-10"),
        ("2026-03-29T04:00", "2026-03-29"),  # 03:30 does not exist on this night
        ("2026-03-29T02:59", "2026-03-28"),
        ("2026-10-25T03:30", "2026-10-25"),  # and comes twice on this one
    ],
)
def test_a_nightly_slot_belongs_to_its_day(now: str, slot_day: str) -> None:
    job = Periodic("x", tasks.each_slot, at=dt.time(3, 30))
    assert timezone.localtime(job.slot(kyiv(now))).date().isoformat() == slot_day


def test_the_hour_that_comes_twice_is_one_slot() -> None:
    job = Periodic("x", tasks.each_slot, at=dt.time(3, 30))
    first = kyiv("2026-10-25T03:45")
    assert job.slot(first) == job.slot(first.replace(fold=1))


def test_each_slot_is_enqueued_once_and_a_long_absence_is_one_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _job in PERIODIC.items():
        monkeypatch.delitem(PERIODIC._items, name)
    periodic("tests.nightly", at="03:30")(tasks.each_slot)
    monday = kyiv("2026-05-11T09:00")
    assert tick(monday, {}) == ["tests.nightly"]
    assert tick(monday + dt.timedelta(hours=1), {}) == [], "another worker, the same slot"
    assert tick(monday + dt.timedelta(days=1), {}) == ["tests.nightly"]
    assert tick(monday + dt.timedelta(days=9), {}) == ["tests.nightly"], "after a week off: once"
    assert (PeriodicRun.objects.count(), waiting().count()) == (3, 3)
    monkeypatch.delitem(PERIODIC._items, "tests.nightly")


def test_a_job_needs_exactly_one_of_at_and_every() -> None:
    for wrong in ({}, {"at": "03:00", "every": dt.timedelta(hours=1)}):
        with pytest.raises(ValueError, match="either"):
            periodic("tests.wrong", **wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="hour must"):
        periodic("tests.wrong", at="25:00")(tasks.each_slot)
    assert "tests.wrong" not in PERIODIC


@pytest.mark.django_db(transaction=True)
def test_an_idle_worker_asks_less_than_once_a_second() -> None:
    worker = Worker()
    worker.turn()  # the first turn claims the slots of periodic jobs
    while worker.turn():
        pass
    with CaptureQueriesContext(connection) as queries:
        for _turn in range(10):
            worker.turn()
    assert len(queries) == 10
    assert worker.idle > 1.2


# --- housekeeping and figures ---


def test_the_snapshot_counts_and_measures() -> None:
    assert snapshot() == type(snapshot())(0, 0, 0, 0.0, 0)
    parked_one()
    enqueue(tasks.give_up)
    DBTaskResult.objects.filter(status="READY").update(enqueued_at=timezone.now() - dt.timedelta(seconds=90))
    WorkerBeat.objects.create(worker="w")
    found = snapshot()
    assert (found.waiting, found.running, found.parked, found.workers) == (1, 0, 1, 1)
    assert 90 <= found.oldest < 95


def test_tidying_removes_what_is_done_and_nothing_else(tmp_path: Path) -> None:
    for line in ("old", "new"):
        enqueue(tasks.leave_line, path=str(tmp_path / "out"), line=line)
    drain()
    old = DBTaskResult.objects.order_by("enqueued_at").first()
    assert old is not None
    two_days_ago = timezone.now() - dt.timedelta(days=2)
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=two_days_ago)
    enqueue(tasks.give_up)
    drain()
    DBTaskResult.objects.filter(status="FAILED").update(finished_at=two_days_ago)
    PeriodicRun.objects.create(name="x", slot=timezone.now() - dt.timedelta(days=61))
    recent = PeriodicRun.objects.create(name="x", slot=timezone.now() - dt.timedelta(days=59))
    tidy.call()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]
    assert list(PeriodicRun.objects.all()) == [recent]


def test_running_twice_has_the_same_row() -> None:
    """`run` takes a claimed row; the same row given again is not settled twice."""
    enqueue(tasks.give_up)
    row = claim("one")
    assert row is not None
    run(row)
    finished = only().finished_at
    run(row)
    assert only().finished_at == finished


def test_a_task_is_what_django_calls_a_task() -> None:
    assert type(task()(tasks.note)).__module__ == "django.tasks.base"
