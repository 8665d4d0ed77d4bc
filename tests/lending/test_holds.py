"""The queue for a title: who is next, what is kept for whom, and that nobody's copy goes to somebody else."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.catalogue.actions.upkeep import merge_records, unmerge_records
from mandrivna.catalogue.models import Record
from mandrivna.core import erasure, policy, retention
from mandrivna.core.act import Act
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.models import Kind, Mode
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import where_standing
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.actions.holds import cancel_hold, cancel_own_hold, expire_hold, expire_holds, hold, set_aside
from mandrivna.lending.models import Hold
from mandrivna.readers.models import Reader
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def reserve(lib: Library, reader: Reader, record: Record, **about) -> Hold:
    return hold(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, record=record, pickup=lib.shelf, **about)


def lent(lib: Library, copy: Copy | None = None) -> Copy:
    copy = copy or lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    return copy


def back(lib: Library, copy: Copy) -> None:
    return_copy(lib.act(), copy=copy, place=lib.shelf)


def states(*things) -> list[str]:
    for one in things:
        one.refresh_from_db()
    return [one.state for one in things]


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_what_comes_back_is_kept_for_the_first_and_then_for_the_second(lib):
    copy = lent(lib)
    one, two = (reserve(lib, lib.reader(), copy.record) for _time in range(2))
    assert states(one, two, copy) == ["waiting", "waiting", "on_loan"]
    back(lib, copy)
    assert states(one, two, copy) == ["ready", "waiting", "aside"]
    assert (one.copy, one.ready_on, one.keep_until - one.ready_on) == (copy, lib.today, dt.timedelta(days=7))
    assert where_standing([copy.record], [lib.shelf.pk])[copy.record_id] == {}
    issue(lib.act(), copy=copy, reader=one.reader, place=lib.shelf)
    assert states(one, two, copy) == ["collected", "waiting", "on_loan"]
    back(lib, copy)
    assert states(one, two, copy) == ["collected", "ready", "aside"]


def test_a_kept_copy_is_not_lent_to_somebody_else_unless_it_has_happened(lib):
    copy = lent(lib)
    mine, other = reserve(lib, lib.reader(), copy.record), lib.reader()
    back(lib, copy)
    assert codes(issue, lib.act(), copy=copy, reader=other, place=lib.shelf) == ["held_for_another"]
    issue(lib.act(happened=True), copy=copy, reader=other, place=lib.shelf)
    assert (states(mine, copy), mine.copy) == (["waiting", "on_loan"], None)
    back(lib, copy)
    assert states(mine, copy) == ["ready", "aside"]


def test_any_copy_the_reader_takes_is_the_one_they_waited_for(lib):
    copy = lent(lib)
    second = lent(lib, lib.copy(copy.record))
    one, two = (reserve(lib, lib.reader(), copy.record) for _time in range(2))
    back(lib, copy)
    third = lib.copy(copy.record)
    issue(lib.act(), copy=third, reader=one.reader, place=lib.shelf)
    assert (states(one, two, copy, second), two.copy) == (["collected", "ready", "aside", "on_loan"], copy)


def test_an_issue_taken_back_brings_the_reader_back_into_the_queue(lib):
    copy = lent(lib)
    mine = reserve(lib, lib.reader(), copy.record)
    back(lib, copy)
    issued = issue(lib.act(), copy=copy, reader=mine.reader, place=lib.shelf)
    undo(lib.act(), copy=copy, target=issued.pk, place=lib.shelf)
    assert (states(mine, copy), mine.issued) == (["ready", "aside"], None)


def test_a_return_taken_back_leaves_the_queue_as_it_was(lib):
    copy = lent(lib)
    mine = reserve(lib, lib.reader(), copy.record)
    returned = return_copy(lib.act(), copy=copy, place=lib.shelf)
    undo(lib.act(), copy=copy, target=returned.pk, place=lib.shelf)
    assert (states(mine, copy), mine.copy) == (["waiting", "on_loan"], None)


def test_what_stands_on_a_shelf_is_set_aside_by_hand(lib):
    copy, other = lib.copy(), lib.copy(lib.record("Інша"))
    mine = reserve(lib, lib.reader(), copy.record)
    assert states(mine, copy) == ["waiting", "available"]
    assert codes(set_aside, lib.act(), hold=mine, copy=other) == ["other_title"]
    set_aside(lib.act(), hold=mine, copy=copy)
    assert states(mine, copy) == ["ready", "aside"]
    assert codes(set_aside, lib.act(), hold=mine, copy=copy) == ["not_waiting"]
    late = reserve(lib, lib.reader(), copy.record)
    assert codes(set_aside, lib.act(), hold=late, copy=copy) == ["not_here"]
    assert codes(withdraw_copy, lib.act(), copy=copy, why="зношено") == ["not_available"]


def test_a_cancelled_one_gives_way_and_the_last_leaves_the_copy_on_the_shelf(lib):
    copy = lent(lib)
    one, two = (reserve(lib, lib.reader(), copy.record) for _time in range(2))
    back(lib, copy)
    cancel_own_hold(lib.act(actor=Actor(reader=one.reader.pk)), hold=one)
    assert states(one, two, copy) == ["cancelled", "ready", "aside"]
    cancel_hold(lib.act(), hold=two)
    assert states(two, copy) == ["cancelled", "available"]
    assert codes(cancel_hold, lib.act(), hold=two) == ["hold_ended"]
    with pytest.raises(Forbidden):
        cancel_own_hold(lib.act(actor=Actor(reader=one.reader.pk)), hold=two)


def test_what_nobody_collects_goes_to_the_next_at_night(lib):
    copy = lent(lib)
    one, two = (reserve(lib, lib.reader(), copy.record) for _time in range(2))
    assert codes(expire_hold, lib.act(), hold=one) == ["not_ready"]
    back(lib, copy)
    expire_holds.func(today=str(lib.today + dt.timedelta(days=7)))
    assert states(one, two) == ["ready", "waiting"]
    expire_holds.func(today=str(lib.today + dt.timedelta(days=8)))
    assert states(one, two, copy) == ["expired", "ready", "aside"]


def test_only_the_reader_reserves_for_themselves(lib):
    reader, record = lib.reader(), lib.copy().record
    for actor in (NOBODY, Actor(reader=lib.reader().pk)):
        with pytest.raises(Forbidden):
            hold(lib.act(actor=actor), reader=reader, record=record, pickup=lib.shelf)


def test_what_cannot_be_reserved_says_why(lib):
    reader, copy = lib.reader(), lib.copy()
    act = lambda: lib.act(actor=Actor(reader=reader.pk))  # noqa: E731 - as short as it is
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    assert codes(hold, act(), reader=reader, record=lib.record("Без примірників"), pickup=lib.shelf) == ["no_copies"]
    assert codes(hold, act(), reader=reader, record=copy.record, pickup=elsewhere) == ["place_does_not_lend", "foreign_place"]
    reserve(lib, reader, copy.record)
    assert codes(hold, act(), reader=reader, record=copy.record, pickup=lib.shelf) == ["held_already"]
    taken = lib.copy(lib.record("У руках"))
    issue(lib.act(), copy=taken, reader=reader, place=lib.shelf)
    assert codes(hold, act(), reader=reader, record=taken.record, pickup=lib.shelf) == ["in_hand"]
    policy.edit_policy(lib.act(), policy="lending", key="max_holds", change={"value": 1}, reason="мало книжок")
    more = lib.copy(lib.record("Ще одна"))
    assert codes(hold, act(), reader=reader, record=more.record, pickup=lib.shelf) == ["many_holds"]


def test_said_twice_it_is_one_place_in_the_queue(lib):
    reader, copy = lib.reader(), lib.copy()
    act = lib.act(actor=Actor(reader=reader.pk))
    assert hold(act, reader=reader, record=copy.record, pickup=lib.shelf) == hold(
        act, reader=reader, record=copy.record, pickup=lib.shelf
    )
    assert Hold.objects.count() == 1


def test_a_forgotten_reader_leaves_the_queue_and_the_next_is_served(lib, settings, tmp_path):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    copy = lent(lib)
    one, two = (reserve(lib, lib.reader(), copy.record) for _time in range(2))
    back(lib, copy)
    erasure.forget(lib.act(), one.reader.pk)
    assert (states(one, two), one.reader) == (["cancelled", "ready"], None)


def test_two_weeks_after_the_end_nobody_knows_whose_it_was(lib):
    mine = reserve(lib, lib.reader(), lib.copy().record)
    cancel_hold(lib.act(), hold=mine)
    retention.execute(lib.now + dt.timedelta(days=16))
    mine.refresh_from_db()
    assert mine.reader is None


def test_two_descriptions_made_one_have_one_queue_and_apart_again_two(lib):
    copy, other = lent(lib), lent(lib, lib.copy(lib.record("Лісова пісня: драма")))
    one, two, both = lib.reader(), lib.reader(), lib.reader()
    first, second = reserve(lib, one, copy.record), reserve(lib, two, other.record)
    early, late = reserve(lib, both, copy.record), reserve(lib, both, other.record)
    merge = merge_records(lib.act(), kept=copy.record, gone=other.record)
    assert states(first, second, early, late) == ["waiting", "waiting", "waiting", "cancelled"]
    assert {hold.record_id for hold in Hold.objects.all()} == {copy.record_id}
    unmerge_records(lib.act(), merge=merge)
    second.refresh_from_db()
    assert second.record_id == other.record_id
