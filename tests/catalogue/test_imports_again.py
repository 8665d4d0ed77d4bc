"""What comes again, under a known number, twice in one file, or is taken back after people have worked with it."""

from __future__ import annotations

import base64
import os

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.catalogue.actions.collections import add_collection, put_in_collection
from mandrivna.catalogue.actions.imports import resume_import, start_import, undo_import
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.actions.upkeep import merge_records, withdraw_record
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.importing import arrival, back, files, work
from mandrivna.catalogue.models import Chosen, Kind, Mention, Merge, Origin, Record, RunState, Version
from mandrivna.catalogue.tasks import go_on_with_import
from mandrivna.core.models import Kind as UnitKind
from mandrivna.core.problems import Refused
from mandrivna.enquiries.actions.refusals import ask
from mandrivna.enquiries.models import Refusal
from mandrivna.fund.models import Copy
from mandrivna.lending.models import Hold
from tests.catalogue.test_imports import LEADER, begun, book, copy_of, data, imported
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib(settings, tmp_path) -> Library:
    settings.DATA = tmp_path
    return library()


def plain(number: str, title: str, *, author: str = "", year: str = "", isbn: str = "", more: tuple[Field, ...] = ()) -> Marc:
    fields = [Field("001", "", number)]
    if isbn:
        fields.append(Field("020", "  ", "", (("a", isbn),)))
    if author:
        fields.append(Field("100", "1 ", "", (("a", author),)))
    fields.append(Field("245", "10", "", (("a", title),)))
    if year:
        fields.append(Field("260", "  ", "", (("c", year),)))
    return Marc("marc21", LEADER, [*fields, *more])


def said(run):
    return {name: number for name, number in run.counts.items() if number}


def titles():
    return sorted(Record.objects.values_list("title", flat=True))


def lines(run):
    return [(line["number"], line["reason"], bool(line["raw"])) for line in files.rejects(run)]


def undone(lib, run):
    undo_import(lib.act(), run=run)
    run.refresh_from_db()
    assert back.take_back(run)
    return run


# --- two of one number -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 1_000])
def test_two_records_of_one_number_are_two_records(lib, monkeypatch, size):
    monkeypatch.setattr(work, "READ", size)
    content = data(
        plain("Ш37", "Кобзар", author="Шевченко", more=(copy_of("15"),)),
        plain("Ш37", "Гайдамаки", author="Шевченко", more=(copy_of("16"),)),
        plain("Ш37", "Кобзар", author="Шевченко", more=(copy_of("15"),)),
        plain("Ш37", "Гайдамаки", author="Шевченко", more=(copy_of("16"),)),
    )
    run = imported(lib, content, place=lib.shelf.pk)
    assert (said(run)["imported"], said(run)["same"], titles()) == (2, 2, ["Гайдамаки", "Кобзар"])
    assert ((2, "same_number", False) in lines(run), sorted(Copy.objects.values_list("inventory_number", flat=True))) == (
        True,
        [15, 16],
    )
    assert (said(imported(lib, content)), Record.objects.count()) == ({"same": 4}, 2)


def test_the_order_of_two_of_one_number_does_not_matter(lib):
    one, two = plain("1", "Кобзар", author="Шевченко"), plain("1", "Гайдамаки", author="Шевченко")
    imported(lib, data(one, two))
    assert (said(imported(lib, data(two, one))), titles()) == ({"same": 2}, ["Гайдамаки", "Кобзар"])


def test_a_known_one_and_another_under_its_number_are_two(lib, monkeypatch):
    one, two = plain("1", "Кобзар", author="Шевченко"), plain("1", "Гайдамаки", author="Шевченко")
    imported(lib, data(one))
    monkeypatch.setattr(work, "READ", 1)
    assert said(imported(lib, data(one, two))) == {"imported": 1, "same": 1}
    assert titles() == ["Гайдамаки", "Кобзар"]


# --- another book under a known number ---------------------------------------------------------------------------------


