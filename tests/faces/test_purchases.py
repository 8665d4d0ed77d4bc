"""The plan says that nothing is to be bought this year: the words stand under the plan, in the report and beside what came."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.letterhead import letterhead
from mandrivna.planning.actions import explain
from mandrivna.planning.document import Layout, Signing, document
from mandrivna.planning.export import xlsx
from mandrivna.planning.queries import no_purchases, table
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
WORDS = "Фонд поповнюють дарунки; спеціальних закупівель не планується."


@pytest.fixture
def world() -> World:
    return World()


def test_the_statement_is_written_once_and_stands_where_it_is_looked_for(world):
    unit, year = world.lib.root, timezone.localdate().year
    methodist, where = world.browser("methodist"), reverse("workspace:indicators_explain", args=[unit.pk, year, "no_purchases"])
    indicators, book = reverse("workspace:indicators"), reverse("workspace:summary_book")
    before = [queries(methodist, url) for url in (indicators, book)]
    assert "Цього року закупівель не планують?" in text_of(methodist.get(indicators, {"unit": unit.pk}))
    assert "Закупівель не планують" in text_of(methodist.get(where))
    assert methodist.post(where, form(text=WORDS)).status_code == 302
    for url in (indicators, book):
        assert WORDS in text_of(methodist.get(url, {"unit": unit.pk, "year": year}))
        assert WORDS not in text_of(methodist.get(url, {"unit": unit.pk, "year": year - 1}))
    assert [queries(methodist, url) for url in (indicators, book)] == before
    assert (no_purchases(unit, year), no_purchases(world.elsewhere, year)) == (WORDS, "")
    methodist.post(where, form(text=""))
    assert WORDS not in text_of(methodist.get(book))


def test_it_goes_with_the_plan_onto_paper_and_into_the_table(world):
    unit, year = world.lib.root, timezone.localdate().year
    explain(world.lib.act(), unit=unit, year=year, indicator="no_purchases", text=WORDS)
    found = table(unit, year)
    for layout in (Layout.PLAN, Layout.REPORT):
        assert WORDS in " ".join(
            str(note) for note in document(found, layout=layout, signing=Signing(), letterhead=letterhead(unit)).notes
        )
    parts = zipfile.ZipFile(io.BytesIO(xlsx(found)))
    assert any(WORDS in parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())


@pytest.mark.parametrize("who", ["auditor", "technician"])
def test_whoever_only_looks_cannot_say_so(world, who):
    where = reverse("workspace:indicators_explain", args=[world.lib.root.pk, timezone.localdate().year, "no_purchases"])
    assert world.browser(who).post(where, form(text=WORDS)).status_code == 403
