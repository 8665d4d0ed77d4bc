"""The rules of lending as data: for whom, what and where; closed days; the next visit; and who waits."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core import policy
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import Actor
from mandrivna.core.models import Kind, Mode
from mandrivna.core.problems import Refused
from mandrivna.lending.actions.circulation import issue, renew
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.own import renew_own
from mandrivna.lending.actions.shelf_visits import plan_visit
from mandrivna.lending.models import Hold, Loan
from mandrivna.lending.problems import issue_problems
from mandrivna.lending.terms import terms
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def rule(lib: Library, key: str, value: object) -> None:
    policy.edit(lib.act(), policy="lending", key=key, value=value, reason="так домовилися")


def due(lib: Library, **about: object) -> dt.date:
    event = issue(lib.act(), copy=lib.copy(), reader=lib.reader(**about), place=lib.shelf)
    return Loan.objects.get(pk=event.pk).due_on


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_the_first_rule_that_fits_is_the_one_that_counts(lib):
    rule(lib, "own_rules", [["учні", "*", "Полиця 1", "7", "2", "0"], ["учні", "*", "*", "14", "*", "*"]])
    today = lib.act().on
    assert due(lib, audience="pupil") == today + dt.timedelta(days=7)
    assert due(lib) == today + dt.timedelta(days=30)
    pupil = lib.reader(audience="pupil")
    for _number in range(2):
        issue(lib.act(), copy=lib.copy(), reader=pupil, place=lib.shelf)
    act, copy = lib.act(), lib.copy()
    found = issue_problems(act, copy, pupil, lib.shelf, lib.shelf.on(act.on), terms())
    assert [problem.code for problem in found] == ["many_loans"]
    assert codes(renew, lib.act(), loan=Loan.objects.filter(reader=pupil).first(), place=lib.shelf) == ["renewed_enough"]


def test_what_is_read_on_the_spot_is_not_lent(lib):
    rule(lib, "own_rules", [["*", "книга", "*", "лише тут", "*", "*"]])
    assert codes(issue, lib.act(), copy=lib.copy(), reader=lib.reader(), place=lib.shelf) == ["only_here"]


def test_a_term_never_ends_on_a_closed_day(lib):
    usual = lib.act().on + dt.timedelta(days=30)
    rule(lib, "closed_days", [[f"{usual:%m-%d}", (usual + dt.timedelta(days=1)).isoformat()]])
    assert due(lib) == usual + dt.timedelta(days=2)


def test_the_term_may_be_the_day_when_somebody_comes_to_the_shelf(lib):
    on = lib.act().on
    for days in (5, 21):
        plan_visit(lib.act(), place=lib.shelf, base=lib.hub, on=on + dt.timedelta(days=days))
    assert due(lib) == on + dt.timedelta(days=30)
    rule(lib, "due_follows_visit", True)
    assert due(lib) == on + dt.timedelta(days=21)  # in five days nobody has read a book


def test_a_book_that_somebody_waits_for_is_not_kept_longer_unless_the_rules_say_so(lib):
    reader, waits = lib.reader(), lib.reader()
    copy = lib.copy()
    loan = Loan.objects.get(pk=issue(lib.act(), copy=copy, reader=reader, place=lib.shelf).pk)
    hold(lib.act(actor=Actor(reader=waits.pk)), reader=waits, record=copy.record, pickup=lib.shelf)
    assert codes(renew, lib.act(), loan=loan, place=lib.shelf) == ["awaited"]
    assert codes(renew_own, lib.act(actor=Actor(reader=reader.pk)), loan=loan) == ["awaited"]
    rule(lib, "renew_while_awaited", True)
    assert renew(lib.act(), loan=loan, place=lib.shelf).effect == "renews"


def test_who_waits_in_another_library_does_not_hold_up_a_reader_of_this_one(lib):
    reader, waits, copy = lib.reader(), lib.reader(), lib.copy()
    loan = Loan.objects.get(pk=issue(lib.act(), copy=copy, reader=reader, place=lib.shelf).pk)
    hold(lib.act(actor=Actor(reader=waits.pk)), reader=waits, record=copy.record, pickup=lib.shelf)
    other = create_unit(lib.act(), parent=lib.root, kind=Kind.INSTITUTION, name="Інша бібліотека", mode=Mode.TRAVELLING)
    Hold.objects.update(institution=other)
    assert renew(lib.act(), loan=loan, place=lib.shelf).effect == "renews"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("own_rules", [["учні", "книга", "*", "7"]], "policy_not_a_rule"),
        ("own_rules", [["марсіани", "*", "*", "7", "2", "0"]], "policy_not_a_rule"),
        ("own_rules", [["*", "*", "*", "0", "2", "0"]], "policy_not_a_rule"),
        ("own_rules", "усі", "policy_not_a_rule"),
        ("closed_days", [["1 січня"]], "policy_not_a_day"),
        ("due_follows_visit", 1, "policy_not_a_switch"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(lib, key, value, code):
    assert codes(rule, lib, key, value) == [code]
