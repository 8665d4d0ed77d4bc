"""`kill -9` in the middle of reminding, again and again: everybody on the list is reminded once, nobody twice."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.outbox import enqueue
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, sign_up
from mandrivna.programme.models import Event, SignUp, Turnout
from mandrivna.programme.reminding import remind_all
from mandrivna.programme.signup_notices import REMIND, deliver_signup
from tests.core.workers import ROOT, environment
from tests.drills.kit import times
from tests.drills.reporting import Tell
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE = times(150, 600)
KILLS = times(3, 25)


def tomorrow(lib: Library, people: int) -> Event:
    on = lib.today + dt.timedelta(days=1)
    about = {"title": "Вечір", "form": "meeting", "starts": "18:00"}
    event = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about=about)
    to = admit_event(lib.act(), event=event, about={})
    for number in range(people):
        said = {"name": Withheld("Журавка"), "contact": Withheld(f"nobody{number}@example.org")}
        sign_up(Act(actor=NOBODY, at=lib.act().at), admission=to, **said)
    SignUp.objects.update(on=lib.today - dt.timedelta(days=1))
    DBTaskResult.objects.all().delete()
    return event


def letters() -> Counter[str]:
    """How often each sign-up is reminded, by what waits in the outbox."""
    waiting = DBTaskResult.objects.filter(task_path=deliver_signup.module_path).values_list("args_kwargs", flat=True)
    return Counter(row["kwargs"]["ref"].partition("|")[0] for row in waiting if row["kwargs"]["notice"] == REMIND)


def marked(event: Event) -> set[str]:
    return {str(pk) for pk in Turnout.objects.filter(event=event, reminded_for=event.on).values_list("signup", flat=True)}


def kill_in_the_middle(day: dt.date, dice: random.Random) -> None:
    command = [sys.executable, "-m", "tests.drills.remind_run", str(day)]
    child = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None and child.stdout.readline() == b"go\n"
    time.sleep(dice.uniform(0.05, 0.35))
    child.kill()
    child.communicate()


def test_everybody_is_reminded_once_however_often_the_clock_is_killed(tell: Tell) -> None:
    lib, dice, landed = library(), random.Random(20261128), 0
    event = tomorrow(lib, PEOPLE)
    for _kill in range(KILLS):
        kill_in_the_middle(lib.today, dice)
        said = letters()
        assert set(said) == marked(event), "a letter and its mark are there together or not at all"
        assert set(said.values()) <= {1}
        landed += 0 < len(said) < PEOPLE
    assert landed, "a kill must land in the middle"
    remind_all.call(today=str(lib.today))
    remind_all.call(today=str(lib.today))
    assert (set(letters().values()), len(letters()), len(marked(event))) == ({1}, PEOPLE, PEOPLE)
    tell(f"{KILLS} kills, {landed} of them in the middle of {PEOPLE} people: one reminder each")


def test_a_letter_without_its_mark_would_go_twice() -> None:
    """Negative control: as if the power went between a letter and a mark that is written by itself."""
    lib = library()
    event = tomorrow(lib, 2)
    first = SignUp.objects.order_by("turn")[0]
    with transaction.atomic():
        enqueue(deliver_signup, notice=REMIND, ref=f"{first.pk}|{event.pk}")
    remind_all.call(today=str(lib.today))
    assert sorted(letters().values()) == [1, 2]
