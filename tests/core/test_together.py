"""Sentences of one act sent together: nothing is read past what was written, and refusals stay inside the block."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from mandrivna.core.models import Installation, Operation, Outcome
from mandrivna.core.prepared import Prepared, change, insert
from mandrivna.core.together import ask, foresee, say, together

pytestmark = pytest.mark.django_db(transaction=True)

BY_VERB = Prepared(Operation, lambda slot: Operation.objects.filter(verb=slot("verb")).order_by("device"))


def operation(device: str, uid: uuid.UUID | None = None) -> Operation:
    return Operation(
        uid=uid or uuid.uuid4(), verb="test", body_mac=b"", device=device, occurred_at=timezone.now(), outcome=Outcome.APPLIED
    )


def devices() -> list[str]:
    return list(Operation.objects.filter(verb="test").order_by("device").values_list("device", flat=True))


def sentences(what: Callable[[], object]) -> list[str]:
    seen: list[str] = []

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql.split()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        what()
    return seen


def test_a_question_sees_what_was_said_before_it() -> None:
    with transaction.atomic(), together():
        insert(operation("a"), operation("b"))
        insert(operation("c"))
        assert [row.device for row in BY_VERB.objects(verb="test")] == ["a", "b", "c"]
        insert(operation("d"))
        assert devices() == ["a", "b", "c", "d"]
    assert devices() == ["a", "b", "c", "d"]


def test_sentences_go_in_the_order_in_which_they_were_said() -> None:
    with transaction.atomic(), together():
        row = operation("a")
        insert(row)
        for device in ("b", "c"):
            row.device = device
            change(row, "device")
    assert devices() == ["c"]


def test_they_wait_where_a_round_trip_costs_something() -> None:
    def write() -> None:
        insert(operation("a"))
        say("SELECT %s", [1])

    with transaction.atomic(), together():
        at_once = sentences(write)
        later = sentences(lambda: ask("SELECT %s", [1]))
    waits = connection.vendor == "postgresql"
    assert at_once == ([] if waits else ["INSERT", "SELECT"])
    assert later == (["INSERT", "SELECT", "SELECT"] if waits else ["SELECT"])


def test_without_the_block_everything_goes_at_once() -> None:
    insert(operation("a"))
    assert [row.device for row in BY_VERB.objects(verb="test")] == ["a"]


@pytest.mark.parametrize(
    "question", [None, lambda: ask("SELECT %s", [1]), devices, lambda: Installation.objects.get_or_create(id=1)]
)
def test_what_the_database_refuses_is_refused_inside_the_block(question: Callable[[], Any] | None) -> None:
    taken = operation("taken")
    insert(taken)
    with transaction.atomic():
        try:
            with transaction.atomic(), together():
                insert(operation("before"))
                insert(operation("again", uid=taken.pk))
                insert(operation("after"))
                if question:
                    question()
                    pytest.fail("the question went past the refusal")
        except IntegrityError:
            insert(operation("instead"))
    assert devices() == ["instead", "taken"]


def test_a_failed_block_says_nothing_more() -> None:
    with transaction.atomic(), together():
        insert(operation("outer"))
        with pytest.raises(LookupError), transaction.atomic(), together():
            insert(operation("inner"))
            raise LookupError
        insert(operation("later"))
    assert devices() == ["later", "outer"]


def test_a_savepoint_inside_the_block_takes_back_only_its_own() -> None:
    with transaction.atomic(), together():
        insert(operation("a"))
        with pytest.raises(IntegrityError), transaction.atomic():
            Operation.objects.create(uid=BY_VERB.first(verb="test").pk, verb="test", body_mac=b"", occurred_at=timezone.now())
        insert(operation("b"))
    assert devices() == ["a", "b"]


def test_what_is_foreseen_is_asked_once_and_in_its_order() -> None:
    insert(operation("a"))
    with transaction.atomic(), together():
        first = sentences(lambda: foresee([BY_VERB.question(verb="test"), BY_VERB.question(verb="other")]))
        found: list[object] = []
        then = sentences(lambda: found.extend([len(BY_VERB.objects(verb="other")), BY_VERB.first(verb="test").device]))
        again = sentences(lambda: BY_VERB.rows(verb="test"))
    waits = connection.vendor == "postgresql"
    assert (found, again) == ([0, "a"], ["SELECT"])
    assert (first, then) == ((["SELECT", "SELECT"], []) if waits else ([], ["SELECT", "SELECT"]))


@pytest.mark.parametrize("write", [lambda: insert(operation("b")), lambda: operation("b").save(force_insert=True)])
def test_a_foreseen_answer_is_void_as_soon_as_anything_is_written(write: Callable[[], object]) -> None:
    insert(operation("a"))
    with transaction.atomic(), together():
        foresee([BY_VERB.question(verb="test")])
        write()
        assert [row.device for row in BY_VERB.objects(verb="test")] == ["a", "b"]


def test_a_foreseen_question_that_fails_fails_inside_the_block() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), together():
        foresee([("SELECT 1 FROM nowhere", [])])
        ask("SELECT 1 FROM nowhere", [])
    assert devices() == []
