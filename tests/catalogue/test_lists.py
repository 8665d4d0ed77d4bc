"""Lists of a large catalogue: in the order of the alphabet, out of an index, as long as one can page through."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from mandrivna.catalogue.models import Record, only
from mandrivna.catalogue.queries import twins_of
from mandrivna.core.collation import ukrainian
from mandrivna.faces.look.tables import Table
from mandrivna.faces.workspace.catalogue.columns import COLUMNS, dense, narrowed
from mandrivna.faces.workspace.catalogue.forms import RecordFilter
from mandrivna.fund.models import Copy, State
from tests.catalogue.protocols.test_plans import many_others, planned
from tests.factories.library import library

pytestmark = pytest.mark.django_db
TITLES = (
    "2 книги", "10 казок", "1984", "Абетка", "Ґанок і сад", "Гай", "ґатунок", "Дім", "Екран", "Енеїда", "Європа", "єдність", "Ім’я",
    "Інтерес", "Їжак", "Йод", "«Лісова пісня»", "Мавка", "Сімейний альбом", "Сім’я", "Ясен", "Kobzar",
)  # fmt: skip


@pytest.fixture
def lib():
    return library()


def table(**about):
    asked = RequestFactory().get("/work/catalogue/", about)
    return Table(asked, Record.objects.current(), COLUMNS, name="catalogue", title="Каталог", sort="title", page_size=3, most=7)


def catalogue_list(**about):
    asked = RequestFactory().get("/work/catalogue/", about)
    return Table(
        asked, Record.objects.current(), COLUMNS, name="catalogue", title="Каталог", sort="title", most=7,
        search=lambda rows, text: rows.matching(text), filters=RecordFilter(asked.GET), narrow=narrowed, dense=dense,
    )  # fmt: skip


def test_the_stored_order_is_that_of_the_alphabet_on_both_engines(lib):
    for title in TITLES:
        lib.record(title)
    stored = list(Record.objects.order_by("order", "pk").values_list("title", flat=True))
    compared = list(Record.objects.order_by(ukrainian("title"), "pk").values_list("title", flat=True))
    letters = [title for title in compared if not title[0].isdigit()]
    assert [title for title in stored if not title[0].isdigit()] == letters
    assert [title for title in stored if title[0].isdigit()] == ["10 казок", "1984", "2 книги"]


def test_a_changed_title_stands_where_it_belongs(lib):
    lib.record("Мавка")
    record = lib.record("Ясен")
    record.title = "Абетка"
    record.save()
    assert list(Record.objects.order_by("order").values_list("title", flat=True)) == ["Абетка", "Мавка"]


@pytest.mark.parametrize(
    ("sort", "index"),
    [("title", "record_order"), ("-title", "record_order"), ("year", "record_year"), ("-year", "record_year"),
     ("here", "record_here"), ("-here", "record_here")],
)  # fmt: skip
def test_a_page_of_the_list_comes_out_of_an_index_in_its_order(sort, index):
    plan = planned(table(sort=sort).rows[:30])
    assert (index in plan, "TEMP B-TREE" in plan, "Sort" in plan) == (True, False, False), plan


@pytest.mark.parametrize(
    ("column", "value", "index"),
    [("language", "rus", "record_language"), ("material", "brochure", "record_material"),
     ("language", "ukr", "record_order"), ("material", "book", "record_order")],
)  # fmt: skip
def test_a_list_of_one_language_or_kind_of_edition_too(column, value, index):
    """What is unusual by an index of its own, what is usual in the order of all."""
    rows = narrowed(Record.objects.current(), {column: value}).order_by("order", "pk")[:30]
    plan = planned(rows)
    assert (index in plan, "TEMP B-TREE" in plan, "Sort" in plan) == (True, False, False), plan


@pytest.mark.parametrize(("column", "value"), [("language", "rus"), ("material", "brochure")])
def test_how_many_are_of_one_language_or_kind_is_counted_in_the_index_alone(column, value):
    """Not one record is read for it: ten thousand are counted each time a page of the list is shown."""
    rows = narrowed(Record.objects.current(), {column: value}).order_by("order", "pk").values("order", "pk")[:10_000]
    plan = planned(rows)
    assert (f"record_{column}" in plan, reads_the_table(rows, plan)) == (True, False), plan


def test_it_would_be_seen_if_records_were_read_for_it():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX record_language")
        cursor.execute("""CREATE INDEX record_language ON catalogue_record (language, "order", uid) WHERE NOT language = 'ukr'""")
    rows = narrowed(Record.objects.current(), {"language": "rus"}).order_by("order", "pk").values("order", "pk")[:10_000]
    plan = planned(rows)
    assert ("record_language" in plan, reads_the_table(rows, plan)) == (True, True), plan


def reads_the_table(rows, plan):
    """SQLite looks a row up only when a column of it is wanted, and its plan does not say whether; its program does."""
    if connection.vendor == "postgresql":
        return "Index Only Scan" not in plan
    with connection.cursor() as cursor:
        cursor.execute("SELECT rootpage FROM sqlite_master WHERE name = 'catalogue_record'")
        (page,) = cursor.fetchone()
        sql, params = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        steps = cursor.fetchall()
    (table,) = [first for _at, code, first, second, *_rest in steps if code == "OpenRead" and second == page]
    return any(code == "Column" and first == table for _at, code, first, *_rest in steps)


@pytest.mark.parametrize(
    ("asked", "ordered"),
    [({}, False), ({"language": "ukr"}, False), ({"language": "ukr", "material": "book"}, False), ({"language": "rus"}, True),
     ({"language": "ukr", "here": "here"}, True), ({"language": "ukr", "q": "сад"}, True), ({"language": "no such"}, None)],
)  # fmt: skip
def test_what_nearly_all_are_is_counted_as_it_lies_and_what_is_rare_out_of_its_index(asked, ordered):
    """In the order of the list the usual language would be counted by ten thousand looks into the table, each elsewhere."""
    with CaptureQueriesContext(connection) as said:
        assert catalogue_list(**asked).total == 0
    assert ["ORDER BY" in query["sql"] for query in said if "COUNT(*)" in query["sql"]] == ([] if ordered is None else [ordered])


def test_of_one_language_is_of_no_other(lib):
    for language in ("ukr", "rus", "eng"):
        lib.record(f"Книга {language}", language=language)
    for language in ("ukr", "rus", "eng"):
        assert [one.language for one in Record.objects.filter(only("language", language))] == [language]


def test_the_same_title_twice_is_looked_for_by_its_keys(lib):
    record = lib.record("Лісова пісня", isbn="9789660000018", authors="Українка, Леся")
    many_others(lib)
    plan = twins_of(record)[:5].explain()
    assert ("record_twin" in plan, "isbn" in plan, "SCAN catalogue_record" in plan) == (True, True, False), plan


def test_parts_of_a_whole_and_what_came_last_come_out_of_indexes(lib):
    record = lib.record("Зібрання творів")
    many_others(lib)
    parts = planned(record.parts.current().as_numbered()[:200])
    latest = Copy.objects.filter(place__in=[lib.shelf.pk], state=State.AVAILABLE).order_by("-received_on", "-inventory_number")
    newest = planned(latest.values_list("record_id", flat=True)[:40])
    assert ("record_host" in parts, "copy_newest" in newest) == (True, True), (parts, newest)
    assert ("TEMP B-TREE" in newest, "Sort" in newest) == (False, False), newest


def test_the_number_of_a_filterless_list_is_counted_only_so_far():
    """Of a table however long, eight rows are looked at to say that there are more than seven."""
    with CaptureQueriesContext(connection) as asked:
        assert table().total == 0
    assert [query["sql"].endswith("LIMIT 8) subquery") for query in asked if "COUNT(*)" in query["sql"]] == [True]


@pytest.mark.parametrize(("number", "said", "pages"), [(6, "6", 2), (7, "7", 3), (8, "понад 7", 3)])
def test_a_long_list_says_that_there_are_more_and_pages_through_the_first(lib, number, said, pages):
    for one in range(number):
        lib.record(f"Книжка {one}")
    found = table()
    assert (found.counted, found.page.paginator.num_pages, len(found.lines)) == (said, pages, 3)
    last = table(page=str(pages + 5))
    assert ([line.row.title for line in last.lines], last.after) == (
        [f"Книжка {one}" for one in range((pages - 1) * 3, min(number, 7))], None,
    )  # fmt: skip
