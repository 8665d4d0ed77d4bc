"""A sheet of paper: printed, keyed, keyed again, corrected, spoiled; nothing doubled and nothing lost."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.erasure import forget
from mandrivna.core.models import Discrepancy, Operation, Staff
from mandrivna.core.policy import edit
from mandrivna.core.problems import Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts
from mandrivna.ledger.models import Fact
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.paper import key_sheet, mark_sheet, print_sheets
from mandrivna.lending.models import Event, Loan, Sheet, SheetLine
from mandrivna.lending.paper import sheet_by_code
from mandrivna.lending.states import LineState, SheetKind, SheetState
from mandrivna.readers.models import Enrolment, Reader
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    """Since two weeks ago; a librarian of the hub keys what stands on its sheets."""
    lib = library(timezone.now() - dt.timedelta(days=14))
    person("hands", "hub_librarian", lib.hub, password=None)
    return lib


def printed(lib: Library, kind: str = SheetKind.ISSUE, **about: Any) -> Sheet:
    return print_sheets(lib.act(), place=lib.shelf, kind=kind, **about)


def keyed(sheet: Sheet, on: dt.date, *lines: dict[str, str], seen: int | None = None, **about: Any) -> Sheet:
    sheet.refresh_from_db()
    said = Withheld(json.dumps(lines))
    actor = actor_for(Staff.objects.get(username="hands"))
    return key_sheet(Act(actor=actor), sheet=sheet, on=on, lines=said, seen=sheet.version if seen is None else seen, **about)


def agreed(lib: Library, key: str, value: Any) -> None:
    edit(lib.act(), policy="lending", key=key, value=value, reason="так домовилися")


def card(reader: Reader) -> str:
    return str(reader.cards.get().code)


def states(sheet: Sheet) -> list[tuple[int, str, str]]:
    return list(sheet.rows.order_by("number").values_list("number", "state", "problem"))


def everything() -> list[Any]:
    """Facts, events and loans as they stand."""
    return [list(model.objects.order_by("pk").values()) for model in (Fact, Event, Loan, Enrolment)]


def issued_by_day() -> dict[Any, int]:
    found: dict[Any, int] = {}
    for fact in Fact.objects.filter(kind="lending.issue"):
        found[fact.on] = found.get(fact.on, 0) + fact.quantity
    return {day: number for day, number in found.items() if number}


def test_a_sheet_keyed_twice_adds_nothing(lib):
    reader, books, sheet = lib.reader(), [lib.copy(), lib.copy()], printed(lib)
    day = timezone.localdate() - dt.timedelta(days=3)
    lines = ({"reader": card(reader), "copy": str(books[0].inventory_number)}, {"copy": books[1].barcode})  # the same reader
    keyed(sheet, day, *lines)
    first, operations = everything(), Operation.objects.exclude(verb="lending.key_sheet").count()
    assert keyed(sheet, day, *lines).state == SheetState.KEYED
    assert (everything(), Operation.objects.exclude(verb="lending.key_sheet").count()) == (first, operations)
    assert [(loan.reader, loan.issued_on) for loan in Loan.objects.open()] == [(reader, day)] * 2
    assert states(sheet) == [(1, "done", ""), (2, "done", "")]
    assert set(Event.objects.values_list("channel", flat=True)) == {"paper"}
    assert all(operation.body["lines"] is None for operation in Operation.objects.filter(verb="lending.key_sheet"))


def test_the_lines_count_in_the_days_that_stand_on_the_paper(lib):
    reader, books, sheet = lib.reader(), [lib.copy() for _number in range(3)], printed(lib)
    day, other = (timezone.localdate() - dt.timedelta(days=days) for days in (5, 2))
    lines = [{"reader": card(reader), "copy": book.barcode} for book in books]
    lines[2]["on"] = str(other)
    keyed(sheet, day, *lines)
    assert issued_by_day() == {day: 2, other: 1}
    assert check_facts().drift == []


def test_what_fits_nobody_waits_for_a_person_and_stops_no_other_line(lib):
    reader, books, sheet = lib.reader(), [lib.copy(), lib.copy()], printed(lib)
    day = timezone.localdate() - dt.timedelta(days=1)
    lines = [
        {"reader": "912345678901234", "copy": books[0].barcode},
        {"reader": card(reader), "copy": "000999"},
        {"reader": card(reader), "copy": books[1].barcode},
        {"reader": card(reader), "copy": books[0].barcode, "on": "31 лютого"},
    ]
    keyed(sheet, day, *lines)
    waits = [(1, "waiting", "unknown_reader"), (2, "waiting", "unknown_copy"), (3, "done", ""), (4, "waiting", "wrong_day")]
    assert states(sheet) == waits
    tasks = Discrepancy.objects.filter(kind="lending.paper_line", closed_at=None)
    assert [row.details["line"] for row in tasks.order_by("details__line")] == ["1", "2", "4"]
    assert not any(card(reader) in json.dumps(row.details) for row in tasks)
    assert Loan.objects.open().get().copy == books[1]
    lines[0] |= {"reader": card(reader)}
    keyed(sheet, day, *lines[:1], {}, *lines[2:3], {})
    assert states(sheet) == [(1, "done", ""), (2, "empty", ""), (3, "done", ""), (4, "empty", "")]
    assert (tasks.all().count(), Loan.objects.open().count(), sum(issued_by_day().values())) == (0, 2, 2)


def test_a_line_that_changed_takes_back_what_it_said_before(lib):
    one, two, book, sheet = lib.reader(), lib.reader(), lib.copy(), printed(lib)
    day = timezone.localdate() - dt.timedelta(days=6)
    for reader in (one, two, one):  # and back again
        keyed(sheet, day, {"reader": card(reader), "copy": book.barcode})
        assert (Loan.objects.open().get().reader, issued_by_day()) == (reader, {day: 1})
    assert (Discrepancy.objects.count(), SheetLine.objects.get().version, check_facts().drift) == (0, 2, [])
    keyed(sheet, day - dt.timedelta(days=1), {"reader": card(one), "copy": book.barcode})  # another day over the whole sheet
    assert issued_by_day() == {day - dt.timedelta(days=1): 1}
    keyed(sheet, day, {})
    assert (Loan.objects.open().count(), issued_by_day(), states(sheet)) == (0, {}, [(1, "empty", "")])


def test_people_are_registered_bring_back_and_take_in_the_order_of_a_day(lib):
    """Three sheets of one day, keyed in the wrong order."""
    old, book = lib.reader(), lib.copy()
    day = timezone.localdate() - dt.timedelta(days=2)

    issue(lib.act(), copy=book, reader=old, place=lib.shelf)
    enrolling = keyed(printed(lib, SheetKind.ENROL), day, {"name": "Марта Вигадана", "birth_year": "1990"})
    new = SheetLine.objects.get(sheet=enrolling).reader
    keyed(printed(lib), day, {"reader": "Марта Вигадана", "copy": book.barcode})
    keyed(printed(lib, SheetKind.RETURN), day, {"copy": book.barcode})
    assert (Loan.objects.open().get().reader, Discrepancy.objects.filter(closed_at=None).count()) == (new, 0)
    assert [(row.on, row.channel) for row in Enrolment.objects.filter(reader=new)] == [(day, "paper")]
    keyed(enrolling, day, {"name": "Марта Вигадана", "birth_year": "1990"})
    assert Reader.objects.count() == 2
    keyed(enrolling, day, {"name": "Марта Вигадана", "birth_year": "1991"})  # a person is corrected on their own page
    assert states(enrolling) == [(1, "done", "enrolled")]
    assert check_facts().drift == []


def test_a_colleagues_keying_is_not_corrected_unawares(lib):
    one, two, book, sheet = lib.reader(), lib.reader(), lib.copy(), printed(lib)
    day = timezone.localdate()
    keyed(sheet, day, {"reader": card(one), "copy": book.barcode})
    with pytest.raises(Refused) as refusal:
        keyed(sheet, day, {"reader": card(two), "copy": book.barcode}, seen=0)
    assert refusal.value.codes == ["keyed_meanwhile"]
    keyed(sheet, day, {"reader": card(one), "copy": book.barcode}, seen=0)  # the same twice does nothing
    assert Loan.objects.open().get().reader == one


def test_a_sheet_may_be_spoiled_or_lost_and_be_found_again(lib):
    reader, book, sheet = lib.reader(), lib.copy(), printed(lib)
    lines, day = {"reader": card(reader), "copy": book.barcode}, timezone.localdate()
    for state in (SheetState.SPOILED, SheetState.LOST):
        mark_sheet(lib.act(), sheet=sheet, state=state)
        with pytest.raises(Refused) as refusal:
            keyed(sheet, day, lines)
        assert refusal.value.codes == ["not_in_use"]
    mark_sheet(lib.act(), sheet=sheet, state=SheetState.PRINTED)
    assert keyed(sheet, day, lines, whole=False).state == SheetState.PRINTED
    assert keyed(sheet, day, lines).state == SheetState.KEYED
    with pytest.raises(Refused) as refusal:
        mark_sheet(lib.act(), sheet=sheet, state=SheetState.LOST)
    assert refusal.value.codes == ["keyed"]
    with pytest.raises(Refused) as refusal:
        mark_sheet(lib.act(), sheet=printed(lib), state="keyed")
    assert refusal.value.codes == ["unknown_state"]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"number": 0}, "wrong_number"),
        ({"number": 51}, "wrong_number"),
        ({"lines": 4}, "wrong_lines"),
        ({"kind": "x"}, "unknown_kind"),
    ],
)
def test_what_is_not_printed(lib, about, code):
    with pytest.raises(Refused) as refusal:
        printed(lib, **{"kind": SheetKind.ISSUE, **about})
    assert refusal.value.codes == [code]


def test_a_day_to_come_and_an_empty_sheet_are_refused(lib):
    sheet = printed(lib)
    for day, lines, code in ((1, [{"copy": "1"}], "future"), (0, [{}, {"on": "2026-01-01"}], "nothing")):
        with pytest.raises(Refused) as refusal:
            keyed(sheet, timezone.localdate() + dt.timedelta(days=day), *lines)
        assert refusal.value.codes == [code]


def test_printing_again_with_the_same_request_makes_no_more_sheets(lib):
    act = lib.act()
    sheets = [print_sheets(act, place=lib.shelf, kind=SheetKind.ISSUE, number=3) for _time in range(2)]
    assert sheets[0] == sheets[1]
    printed(lib, SheetKind.RETURN)
    assert list(Sheet.objects.order_by("number").values_list("number", "batch")) == [
        *[(number, act.uid) for number in (1, 2, 3)], (4, Sheet.objects.get(number=4).batch),
    ]  # fmt: skip


def test_the_code_is_read_whatever_the_scanner_made_of_the_address(lib):
    sheet = printed(lib)
    for text in (sheet.code, sheet.pretty, f"https://b.example/work/paper/go/{sheet.code}/", f"реезі/ццц/{sheet.code}"):
        assert sheet_by_code(SYSTEM, text) == sheet
    assert [sheet_by_code(SYSTEM, text) for text in ("", "000000000000", sheet.code[1:])] == [None] * 3


def test_whoever_is_forgotten_is_forgotten_on_paper_too(lib):
    reader, sheet = lib.reader(), printed(lib)
    day = timezone.localdate()
    book = lib.copy()
    keyed(sheet, day, {"reader": card(reader), "copy": book.barcode})
    keyed(printed(lib, SheetKind.RETURN), day, {"copy": book.barcode})
    forget(lib.act(), reader.pk)
    line = sheet.rows.get()
    assert (line.reader, line.said, line.state) == (None, None, LineState.DONE)
    before = everything()
    keyed(sheet, day, {})
    assert everything() == before  # an empty line says nothing against words that are forgotten


# --- as the institution agreed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("returns_first", [True, False])
def test_which_comes_first_on_one_day_is_agreed(lib, returns_first):
    """A book lent to one reader, brought back and lent to the next, all by paper: or lent and brought back by evening."""
    agreed(lib, "paper_returns_first", returns_first)
    one, two, book = lib.reader(), lib.reader(), lib.copy()
    day, before = (timezone.localdate() - dt.timedelta(days=days) for days in (2, 5))
    if returns_first:
        keyed(printed(lib), before, {"reader": card(one), "copy": book.barcode})
    keyed(printed(lib), day, {"reader": card(two), "copy": book.barcode})
    keyed(printed(lib, SheetKind.RETURN), day, {"copy": book.barcode})
    assert list(Loan.objects.open().values_list("reader", flat=True)) == ([two.pk] if returns_first else [])
    assert (Discrepancy.objects.filter(closed_at=None).count(), check_facts().drift) == (0, [])


def test_a_day_too_long_ago_is_asked_about(lib):
    agreed(lib, "paper_days_back", 7)
    reader, book, sheet = lib.reader(), lib.copy(), printed(lib)
    today = timezone.localdate()
    with pytest.raises(Refused) as refusal:
        keyed(sheet, today - dt.timedelta(days=8), {"reader": card(reader), "copy": book.barcode})
    assert [(problem.code, problem.field) for problem in refusal.value.problems] == [("too_old", "on")]
    lines = [{"reader": card(reader), "copy": book.barcode, "on": str(today - dt.timedelta(days=days))} for days in (8, 7)]
    keyed(sheet, today - dt.timedelta(days=7), *lines)
    assert states(sheet) == [(1, "waiting", "wrong_day"), (2, "done", "")]
