"""settle(): append what should stand minus what stands, and nothing else, ever."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from mandrivna.core.models import Unit
from mandrivna.ledger import seal
from mandrivna.ledger.api import (
    KINDS,
    SOURCES,
    Line,
    NotInTransaction,
    after,
    check_facts,
    kind,
    settle,
    settle_all,
    total,
    totals,
    verify,
)
from mandrivna.ledger.models import Fact, Seal
from mandrivna.lending.models import VisitCount
from tests.factories.library import Library, library
from tests.support import drift

pytestmark = [pytest.mark.django_db, pytest.mark.drift]  # lines are settled by hand here
DAY = dt.date(2026, 3, 2)
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
COUNTED = "lending.counted_visits"


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def count(lib) -> VisitCount:
    """An act whose figure can be said anew; its lines are settled by hand here."""
    row = VisitCount(uid=lib.act().uid, place=lib.shelf, on=DAY, audience="general", mode="nonstationary", number=25, first="1")
    row.save(force_insert=True)
    return row


def source(count: VisitCount) -> str:
    return f"lending.VisitCount:{count.pk}"


def line(unit: Unit, quantity: int = 1, **about) -> Line:
    return Line(
        **{
            "kind": COUNTED,
            "unit": unit.pk,
            "on": DAY,
            "quantity": quantity,
            "mode": "nonstationary",
            "audience": "general",
            "channel": "desk",
            **about,
        }
    )


def rows(name: str) -> list[tuple]:
    return list(Fact.objects.filter(source=name).order_by("line").values_list("line", "quantity", "audience"))


def test_settling_twice_adds_nothing(lib, count):
    assert settle(lib.act(), source(count), [line(lib.shelf, 25)]) == 1
    assert settle(lib.act(), source(count), [line(lib.shelf, 25)]) == 0
    assert rows(source(count)) == [(1, 25, "general")]


def test_a_correction_adds_the_difference(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 25)])
    settle(lib.act(), source(count), [line(lib.shelf, 30)], reason="recount")
    assert rows(source(count)) == [(1, 25, "general"), (2, 5, "general")]


def test_a_cancelled_act_is_taken_back_by_its_whole_quantity(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 30)])
    settle(lib.act(), source(count), [])
    assert [quantity for _line, quantity, _audience in rows(source(count))] == [30, -30]


def test_a_wrong_facet_moves_one(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 1, audience="pupil")])
    settle(lib.act(), source(count), [line(lib.shelf, 1, audience="student")])
    assert sorted(rows(source(count))[1:]) in ([(2, -1, "pupil"), (3, 1, "student")], [(2, 1, "student"), (3, -1, "pupil")])


def test_lines_of_one_key_are_one_row_and_zero_is_none(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 2), line(lib.shelf, 3), line(lib.shelf, 0, audience="pupil")])
    assert rows(source(count)) == [(1, 5, "general")]


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_the_transaction_of_an_act_is_refused():
    lib = library()
    with pytest.raises(NotInTransaction):
        settle(lib.act(), "lending.VisitCount:1", [line(lib.shelf)])
    assert Fact.objects.count() == 0


def test_an_unknown_kind_and_a_foreign_facet_are_refused(lib, count):
    with pytest.raises(LookupError):
        settle(lib.act(), source(count), [line(lib.shelf, kind="tea.drunk")])
    with pytest.raises(ValueError, match="language"):
        settle(lib.act(), source(count), [line(lib.shelf, language="ukr")])


def test_a_kind_is_registered_once_and_with_known_facets():
    with pytest.raises(ValueError, match="unknown facets"):
        kind("test.kind", "x", "y", facets=("colour",))
    with pytest.raises(ValueError, match="twice"):
        kind(COUNTED, "інше", "інше")


def test_several_sources_are_settled_in_one_reading_and_one_writing(lib, count, django_assert_num_queries):
    lines = {f"lending.VisitCount:{number}": [replace(line(lib.shelf), path=lib.shelf.path)] for number in range(3)}
    extra = connection.vendor == "postgresql"
    with django_assert_num_queries(2 + extra):
        assert settle_all(lib.act(), lines) == 3


def test_facts_are_sealed_in_python(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf)])
    fact = Fact.objects.get(source=source(count))
    for forbidden in (
        fact.save,
        fact.delete,
        Fact.objects.all().delete,
        lambda: Fact.objects.update(quantity=2),
        lambda: Fact.objects.bulk_update([fact], ["quantity"]),
    ):
        with pytest.raises(TypeError, match="append-only"):
            forbidden()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE ledger_fact SET quantity = 7", "DELETE FROM ledger_fact", "UPDATE ledger_fact SET quantity = 7 WHERE 1 = 0 OR id > 0"],
)
def test_facts_are_sealed_in_the_database(lib, count, statement):
    settle(lib.act(), source(count), [line(lib.shelf)])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rows(source(count)) == [(1, 1, "general")]


def test_a_missing_trigger_is_noticed(lib):
    assert seal.missing() == []
    seal.remove()
    try:
        assert "ledger_fact_no_update" in seal.missing()
    finally:
        seal.install()
    assert seal.missing() == []


def test_totals_by_place_day_and_facet(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 3), line(lib.other_shelf, 4), line(lib.shelf, 5, on=dt.date(2027, 1, 1))])
    assert total([COUNTED], *YEAR) == 7
    assert total([COUNTED], *YEAR, lib.hub.path) == 3
    assert total([COUNTED], None, dt.date(2027, 12, 31)) == 12
    assert totals([COUNTED], *YEAR, by=("unit_id",)) == {(lib.shelf.pk,): 3, (lib.other_shelf.pk,): 4}
    assert totals([COUNTED], *YEAR, by=("month", "mode")) == {(3, "nonstationary"): 7}
    assert totals([COUNTED], *YEAR, where={"audience": ["pupil"]}) == {}


def test_groups_that_cancel_out_are_left_out(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 3)])
    settle(lib.act(), source(count), [])
    assert totals([COUNTED], *YEAR) == {}


def test_unknown_groups_and_facets_are_refused():
    with pytest.raises(ValueError, match="cannot group"):
        totals([COUNTED], *YEAR, by=("reader",))
    with pytest.raises(ValueError, match="not a facet"):
        total([COUNTED], *YEAR, where={"reader": ["1"]})


def test_a_signed_figure_can_be_reproduced_and_late_facts_are_shown_apart(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 3)])
    signed = timezone.now()
    settle(lib.act(), source(count), [line(lib.shelf, 6)])
    assert total([COUNTED], *YEAR, known_by=signed) == 3
    assert total([COUNTED], *YEAR) == 6
    assert after(signed, [COUNTED], *YEAR) == 3


def test_the_check_finds_drift_and_facts_without_acts(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 25)])
    assert check_facts().drift == []
    VisitCount.objects.filter(pk=count.pk).update(number=26)
    settle(lib.act(), "lending.VisitCount:00000000-0000-0000-0000-000000000001", [line(lib.shelf, 2)])
    settle(lib.act(), "weather.Rain:1", [line(lib.shelf, 2)])
    assert check_facts().drift == [
        f"{source(count)}: lending.counted_visits 2026-03-02 +1",
        "lending.VisitCount:00000000-0000-0000-0000-000000000001: a fact without its act",
        "weather.Rain:1: a fact without its act",
    ]
    assert drift() == check_facts().drift, "so says what looks after each test"


def test_the_chain_of_seals_covers_everything_recorded_and_is_closed_once(lib, count):
    settle(lib.act(), source(count), [line(lib.shelf, 25)])
    first = seal.close_stretch()
    assert seal.close_stretch() is None
    settle(lib.act(), source(count), [line(lib.shelf, 26)])
    verdict = verify(bytes(first.head).hex())
    assert (verdict.ok, verdict.sealed, verdict.facts, verdict.bad) == (True, first.count, Fact.objects.count(), "")
    assert verify("ff").bad == "published head"
    assert Seal.objects.count() == 1


def test_every_kind_and_source_speaks_ukrainian():
    for item in [*KINDS, *SOURCES]:
        words = str(getattr(item, "label" if hasattr(item, "counted_in") else "title"))
        assert any("а" <= letter <= "я" for letter in words.lower()), item
