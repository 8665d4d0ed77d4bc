"""Paper sheets on the screen: printed with a code, opened by it, keyed, listed; a name never stands in an address."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.policy import edit
from mandrivna.lending.actions.paper import print_sheets
from mandrivna.lending.models import Event, Loan, Sheet
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def printed(world: World, kind: str = "issue", **about: Any) -> Sheet:
    return print_sheets(world.lib.act(), place=about.pop("place", world.lib.shelf), kind=kind, **about)


def at(name: str, sheet: Sheet) -> str:
    return reverse(f"workspace:{name}", args=[sheet.pk])


def lines(*rows: dict[str, str], version: int = 0, on: str = "", whole: str = "on") -> dict[str, Any]:
    said = {f"{name}-{number}": text for number, row in enumerate(rows, 1) for name, text in row.items()}
    return {**form(on=on or f"{timezone.localdate():%d.%m.%Y}", whole=whole, version=version), **said}


def test_sheets_are_printed_with_numbered_lines_and_a_code(world):
    owner = world.browser("owner", place=world.lib.shelf)
    for kind, columns in (("issue", "Інвентарний номер"), ("return", "Повернення книг"), ("enrol", "Підпис")):
        asked = form(place=world.lib.shelf, kind=kind, number=2, lines=15)
        first = owner.post(reverse("workspace:paper_print"), asked)
        again = owner.post(reverse("workspace:paper_print"), asked)
        assert (first.status_code, first.url) == (302, again.url)
        answer = owner.get(first.url)
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
        assert (answer["Content-Type"], len(pages)) == ("application/pdf", 2)
        for page, sheet in zip(pages, Sheet.objects.filter(kind=kind).order_by("number"), strict=True):
            assert all(text in page for text in (sheet.pretty, f"№ {sheet.number}", columns, str(world.lib.shelf), "15"))
    for wrong in ({"number": 0}, {"lines": 40}, {"kind": "x"}, {"place": ""}):
        asked = {**form(place=world.lib.shelf, kind="issue", number=1, lines=15), **wrong}
        assert owner.post(reverse("workspace:paper_print"), asked).status_code == 422


def test_the_same_sheets_for_a_word_processor(world):
    owner = world.browser("owner", place=world.lib.shelf)
    for kind, columns in (("issue", 5), ("enrol", 7)):
        first = printed(world, kind=kind, number=2, lines=12)
        answer = owner.get(reverse("workspace:paper_docx", args=[first.batch]))
        paper = docx.Document(io.BytesIO(answer.content))
        heads, lines = paper.tables[::2], paper.tables[1::2]
        assert [(len(table.rows), len(table.columns)) for table in lines] == [(13, columns)] * 2
        assert [table.rows[12].cells[0].text for table in lines] == ["12"] * 2
        sheets = Sheet.objects.filter(batch=first.batch).order_by("number")
        for table, sheet in zip(heads, sheets, strict=True):
            assert (str(world.lib.shelf) in table.rows[0].cells[0].text, table.rows[0].cells[1].text) == (True, f"\n{sheet.pretty}")
            assert "pic:pic" in table.rows[0].cells[1]._tc.xml and f'descr="Код аркуша {sheet.pretty}"' in table._tbl.xml
        titles = [part.text for part in paper.paragraphs if part.style.name == "Heading 1"]
        assert [title.rpartition("№ ")[2] for title in titles] == [str(sheet.number) for sheet in sheets]
    assert owner.get(reverse("workspace:paper_docx", args=[first.pk])).status_code == 404


def test_the_form_offers_the_day_that_was_agreed(world):
    sheet, owner = printed(world), world.browser("owner", place=world.lib.shelf)
    edit(world.lib.act(), policy="lending", key="paper_day_offered", value=1, reason="вносимо зранку")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    assert owner.get(at("paper_sheet", sheet)).context["form"]["on"].value() == yesterday


def test_a_sheet_is_looked_for_after_the_days_that_were_agreed(world):
    sheet, owner = printed(world), world.browser("owner", place=world.lib.shelf)
    Sheet.objects.filter(pk=sheet.pk).update(printed_on=timezone.localdate() - dt.timedelta(days=3))
    asked = reverse("workspace:paper") + "?state=missing"
    assert at("paper_sheet", sheet) not in owner.get(asked).content.decode()
    edit(world.lib.act(), policy="lending", key="paper_missing_days", value=3, reason="шукаємо скоріше")
    page = owner.get(asked).content.decode()
    assert (at("paper_sheet", sheet) in page, "пошукайте" in page) == (True, True)


def test_a_sheet_is_opened_by_its_code_and_by_the_address_in_it(world):
    owner, sheet = world.browser("owner"), printed(world)
    for said in (sheet.code, sheet.pretty, f"http://x/work/paper/go/{sheet.code}/"):
        assert owner.post(reverse("workspace:paper_open"), {"q": said}).url == at("paper_sheet", sheet)
    assert owner.get(reverse("workspace:paper_go", args=[sheet.code])).url == at("paper_sheet", sheet)
    assert owner.get(reverse("workspace:paper_go", args=["1"])).status_code == 404
    wrong = owner.post(reverse("workspace:paper_open"), {"q": "123"})
    assert (wrong.status_code, "Аркуша з таким кодом немає" in text_of(wrong)) == (422, True)


def test_the_same_sheet_sent_twice_says_so_and_does_nothing(world):
    reader, book, sheet = world.lib.reader(), world.lib.copy(), printed(world)
    owner = world.browser("owner", place=world.lib.shelf)
    row = {"reader": reader.cards.get().code[-5:], "copy": str(book.inventory_number)}
    said = [owner.post(at("paper_sheet", sheet), lines(row), follow=True) for _time in range(2)]
    assert "внесено рядків 1" in said[0].content.decode()
    assert "нічого не додано" in said[1].content.decode()
    assert (Event.objects.count(), Loan.objects.open().get().reader) == (1, reader)


def test_a_line_that_waits_keeps_its_words_and_says_what_is_missing(world):
    reader, book, sheet = world.lib.reader(), world.lib.copy(), printed(world)
    owner = world.browser("owner", place=world.lib.shelf)
    day = f"{timezone.localdate() - dt.timedelta(days=1):%d.%m.%Y}"
    good = {"reader": reader.cards.get().code, "copy": book.barcode, "on": "вчора"}
    page = owner.post(at("paper_sheet", sheet), lines({"reader": "912345", "copy": "№ 77"}, good, on=day), follow=True)
    text = page.content.decode()
    assert "Чекають рядки: 1" in text
    assert ('value="912345"' in text, "такого квитка чи читача немає" in text) == (True, True)
    assert Loan.objects.open().get().issued_on == timezone.localdate() - dt.timedelta(days=1)


def test_a_colleagues_lines_are_shown_instead_of_what_was_typed_over_them(world):
    one, two, book, sheet = world.lib.reader(), world.lib.reader(), world.lib.copy(), printed(world)
    owner = world.browser("owner", place=world.lib.shelf)
    rows = [{"reader": reader.cards.get().code, "copy": book.barcode} for reader in (one, two)]
    owner.post(at("paper_sheet", sheet), lines(rows[0]))
    answer = owner.post(at("paper_sheet", sheet), lines(rows[1], version=0))
    page = answer.content.decode()
    assert (answer.status_code, "вніс хтось інший" in page) == (422, True)
    assert [f'value="{row["reader"]}"' in page for row in rows] == [True, False]
    owner.post(at("paper_sheet", sheet), lines(rows[1], version=1))  # now it is a correction that somebody has seen
    assert Loan.objects.open().get().reader == two


def test_what_is_refused_comes_back_as_it_was_typed(world):
    owner, sheet = world.browser("owner", place=world.lib.shelf), printed(world)
    tomorrow = f"{timezone.localdate() + dt.timedelta(days=1):%d.%m.%Y}"
    for on, version, said in ((tomorrow, 0, "ще не настав"), ("31.02.2026", 0, "Такого дня немає")):
        answer = owner.post(at("paper_sheet", sheet), lines({"reader": "Хтось", "copy": "5"}, on=on, version=version))
        assert (answer.status_code, said in text_of(answer)) == (422, True)
        assert 'value="Хтось"' in answer.content.decode()
    owner.post(at("paper_mark", sheet), form(state="spoiled", note="залито"))
    assert owner.post(at("paper_sheet", sheet), lines({"copy": "5"})).status_code == 422
    assert "залито" in text_of(owner.get(at("paper_sheet", sheet)))
    assert owner.post(at("paper_mark", sheet), form(state="printed")).url == at("paper_sheet", sheet)


def test_a_field_is_looked_up_while_one_types(world):
    reader, book, sheet = world.lib.reader(pseudonym="Калина"), world.lib.copy(), printed(world)
    owner, code = world.browser("owner", place=world.lib.shelf), reader.cards.get().code

    def look(field: str, text: str) -> str:
        return owner.post(at("paper_look", sheet), {"field": field, "q": text}).content.decode()

    for text in ("калин", code, code[-5:]):
        assert ("Калина" in look("reader", text), f'data-value="{code}"' in look("reader", text)) == (True, True)
    for text in (book.barcode, str(book.inventory_number)):
        assert f'data-value="{book.barcode}"' in look("copy", text)
    assert [f'data-found="{number}"' in look("reader", text) for number, text in ((0, "Нікого"), (0, ""), (0, code[-3:]))] == [
        True
    ] * 3
    assert owner.get(at("paper_look", sheet)).status_code == 405


def test_the_list_says_what_was_printed_keyed_and_is_missing(world):
    owner, reader = world.browser("owner", place=world.lib.shelf), world.lib.reader()
    keyed, partly, old, waits, spoiled = (printed(world) for _number in range(5))
    row = {"reader": reader.cards.get().code, "copy": world.lib.copy().barcode}
    owner.post(at("paper_sheet", keyed), lines(row))
    owner.post(at("paper_sheet", partly), lines({**row, "copy": world.lib.copy().barcode}, whole=""))
    owner.post(at("paper_sheet", waits), lines({**row, "copy": "777777"}))
    owner.post(at("paper_mark", spoiled), form(state="spoiled"))
    Sheet.objects.filter(pk=old.pk).update(printed_on=timezone.localdate() - dt.timedelta(days=20))

    def listed(**asked: Any) -> set[str]:
        page = owner.get(reverse("workspace:paper"), asked).content.decode()
        return {str(one.number) for one in Sheet.objects.all() if at("paper_sheet", one) in page}

    def numbers(*sheets: Sheet) -> set[str]:
        return {str(one.number) for one in sheets}

    assert listed(state="keyed") == numbers(keyed, waits)
    assert listed(state="partly") == numbers(partly)
    assert listed(state="missing") == numbers(old)
    assert listed(state="waits") == numbers(waits)
    assert listed(state="set_aside") == numbers(spoiled)
    assert listed(week=f"{timezone.localdate():%d.%m.%Y}") == numbers(keyed, partly, waits, spoiled)
    assert listed(place=world.lib.other_shelf.pk) == set()


def test_the_list_asks_no_more_of_three_sheets_than_of_one(world):
    owner, asked = world.browser("owner", place=world.lib.shelf), []
    owner.get(reverse("workspace:paper"))  # what is remembered between requests is remembered
    for number in (1, 2):
        printed(world, number=number)
        with CaptureQueriesContext(connection) as queries:
            page = owner.get(reverse("workspace:paper"))
        assert (page.status_code, len(page.context["table"].lines)) == (200, (1, 3)[number - 1])
        asked.append(len(queries))
    assert (asked[0] == asked[1], asked[1] <= 12) == (True, True), asked


def test_another_hub_and_another_library_see_no_sheet_of_this_one(world):
    sheet = printed(world)
    for who in ("colleague", "stranger"):
        browser = world.browser(who)
        for name in ("paper_sheet", "paper_look"):
            answer = browser.get(at(name, sheet)) if name == "paper_sheet" else browser.post(at(name, sheet), {"q": "x"})
            assert answer.status_code == 404
        assert browser.get(reverse("workspace:paper_pdf", args=[sheet.batch])).status_code == 404
        assert browser.post(reverse("workspace:paper_open"), {"q": sheet.code}).status_code == 422
