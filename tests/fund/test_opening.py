"""Copies of another system become ours: their numbers and their standing as they were, none twice, all of it to be taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mandrivna.catalogue.actions.imports import start_import, undo_import
from mandrivna.catalogue.exporting import export
from mandrivna.catalogue.formats.marc import Marc
from mandrivna.catalogue.formats.project import project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.holdings import standing
from mandrivna.catalogue.importing import arrival, back, files, places, work
from mandrivna.catalogue.models import Record, Run, RunState
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Unit
from mandrivna.core.problems import Refused
from mandrivna.fund import opening, opening_back
from mandrivna.fund.actions.copies import confirm_copy, own_barcode, withdraw_copy
from mandrivna.fund.models import Copy, NumberSeries, State
from mandrivna.fund.queries import by_number
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2040, 1, 1)


@pytest.fixture
def lib(settings, tmp_path) -> Library:
    settings.DATA = tmp_path
    return library()


def irbis(number: str, *copies: str) -> str:
    lines = ["#920: PAZK", f"#903: {number}", f"#200: ^AНазва {number}", *(f"#910: {one}" for one in copies), "*****"]
    return "\r\n".join(lines) + "\r\n"


def begun(lib: Library, text: str, **options: object) -> Run:
    act = lib.act()
    size, digest = arrival.keep(act.uid, [text.encode()])
    return start_import(
        act, unit=lib.root, name="база.txt", size=size, digest=digest, format="irbis", encoding="utf-8",
        options={"source": "ІРБІС", "place": lib.shelf.pk, **options},
    )  # fmt: skip


def imported(lib: Library, text: str, **options: object) -> Run:
    run = begun(lib, text, **options)
    assert work.advance(run)
    return run


def numbers() -> list[tuple[str, int | None]]:
    return [(copy.record.title, copy.inventory_number) for copy in Copy.objects.select_related("record").order_by("uid")]


def reasons(run: Run) -> list[str]:
    return [line["reason"] for line in files.rejects(run)]


STEALING = irbis("а", "^AU^12^DФ1") + irbis("б", "^A0^B1^DФ1") + irbis("в", "^A0^B2^DФ1")


def test_what_came_without_a_number_gets_one_after_the_highest_of_the_whole_file(lib, monkeypatch):
    monkeypatch.setattr(work, "READ", 1)
    run = imported(lib, STEALING)
    assert (reasons(run), numbers()) == ([], [("Назва а", 3), ("Назва а", 4), ("Назва б", 1), ("Назва в", 2)])
    codes = [copy.barcode for copy in Copy.objects.order_by("inventory_number")]
    assert codes == [own_barcode(lib.root, number) for number in (1, 2, 3, 4)]
    assert (NumberSeries.objects.get().next, check_facts().drift) == (5, [])


def test_numbers_are_given_after_a_stop_and_a_copy_taken_meanwhile_keeps_its_own(lib, monkeypatch):
    monkeypatch.setattr(work, "READ", 1)
    run = begun(lib, STEALING)
    assert not work.advance(run, seconds=0)
    assert [copy.inventory for copy in Copy.objects.all()] == ["—", "—"]
    own = lib.copy()
    while not work.advance(run, seconds=0):
        pass
    assert (own.inventory_number, reasons(run)) == (1, ["copy_number_taken"])
    assert sorted(Copy.objects.values_list("inventory_number", flat=True)) == [1, 2, 3, 4]


def test_a_barcode_of_another_system_that_looks_like_ours_is_stepped_over(lib):
    imported(lib, irbis("а", f"^A0^B1^H{own_barcode(lib.root, 2)}", "^A0"))
    assert sorted(Copy.objects.values_list("inventory_number", "barcode")) == [
        (1, own_barcode(lib.root, 2)), (3, own_barcode(lib.root, 3)),
    ]  # fmt: skip


def test_giving_numbers_asks_once_for_a_bundle(lib, monkeypatch):
    asked = []
    for pieces in (1, 30):
        run = begun(lib, irbis(f"т{pieces}", f"^AU^1{pieces}"))
        monkeypatch.setattr(work, "_end", lambda run: None)
        work.advance(run)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert opening.finish(run)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_is_here_already_is_neither_doubled_nor_refused(lib):
    rows = irbis("а", "^AU^13^DФ1", "^A0^B7^DФ1", "^A0^Bк-777^DФ1", "^A0^H77^DФ1") + irbis("б", "^A0^B7^DФ1")
    run = imported(lib, rows)
    known = [(one.pk, "ukr", "book", _holdings(one)) for one in Record.objects.filter(title="Назва а")]
    assert (run.copies, reasons(run)) == (6, ["copy_number_taken"])
    assert opening.take(run, known) == (0, [])
    more = [(pk, *about, [*found, found[0]]) for pk, *about, found in known]
    assert (opening.take(run, more), Record.objects.get(title="Назва а").copies) == ((3, []), 9)
    opening.balance(lib.act(actor=SYSTEM), run)


def _holdings(record: Record) -> list[object]:
    return list(project(Marc.loads(record.body.scheme, record.body.text)).holdings)


STATES = [
    ("0", State.AVAILABLE), ("U", State.AVAILABLE), ("1", State.CHECK), ("2", State.CHECK), ("4", State.CHECK), ("5", State.CHECK),
    ("8", State.CHECK), ("Ж", State.CHECK),
]  # fmt: skip


def test_what_was_not_on_the_shelf_there_is_not_told_to_stand_here(lib):
    imported(lib, irbis("а", *(f"^A{code}^B{place}^DФ1" for place, (code, _state) in enumerate(STATES, 1))))
    record = Record.objects.get()
    assert list(Copy.objects.order_by("inventory_number").values_list("state", flat=True)) == [state for _code, state in STATES]
    assert (record.copies, record.available, standing([record.pk])[record.pk].here) == (8, 2, 2)
    assert totals(["fund.holding"], None, FAR) == {("fund.holding",): 8}


def test_a_copy_that_was_looked_at_stands_on_its_shelf(lib):
    imported(lib, irbis("а", "^A4^B1^DФ1"))
    copy = Copy.objects.get()
    with pytest.raises(Refused) as refusal:
        issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    assert "needs_check" in refusal.value.codes
    confirm_copy(lib.act(), copy=copy)
    issue(lib.act(), copy=Copy.objects.get(), reader=lib.reader(), place=lib.shelf)
    with pytest.raises(Refused) as refusal:
        confirm_copy(lib.act(), copy=copy)
    assert (refusal.value.codes, Copy.objects.get().state) == (["nothing_to_check"], State.ON_LOAN)


def test_a_copy_that_nobody_found_is_withdrawn(lib):
    imported(lib, irbis("а", "^A4^B1^DФ1"))
    withdraw_copy(lib.act(), copy=Copy.objects.get(), why="втрата")
    assert (Copy.objects.get().state, check_facts().drift) == (State.WITHDRAWN, [])


def test_numbers_with_letters_and_noughts_stay_as_the_book_has_them(lib):
    texts = ("к-777", "А-7", "123/1", "0003001", "20230000000123")
    run = imported(lib, irbis("а", *(f"^A0^B{text}" for text in texts), "^A0^B5"))
    found = {copy.inventory: copy.inventory_number for copy in Copy.objects.all()}
    assert (reasons(run), set(found), found["0003001"], found["5"]) == ([], {*texts, "5"}, 3001, 5)
    assert sorted(found[text] or 0 for text in texts if text != "0003001") == [3002, 3003, 3004, 3005]
    for said in (*texts, "№ к-777", "К-777", "інв. 123/1", "3001"):
        assert by_number(Copy.objects.all(), said), said
    assert by_number(Copy.objects.all(), "к-778") is None


def test_a_number_with_letters_is_of_one_record(lib):
    run = imported(lib, irbis("а", "^A0^Bк-1") + irbis("б", "^A0^Bк-1"))
    assert (reasons(run), Copy.objects.count()) == (["copy_number_taken"], 1)


def test_a_barcode_longer_than_ours_is_kept(lib, tmp_path):
    long = "E2801160600002054C3F1234ABCDEF9876543210"
    imported(lib, irbis("а", f"^A0^B1^H{long}"))
    assert Copy.objects.get().extra["barcode"] == long
    assert [one.get("h") for one in exported(tmp_path)] == [long]


# --- out again ---------------------------------------------------------------------------------------------------------


def exported(tmp_path) -> list[object]:
    export(tmp_path / "out.txt", "irbis")
    return [field for item in read(tmp_path / "out.txt", "irbis", "utf-8") for field in item.marc["910"]]


KEPT = (
    "^A0^B2000^DФ1^C20180607^E45.50^U2018/45^!ФЗ^Qабо", "^A1^B2001^DФ1^U2018/45", "^A5^Bк-7^DФ1^U1^U2", "^A6^B2005^DФ1^V7",
    "^A0^B0003001^DФ104",
)  # fmt: skip


def test_an_export_says_all_that_the_import_read(lib, tmp_path):
    imported(lib, irbis("а", *KEPT))
    before = {(field.get("b"), sub) for item in _items(tmp_path, irbis("а", *KEPT)) for field in item for sub in field.subs}
    after = {(field.get("b"), sub) for field in exported(tmp_path) for sub in field.subs}
    assert before - after == set()
    assert {sub[0] for _number, sub in after - before} == {"h"}
    assert len(exported(tmp_path)) == len(KEPT)


def _items(tmp_path, text: str) -> list[list[object]]:
    (tmp_path / "in.txt").write_text(text, encoding="utf-8")
    return [item.marc["910"] for item in read(tmp_path / "in.txt", "irbis", "utf-8")]


def test_pieces_without_a_number_go_out_once_each_and_with_what_was_said_of_them(lib, tmp_path):
    imported(lib, irbis("а", "^AU^13^DФ1^U2018/45"))
    assert [(one.get("a"), one.get("b"), one.get("d"), one.get("u"), one.get("1")) for one in exported(tmp_path)] == [
        ("U", str(number), "Ф1", "2018/45", "") for number in (1, 2, 3)
    ]


def test_an_export_tells_what_has_become_of_a_copy_here(lib, tmp_path):
    imported(lib, irbis("а", "^A0^B1^DФ1", "^A4^B2^DФ1", "^A4^B3^DФ1", "^A0^B4^DФ1"))
    one, two, _three, four = Copy.objects.order_by("inventory_number")
    issue(lib.act(), copy=one, reader=lib.reader(), place=lib.shelf)
    confirm_copy(lib.act(), copy=two)
    withdraw_copy(lib.act(), copy=four, why="знос")
    assert [(field.get("b"), field.get("a")) for field in exported(tmp_path)] == [("1", "1"), ("2", "0"), ("3", "4"), ("4", "6")]


# --- back --------------------------------------------------------------------------------------------------------------


def taken_back(lib: Library, run: Run) -> None:
    undo_import(lib.act(actor=SYSTEM), run=run)
    run.refresh_from_db()
    while not back.take_back(run, seconds=0):
        pass


def test_an_import_is_taken_back_in_bundles_and_what_was_used_stays(lib, monkeypatch):
    run = imported(lib, "".join(irbis(str(place), f"^A0^B{place}", f"^A4^B{place + 100}", "^A0") for place in range(1, 6)))
    issue(lib.act(), copy=Copy.objects.get(inventory_number=2), reader=lib.reader(), place=lib.shelf)
    confirm_copy(lib.act(), copy=Copy.objects.get(inventory_number=104))
    monkeypatch.setattr(opening_back.undo, "__defaults__", (4,))
    taken_back(lib, run)
    assert sorted(Record.objects.values_list("title", flat=True)) == ["Назва 2", "Назва 4"]
    assert (Copy.objects.count(), run.state, check_facts().drift) == (6, RunState.UNDONE, [])


def test_taking_back_asks_as_often_for_many_copies_as_for_one(lib):
    asked = []
    for pieces in (1, 40):
        run = imported(lib, irbis(f"т{pieces}", f"^AU^1{pieces}"))
        with CaptureQueriesContext(connection) as queries:
            assert opening_back.undo(run) == (set(), True)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_copies_brought_to_a_known_record_leave_it_counted_right(lib):
    imported(lib, irbis("а", "^A0^B1"))
    record = Record.objects.get()
    run = begun(lib, irbis("б"))
    opening.take(run, [(record.pk, "ukr", "book", [*_holdings(record)] * 1 + _second(record))])
    record.refresh_from_db()
    assert (record.copies, record.available) == (2, 2)
    opening_back.undo(run)
    record.refresh_from_db()
    assert (record.copies, record.available, Copy.objects.get().inventory_number) == (1, 1, 1)


def _second(record: Record) -> list[object]:
    found = _holdings(record)[0]
    found.inventory = "9"
    return [found]


def test_places_are_proposed_as_the_same_source_said_last(lib):
    begun(lib, irbis("а"), shelves={"Ф1": lib.other_shelf.pk})
    begun(lib, irbis("б"), source="Коха", shelves={"Ф1": lib.shelf.pk, "Ф2": lib.shelf.pk})
    assert places.proposed(["Ф1", "Ф2", "Ф3"], source="ІРБІС") == {"Ф1": lib.other_shelf.pk, "Ф2": lib.shelf.pk}


@pytest.mark.parametrize("text", ["[]", '{"Ф1": "12"}', '{"Ф1": 999999}', '{"Ф1": true}', "{"])
def test_a_file_of_places_that_says_something_else_is_refused(lib, tmp_path, text):
    (tmp_path / "p.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):
        places.from_file(tmp_path / "p.json", Unit.objects.all())


def test_a_file_of_places_names_ours(lib, tmp_path):
    (tmp_path / "p.json").write_text(f'{{"Ф1": {lib.shelf.pk}, "Ф2": null}}', encoding="utf-8")
    assert places.from_file(tmp_path / "p.json", Unit.objects.all()) == {"Ф1": lib.shelf.pk}
