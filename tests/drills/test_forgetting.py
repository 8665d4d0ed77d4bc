"""G17: people are forgotten, on request and after the return, and no figure notices, then or later."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mandrivna.core import erasure
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Discrepancy
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import check_facts
from mandrivna.ledger.unique import key_for
from mandrivna.lending.erasure import forget_returned
from mandrivna.lending.models import Event, Loan
from mandrivna.readers.models import Reader
from tests.drills.kit import LONG, figures, named, operation, send, times, undone
from tests.drills.reporting import Tell
from tests.factories.library import START, Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

PARTS = times(1, 4)
PHASE = dt.timedelta(days=45)
type Step = tuple[str, int, int, int]
"""(what, copy, reader, which earlier act)"""

steps = st.tuples(
    st.sampled_from(("issue", "issue", "return", "return", "renew", "undo")),
    st.integers(0, 1),
    st.integers(0, 2),
    st.integers(0, 3),
)
phases = st.lists(
    st.tuples(st.lists(steps, min_size=1, max_size=6), st.sets(st.integers(0, 2)), st.booleans()), min_size=2, max_size=4
)


@pytest.fixture
def lib() -> Library:
    lib = library()
    for year in ("2026", "2027"):
        key_for(lib.root, year)
    return lib


class Telling:
    """One history, told to a library that forgets or to one that never does. A forgotten reader is somebody new next time."""

    def __init__(self, lib: Library, copies: list[Copy], *, forgets: bool) -> None:
        self.lib, self.copies, self.forgets = lib, copies, forgets
        self.generation, self.forgotten, self.said = [0, 0, 0], 0, 0

    def reader(self, index: int) -> Any:
        return named(f"person {index} {self.generation[index]}")

    def phase(self, number: int, steps: list[Step], leave: set[int], returned: bool) -> None:
        at = START + number * PHASE
        for index in range(3):
            self.say(
                "readers.enrol",
                at,
                place=self.lib.shelf,
                reader=self.reader(index),
                pseudonym=f"Особа {index}",
                birth_year=1950 + 20 * index,
            )
        acts: list[tuple[Any, Copy]] = []
        for minute, (what, which, who, earlier) in enumerate(steps, 1):
            now, copy = at + dt.timedelta(hours=7 * minute), self.copies[which]
            target, of = acts[earlier % len(acts)] if acts else (named("nothing"), copy)
            place = (self.lib.shelf, self.lib.other_shelf)[earlier % 2]
            body: dict[str, Any] = {
                "issue": {"copy": copy, "reader": self.reader(who), "place": place},
                "return": {"copy": copy, "place": place},
                "renew": {"loan": target, "place": place},
                "undo": {"copy": of, "target": target, "place": place},
            }[what]
            uid = self.say(f"lending.{what}", now, **body)
            if what in ("issue", "return"):
                acts.append((uid, copy))
        self.end(at + PHASE - dt.timedelta(days=20), leave, returned)

    def say(self, verb: str, at: dt.datetime, **body: Any) -> Any:
        self.said += 1
        send(operation(f"forgetting {self.said}", verb, at, **body))
        return named(f"forgetting {self.said}")

    def end(self, at: dt.datetime, leave: set[int], returned: bool) -> None:
        """Whoever has no book may go; what was returned long ago loses its reader."""
        for index in sorted(leave):
            person = self.reader(index)
            if Loan.objects.open().filter(reader=person).exists():
                continue
            self.generation[index] += 1
            if self.forgets:
                self.forgotten += erasure.forget(Act(actor=SYSTEM, at=at), person) > 0
        if self.forgets and returned:
            forget_returned(at)


def told(lib: Library, copies: list[Copy], history: list[Any], *, forgets: bool) -> tuple[Any, int]:
    with undone():
        telling = Telling(lib, copies, forgets=forgets)
        for number, (steps, leave, returned) in enumerate(history):
            telling.phase(number, steps, leave, returned)
        assert check_facts().drift == []
        loans = sorted(map(repr, Loan.objects.values_list("uid", "copy", "state", "issued_on", "due_on", "closed_on", "renewals")))
        events = sorted(map(repr, Event.objects.values_list("uid", "effect", "loan", "age", "audience")))
        misfits = sorted(Discrepancy.objects.filter(closed_at=None).values_list("key", flat=True))
        return (figures(), loans, events, misfits), telling.forgotten


@pytest.mark.parametrize("part", range(PARTS))
def test_no_figure_notices_that_people_are_forgotten(lib: Library, tell: Tell, part: int) -> None:
    copies = [lib.copy(), lib.copy()]
    tried = {"histories": 0, "forgotten": 0}

    @settings(
        max_examples=times(25, 1_000) // PARTS, deadline=None, derandomize=not LONG, database=None,
        phases=(Phase.explicit, Phase.generate, Phase.shrink) if LONG else (Phase.explicit, Phase.generate),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )  # fmt: skip
    @given(phases)
    def drill(history: list[Any]) -> None:
        remembered, _none = told(lib, copies, history, forgets=False)
        forgotten, people = told(lib, copies, history, forgets=True)
        tried["histories"] += 1
        tried["forgotten"] += people
        assert forgotten == remembered

    drill()
    assert tried["forgotten"] > 0
    tell(f"part {part}: {tried['histories']} histories, {tried['forgotten']} people forgotten, 0 differences in any figure")


TWICE_TO_ONE_READER = [("issue", 0, 0, 0), ("issue", 0, 0, 0), ("return", 0, 0, 0)]


def test_two_issues_of_one_loan_stay_one_loan_after_their_reader_is_forgotten(lib: Library) -> None:
    """The next act with the copy folds its history again: without a reader the renewal looked like another person's loan."""
    history = [(TWICE_TO_ONE_READER, {0}, True), ([("issue", 0, 1, 0)], set(), False)]
    copies = [lib.copy(), lib.copy()]
    assert told(lib, copies, history, forgets=True)[0] == told(lib, copies, history, forgets=False)[0]


def test_the_drill_sees_a_forgetting_that_takes_too_much(lib: Library) -> None:
    """Negative control: a program that also forgets which issues belonged together, or throws the acts away."""
    copies = [lib.copy(), lib.copy()]

    def after(careless: bool) -> Any:
        with undone():
            telling = Telling(lib, copies, forgets=False)
            telling.phase(0, TWICE_TO_ONE_READER, set(), False)
            if careless:
                Event.objects.update(reader=None, loan=None)
            telling.phase(1, [("issue", 0, 1, 0)], set(), False)
            return figures()

    assert after(careless=True) != after(careless=False)
    with undone():
        Telling(lib, copies, forgets=False).phase(0, TWICE_TO_ONE_READER, set(), False)
        Event.objects.all().delete()
        Loan.objects.all().delete()
        Reader.objects.all().delete()
        assert check_facts().drift != []
