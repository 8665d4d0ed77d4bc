"""The life of an index: made when missing, older or damaged, never behind, never in the way."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connections

from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search import changes, keeper, source, writing
from mandrivna.catalogue.search.home import Home, reader
from mandrivna.catalogue.search.keeper import Keeper, catch_up, rebuild
from mandrivna.catalogue.search.writing import Writing
from tests.catalogue.search.kit import ask, found

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def segments(place: Home) -> list[Path]:
    current = place.current()
    assert current
    return sorted((place.root / current.name).glob("*.store"))


def test_without_an_index_the_database_answers(lib, place):
    lib.record("Лісова пісня")
    answer = ask("лісова")
    assert (answer.by_index, answer.count, found("лісова"), found("лісової")) == (False, 1, ["Лісова пісня"], [])


def test_made_when_missing_and_then_followed(lib, place):
    lib.record("Лісова пісня")
    assert (catch_up(), found("лісової пісні"), ask("пісень").by_index) == (1, ["Лісова пісня"], True)
    record = lib.record("Камінний господар")
    assert found("камінного") == []
    assert (catch_up() >= 1, found("камінного")) == (True, ["Камінний господар"])  # PostgreSQL may read some lines again
    edit_record(lib.act(), record=record, title="Бояриня")
    assert (catch_up() >= 1, found("камінного"), found("бояриню")) == (True, [], ["Бояриня"])


def test_of_many_neighbours_only_those_that_were_asked_for_are_read(lib, monkeypatch):
    keys = sorted(lib.record(f"Книга {number}").pk for number in range(source.MANY + 10))
    asked = [*keys[:20], *keys[25:]]
    for among in (source.AMONG, 5, 4, 0):  # as many neighbours as may stand between; one fewer; none
        monkeypatch.setattr(source, "AMONG", among)
        assert sorted(row.uid for row, _holding in source.rows(asked[::-1])) == [str(key) for key in asked]


def test_what_was_withdrawn_is_not_found_any_more(lib, place):
    record = lib.record("Лісова пісня")
    catch_up()
    Record.objects.filter(pk=record.pk).update(withdrawn_on=dt.date(2026, 2, 1))
    changes.changed(record.pk)
    catch_up()
    assert (found("пісня"), ask().count) == ([], 0)
    rebuild()
    assert found("пісня") == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda place: (place.root / "current").rename(place.root / "gone"),
        lambda place: (place.root / "current").write_text("{"),
        lambda place: (place.root / "current").write_text(json.dumps({"name": "../..", "shape": "1"})),
        lambda place: (place.root / place.current().name / "meta.json").rename(place.root / "gone"),
        lambda place: (place.root / place.current().name / "meta.json").write_text("nonsense"),
        lambda place: [path.write_bytes(b"\0" * 100) for path in segments(place)],
        lambda place: [path.rename(place.root / path.name) for path in segments(place)],
        lambda place: [path.write_bytes(b"") for path in (place.root / place.current().name).glob("*.term")],
    ],
)  # fmt: skip
def test_whatever_happens_to_the_files_search_answers_and_the_index_comes_back(lib, place, harm):
    lib.record("Лісова пісня")
    catch_up()
    assert ask("пісень").by_index
    reader.__globals__["_opened"].cache_clear()  # another process, which has nothing open
    harm(place)
    assert found("лісова") == ["Лісова пісня"]
    catch_up()
    assert (found("лісової"), ask("лісової").by_index) == (["Лісова пісня"], True)


def test_made_by_other_rules_it_is_not_believed_and_made_anew(lib, place, monkeypatch):
    lib.record("Лісова пісня")
    catch_up()
    name = place.current().name
    (place.root / "current").write_text(json.dumps({"name": name, "shape": "0/older"}))
    assert not ask("пісня").by_index
    catch_up()
    assert (ask("пісень").by_index, place.current().name != name) == (True, True)


def test_an_index_that_has_slept_too_long_or_is_ahead_of_the_database_is_made_anew(lib, place, monkeypatch):
    lib.record("Лісова пісня")
    catch_up()
    name = place.current().name
    monkeypatch.setattr(writing, "STALE_DAYS", -1)
    catch_up()
    assert place.current().name != name
    monkeypatch.undo()
    monkeypatch.setattr(changes, "last", lambda: 0)  # a database brought back from an older copy
    name = place.current().name
    catch_up()
    assert place.current().name != name


def test_a_reader_goes_on_while_a_new_one_is_made_and_sees_the_new_one_after(lib, place):
    for number in range(5):
        lib.record(f"Пісня {number}")
    catch_up()
    seen = []
    rebuild(say=lambda _done: seen.append((ask("пісень").by_index, ask("пісень").count)))
    assert seen == [(True, 5)]
    old = place.current().name
    assert ask("пісень").count == 5
    Keeper(place)._begin()
    assert [path.name for path in place.root.iterdir() if path.is_dir()] == [old]


@pytest.mark.parametrize(("records", "part"), [(50_000, 6_250), (1_000_000, 125_000), (1_000_001, 15_626), (8_000_000, 125_000)])
def test_a_large_index_is_made_in_parts_that_fit_and_join(records, part):
    assert keeper.part_of(records) == part


def test_a_large_index_ends_as_one(lib, place, monkeypatch):
    """Beside the line that says where it stands: made in eight parts, which are joined."""
    for number in range(16):
        lib.record(f"Пісня {number}")
    made, part = [], Writing.part
    monkeypatch.setattr(Writing, "part", lambda self: (made.append(self), part(self)))
    monkeypatch.setattr(source, "CHUNK", 2)
    monkeypatch.setattr(keeper, "LARGE", 16)
    rebuild()
    assert (len(made), reader().searcher.num_segments in (1, 2), ask("пісень").count) == (8, True, 16)
    monkeypatch.setattr(keeper, "LARGE", 17)
    rebuild()
    assert (len(made), ask("пісень").count) == (8, 16)


def test_a_keeper_that_starts_again_takes_the_index_as_it_was_left(lib, place):
    """What was changed is marked as gone in its files for a while; that is no reason to make everything anew."""
    record = [lib.record(f"Оргія {number}") for number in range(12)][5]
    catch_up()
    edit_record(lib.act(), record=record, title="Кассандра")
    catch_up()
    name = place.current().name
    Keeper(place).look()
    assert (place.current().name, found("кассандра")) == (name, ["Кассандра"])


def test_only_one_process_of_a_computer_keeps_the_index(place):
    with place.keeping() as first, place.keeping() as second:
        assert (first, second) == (True, False)
        assert catch_up() == 0


@pytest.mark.drift
def test_the_keeper_notices_a_database_that_is_not_what_it_was(lib, place):
    lib.record("Лісова пісня")
    catch_up()
    Record.objects.bulk_create([Record(title="Повз чергу", created_by_unit=lib.root)])  # a copy put back, without its feed
    Keeper(place).look()
    assert found("черга") == ["Повз чергу"]


@pytest.mark.django_db(transaction=True)
def test_visible_within_a_second_of_the_save_through_the_keepers_own_thread(place):
    from tests.factories.library import library  # noqa: PLC0415 - app registry

    lib = library()
    stopping = threading.Event()
    thread = threading.Thread(target=Keeper(place).run, args=(stopping,))
    thread.start()
    try:
        _wait(lambda: place.usable() is not None)
        waits = []
        for number in range(5):
            title = f"Книжка {'абвгд'[number] * 4}"
            lib.record(title)
            began = time.monotonic()
            _wait(lambda title=title: title in found(title))
            waits.append(time.monotonic() - began)
        assert max(waits) < 1.0, waits
    finally:
        stopping.set()
        thread.join(10)


def _wait(what, seconds=20.0):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_two_nodes_on_one_database_each_keep_a_copy_of_their_own(settings, tmp_path):
    from tests.factories.library import library  # noqa: PLC0415 - app registry

    lib = library()
    nodes = [Home(tmp_path / "one"), Home(tmp_path / "two")]
    stopping = threading.Event()
    threads = [threading.Thread(target=Keeper(node).run, args=(stopping,)) for node in nodes]
    for thread in threads:
        thread.start()
    try:
        lib.record("Лісова пісня")
        record = lib.record("Камінний господар")
        edit_record(lib.act(), record=record, title="Бояриня")
        for node in nodes:
            settings.SEARCH_INDEX = node.root
            _wait(lambda: ask("пісень").by_index and (found("пісень"), found("бояриню")) == (["Лісова пісня"], ["Бояриня"]))
            assert found("камінного") == []
    finally:
        stopping.set()
        for thread in threads:
            thread.join(10)


KILLED = """
import os, sys, django
django.setup()
from django.conf import settings
from pathlib import Path
settings.SEARCH_INDEX = Path(sys.argv[1])
settings.DATABASES["default"]["NAME"] = sys.argv[2]
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[2]
from mandrivna.catalogue.search.keeper import Keeper, rebuild
from mandrivna.catalogue.search import changes
from mandrivna.catalogue.models import Record
from django.db import transaction
keeper = Keeper()
print("ready", flush=True)
while True:
    with transaction.atomic():
        changes.changed(*Record.objects.values_list("pk", flat=True)[:50])
    keeper.look()
    rebuild()
