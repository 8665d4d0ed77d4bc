"""An equal book instead of a lost or damaged one: no fines, one act, two rows of the summary book."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.problems import Refused
from mandrivna.fund.actions.replacing import sign_replacement
from mandrivna.fund.intake import book
from mandrivna.fund.models import Copy, Replacement
from mandrivna.fund.replacing import departures
from mandrivna.fund.replacing_papers import act as paper
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.actions.moves import lose
from mandrivna.lending.actions.replacing import replace
from mandrivna.lending.models import Event, Loan
from mandrivna.shared.printing.document import Grid
from tests.drills.verbs_of_gifts import COMMISSION
from tests.factories.library import START, Library, library

pytestmark = pytest.mark.django_db
FAR, DAY = dt.date(2040, 1, 1), START.date()


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def lent(lib: Library) -> Copy:
    copy = lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    return copy


def count(kind: str) -> int:
    return sum(totals([kind], None, FAR).values())


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def signed(lib: Library, event: Event) -> Replacement:
    one = Replacement.objects.get(pk=event.pk)
    return sign_replacement(lib.act(), replacement=one, commission=COMMISSION, signed_on=DAY)


def states(*copies: Copy) -> list[str]:
    return [Copy.objects.get(pk=copy.pk).state for copy in copies]


def test_the_loan_ends_the_new_book_is_ours_at_once_and_the_old_one_leaves_by_the_act(lib, lent):
    fund = count("fund.holding")
    event = replace(lib.act(), copy=lent, place=lib.hub, record=lent.record, why="lost", price="120,50")
    one, loan = Replacement.objects.select_related("new__arrival").get(), Loan.objects.get()
    assert (loan.state, loan.closed_by, event.effect, loan.closed_place) == ("replaced", event.pk, "swapped", lib.hub)
    assert (one.new.inventory_number, one.new.home, one.new.place) == (lent.inventory_number + 1, lib.shelf, lib.hub)
    assert (states(lent, one.new), str(one.new.arrival.price)) == (["lost", "available"], "120.50")
    assert (count("lending.loss"), count("lending.return"), count("fund.holding")) == (1, 0, fund + 1)
    made = signed(lib, event)
    assert ((made.year, made.number, made.entry, made.left), states(lent)) == ((2026, 1, 1, 1), ["withdrawn"])
    assert (count("fund.holding"), Copy.objects.get(pk=lent.pk).withdrawn_why) == (fund, "втрата читачами")
    assert [(row.act, row.copies, str(row.sum)) for row in book(lib.root, 2026)] == [(made, 1, "120.50")]
    assert [(row.act, row.why, row.copies) for row in departures(lib.root, 2026)] == [(made, "втрата читачами", 1)]
    assert (check_facts().drift, count("lending.visit")) == ([], 2)  # at the shelf when it was lent, at the hub when it was brought


def test_said_again_it_is_the_same_replacement(lib, lent):
    act, about = lib.act(), {"copy": lent, "place": lib.shelf, "record": lent.record, "why": "damaged"}
    assert replace(act, **about) == replace(act, **about)
    assert (Replacement.objects.count(), Copy.objects.count(), Event.objects.filter(act="worn").count()) == (1, 2, 1)
    assert count("lending.loss") == 0  # what is damaged is not lost
    assert codes(replace, lib.act(), **about) == ["replaced_already"]


def test_taken_back_it_is_as_if_nothing_had_been_brought_but_the_number_stays_taken(lib, lent):
    event = replace(lib.act(), copy=lent, place=lib.shelf, record=lent.record, why="lost")
    undo(lib.act(), copy=lent, target=event.pk, place=lib.shelf)
    one = Replacement.objects.get()
    assert (one.state, states(lent, one.new), Loan.objects.get().state) == ("cancelled", ["on_loan", "withdrawn"], "open")
    assert (count("lending.loss"), count("fund.accepted"), check_facts().drift) == (0, 1, [])
    again = replace(lib.act(), copy=lent, place=lib.shelf, record=lent.record, why="lost")
    assert Replacement.objects.get(pk=again.pk).new.inventory_number == one.new.inventory_number + 1


def test_what_is_signed_or_used_is_not_taken_back(lib, lent):
    event = replace(lib.act(), copy=lent, place=lib.shelf, record=lent.record, why="lost")
    new = Replacement.objects.get().new
    out = issue(lib.act(), copy=new, reader=lib.reader(), place=lib.shelf)
    assert codes(undo, lib.act(), copy=lent, target=event.pk, place=lib.shelf) == ["used"]
    undo(lib.act(), copy=new, target=out.pk, place=lib.shelf)
    made = signed(lib, event)
    assert codes(undo, lib.act(), copy=lent, target=event.pk, place=lib.shelf) == ["act_signed"]
    assert codes(signed, lib, event) == ["signed"]
    assert Loan.objects.get(copy=lent).state == "replaced" and made.open is False


def test_a_loss_written_down_before_is_not_counted_twice_and_its_loan_is_settled(lib, lent):
    lose(lib.act(), copy=lent, place=lib.hub)
    assert codes(replace, lib.act(), copy=lent, place=lib.hub, record=lent.record, why="damaged") == ["was_lost"]
    replace(lib.act(), copy=lent, place=lib.hub, record=lent.record, why="lost")
    assert (Loan.objects.get().state, count("lending.loss"), check_facts().drift) == ("replaced", 1, [])


def test_a_book_found_before_the_signature_stays_and_the_act_says_so(lib, lent):
    event = replace(lib.act(), copy=lent, place=lib.shelf, record=lent.record, why="lost")
    return_copy(lib.act(), copy=Copy.objects.get(pk=lent.pk), place=lib.shelf)
    made = signed(lib, event)
    assert (states(lent), made.left, departures(lib.root, 2026), len(book(lib.root, 2026))) == (["available"], None, [], 1)
    assert (count("lending.loss"), "знайшовся" in str(paper(made).blocks)) == (0, True)


def test_the_paper_names_the_commission_and_no_reader(lib, lent):
    other = lib.record("Тигролови")
    event = replace(lib.act(), copy=lent, place=lib.shelf, record=other, why="lost", equal="Потрібніша читачам.")
    draft = paper(Replacement.objects.get())
    assert draft.notes == ["Проєкт: акт іще не підписано."]
    made = paper(signed(lib, event))
    grids = [(block.caption, block.rows[0][0].text) for block in made.blocks if isinstance(block, Grid)]
    assert (made.stamp.word, made.under_title, grids) == (
        "ЗАТВЕРДЖУЮ", ["№ 1"], [("Прийнято", str(lent.inventory_number + 1)), ("Вилучено з фонду", str(lent.inventory_number))],
    )  # fmt: skip
    assert "Підстава рівноцінності: Потрібніша читачам." in str(made.blocks) and "Читач 1" not in str(made)


def test_every_refusal_says_why(lib, lent):
    other, standing = lib.record("Тигролови"), lib.copy()
    about = {"copy": lent, "place": lib.shelf, "record": lent.record, "why": "lost"}
    assert codes(replace, lib.act(), **{**about, "copy": standing, "record": standing.record}) == ["nothing_to_replace"]
    assert codes(replace, lib.act(), **{**about, "why": "burnt"}) == ["no_reason"]
    assert codes(replace, lib.act(), **{**about, "record": other}) == ["not_told_why"]
    assert codes(replace, lib.act(), **{**about, "equal": "я" * 301, "price": "дорого"}) == ["too_long", "wrong_price"]
    assert codes(replace, lib.act(), **{**about, "place": lib.root}) == ["place_does_not_lend"]
    event = replace(lib.act(), **about)
    one = Replacement.objects.get(pk=event.pk)
    wrong = {"replacement": one, "commission": {}, "signed_on": DAY - dt.timedelta(days=1)}
    assert codes(sign_replacement, lib.act(), **wrong) == ["no_chair", "no_members", "wrong_day"]
    undo(lib.act(), copy=lent, target=event.pk, place=lib.shelf)
    assert codes(signed, lib, event) == ["cancelled"]
