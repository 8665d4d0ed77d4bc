"""`kill -9` in the middle of reminding, and of asking how it was, again and again: everybody hears it once, nobody twice."""

from __future__ import annotations

import datetime as dt
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Operation
from mandrivna.core.outbox import enqueue
from mandrivna.programme.actions.calls import decide
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, sign_up
from mandrivna.programme.asking import HOW_WAS_IT, ask_all
from mandrivna.programme.call_notices import deliver_decision
from mandrivna.programme.models import Call, Event, SignUp, Turnout
from mandrivna.programme.outside_reminding import remind_outside
from mandrivna.programme.reminding import remind_all
from mandrivna.programme.signup_notices import REMIND, deliver_signup
from tests.core.workers import ROOT, environment
from tests.drills.kit import times
from tests.drills.reporting import Tell
from tests.factories.calls import announced, applied
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, SPEAKERS = times(150, 600), times(80, 300)
KILLS = times(3, 25)


def an_evening(lib: Library, people: int, days: int = 1) -> Event:
    on = lib.today + dt.timedelta(days=days)
    about = {"title": "Вечір", "form": "meeting", "starts": "23:59"}
    event = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about=about)
    to = admit_event(lib.act(), event=event, about={})
    for number in range(people):
        said = {"name": Withheld("Журавка"), "contact": Withheld(f"nobody{number}@example.org")}
        sign_up(Act(actor=NOBODY, at=lib.act().at), admission=to, **said)
    SignUp.objects.update(on=lib.today - dt.timedelta(days=1))
    DBTaskResult.objects.all().delete()
    return event


def letters(notice: str = REMIND) -> Counter[str]:
    """How often each sign-up is reminded, by what waits in the outbox."""
    waiting = DBTaskResult.objects.filter(task_path=deliver_signup.module_path).values_list("args_kwargs", flat=True)
    return Counter(row["kwargs"]["ref"].partition("|")[0] for row in waiting if row["kwargs"]["notice"] == notice)


def a_conference(lib: Library, speakers: int) -> Call:
    """Tomorrow; everybody was accepted."""
    about = {"title": "Книга в дорозі", "form": "conference", "starts": "23:59"}
    event = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today + dt.timedelta(days=1), about=about)
    call = announced(lib, "conference")
    Call.objects.filter(pk=call.pk).update(event=event)
    for number in range(speakers):
        decide(lib.act(), application=applied(lib, call, contact=f"nobody{number}@example.org", files=[]), state="accepted")
    DBTaskResult.objects.all().delete()
    return call


def spoken() -> Counter[str]:
    """How often each speaker is reminded, by what waits in the outbox."""
    waiting = DBTaskResult.objects.filter(task_path=deliver_decision.module_path).values_list("args_kwargs", flat=True)
    return Counter(row["kwargs"]["application"] for row in waiting)


def marked(event: Event) -> set[str]:
    return {str(pk) for pk in Turnout.objects.filter(event=event, reminded_for=event.on).values_list("signup", flat=True)}


MAIL = {"MANDRIVNA_MAIL_HOST": "127.0.0.1"}
"""Letters wait in the outbox; nothing here sends them."""


def kill_in_the_middle(
    day: dt.date, dice: random.Random, clock: str = "remind", late: float = 0.35, when: Callable[[], bool] | None = None
) -> None:
    """At some moment, or as soon as so much is there."""
    command = [sys.executable, "-m", "tests.drills.remind_run", clock, str(day)]
    child = subprocess.Popen(command, cwd=ROOT, env=environment() | MAIL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert child.stdout is not None and child.stdout.readline() == b"go\n"
    if when is None:
        time.sleep(dice.uniform(0.05, late))
    else:
        ends = time.monotonic() + 60
        while not when() and child.poll() is None and time.monotonic() < ends:
            time.sleep(0.002)
    child.kill()
    child.communicate()


def test_everybody_is_reminded_once_however_often_the_clock_is_killed(tell: Tell) -> None:
    lib, dice, landed = library(), random.Random(20261128), 0
    event = an_evening(lib, PEOPLE)
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


def test_everybody_is_asked_once_how_it_was_however_often_the_clock_is_killed(tell: Tell) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    lib, dice, landed = library(noon), random.Random(20261129), 0
    event = an_evening(lib, PEOPLE, days=0)
    count_event(lib.act(), event=event, counts=[{"way": "place", "audience": "general", "age": "", "number": PEOPLE}])
    morning, asked = lib.today + dt.timedelta(days=1), Operation.objects.filter(verb="programme.ask_feedback")
    for _kill in range(KILLS):
        kill_in_the_middle(morning, dice, "ask", late=1.0)
        said = letters(HOW_WAS_IT)
        assert (len(said), set(said.values()) <= {1}) == (asked.count(), True), (
            "a letter and its act are there together or not at all"
        )
        landed += 0 < len(said) < PEOPLE
    assert landed, "a kill must land in the middle"
    ask_all.call(today=str(morning))
    ask_all.call(today=str(morning))
    assert (set(letters(HOW_WAS_IT).values()), len(letters(HOW_WAS_IT)), asked.count()) == ({1}, PEOPLE, PEOPLE)
    tell(f"{KILLS} kills, {landed} of them in the middle of {PEOPLE} people: one question each")


def test_every_speaker_is_reminded_once_however_often_the_clock_is_killed(tell: Tell) -> None:
    lib, dice, landed = library(), random.Random(20261130), 0
    day, conference = lib.today, a_conference(lib, SPEAKERS)
    said_of = Operation.objects.filter(verb="programme.remind_applicant")
    for _kill in range(KILLS):
        reached = said_of.count() + dice.randrange(3, 15)
        kill_in_the_middle(day, dice, "outside", when=lambda reached=reached: said_of.count() >= reached)
        said = spoken()
        assert (len(said), set(said.values()) <= {1}) == (said_of.count(), True), (
            "a letter and its act are there together or not at all"
        )
        landed += 0 < len(said) < SPEAKERS
    assert landed, "a kill must land in the middle"
    for _time in range(2):
        remind_outside.call(today=str(day))
    assert (set(spoken().values()), len(spoken()), said_of.count()) == ({1}, SPEAKERS, conference.applications.count())
    tell(f"{KILLS} kills, {landed} of them in the middle of {SPEAKERS} speakers: one reminder each")


def test_a_letter_without_its_mark_would_go_twice() -> None:
    """Negative control: as if the power went between a letter and a mark that is written by itself."""
    lib = library()
    event = an_evening(lib, 2)
    first = SignUp.objects.order_by("turn")[0]
    with transaction.atomic():
        enqueue(deliver_signup, notice=REMIND, ref=f"{first.pk}|{event.pk}")
    remind_all.call(today=str(lib.today))
    assert sorted(letters().values()) == [1, 2]
