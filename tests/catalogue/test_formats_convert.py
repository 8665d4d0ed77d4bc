"""UNIMARC ↔ MARC 21 ↔ ІРБІС: what a record says stays, what has no place is kept, and it comes back as it was."""

from __future__ import annotations

import io
from dataclasses import asdict, replace

import pytest

from mandrivna.catalogue.formats.convert import TABLE, convert, table
from mandrivna.catalogue.formats.kept import KEPT, kept
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import absorb, fresh, project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.models import Kind
from tests.catalogue.test_formats_project import COLUMNS, OF_KIND, field

WAYS = [(one, other) for one in SCHEMES for other in SCHEMES if one != other]


def parts(marc: Marc) -> list[str]:
    return sorted(repr(one) for one in marc)


def sample(scheme: str, kind: str) -> Marc:
    """Of every kind, with fields that the other schemes do not know and sub-fields that have no pair."""
    marc = fresh(scheme, **{**COLUMNS, **OF_KIND.get(kind, {}), "kind": kind})
    ind = "" if scheme == IRBIS else "3 "
    marc.add(Field("789", ind, "", (("a", "невідоме"), ("9", "№ 5"), ("a", "ще"))))
    title = "245" if scheme == MARC21 else "200"
    place = next(at for at, one in enumerate(marc.fields) if one.tag == title)
    marc.fields[place] = replace(marc.fields[place], subs=(*marc.fields[place].subs, ("9", "місцеве")))
    marc.fields.insert(0, Field("001" if scheme != IRBIS else "903", "" if scheme == IRBIS else "  ", "К-77"))
    return marc


@pytest.mark.parametrize("kind", Kind.values)
@pytest.mark.parametrize(("source", "target"), WAYS)
def test_what_a_record_says_stays_and_the_record_comes_back(source, target, kind):
    marc = sample(source, kind)
    made = convert(marc, target)
    said, now = asdict(project(marc)), asdict(project(made))
    different = {name for name in said if said[name] != now[name]} - {"named"}
    assert different == set(), {name: (said[name], now[name]) for name in different}
    assert {(one["sort"], one["heading"]) for one in said["named"]} == {(one["sort"], one["heading"]) for one in now["named"]}
    again = convert(made, source)
    assert (again.leader, parts(again)) == (marc.leader, parts(marc))


def test_a_record_of_marc21_with_signs_between_areas():
    marc = Marc(
        MARC21, "00000cam a2200000 i 4500",
        [Field("001", value="b1"), Field("008", value="060411s2005    un a   e     000 0 ukr d"),
         field("020", "a9780306406157", "q(опр.)"), field("100", "aКосач, Лариса Петрівна,", "d1871-1913.", ind="1 "),
         field("245", "aЛісова пісня :", "bдрама-феєрія /", "cЛ. Косач ; іл. О. Яр.", ind="10"),
         field("264", "aКиїв :", "bСяйво,", "c2005.", ind=" 1"), field("300", "a120 с. :", "bіл. ;", "c20 см."),
         field("336", "atext", "2rdacontent"), field("650", "aДрама", "zУкраїна", "y20 ст.", ind=" 7"),
         field("700", "aЯр, О.", "eілюстратор.", ind="1 "), field("773", "tТвори", "gТ. 3", "w(UA)77", ind="0 ")],
    )  # fmt: skip
    made = convert(marc, UNIMARC)
    assert made.first("200").subs == (("a", "Лісова пісня"), ("e", "драма-феєрія"), ("f", "Л. Косач ; іл. О. Яр."))
    assert made.first("700").subs == (("a", "Косач"), ("b", "Л. П."), ("g", "Лариса Петрівна"), ("f", "1871-1913"))
    assert made.first("702").subs == (("a", "Яр"), ("b", "О."), ("4", "440"))
    assert made.first("606").subs == (("a", "Драма"), ("y", "Україна"), ("z", "20 ст."))
    assert made.first("461").subs == (("t", "Твори"), ("v", "Т. 3"), ("0", "(UA)77"))
    assert [one.tag for one in kept(made, MARC21) if one.tag == "336"] == ["336"]
    assert parts(convert(made, MARC21)) == parts(marc)