"""


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_it_leaves_an_index_that_answers(place):
    from tests.factories.library import library  # noqa: PLC0415 - app registry

    lib = library()
    for number in range(120):
        lib.record(f"Пісня {number}")
    catch_up()
    name = str(connections["default"].settings_dict["NAME"])
    for turn in range(8):
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(place.root), name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=os.environ
        )
        assert child.stdout.readline() == b"ready\n"
        time.sleep(0.05 + turn * 0.11)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        reader.__globals__["_opened"].cache_clear()
        answer = ask("пісень")
        assert (answer.by_index, answer.count) == (True, 120)
        lib.record(f"Казка {turn}")
        catch_up()
        assert ask("казок").count == turn + 1
    Keeper(place)._begin()
    assert len([path for path in place.root.iterdir() if path.is_dir()]) == 1, "what the dead have left is cleared away"


def test_the_command_makes_it_and_says_so(lib, place, capsys, monkeypatch):
    from mandrivna.config import cli, ready  # noqa: PLC0415 - app registry
    from mandrivna.config.commands import reindex  # noqa: PLC0415 - app registry

    monkeypatch.setattr(reindex, "setup", lambda: None)
    monkeypatch.setattr(ready, "require_database", lambda: None)
    monkeypatch.setattr(ready, "require_shape", lambda: None)
    lib.record("Лісова пісня")
    assert cli.main(["reindex", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["records"], found("пісень")) == (True, 1, ["Лісова пісня"])
    assert cli.main(["reindex"]) == 0
    assert "записів 1" in capsys.readouterr().out
    (place.root.parent / "file").write_text("")
    monkeypatch.setattr("django.conf.settings.SEARCH_INDEX", place.root.parent / "file")
    assert cli.main(["reindex"]) == 1