def test_another_book_under_a_known_number_is_not_its_newer_description(lib):
    imported(lib, data(plain("1", "Книга з бази А")))
    other = data(plain("1", "Зовсім інша книга з бази Б"))
    run = imported(lib, other)
    assert (said(run), lines(run), titles()) == ({"rejected": 1}, [(1, "other_book", True)], ["Книга з бази А"])
    assert b"".join(files.raw_rejects(run)) == other
    assert said(imported(lib, other, existing="skip")) == {"rejected": 1}
    assert (said(imported(lib, other, existing="replace")), titles()) == ({"updated": 1}, ["Зовсім інша книга з бази Б"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"title": "Касандра"}, {"title": "Кассандра"}),
        ({"title": "Кобзар"}, {"title": "Кобзар поезії"}),
        ({"title": "Без назви", "isbn": "9786176790907"}, {"title": "Тигролови", "isbn": "9786176790907"}),
        (
            {"title": "Праця", "author": "Франко, Іван", "year": "1901"},
            {"title": "Мойсей", "author": "Іван Франко", "year": "1901"},
        ),
    ],
)
def test_a_corrected_description_is_the_same_book(lib, old, new):
    imported(lib, data(plain("1", **old)))
    assert (said(imported(lib, data(plain("1", **new)))), titles()) == ({"updated": 1}, [new["title"]])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("Кобзар", "Шевченко", "2001"), ("Гайдамаки", "Шевченко", "1999")),
        (("Праця", "Франко, Іван", "1901"), ("Тигролови", "Багряний, Іван", "1901")),
    ],
)
def test_another_title_with_another_author_or_year_is_another_book(lib, old, new):
    imported(lib, data(plain("1", old[0], author=old[1], year=old[2])))
    assert said(imported(lib, data(plain("1", new[0], author=new[1], year=new[2])))) == {"rejected": 1}


# --- each record is counted once ---------------------------------------------------------------------------------------


def test_every_record_of_a_file_is_counted_once(lib):
    imported(lib, data(book("1", "Касандра"), book("2", "Бояриня"), book("3", "Оргія"), book("4", "Одержима")))
    edit_record(lib.act(), record=Record.objects.get(title="Бояриня"), title="Бояриня : драма")
    withdraw_record(lib.act(), record=Record.objects.get(title="Оргія"), why="загублено")
    newer = [book("1", "Кассандра"), book("2", "Боярыня"), book("3", "Оргія!"), book("4", "Одержима"), book("5", "Йоганна")]
    run = imported(lib, data(*newer, Marc("marc21", LEADER, [Field("001", "", "6")])))
    assert run.counts == {"imported": 1, "updated": 1, "same": 1, "left": 2, "rejected": 1, "copies": 0}
    assert (sum(run.counts.values()), lines(run)) == (
        run.number,
        [(6, "no_title", True), (2, "corrected_here", True), (3, "withdrawn_here", True)],
    )
    assert data(newer[1]) in b"".join(files.raw_rejects(run))
    again = imported(lib, data(*newer))
    assert (said(again), lines(again)) == ({"same": 3, "left": 2}, []), "what was put aside is told of once"
    newest = imported(lib, data(book("2", "Боярыня!")))
    assert (said(newest), lines(newest)) == ({"left": 1}, [(1, "corrected_here", True)])
    skipped = imported(lib, data(book("1", "Кассандра, поема")), existing="skip")
    assert (said(skipped), lines(skipped), Record.objects.filter(title="Кассандра").count()) == ({"left": 1}, [], 1)


def test_an_update_writes_only_what_is_described(lib):
    """The row may be changing at this very moment: how many copies there are is no part of a description."""
    imported(lib, data(book("1", "Касандра")))
    run = begun(lib, data(book("1", "Кассандра")))
    with CaptureQueriesContext(connection) as seen:
        work.advance(run)
    written = [one["sql"] for one in seen if 'UPDATE "catalogue_record"' in one["sql"]]
    assert (len(written), "available" in written[0], Record.objects.get().folded[:9]) == (1, False, "кассандра")


def test_newer_descriptions_ask_no_more_for_more_of_them(lib):
    def asked(number: int) -> int:
        imported(lib, data(*(book(f"{number}-{one}", f"Том {one}") for one in range(number))))
        run = begun(lib, data(*(book(f"{number}-{one}", f"Том {one}, виправлений") for one in range(number))))
        with CaptureQueriesContext(connection) as seen:
            work.advance(run)
        assert run.updated == number
        return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "UPDATE", "INSERT", "COPY"))])

    asked(1)  # what is asked once for a process
    assert asked(3) == asked(30)


# --- copies of known records -------------------------------------------------------------------------------------------


def test_a_copy_that_came_since_is_taken_with_a_record_that_is_known(lib):
    imported(lib, data(book("1", "Кассандра", copy_of("15"))), place=lib.shelf.pk)
    run = imported(lib, data(book("1", "Кассандра", copy_of("15"), copy_of("16"))), place=lib.shelf.pk)
    assert (said(run), lines(run)) == ({"updated": 1, "copies": 1}, [])
    assert (sorted(Copy.objects.values_list("inventory_number", flat=True)), Record.objects.get().copies) == ([15, 16], 2)


def test_copies_of_a_known_record_come_when_a_place_is_said_later(lib):
    content = data(book("1", "Кассандра", copy_of("15")))
    imported(lib, content)
    assert (said(imported(lib, content, place=lib.shelf.pk)), Record.objects.get().copies) == ({"same": 1, "copies": 1}, 1)


