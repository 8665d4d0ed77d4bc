"""How the sentences of one act reach the database: few round trips, one cursor.

Every sentence to PostgreSQL costs a round trip, and an act of service says nine that answer nothing: rows put in, a copy
moved. Inside `together()` they wait (`say`) and go in one round trip, libpq's pipeline, in the order in which they were said:
with the next question (`ask`), before any other sentence of the connection, at the latest at the end of the block. So no
reading misses what was written before it, and what the database refuses is refused inside the block, only later than it was
said. Likewise an act that knows its first questions asks them together (`foresee`), and whoever asks one of them finds the answer
there, unless anything else was said meanwhile. On SQLite there are no round trips and nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

type Rows = list[tuple[Any, ...]]
type Sentence = tuple[str, Sequence[Any]]


class _Talk:
    """What was said and not yet sent. As an execute wrapper it lets no other sentence of the connection go first."""

    def __init__(self, db: Any) -> None:
        self.db = db
        self.waits = db.vendor == "postgresql"
        self.cursor = db.cursor()  # one for the whole block: making one costs a fifth of a short sentence
        self.said: list[Sentence] = []
        self.answers: dict[tuple[str, tuple[Any, ...]], Rows] = {}

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.send()
        self.answers.clear()
        return execute(sql, params, many, context)

    def say(self, sql: str, params: Sequence[Any]) -> None:
        self.answers.clear()
        self.said.append((sql, params))
        if not self.waits:
            self.send()

    def ask(self, sql: str, params: Sequence[Any]) -> Rows:
        known = self.answers.pop((sql, tuple(params)), None) if self.answers else None
        if known is not None:
            return known
        self.said.append((sql, params))
        self.send()
        return self.cursor.fetchall()

    def foresee(self, questions: Sequence[Sentence]) -> None:
        with ExitStack() as stack:
            cursors = [stack.enter_context(self.db.cursor()) for _question in questions]
            with self.db.wrap_database_errors, self.db.connection.pipeline():
                for cursor, (sql, params) in zip(cursors, questions, strict=True):
                    cursor.execute(sql, params)
            for cursor, (sql, params) in zip(cursors, questions, strict=True):
                self.answers[sql, tuple(params)] = cursor.fetchall()

    def send(self) -> None:
        if not self.said:
            return
        said, self.said = self.said, []
        if len(said) == 1:
            self.cursor.execute(*said[0])
            return
        with self.db.wrap_database_errors, self.db.connection.pipeline():
            for sql, params in said:
                self.cursor.execute(sql, params)


_now: ContextVar[_Talk | None] = ContextVar("talk", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Inside the transaction of an act. If the block fails, what still waits is forgotten, as the transaction is."""
    talk = _Talk(connections[DEFAULT_DB_ALIAS])
    outer = _now.set(talk)
    try:
        with talk.cursor, talk.db.execute_wrapper(talk):
            yield
            talk.send()
    finally:
        _now.reset(outer)


def say(sql: str, params: Sequence[Any]) -> None:
    """A sentence whose answer nobody needs."""
    if talk := _now.get():
        talk.say(sql, params)
        return
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)


def ask(sql: str, params: Sequence[Any]) -> Rows:
    """A question and its answer."""
    if talk := _now.get():
        return talk.ask(sql, params)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def foresee(questions: Sequence[Sentence]) -> None:
    """What will be asked next, in this order; a lock first of all holds for the questions after it. Only ever a help."""
    if (talk := _now.get()) and talk.waits:
        talk.foresee(questions)
