"""G1 where the database itself goes: PostgreSQL stopped at once in the middle of a hub's words, and raised again.

A cluster of this test's own, with fsync; what it holds comes from the test's database. After each fall it recovers from its log.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from mandrivna.core.models import Operation, Outcome, Quarantined
from mandrivna.ledger.api import check_facts, verify
from mandrivna.lending.models import Loan
from scripts.throwaway_pg import NAME, Cluster
from tests.core.workers import ROOT, environment
from tests.drills.kit import send, times
from tests.drills.reporting import Tell
from tests.drills.stream import AGAIN
from tests.drills.test_canary import dsn
from tests.drills.test_kill import LONG_AGO, half_written, lost, words_of_a_hub
from tests.factories.library import library

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no server to stop: its power cuts are in test_disk"),
]

EACH = 60
FEWEST, MOST = 5, 40
"""The stop comes in the middle of the word after so many answers: never before a few are out, never after the last."""


@contextmanager
def filled(*, fast: bool) -> Iterator[Cluster]:
    """A cluster that holds what the test's database holds now. While it is open, all that is asked is asked there."""
    with Cluster(fast=fast) as cluster:
        dump = subprocess.run([str(cluster.bin / "pg_dump"), f"--dbname={dsn()}"], capture_output=True, check=True)
        into = [str(cluster.bin / "psql"), "-q", "-v", "ON_ERROR_STOP=1", "-h", str(cluster.root), "-U", NAME, NAME]
        subprocess.run(into, input=dump.stdout, capture_output=True, check=True)
        here = dict(connection.settings_dict)
        connection.close()
        connection.settings_dict.update(NAME=NAME, USER=NAME, HOST=str(cluster.root), PORT="", PASSWORD="")
        try:
            yield cluster
        finally:
            connection.close()
            connection.settings_dict.update(here)


def taken_in(cluster: Cluster, words: list[dict[str, Any]], folder: Path, chance: random.Random) -> dict[str, str]:
    """What was acknowledged until the server was stopped amid the words; the server is up again."""
    plan = folder / "plan.json"
    plan.write_text(json.dumps({"words": words, "aloud": True}))
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.drills.stream", str(plan)],
        cwd=ROOT, env=environment(DATABASE_URL=cluster.url), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None
    acked = [child.stdout.readline() for _answer in range(min(chance.randint(FEWEST, MOST), len(words) - 1))]
    time.sleep(chance.uniform(0, 0.01))
    connection.close()
    cluster.stop(signal.SIGQUIT)  # as `pg_ctl stop -m immediate`
    rest, _errors = child.communicate(timeout=120)
    cluster.start()
    return dict(line.split() for line in [*acked, *rest.splitlines()] if line.strip())


def stopped(cluster: Cluster, words: list[dict[str, Any]], stops: int, folder: Path) -> tuple[dict[str, str], int]:
    """(what was acknowledged, how many stops came before the last word)."""
    chance, acked, landed, position = random.Random(7), dict[str, str](), 0, 0
    while landed < stops and position < len(words):
        answers = taken_in(cluster, words[max(0, position - AGAIN) :], folder, chance)
        assert [uid for uid, outcome in answers.items() if uid in acked and outcome != Outcome.DUPLICATE] == []
        acked |= answers
        position = next((number for number, said in enumerate(words) if said["uid"] not in acked), len(words))
        landed += position < len(words)
    return acked, landed


def test_a_server_stopped_at_once_loses_nothing_acknowledged(tmp_path: Path, tell: Tell) -> None:
    stops = times(2, 60)
    words = words_of_a_hub(library(LONG_AGO), EACH * stops, seed=4)
    with filled(fast=False) as cluster:
        began = time.monotonic()
        acked, landed = stopped(cluster, words, stops, tmp_path)
        took = time.monotonic() - began
        assert landed >= 1, "every stop came after the last word"
        assert set(acked.values()) <= {Outcome.APPLIED, Outcome.DISCREPANCY, Outcome.DUPLICATE}
        assert (lost(acked), half_written(words), check_facts().drift, verify().ok) == ([], [], [], True)
        assert {send(said).outcome for said in words} <= {Outcome.APPLIED, Outcome.DISCREPANCY, Outcome.DUPLICATE}
        assert {send(said).outcome for said in words} == {Outcome.DUPLICATE}
        assert Operation.objects.filter(pk__in=[said["uid"] for said in words]).count() == len(words)
        assert (half_written(words), Quarantined.objects.count(), check_facts().drift) == ([], 0, [])
        held = Loan.objects.open().values_list("copy", flat=True)
        assert len(held) == len(set(held))
    tell(f"PostgreSQL stopped at once {landed} times, {len(acked)} acknowledged, 0 lost, 0 double, {took:.0f} s")


def test_the_drill_sees_a_server_that_does_not_wait_for_its_disk(tmp_path: Path, tell: Tell) -> None:
    """Negative control: with synchronous_commit off what was acknowledged last is gone."""
    words = words_of_a_hub(library(LONG_AGO), EACH * 4, seed=5)
    gone: list[str] = []
    with filled(fast=True) as cluster:
        acked = dict[str, str]()
        for turn in range(4):
            acked |= taken_in(cluster, words[turn * EACH :], tmp_path, random.Random(turn))
            gone = lost(acked)
            if gone:
                break
    assert gone != []
    tell(f"without waiting for the disk {len(gone)} acknowledged and lost: found")
