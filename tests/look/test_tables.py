"""Lists: searched, filtered, sorted, paged, exported; the same with a script and without one."""

from __future__ import annotations

import io
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest
from django import forms
from django.test import RequestFactory
from django.urls import reverse

from mandrivna.catalogue.models import Record
from mandrivna.faces.look import exports
from mandrivna.faces.look.cells import Action, Bulk, Cell, Column, Tag, said
from mandrivna.faces.look.tables import Empty, Table
from tests.faces.screens import World, queries, text_of

LIST = "/work/catalogue/"
PARTIAL = {"HX-Target": "div#list-catalogue"}


class Filter(forms.Form):
    year = forms.IntegerField(required=False)


COLUMNS = (
    Column(
        key="title", label="Назва", cell=lambda one: Cell(text=one.title, note=one.authors), sort="title", words=True, head=True
    ),
    Column(key="year", label="Рік", cell=lambda record: record.year, sort=("year", "-title"), number=True),
)  # fmt: skip


def asked(params=None, rows=None, *, post=False, **about):
    request = (RequestFactory().post if post else RequestFactory().get)("/list/", params or {})
    rows = Record.objects.all() if rows is None else rows
    return Table(request, rows, COLUMNS, **{"name": "books", "title": "Книжки", "sort": "title", **about})


def titles(table):
    return [line.row.title for line in table.lines]


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def books(world):
    for title, year in (("Їжак", 2001), ("Яблуко", 1999), ("Ґава", 2001), ("Інжир", None)):
        world.lib.record(title, year=year)


# --- order and pages -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["Ґава", "Інжир", "Їжак", "Яблуко"]),
        ("-title", ["Яблуко", "Їжак", "Інжир", "Ґава"]),
        ("казна-що", ["Ґава", "Інжир", "Їжак", "Яблуко"]),
        ("pk); DROP TABLE", ["Ґава", "Інжир", "Їжак", "Яблуко"]),
    ],
)
def test_words_stand_in_the_order_of_the_alphabet(books, sort, order):
    assert titles(asked({"sort": sort})) == order


def test_several_fields_turn_together(books):
    filled = Record.objects.exclude(year=None)
    up, down = titles(asked({"sort": "year"}, filled)), titles(asked({"sort": "-year"}, filled))
    assert (up, down) == (["Яблуко", "Ґава", "Їжак"], ["Їжак", "Ґава", "Яблуко"])


def test_the_head_says_what_stands_and_what_a_tap_asks_for(books):
    heads = asked({"sort": "title", "q": ""}).heads
    assert [(head.order, head.href) for head in heads] == [("ascending", "/list/?sort=-title"), ("", "/list/?sort=year")]
    assert [head.order for head in asked({"sort": "-year"}).heads] == ["", "descending"]
    assert asked({"sort": "-title"}).heads[0].href == "/list/", "the order that is the default anyway is not in the address"


def test_no_row_is_on_two_pages_when_all_are_equal(world):
    for _number in range(7):
        world.lib.record("Однакова")
    pages = [[line.key for line in asked({"page": page}, page_size=3).lines] for page in (1, 2, 3)]
    assert (len({key for page in pages for key in page}), [len(page) for page in pages]) == (7, [3, 3, 1])


@pytest.mark.parametrize(("page", "number"), [("0", 3), ("99", 3), ("казна-що", 1), ("2", 2)])
def test_a_page_that_is_not_there_is_the_nearest(world, page, number):
    for _number in range(5):
        world.lib.record("Книга")
    table = asked({"page": page, "sort": "-title"}, page_size=2)
    assert table.page.number == number


def test_addresses_of_pages_keep_the_order_and_the_filter(world):
    for _number in range(5):
        world.lib.record("Книга", year=2001)
    about = {"filters": Filter({"year": "2001"}), "narrow": lambda rows, chosen: rows.filter(year=chosen["year"])}
    table = asked({"sort": "-title", "year": "2001", "page": "2"}, page_size=2, **about)
    assert (table.before, table.after) == (
        (1, "/list/?year=2001&sort=-title"),
        (3, "/list/?year=2001&sort=-title&page=3"),
    )


# --- the filter ------------------------------------------------------------------------------------------------------


