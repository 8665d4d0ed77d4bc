"""The staff find records by the index: in their list, and from the one field over everything."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.search import synonyms
from mandrivna.catalogue.search.keeper import catch_up
from mandrivna.catalogue.search.records import best, narrowed
from mandrivna.core.actor import SYSTEM
from mandrivna.core.search import answer
from tests.factories.library import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    synonyms.forget()
    return library()


def test_forms_of_words_are_found_in_the_list_and_from_everywhere(lib):
    for title in ("Лісова пісня", "Пісня про ліс", "Бояриня"):
        lib.record(title)
    assert [record.title for record in best("лісової пісні", 5)] == []
    catch_up()
    assert [record.title for record in best("лісової пісні", 5)] == ["Лісова пісня"]
    assert [record.title for record in narrowed(Record.objects.all(), "пісень").order_by("title")] == [
        "Лісова пісня",
        "Пісня про ліс",
    ]
    reply = answer(SYSTEM, "боярині")
    assert [hit.title for _source, hits in reply.found for hit in hits] == ["Бояриня"]


def test_a_withdrawn_record_is_still_found_by_the_staff_in_their_list(lib):
    record = lib.record("Лісова пісня")
    catch_up()
    Record.objects.filter(pk=record.pk).update(withdrawn_on=lib.today)
    assert [one.title for one in narrowed(Record.objects.all(), "лісова")] == ["Лісова пісня"]
    assert [one.title for one in narrowed(Record.objects.current(), "лісова")] == []
