"""Every format both ways, and what happens to damaged files of each."""

from __future__ import annotations

import io
import random

import pytest

from mandrivna.catalogue.formats.item import TROUBLES
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import Item, read
from mandrivna.catalogue.formats.writing import write

TEXT = "Ґанок і їжак: «Місто» & $5 {за} <п’ять> \\ кінець"


def record(number: int, scheme: str = MARC21) -> Marc:
    kinds = ("book", "article", "serial", "eresource", "audio")
    marc = fresh(scheme, title=f"{TEXT} {number}", authors="Косач Лариса", subjects="поезія\nпроза", kind=kinds[number % 5])
    ind = "" if scheme == IRBIS else "  "
    marc.fields.insert(0, Field("001", ind, f"n{number}"))
    marc.add(Field("899", ind, "", (("a", "x"), ("a", ""), ("9", " краї "), ("!", "знак"))))
    if scheme != IRBIS:
        marc.add(Field("900", "12", "", (("a", "так"),)))
    return marc


def items(data: bytes, format: str, encoding: str = "utf-8", **more: int) -> list[Item]:
    return list(read(io.BytesIO(data), format, encoding, **more))


def written(marcs: list[Marc], format: str, encoding: str = "utf-8") -> bytes:
    return b"".join(write(marcs, format, encoding))


LOSSLESS = [(format, scheme) for format in ("iso2709", "marcxml", "line") for scheme in SCHEMES] + [("irbis", IRBIS)]


@pytest.mark.parametrize(("format", "scheme"), LOSSLESS)
def test_nothing_changes_on_the_way_out_and_in(format, scheme):
    marcs = [record(number, scheme) for number in range(10)]
    for item, marc in zip(found := items(written(marcs, format), format), marcs, strict=True):
        assert item.marc.fields == marc.fields
        assert (item.marc.scheme, item.marc.leader[5:9]) == (scheme, marc.leader[5:9])
    again = written([item.marc for item in found], format)
    assert again == written([item.marc for item in items(again, format)], format)


@pytest.mark.parametrize(("format", "scheme"), LOSSLESS)
def test_reading_goes_on_from_where_it_stopped(format, scheme):
    data = written([record(number, scheme) for number in range(9)], format)
    found = items(data, format)
    rest = items(data, format, start=found[3].end, number=4)
    assert [(item.number, item.position, item.marc) for item in rest] == [
        (item.number, item.position, item.marc) for item in found[4:]
    ]
    assert all(item.raw == data[item.position : item.end] for item in found)


@pytest.mark.parametrize(("format", "scheme"), LOSSLESS)
def test_damage_is_refused_and_the_rest_read(format, scheme):
    marcs = [record(number, scheme) for number in range(40)]
    chance = random.Random(7)
    data = written(marcs, format)
    for _round in range(60):
        hurt = bytearray(data)
        for _hit in range(3):
            hurt[chance.randrange(len(hurt))] = chance.choice(b"<>&#=*^\n\x00\xff\x1d0")
        found = items(bytes(hurt), format)
        assert sum(item.marc is not None for item in found) >= 34
        assert all((item.marc is None) == (item.trouble in TROUBLES) for item in found)


@pytest.mark.parametrize(("format", "good"), [("line", MARC21), ("irbis", IRBIS), ("marcxml", UNIMARC)])
def test_a_record_in_another_encoding_is_refused_with_its_bytes(format, good):
    one, two = written([record(1, good)], format), written([record(2, good)], format, "cp1251")
    if format == "marcxml":
        two = two.decode().encode("cp1251", "replace")
    found = items(one + two, format)
    assert [item.trouble for item in found] == ["", "encoding"]
    assert found[1].raw.strip() in two.strip()


def test_irbis_as_irbis_writes_it():
    text = (
        "#920: PAZK\r\n#200: ^AКобзар^FТ. Шевченко\r\n# 101: ukr\r\n#0010: ^A5-02-003206-9\r\n"
        "#910: ^A0^B1759089^DФ104^U2018/45^Y45^C20180607^!тут\r\n*****\r\n#920: J\r\n#200: ^AВсесвіт\r\nпродовження\r\n*****\r\n"
    )
    first, second = items(text.encode("cp866", "replace"), "irbis", "cp866")
    assert first.marc["010"][0].get("a") == "5-02-003206-9"
    assert first.marc["101"] == [Field("101", "", "ukr")]
    assert first.marc["910"][0].subs[-1] == ("!", "тут")
    assert second.marc.value("200", "a").endswith("св?т продовження")


def test_lines_as_yaz_writes_them():
    text = (
        "01100nam a2200289 i 4500\n001 b1\n008 850101s1985    un\n245 10 $a Кобзар : $b вірші / $c Т. Шевченко\n"
        "650  4 $a Поезія $x Історія\n\n01100nam a2200289 i 4500\n245 00 $a Інше\n"
    )
    one, two = items(text.encode(), "line")
    assert one.marc["245"] == [Field("245", "10", "", (("a", "Кобзар :"), ("b", "вірші /"), ("c", "Т. Шевченко")))]
    assert one.marc["650"][0].ind == " 4"
    assert (one.marc.value("001"), project(two.marc).title) == ("b1", "Інше")


def test_marcxml_inside_oai_and_with_prefixes():
    inner = (
        '<marc:record xmlns:marc="http://www.loc.gov/MARC21/slim"><marc:leader>00000nam a2200000 i 4500</marc:leader>'
        '<marc:datafield tag="245" ind1="1" ind2="0"><marc:subfield code="a">Місто &amp; &#1110;</marc:subfield>'
        "</marc:datafield></marc:record>"
    )
    data = (
        f"<?xml version='1.0'?><OAI-PMH><ListRecords><record><header/><metadata>{inner}</metadata></record>"
        f'<record><header status="deleted"/></record><record><metadata>{inner}</metadata></record></ListRecords></OAI-PMH>'
    )
    found = items(data.encode(), "marcxml")
    assert [item.trouble or project(item.marc).title for item in found] == ["Місто & і", "empty", "Місто & і"]


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><collection><record><leader>&x;</leader><controlfield tag="001">&x;'
        "</controlfield></record></collection>",
        '<record><!DOCTYPE a [<!ENTITY x "ха">]><controlfield tag="001">&x;</controlfield></record>',
        '<record><controlfield tag="001">' + "<a>" * 20_000 + "</controlfield></record>",
    ],
)
def test_xml_with_entities_is_refused(bomb):
    (item,) = items(bomb.encode(), "marcxml")
    assert (item.marc, item.trouble) == (None, "bad_xml")


def test_pieces_of_xml_records_outside_any_are_told():
    good = written([record(1)], "marcxml")
    found = items(good.replace(b"<record>", b"<recrd>") + good + b"<record><leader>", "marcxml")
    assert [item.trouble for item in found] == ["stray", "", "cut_short"]


@pytest.mark.parametrize("format", ["iso2709", "marcxml", "line"])
def test_capital_letters_of_irbis_are_the_same_codes(format):
    """Its own text is written with ^A; in ISO 2709 some of its versions leave the capitals."""
    marc = fresh(IRBIS, title="Кассандра", authors="Українка Леся", year=1908)
    marc.add(Field("910", "", "", (("a", "0"), ("b", "15"))))
    loud = [Field(one.tag, "", one.value, tuple((code.upper(), text) for code, text in one.subs)) for one in marc]
    (found,) = items(written([Marc(IRBIS, "", loud)], format), format)
    assert found.marc.fields == marc.fields
    assert [copy.inventory for copy in project(found.marc).holdings] == ["15"]
