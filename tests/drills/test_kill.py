"""G1: kill −9 in the middle of a hub's words, until enough kills have hit. Nothing acknowledged is lost, double or half."""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mandrivna.core.models import AuditEntry, Operation, Outcome, Quarantined
from mandrivna.ledger.api import check_facts, verify
from mandrivna.lending.models import Event, Loan
from mandrivna.readers.models import Reader
from tests.core.workers import ROOT, environment
from tests.drills.kit import named, operation, send, times
from tests.drills.reporting import Tell
from tests.factories.library import START, Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORDS_A_KILL = 24
LONG_AGO = START - dt.timedelta(days=2000)  # the long drill says so much that it would reach beyond today


def words_of_a_hub(lib: Library, number: int, seed: int) -> list[dict[str, Any]]:
    """Issues, returns, renewals and new readers, in the order a hub writes them down."""
    chance = random.Random(seed)
    copies, readers = [lib.copy() for _ in range(12)], [lib.reader().pk for _ in range(4)]
    lent: dict[Any, Any] = {}
    words: list[dict[str, Any]] = []
    for index in range(number):
        at, name = lib.now + dt.timedelta(minutes=5 * index), f"kill {seed} {index}"
        copy = chance.choice(copies)
        if index % 9 == 8:
            readers.append(named(f"{name} reader"))
            words.append(operation(name, "readers.enrol", at, place=lib.shelf, reader=readers[-1], pseudonym=f"Читач {index}"))
        elif copy not in lent:
            lent[copy] = named(name)
            words.append(operation(name, "lending.issue", at, copy=copy, reader=chance.choice(readers), place=lib.shelf))
        elif chance.random() < 0.2:
            words.append(operation(name, "lending.renew", at, loan=lent[copy], place=lib.shelf))
        else:
            del lent[copy]
            words.append(operation(name, "lending.return", at, copy=copy, place=chance.choice((lib.shelf, lib.other_shelf))))
    return words


def run(plan: dict[str, Any], folder: Path) -> dict[str, Any]:
    path = folder / "plan.json"
    path.write_text(json.dumps(plan))
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.stream", str(path)],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def lost(acked: dict[str, str]) -> list[str]:
    """Acknowledged, and not there."""
    there = {str(uid) for uid in Operation.objects.values_list("pk", flat=True)}
    return sorted(uid for uid in acked if uid not in there)


def half_written(words: list[dict[str, Any]]) -> list[str]:
    """An operation without what it says, or what it says without its operation."""
    wrong: list[str] = []
    made = {str(uid) for uid in Operation.objects.filter(pk__in=[said["uid"] for said in words]).values_list("pk", flat=True)}
    events = {str(uid) for uid in Event.objects.values_list("pk", flat=True)}
    readers = {str(uid) for uid in Reader.objects.values_list("pk", flat=True)}
    audits = [str(uid) for uid in AuditEntry.objects.exclude(op=None).values_list("op", flat=True)]
    for said in words:
        uid = said["uid"]
        here = (uid in events) if said["verb"].startswith("lending.") else (said["body"]["reader"] in readers)
        if {uid in made, here, audits.count(uid) == 1} != {uid in made}:
            wrong.append(uid)
    return wrong


def test_killed_again_and_again_nothing_acknowledged_is_lost_or_double(tmp_path: Path, tell: Tell) -> None:
    kills = times(50, 500)
    words = words_of_a_hub(library(LONG_AGO), WORDS_A_KILL * kills, seed=1)
    began = time.monotonic()
    report = run({"words": words, "kills": kills, "careless": False, "seed": 7}, tmp_path)
    took = time.monotonic() - began
    assert report["landed"] >= kills, f"{report['landed']} of {report['tried']} kills hit a living process"
    assert set(report["acked"].values()) <= {Outcome.APPLIED, Outcome.DISCREPANCY, Outcome.DUPLICATE}
    assert (lost(report["acked"]), report["forgotten"]) == ([], [])
    assert half_written(words) == []
    assert check_facts().drift == []
    assert verify().ok
    again = [send(said).outcome for said in words]
    assert set(again) <= {Outcome.APPLIED, Outcome.DISCREPANCY, Outcome.DUPLICATE}
    assert {send(said).outcome for said in words} == {Outcome.DUPLICATE}
    assert Operation.objects.filter(pk__in=[said["uid"] for said in words]).count() == len(words)
    assert (half_written(words), Quarantined.objects.count(), check_facts().drift) == ([], 0, [])
    held = Loan.objects.open().values_list("copy", flat=True)
    assert len(held) == len(set(held))
    tell(
        f"{report['landed']} of {report['tried']} kills landed, {len(report['acked'])} acknowledged, 0 lost, 0 double, {took:.0f} s"
    )


def test_the_drill_sees_a_program_that_says_saved_too_early(tmp_path: Path, tell: Tell) -> None:
    """Negative control: the answer goes out before the COMMIT."""
    words = words_of_a_hub(library(LONG_AGO), 200, seed=2)
    report = run({"words": words, "kills": 12, "careless": True, "seed": 7}, tmp_path)
    assert report["landed"] >= 1
    assert lost(report["acked"]) != []
    tell(f"{report['landed']} kills landed, {len(lost(report['acked']))} acknowledged and lost: found")


def test_the_drill_sees_a_half_written_operation() -> None:
    """Negative control: an operation whose event never came, and one whose audit is missing."""
    words = words_of_a_hub(library(LONG_AGO), 3, seed=3)
    for said in words:
        send(said)
    Operation.objects.filter(pk=words[0]["uid"]).delete()
    AuditEntry.objects.filter(op=words[1]["uid"])._raw_delete("default")
    assert half_written(words) == [words[0]["uid"], words[1]["uid"]]
