"""Beside an import: its bundles come into the index together, what people save comes at once, and nothing heard of is dropped."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError, connection, transaction

from mandrivna.catalogue.models import Change
from mandrivna.catalogue.search import changes, keeper, source
from mandrivna.catalogue.search.keeper import catch_up, follow
from tests.catalogue.search.kit import ask, found

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


class Pouring:
    """An import in bundles, as `until` of the process beside it: one more bundle at each look, then the end."""

    def __init__(self, lib, bundles: int, meanwhile=lambda turn: None, *, pause: int = 0) -> None:
        self.keys = [lib.record(f"Книга {number}").pk for number in range(changes.FEW)]
        catch_up()
        self.left, self.turn, self.meanwhile, self.pause = bundles, 0, meanwhile, pause

    def __call__(self) -> bool:
        self.meanwhile(self.turn)
        self.turn += 1
        if self.turn <= self.left:
            with transaction.atomic():
                changes.changed(*self.keys)
            return False
        return self.turn > self.left + self.pause


@pytest.mark.skipif(connection.vendor != "sqlite", reason="in one cluster the tests beside decide which lines are met once more")
def test_beside_an_import_its_bundles_are_committed_together(lib, place):
    stamps = []
    follow(Pouring(lib, 3, lambda _turn: stamps.append(place.stamp(place.current().name))))
    assert (len(stamps), len(set(stamps)), place.stamp(place.current().name) in stamps) == (4, 1, False)


@pytest.mark.parametrize(("patience", "bundles", "pause"), [("PATIENT", 3, 0), ("PAUSE", 1, 2)])
def test_what_has_waited_long_enough_is_committed_before_the_end(lib, place, monkeypatch, patience, bundles, pause):
    stamps = []
    pouring = Pouring(lib, bundles, lambda _turn: stamps.append(place.stamp(place.current().name)), pause=pause)
    monkeypatch.setattr(keeper, patience, 0.0)
    follow(pouring)
    assert len(set(stamps)) > 1


def test_what_a_person_saves_while_an_import_pours_in_is_found_at_the_next_look(lib, place):
    seen = []

    def meanwhile(turn: int) -> None:
        seen.append(found("бояриню"))
        if turn == 1:
            lib.record("Бояриня")

    follow(Pouring(lib, 4, meanwhile))
    assert seen == [[], [], ["Бояриня"], ["Бояриня"], ["Бояриня"]]
    assert (found("бояриню"), ask().count) == (["Бояриня"], changes.FEW + 1)


def test_the_end_comes_although_somebody_else_goes_on_writing(lib, place, monkeypatch):
    """Another import beside: its lines come without end, and the command that is done does not wait for them."""
    pouring = Pouring(lib, 1)
    read = changes.Tail.read

    def ever_more(self):
        with transaction.atomic():
            changes.changed(*pouring.keys)
        return read(self)

    monkeypatch.setattr(changes.Tail, "read", ever_more)
    follow(pouring)
    assert pouring.turn == 2


@pytest.mark.django_db(transaction=True)
def test_a_database_that_fails_while_rows_are_read_costs_no_change(lib, place, monkeypatch):
    """What was heard of and not put in is heard of again."""
    lib.record("Лісова пісня")
    catch_up()
    kept, stopping, rows, failed = keeper.Keeper(), threading.Event(), source.rows, []
    kept.look()
    lib.record("Бояриня")

    def fails_once(keys):
        if not failed:
            failed.append(keys)
            raise OperationalError
        stopping.set()
        return rows(keys)

    monkeypatch.setattr(source, "rows", fails_once)
    monkeypatch.setattr(keeper, "BEAT", -1.0)  # SQLite tells a process only of what others have written
    kept.keep(stopping)
    assert (len(failed), found("бояриню")) == (1, ["Бояриня"])


def test_lines_of_an_import_are_of_their_own_moment(lib):
    """Not of the moment when this process put its first: the feed is tidied by it."""
    keys = [lib.record(f"Книга {number}").pk for number in range(2)]
    before = Change.objects.count()
    for _twice in range(2):
        changes.changed(*keys)
    moments = list(Change.objects.order_by("sequence")[before:].values_list("at", flat=True))
    assert (len(moments), len(set(moments)), moments == sorted(moments)) == (4, 2, True)
