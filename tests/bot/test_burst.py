"""A burst of updates, in whatever order and however often each comes, is drained without one lost or doubled.

Over HTTP, with the desk beside it and both engines: `python -m scripts.bench.chats FOLDER --burst 60000`.
"""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.enquiries import chats
from mandrivna.enquiries.models import Chat, Message, Outgoing, Update
from mandrivna.faces.bot.batch import GROUP, take_in
from mandrivna.faces.bot.running import BREATH
from mandrivna.lending.actions.circulation import issue, return_copy
from tests.bot.phone import BOT, pressed, written
from tests.drills.kit import times
from tests.drills.reporting import NAME as DRILL
from tests.factories.library import Library, library

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EACH = 5
SECOND = times(5, 1)
"""How long a desk may wait: of a few acts the slowest stands for all, and the machine may be busy with other tests."""


def burst(lib: Library, people: int) -> list[dict[str, Any]]:
    """Everybody presses «ask» and then writes, five times over."""
    for chat in range(people):
        Chat.objects.create(chat=str(chat + 1), reader=lib.reader(), language="uk")
    return [
        raw
        for word in range(EACH)
        for chat in range(people)
        for raw in (
            pressed(chat + 1, "ask", 1 + 2 * (word * people + chat)),
            written(chat + 1, f"слово {word}", 2 + 2 * (word * people + chat)),
        )
    ]


def drain(raws: list[dict[str, Any]]) -> None:
    """As the bot's process does it. What the messenger hands over again after a break has come before, in part or whole."""
    rng, done = random.Random(5), 0
    while done < len(raws):
        again = raws[max(0, done - rng.randrange(GROUP)) : done]
        taken = take_in(BOT, [*again, *raws[done : done + GROUP]])
        done += max(taken.settled - len(again), 0)
        if taken.full:
            time.sleep(BREATH)


def wrong(people: int) -> list[str]:
    """What was lost or doubled, number by number."""
    found = {
        "updates": (Update.objects.count(), 2 * EACH * people),
        "words": (Message.objects.count(), EACH * people),
        "acts": (Operation.objects.filter(verb="enquiries.say_own").count(), EACH * people),
        "answers": (Outgoing.objects.count(), 3 * EACH * people),  # a press is acknowledged and asked back, the word answered
    }
    uneven = Counter(Outgoing.objects.values_list("chat", flat=True))
    every = [f"{what}: {number} instead of {wanted}" for what, (number, wanted) in found.items() if number != wanted]
    return every + [f"a chat has {number} answers" for number in sorted(set(uneven.values()) - {3 * EACH})]


@contextmanager
def desk(lib: Library) -> Iterator[list[float]]:
    """Somebody else lends and takes back all the while; how long each act took."""
    took, stop = list[float](), threading.Event()
    copy, reader = lib.copy(), lib.reader()

    def work() -> None:
        try:
            while not stop.is_set():
                for act in (issue, return_copy):
                    about = {"reader": reader} if act is issue else {}
                    began = time.monotonic()
                    act(lib.act(), copy=copy, place=lib.shelf, **about)
                    took.append(time.monotonic() - began)
                time.sleep(0.05)
        finally:
            connection.close()

    beside = threading.Thread(target=work)
    beside.start()
    try:
        yield took
    finally:
        stop.set()
        beside.join()


def test_a_burst_is_drained_without_one_lost_or_doubled_and_a_desk_does_not_wait(
    record_property: Callable[[str, object], None],
) -> None:
    """60,000 updates in the long drill."""
    lib, people = library(now=timezone.now() - dt.timedelta(hours=5)), times(20, 6_000)
    raws = burst(lib, people)
    began = time.monotonic()
    with desk(lib) as took:
        drain(raws)
    seconds = time.monotonic() - began
    assert wrong(people) == []
    p99 = sorted(took)[min(len(took) - 1, len(took) * 99 // 100)]
    about = f"{len(raws)} updates, {len(raws) / seconds:.0f} a second; of {len(took)} acts at a desk meanwhile p99 {p99:.2f} s"
    record_property(DRILL, about)
    assert p99 <= SECOND


@pytest.mark.parametrize("whole", [True, False], ids=["numbers kept", "numbers forgotten"])
def test_the_drill_sees_a_number_that_is_not_remembered(whole: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: without the unique number of an update what comes again is answered again."""
    raws = burst(library(now=timezone.now() - dt.timedelta(hours=5)), 4)
    if not whole:
        monkeypatch.setattr(chats, "known", lambda _keys: set())
        monkeypatch.setattr(chats, "note", lambda _rows: None)
    for _time in range(2):
        drain(raws)
    assert bool(wrong(4)) is not whole