def test_copies_of_a_merged_record_stand_under_the_one_that_was_kept(lib):
    imported(lib, data(book("1", "Кассандра"), book("2", "Оргія")))
    gone, withdrawn = (Record.objects.get(title=title) for title in ("Кассандра", "Оргія"))
    kept = lib.record("Кассандра")
    merge_records(lib.act(), kept=kept, gone=gone)
    withdraw_record(lib.act(), record=withdrawn, why="загублено")
    content = data(book("1", "Кассандра", copy_of("15")), book("2", "Оргія", copy_of("16")))
    run = imported(lib, content, place=lib.shelf.pk)
    assert (said(run), list(Copy.objects.values_list("record", flat=True))) == ({"left": 2, "copies": 1}, [kept.pk])


# --- what was refused --------------------------------------------------------------------------------------------------


def test_a_refused_copy_brings_its_record_to_be_corrected(lib):
    whole = data(book("1", "Кассандра", copy_of("7", **{"0": "1"}), copy_of("8", **{"0": "1"})))
    run = imported(lib, whole, place=lib.shelf.pk)
    assert ([line["copy"] for line in files.rejects(run)], run.rejected) == (["7", "8"], 0)
    assert b"".join(files.raw_rejects(run)) == whole


def test_a_refused_record_is_kept_whole_and_rubbish_is_cut_and_said(lib):
    assert files.reject(1, 0, "encoding", b"x" * 900_000).get("cut") is None
    assert len(base64.b64decode(files.reject(1, 0, "encoding", b"x" * 900_000)["raw"])) == 900_000
    line = files.reject(1, 0, "too_long", b"x" * 900_000)
    assert (line["cut"], len(base64.b64decode(line["raw"]))) == (900_000, files.KEPT)


def test_what_was_refused_is_on_the_disk_before_the_database_says_so(lib, monkeypatch):
    broken = b"00100nam a22000" + b"\xff" * 40 + b"\x1d"
    flushed: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (flushed.append(os.fstat(handle).st_ino), real(handle))[1])
    run = imported(lib, broken)
    wanted = {path.stat().st_ino for path in (files.path_of(run), files.rejects_of(run), files.folder())}
    assert (len(wanted), wanted <= set(flushed)) == (3, True)


def test_lines_of_a_chunk_that_died_are_neither_shown_nor_kept(lib):
    broken = b"00100nam a22000" + b"\xff" * 40 + b"\x1d"
    run = begun(lib, broken + broken)
    files.rejects_of(run).write_bytes(b'{"number": 77, "reason": "x", "raw": ""}\n')
    assert list(files.rejects(run)) == []
    work.advance(run)
    assert ([line["number"] for line in files.rejects(run)], files.rejects_of(run).stat().st_size) == ([1, 2], run.rejects_size)


# --- back --------------------------------------------------------------------------------------------------------------


def test_a_description_that_one_run_changed_twice_becomes_what_it_was_before_both(lib):
    imported(lib, data(book("1", "Касандра")))
    run = imported(lib, data(book("1", "Кассандра")))
    record = Record.objects.get()
    first = Version.objects.get()
    Version.objects.create(
        record=record, number=2, scheme="marc21", text=book("1", "Кассандра").dumps(), on=first.on, why="import", op=run.op
    )  # as a run of an older program did
    undone(lib, run)
    assert (Record.objects.get().title, Version.objects.count(), run.state) == ("Касандра", 0, RunState.UNDONE)


def test_the_same_newer_file_corrects_again_after_it_was_taken_back(lib):
    imported(lib, data(book("1", "Касандра", Field("650", " 4", "", (("a", "Троя"),)))))
    newer = data(book("1", "Кассандра"))
    undone(lib, imported(lib, newer))
    assert sorted(Mention.objects.values_list("authority__heading", flat=True)) == ["Троя", "Українка, Леся"]
    assert (said(imported(lib, newer)), titles()) == ({"updated": 1}, ["Кассандра"])


def test_what_was_changed_after_the_import_is_not_put_back(lib):
    imported(lib, data(book("1", "Касандра"), book("2", "Бояряня")))
    run = imported(lib, data(book("1", "Кассандра"), book("2", "Бояриня")))
    edit_record(lib.act(), record=Record.objects.get(title="Кассандра"), title="Кассандра : поема")
    undo_import(lib.act(), run=run)
    run.refresh_from_db()
    turns = 0
    while not back.take_back(run, seconds=0):
        turns += 1
    assert (titles(), turns, run.state) == (["Бояряня", "Кассандра : поема"], 2, RunState.UNDONE)


def test_a_record_that_was_merged_away_stays(lib):
    run = imported(lib, data(book("1", "Кассандра"), book("2", "Оргія")))
    merge_records(lib.act(), kept=lib.record("Кассандра"), gone=Record.objects.get(title="Кассандра", run=run.pk))
    undone(lib, run)
    assert (run.state, Record.objects.count(), Merge.objects.count()) == (RunState.UNDONE, 2, 1)


