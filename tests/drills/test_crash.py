"""G2: the power goes before the k-th statement of a verb, for every k: all of the act is there, or nothing of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from mandrivna.catalogue.actions.records import add_record
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import VERBS
from mandrivna.core.models import Operation, Outcome
from mandrivna.core.policy import edit_policy
from mandrivna.ledger.api import check_facts
from tests.drills.kit import digest, state, times, undone
from tests.drills.reporting import Tell
from tests.drills.verbs import DRIVEN, LEFT_OUT, Call, World, everything_now, ground

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

type Perform = Callable[[], object]


class PowerCut(BaseException):
    """Not an Exception: nothing may catch it and go on, as nothing goes on after a power cut."""


class Crash:
    """Cuts the power before statement number `at`. A COMMIT counts as a statement; before the last one the power always goes."""

    def __init__(self, at: int, commits: int = 1) -> None:
        self.at, self.seen, self.commits, self.ended = at, 0, commits, False

    def _count(self) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise PowerCut

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._count()
        return execute(sql, params, many, context)

    def _before_commit(self, commit: Callable[[], None]) -> None:
        self.seen, self.commits = self.seen + 1, self.commits - 1
        if self.seen == self.at or not self.commits:
            self.ended = not self.commits
            connection._rollback()  # or Python's sqlite3 would commit after all when Django turns autocommit on again
            raise PowerCut
        commit()

    @contextmanager
    def armed(self) -> Iterator[None]:
        commit = connection._commit
        connection._commit = partial(self._before_commit, commit)
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            connection._commit = commit
            connection.close()  # what was not committed is gone, and so are the locks


class Commits:
    """How many transactions an act makes, seen while all of them are held in one that is taken back."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.count += sql.startswith("SAVEPOINT") and not connection.savepoint_ids
        return execute(sql, params, many, context)


def reset_sequences(world: World) -> None:
    """A sequence of PostgreSQL does not go back with its transaction: numbers would differ where nothing else does."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for sql in world.sequence_sql:
                cursor.execute(sql)


def drill(world: World, perform: Perform, act: Act, *, first: int = 1, stride: int = 1) -> tuple[int, int, list[str]]:
    """(statements, points tried, what was found wrong). `perform` must be repeatable: the same act each time. However long the
    stride, the power goes before the last COMMIT, too."""
    began, before = timezone.now(), digest()
    reset_sequences(world)
    commits = Commits()
    with undone(), connection.execute_wrapper(commits):
        perform()
        twin, wrong = state(world.known, since=began), check_facts().drift
        Operation.objects.get(pk=act.uid)
    point, tried, ended = first - stride, 0, False
    while not ended:
        point, tried = point + stride, tried + 1
        crash = Crash(point, commits.count)
        try:
            with crash.armed():
                perform()
        except PowerCut:
            ended = crash.ended
        now = digest()
        if now != before:
            wrong.append(f"{point}: something stayed of what was not finished")
            break
        reset_sequences(world)
        with undone():
            perform()
            if state(world.known, since=began) != twin:
                wrong.append(f"{point}: said again, the act ended differently")
    return crash.seen, tried, wrong


STRIDE, SHARES = times(10 if connection.vendor == "postgresql" else 5, 1), 8
"""`make test` cuts before every fifth statement (of PostgreSQL, where each point costs twice as much, before every tenth), from
another on for each verb, and before the end; `make drill` before each."""


@pytest.fixture
def world() -> World:
    """Each verb comes an hour after what was prepared for it; what was just done is taken back for that long here."""
    found = ground()
    edit_policy(found.lib.act(), policy="lending", key="undo_minutes", change={"value": 120}, reason="вправа")
    return found


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # a power cut closes no cursors
@pytest.mark.parametrize("share", range(SHARES))
def test_a_crash_before_any_statement_of_any_verb_leaves_nothing_and_can_be_repeated(world: World, tell: Tell, share: int) -> None:
    points, wrong, least = 0, [], {}
    ours = list(DRIVEN.items())[share::SHARES]
    for number, (code, call) in enumerate(ours):
        verb, act, arguments = call(world)
        world.known = everything_now()
        perform = lambda verb=verb, act=act, arguments=arguments: verb(act, **arguments)  # noqa: E731 - as short as it is
        least[code], tried, found = drill(world, perform, act, first=1 + number % STRIDE, stride=STRIDE)
        points += tried
        wrong += [f"{code}, statement {line}" for line in found]
    assert wrong == []
    assert [code for code, statements in least.items() if statements < 3] == [], "a change, its operation and the COMMIT"
    tell(f"{len(ours)} verbs, {points} crash points, 0 violations ({len(LEFT_OUT)} verbs left out, with reasons)")


def test_every_verb_is_in_the_drill_or_left_out_with_a_reason() -> None:
    ours = {code for code, spec in VERBS.items() if spec.function.__module__.startswith("mandrivna.")}
    assert ours == DRIVEN.keys() | LEFT_OUT.keys()
    assert DRIVEN.keys() & LEFT_OUT.keys() == set()
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_the_drill_sees_a_verb_that_commits_in_halves(world: World, tell: Tell) -> None:
    """Negative control: the record in one transaction, its operation in another."""
    act = Act(actor=SYSTEM, at=world.lib.act().at)

    def careless() -> None:
        if Operation.objects.filter(pk=act.uid).exists():
            return
        with transaction.atomic():
            add_record.spec.function(act, unit=world.lib.root, title="Половина")
        with transaction.atomic():
            Operation.objects.create(uid=act.uid, verb="test", body={}, body_mac=b"", occurred_at=act.at, outcome=Outcome.APPLIED)

    _statements, _points, wrong = drill(world, careless, act)
    assert wrong[-1].endswith("something stayed of what was not finished")
    tell("a verb that commits in halves is found")


def test_the_drill_sees_an_act_that_is_not_repeated_alike(world: World) -> None:
    """Negative control: the second telling of the act says something else."""
    act, told = Act(actor=SYSTEM, at=world.lib.act().at), []

    def forgetful() -> None:
        told.append(1)
        add_record(act, unit=world.lib.root, title="Назва" if len(told) < 3 else "Інша назва")

    _statements, _points, wrong = drill(world, forgetful, act)
    assert wrong[0] == "1: said again, the act ended differently"


def call_is_complete(call: Call, world: World) -> bool:
    verb, act, arguments = call(world)
    return set(arguments) <= set(verb.spec.parameters) and act.at > dt.datetime(2026, 1, 1, tzinfo=dt.UTC)  # type: ignore[attr-defined]


def test_the_drill_calls_verbs_with_arguments_they_have(world: World) -> None:
    assert [code for code, call in DRIVEN.items() if not call_is_complete(call, world)] == []
