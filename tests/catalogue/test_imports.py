"""A file of descriptions becomes records: none is lost, none is doubled, and all of it can be taken back."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from mandrivna.catalogue.actions.imports import finish_import, resume_import, start_import, stop_import, undo_import
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.importing import arrival, back, files, outcome, work
from mandrivna.catalogue.models import Authority, Body, Mention, Origin, Record, Run, RunState, Version
from mandrivna.core.problems import Refused
from mandrivna.fund.actions.copies import own_barcode
from mandrivna.fund.models import Copy, NumberSeries
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2040, 1, 1)
LEADER = "00000nam a2200000 i 4500"


@pytest.fixture
def lib(settings, tmp_path) -> Library:
    settings.DATA = tmp_path
    return library()


def book(number: str, title: str, *more: Field) -> Marc:
    author = Field("100", "1 ", "", (("a", "Українка, Леся,"), ("d", "1871-1913")))
    return Marc("marc21", LEADER, [Field("001", "", number), author, Field("245", "10", "", (("a", title),)), *more])


def copy_of(inventory: str, barcode: str = "", **more: str) -> Field:
    return Field("952", "  ", "", (("i", inventory), *((("p", barcode),) if barcode else ()), *more.items()))


def data(*records: Marc) -> bytes:
    return b"".join(write(records, "iso2709", "utf-8"))


def begun(lib: Library, content: bytes, **options: object) -> Run:
    act = lib.act()
    size, digest = arrival.keep(act.uid, [content])
    return start_import(
        act, unit=lib.root, name="каталог.mrc", size=size, digest=digest, format="iso2709", encoding="utf-8",
        options={"source": "Коха", **options},
    )  # fmt: skip


def imported(lib: Library, content: bytes, **options: object) -> Run:
    run = begun(lib, content, **options)
    assert work.advance(run)
    return run


def test_records_come_whole_and_are_no_work_of_this_library(lib):
    own = Field("999", "  ", "", (("z", "що завгодно"),))
    run = imported(lib, data(book("1", "Кассандра"), book("2", "Лісова пісня", own)))
    assert run.counts == {"imported": 2, "updated": 0, "same": 0, "left": 0, "rejected": 0, "copies": 0}
    body = Body.objects.get(record__title="Лісова пісня")
    assert Marc.loads(body.scheme, body.text).value("999", "z") == "що завгодно"
    assert (run.state, run.offset, totals(["catalogue.record"], None, FAR)) == (RunState.DONE, run.size, {})


def test_a_record_is_found_like_any_other_and_its_author_is_one_authority(lib):
    imported(lib, data(book("1", "Кассандра"), book("2", "Лісова пісня")))
    assert [one.title for one in Record.objects.matching("кассандра українка")] == ["Кассандра"]
    assert (Authority.objects.filter(sort="person").count(), Mention.objects.filter(authority__sort="person").count()) == (1, 2)


def test_the_same_file_again_doubles_nothing(lib):
    content = data(book("1", "Кассандра"), book("2", "Лісова пісня"))
    imported(lib, content)
    assert imported(lib, content).counts == {"imported": 0, "updated": 0, "same": 2, "left": 0, "rejected": 0, "copies": 0}
    assert (Record.objects.count(), Version.objects.count()) == (2, 0)


def test_a_newer_file_corrects_and_keeps_what_was(lib):
    imported(lib, data(book("1", "Касандра")))
    imported(lib, data(book("1", "Кассандра")))
    assert (Record.objects.get().title, Version.objects.get().text.count("Касандра")) == ("Кассандра", 1)


def test_what_people_corrected_is_not_overwritten(lib):
    imported(lib, data(book("1", "Касандра")))
    edit_record(lib.act(), record=Record.objects.get(), title="Кассандра : поема")
    imported(lib, data(book("1", "Касандра та інше")))
    assert Record.objects.get().title == "Кассандра : поема"


def test_records_in_are_imported_updated_and_rejected(lib):
    good = data(book("1", "Кассандра"))
    broken = b"00100nam a22000" + b"\xff" * 40 + b"\x1d"
    run = imported(lib, good + broken + data(Marc("marc21", LEADER, [Field("001", "", "3")])) + data(book("4", "Боярня")))
    assert run.counts == {"imported": 2, "updated": 0, "same": 0, "left": 0, "rejected": 2, "copies": 0}
    assert [(line["number"], bool(line["reason"])) for line in files.rejects(run)] == [(2, True), (3, True)]
    assert broken in b"".join(files.raw_rejects(run))


def test_a_stopped_run_goes_on_where_it_was(lib, monkeypatch):
    monkeypatch.setattr(work, "READ", 2)
    run = begun(lib, data(*(book(str(number), f"Том {number}") for number in range(1, 8))))
    assert work.advance(run, seconds=0) is False
    stop_import(lib.act(), run=run)
    assert (work.advance(run), Record.objects.count()) == (True, 2)
    resume_import(lib.act(), run=run)
    assert (work.advance(run), run.imported, Record.objects.count()) == (True, 7, 7)


def test_a_run_is_finished_where_it_was_stopped_and_no_copy_is_left_without_a_number(lib, monkeypatch):
    monkeypatch.setattr(work, "READ", 2)
    content = data(*(book(str(number), f"Том {number}", Field("952", "  ", "", (("c", "Ф"),))) for number in range(1, 8)))
    run = begun(lib, content, place=lib.shelf.pk)
    assert work.advance(run, seconds=0) is False
    stop_import(lib.act(), run=run)
    waiting = Copy.objects.filter(inventory_number__isnull=True)
    assert (work.advance(run), waiting.count(), totals(["fund.holding"], None, FAR)) == (True, 2, {})
    finish_import(lib.act(), run=run)
    run.refresh_from_db()
    assert (work.advance(run), run.state, run.imported, run.number, run.offset < run.size) == (True, RunState.DONE, 2, 2, True)
    assert (waiting.count(), Copy.objects.filter(barcode__startswith="~").count()) == (0, 0)
    assert dict(totals(["fund.holding"], None, FAR)) == {("fund.holding",): 2}
    with pytest.raises(Refused):
        resume_import(lib.act(), run=run)
    again = imported(lib, content, place=lib.shelf.pk)
    assert (again.imported, again.same, again.copies, waiting.count()) == (5, 2, 5, 0)


def test_what_is_being_taken_back_is_not_finished(lib):
    run = begun(lib, data(book("1", "Кассандра")))
    stop_import(lib.act(), run=run)
    undo_import(lib.act(), run=run)
    Run.objects.filter(pk=run.pk).update(state=RunState.FAILED)
    with pytest.raises(Refused) as refusal:
        finish_import(lib.act(), run=run)
    assert refusal.value.codes == ["wrong_state"]


def test_a_chunk_that_dies_leaves_no_half(lib, monkeypatch):
    """The lines of the rejects file that a dead chunk wrote are not there twice."""
    broken = b"00100nam a22000" + b"\xff" * 40 + b"\x1d"
    run = begun(lib, data(book("1", "Кассандра")) + broken)
    written = files.add_rejects
    monkeypatch.setattr(files, "add_rejects", lambda *about: written(*about) // 0)  # dies when the line is on the disk
    with pytest.raises(ZeroDivisionError):
        work.advance(run)
    assert (Record.objects.count(), files.rejects_of(run).stat().st_size > 0) == (0, True)
    monkeypatch.undo()
    work.advance(run)
    assert (run.counts, len(list(files.rejects(run)))) == (
        {"imported": 1, "updated": 0, "same": 0, "left": 0, "rejected": 1, "copies": 0},
        1,
    )


def test_copies_come_as_an_opening_balance(lib):
    run = imported(lib, data(book("1", "Кассандра", copy_of("15", "B15"), copy_of("16"))), place=lib.shelf.pk)
    assert (run.copies, sorted(Copy.objects.values_list("inventory_number", "barcode"))[0]) == (2, (15, "B15"))
    assert dict(totals(["fund.holding"], None, FAR)) == {("fund.holding",): 2}
    assert (Record.objects.get().copies, NumberSeries.objects.get().next, check_facts().drift) == (2, 17, [])


@pytest.mark.parametrize(
    ("field", "taken"),
    [
        (
            "852: a=ЦБ c=Ф104 h=84(4УКР) i=Л68 p=300012345 x=знос",
            (1, "300012345", "Ф104", "84(4УКР) Л68", {"a": "ЦБ", "x": "знос"}),
        ),
        ("852: 3=12345 b=Ф104 j=К-5 p=300012345", (12345, "300012345", "Ф104", "К-5", {})),
        ("852: 3=том b=Абонемент c=Ф104 p=300012345", (1, "300012345", "Ф104", "", {"3": "том", "b": "Абонемент"})),
        ("899: a=ЛНБ p=998 c=Ф104 j=К-5", (998, "own", "Ф104", "К-5", {"a": "ЛНБ"})),
        ("952: i=12345 p=300012345 b=Ф104 o=К-5", (12345, "300012345", "Ф104", "К-5", {})),
        ("910: a=0 b=12345 h=300012345 d=Ф104 r=К-5", (12345, "300012345", "Ф104", "К-5", {"a": "0"})),
    ],
)
def test_a_copy_is_taken_from_whichever_field_a_system_keeps_it_in(lib, field, taken):
    tag, _, subs = field.partition(": ")
    described = book("1", "Кассандра", Field(tag, "  ", "", tuple((part[0], part[2:]) for part in subs.split())))
    run = imported(lib, data(described), place=lib.shelf.pk, shelves={"ф104": lib.other_shelf.pk})
    (copy,) = Copy.objects.all()
    extra = dict(copy.extra)
    said = (extra.pop("shelf"), extra.pop("call_number", ""), {name: text for name, text in extra.items() if name != "tag"})
    code = "own" if copy.barcode == own_barcode(lib.root, copy.inventory_number or 0) else copy.barcode
    assert ((copy.inventory_number, code, *said), copy.extra["tag"]) == (taken, tag)
    assert (run.copies, copy.place_id, check_facts().drift) == (1, lib.other_shelf.pk, [])


def test_a_copy_that_cannot_be_taken_is_told(lib):
    taken = lib.copy()
    fields = (copy_of(str(taken.inventory_number)), copy_of("А" * 41), copy_of("900", taken.barcode), copy_of("901", **{"0": "1"}))
    run = imported(lib, data(book("1", "Кассандра", *fields)), place=lib.shelf.pk)
    reasons = ["copy_number_taken", "copy_number", "copy_barcode_taken", "copy_withdrawn"]
    assert ([line["reason"] for line in files.rejects(run)], run.copies, run.rejected) == (reasons, 0, 0)


def test_an_import_is_taken_back_whole(lib):
    before = lib.record("Тигролови")
    run = imported(lib, data(book("1", "Кассандра", copy_of("15")), book("2", "Лісова пісня")), place=lib.shelf.pk)
    undo_import(lib.act(), run=run)
    assert back.take_back(run)
    assert (list(Record.objects.all()), Copy.objects.count(), Origin.objects.count()) == ([before], 0, 0)
    assert (totals(["fund.holding"], None, FAR), run.state, check_facts().drift) == ({}, RunState.UNDONE, [])


def test_what_people_have_worked_with_stays(lib):
    run = imported(
        lib, data(book("1", "Кассандра", copy_of("15")), book("2", "Лісова пісня"), book("3", "Бояриня")), place=lib.shelf.pk
    )
    issue(lib.act(), copy=Copy.objects.get(), reader=lib.reader(), place=lib.shelf)
    edit_record(lib.act(), record=Record.objects.get(title="Лісова пісня"), title="Лісова пісня : драма-феєрія")
    undo_import(lib.act(), run=run)
    back.take_back(run)
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Кассандра", "Лісова пісня : драма-феєрія"]
    assert check_facts().drift == []


def test_what_an_import_changed_becomes_what_it_was(lib):
    imported(lib, data(book("1", "Касандра")))
    run = imported(lib, data(book("1", "Кассандра")))
    undo_import(lib.act(), run=run)
    back.take_back(run)
    assert (Record.objects.get().title, Version.objects.count()) == ("Касандра", 0)


@pytest.mark.parametrize(
    ("about", "codes"),
    [({"format": "papyrus"}, ["unknown_format"]), ({"encoding": "ebcdic"}, ["unknown_encoding"]), ({"size": 0}, ["wrong_size"])],
)
def test_what_cannot_be_read_is_refused(lib, about, codes):
    said = {
        "unit": lib.root,
        "name": "x",
        "size": 5,
        "digest": "",
        "format": "iso2709",
        "encoding": "utf-8",
        "options": {"source": "Коха"},
        **about,
    }
    with pytest.raises(Refused) as refusal:
        start_import(lib.act(), **said)
    assert [problem.code for problem in refusal.value.problems] == codes


def test_a_run_that_is_done_is_neither_stopped_nor_gone_on_with(lib):
    run = imported(lib, data(book("1", "Кассандра")))
    for verb in (stop_import, resume_import):
        with pytest.raises(Refused) as refusal:
            verb(lib.act(), run=run)
        assert [problem.code for problem in refusal.value.problems] == ["wrong_state"]


def test_a_preview_writes_nothing(lib):
    act = lib.act()
    arrival.keep(act.uid, [data(book("1", "Кассандра", copy_of("15")), Marc("marc21", LEADER, [Field("001", "", "2")]))])
    found = arrival.preview(files.folder() / f"{act.uid}.data", "iso2709", "utf-8")
    assert (found.decoded, found.refused_number, found.copies, found.whole) == (1, 1, 1, True)
    assert (found.records[0]["title"], Record.objects.count()) == ("Кассандра", 0)


def test_a_chunk_asks_no_more_for_more_records(lib, django_assert_max_num_queries):
    run = begun(lib, data(*(book(str(number), f"Том {number}") for number in range(200))))
    with django_assert_max_num_queries(40):
        work.advance(run)
    assert outcome.FROM_RUN == "import"


def test_files_that_nobody_needs_any_more_go(lib):
    run = imported(lib, data(book("1", "Кассандра")))
    waiting = begun(lib, data(book("2", "Бояриня")))
    left = lib.act().uid
    arrival.keep(left, [b"x"])
    for path in files.folder().glob("*.data"):
        os.utime(path, (0, 0))
    files.tidy()
    assert [path.stem for path in files.folder().glob("*.data")] == [str(waiting.pk)]
    assert run.state == RunState.DONE


def test_what_a_corrected_record_names_no_longer_finds_it(lib):
    """A second file with the same record and another author: the headings are those of the newer description."""
    imported(lib, data(book("1", "Лісова пісня", Field("650", " 4", "", (("a", "Мавка"),)))))
    imported(lib, data(book("1", "Лісова пісня", Field("650", " 4", "", (("a", "Волинь"),)))))
    assert sorted(Mention.objects.values_list("authority__heading", flat=True)) == ["Волинь", "Українка, Леся"]
    again = book("1", "Лісова пісня", Field("650", " 4", "", (("a", "Поліські болота"),)))
    imported(lib, data(again), authorities=False)
    assert (Record.objects.count(), Mention.objects.count()) == (1, 0)
