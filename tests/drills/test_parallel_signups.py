"""Two hundred press «Записатися» at the same moment for twenty places: exactly twenty come in, the rest wait in their order."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest
from django.db import connection

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, sign_off, sign_up
from mandrivna.programme.models import Admission, SignUp
from mandrivna.programme.signups import token_of
from mandrivna.shared.ids import new_uid
from tests.drills.crew import crew
from tests.drills.kit import named, times
from tests.drills.reporting import Tell
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PEOPLE, PLACES = 200, 20


def a_list(lib: Library, places: int = PLACES) -> Admission:
    about = {"title": "Майстерня", "form": "master_class", "audiences": ["general"], "starts": "23:59"}
    event = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today, about=about)
    return admit_event(lib.act(), event=event, about={"places": places})


def standing(to: Admission) -> list[str]:
    return list(SignUp.objects.filter(admission=to).order_by("turn").values_list("state", flat=True))


def patiently(act: Act, to: Admission) -> SignUp:
    """As a page of the site does it, but on SQLite with a minute to wait for its turn instead of twenty seconds: this is about who
    comes in, and other suites may run beside it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 60000")
    return sign_up(act, admission=to, name=Withheld("Журавка"))


def test_of_two_hundred_at_once_twenty_come_in_and_the_order_is_kept(tell: Tell) -> None:
    """Two hundred hands, each on a connection of its own, are let go together. SQLite lets one write and the others wait their
    turn (`timeout` of the settings); PostgreSQL queues them at the lock of the list. In the long run, list after list."""
    lib = library()
    at = lib.act().at
    with crew(PEOPLE) as at_once:
        for _again in range(times(1, 10)):
            to = a_list(lib)
            acts = [Act(actor=NOBODY, uid=new_uid(), at=at, channel="self") for _hand in range(PEOPLE)]
            begun = time.monotonic()
            answers = at_once([lambda act=act, to=to: patiently(act, to) for act in acts])
            took = time.monotonic() - begun
            assert Counter(type(answer).__name__ for answer in answers) == {"SignUp": PEOPLE}
            assert standing(to) == ["in"] * PLACES + ["waiting"] * (PEOPLE - PLACES)
            turns = list(SignUp.objects.filter(admission=to).order_by("turn").values_list("turn", "uid"))
            assert [turn for turn, _uid in turns] == list(range(1, PEOPLE + 1))
            assert {uid for _turn, uid in turns} == {act.uid for act in acts}
            told = {answer.pk: (answer.turn, answer.state) for answer in answers}
            assert [told[uid] for _turn, uid in turns] == [
                (turn, "in" if turn <= PLACES else "waiting") for turn in range(1, PEOPLE + 1)
            ]
    tell(
        f"{PEOPLE} connections at once, {PLACES} places: {PLACES} in, {PEOPLE - PLACES} waiting, turns without a gap, {took:.1f} s"
    )


def test_who_presses_twice_at_once_comes_in_once(tell: Tell) -> None:
    """A page sent again while the first is still on its way: each act is spoken by two hands in the same instant."""
    lib = library()
    to, people = a_list(lib), times(25, PEOPLE // 2)
    at, uids = lib.act().at, [new_uid() for _one in range(people)]
    acts = [Act(actor=NOBODY, uid=uid, at=at, channel="self") for uid in (*uids, *uids)]
    with crew(len(acts)) as at_once:
        answers = at_once([lambda act=act: patiently(act, to) for act in acts])
    assert Counter(type(answer).__name__ for answer in answers) == {"SignUp": len(acts)}
    assert standing(to) == ["in"] * PLACES + ["waiting"] * (people - PLACES)
    assert set(SignUp.objects.filter(admission=to).values_list("uid", flat=True)) == set(uids)
    tell(f"{people} people pressing twice at once: {people} rows, {PLACES} in")


def test_who_signs_off_at_the_same_moment_lets_the_first_who_wait_in(tell: Tell) -> None:
    lib = library()
    to, leaving = a_list(lib, 10), times(8, 10)
    people = [sign_up(Act(actor=NOBODY, uid=new_uid(), at=lib.act().at), admission=to, name=Withheld("А")) for _one in range(30)]
    at = lib.act().at
    with crew(leaving) as at_once:
        answers = at_once(
            [
                lambda one=one: sign_off(Act(actor=NOBODY, uid=new_uid(), at=at), signup=one, token=Withheld(token_of(one.pk)))
                for one in people[:leaving]
            ]
        )
    assert Counter(type(answer).__name__ for answer in answers) == {"SignUp": leaving}
    assert standing(to) == ["gone"] * leaving + ["in"] * 10 + ["waiting"] * (20 - leaving)
    tell(f"{leaving} sign off at once: the first {leaving} of the queue come in, in their turn")


def test_the_drill_sees_too_many_without_the_lock(tell: Tell) -> None:
    """Negative control: «is there a place?», a breath, «then it is mine», and no lock of the list."""
    lib = library()
    to, hands = a_list(lib, 1), 6
    asked = threading.Barrier(hands)

    def careless(turn: int) -> None:
        if not SignUp.objects.filter(admission=to, state="in").exists():
            asked.wait(60)
            about = {"state": "in", "turn": turn, "on": lib.today, "at": lib.now, "channel": "self", "code": f"A{turn}"}
            SignUp.objects.create(uid=named(f"careless {turn}"), admission=to, over_on=lib.today, **about)

    with crew(hands) as at_once:
        at_once([lambda turn=turn: careless(turn) for turn in range(hands)])
    assert standing(to) == ["in"] * hands
    tell(f"without the lock {hands} come in for one place: found")
