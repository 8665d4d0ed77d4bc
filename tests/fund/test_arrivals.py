"""From the box to the shelf: each step has its day, its place and its figure, and the days it took are counted."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core.problems import Refused
from mandrivna.fund.actions import arrivals, donors, gifts
from mandrivna.fund.intake import oldest_waiting, paces
from mandrivna.fund.models import Arrival, Copy, Way
from mandrivna.ledger.api import check_facts, total
from mandrivna.lending.actions.circulation import issue
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
BEGIN = dt.date(2026, 1, 12)
KINDS = ("fund.accepted", "fund.labelled", "fund.shelved", "fund.days_to_label", "fund.days_to_shelf")


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def copies(lib: Library) -> list[str]:
    """Three of one title, accepted on the twelfth."""
    donor = donors.add_donor(lib.act(), unit=lib.root, kind="anonymous")
    gift = gifts.open_gift(lib.act(), place=lib.hub, donor=donor)
    gifts.accept_gifted(lib.act(), gift=gift, record=lib.record(), many=3)
    return [str(one.pk) for one in gift.arrivals.order_by("line")]


def later(lib: Library, days: int):
    lib.now += dt.timedelta(days=days)
    return lib.act()


def figures(unit=None) -> list[int]:
    return [total([kind], None, dt.date(2026, 12, 31), unit.path if unit else "") for kind in KINDS]


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_each_step_is_counted_once_with_its_days(lib, copies):
    arrivals.mark_printed(later(lib, 1), unit=lib.root, copies=copies)
    arrivals.mark_labelled(later(lib, 1), unit=lib.root, copies=copies[:2])
    for _time in range(2):
        arrivals.shelve(later(lib, 3), shelf=lib.other_shelf, copies=copies[:1])
    assert figures() == [3, 2, 1, 4, 3]
    assert [one.way for one in Arrival.objects.order_by("line")] == [Way.SHELVED, Way.LABELLED, Way.PRINTED]
    assert check_facts().drift == []


def test_on_its_shelf_it_is_at_home_and_the_fund_moves_with_it(lib, copies):
    arrivals.shelve(lib.act(), shelf=lib.other_shelf, copies=copies[:2])
    assert [(copy.home, copy.place) for copy in Copy.objects.filter(pk__in=copies[:2])] == [(lib.other_shelf, lib.other_shelf)] * 2
    day = lib.today
    assert [total(["fund.holding"], None, day, place.path) for place in (lib.hub, lib.other_shelf)] == [1, 2]
    assert figures() == [3, 2, 2, 0, 0]  # what was shelved was labelled, too, all of it on the same day
    assert figures(lib.hub) == [3, 0, 0, 0, 0]


def test_a_step_is_taken_back_one_at_a_time(lib, copies):
    arrivals.shelve(lib.act(), shelf=lib.shelf, copies=copies)
    for way, counted in ((Way.LABELLED, [3, 3, 0]), (Way.PRINTED, [3, 0, 0]), (Way.ACCEPTED, [3, 0, 0]), (Way.ACCEPTED, [3, 0, 0])):
        arrivals.step_back(lib.act(), unit=lib.root, copies=copies)
        if way == Way.PRINTED:  # it was never printed by itself
            way = Way.ACCEPTED
        assert ({one.way for one in Arrival.objects.all()}, figures()[:3]) == ({way}, counted)
    assert check_facts().drift == []


def test_every_refusal_of_a_step(lib, copies):
    assert codes(arrivals.mark_labelled, lib.act(), unit=lib.root, copies=[]) == ["nothing_chosen"]
    assert codes(arrivals.mark_printed, lib.act(), unit=lib.root, copies=[*copies, str(lib.act().uid)]) == ["not_here"]
    arrivals.mark_labelled(lib.act(), unit=lib.root, copies=copies)
    issue(lib.act(), copy=Copy.objects.get(pk=copies[0]), reader=lib.reader(), place=lib.shelf)
    assert codes(arrivals.shelve, lib.act(), shelf=lib.shelf, copies=copies) == ["not_available"]


def test_a_copy_added_without_a_gift_waits_for_its_label_too(lib):
    copy = lib.copy()
    assert [one.copy for one in Arrival.objects.waiting().at(Way.ACCEPTED)] == [copy]
    assert figures()[:2] == [1, 0]
    assert oldest_waiting(lib.root) == BEGIN


def test_the_days_of_a_month_are_told_by_the_middle_and_the_slowest(lib, copies):
    arrivals.mark_labelled(later(lib, 2), unit=lib.root, copies=copies[:2])
    arrivals.mark_labelled(later(lib, 28), unit=lib.root, copies=copies[2:])
    told = paces(lib.root, "label", BEGIN)
    assert [(pace.month, pace.many, pace.middle, pace.slowest) for pace in told] == [
        (dt.date(2026, 1, 1), 2, 2, 2),
        (dt.date(2026, 2, 1), 1, 30, 30),
    ]
    assert paces(lib.root, "shelf", BEGIN) == []
