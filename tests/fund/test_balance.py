"""Part 3 of the summary book: year after year the sums meet, and they are those of the indicator."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.actions.donors import add_donor
from mandrivna.fund.actions.gifts import accept_gifted, open_gift, take_back_gifted
from mandrivna.fund.balance import Balance, balance
from mandrivna.fund.balance_papers import balance_book, balance_rows
from mandrivna.fund.models import Arrival, Copy, Opening
from mandrivna.fund.replacing import departures
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from mandrivna.shared.ids import new_uid
from mandrivna.shared.printing.document import Grid
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2040, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library(dt.datetime(2024, 1, 15, 7, 0, tzinfo=dt.UTC))


def at_work(lib: Library) -> list[Copy]:
    """Three years: five came in 2024, one of them left; two came and two left in 2025; one was crossed out."""
    copies = [
        lib.copy(lib.record("Кобзар")),
        *(lib.copy(lib.record("Atlas", language="eng", material="periodical")) for _one in range(4)),
    ]
    withdraw_copy(lib.act(), copy=copies[1], why="зношеність")
    lib.now = dt.datetime(2025, 3, 3, 7, 0, tzinfo=dt.UTC)
    copies += [lib.copy(), lib.copy()]
    for copy in (copies[0], copies[5]):
        withdraw_copy(lib.act(), copy=copy, why="застарілість за змістом")
    donor = add_donor(lib.act(), unit=lib.hub, kind="publisher", name="Видавництво")
    gift = open_gift(lib.act(), place=lib.hub, donor=donor)
    accept_gifted(lib.act(), gift=gift, record=lib.record("Зайва"))
    take_back_gifted(lib.act(), gift=gift, copies=[str(Arrival.objects.filter(gift=gift).get().pk)])
    return copies


def moved(found: Balance) -> tuple[int, int, int, int, int]:
    return (found.stood.copies, found.brought.copies, found.came.copies, found.left.copies, found.stands.copies)


def indicator(lib: Library, year: int) -> int:
    value = table(lib.root, year)["fund"].cells[FACT].value
    assert value is not None
    return int(value)


def test_what_stands_at_the_end_is_what_stood_and_came_without_what_left(lib):
    at_work(lib)
    years = [balance(lib.root, year, FAR) for year in (2023, 2024, 2025, 2026)]
    assert [moved(found) for found in years] == [(0, 0, 0, 0, 0), (0, 0, 5, 1, 4), (4, 0, 2, 2, 4), (4, 0, 0, 0, 4)]
    for before, found in pairwise(years):
        assert before.stands == found.stood  # kind by kind and language by language
    assert (dict(+years[1].stands.materials), dict(+years[1].stands.languages)) == (
        {"book": 1, "periodical": 3},
        {"ukr": 1, "eng": 3},
    )
    assert years[3].stands.copies == Copy.objects.held().count()


def test_the_sums_are_those_of_the_indicator_and_of_part_two(lib):
    at_work(lib)
    for year in (2024, 2025):
        found = balance(lib.root, year, FAR)
        assert found.stands.copies == indicator(lib, year)
        assert found.left.copies == sum(row.copies for row in departures(lib.root, year))


def test_the_year_that_goes_on_is_told_as_of_today(lib):
    at_work(lib)
    found = balance(lib.root, 2025, dt.date(2025, 3, 1))
    assert (moved(found), found.last) == ((4, 0, 0, 0, 4), dt.date(2025, 3, 1))
    assert balance_rows(found)[-1][:2] == ["Перебуває на 01.03.2025", "4"]


@pytest.mark.drift  # an import put beside the verbs: its copies without their facts
def test_what_an_import_brought_is_no_work_of_the_year(lib):
    run, copy = new_uid(), lib.copy()
    Opening.objects.create(run=run, on=dt.date(2024, 6, 1))
    Copy.objects.filter(pk=copy.pk).update(opening=run, received_on=dt.date(1998, 1, 1))
    pending = lib.copy()
    Copy.objects.filter(pk=pending.pk).update(opening=new_uid())  # an import that goes on has no opening balance yet
    assert moved(balance(lib.root, 2024, FAR)) == (0, 1, 0, 0, 1)
    assert moved(balance(lib.root, 2025, FAR)) == (1, 0, 0, 0, 1)
    assert [row[0] for row in balance_rows(balance(lib.root, 2024, FAR))][1] == "Перенесено з попередньої системи"


def test_another_institutions_fund_is_not_ours(lib):
    at_work(lib)
    assert moved(balance(library().root, 2025, FAR)) == (0, 0, 0, 0, 0)


def test_a_fund_of_any_size_takes_two_questions(lib):
    counted = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            balance(lib.root, 2024, FAR)
        counted.append(len(asked))
        at_work(lib)
    assert counted == [2, 2]


def test_the_paper_has_a_row_for_each_move(lib):
    at_work(lib)
    rows = balance_rows(balance(lib.root, 2025, FAR))
    assert [row[:2] for row in rows] == [
        ["Перебувало на 01.01.2025", "4"], ["Надійшло за рік", "2"], ["Вибуло за рік", "2"], ["Перебуває на 31.12.2025", "4"],
    ]  # fmt: skip
    grid = next(block for block in balance_book(lib.root, 2025, rows).blocks if isinstance(block, Grid))
    assert [[cell.text for cell in line] for line in grid.rows] == rows
