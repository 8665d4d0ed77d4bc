"""Counting people once without knowing them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from mandrivna.core.problems import Refused
from mandrivna.ledger.api import check_facts, destroy_period_key, total
from mandrivna.ledger.models import Mark, PeriodKey
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def served(lib: Library, path: str = "") -> int:
    return total(["readers.served"], None, FAR, path)


def test_somebody_served_at_two_hubs_is_one_user_of_the_year_where_it_happened_first(lib):
    reader = lib.reader()
    late = lib.act(happened=True, minutes=600)
    early = lib.act(happened=True, minutes=-300)
    lib.now = late.at
    issue(late, copy=lib.copy(), reader=reader, place=lib.other_shelf)
    issue(early, copy=lib.copy(), reader=reader, place=lib.shelf)
    assert (served(lib), served(lib, lib.hub.path)) == (1, 1)


def test_a_new_year_counts_anew(lib):
    reader, copy = lib.reader(), lib.copy()
    issue(lib.act(happened=True), copy=copy, reader=reader, place=lib.shelf)
    lib.now = lib.now.replace(year=2027)
    return_copy(lib.act(happened=True), copy=copy, place=lib.shelf)
    issue(lib.act(happened=True), copy=copy, reader=reader, place=lib.shelf)
    assert (served(lib), PeriodKey.objects.count()) == (2, 2)


def test_undoing_the_only_visit_takes_it_away_and_a_later_one_takes_its_place(lib):
    reader, first_copy, second_copy = lib.reader(), lib.copy(), lib.copy()
    first = issue(lib.act(), copy=first_copy, reader=reader, place=lib.shelf)
    undo(lib.act(), copy=first_copy, target=first.pk, place=lib.shelf)
    assert total(["lending.visit"], None, FAR) == 0
    first = issue(lib.act(), copy=first_copy, reader=reader, place=lib.shelf)
    issue(lib.act(), copy=second_copy, reader=reader, place=lib.shelf)
    undo(lib.act(), copy=first_copy, target=first.pk, place=lib.shelf)
    assert total(["lending.visit"], None, FAR) == 1
    assert check_facts().drift == []


def test_nothing_in_the_ledger_names_the_reader(lib):
    reader = lib.reader(pseudonym="Ластівка", name="Тестова Олена")
    issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
    with connection.cursor() as cursor:
        for table in ("ledger_fact", "ledger_mark", "ledger_periodkey"):
            cursor.execute(f"SELECT * FROM {table}")
            text = repr(cursor.fetchall())
            assert [name for name in (str(reader.pk), reader.pk.hex, "Ластівка", "Олена") if name in text] == []


def test_after_the_key_is_destroyed_the_counts_stay_and_nobody_can_be_told_apart(lib):
    reader = lib.reader()
    assert served(lib) == 1
    destroy_period_key(lib.act(), institution=lib.root, period="2026")
    key = PeriodKey.objects.get()
    assert (key.secret, key.destroyed_at is not None, served(lib)) == (None, True, 1)
    assert set(Mark.objects.values_list("first", flat=True)) == {""}, "the order of acts would lead back to the registration"
    issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)  # a late act is accepted, only not counted as a person again
    assert (served(lib), total(["lending.issue"], None, FAR)) == (1, 1)
    with pytest.raises(Refused) as twice:
        destroy_period_key(lib.act(), institution=lib.root, period="2026")
    assert twice.value.codes == ["no_key"]
    assert check_facts().drift == []


def test_tokens_of_two_periods_and_scopes_have_nothing_in_common(lib):
    reader = lib.reader()
    issue(lib.act(), copy=lib.copy(), reader=reader, place=lib.shelf)
    lib.now = lib.now.replace(year=2027)
    issue(lib.act(happened=True), copy=lib.copy(), reader=reader, place=lib.shelf)
    tokens = list(Mark.objects.values_list("token", flat=True))
    assert (len(tokens), len(set(tokens))) == (6, 6)
