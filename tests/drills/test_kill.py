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

from mandrivna.core.door import VERBS
from mandrivna.core.models import AuditEntry, Operation, Outcome, Quarantined
from mandrivna.ledger.api import check_facts, verify
from mandrivna.lending.actions.checks import start_check
from mandrivna.lending.models import Checked, Event, Loan, VisitCount
from mandrivna.readers.models import Reader
from tests.core.workers import ROOT, environment
from tests.drills.kit import named, operation, send, times
from tests.drills.reporting import Tell
from tests.factories.library import START, Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WORDS_A_KILL = 24
LONG_AGO = START - dt.timedelta(days=2000)  # the long drill says so much that it would reach beyond today


SAID = {
    "lending.issue", "lending.renew", "lending.return", "lending.undo", "lending.read_here", "lending.take", "lending.put",
    "lending.lose", "lending.count_visits", "lending.tap_visits", "lending.see_copy", "readers.enrol",
}  # fmt: skip
"""What a hub says in a day; its readers' yearly turn (readers.reenrol) is the crash drill's and Koha's list's."""


def words_of_a_hub(lib: Library, number: int, seed: int) -> list[dict[str, Any]]:
    """Every kind of word that a hub says, in the order it writes them down."""
    chance = random.Random(seed)
    copies, readers = [lib.copy() for _ in range(12)], [lib.reader().pk for _ in range(4)]
    check = start_check(lib.act(), place=lib.shelf)
    unseen, lent, last = [lib.copy() for _ in range(number // 17 + 1)], dict[Any, Any](), dict[Any, Any]()
    words: list[dict[str, Any]] = []
    for index in range(number):
        at, name = lib.now + dt.timedelta(minutes=5 * index), f"kill {seed} {index}"
        copy, place = chance.choice(copies), chance.choice((lib.shelf, lib.other_shelf))
        verb, about = _word(chance, index, lent.get(copy), last.get(copy))
        match verb:
            case "readers.enrol":
                readers.append(named(f"{name} reader"))
                about = {"place": lib.shelf, "reader": readers[-1], "pseudonym": f"Читач {index}"}
            case "lending.count_visits":  # each of a day of its own: none corrects another
                about = {"place": lib.hub, "on": lib.today - dt.timedelta(days=index), "number": 1 + index % 50, "distance": True}
            case "lending.tap_visits":
                about = {"place": lib.hub, "on": lib.today - dt.timedelta(days=index), "number": 1 + index % 50}
            case "lending.see_copy":
                about = {"check": check.pk, "copy": unseen.pop()}
            case "lending.issue" | "lending.read_here":
                about = {"copy": copy, "reader": chance.choice(readers), "place": lib.shelf}
            case "lending.renew":
                about = {**about, "place": lib.shelf}
            case _:
                about = {**about, "copy": copy, "place": place}
        if verb == "lending.issue":
            lent[copy] = named(name)
        elif verb in ("lending.return", "lending.lose", "lending.undo"):
            lent.pop(copy, None)
        if "copy" in about and verb != "lending.see_copy":
            last[copy] = named(name) if verb not in ("lending.undo", "lending.read_here") else None
        words.append(operation(name, verb, at, **about))
    return words


def _word(chance: random.Random, index: int, loan: Any, last: Any) -> tuple[str, dict[str, Any]]:
    """A verb that fits what is known of the copy, and what of its words follows from that."""
    fixed = {8: "readers.enrol", 12: "lending.count_visits", 16: "lending.see_copy", 22: "lending.tap_visits"}
    for every, verb in fixed.items():
        if index % (every + 1) == every:
            return verb, {}
    if last is not None and last == loan and chance.random() < 0.15:
        return "lending.undo", {"target": last}
    if loan is not None:
        if chance.random() < 0.2:
            return "lending.renew", {"loan": loan}
        return ("lending.lose" if chance.random() < 0.1 else "lending.return"), {}
    return chance.choices(("lending.issue", "lending.read_here", "lending.take", "lending.put"), (7, 1, 1, 1))[0], {}


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
    events = {str(uid) for model in (Event, VisitCount) for uid in model._default_manager.values_list("pk", flat=True)}
    seen = {str(pk) for pk in Checked.objects.values_list("copy", flat=True)}
    readers = {str(uid) for uid in Reader.objects.values_list("pk", flat=True)}
    audits = [str(uid) for uid in AuditEntry.objects.exclude(op=None).values_list("op", flat=True)]
    for said in words:
        uid = said["uid"]
        match said["verb"]:
            case "readers.enrol":
                here = said["body"]["reader"] in readers
            case "lending.see_copy":
                here = said["body"]["copy"] in seen
            case _:
                here = uid in events
        if {uid in made, here, audits.count(uid) == 1} != {uid in made}:
            wrong.append(uid)
    return wrong


def test_every_word_of_a_hub_is_among_those_that_are_interrupted() -> None:
    remote = {code for code, spec in VERBS.items() if spec.remote and spec.function.__module__.startswith("mandrivna.")}
    assert {said["verb"] for said in words_of_a_hub(library(LONG_AGO), 400, seed=1)} == SAID == remote - {"readers.reenrol"}


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
    """Negative control: the answer goes out before the COMMIT. Of so many kills some fall between the two; of twelve, now and then
    none did."""
    words = words_of_a_hub(library(LONG_AGO), 200, seed=2)
    report = run({"words": words, "kills": 50, "careless": True, "seed": 7}, tmp_path)
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
