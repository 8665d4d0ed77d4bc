"""The night's check in pieces: together they are everything, and each finds what is wrong in it."""

from __future__ import annotations

import pytest
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mandrivna.catalogue.models import Record
from mandrivna.ledger import check, tasks
from mandrivna.ledger.api import SOURCES, check_facts, settle
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.drift]
ACTS = "catalogue.Record"


@pytest.fixture
def lib(monkeypatch) -> Library:
    found = library()
    for number in range(5):
        found.record(f"Книга {number}")
    monkeypatch.setattr(check, "PIECE", 2)
    return found


def unsaid(lib: Library) -> Record:
    """An act about which the ledger says nothing any more."""
    record = Record.objects.order_by("pk")[2]
    settle(lib.act(), f"{ACTS}:{record.pk}", [])
    return record


def wrong() -> list[str]:
    return [said for piece in check.pieces() for said in check.check_piece(*piece).drift]


def test_the_pieces_together_are_everything_and_nothing_twice(lib):
    whole = check_facts()
    reports = [check.check_piece(*piece) for piece in check.pieces()]
    assert whole.objects >= 5
    assert (sum(one.objects for one in reports), sum(one.facts for one in reports)) == (whole.objects, whole.facts)
    assert max(one.objects for one in reports) == 2
    assert wrong() == []


def test_each_act_and_each_fact_without_its_act_is_found_once(lib):
    record = unsaid(lib)
    settle(lib.act(), f"{ACTS}:{lib.act().uid}", SOURCES[ACTS].lines(record))
    assert (len(wrong()), sorted(wrong())) == (2, sorted(check_facts().drift))


def test_the_night_leaves_a_task_for_each_piece_and_only_the_wrong_one_stays(lib):
    found = list(check.pieces())
    assert tasks.nightly_check.call() == len(found)
    rows = DBTaskResult.objects.filter(task_path=tasks.check_some.module_path)
    asked = [tuple(row.args_kwargs["kwargs"][name] for name in ("label", "after", "upto")) for row in rows]
    assert sorted(asked) == sorted(found)
    assert {row.status for row in rows} == {TaskResultStatus.READY}
    unsaid(lib)
    failed = 0
    for label, after, upto in found:
        try:
            tasks.check_some.call(label=label, after=after, upto=upto)
        except tasks.Drift:
            failed += 1
            assert label == ACTS
    assert failed == 1


def test_a_piece_of_a_room_that_is_gone_is_no_error():
    assert "gone.Thing" not in SOURCES
    assert tasks.check_some.call(label="gone.Thing", after="", upto="") == 0