def test_a_faulty_filter_is_refused_beside_its_field_and_shows_nothing(books):
    table = asked({"year": "торік"}, filters=Filter({"year": "торік"}))
    assert (table.faulty, table.lines, list(table.form.errors)) == (True, [], ["year"])


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"q": "їж"}, ["Їжак"]),
        ({"language": "eng"}, ["Forest"]),
        ({"material": "periodical"}, ["Часопис"]),
        ({"here": "here"}, ["Їжак"]),
        ({"here": "lent"}, ["Видана"]),
        ({"here": "none"}, ["Часопис", "Forest"]),
        ({"q": "немає такого"}, []),
    ],
)
def test_the_catalogue_is_filtered_by_language_kind_and_availability(world, chosen, found):
    world.lib.record("Forest", language="eng"), world.lib.record("Часопис", material="periodical")
    for title, available in (("Їжак", 1), ("Видана", 0)):
        Record.objects.filter(pk=world.lib.record(title).pk).update(copies=2, available=available)
    assert titles(world.browser("guardian").get(LIST, chosen).context["table"]) == found


def test_while_one_types_only_the_rows_come_and_the_address_follows(books, world):
    client = world.browser("guardian")
    response = client.get(LIST, {"q": "їжак", "sort": "title", "language": ""}, headers=PARTIAL)
    page = response.content.decode()
    assert ("<main" in page, "Їжак" in page, "Яблуко" in page) == (False, True, False)
    assert response.headers["HX-Replace-Url"] == f"{LIST}?q=%D1%97%D0%B6%D0%B0%D0%BA"
    assert 'hx-swap-oob="innerHTML">Знайдено: 1<' in page
    whole = client.get(LIST, headers={"HX-Target": "div#elsewhere"}).content.decode()
    assert ('id="q-catalogue"' in whole, f'hx-get="{LIST}"' in whole) == (True, True)


def test_a_row_is_a_link_with_its_cover_and_its_state(world):
    record = world.lib.record("Їжак", authors="Автор")
    Record.objects.filter(pk=record.pk).update(copies=2, available=1)
    page = world.browser("guardian").get(LIST).content.decode()
    row = page[page.index("<tbody") : page.index("</tbody>")]
    for part in (f'<a href="{LIST}{record.pk}/">Їжак</a>', '<span class="soft">Автор</span>', 'class="tag good">на місці', "<svg"):
        assert part in row, part


def test_an_empty_list_teaches_and_an_empty_finding_says_so(world):
    client = world.browser("cataloguer")
    assert "Описати першу книгу" in text_of(client.get(LIST))
    world.lib.record("Тигролови")
    assert "Спробуйте коротше слово" in text_of(client.get(LIST, {"q": "немає"}))
    assert "Описати першу книгу" not in text_of(world.browser("guardian").get(LIST))


# --- files -----------------------------------------------------------------------------------------------------------


def test_the_whole_filtered_list_as_csv(world):
    world.lib.record("=Лісова пісня", authors="Леся Українка", year=1911), world.lib.record("Тигролови")
    response = world.browser("guardian").get(LIST, {"q": "лісова", "export": "csv"})
    lines = b"".join(response.streaming_content).decode().split("\r\n")
    assert lines[0] == "\ufeffНазва;Автори;Рік;Вид;Мова;ISBN;УДК;Видавництво;На місці;Примірників"
    assert lines[1:] == ["'=Лісова пісня;Леся Українка;1911;книга;українська;;;;0;0", ""]
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="catalogue-20')
    assert "no-store" in response.headers["Cache-Control"]


