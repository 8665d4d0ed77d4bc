"""Operations as JSON: each ends in exactly one outcome; what cannot be applied is kept, visible and solvable."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandrivna.core.actions.discrepancies import dismiss, retry, solve
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.door import VERBS
from mandrivna.core.intake import perform
from mandrivna.core.models import Discrepancy, Operation, Quarantined
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.ledger.api import check_facts
from mandrivna.lending.models import Loan
from mandrivna.readers.models import Card
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def said(lib: Library, verb: str, **about) -> dict:
    act = lib.act()
    return {"uid": str(act.uid), "verb": verb, "at": act.at.isoformat(), "body": {}, **about}


def issue_of(lib: Library, copy, reader, **about) -> dict:
    return said(lib, "lending.issue", body={"copy": str(copy.pk), "reader": str(reader.pk), "place": str(lib.shelf.pk)}, **about)


def test_an_operation_from_a_phone_is_applied_once(lib):
    raw = issue_of(lib, lib.copy(), lib.reader(), seq=1)
    first = perform(raw, actor=SYSTEM, device="phone")
    again = perform(raw, actor=SYSTEM, device="phone")
    assert (first.outcome, again.outcome, first.ref) == ("applied", "duplicate", again.ref)
    assert Loan.objects.count() == 1


def test_a_device_may_name_things_by_what_it_scanned(lib):
    copy, reader = lib.copy(), lib.reader()
    card = Card.objects.get(reader=reader)
    raw = said(
        lib, "lending.issue", body={"copy": f"barcode:{copy.barcode}", "reader": f"card:{card.code}", "place": str(lib.shelf.pk)}
    )
    assert perform(raw, actor=SYSTEM).outcome == "applied"
    assert Loan.objects.get().reader == reader


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"verb": "lending.teleport"}, "unknown_verb"),
        ({"schema": 2}, "newer_schema"),
        ({"body": {"copy": "barcode:404", "reader": "card:900000000000000", "place": "1"}}, "unknown_reference"),
        ({"body": {"copy": "1"}}, "unknown_reference"),
        ({"body": {"shade": "blue"}}, "bad_body"),
        ({"body": []}, "malformed"),
        ({"at": "учора"}, "malformed"),
        ({"at": "2026-01-01T10:00:00"}, "malformed"),
        ({"uid": "7"}, "malformed"),
        ({"seq": -1}, "malformed"),
        ({"seq": 2**70}, "malformed"),
        ({"schema": "1"}, "malformed"),
        ({"channel": "pigeon"}, "malformed"),
    ],
)
def test_what_cannot_be_applied_is_kept_in_quarantine_once(lib, change, reason):
    raw = {**issue_of(lib, lib.copy(), lib.reader()), **change}
    answers = [perform(raw, actor=SYSTEM, device="phone") for _ in range(2)]
    assert [(answer.outcome, answer.reason) for answer in answers] == [("quarantined", reason)] * 2
    row = Quarantined.objects.get()
    assert (row.reason, row.device, row.solved_at) == (reason, "phone", None)
    assert Loan.objects.count() == 0


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"uid": None}, {"verb": 1, "body": {}, "uid": "0" * 32}])
def test_rubbish_never_raises(lib, raw):
    assert perform(raw, actor=SYSTEM).outcome == "quarantined"


def test_the_same_number_with_another_content_is_a_conflict(lib):
    raw = issue_of(lib, lib.copy(), lib.reader())
    perform(raw, actor=SYSTEM)
    answer = perform({**raw, "body": {**raw["body"], "place": str(lib.other_shelf.pk)}}, actor=SYSTEM)
    assert (answer.outcome, answer.reason) == ("quarantined", "conflict")
    assert Loan.objects.get().place == lib.shelf


def test_a_request_that_has_not_happened_may_be_refused(lib):
    copy = lib.copy()
    perform(issue_of(lib, copy, lib.reader()), actor=SYSTEM)
    answer = perform(issue_of(lib, copy, lib.reader(), happened=False), actor=SYSTEM)
    assert (answer.outcome, [problem["code"] for problem in answer.problems]) == ("refused", ["on_loan"])
    assert Quarantined.objects.count() == 0


def test_what_happened_without_the_right_waits_for_somebody_who_has_it(lib):
    raw = issue_of(lib, lib.copy(), lib.reader())
    assert perform(raw, actor=Actor(name="Сторонній")).reason == "forbidden"
    row = Quarantined.objects.get()
    retry(lib.act(), quarantined=row)
    row.refresh_from_db()
    assert (row.solution, Loan.objects.count()) == ("applied", 1)


def test_an_operation_quarantined_by_an_older_program_is_solved_when_sent_again(lib):
    raw = issue_of(lib, lib.copy(), lib.reader())
    perform(raw, actor=Actor())
    assert perform(raw, actor=SYSTEM).outcome == "applied"
    assert Quarantined.objects.get().solution == "applied"


def test_a_conflict_is_not_retried_but_dismissed_with_a_reason(lib):
    raw = issue_of(lib, lib.copy(), lib.reader())
    perform(raw, actor=SYSTEM)
    perform({**raw, "body": {**raw["body"], "place": str(lib.other_shelf.pk)}}, actor=SYSTEM)
    row = Quarantined.objects.get()
    with pytest.raises(Refused) as again:
        retry(lib.act(), quarantined=row)
    with pytest.raises(Refused) as silent:
        dismiss(lib.act(), quarantined=row, reason=" ")
    dismiss(lib.act(), quarantined=row, reason="Набрано двічі")
    with pytest.raises(Refused) as twice:
        dismiss(lib.act(), quarantined=row, reason="Ще раз")
    assert (again.value.codes, silent.value.codes, twice.value.codes) == (["cannot_retry"], ["no_reason"], ["already_solved"])


def test_retrying_what_is_still_unreadable_is_refused(lib):
    perform(said(lib, "lending.return", body={"copy": "barcode:404", "place": str(lib.shelf.pk)}), actor=SYSTEM)
    with pytest.raises(Refused) as refusal:
        retry(lib.act(), quarantined=Quarantined.objects.get())
    assert refusal.value.codes == ["still_unreadable"]


def test_a_discrepancy_is_solved_by_one_choice_of_its_kind(lib):
    perform(said(lib, "lending.return", body={"copy": str(lib.copy().pk), "place": str(lib.shelf.pk)}), actor=SYSTEM)
    row = Discrepancy.objects.get()
    with pytest.raises(Refused) as unknown:
        solve(lib.act(), discrepancy=row, solution="burn", place=lib.shelf)
    with pytest.raises(Refused) as elsewhere:
        solve(lib.act(), discrepancy=row, solution="on_shelf", place=lib.other_shelf)
    solve(lib.act(), discrepancy=row, solution="on_shelf", place=lib.shelf)
    with pytest.raises(Refused) as twice:
        solve(lib.act(), discrepancy=row, solution="on_shelf", place=lib.shelf)
    assert (unknown.value.codes, elsewhere.value.codes, twice.value.codes) == (
        ["unknown_solution"],
        ["elsewhere"],
        ["already_solved"],
    )
    row.refresh_from_db()
    assert row.solution == "on_shelf"


def test_one_bad_operation_does_not_stand_in_the_way_of_others(lib):
    batch = [issue_of(lib, lib.copy(), lib.reader()), {"verb": 3}, issue_of(lib, lib.copy(), lib.reader())]
    assert [perform(raw, actor=SYSTEM).outcome for raw in batch] == ["applied", "quarantined", "applied"]
    assert Operation.objects.filter(verb="lending.issue").count() == 2


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_sent_ends_in_one_outcome_and_nothing_breaks(lib, data):
    """G10 in small: mutated operations of every verb. No exception, and whatever is not applied is kept."""
    verb = data.draw(st.sampled_from(VERBS.keys()))
    names = [*VERBS[verb].parameters, "x"]
    raw = said(
        lib, verb, body=data.draw(st.dictionaries(st.sampled_from(names), json_values | st.just(str(lib.shelf.pk)), max_size=6))
    )
    for key in data.draw(
        st.sets(st.sampled_from(["uid", "verb", "at", "schema", "seq", "epoch", "channel", "happened", "body"]), max_size=2)
    ):
        raw[key] = data.draw(json_values)
    answer = perform(raw, actor=Actor(name="Телефон", grants=((lib.hub.path, frozenset({"lending.issue"})),)), device="phone")
    assert answer.outcome in {"applied", "applied_with_discrepancy", "duplicate", "quarantined", "refused"}


def nested(levels: int) -> list:
    inside: list = []
    for _level in range(levels):
        inside = [inside]
    return inside


@pytest.mark.parametrize(
    "change",
    [
        {"at": "0001-01-01T00:00:00+14:00"},
        {"at": "9999-12-31T23:59:59-14:00"},
        {"verb": "a\x00b"},
        {"verb": "\ud800"},
        {"epoch": "\x00"},
        {"body": {"name": "\udfff"}},
        {"body": {"number": float("nan")}},
        {"body": {"deep": nested(100_000)}},
    ],
)
def test_what_no_database_can_keep_is_kept_as_text(lib, change):
    answers = [perform({**said(lib, "lending.return"), **change}, actor=SYSTEM, device="phone") for _ in range(2)]
    assert [answer.reason for answer in answers] == ["malformed", "malformed"]
    assert all("unreadable" in row.body["body"] for row in Quarantined.objects.all())


def test_a_word_that_no_database_can_keep_is_named_without_it(lib):
    assert perform(said(lib, "lending.return", body={"\x00": 1}), actor=SYSTEM).reason == "bad_body"
    assert Quarantined.objects.get().detail == "?: 1 unknown"


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_that_is_ten_years_wrong_breaks_nothing(lib, years):
    raw = issue_of(lib, lib.copy(), lib.reader())
    at = lib.now.replace(year=lib.now.year + years)
    answers = [perform({**raw, "at": at.isoformat()}, actor=SYSTEM) for _ in range(2)]
    assert [answer.outcome for answer in answers] == ["applied" if years < 0 else "applied_with_discrepancy", "duplicate"]
    day = Loan.objects.get().issued_on
    assert day == (at.date() if years < 0 else timezone.localdate())
    assert [row.kind for row in Discrepancy.objects.all()] == ([] if years < 0 else ["core.clock"])
    assert check_facts().drift == []


def test_another_institutions_operations_are_not_ours_to_solve(lib):
    perform(said(lib, "no.such"), actor=SYSTEM)
    row = Quarantined.objects.get()
    here = Actor(name="Бібліотекарка", grants=((lib.hub.path, frozenset({"core.discrepancies.solve"})),))
    for act, about in ((dismiss, {"reason": "х"}), (retry, {})):
        with pytest.raises(Forbidden):
            act(lib.act(actor=here), quarantined=row, **about)
