"""Two hundred press «Записатися» at the same moment for twenty places: exactly twenty come in, the rest wait in their order."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

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


def test_of_two_hundred_at_once_twenty_come_in_and_the_order_is_kept(tell: Tell) -> None:
    """Forty hands are let go together, five times over: as many connections as a small PostgreSQL has."""
    lib = library()
    to, hands = a_list(lib), 40
    at = lib.act().at
    with crew(hands) as at_once:
        for _turn in range(PEOPLE // hands):
            acts = [Act(actor=NOBODY, uid=new_uid(), at=at, channel="self") for _hand in range(hands)]
            told = [lambda act=act: sign_up(act, admission=to, name=Withheld("Журавка")) for act in acts]
            answers = at_once(told)
            assert Counter(type(answer).__name__ for answer in answers) == {"SignUp": hands}
    assert standing(to) == ["in"] * PLACES + ["waiting"] * (PEOPLE - PLACES)
    turns = list(SignUp.objects.filter(admission=to).order_by("turn").values_list("turn", flat=True))
    assert turns == list(range(1, PEOPLE + 1))
    tell(f"{PEOPLE} people, {PLACES} places: {PLACES} in, {PEOPLE - PLACES} waiting, turns 1–{PEOPLE} without a gap")


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
