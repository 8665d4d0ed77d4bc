"""Copies: a number for ever, a barcode once, a balance that follows."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.problems import Refused
from mandrivna.fund.actions.copies import accept_copy, withdraw_copy
from mandrivna.fund.models import TRANSITIONS, Copy, State
from mandrivna.fund.queries import newest_at
from mandrivna.ledger.api import check_facts, total
from mandrivna.lending.actions.circulation import issue
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_numbers_follow_one_another_and_a_given_number_moves_the_series_on(lib):
    record = lib.record()
    numbers = [
        accept_copy(lib.act(), record=record, place=lib.shelf, inventory_number=wish).inventory_number
        for wish in (None, None, 10, None, 5, None)
    ]
    assert numbers == [1, 2, 10, 11, 5, 12]


def test_a_number_is_never_used_again_even_after_withdrawal(lib):
    copy = lib.copy()
    withdraw_copy(lib.act(), copy=copy, why="зношеність")
    again = codes(accept_copy, lib.act(), record=copy.record, place=lib.shelf, inventory_number=copy.inventory_number)
    assert again == ["number_taken"]
    for delete in (copy.delete, Copy.objects.all().delete):
        with pytest.raises(TypeError, match="withdrawn, never deleted"):
            delete()


def test_a_barcode_is_one_copys(lib):
    record = lib.record()
    accept_copy(lib.act(), record=record, place=lib.shelf, barcode=" A-1 ")
    assert codes(accept_copy, lib.act(), record=record, place=lib.shelf, barcode="A-1") == ["barcode_taken"]
    assert Copy.resolve("barcode:A-1") == Copy.objects.get()


def test_impossible_numbers_are_refused(lib):
    record = lib.record()
    for number in (0, -1, 2**31):
        assert codes(accept_copy, lib.act(), record=record, place=lib.shelf, inventory_number=number) == ["wrong_number"]


def test_withdrawing_needs_a_reason_and_the_copy_at_hand(lib):
    copy = lib.copy()
    assert codes(withdraw_copy, lib.act(), copy=copy, why=" ") == ["no_reason"]
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    assert codes(withdraw_copy, lib.act(), copy=copy, why="зношеність") == ["not_available"]


def test_the_fund_on_a_day_is_a_running_total(lib):
    copies = [lib.copy() for _ in range(3)]
    arrived = lib.today
    lib.now += dt.timedelta(days=30)
    withdraw_copy(lib.act(), copy=copies[0], why="зношеність")
    gone = lib.today
    assert [total(["fund.holding"], None, day) for day in (arrived - dt.timedelta(days=1), arrived, gone)] == [0, 3, 2]
    assert check_facts().drift == []


def test_the_projection_of_holdings_follows_when_the_outbox_gets_to_it(lib):
    record = lib.record()
    for _ in range(2):
        accept_copy(lib.act(), record=record, place=lib.shelf)
    issue(lib.act(), copy=Copy.objects.first(), reader=lib.reader(), place=lib.shelf)
    for _ in range(2):
        count_holdings.call(record=str(record.pk))
    record.refresh_from_db()
    assert (record.copies, record.available) == (2, 1)


def test_counting_a_record_that_is_gone_does_nothing(lib):
    count_holdings.call(record=str(lib.act().uid))
    assert Record.objects.count() == 0


def test_the_states_of_a_copy_are_one_table():
    assert set(TRANSITIONS) == set(State.values)
    assert TRANSITIONS[State.WITHDRAWN] == frozenset()


def test_one_gift_of_many_copies_does_not_fill_the_newest(lib):
    """Seventy copies of a textbook are one title; what came before it is still seen."""
    earlier, textbook = lib.record("Кобзар"), lib.record("Підручник")
    lib.copy(earlier)
    for _copy in range(12):
        lib.copy(textbook)
    assert [record.title for record in newest_at([lib.shelf.pk], 2)] == ["Підручник", "Кобзар"]
