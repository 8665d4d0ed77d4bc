"""Descriptions become columns and columns go back into descriptions: MARC 21, UNIMARC, ІРБІС."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.formats.columns import MATERIAL_OF as OURS
from mandrivna.catalogue.formats.columns import WIDTHS
from mandrivna.catalogue.formats.described import Holding, Named
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import absorb, fresh, project
from mandrivna.catalogue.models import MATERIAL_OF, Kind, Record

COLUMNS = {
    "title": "Кобзар", "subtitle": "вірші : поеми", "authors": "Шевченко Тарас; Франко, І. Я.",
    "people": "Лисенко Микола (композитор)\nІнститут літератури (видавець)", "responsibility": "Т. Шевченко",
    "isbn": "9780306406157",
    "isbn_wrong": "978-1-1", "issn": "", "year": 1985, "place": "Київ", "publisher": "Дніпро", "pages": "350 с.",
    "series": "Класика ; вип. 2", "language": "ukr", "udc": "821.161.2; 94(477)", "bbk": "84", "author_sign": "Ш 37",
    "subjects": "Поезія — Україна\nліра", "annotation": "Гарна.\nДуже.", "url": "https://example.org/x", "access": "вільний",
}  # fmt: skip
OF_KIND = {
    "volume": {"part": "Т. 5"}, "issue": {"part": "Т. 2, № 3", "host_number": "77"},
    "article": {"part": "Т. 6, № 3. С. 36–48", "host": "Київська старовина", "host_number": "77"},
}  # fmt: skip


def field(tag: str, *subs: str, ind: str = "  ", value: str = "") -> Field:
    return Field(tag, ind, value, tuple((sub[0], sub[1:]) for sub in subs))


def book(*fields: Field, scheme: str = MARC21, leader: str = "00000nam a2200000 i 4500") -> Marc:
    return Marc(scheme, leader, list(fields))


def test_widths_and_materials_are_those_of_the_model():
    assert {name: Record._meta.get_field(name).max_length for name in WIDTHS} == WIDTHS
    assert {str(kind): str(material) for kind, material in MATERIAL_OF.items()} == OURS


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_columns_come_back_as_they_were_given(scheme, kind):
    said = {**COLUMNS, **OF_KIND.get(kind, {}), "kind": kind}
    marc = fresh(scheme, **said)
    found = project(marc)
    assert {name: getattr(found, name) for name in said} == said
    assert found.material == OURS[kind]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("column", [*COLUMNS, "material", "kind"])
def test_one_changed_column_touches_nothing_else(scheme, column):
    changed = {"year": 1991, "language": "pol", "isbn": "9789660104433", "url": "https://example.org/y", "material": "brochure",
               "kind": "video", "people": "Лисенко Микола (композитор)\nМурашко Олександр (ілюстратор)",
               "authors": "Франко, І. Я.; Леся Українка", "issn": "1234-5679"}.get(column,
               f"{COLUMNS.get(column)} інше")  # fmt: skip
    marc = fresh(scheme, **COLUMNS)
    before, fields = project(marc), list(marc)
    absorb({column: changed}, marc)
    after = project(marc)
    assert getattr(after, column) == changed
    moved = {name for name in COLUMNS if getattr(before, name) != getattr(after, name)}
    assert moved == {column} & set(COLUMNS)
    kept = [one for one in fields if one in marc.fields]
    assert len(fields) - len(kept) <= 2  # the field of the column, and the fixed field that says the same


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_emptied_is_gone_and_what_is_the_same_changes_no_byte(scheme):
    marc = fresh(scheme, **COLUMNS)
    before = marc.dumps()
    absorb(COLUMNS, marc)
    assert marc.dumps() == before
    absorb(dict.fromkeys(COLUMNS, "") | {"year": None, "language": "und"}, marc)
    found = project(marc)
    assert {name for name in COLUMNS if getattr(found, name)} == {"language"}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_foreign_fields_and_subfields_survive_an_edit(scheme):
    ind = "" if scheme == IRBIS else "1 "
    title, url = ("245", "856") if scheme == MARC21 else ("200", "951" if scheme == IRBIS else "856")
    strange = [Field("966", ind, "", (("x", "чуже"), ("x", "двічі"))), Field("999", ind, "", (("9", "№ 7"),))]
    marc = fresh(scheme, **COLUMNS)
    marc.fields = [*marc.fields, *strange]
    place = marc.fields.index(marc.first(title))
    marc.fields[place] = Field(title, ind, "", (*marc.fields[place].subs, ("6", "880-01")))
    absorb({"title": "Інша", "subtitle": "", "url": ""}, marc)
    assert [one for one in marc if one.tag in ("966", "999")] == strange
    assert (marc.value(title, "a"), marc.value(title, "6"), marc.first(url)) == ("Інша", "880-01", None)


def test_marc21_as_libraries_of_ukraine_write_it():
    found = project(
        book(
            Field("001", value="UA0001"), Field("008", value="060411s2005    un " + "a" + " " * 16 + "ukr d"),
            field("020", "a966-7007-37-1 (опр.)"), field("020", "a978-966-03-4561-4"), field("080", "a821.161.2'06-31"),
            field("084", "a84(4УКР)6", "2rubbk"), field("100", "aВинниченко, Володимир Кирилович,", "d1880-1951", ind="1 "),
            field("245", "aСонячна машина :", "bроман /", "cВ. К. Винниченко ; [передм. М. Жулинського].", ind="10"),
            field("260", "aКиїв :", "bСакцент плюс,", "ccop. 2005."), field("300", "a640 с. :", "bіл. ;", "c20 см."),
            field("490", "aБібліотека історичної прози ;", "v7"), field("520", "aПерша українська утопія."),
            field("650", "aУкраїнська література", "xРоман", ind=" 7"), field("653", "aутопія", "aмашина"),
            field("700", "aПередній, М. Г.", "eавт. передм.", ind="1 "), field("700", "aBaum, L. Frank.", "tWizard", ind="12"),
            field("952", "i12345", "p300012345", "o84(4УКР)6", "d2006-02-01", "g35.50", "aЦБ", "71", "zз автографом"),
        )
    )  # fmt: skip
    assert (found.title, found.subtitle, found.authors) == ("Сонячна машина", "роман", "Винниченко Володимир Кирилович")
    assert (found.isbn, found.isbn_wrong, found.year, found.language) == ("9789660345614", "966-7007-37-1", 2005, "ukr")
    assert (found.place, found.publisher, found.pages) == ("Київ", "Сакцент плюс", "640 с.")
    assert (found.series, found.udc, found.bbk) == ("Бібліотека історичної прози ; 7", "821.161.2'06-31", "84(4УКР)6")
    assert found.subjects == "Українська література — Роман\nутопія\nмашина"
    assert found.people.split("\n")[0] == "Передній, М. Г. (автор передмови)"
    assert Named("person", "Винниченко, Володимир Кирилович", "author", "1880-1951") in found.named
    assert found.number == "UA0001"
    assert found.holdings == [
        Holding("12345", "300012345", "", "84(4УКР)6", "2006-02-01", "35.50", "not_for_loan", 1,
                {"a": "ЦБ", "7": "1", "z": "з автографом"})
    ]  # fmt: skip


def test_unimarc_with_embedded_links_and_roles():
    found = project(
        book(
            field("001", value="7"), field("101", "aукр"), field("200", "aЗемлетруси Криму", "eпричини", "fО. Зоря",
            "gпер. І. Ясний", ind="1 "),
            field("215", "aС. 12–19"), field("330", "aПро сейсміку."), field("606", "aГеологія", "yКрим"), field("610",
            "aвулкани", "aплити"),
            field("463", "1001000123", "12001 ", "aПрирода", "vТ. 4, № 2", "1210  ", "d1999", "1011  ", "x0032-8243", ind=" 0"),
            field("675", "a551.2(477.75)"), field("686", "a26.3", "2rubbk"), field("686", "a12", "2oecd"),
            field("700", "aЗоря", "bО. П.", "gОлена Петрівна", "f1950-", ind=" 1"), field("702", "aЯсний", "bІ.", "4730", ind=" 1"),
            field("712", "aАкадемія наук", "bІнститут геології", "4650", ind="02"), field("899", "aЛНБ", "p998", "jК 5"),
            scheme=UNIMARC, leader="00000naa2 2200000   450 ",
        )
    )  # fmt: skip
    assert (found.kind, found.material, found.title, found.subtitle) == ("article", "other", "Землетруси Криму", "причини")
    assert (found.host, found.host_number, found.part, found.year) == ("Природа", "000123", "Т. 4, № 2", 1999)
    assert (found.authors, found.language) == ("Зоря Олена Петрівна", "ukr")
    assert found.people == "Ясний, І. (перекладач)\nАкадемія наук. Інститут геології (видавець)"
    assert (found.subjects, found.bbk) == ("Геологія — Крим\nвулкани\nплити", "26.3")
    assert Named("person", "Зоря, Олена Петрівна", "author", "1950-") in found.named
    assert found.holdings == [Holding(inventory="998", call_number="К 5", extra={"a": "ЛНБ"})]


def test_irbis_with_every_subfield_of_910():
    plain = [field("910", f"{code}{code}-1", ind="") for code in "fipkqstuvwxyz20!"]
    found = project(
        Marc(
            IRBIS, "",
            [field("920", ind="", value="SPEC"), field("903", ind="", value="84/К 55-12"), field("101", ind="", value="rus"),
             field("010", "a5-02-003206-9", "d12.50", ind=""), field("200", "vТ. 1", "aПовісті", ind=""),
             field("461", "cТвори : у 3 т.", "fВ. Зірка", "h1986", ind=""), field("961", "aЗірка", "bВ. Г.", ind=""),
             field("961", "aТрава", "bК.", "zред.", ind=""), field("210", "aК.", "cВеселка", "d1987", ind=""), field("215",
             "a504", ind=""),
             field("675", ind="", value="821.161.2-31"), field("621", ind="", value="84(4Ук)"), field("908", ind="", value="З-63"),
             field("610", ind="", value="проза"), field("606", "aЛітература", "bпроза", ind=""), field("331", ind="",
             value="Анотація."),
             field("910", "a0", "b1759089", "dФ104", "u2018/45", "y45", "c20180607", "e100.5", "hRF1", "r84/З", ind=""),
             field("910", "aU", "14", "dХаб", ind=""), field("910", "a6", "b77", ind=""), *plain],
        )
    )  # fmt: skip
    assert (found.kind, found.material, found.title, found.part, found.host) == (
        "volume",
        "book",
        "Повісті",
        "Т. 1",
        "Твори : у 3 т.",
    )
    assert (found.number, found.isbn, found.year, found.pages) == (
        "84/К 55-12",
        "9785020032064",
        1987,
        "504 с.",
    ) or found.isbn_wrong
    assert (found.authors, found.people, found.responsibility) == ("Зірка, В. Г.", "Трава, К. (редактор)", "В. Зірка")
    assert (found.udc, found.bbk, found.author_sign, found.language) == ("821.161.2-31", "84(4Ук)", "З-63", "rus")
    assert found.subjects == "Література — проза\nпроза"
    first, many, gone, *rest = found.holdings
    assert first == Holding("1759089", "RF1", "Ф104", "84/З", "2018-06-07", "100.5", "", 1, {"a": "0", "u": "2018/45", "y": "45"})
    assert (many.number, many.shelf, many.status, gone.status) == (4, "Хаб", "", "withdrawn")
    assert [one.extra for one in rest] == [{code: f"{code}-1"} for code in "fipkqstuvwxyz20!"]


def test_a_thin_book_is_a_brochure_and_what_is_too_long_is_cut_whole():
    thin = project(
        book(field("245", "a" + "Слово " * 100), field("300", "a32 с."), *(field("700", f"aПрізвище{n}, Ім’я") for n in range(40)))
    )
    assert (thin.material, len(thin.title), thin.title[-1]) == ("brochure", 400, "…")
    assert len(thin.authors) <= 300
    assert thin.authors.split("; ")[-1].endswith(" Ім’я")


@pytest.mark.parametrize(
    ("leader", "more", "kind"),
    [
        ("00000cam a22 4500", (), "book"), ("00000cam a22 4500", (field("245", "aЗібрання", "nТ. 5"),), "volume"),
        ("00000cab a22 4500", (), "article"), ("00000cas a22 4500", (), "serial"), ("00000cas a22 4500", (field("773",
         "tЧас"),), "issue"),
        ("00000cam a22 4500", (Field("008", value=" " * 23 + "o" + " " * 16),), "eresource"), ("00000cjm a22 4500", (), "audio"),
        ("00000cgm a22 4500", (), "video"), ("00000crm a22 4500", (), "object"), ("00000cem a22 4500", (), "object"),
        ("00000ctm a22 4500", (), "archive"), ("", (), "book"),
    ],
)  # fmt: skip
def test_kinds_of_marc21(leader, more, kind):
    assert project(book(*more, leader=leader)).kind == kind
