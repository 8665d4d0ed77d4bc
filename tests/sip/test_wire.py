"""The server over a true socket: a whole session, who is slow, too long, too many, and two machines at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection

from mandrivna.core.models import Operation
from mandrivna.faces.sip import server
from mandrivna.faces.sip.session import Session
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.models import Event, Loan
from tests.sip.machine import BLANK, DATE, Live, heard, line

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def test_a_whole_session_and_a_connection_lost_in_the_middle(hall):
    with Live() as live:
        with live.connect() as wire:
            assert wire.say(hall.login, 0).head == "941"
            assert wire.say("9900302.00", 1)["AM"] == "Наукова бібліотека"
            assert wire.say(f"23000{DATE}{hall.who}", 2)["BL"] == "Y"
            assert wire.say(f"63000{DATE}{' ' * 10}{hall.who}", 3).head[45:49] == "0000"
            wire.send(line(f"11YN{DATE}{BLANK}{hall.who}{hall.book}", 4))  # and nobody waits for the answer
            until = time.monotonic() + 20
            while not Loan.objects.exists() and time.monotonic() < until:
                time.sleep(0.02)
        with live.connect() as wire:
            wire.say(hall.login, 0)
            assert wire.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}", 1)["AF"].startswith("Ви взяли: Тіні")
            assert wire.say(f"29NN{DATE}{BLANK}{hall.who}{hall.book}", 2).head[:4] == "301Y"
            assert wire.say(f"09N{DATE}{DATE}AOmain|{hall.book}", 3).head[:3] == "101"
            assert wire.say(f"35{DATE}{hall.who}", 4).head[:3] == "36Y"
    assert list(Event.objects.order_by("first").values_list("act", flat=True)) == ["issue", "renew", "return"]
    assert Loan.objects.get().state == "returned"


def test_whoever_is_slow_too_long_silent_or_one_too_many_is_hung_up(hall, monkeypatch):
    monkeypatch.setattr(server, "MOST", 3)
    with Live(strangers=0.6, line=0.4, silence=0.8) as live:
        with live.connect() as silent, live.connect() as slow, live.connect() as long, live.connect() as fourth:
            assert fourth.read() == b""
            slow.send(b"99")
            long.send(b"9900302.00" + b"A" * 5000)
            assert [wire.read() for wire in (slow, long, silent)] == [b"", b"", b""]
        with live.connect() as wire:
            assert wire.say(hall.login).head == "941"
            time.sleep(1.2)
            assert wire.read() == b""
        with live.connect() as wire:  # and the place is free again
            assert wire.say(hall.login).head == "941"


def test_the_same_words_by_four_connections_at_once_are_one_loan(hall):
    said: list[str] = []
    with Live() as live:

        def speak() -> None:
            with live.connect() as wire:
                wire.say(hall.login, 0)
                said.append(wire.say(f"11YN{DATE}{BLANK}{hall.who}{hall.book}", 1).head[:3])

        threads = [threading.Thread(target=speak) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert said == ["121"] * 4
    assert (Loan.objects.count(), Operation.objects.filter(verb="lending.borrow_own").count()) == (1, 1)


@pytest.mark.parametrize(
    ("words", "done"),
    [(f"11YN{DATE}{BLANK}{{}}", "121"), (f"15+{DATE}{{}}", "161"), (f"09N{DATE}{DATE}{{}}", "101")],
    ids=["borrow", "queue", "return"],
)  # fmt: skip
def test_before_whichever_question_another_connection_says_the_same_both_hear_that_it_is_done(hall, words, done):
    """The moment is chosen here, where threads meet in it once in a thousand times."""
    first, second = Session("10.0.0.7"), Session("10.0.0.8")
    for session in (first, second):
        assert session.hear(line(hall.login, 0))
    met = 0
    while True:
        copy, (reader, who) = hall.lib.copy(hall.lib.record(f"Книга {met}")), hall.another()
        if done == "101":
            issue(hall.lib.act(), copy=copy, reader=reader, place=hall.lib.shelf)
        said = line(words.format(f"{who}AB{copy.barcode}|"), 1)
        between = Between(met, lambda said=said: second.hear(said))
        with connection.execute_wrapper(between):
            answer = first.hear(said)
        if between.answer is None:
            break
        assert [heard(one).head[:3] for one in (answer, between.answer)] == [done, done], between.before
        met += 1
    assert met >= 4


class Between:
    """Says something in the middle: before the given question of those asked outside transactions."""

    def __init__(self, number: int, say: Callable[[], bytes]) -> None:
        self.left, self.say = number, say
        self.answer: bytes | None = None
        self.before = ""

    def __call__(self, execute, sql, params, many, context):
        if not connection.in_atomic_block and self.answer is None:
            if not self.left:
                self.answer, self.before = b"", sql
                self.answer = self.say()
            self.left -= 1
        return execute(sql, params, many, context)
