"""Encodings are guessed with a preview, formats by their beginning."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.formats.encodings import from_marc8, guesses, to_bytes
from mandrivna.catalogue.formats.iso2709 import encode
from mandrivna.catalogue.formats.marc import IRBIS, UNIMARC
from mandrivna.catalogue.formats.project import fresh
from mandrivna.catalogue.formats.sniffing import sniff
from mandrivna.catalogue.formats.writing import write

TEXTS = (
    "Українська народна пісня: ґанок, їжак і є’днання. Збірник статей", "Кобзар", "Поезії", "ІСТОРІЯ УКРАЇНИ", "История города",
    "Economics. Підручник", "Ґудзик і їжак",
)  # fmt: skip
DOS = ("cp866", "cp1125")
"""Differ only in the letters that cp866 lacks: without them both are right."""


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-u", *DOS])
@pytest.mark.parametrize("text", TEXTS)
def test_the_likeliest_guess_reads_the_text(text, encoding):
    data = to_bytes(text, encoding)
    first, second, *_rest = guesses(data)
    same = encoding in DOS and data.decode("cp866") == data.decode("cp1125")
    assert first.encoding == encoding or (same and {first.encoding, second.encoding} == set(DOS))
    assert first.preview == data.decode(encoding)
    assert first.likelihood > (0.4 if encoding in DOS else 0.9)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8-u", "cp1125"])
def test_a_whole_file_is_guessed_though_its_head_is_cut_inside_a_letter(encoding):
    data = b"".join(encode(fresh(UNIMARC, title=f"{TEXTS[0]} {number}"), encoding) for number in range(20))
    for size in range(1000, 1012):
        assert guesses(data[:size])[0].encoding == encoding
    assert sniff(data) == "iso2709"


def test_marc8_is_told_by_its_escapes_and_by_its_accents():
    assert guesses(b"245 \x1b(NaUV")[0][:2] == ("marc8", "245 Ауж")
    assert guesses(b"Caf\xe2e Bront\xe8e")[0].encoding == "marc8"
    assert from_marc8("\xe2e") == "é"


def test_plain_ascii_is_utf8_and_a_declared_encoding_is_believed():
    assert guesses(b"Plain")[0].encoding == "utf-8"
    data = '<?xml version="1.0" encoding="windows-1251"?><a>Щ</a>'.encode("cp1251")
    assert guesses(data)[0].encoding == "cp1251"


@pytest.mark.parametrize(
    ("text", "encoding", "becomes"),
    [
        ("пʼять", "cp1251", "п’ять"), ("п’ять «Ґ» №", "koi8-u", "п'ять \"Ґ\" N"), ("Ґанок і їжак", "cp866", "Ганок i їжак"),
        ("ґ’«»", "cp1125", "ґ'\"\""), ("日本", "cp1251", "??"), ("и\u0306", "cp1251", "й"),
    ],
)  # fmt: skip
def test_what_an_encoding_lacks_is_written_as_people_write_it(text, encoding, becomes):
    assert to_bytes(text, encoding).decode(encoding) == becomes


@pytest.mark.parametrize("format", ["iso2709", "marcxml", "line", "irbis", "dc", "ris", "bibtex", "csv", "xlsx"])
def test_every_format_that_is_written_is_recognised(format):
    marcs = [fresh(IRBIS if format == "irbis" else UNIMARC, title=text) for text in TEXTS]
    assert sniff(b"".join(write(marcs, format))) == format


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b"", ""), (b"\xef\xbb\xbf#920: PAZK\r\n", "irbis"), (b"01100nam a2200289 i 4500\n001 b1\n", "line"),
         (b"<html></html>", ""),
        ("Автор;Назва\nа;б\n".encode("cp1251"), "csv"), (b"name,phone\n1,2\n", ""),
    ],
)  # fmt: skip
def test_beginnings(head, format):
    assert sniff(head) == format
