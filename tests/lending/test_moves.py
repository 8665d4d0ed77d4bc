"""The thing itself: put, taken, not found, found again; and what of it is told to whom."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from mandrivna.core import erasure
from mandrivna.core.actor import Actor
from mandrivna.core.models import Discrepancy
from mandrivna.core.problems import Refused
from mandrivna.fund.actions.copies import confirm_copy
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import totals
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.moves import lose, put, take
from mandrivna.lending.actions.shelf_visits import plan_visit
from mandrivna.lending.actions.shelves import set_shelf_photo
from mandrivna.lending.models import Event, Hold, Loan, Pick, ShelfVisit
from mandrivna.lending.moving import whereabouts
from mandrivna.shared.ids import new_uid
from tests.drills.kit import operation, send
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2040, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def at(copy: Copy) -> tuple[str, int]:
    copy.refresh_from_db()
    return copy.state, copy.place_id


def count(kind: str) -> int:
    return sum(totals([kind], None, FAR).values())


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_a_book_goes_from_one_shelf_to_another_by_the_road_and_is_counted_where_it_was_put(lib):
    copy = lib.copy()
    take(lib.act(), copy=copy, place=lib.shelf)
    assert at(copy) == ("transit", lib.shelf.pk)
    put(lib.act(), copy=copy, place=lib.other_shelf)
    assert at(copy) == ("available", lib.other_shelf.pk)
    assert totals(["lending.restock"], None, FAR, by=("kind", "unit_id")) == {("lending.restock", lib.other_shelf.pk): 1}


def test_what_cannot_be_moved_says_why(lib):
    copy, lent = lib.copy(), lib.copy()
    issue(lib.act(), copy=lent, reader=lib.reader(), place=lib.shelf)
    assert codes(put, lib.act(), copy=copy, place=lib.shelf) == ["stands_here"]
    lent.refresh_from_db()
    assert [codes(verb, lib.act(), copy=lent, place=lib.shelf) for verb in (put, take)] == [["on_loan"]] * 2
    take(lib.act(), copy=copy, place=lib.shelf)
    copy.refresh_from_db()
    assert codes(take, lib.act(), copy=copy, place=lib.shelf) == ["on_the_road"]
    assert codes(put, lib.act(), copy=copy, place=lib.root) == ["place_does_not_lend"]


def test_a_lost_book_ends_its_loan_blocks_no_erasure_and_blames_nobody(lib):
    copy, reader = lib.copy(), lib.reader()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    assert [p.code for p in erasure.objections(lib.act(), reader.pk)] == ["erasure_books"]
    lose(lib.act(), copy=copy, place=lib.hub)
    loan = Loan.objects.get()
    assert (at(copy), loan.state, erasure.objections(lib.act(), reader.pk)) == (("lost", lib.shelf.pk), "lost", [])
    assert (Event.objects.get(act="lost").reader_id, count("lending.loss"), count("lending.visit")) == (None, 1, 1)
    assert codes(lose, lib.act(), copy=Copy.objects.get(), place=lib.hub) == ["lost_already"]


@pytest.mark.parametrize("how", ["return", "put", "issue"])
def test_what_turns_up_settles_the_loss_by_difference(lib, how):
    copy, reader = lib.copy(), lib.reader()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    lose(lib.act(), copy=copy, place=lib.shelf)
    copy.refresh_from_db()
    if how == "return":
        return_copy(lib.act(), copy=copy, place=lib.other_shelf)
    elif how == "put":
        put(lib.act(), copy=copy, place=lib.other_shelf)
    else:
        issue(lib.act(), copy=copy, reader=reader, place=lib.other_shelf)
    assert at(copy) == ("on_loan" if how == "issue" else "available", lib.other_shelf.pk)
    assert (count("lending.loss"), count("lending.return"), Discrepancy.objects.count()) == (0, int(how == "return"), 0)


def test_a_loss_taken_back_opens_the_loan_again(lib):
    copy = lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    gone = lose(lib.act(), copy=copy, place=lib.shelf)
    undo(lib.act(), copy=copy, target=gone.pk, place=lib.shelf)
    assert (at(copy)[0], Loan.objects.get().state, count("lending.loss")) == ("on_loan", "open", 0)


@pytest.mark.drift  # the mark of the import is put on a copy that was accepted here
def test_a_loss_taken_back_leaves_what_nobody_has_seen_yet_to_be_checked(lib):
    """An import left the copy for checking; a reader waits for the title, and still nobody has seen the book."""
    copy = lib.copy()
    Copy.objects.filter(pk=copy.pk).update(state="check", opening=new_uid(), extra={"status": "невідомо"})
    gone = lose(lib.act(), copy=copy, place=lib.shelf)
    hold(lib.act(actor=Actor(reader=(reader := lib.reader()).pk)), reader=reader, record=copy.record, pickup=lib.shelf)
    undo(lib.act(), copy=copy, target=gone.pk, place=lib.shelf)
    assert (at(copy)[0], Hold.objects.get().state) == ("check", "waiting")
    confirm_copy(lib.act(), copy=copy)
    gone = lose(lib.act(), copy=copy, place=lib.shelf)
    undo(lib.act(), copy=copy, target=gone.pk, place=lib.shelf)
    assert at(copy)[0] == "aside"


def a_visit(lib: Library, state: str) -> ShelfVisit:
    visit = plan_visit(lib.act(), place=lib.shelf, base=lib.other_shelf, on=lib.today)
    ShelfVisit.objects.filter(pk=visit.pk).update(state=state, closed_on=lib.today if state == "closed" else None)
    return ShelfVisit.objects.get(pk=visit.pk)


def test_nothing_goes_on_the_road_of_a_visit_that_is_over(lib):
    """Another tab ended it meanwhile: the book would be on the road for ever, and the signed list another one."""
    visit, copy = a_visit(lib, "closed"), lib.copy(place=lib.other_shelf)
    assert codes(take, lib.act(), copy=copy, place=lib.other_shelf, visit=visit) == ["visit_closed"]
    late = take(lib.act(happened=True), copy=copy, place=lib.other_shelf, visit=visit)
    assert (late.act, Pick.objects.count()) == ("take", 0)


def test_after_the_act_only_what_stands_on_it_is_taken_out_and_put_back_into_the_box(lib):
    copy, strange = lib.copy(), lib.copy(place=lib.other_shelf)
    visit = a_visit(lib, "at_shelf")
    take(lib.act(), copy=copy, place=lib.shelf, visit=visit)
    ShelfVisit.objects.update(state="handed")
    put(lib.act(), copy=copy, place=lib.other_shelf, visit=visit)
    take(lib.act(), copy=Copy.objects.get(pk=copy.pk), place=lib.other_shelf, visit=visit)  # not this one after all
    assert Pick.objects.values_list("way", "state").get() == ("take", "packed")
    assert codes(take, lib.act(), copy=strange, place=lib.other_shelf, visit=visit) == ["not_on_the_act"]


def test_a_photograph_belongs_to_a_visit_of_that_shelf(lib):
    visit = a_visit(lib, "at_shelf")
    assert codes(set_shelf_photo, lib.act(), place=lib.other_shelf, picture="", visit=visit) == ["foreign_visit"]


def test_in_whatever_order_the_words_of_a_journey_come_the_end_is_the_same(lib):
    """A phone without a network says on Wednesday what was done on Monday."""
    reader, ends = lib.reader(), set()
    moments = [lib.now + dt.timedelta(hours=n) for n in range(1, 5)]
    for number, order in enumerate(itertools.permutations(range(4))):
        copy = lib.copy()
        words = [
            operation(f"{number} take", "lending.take", moments[0], copy=copy, place=lib.shelf),
            operation(f"{number} put", "lending.put", moments[1], copy=copy, place=lib.other_shelf),
            operation(f"{number} out", "lending.issue", moments[2], copy=copy, reader=reader.pk, place=lib.other_shelf),
            operation(f"{number} lost", "lending.lose", moments[3], copy=copy, place=lib.other_shelf),
        ]
        for index in order:
            send({**words[index], "happened": True})
        ends.add((*at(copy), Loan.objects.get(copy=copy).state))
    assert ends == {("lost", lib.other_shelf.pk, "lost")}
    assert count("lending.loss") == 24


def test_who_holds_the_book_knows_better_than_the_record(lib):
    copy = lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    said = operation("found", "lending.put", lib.act().at, copy=copy, place=lib.other_shelf)
    send({**said, "happened": True})
    assert (at(copy), Loan.objects.get().state) == (("available", lib.other_shelf.pk), "returned")
    assert list(Discrepancy.objects.values_list("kind", flat=True)) == ["lending.moved_while_on_loan"]


def test_what_is_kept_for_a_reader_travels_kept_and_waits_its_days_from_when_it_came(lib):
    record, reader = lib.record("Замовлена"), lib.reader()
    copy = lib.copy(record, lib.other_shelf)
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.other_shelf)
    made = hold(lib.act(actor=Actor(reader=reader.pk)), reader=reader, record=record, pickup=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.other_shelf)
    copy.refresh_from_db()
    assert codes(take, lib.act(), copy=copy, place=lib.other_shelf) == ["held_here"]
    visit = plan_visit(lib.act(), place=lib.shelf, base=lib.other_shelf, on=lib.act().on)
    take(lib.act(), copy=copy, place=lib.other_shelf, visit=visit)
    assert (at(copy)[0], Hold.objects.get().state) == ("transit", "ready")
    put(lib.act(minutes=3 * 24 * 60), copy=copy, place=lib.shelf, visit=visit)
    made.refresh_from_db()
    assert (at(copy)[0], made.state, made.keep_until) == ("aside", "ready", lib.act().on + dt.timedelta(days=7))


def test_lost_while_kept_the_reader_waits_on_at_the_old_turn(lib):
    record, reader = lib.record("Замовлена"), lib.reader()
    copy = lib.copy(record)
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    made = hold(lib.act(actor=Actor(reader=reader.pk)), reader=reader, record=record, pickup=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    lose(lib.act(), copy=copy, place=lib.shelf)
    made.refresh_from_db()
    assert (at(copy)[0], made.state, made.copy) == ("lost", "waiting", None)


def test_every_copy_is_somewhere_and_only_there(lib):
    copies = [lib.copy() for _number in range(4)]
    issue(lib.act(), copy=copies[0], reader=lib.reader(), place=lib.shelf)
    take(lib.act(), copy=copies[1], place=lib.shelf)
    lose(lib.act(), copy=copies[2], place=lib.shelf)
    assert whereabouts(lib.root, lib.act().on) == {
        "shelf": 1, "loan": 1, "transit": 1, "lost": 1, "occupied": 0, "withdrawn": 0,
    }  # fmt: skip