def test_the_whole_filtered_list_as_a_spreadsheet(world):
    world.lib.record("=Лісова пісня", year=1911)
    response = world.browser("guardian").get(LIST, {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert [[cell.value for cell in row[:3]] for row in sheet.iter_rows(min_row=4, max_row=5)] == [
        ["Назва", "Автори", "Рік"],
        ["=Лісова пісня", None, 1911],
    ]
    assert sheet["A5"].data_type == "s"


@pytest.mark.parametrize("kind", exports.KINDS)
def test_a_long_list_is_cut_and_says_so(books, monkeypatch, kind):
    monkeypatch.setattr(exports, "LIMIT", 3)
    response = asked({"export": kind}).render("look/_table.html", {})
    if kind == "csv":
        last = b"".join(response.streaming_content).decode().split("\r\n")[-2]
    else:
        last = openpyxl.load_workbook(io.BytesIO(response.content)).active["A9"].value
    assert last.startswith("Тут перші 3 рядків із 4. Звузьте відбір")


def test_the_file_needs_the_right_of_the_list(world):
    assert world.browser("technician").get("/work/system/audit/", {"export": "csv"}).status_code == 403
    assert world.browser("technician").get(LIST, {"export": "казна-що"}).headers["Content-Type"].startswith("text/html")


def test_a_list_of_people_has_no_file_without_a_trace(rf):
    columns = (Column(key="name", label="Ім’я", cell=str, level=3),)
    with pytest.raises(ValueError, match="trace"):
        Table(rf.get("/"), [], columns, name="people", title="Люди")
    taken = []
    table = Table(rf.get("/", {"export": "csv"}), ["Вигадана"], columns, name="people", title="Люди", trace=taken.append)
    assert (b"".join(table.render("x", {}).streaming_content).decode(), taken) == ("\ufeffІм’я\r\nВигадана\r\n", [1])
    assert Table(rf.get("/"), [], columns, name="people", title="Люди", export=False).exports == []


def test_what_a_file_gets_of_a_cell():
    row = SimpleNamespace(n=5, d=Decimal("1.50"))
    value = lambda cell, **about: Column(key="k", label="", cell=cell, **about).value(row)  # noqa: E731 - as short as it is
    assert [value(lambda r: r.n), value(lambda r: r.d), value(lambda r: 0), value(lambda r: None), value(lambda r: "")] == [
        5,
        Decimal("1.50"),
        0,
        None,
        None,
    ]
    assert value(lambda r: Cell(text="Назва", note="автор", tags=(Tag("нове", "good"),))) == "Назва, автор, нове"


# --- private lists, bulk, cells --------------------------------------------------------------------------------------


def test_what_was_looked_for_among_people_is_in_no_address(books):
    table = asked({"q": "їжак", "sort": "-title"}, post=True, private=True, search=lambda rows, text: rows.matching(text))
    table.request.META["HTTP_HX_TARGET"] = "div#list-books"
    response = table.render("x", {})
    page = response.content.decode()
    assert (titles(table), "HX-Replace-Url" in response.headers, "їжак" in page.replace('value="їжак"', "").casefold()) == (
        ["Їжак"],
        False,
        True,
    )
    assert ("?q=" in page, 'form="filter-books" name="sort" value="title"' in page, 'name="export" value="csv"' in page) == (
        False,
        True,
        True,
    )
    assert asked({"q": "їжак"}, private=True, search=lambda rows, text: rows.matching(text), post=True).q == "їжак"


def test_rows_can_be_picked_and_done_with_without_a_script(books):
    table = asked(
        bulk=[Bulk(label="Повторити", url="/again/")], named=lambda row: row.title,
        actions=lambda row: [Action(label="Відкрити", url="/open/", about=row.title)],
    )  # fmt: skip
    table.request.META["HTTP_HX_TARGET"] = "div#list-books"
    page = table.render("x", {}).content.decode()
    first = Record.objects.get(title="Ґава")
    assert f'name="row" value="{first.pk}" form="bulk-books" aria-label="Позначити: Ґава"' in page
    assert 'formaction="/again/"' in page
    assert 'aria-label="Відкрити: Ґава"' in page


def test_a_cell_escapes_what_people_typed():
    cell = Cell(text="<b>", url="/?a=1&b", note="<i>", tags=(Tag("<u>", "bad"),))
    assert (
        cell.__html__()
        == '<a href="/?a=1&amp;b">&lt;b&gt;</a> <span class="tag bad">&lt;u&gt;</span><br><span class="soft">&lt;i&gt;</span>'
    )


@pytest.mark.parametrize(("value", "words"), [(None, "—"), ("", "—"), (0, "0"), (12345, "12\u00a0345"), ("так", "так")])
def test_values_are_said_as_people_read_them(value, words):
    assert str(said(value)) == words


def test_an_empty_place_without_an_action_has_no_button(rf):
    table = Table(rf.get("/"), [], COLUMNS, name="books", title="Книжки", empty=Empty(title="Порожньо"))
    assert (table.total, table.exports, table.lines) == (0, [], [])


def test_the_list_costs_the_same_with_one_row_and_with_three(world):
    client, counts = world.browser("director"), []
    for title in ("Перша", "Друга", "Третя"):
        world.lib.copy(world.lib.record(title))
        counts.append(queries(client, f"{LIST}?sort=-year"))
    assert (len(set(counts)), counts[0] <= 12, reverse("workspace:catalogue")) == (1, True, LIST)
