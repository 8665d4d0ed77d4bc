"""Records: described once, found by any word, corrected with their figures."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.catalogue.actions.records import add_record, edit_record
from mandrivna.catalogue.models import Record
from mandrivna.core.problems import Refused
from mandrivna.ledger.api import check_facts, totals
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def test_a_record_is_found_by_any_words_in_any_spelling(lib):
    record = lib.record("П’ятикнижжя", authors="Ґалина Пагутяк")
    lib.record("Тигролови")
    for text in ("п'ятикнижжя", "ПАГУТЯК", "галина", "ятикниж пагут", "Пʼятикнижжя"):
        assert list(Record.objects.matching(text)) == [record], text
    assert list(Record.objects.matching("п'ятикнижжя тигролови")) == []


def test_an_isbn_is_kept_in_one_form(lib):
    assert lib.record(isbn="0-306-40615-2").isbn == "9780306406157"


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"title": ""}, "no_title"),
        ({"isbn": "978-0-306-40615-8"}, "wrong_isbn"),
        ({"year": 1200}, "wrong_year"),
        ({"year": 2028}, "wrong_year"),
        ({"language": "zzz"}, "unknown_language"),
        ({"material": "papyrus"}, "unknown_material"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(lib, about, code):
    with pytest.raises(Refused) as refusal:
        add_record(lib.act(), **{"unit": lib.root, "title": "Тигролови", **about})
    (problem,) = refusal.value.problems
    assert (problem.code, problem.field) == (code, next(iter(about)))


def test_a_misprinted_isbn_has_a_place_of_its_own(lib):
    record = lib.record(isbn_wrong="978-0-306-40615-8")
    assert (record.isbn, record.isbn_wrong) == ("", "978-0-306-40615-8")


def test_correcting_the_language_moves_the_records_own_fact(lib):
    record = lib.record()
    edit_record(lib.act(), record=record, title=record.title, language="pol")
    assert totals(["catalogue.record"], None, FAR, by=("language",)) == {("pol",): 1}
    assert check_facts().drift == []


def test_a_correction_is_refused_like_a_new_record(lib):
    record = lib.record()
    with pytest.raises(Refused) as refusal:
        edit_record(lib.act(), record=record, title="")
    assert refusal.value.codes == ["no_title"]
