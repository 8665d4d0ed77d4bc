"""For whom a title is: read from any scheme, said by people here, counted and narrowed by in search."""

from __future__ import annotations

import io

import pytest

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import add_described, edit_record
from mandrivna.catalogue.formats.audience import AUDIENCES
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import absorb, fresh, project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.formats.tables import described
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.models import Audience, Record
from mandrivna.catalogue.search.asking import Limits, Request
from mandrivna.catalogue.search.documents import Row, document
from mandrivna.catalogue.search.fallback import by_database
from mandrivna.catalogue.search.parsing import asked
from mandrivna.core.problems import Refused
from tests.factories.library import Library, library


@pytest.fixture
def lib(db) -> Library:
    return library()


def marc21(code: str = " ", *fields: Field, leader: str = "00000nam a2200000 i 4500") -> Marc:
    return Marc(
        MARC21, leader, [Field("008", value=" " * 22 + code + " " * 17), Field("245", "10", "", (("a", "Ріпка"),)), *fields]
    )


def unimarc(codes: str = "u  ", *fields: Field) -> Marc:
    return Marc(UNIMARC, "00000nam0 2200000   450 ", [Field("100", "  ", "", (("a", " " * 17 + codes),)), *fields])


@pytest.mark.parametrize(
    ("code", "audience"),
    [
        ("a", "preschool"),
        ("b", "children"),
        ("j", "children"),
        ("d", "teens"),
        ("e", "adults"),
        ("f", "special"),
        ("g", ""),
        (" ", ""),
    ],
)
def test_the_code_of_marc21(code, audience):
    assert project(marc21(code)).audience == audience


def test_a_journal_says_something_else_in_that_place():
    assert project(marc21("a", leader="00000nas a2200000 i 4500")).audience == ""


@pytest.mark.parametrize(
    ("codes", "audience"),
    [
        ("b  ", "preschool"),
        ("a  ", "children"),
        ("ucd", "children"),
        ("e  ", "teens"),
        ("k  ", "special"),
        ("m  ", "adults"),
        ("u  ", ""),
    ],
)
def test_the_codes_of_unimarc(codes, audience):
    assert project(unimarc(codes)).audience == audience


def test_the_words_of_either():
    assert project(marc21(" ", Field("521", "  ", "", (("a", "Для дітей молодшого шкільного віку"),)))).audience == "children"
    assert project(unimarc("u  ", Field("333", "  ", "", (("a", "Підліткам 12–15 років"),)))).audience == "teens"
    assert project(unimarc("u  ", Field("333", "  ", "", (("a", "усім охочим"),)))).audience == ""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("audience", ["", *AUDIENCES])
def test_what_people_say_is_written_and_read_back(scheme, audience):
    assert project(fresh(scheme, title="Ріпка", audience=audience)).audience == audience


@pytest.mark.parametrize("marc", [marc21("a"), unimarc("b  ")], ids=lambda marc: marc.scheme)
def test_people_win_over_a_wrong_code_and_the_code_stays(marc):
    for audience in ("teens", "", "preschool"):
        absorb({"audience": audience}, marc)
        assert project(marc).audience == audience
    assert marc.first("991") is None
    assert "a" in marc.value("008")[22:23] or marc.value("100", "a")[17:18] == "b"


@pytest.mark.parametrize(
    ("scheme", "codes", "words"),
    [(MARC21, {"children": "j", "teens": "d"}, "521"), (UNIMARC, {"children": "a  ", "teens": "e  "}, "333")],
)
@pytest.mark.parametrize("format", ["iso2709", "marcxml"])
def test_what_people_say_stands_where_other_systems_look_for_it(scheme, codes, words, format):
    made = fresh(scheme, title="Ріпка")
    bare = made.dumps()
    for audience in ("children", "teens"):
        absorb({"audience": audience}, made)
        item = next(read(io.BytesIO(b"".join(write([made], format, "utf-8"))), format, scheme=scheme))
        away = Marc(scheme, item.marc.leader, [field for field in item.marc.fields if field.tag != "991"])
        code = away.value("008")[22:23] if scheme == MARC21 else away.value("100", "a")[17:20]
        assert (code, len(away[words]), project(away).audience) == (codes[audience], 1, audience)
        only_words = Marc(scheme, away.leader, [field for field in away.fields if field.tag not in ("008", "100")])
        assert project(only_words).audience == audience
    absorb({"audience": ""}, made)
    assert made.dumps() == bare, "what we wrote goes with our word"


@pytest.mark.parametrize(
    "marc",
    [
        marc21("g"),
        marc21(" ", Field("521", "  ", "", (("a", "усім охочим"),))),
        unimarc("u  ", Field("333", "  ", "", (("a", "усім охочим"),))),
        Marc(MARC21, "00000nam a2200000 i 4500", [Field("008", value="коротке"), Field("521", "  ", "", (("a", "?"),))]),
    ],
)
def test_what_a_description_says_itself_is_not_overwritten(marc):
    before = [field for field in marc.fields if field.tag != "991"]
    for audience in ("teens", "children", "children"):
        absorb({"audience": audience}, marc)
        assert (project(marc).audience, marc.first("991").get("u")) == (audience, audience)
    assert [field for field in marc.fields if field.tag != "991"] == before


def test_a_journal_says_it_in_words_only():
    journal = fresh(MARC21, title="Малятко", kind="serial", audience="preschool")
    assert (journal.value("008")[22:23], journal.value("521", "a"), project(journal).audience) == (
        " ",
        "Для дошкільнят",
        "preschool",
    )
    book = fresh(MARC21, title="Малятко", audience="preschool")
    absorb({"kind": "serial"}, book)
    assert (book.value("008")[22:23], project(book).audience) == (" ", "preschool")


def test_a_column_of_a_table():
    found = [
        project(described(["title", "audience"], ["Ріпка", text])).audience for text in ("дітям", "Дошкільний вік", "children", "?")
    ]
    assert found == ["children", "preschool", "children", ""]


def test_the_lists_of_the_formats_and_of_the_model_are_one():
    assert set(AUDIENCES) == set(Audience.values)


def test_a_record_keeps_it_and_a_form_corrects_it(lib):
    record = add_described(lib.act(), unit=lib.root, scheme=MARC21, text=marc21("a").dumps())
    assert record.audience == "preschool"
    edit_record(lib.act(), record=record, title="Ріпка", audience="children")
    record.refresh_from_db()
    assert (record.audience, project(body_of(record)).audience) == ("children", "children")
    edit_record(lib.act(), record=record, title="Ріпка")
    record.refresh_from_db()
    assert record.audience == "children"
    with pytest.raises(Refused) as refusal:
        edit_record(lib.act(), record=record, title="Ріпка", audience="whoever")
    assert refusal.value.codes == ["unknown_audience"]


def test_the_index_and_the_database_narrow_by_it(lib):
    assert document(Row(uid="1", title="Ріпка", audience="children"))["audience"] == ["children"]
    assert document(Row(uid="1", title="Ріпка"))["audience"] == []
    lib.record("Ріпка", audience="children"), lib.record("Кобзар")
    found = by_database(Request(limits=Limits(audiences=("children",))), asked(""))
    assert [Record.objects.get(pk=uid).title for uid in found.uids] == ["Ріпка"]


def test_irbis_says_it_in_our_own_field():
    assert fresh(IRBIS, title="Ріпка", audience="children").first("991").get("u") == "children"
