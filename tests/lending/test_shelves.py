"""A shelf as a thing of its own: its code."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.core.actions.units import close_unit
from mandrivna.core.problems import Refused
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Shelf, pretty_code
from mandrivna.lending.shelves import shelf_by_code
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def test_a_code_names_its_shelf_however_it_is_typed_until_there_is_a_new_one(lib):
    first = renew_shelf_code(lib.act(), place=lib.shelf).code
    other = renew_shelf_code(lib.act(), place=lib.other_shelf).code
    spellings = (first, first.lower(), pretty_code(first), f" {first[:8]} {first[8:]} ", first.replace("0", "О").replace("B", "В"))
    assert [shelf_by_code(text) for text in spellings] == [lib.shelf] * len(spellings)
    renew_shelf_code(lib.act(), place=lib.shelf)
    assert [shelf_by_code(text) for text in (first, other, "", "x", first[:-1], first + "0")] == [
        None, lib.other_shelf, None, None, None, None,
    ]  # fmt: skip


def test_whatever_is_typed_the_database_is_asked_the_same_and_never_for_the_code_itself(lib):
    code = renew_shelf_code(lib.act(), place=lib.shelf).code
    asked = []
    for text in (code, code[:-1] + ("0" if code[-1] != "0" else "1"), "", "що це"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shelf_by_code(text)
        asked.append(len(queries))
        assert not any(code in query["sql"] for query in queries)
    assert asked == [1, 1, 1, 1]


def test_a_closed_shelf_has_no_code_and_where_nothing_is_lent_there_is_none(lib):
    code = renew_shelf_code(lib.act(), place=lib.other_shelf).code
    close_unit(lib.act(), unit=lib.other_shelf)
    assert shelf_by_code(code) is None
    with pytest.raises(Refused) as refusal:
        renew_shelf_code(lib.act(), place=lib.root)
    assert refusal.value.codes == ["place_does_not_lend"]


def test_the_same_request_twice_is_one_new_code(lib):
    act = lib.act()
    assert renew_shelf_code(act, place=lib.shelf).code == renew_shelf_code(act, place=lib.shelf).code == Shelf.objects.get().code
