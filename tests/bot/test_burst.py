"""A burst of updates, in whatever order and however often each comes, is drained without one lost or doubled."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.enquiries.models import Chat, Message, Outgoing, Update
from mandrivna.faces.bot.batch import GROUP, take_in
from mandrivna.lending.actions.circulation import issue, return_copy
from tests.bot.phone import BOT, pressed, written
from tests.drills.kit import times
from tests.factories.library import library

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EACH = 5


def test_a_burst_is_drained_without_one_lost_or_doubled():
    """60,000 updates in the long drill. A desk goes on working beside it; how long its slowest act took is asserted."""
    lib = library(now=timezone.now() - dt.timedelta(hours=5))
    people = times(20, 6_000)
    for chat in range(people):
        Chat.objects.create(chat=str(chat + 1), reader=lib.reader(), language="uk")
    raws = [
        raw
        for word in range(EACH)
        for chat in range(people)
        for raw in (
            pressed(chat + 1, "ask", 1 + 2 * (word * people + chat)),
            written(chat + 1, f"слово {word}", 2 + 2 * (word * people + chat)),
        )
    ]
    rng = random.Random(5)
    slowest, stop = [0.0], threading.Event()
    copy, reader = lib.copy(), lib.reader()

    def desk() -> None:
        try:
            while not stop.is_set():
                began = time.monotonic()
                issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
                return_copy(lib.act(), copy=copy, place=lib.shelf)
                slowest[0] = max(slowest[0], (time.monotonic() - began) / 2)
                time.sleep(0.05)
        finally:
            connection.close()

    beside = threading.Thread(target=desk)
    beside.start()
    done = 0
    while done < len(raws):
        # What the messenger hands over again after a break has come before, in part or whole.
        again = raws[max(0, done - rng.randrange(GROUP)) : done]
        done += max(take_in(BOT, [*again, *raws[done : done + GROUP]]).settled - len(again), 0)
    stop.set()
    beside.join()
    assert Update.objects.count() == len(raws)
    assert Message.objects.count() == people * EACH
    assert Operation.objects.filter(verb="enquiries.say_own").count() == people * EACH
    assert Outgoing.objects.count() == people * EACH * 3  # a press is acknowledged, asked back, and the word answered
    assert slowest[0] < 5
