"""G5: what silently lost records elsewhere. Each of these has an outcome that somebody sees; nothing is dropped."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.actor import NOBODY
from mandrivna.core.intake import perform
from mandrivna.core.models import Discrepancy, Operation, Outcome, Quarantined
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.models import Event, Loan, VisitCount
from mandrivna.lending.states import LoanState
from tests.drills.kit import FAR, named, operation, send
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db

Reason = Quarantined.Reason


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def batch(lib: Library) -> list[dict[str, Any]]:
    """A morning at a hub: two loans, one return, one new reader."""
    one, two, reader = lib.copy(), lib.copy(), lib.reader()
    at = lib.now
    later = [at + dt.timedelta(minutes=10 * n) for n in range(1, 5)]
    return [
        operation("one", "lending.issue", later[0], copy=one, reader=reader.pk, place=lib.shelf),
        operation("two", "lending.issue", later[1], copy=two, reader=reader.pk, place=lib.shelf),
        operation("back", "lending.return", later[2], copy=one, place=lib.shelf),
        operation("new", "readers.enrol", later[3], place=lib.shelf, reader=named("new reader"), pseudonym="Новий"),
    ]


def sent(said: Any) -> tuple[str, str]:
    answer = send(said)
    return answer.outcome, answer.reason


def set_aside() -> list[tuple[str, str]]:
    return list(Quarantined.objects.filter(solved_at=None).order_by("received_at").values_list("reason", "detail"))


def lent() -> int:
    return sum(totals(["lending.issue"], None, FAR).values())


def test_the_same_batch_twice_is_answered_from_memory(lib: Library, batch: list[dict[str, Any]]) -> None:
    assert [sent(said)[0] for said in batch] == [Outcome.APPLIED] * 4
    first = [send(said) for said in batch]
    assert [answer.outcome for answer in first] == [Outcome.DUPLICATE] * 4
    assert [answer.ref for answer in first[:2]] == [f"lending.Event:{said['uid']}" for said in batch[:2]]
    assert (lent(), Loan.objects.count(), Quarantined.objects.count()) == (2, 2, 0)


def test_half_a_batch_and_then_all_of_it(lib: Library, batch: list[dict[str, Any]]) -> None:
    assert [sent(said)[0] for said in batch[:2]] == [Outcome.APPLIED] * 2
    assert [sent(said)[0] for said in batch] == [Outcome.DUPLICATE] * 2 + [Outcome.APPLIED] * 2
    assert (lent(), check_facts().drift) == (2, [])


def test_a_batch_added_to_after_it_was_sent(lib: Library, batch: list[dict[str, Any]]) -> None:
    for said in batch:
        send(said)
    more = operation("more", "lending.return", lib.now + dt.timedelta(hours=3), copy=batch[1]["body"]["copy"], place=lib.shelf)
    assert [sent(said)[0] for said in [*batch, more]] == [Outcome.DUPLICATE] * 4 + [Outcome.APPLIED]
    assert Loan.objects.open().count() == 0


def test_an_older_word_after_a_newer_one_does_not_win(lib: Library) -> None:
    at = lib.now
    newer = operation(
        "newer", "lending.count_visits", at + dt.timedelta(hours=2), place=lib.hub, on=at.date(), number=30, distance=True
    )
    older = operation(
        "older", "lending.count_visits", at + dt.timedelta(hours=1), place=lib.hub, on=at.date(), number=25, distance=True
    )
    assert [sent(newer), sent(older)] == [(Outcome.APPLIED, ""), (Outcome.APPLIED, "")]
    assert VisitCount.objects.get().number == 30
    assert sum(totals(["lending.counted_visits"], None, FAR).values()) == 30


def test_what_this_program_does_not_understand_is_kept_and_shown(lib: Library, batch: list[dict[str, Any]]) -> None:
    unknown = {**batch[0], "uid": str(named("u")), "verb": "lending.teleport"}
    newer = {**batch[0], "uid": str(named("n")), "schema": 2}
    wrong_field = {**batch[0], "uid": str(named("w")), "body": {**batch[0]["body"], "colour": "red"}}
    missing = {**batch[0], "uid": str(named("m")), "body": {"copy": batch[0]["body"]["copy"]}}
    assert [sent(said) for said in (unknown, newer, wrong_field, missing)] == [
        (Outcome.QUARANTINED, Reason.UNKNOWN_VERB),
        (Outcome.QUARANTINED, Reason.NEWER_SCHEMA),
        (Outcome.QUARANTINED, Reason.BAD_BODY),
        (Outcome.QUARANTINED, Reason.BAD_BODY),
    ]
    assert [detail for _reason, detail in set_aside()] == ["", "", "?: 1 unknown", "reader: missing"]
    assert Quarantined.objects.get(op_uid=newer["uid"]).body["body"] == newer["body"]
    assert (Event.objects.count(), lent()) == (0, 0)


@pytest.mark.parametrize(
    "said",
    [
        None, 17, "issue", [], {}, {"uid": "x"}, {"uid": str(named("a")), "verb": "lending.issue", "at": "yesterday", "body": {}},
        {"uid": str(named("b")), "verb": "lending.issue", "at": "2026-01-12T09:00:00", "body": {}},
        {"uid": str(named("c")), "verb": 3, "at": "2026-01-12T09:00:00Z", "body": {}},
        {"uid": str(named("d")), "verb": "lending.issue", "at": "2026-01-12T09:00:00Z", "body": []},
        {"uid": str(named("e")), "verb": "lending.issue", "at": "2026-01-12T09:00:00Z", "body": {}, "seq": -1},
        {"uid": str(named("f")), "verb": "lending.issue", "at": "2026-01-12T09:00:00Z", "body": {}, "schema": "1"},
    ],
)  # fmt: skip
def test_a_broken_record_is_one_row_of_the_quarantine_however_often_it_comes(lib: Library, said: Any) -> None:
    before = Operation.objects.count()
    assert [sent(said), sent(said)] == [(Outcome.QUARANTINED, Reason.MALFORMED)] * 2
    assert [reason for reason, _detail in set_aside()] == [Reason.MALFORMED]
    assert Operation.objects.count() == before


def test_an_unknown_card_or_barcode_waits_until_it_is_known(lib: Library) -> None:
    reader, at = lib.reader(), lib.now + dt.timedelta(hours=1)
    card = reader.cards.get().code
    copy = lib.copy()
    by_label = operation("label", "lending.issue", at, copy=f"barcode:{copy.barcode}", reader=f"card:{card}", place=lib.shelf)
    assert sent(by_label) == (Outcome.APPLIED, "")
    for name, body in (
        ("b", {"copy": "barcode:000", "reader": f"card:{card}"}),
        ("c", {"copy": str(copy.pk), "reader": "card:900000"}),
    ):
        said = operation(name, "lending.issue", at, place=lib.shelf, **body)
        assert sent(said) == (Outcome.QUARANTINED, Reason.UNKNOWN_REFERENCE)
    assert [detail for _reason, detail in set_aside()] == ["copy: fund.Copy", "reader: readers.Reader"]
    early = operation("early", "lending.issue", at, copy=copy, reader=named("later"), place=lib.shelf)
    assert sent(early) == (Outcome.QUARANTINED, Reason.UNKNOWN_REFERENCE)
    send(operation("enrol", "readers.enrol", at, place=lib.shelf, reader=named("later"), pseudonym="Пізніше"))
    assert sent(early)[0] == Outcome.DISCREPANCY
    assert Quarantined.objects.get(op_uid=early["uid"]).solution == "applied"


def test_two_devices_and_one_copy(lib: Library) -> None:
    copy, one, two = lib.copy(), lib.reader(), lib.reader()
    at = lib.now + dt.timedelta(hours=1)
    first = operation("first", "lending.issue", at, copy=copy, reader=one.pk, place=lib.shelf)
    second = operation("second", "lending.issue", at + dt.timedelta(hours=5), copy=copy, reader=two.pk, place=lib.other_shelf)
    assert send(second, "phone-1").outcome == Outcome.APPLIED
    assert send(first, "phone-2").outcome == Outcome.DISCREPANCY
    assert [(loan.reader, loan.state) for loan in Loan.objects.order_by("issued_on", "state")] == [
        (two, LoanState.OPEN),
        (one, LoanState.SUPERSEDED),
    ]
    assert [row.kind for row in Discrepancy.objects.all()] == ["lending.issued_while_on_loan"]
    assert lent() == 2


def test_the_same_number_with_another_content_is_never_mixed_up(lib: Library, batch: list[dict[str, Any]]) -> None:
    for said in batch:
        send(said)
    forged = {**batch[0], "body": {**batch[0]["body"], "place": str(lib.other_shelf.pk)}}
    moved = {**batch[0], "at": (lib.now + dt.timedelta(days=1)).isoformat()}
    assert [sent(forged), sent(moved), sent(forged)] == [(Outcome.QUARANTINED, Reason.CONFLICT)] * 3
    assert [reason for reason, _detail in set_aside()] == [Reason.CONFLICT] * 2
    assert Event.objects.get(pk=batch[0]["uid"]).place == lib.shelf
    assert (lent(), check_facts().drift) == (2, [])


def test_without_the_right_it_waits_for_somebody_who_has_it(lib: Library, batch: list[dict[str, Any]]) -> None:
    answer = perform(batch[0], actor=NOBODY, device="phone-9")
    assert (answer.outcome, answer.reason) == (Outcome.QUARANTINED, Reason.FORBIDDEN)
    assert (Event.objects.count(), [reason for reason, _detail in set_aside()]) == (0, [Reason.FORBIDDEN])


def test_a_wish_that_has_not_happened_yet_is_refused_with_its_reason(lib: Library, batch: list[dict[str, Any]]) -> None:
    for said in batch[:2]:
        send(said)
    wish = {**batch[1], "uid": str(named("wish")), "happened": False, "channel": "bot"}
    answer = send(wish)
    assert (answer.outcome, [problem["code"] for problem in answer.problems]) == (Outcome.REFUSED, ["on_loan"])
    assert (Quarantined.objects.count(), Operation.objects.filter(pk=wish["uid"]).exists()) == (0, False)


def test_the_list_sees_a_door_that_forgets(lib: Library, batch: list[dict[str, Any]]) -> None:
    """Negative control: without the memory of operations the same batch is written twice; the fold is the second wall."""
    for said in batch:
        send(said)
    for number, said in enumerate(batch):
        send({**said, "uid": str(named(f"forgotten {number}"))})
    assert (Event.objects.count(), lent()) == (6, 2)
