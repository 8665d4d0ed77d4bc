"""`kill -9` lands while two processes write the same visitors down: nobody counts twice, and who goes on reading is not lost."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mandrivna.lending.models import SiteSalt, SiteSeen
from tests.core.workers import ROOT, environment, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
VISITORS = 80


def start(rounds: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.drills.site_process", str(VISITORS), str(rounds)]
    return subprocess.Popen(command, cwd=ROOT, env=environment())


def test_a_kill_in_the_middle_doubles_nobody_and_the_next_page_finds_whoever_was_lost():
    dying, living = start(500), start(2)
    try:
        wait_for(lambda: SiteSeen.objects.count() >= VISITORS // 4, 120)
        dying.kill()
        dying.wait()
        again = start(2)
        assert (living.wait(120), again.wait(120)) == (0, 0)  # an orderly end writes down what it still holds
    finally:
        for process in (dying, living):
            process.kill()
    assert (SiteSalt.objects.count(), SiteSeen.objects.count()) == (1, VISITORS)
    assert set(SiteSeen.objects.values_list("sessions", flat=True)) == {1}
