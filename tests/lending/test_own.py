"""What readers do with their own loans: keep them longer, and keep, or not, a list of what they have read."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actions.units import set_mode
from mandrivna.core.actor import Actor
from mandrivna.core.models import Mode, Operation, Unit
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.own import keep_history, renew_all, renew_own
from mandrivna.lending.erasure import forget_returned
from mandrivna.lending.models import Loan, Read, Remembering
from mandrivna.lending.queries import own_history
from mandrivna.readers.models import Reader
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def lend(lib: Library, reader: Reader, place: Unit | None = None) -> Loan:
    return Loan.objects.get(pk=issue(lib.act(), copy=lib.copy(place=place), reader=reader, place=place or lib.shelf).pk)


def bring_back(lib: Library, loan: Loan) -> None:
    return_copy(lib.act(), copy=loan.copy, place=lib.shelf)


def own(lib: Library, reader: Reader, **about: object) -> Act:
    return lib.act(actor=Actor(reader=reader.pk), channel="self", **about)


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_a_reader_keeps_the_book_longer(lib):
    reader = lib.reader()
    loan = lend(lib, reader)
    event = renew_own(own(lib, reader), loan=loan)
    after = Loan.objects.get()
    assert ((after.due_on - loan.due_on).days, after.renewals) == (10, 1)
    assert (event.mode, event.channel, event.counts_visit, event.place) == ("distance", "self", False, lib.shelf)


def test_a_renewal_from_home_counts_as_a_renewal_and_is_no_visit(lib):
    reader = lib.reader()
    loan, visits = lend(lib, reader), totals(["lending.visit"], None, FAR)
    lib.now += dt.timedelta(days=3)
    renew_own(own(lib, reader), loan=loan)
    assert totals(["lending.renewal"], None, FAR, by=("mode", "channel")) == {("distance", "self"): 1}
    assert (totals(["lending.visit"], None, FAR), check_facts().drift) == (visits, [])


def test_the_same_form_twice_is_one_renewal(lib):
    reader = lib.reader()
    loan, act = lend(lib, reader), own(lib, reader)
    assert renew_own(act, loan=loan) == renew_own(act, loan=loan)
    assert Loan.objects.get().renewals == 1


def test_nobody_renews_another_readers_loan_this_way(lib):
    loan = lend(lib, lib.reader())
    everything = Actor(staff_id=1, grants=((lib.root.path, frozenset({"lending.issue", "readers.view"})),))
    for actor in (Actor(reader=lib.reader().pk), everything, Actor()):
        with pytest.raises(Forbidden) as refused:
            renew_own(lib.act(actor=actor), loan=loan)
        assert refused.value.codes == ["not_own"]
    assert Loan.objects.get().renewals == 0


def test_the_rules_and_the_world_refuse(lib):
    reader = lib.reader()
    loan = lend(lib, reader)
    renew_own(own(lib, reader), loan=loan)
    renew_own(own(lib, reader), loan=loan)
    assert codes(renew_own, own(lib, reader), loan=loan) == ["renewed_enough"]
    bring_back(lib, loan)
    assert codes(renew_own, own(lib, reader), loan=loan) == ["not_open"]


def test_nothing_is_renewed_while_the_library_does_not_work(lib):
    reader = lib.reader()
    loan = lend(lib, reader)
    set_mode(lib.act(), unit=lib.root, mode=Mode.SUSPENDED, since=lib.today)
    assert codes(renew_own, own(lib, reader), loan=loan) == ["place_not_working"]


def test_nothing_is_renewed_in_a_closed_library(lib):
    reader = lib.reader()
    loan = lend(lib, reader)
    Unit.objects.filter(pk=lib.root.pk).update(closed_on=lib.today)
    assert codes(renew_own, own(lib, reader), loan=loan) == ["institution_closed"]


def test_a_shelf_that_is_gone_hands_over_to_its_hub(lib):
    reader = lib.reader()
    loan = lend(lib, reader)
    Unit.objects.filter(pk=lib.shelf.pk).update(closed_on=lib.today)
    assert renew_own(own(lib, reader), loan=loan).place == lib.hub


def test_all_at_once_each_for_itself(lib):
    reader, other = lib.reader(), lib.reader()
    worn, fresh, foreign = lend(lib, reader), lend(lib, reader), lend(lib, other)
    for _time in range(2):
        renew_own(own(lib, reader), loan=worn)
    act = own(lib, reader)
    answer = renew_all(act, reader)
    assert [loan.pk for loan in answer.done] == [fresh.pk]
    assert [(loan.pk, [p.code for p in problems]) for loan, problems in answer.refused] == [(worn.pk, ["renewed_enough"])]
    renew_all(act, reader)
    assert dict(Loan.objects.values_list("pk", "renewals")) == {worn.pk: 2, fresh.pk: 1, foreign.pk: 0}


# --- the list of what was read ----------------------------------------------------------------------------------------


def test_without_asking_nothing_is_remembered(lib):
    reader = lib.reader()
    bring_back(lib, lend(lib, reader))
    assert (own_history(reader).since, own_history(reader).rows) == (None, [])
    forget_returned(lib.now + dt.timedelta(days=15))
    assert Read.objects.count() == 0


def test_who_asks_has_a_list_that_outlives_the_link(lib):
    reader = lib.reader()
    keep_history(own(lib, reader), reader=reader, keep=True)
    loan = lend(lib, reader)
    bring_back(lib, loan)
    before = own_history(reader).rows
    assert [row.title for row in before] == ["Лісова пісня"]
    forget_returned(lib.now + dt.timedelta(days=15))
    assert (Loan.objects.get().reader, own_history(reader).rows) == (None, before)
    assert forget_returned(lib.now + dt.timedelta(days=15)) == 0


def test_another_readers_list_stays_empty(lib):
    reader, other = lib.reader(), lib.reader()
    keep_history(own(lib, reader), reader=reader, keep=True)
    bring_back(lib, lend(lib, other))
    forget_returned(lib.now + dt.timedelta(days=15))
    assert Read.objects.count() == 0


def test_changing_ones_mind_destroys_the_list_at_once(lib):
    reader = lib.reader()
    keep_history(own(lib, reader), reader=reader, keep=True)
    bring_back(lib, lend(lib, reader))
    forget_returned(lib.now + dt.timedelta(days=15))
    assert Read.objects.count() == 1
    keep_history(own(lib, reader), reader=reader, keep=False)
    assert (Read.objects.count(), Remembering.objects.count(), own_history(reader).since) == (0, 0, None)


def test_nobody_else_switches_it(lib):
    reader = lib.reader()
    with pytest.raises(Forbidden):
        keep_history(lib.act(actor=Actor(reader=lib.reader().pk)), reader=reader, keep=True)
    assert Operation.objects.filter(verb="lending.keep_history").count() == 0
