"""Collections for readers: what stands in them, in which order, on which days."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.catalogue.actions import collections as making
from mandrivna.catalogue.actions.upkeep import merge_records, unmerge_records, withdraw_record
from mandrivna.catalogue.models import Collection
from mandrivna.core.problems import Refused
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 9)


@pytest.fixture
def lib() -> Library:
    return library()


def made(lib, *titles, **about) -> Collection:
    found = making.add_collection(lib.act(), unit=lib.root, title="До свята", **about)
    keys = [str(lib.record(title).pk) for title in titles]
    return making.put_in_collection(lib.act(), collection=found, records=keys) if keys else found


def order(found) -> list[str]:
    return [one.record.title for one in found.items.order_by("place", "pk")]


def refusal(run) -> list[str]:
    with pytest.raises(Refused) as caught:
        run()
    return [problem.code for problem in caught.value.problems]


def test_records_come_in_the_order_they_are_named_and_once(lib):
    found = made(lib, "Перша", "Друга")
    third, first = lib.record("Третя"), found.items.first().record
    keys = [str(third.pk), str(first.pk), str(third.pk)]
    making.put_in_collection(lib.act(), collection=found, records=keys, note=" Про море. ")
    assert (order(found), [one.note for one in found.items.all()]) == (["Перша", "Друга", "Третя"], ["", "", "Про море."])


@pytest.mark.parametrize(("to", "expected"), [(1, "ВАБ"), (2, "АВБ"), (3, "АБВ"), (99, "АБВ"), (-5, "ВАБ")])
def test_any_place_can_be_taken(lib, to, expected):
    found = made(lib, "А", "Б", "В")
    making.move_in_collection(lib.act(), item=found.items.last(), to=to)
    assert ("".join(order(found)), list(found.items.values_list("place", flat=True))) == (expected, [1, 2, 3])


def test_what_is_taken_out_can_come_back_and_the_record_stays(lib):
    found = made(lib, "А", "Б")
    item = found.items.first()
    making.edit_collection(lib.act(), collection=found, title="До свята", cover=item.record)
    making.take_out_of_collection(lib.act(), item=item)
    found.refresh_from_db()
    assert (order(found), found.cover) == (["Б"], None)
    making.put_in_collection(lib.act(), collection=found, records=[str(item.record_id)])
    making.note_in_collection(lib.act(), item=found.items.first(), note="Слово")
    assert (order(found), found.items.first().note) == (["Б", "А"], "Слово")


def test_shown_on_its_days_only(lib):
    for since, until in ((None, None), (DAY, None), (None, DAY), (DAY, DAY)):
        made(lib, shown=True, since=since, until=until)
    made(lib)
    counts = [Collection.objects.shown_on(DAY + dt.timedelta(days=days)).count() for days in (-1, 0, 1)]
    assert counts == [2, 4, 2]


def test_what_may_not_be_said_of_a_collection(lib, monkeypatch):
    found, act = made(lib, "А"), lib.act
    gone = lib.record("Зайва")
    withdraw_record(act(), record=gone, why="описано двічі")
    one = {"collection": found}
    assert refusal(lambda: making.add_collection(act(), unit=lib.root, title=" ")) == ["no_title"]
    days = {"since": DAY, "until": DAY - dt.timedelta(days=1)}
    assert refusal(lambda: making.edit_collection(act(), **one, title="Б", **days)) == ["wrong_period"]
    assert refusal(lambda: making.edit_collection(act(), **one, title="Б", cover=lib.record("Чужа"))) == ["foreign_cover"]
    assert refusal(lambda: making.put_in_collection(act(), **one, records=[])) == ["nothing_said"]
    assert refusal(lambda: making.put_in_collection(act(), **one, records=[str(gone.pk)])) == ["withdrawn"]
    assert refusal(lambda: making.put_in_collection(act(), **one, records=[str(act().uid)])) == ["withdrawn"]
    assert refusal(lambda: making.note_in_collection(act(), item=found.items.first(), note="а" * 501)) == ["too_long"]
    monkeypatch.setattr(making, "MOST", 1)
    assert refusal(lambda: making.put_in_collection(act(), **one, records=[str(lib.record("Ще").pk)])) == ["too_many"]
    assert order(found) == ["А"]


def test_a_merged_record_brings_its_place_along_and_takes_it_back(lib):
    found, both = made(lib, "А"), made(lib, "Б")
    gone, kept = found.items.get().record, both.items.get().record
    making.put_in_collection(lib.act(), collection=both, records=[str(gone.pk)])
    merge = merge_records(lib.act(), kept=kept, gone=gone)
    assert (order(found), order(both)) == (["Б"], ["Б", "А"])
    unmerge_records(lib.act(), merge=merge)
    assert (order(found), order(both)) == (["А"], ["Б", "А"])
