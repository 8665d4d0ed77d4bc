"""Real files of other systems: MARC 21, UNIMARC, Cyrillic in cp1251, MARC-8, damaged ones."""

from __future__ import annotations

import gzip
import io
from collections import Counter
from pathlib import Path

import pytest

from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.encodings import guesses
from mandrivna.catalogue.formats.iso2709 import decode, encode
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC
from mandrivna.catalogue.formats.project import absorb, project
from mandrivna.catalogue.formats.reading import Item, read
from mandrivna.catalogue.formats.sniffing import sniff
from mandrivna.catalogue.formats.writing import write
from scripts.find_yaz import find_zebra

SAMPLES = Path(__file__).parent / "samples"
FILES = {
    "1251.dat": ("iso2709", "cp1251", MARC21, {"": 6}, "Основы гидравлического расчета инженерных сетей"),
    "marc.dat": ("iso2709", "utf-8", MARC21, {"": 20}, "The pragmatic programmer"),
    "bad_records.mrc": ("iso2709", "utf-8", MARC21, {"": 7, "directory": 2}, "The pragmatic programmer"),
    "marc8.dat": ("iso2709", "marc8", MARC21, {"": 1}, "Escape from loneliness"),
    "bad_eacc_encoding.dat": ("iso2709", "marc8", MARC21, {"": 1}, "Beikoku no tōchi no shikumi"),
    "testunimarc.dat": ("iso2709", "utf-8", UNIMARC, {"": 1}, "L'altra faccia della spirale"),
    "batch.xml": ("marcxml", "utf-8", MARC21, {"": 2}, "The Great Ray Charles"),
    "utf8.xml": ("marcxml", "utf-8", MARC21, {"": 1}, "Zen Classics"),
    "bad_tag.xml": ("marcxml", "utf-8", MARC21, {"": 1}, "The Untamed"),
}


def items(name: str) -> list[Item]:
    format, encoding = FILES[name][:2]
    return list(read(SAMPLES / name, format, encoding))


@pytest.mark.parametrize("name", FILES)
def test_it_is_recognised_and_read(name):
    format, encoding, scheme, troubles, title = FILES[name]
    head = (SAMPLES / name).read_bytes()[:65536]
    assert (sniff(head), guesses(head)[0].encoding) == (format, encoding)
    found = items(name)
    assert Counter(item.trouble for item in found) == troubles
    good = [item.marc for item in found if item.marc]
    assert {marc.scheme for marc in good} == {scheme}
    assert project(good[0]).title == title


@pytest.mark.parametrize("name", FILES)
def test_it_goes_out_and_in_and_into_other_schemes_and_back_without_a_change(name):
    for marc in (item.marc for item in items(name) if item.marc):
        if all(len(field.tag) == 3 for field in marc):  # ISO 2709 has no room for another tag; MARCXML has
            assert decode(encode(marc, "utf-8"), "utf-8").fields == marc.fields
        for scheme in {MARC21, UNIMARC, IRBIS} - {marc.scheme}:
            again = convert(convert(marc, scheme), marc.scheme)
            assert (again.leader, sorted(map(repr, again))) == (marc.leader, sorted(map(repr, marc)))


@pytest.mark.parametrize("name", FILES)
def test_its_own_columns_change_nothing_in_it(name):
    for marc in (item.marc for item in items(name) if item.marc):
        before, found = marc.dumps(), project(marc)
        absorb(
            {
                column: getattr(found, column)
                for column in ("kind", "title", "authors", "people", "subjects", "isbn", "year", "part")
            },
            marc,
        )
        assert marc.dumps() == before
        absorb({"title": "Нова назва"}, marc)
        assert project(marc).title == "Нова назва"


# --- what Debian ships with Zebra ----------------------------------------------------------------------------------------

EXAMPLES = Path("/usr/share/doc/idzebra-2.0/examples")
ZEBRA = {
    "marc21/sample-marc.gz": ("iso2709", 24, "How to program a computer"),
    "marcxml/collection-2.xml.gz": ("marcxml", 2, "The Great Ray Charles"),
    "marcxml/collection-opera-43.xml.gz": ("marcxml", 43, "10 operatic masterpieces"),
    "marcxml/collection-sandburg-1.xml": ("marcxml", 1, "Arithmetic"),
    "marcxml/collection-clasmrc.xml.gz": ("marcxml", 20, ""),
    "marcxml/collection-namemrc.xml.gz": ("marcxml", 20, ""),
    "marcxml/collection-subjmrc.xml.gz": ("marcxml", 20, ""),
}
"""Format, records, the first title; classification and authority records have none, and come whole nevertheless."""


def example(name: str) -> bytes:
    find_zebra()
    path = EXAMPLES / name
    if not path.exists():
        pytest.skip("this Debian keeps no documentation of its packages (path-exclude of dpkg)")
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ZEBRA)
def test_records_of_the_library_of_congress_come_whole_and_go_out_and_in_and_back(name):
    data = example(name)
    format, number, title = ZEBRA[name]
    assert sniff(data[:65536]) == format
    found = list(read(io.BytesIO(data), format, guesses(data[:65536])[0].encoding))
    assert Counter(item.trouble for item in found) == {"": number}
    marcs = [item.marc for item in found if item.marc]
    assert (project(marcs[0]).title, {marc.scheme for marc in marcs}) == (title, {MARC21})
    for other in ("iso2709", "marcxml", "line"):
        again = [item.marc for item in read(io.BytesIO(b"".join(write(marcs, other))), other)]
        assert [(one.leader[5:9] + one.leader[17:20], one.fields) for one in again] == [
            (one.leader[5:9] + one.leader[17:20], one.fields) for one in marcs
        ]
    for marc in marcs:
        for scheme in (UNIMARC, IRBIS):
            back = convert(convert(marc, scheme), MARC21)
            assert (back.leader, sorted(map(repr, back))) == (marc.leader, sorted(map(repr, marc)))
