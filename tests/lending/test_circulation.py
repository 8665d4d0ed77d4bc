"""One loan from end to end: a record, a copy, a reader, an issue from a travelling shelf, a return, and the figures."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.actions.units import close_unit, set_mode
from mandrivna.core.models import Discrepancy, Mode, Operation, Outcome
from mandrivna.core.problems import Refused
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, renew, return_copy, undo
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.states import LoanState
from mandrivna.readers.models import Enrolment
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db

KINDS = (
    "lending.issue",
    "lending.renewal",
    "lending.return",
    "lending.visit",
    "readers.served",
    "readers.enrolment",
    "fund.holding",
)


@pytest.fixture
def lib() -> Library:
    return library()


def figures(lib: Library, *by: str) -> dict:
    return totals(KINDS, None, dt.date(2030, 1, 1), lib.root.path, by=by or ("kind",))


def test_a_loan_and_its_return_are_counted_where_and_when_they_happened(lib):
    copy, reader = lib.copy(), lib.reader()
    out = issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    loan = Loan.objects.get(pk=out.pk)
    assert (loan.copy, loan.reader, loan.place, loan.state) == (copy, reader, lib.shelf, LoanState.OPEN)
    assert loan.due_on == loan.issued_on + dt.timedelta(days=30)
    assert Copy.objects.get(pk=copy.pk).state == State.ON_LOAN

    return_copy(lib.act(minutes=60 * 24 * 3), copy=copy, place=lib.other_shelf)
    loan.refresh_from_db()
    copy.refresh_from_db()
    assert (loan.state, loan.closed_place) == (LoanState.RETURNED, lib.other_shelf)
    assert (copy.state, copy.place, copy.home) == (State.AVAILABLE, lib.other_shelf, lib.shelf)
    assert figures(lib, "kind", "unit_id") == {
        ("fund.holding", lib.shelf.pk): 1,
        ("readers.enrolment", lib.shelf.pk): 1,
        ("readers.served", lib.shelf.pk): 1,
        ("lending.issue", lib.shelf.pk): 1,
        ("lending.visit", lib.shelf.pk): 1,
        ("lending.return", lib.other_shelf.pk): 1,
        ("lending.visit", lib.other_shelf.pk): 1,
    }
    assert check_facts().drift == []


def test_travelling_shelves_serve_outside_the_walls(lib):
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    assert figures(lib, "kind", "mode")[("lending.issue", "nonstationary")] == 1
    set_mode(lib.act(), unit=lib.shelf, mode=Mode.STATIONARY, since=lib.today + dt.timedelta(days=1))
    lib.now += dt.timedelta(days=2)
    issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    assert figures(lib, "kind", "mode")[("lending.issue", "stationary")] == 1


def test_two_books_on_one_visit_are_one_visit_and_one_served_user(lib):
    reader = lib.reader()
    for _ in range(2):
        issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
    found = figures(lib)
    assert (found[("lending.issue",)], found[("lending.visit",)], found[("readers.served",)]) == (2, 1, 1)


def test_the_same_operation_twice_is_one_loan(lib):
    copy, reader, act = lib.copy(), lib.reader(), lib.act()
    first = issue(act, copy=copy, reader=reader, place=lib.shelf)
    again = issue(act, copy=copy, reader=reader, place=lib.shelf)
    assert (first.pk, Loan.objects.count(), Operation.objects.filter(verb="lending.issue").count()) == (again.pk, 1, 1)
    assert figures(lib)[("lending.issue",)] == 1


def test_renewal_lengthens_the_loan_and_counts_apart(lib):
    loan = issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf)
    lib.now += dt.timedelta(days=25)
    renew(lib.act(), loan=Loan.objects.get(pk=loan.pk), place=lib.shelf)
    row = Loan.objects.get()
    assert (row.renewals, row.due_on) == (1, row.issued_on + dt.timedelta(days=40))
    assert figures(lib)[("lending.renewal",)] == 1


def test_undo_takes_the_figures_back_and_deletes_nothing(lib):
    before = figures(lib)
    copy, reader = lib.copy(), lib.reader()
    with_reader = figures(lib)
    out = issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    undo(lib.act(), copy=copy, target=out.pk, place=lib.shelf)
    assert before == {}
    assert figures(lib) == with_reader
    assert (Loan.objects.count(), Event.objects.count()) == (0, 2)
    assert Copy.objects.get(pk=copy.pk).state == State.AVAILABLE
    assert check_facts().drift == []


@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda lib, copy, reader: issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf), "on_loan"),
        (
            lambda lib, copy, reader: withdraw_copy(lib.act(), copy=copy, why="зношеність"),
            "withdrawn",
        ),
        (lambda lib, copy, reader: close_unit(lib.act(), unit=lib.shelf), "place_closed"),
        (
            lambda lib, copy, reader: set_mode(lib.act(), unit=lib.shelf, mode=Mode.SUSPENDED, since=lib.today),
            "place_not_working",
        ),
        (lambda lib, copy, reader: Enrolment.objects.filter(reader=reader).update(year=2025), "not_enrolled"),
    ],
)
def test_the_desk_is_refused(lib, prepare, code):
    copy, reader = lib.copy(), lib.reader()
    prepare(lib, copy, reader)
    lib.shelf.refresh_from_db()
    loans = Loan.objects.count()
    with pytest.raises(Refused) as refusal:
        issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    assert refusal.value.codes == [code]
    assert Loan.objects.count() == loans


def test_an_institution_as_such_lends_nothing(lib):
    with pytest.raises(Refused) as refusal:
        issue(lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.root)
    assert refusal.value.codes == ["place_does_not_lend"]


def test_returning_what_is_not_on_loan_is_refused_at_the_desk(lib):
    with pytest.raises(Refused) as refusal:
        return_copy(lib.act(), copy=lib.copy(), place=lib.shelf)
    assert refusal.value.codes == ["not_on_loan"]


def test_renewing_is_refused_after_the_return_and_after_two_times(lib):
    copy = lib.copy()
    loan = Loan.objects.get(pk=issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf).pk)
    for _ in range(2):
        renew(lib.act(), loan=loan, place=lib.shelf)
    with pytest.raises(Refused) as enough:
        renew(lib.act(), loan=loan, place=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    with pytest.raises(Refused) as returned:
        renew(lib.act(), loan=loan, place=lib.shelf)
    assert (enough.value.codes, returned.value.codes) == (["renewed_enough"], ["not_open"])


def test_undo_is_refused_when_too_late_unknown_done_or_not_the_last(lib):
    copy, reader = lib.copy(), lib.reader()
    out = issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    back = return_copy(lib.act(), copy=copy, place=lib.shelf)

    def refused(target, **about) -> list[str]:
        with pytest.raises(Refused) as refusal:
            undo(lib.act(**about), copy=copy, target=target, place=lib.shelf)
        return refusal.value.codes

    assert refused(out.pk) == ["not_the_last"]
    assert refused(lib.act().uid) == ["nothing_to_undo"]
    undo(lib.act(), copy=copy, target=back.pk, place=lib.shelf)
    assert refused(back.pk) == ["already_undone"]
    assert refused(out.pk, minutes=11) == ["too_late"]


def test_what_has_happened_is_recorded_and_explained_instead_of_refused(lib):
    copy, olena, taras = lib.copy(), lib.reader(), lib.reader()
    issue(lib.act(), copy=copy, reader=olena, place=lib.shelf)
    act = lib.act(happened=True, minutes=60 * 24)
    issue(act, copy=copy, reader=taras, place=lib.other_shelf)
    assert [(loan.reader, loan.state) for loan in Loan.objects.order_by("issued_on")] == [
        (olena, LoanState.SUPERSEDED),
        (taras, LoanState.OPEN),
    ]
    row = Discrepancy.objects.get()
    assert (row.kind, row.op, row.unit, row.closed_at) == ("lending.issued_while_on_loan", act.uid, lib.other_shelf, None)
    assert Operation.objects.get(pk=act.uid).outcome == Outcome.DISCREPANCY
    assert check_facts().drift == []


def test_a_return_known_before_its_issue_explains_itself_later(lib):
    copy, reader = lib.copy(), lib.reader()
    out, back = lib.act(happened=True), lib.act(happened=True)
    return_copy(back, copy=copy, place=lib.shelf)
    assert Discrepancy.objects.get().closed_at is None
    issue(out, copy=copy, reader=reader, place=lib.shelf)
    assert Discrepancy.objects.get().solution == "settled_itself"
    assert Loan.objects.get().state == LoanState.RETURNED
    assert figures(lib)[("lending.visit",)] == 1


def test_a_reader_served_offline_is_registered_for_the_year(lib):
    reader = lib.reader()
    lib.now = lib.now.replace(year=2027)
    issue(lib.act(happened=True), copy=lib.copy(), reader=reader, place=lib.shelf)
    assert list(Enrolment.objects.order_by("year").values_list("year", "how")) == [(2026, "new"), (2027, "again")]