def test_a_record_of_unimarc_with_embedded_fields():
    marc = Marc(
        UNIMARC, "00000naa0 2200000   450 ",
        [field("100", "a20010305d1999    u  y0ukry50      ca"), field("101", "aukr", ind="0 "),
         field("200", "aСтаття", "dArticle", "fО. Зоря", "gред. І. Ясний", ind="1 "),
         field("463", "12001 ", "aПрирода", "vТ. 4", "1210  ", "d1999", ind=" 0"), field("675", "a551", "vukr"),
         field("700", "aЗоря", "bО. П.", "4070", ind=" 1"), field("702", "aЯсний", "bІ.", "4340", ind=" 1")],
    )  # fmt: skip
    made = convert(marc, MARC21)
    assert made.first("245").subs == (("a", "Стаття"), ("c", "О. Зоря ; ред. І. Ясний"))
    assert made.first("773").subs == (("t", "Природа"), ("g", "Т. 4"), ("d", "1999"))
    assert made.value("008")[:11] == "010305s1999"
    assert made.value("008")[35:38] == "ukr"
    assert made.first("100").subs == (("a", "Зоря, О. П."), ("4", "aut"))
    assert parts(convert(made, UNIMARC)) == parts(marc)


def test_what_was_edited_meanwhile_stays_edited_and_the_old_field_is_still_there():
    marc = sample(UNIMARC, "book")
    made = convert(marc, MARC21)
    absorb({"title": "Інша назва"}, made)
    again = convert(made, UNIMARC)
    assert project(again).title == "Інша назва"
    assert [one.get("a") for one in kept(again, UNIMARC) if one.tag == "200"] == ["Кобзар"]
    assert [one for one in again if one.tag not in ("200", KEPT)] == [one for one in marc if one.tag not in ("200", KEPT)]


@pytest.mark.parametrize(("source", "target"), WAYS)
def test_copies_with_all_their_subfields_come_along(source, target):
    marc = sample(source, "book")
    tag, ind = ("910", "") if source == IRBIS else ("952", "  ")
    marc.add(Field(tag, ind, "", (("i" if tag == "952" else "b", "101"), ("!", "x"), ("z", "нотатка"))))
    made = convert(marc, target)
    assert parts(convert(made, source)) == parts(marc)
    if target != IRBIS:
        assert project(made).holdings == project(marc).holdings


def test_the_table_names_each_tag_with_three_digits_and_no_sub_field_twice():
    assert TABLE.exists()
    for lines in table().values():
        for tag, alternatives in lines.items():
            assert len(tag) == 3
            for line in alternatives:
                assert len(set(line.pairs)) == len(line.pairs)


def test_files_are_written_in_the_scheme_that_is_asked_for():
    marcs = [sample(MARC21, "book"), sample(UNIMARC, "article"), sample(IRBIS, "serial")]
    for format, scheme in (("irbis", ""), ("iso2709", UNIMARC), ("marcxml", MARC21), ("line", UNIMARC)):
        data = b"".join(write(marcs, format, scheme=scheme))
        found = [item.marc for item in read(io.BytesIO(data), format)]
        assert {marc.scheme for marc in found} == {scheme or IRBIS}
        assert [project(marc).title for marc in found] == ["Кобзар"] * 3


def test_codes_that_only_xml_can_have_and_fields_that_have_nothing_in_common_come_back():
    marc = sample(UNIMARC, "book")
    marc.add(Field("702", " 1", "", (("a", "Яр"), ("", "без коду"), ("ab", "два = знаки"))))
    marc.add(Field("908", "  ", "лише текст"))
    for scheme in (MARC21, IRBIS):
        assert parts(convert(convert(marc, scheme), UNIMARC)) == parts(marc)


def test_an_indicator_that_is_the_sign_of_a_blank_comes_back():
    """Found by the 42,840th damaged file: a field of the original says «#» itself."""
    field = Field("606", "# ", "\\\\", (("a", "поезія"),))
    marc = Marc(UNIMARC, "00000nam0 2200000   450 ", [Field("200", "1 ", "", (("a", "Місто"),)), field])
    for scheme in (MARC21, IRBIS):
        assert field in convert(convert(marc, scheme), UNIMARC).fields
