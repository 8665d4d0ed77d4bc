"""What readers ask of a large catalogue goes by the title's own index, whatever the database believes of its tables."""

from __future__ import annotations

import pytest
from django.db import connection

from mandrivna.catalogue import browsing
from mandrivna.catalogue.models import Authority, Record
from mandrivna.core.outbox.upkeep import SAMPLE, _agree, look_again, optimise
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import titles_at, titles_of, where_standing
from mandrivna.shared.ids import new_uid
from tests.catalogue.protocols.test_plans import planned
from tests.factories.library import library

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def lib():
    """Statistics as an import of a catalogue may leave them in SQLite: of its records, and none of the copies. PostgreSQL looks at
    its tables by itself."""
    made = library()
    for number in range(40):
        record = made.record(f"Книжка {number}", subjects="Море", local=number % 2 == 0)
        made.copy(record)
    with connection.cursor() as cursor:
        for model in (Record, Authority) if connection.vendor == "sqlite" else (Record, Authority, Copy):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return made


def many_copies_of(copy: Copy, count: int) -> None:
    """A fund at which it matters for a database how it is read: of forty copies any way costs the same."""
    keys = {field.attname: getattr(copy, field.attname) for field in copy._meta.concrete_fields}
    Copy.objects.bulk_create(
        Copy(**{**keys, "uid": new_uid(), "inventory_number": 10_000 + number, "barcode": f"B{number}"}) for number in range(count)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(Copy._meta.db_table)}")


@pytest.mark.drift
def test_whether_a_title_is_held_is_asked_by_the_title(lib):
    """Of one title on both engines. Of all of them PostgreSQL reads the copies once; SQLite would read them again for each."""
    one = titles_of(lib.root).filter(pk=Record.objects.first().pk)
    many_copies_of(Copy.objects.last(), 800)
    for rows in (one, titles_of(lib.root)) if connection.vendor == "sqlite" else (one,):
        plan = planned(rows)
        assert ("copy_record" in plan, "fund_copy_owner" in plan) == (True, False), plan
    assert titles_of(lib.root).count() == 40


def test_local_editions_come_out_of_their_index(lib):
    plan = planned(titles_of(lib.root).filter(local=True).order_by("order", "pk")[:20])
    assert ("record_local" in plan, "TEMP B-TREE" in plan) == (True, False), plan


def test_where_titles_stand_is_asked_by_the_titles(lib):
    """Not by the place: ever more stands there."""
    asked = list(Record.objects.order_by("pk")[:3])
    said: list[tuple[str, object]] = []
    with connection.execute_wrapper(
        lambda run, sql, params, many, context: said.append((sql, params)) or run(sql, params, many, context)
    ):
        found = where_standing(asked, [lib.shelf.pk, lib.other_shelf.pk])
    assert (found, len(said)) == ({one.pk: {lib.shelf.pk: 1} for one in asked}, 1)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {said[0][0]}", said[0][1])
            plan = "\n".join(row[3] for row in cursor)
        assert ("copy_record" in plan, "copy_at_place" in plan) == (True, False), plan


def test_of_a_large_place_only_so_many_copies_are_looked_at(lib):
    titles, cut = titles_at([lib.shelf.pk], 40)
    assert ([one.title for one in titles][:3], len(titles), cut) == (["Книжка 0", "Книжка 1", "Книжка 10"], 40, False)
    titles, cut = titles_at([lib.shelf.pk], 7)
    assert (len(titles), cut) == (7, True)
    standing = Copy.objects.filter(place__in=[lib.shelf.pk], state="available").order_by("place", "state", "record")
    plan = planned(standing.values_list("record_id", flat=True)[:8])
    index = "copy_at_place" if connection.vendor == "sqlite" else "copy_"  # to PostgreSQL all that there is stands at this place
    assert (index in plan, "TEMP B-TREE" in plan, "Sort" in plan) == (True, False, False), plan


def test_of_a_popular_heading_the_latest_are_put_in_order(lib):
    sea, titles = Authority.objects.get(heading="Море"), titles_of(lib.root)
    found, cut = browsing.latest_of(sea, titles, 40)
    assert (len(found), cut) == (40, False)
    found, cut = browsing.latest_of(sea, titles, 3)
    assert ([one.title for one in found], cut) == (["Книжка 37", "Книжка 38", "Книжка 39"], True)


def test_a_heading_whose_latest_titles_nobody_has_still_shows_the_older(lib):
    sea = Authority.objects.get(heading="Море")
    for number in range(4):
        lib.record(f"Без примірника {number}", subjects="Море")
    found, cut = browsing.latest_of(sea, titles_of(lib.root), 3)
    assert (found[0].title, cut) == ("Книжка 0", True)


def test_a_list_of_headings_counts_each_only_so_far(lib):
    lib.copy(lib.record("Озеро", subjects="Озера"))
    sea, lakes = Authority.objects.get(heading="Море"), Authority.objects.get(heading="Озера")
    titles = titles_of(lib.root)
    assert browsing.counted_so_far([sea, lakes], titles, 40) == {sea.pk: 40, lakes.pk: 1}
    assert browsing.counted_so_far([sea, lakes], titles, 5) == {sea.pk: 6, lakes.pk: 1}
    assert browsing.counted_so_far([sea], titles, 5) == {sea.pk: 6}


def test_at_night_and_after_an_import_every_table_is_looked_at(lib):
    """Also those of which nothing was known: the copies that an import brought."""
    optimise.func()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT tbl FROM sqlite_stat1")
            assert {row[0] for row in cursor} >= {"fund_copy", "catalogue_record", "core_unit", "catalogue_mention"}
    look_again()
    table = "sqlite_stat1 WHERE tbl" if connection.vendor == "sqlite" else "pg_class WHERE reltuples > 0 AND relname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} = 'fund_copy'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself")
def test_whole_indexes_of_a_table_are_believed_as_long_as_the_table():
    """After many changes SQLite guesses from a part that an index is a tenth of its table, and then reads all of it for a page."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE churned (number INTEGER PRIMARY KEY, here INTEGER, word TEXT)")
        cursor.execute("CREATE INDEX churned_here ON churned (here, word)")
        cursor.execute("CREATE INDEX churned_part ON churned (word) WHERE number < 100")
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000) "
            "INSERT INTO churned SELECT i, 0, printf('%%08x', i * 2654435761 %% 4294967296) FROM n",
            [],
        )
        cursor.execute("UPDATE churned SET here = 1")
        guessed = believed(cursor, "ANALYZE")
        look_again()
        assert guessed["churned_here"] != 30_000  # what this is about: a guess
        assert (believed(cursor)["churned_here"], believed(cursor)["churned_part"]) == (30_000, 99)
        cursor.execute("UPDATE sqlite_stat1 SET stat = '300000 1' WHERE idx = 'churned_part'")
        _agree(cursor)
        assert believed(cursor)["churned_part"] == 30_000  # a part is not longer than the whole


def believed(cursor, first: str = "") -> dict[str, int]:
    if first:
        cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        cursor.execute(first)
    cursor.execute("SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'churned'")
    return {name: int(stat.split()[0]) for name, stat in cursor.fetchall()}
