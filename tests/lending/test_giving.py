"""What a donor is told of readings: enough to be glad of, never enough to find a reader."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.test import Client

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.codec import Withheld
from mandrivna.fund.actions.arrivals import shelve
from mandrivna.fund.actions.donors import add_donor, revoke_report, share_report
from mandrivna.fund.actions.gifts import accept_gifted, gifted_uid, open_gift, take_back_gifted
from mandrivna.fund.models import Copy, Donor
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.giving import K, report_of, withheld
from mandrivna.readers.models import Reader
from tests.factories.library import Library, library

LINK = "s" * 24
LATER = dt.date(2026, 3, 5)


@pytest.fixture
def lib(db) -> Library:
    return library()


@pytest.fixture
def donor(lib: Library) -> Donor:
    return add_donor(lib.act(), unit=lib.root, kind="person", name="Ганна Вигадана", contact="050 111 22 33")


def given(lib: Library, donor: Donor, title: str, shelf=None) -> Copy:
    gift, act = open_gift(lib.act(), place=lib.root, donor=donor), lib.act()
    accept_gifted(act, gift=gift, record=lib.record(title))
    copy = Copy.objects.get(pk=gifted_uid(act.uid, 0))
    shelve(lib.act(), shelf=shelf or lib.shelf, copies=[str(copy.pk)])
    return Copy.objects.get(pk=copy.pk)


def read(lib: Library, copy: Copy, times: int, reader: Reader | None = None) -> None:
    for _time in range(times):
        issue(lib.act(), copy=copy, reader=reader or lib.reader(), place=copy.home)
        return_copy(lib.act(), copy=copy, place=copy.home)


def told(donor: Donor, today: dt.date = LATER):
    report = report_of(donor, today)
    return report.read.total, report.by_hub, report.read.rest


def test_what_was_given_where_it_stands_and_how_often_it_was_read(lib, donor):
    here, there = given(lib, donor, "Тигролови"), given(lib, donor, "Місто", lib.other_shelf)
    read(lib, here, 7)
    read(lib, there, 5)
    report = report_of(donor, LATER)
    assert (report.copies, report.stands, report.elsewhere) == (2, [("Хаб 1", 1), ("Хаб 2", 1)], 0)
    assert told(donor) == (10, [("Хаб 1", 5), ("Хаб 2", 5)], None)
    assert [(one.record.title, one.read) for one in report.titles] == [("Місто", 5), ("Тигролови", 5)]


def test_a_few_readings_are_not_told_at_all(lib, donor):
    read(lib, given(lib, donor, "Тигролови"), K - 1)
    assert told(donor) == (None, [], None)


def test_a_small_number_hides_behind_its_neighbour(lib, donor):
    """One reading at the second hub: with the total and the first hub's number anybody could reckon it."""
    read(lib, given(lib, donor, "Тигролови"), 7)
    read(lib, given(lib, donor, "Місто", lib.other_shelf), 1)
    assert told(donor) == (5, [], 5)
    assert [one.read for one in report_of(donor, LATER).titles] == [None, None]


def test_this_month_is_not_counted_yet_and_a_loan_leaves_no_gap(lib, donor):
    copy = given(lib, donor, "Тигролови")
    before = report_of(donor, lib.today)
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    after = report_of(donor, lib.today)
    assert (before.stands, before.read, before.copies) == (after.stands, after.read, after.copies)
    assert after.until == dt.date(2025, 12, 31)


def test_a_shelf_that_the_site_does_not_show_is_not_named(lib, donor):
    copy = given(lib, donor, "Тигролови", lib.other_shelf)
    read(lib, copy, 6)
    edit_unit(lib.act(), unit=lib.other_hub, about={"public": False})
    report = report_of(donor, LATER)
    assert (report.stands, report.elsewhere, report.by_hub, report.read.rest) == ([], 1, [], 5)


def test_what_was_written_by_mistake_was_never_given(lib, donor):
    gift, act = open_gift(lib.act(), place=lib.root, donor=donor), lib.act()
    accept_gifted(act, gift=gift, record=lib.record(), many=2)
    take_back_gifted(lib.act(), gift=gift, copies=[str(gifted_uid(act.uid, 0))])
    assert report_of(donor, LATER).copies == 1


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_number_below_the_threshold_can_be_reckoned(size):
    """Of all small tables: whoever knows total, shown and rest never knows a cell or a group of cells below K, save noughts."""
    for cells in itertools.product(range(12), repeat=size):
        counted = withheld(dict(enumerate(cells)))
        if sum(cells) < K:
            assert (counted.total, counted.shown, counted.rest) == (None, {}, None)
            continue
        told = [counted.total, *counted.shown.values(), *([counted.rest] if counted.rest is not None else [])]
        assert all(many >= K and many % K == 0 for many in told)
        assert all(0 <= cells[key] - many < K for key, many in counted.shown.items())
        hidden = sum(many for key, many in enumerate(cells) if key not in counted.shown)
        assert hidden == 0 or hidden >= K
        assert counted.total == sum(cells) - sum(cells) % K


def test_two_months_compared_never_tell_of_a_single_reading():
    """What came between two tables that look different could have been anything from one to almost two steps; alike, anything from
    nothing to almost one: never a number that is known."""
    between: dict[tuple[int | None, int | None], set[int]] = {}
    for before, after in itertools.combinations_with_replacement(range(40), 2):
        seen = withheld({"here": before}).total, withheld({"here": after}).total
        between.setdefault(seen, set()).add(after - before)
    assert min(len(possible) for possible in between.values()) >= K


def test_the_page_needs_the_link_and_nothing_else_and_goes_when_it_is_taken_back(lib, donor):
    reader = lib.reader(pseudonym="Читачка-Сова")
    read(lib, given(lib, donor, "Тигролови"), 6, reader)
    share_report(lib.act(), donor=donor, unit=lib.root, link=Withheld(LINK))
    page = Client().get(f"/gift/{LINK}/")
    said = page.content.decode()
    assert page.status_code == 200
    assert (page["X-Robots-Tag"], page["Cache-Control"], page["Referrer-Policy"]) == (
        "noindex, nofollow",
        "private, no-store",
        "no-referrer",
    )
    assert 'name="robots" content="noindex"' in said
    for secret in ("Ганна Вигадана", "050 111 22 33", "Читачка-Сова", str(reader.pk), str(donor.pk)):
        assert secret not in said
    assert "Тигролови" in said
    for wrong in ("s" * 23, "s" * 25, "x", "S" * 24):
        assert Client().get(f"/gift/{wrong}/").status_code == 404
    share_report(lib.act(), donor=donor, unit=lib.root, link=Withheld("t" * 24))
    assert Client().get(f"/gift/{LINK}/").status_code == 404
    revoke_report(lib.act(), donor=donor, unit=lib.root)
    assert Client().get(f"/gift/{'t' * 24}/").status_code == 404


def test_a_step_of_processing_written_late_does_not_move_a_book_that_has_been_lent(lib, donor):
    gift, act = open_gift(lib.act(), place=lib.shelf, donor=donor), lib.act()
    accept_gifted(act, gift=gift, record=lib.record("Тіні"))
    copy = Copy.objects.get(pk=gifted_uid(act.uid, 0))
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    shelve(lib.act(), shelf=lib.other_shelf, copies=[str(copy.pk)])
    copy.refresh_from_db()
    assert (copy.home, copy.place) == (lib.other_shelf, lib.shelf)
