"""What harvesters and reading applications ask does not grow with the catalogue: it is answered from an index, in its order."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.protocols import oai, opds
from tests.factories.library import library

pytestmark = pytest.mark.django_db

ASKED = {
    "record_changed": [oai.Selection("oai_dc"), oai.Selection("oai_dc", since="2026-01-01", set_="kind:book"),
                       oai.Selection("oai_dc", after_at="2026-01-01T00:00:00+00:00", after_uid=str(uuid.UUID(int=0)))],
    "record_kind": [oai.Selection("oai_dc", set_="kind:audio"), oai.Selection("oai_dc", since="2026-01-01", set_="kind:article")],
    "record_local": [oai.Selection("oai_dc", set_="local"), oai.Selection("oai_dc", since="2026-01-01", set_="local")],
}  # fmt: skip


def planned(rows) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            if not rows.model.objects.exists():  # as on the first day: dead lines of tests before change the choice
                cursor.execute(f"TRUNCATE {rows.model._meta.db_table} CASCADE")
            # an empty table is read whole unless that is forbidden
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    return rows.explain()


def many_others(lib):
    """Of three rows PostgreSQL reads whatever it likes; of a thousand, that it has looked over, it looks for an index."""
    Record.objects.bulk_create(
        Record(
            title=f"Книга {at}",
            folded=f"книга {at}",
            order=f"{at:04d}",
            twin=f"{at:016d}",
            isbn=f"{at:013d}",
            created_by_unit=lib.root,
        )
        for at in range(1_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalogue_record")


@pytest.mark.parametrize("index", ASKED)
def test_a_page_of_a_harvest_comes_from_an_index(index):
    for selection in ASKED[index]:
        plan = planned(oai._after(oai._selected(selection), selection)[: oai.PAGE + 1])
        assert (index in plan, "TEMP B-TREE" in plan, "Sort" in plan.split("Incremental Sort")[0]) == (True, False, False), plan


def test_a_page_of_books_on_the_network_comes_from_its_index():
    many_others(library())
    plan = planned(opds.online()[: opds.PAGE])
    assert ("record_online" in plan, "TEMP B-TREE" in plan) == (True, False), plan