def test_what_readers_wait_for_and_collections_hold_stays(lib):
    names = ("Кассандра", "Оргія", "Бояриня", "Одержима", "Йоганна")
    run = imported(lib, data(*(book(str(place), name) for place, name in enumerate(names))))
    awaited, chosen, asked, bought, _nobody = (Record.objects.get(title=name) for name in names)
    lib.copy(bought)
    Hold.objects.create(
        uid=lib.act().uid,
        record=awaited,
        institution=lib.root,
        reader=lib.reader(),
        pickup=lib.shelf,
        at=lib.now,
        on=lib.today,
    )
    collection = add_collection(lib.act(), unit=lib.root, title="До Дня знань")
    put_in_collection(lib.act(), collection=collection, records=[str(chosen.pk)])
    ask(lib.act(), place=lib.root, title="Бояриня", record=asked)
    undone(lib, run)
    assert titles() == sorted(names[:4])
    assert (Hold.objects.count(), Chosen.objects.count(), Refusal.objects.get().record) == (1, 1, asked)
    assert (Copy.objects.count(), Record.objects.filter(run=run.pk).count()) == (1, 0)


def test_an_undo_that_fails_says_so_and_can_be_gone_on_with(lib, monkeypatch):
    run = imported(lib, data(book("1", "Кассандра")))
    undo_import(lib.act(), run=run)
    monkeypatch.setattr(back, "_unmake", lambda *_about: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        go_on_with_import.call(run=str(run.pk))
    run.refresh_from_db()
    assert (run.state, "ZeroDivisionError" in run.trouble) == (RunState.FAILED, True)
    monkeypatch.undo()
    assert resume_import(lib.act(), run=run).state == RunState.UNDOING
    go_on_with_import.call(run=str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.trouble, Record.objects.count()) == (RunState.UNDONE, "", 0)


# --- parts and wholes --------------------------------------------------------------------------------------------------


def article(number: str, title: str, host: str) -> Marc:
    within = Field("773", "0 ", "", (("t", "Березіль"), ("w", host)))
    return Marc("marc21", "00000nab a2200000 i 4500", [Field("001", "", number), Field("245", "10", "", (("a", title),)), within])


def test_an_article_that_came_before_its_journal_is_hung_on_it(lib):
    imported(lib, data(article("2", "Про театр", "9"), article("3", "Про кіно", "9"), article("4", "Про інше", "10")))
    assert Record.objects.filter(host__isnull=False).count() == 0
    journal = Marc("marc21", "00000nas a2200000 i 4500", [Field("001", "", "9"), Field("245", "10", "", (("a", "Березіль"),))])
    imported(lib, data(journal), source="інша")
    assert Record.objects.filter(host__isnull=False).count() == 0
    imported(lib, data(journal))
    hung = Record.objects.filter(host__isnull=False)
    assert sorted(hung.values_list("title", "host__title")) == [("Про кіно", "Березіль"), ("Про театр", "Березіль")]
    assert set(hung.values_list("kind", "host__kind")) == {(Kind.ARTICLE, Kind.SERIAL)}


def test_waiting_parts_are_found_by_their_index(lib):
    if connection.vendor != "sqlite":
        pytest.skip("a table of no rows is read whole there")
    waiting = Origin.objects.filter(source="a").exclude(host="").order_by("host").values_list("host", flat=True).distinct()
    assert "origin_waiting" in waiting.filter(host__gt="x").explain()


# --- what cannot begin -------------------------------------------------------------------------------------------------


def asked_for(lib, **options):
    about = {"name": "x", "size": 5, "digest": "", "format": "iso2709", "encoding": "utf-8"}
    with pytest.raises(Refused) as refusal:
        start_import(lib.act(), unit=lib.root, options={"source": "Коха", **options}, **about)
    return refusal.value.codes


def test_copies_are_put_only_where_copies_stand(lib):
    assert lib.root.kind == UnitKind.INSTITUTION
    assert [asked_for(lib, place=one) for one in (99_999, "ні", lib.root.pk)] == [["no_place"], ["no_place"], ["not_a_place"]]
    assert asked_for(lib, place=lib.shelf.pk, shelves={"Ф1": 99_999}) == ["no_place"]
    assert [asked_for(lib, source=one) for one in ("", "  ")] == [["no_source"], ["no_source"]]


def test_a_file_on_the_disk_is_whole_before_its_name_is_there(lib):
    act = lib.act()
    arrival.keep(act.uid, [b"abc", b"def"])
    assert [path.name for path in files.folder().iterdir()] == [f"{act.uid}.data"]
