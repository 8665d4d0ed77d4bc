"""Read on the spot: one act for each use, nobody need be named, and it counts where it was read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from mandrivna.core.models import Outcome
from mandrivna.core.problems import Refused
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, read_here, return_copy, undo
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.moves import lose
from mandrivna.lending.erasure import forget_pseudonymous, forget_returned
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.preferences import issues_at
from tests.drills.kit import operation, send
from tests.faces.screens import World, form, queries, text_of
from tests.factories.library import START, Library, library

pytestmark = pytest.mark.django_db
FAR, DAY = dt.date(2040, 1, 1), START.date()


@pytest.fixture
def lib() -> Library:
    return library()


def count(kind: str) -> int:
    return sum(totals([kind], None, FAR).values())


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_each_use_counts_and_nobody_is_named_or_has_visited(lib):
    copy, act = lib.copy(place=lib.other_shelf), lib.act()
    assert read_here(act, copy=copy, place=lib.shelf) == read_here(act, copy=copy, place=lib.shelf)
    read_here(lib.act(), copy=copy, place=lib.shelf)
    copy.refresh_from_db()
    assert (copy.state, copy.place, Loan.objects.count()) == ("available", lib.shelf, 0)
    by_place = totals(["lending.read_here"], None, FAR, by=("kind", "unit_id"))
    assert (by_place, count("lending.visit"), count("lending.issue")) == ({("lending.read_here", lib.shelf.pk): 2}, 0, 0)
    assert (issues_at(lib.hub, DAY, DAY).count(), check_facts().drift) == (2, [])


def test_a_reader_who_is_named_has_visited_and_is_forgotten_like_one_who_returned(lib):
    copy, reader, named = lib.copy(), lib.reader(), lib.reader(name="Марія Невидима")
    visits = count("lending.visit")
    for one in (reader, reader, named):
        read_here(lib.act(), copy=copy, place=lib.shelf, reader=one)
    assert (count("lending.read_here"), count("lending.visit")) == (3, visits + 2)
    forget_pseudonymous(lib.now + dt.timedelta(days=1))
    assert list(Event.objects.exclude(reader=None).values_list("reader", flat=True)) == [named.pk]
    forget_returned(lib.now + dt.timedelta(days=30))
    assert (Event.objects.exclude(reader=None).count(), count("lending.visit"), check_facts().drift) == (0, visits + 2, [])


def test_taken_back_it_was_not_read_and_a_lost_book_that_is_read_is_found(lib):
    copy = lib.copy()
    lose(lib.act(), copy=copy, place=lib.shelf)
    event = read_here(lib.act(), copy=Copy.objects.get(), place=lib.other_shelf)
    assert (Copy.objects.get().state, count("lending.loss"), count("lending.read_here")) == ("available", 0, 1)
    undo(lib.act(), copy=copy, target=event.pk, place=lib.other_shelf)
    assert (Copy.objects.get().state, count("lending.loss"), count("lending.read_here")) == ("lost", 1, 0)


def test_what_is_kept_for_somebody_may_be_looked_into_and_stays_kept(lib):
    copy, reader = lib.copy(), lib.reader()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    hold(lib.act(), reader=reader, record=copy.record, pickup=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    read_here(lib.act(), copy=copy, place=lib.shelf, reader=lib.reader())
    assert Copy.objects.get().state == "aside"


def test_a_book_by_the_records_with_a_reader_is_refused_at_the_desk_and_explained_from_a_phone(lib):
    copy = lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    assert codes(read_here, lib.act(), copy=copy, place=lib.shelf) == ["on_loan"]
    assert codes(read_here, lib.act(), copy=lib.copy(), place=lib.root) == ["place_does_not_lend"]
    said = operation("here", "lending.read_here", lib.now + dt.timedelta(hours=1), copy=copy, place=lib.shelf)
    assert send(said).outcome == Outcome.DISCREPANCY
    assert (Loan.objects.get().state, count("lending.read_here"), check_facts().drift) == ("returned", 1, [])


def test_the_screen_counts_scan_by_scan_with_or_without_a_card():
    world = World()
    lib, copy, reader = world.lib, world.lib.copy(), world.lib.reader()
    desk, page = world.browser("guardian", place=lib.shelf), reverse("workspace:desk_here")
    assert text_of(desk.post(page, form(place=lib.shelf, q=copy.barcode), follow=True)).count("Читали на місці: ") == 1
    opened = desk.post(page, form(place=lib.shelf, q=reader.cards.get().code))
    assert opened.url == reverse("workspace:desk_here_reader", args=[reader.pk])
    desk.post(opened.url, form(place=lib.shelf, q=copy.barcode))
    found = desk.post(page, form(place=lib.shelf, q=copy.record.title))
    assert f"№ {copy.inventory}" in text_of(found)
    desk.post(page, form(place=lib.shelf, copy=copy.pk))
    assert (count("lending.read_here"), [row.reader for row in Event.objects.order_by("at")]) == (3, [None, reader, None])
    assert desk.post(page, form(place=lib.shelf, q="")).status_code == 422
    lent = lib.copy()
    world.lend(lent, reader)
    assert desk.post(page, form(place=lib.shelf, copy=lent.pk)).status_code == 422
    assert queries(desk, page) <= 12
