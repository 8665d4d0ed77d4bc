"""Damaged files of every format: no exception, no lost record, no slow or fat input.

2,000 of each format in `make test` (some 25 s of a processor); 100,000 of each in `make drill`. Whole imports of such files, with
copies: tests/drills/test_damaged_imports.py.
"""

from __future__ import annotations

import io
import os
import random
import re
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from mandrivna.catalogue.formats.convert import convert
from mandrivna.catalogue.formats.dublin import PARTS as DC_PARTS
from mandrivna.catalogue.formats.encodings import KNOWN, guesses
from mandrivna.catalogue.formats.item import TROUBLES
from mandrivna.catalogue.formats.kept import KEPT
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.marcxml import PARTS
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import Item, read
from mandrivna.catalogue.formats.sniffing import FORMATS, sniff
from mandrivna.catalogue.formats.writing import write

SAMPLES = Path(__file__).parent / "samples"
LONG = os.environ.get("MANDRIVNA_DRILL") == "long"
INPUTS = 100_000 if LONG else 2_000
"""Of each format."""
SLOWEST, FATTEST = 2.0, 150_000_000
BLANK = b"\r\n \t\x0b\x0c\x00\x1a\xef\xbb\xbf\x1d"
type Reading = Callable[[BinaryIO, str, str], Iterator[Item]]


def seeds(format: str) -> list[bytes]:
    texts = ("Ґанок і їжак", "Місто: «роман» & <п’ять>", 'A title; with, signs = "x"')
    kinds = ("book", "article", "serial", "volume", "audio")
    made = []
    for scheme in (MARC21, UNIMARC, IRBIS):
        marcs = [
            fresh(scheme, title=texts[n % 3], kind=kinds[n], authors="Косач Лариса", subjects="поезія\nпроза", year=1990)
            for n in range(5)
        ]
        ind = "" if scheme == IRBIS else "  "
        marcs[0].add(Field("910", ind, "", (("a", "0"), ("b", "1759089"), ("c", "20180607"), ("!", "тут"))))
        made.append(b"".join(write(marcs, format)))
        if format not in ("marcxml", "dc", "xlsx"):
            made.append(b"".join(write(marcs, format, "cp1251")))
    if format == "iso2709":
        made += [
            (SAMPLES / name).read_bytes()[:6000]
            for name in ("1251.dat", "marc.dat", "bad_records.mrc", "testunimarc.dat", "marc8.dat")
        ]
        made.append(b"".join(made[0][at : at + 80] + b"\r\n" for at in range(0, len(made[0]), 80)))
    if format == "marcxml":
        made += [(SAMPLES / name).read_bytes() for name in ("batch.xml", "utf8.xml", "bad_tag.xml")]
    return made


SIGNS = [b"\x1d", b"\x1e", b"\x1f", b"\n", b"\r\n", b"\x00", b"\xff", b"\x1b(N", b"<", b">", b"&x;", b"]]>",
         b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
         b'"', b"'", b";", b"^", b"#", b"*****\n", b"=LDR  ", b"ER  - \n", b"TY  - ", b"@book{", b"}", b"{", b"\\", b"00000",
         b"99999",
         b"-0001",
         "і".encode(), "ґ".encode("cp1251"), b"</record>", b"<record>", b"%s%n",
         b"\xed\xa0\x80", b"<dc:title>", b"\xc2\x85", "²".encode(), "٣".encode(),
         b"=1+1"]  # fmt: skip


def mutated(chance: random.Random, pool: list[bytes]) -> bytes:
    data = bytearray(chance.choice(pool))
    for _hit in range(chance.choice((1, 1, 2, 3, 8, 30))):
        at = chance.randrange(len(data) + 1)
        way = chance.randrange(7)
        if way == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif way == 1:
            data[at:at] = chance.choice(SIGNS)
        elif way == 2:
            del data[at : at + chance.choice((1, 2, 7, 80, 900))]
        elif way == 3:
            other = chance.choice(pool)
            cut = chance.randrange(len(other) + 1)
            data[at:at] = other[cut : cut + chance.choice((5, 50, 2000))]
        elif way == 4:
            data[at:at] = bytes(data[at : at + chance.choice((1, 30, 400))]) * chance.choice((1, 2, 20))
        elif way == 5:
            data[at : at + 3] = chance.choice(SIGNS)
        elif data:
            del data[at:]
            break
        del data[60_000:]
    return bytes(data)


def workbook(chance: random.Random, pool: list[bytes]) -> bytes:
    """Half of the damage inside the parts of a workbook, because damage outside is nearly always a broken archive."""
    if chance.random() < 0.5:
        return mutated(chance, pool)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(chance.choice(pool))) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as hurt:
        for name in whole.namelist():
            data = whole.read(name)
            hurt.writestr(name, mutated(chance, [data]) if chance.random() < 0.4 else data)
    return target.getvalue()


def between(format: str, data: bytes) -> bytes:
    """What is left of the bytes outside of items when everything that is no record is taken away."""
    if format in ("marcxml", "dc"):
        return b"".join(found[0] for found in (PARTS if format == "marcxml" else DC_PARTS).finditer(data))
    if format == "bibtex":
        data = re.sub(rb"@[ \t]*(?:comment|preamble|string)\s*[{(]", b"", data, flags=re.IGNORECASE)
        return b"".join(found[0] for found in re.finditer(rb"(?m)^@[A-Za-z]+\s*[{(]", data))
    data = re.sub(rb"(?m)^\s*\*{5}\s*$", b"", data) if format == "irbis" else data
    data = re.sub(rb"(?m)^ER  -[ \t]*\r?$", b"", data) if format == "ris" else data
    return data.strip(BLANK)


def judge(format: str, encoding: str, data: bytes, reading: Reading = read) -> int:
    """How many records; fails on anything that a file may not do to us."""
    began = time.process_time()
    found = list(reading(io.BytesIO(data), format, encoding))
    took = time.process_time() - began
    assert took < SLOWEST, f"{took:.1f} s"
    at, outside = 0, []
    for number, item in enumerate(found, 1):
        assert (item.number, item.marc is None) == (number, item.trouble in TROUBLES)
        if format != "xlsx":
            assert at <= item.position <= item.end
            assert item.raw == data[item.position : item.end]
            outside.append(data[at : item.position])
            at = item.end
        if item.marc is not None:
            assert Marc.loads(item.marc.scheme, item.marc.dumps()) == item.marc
            project(item.marc)
    if format != "xlsx":
        outside.append(data[at:])
        if format == "csv" and outside:
            outside[0] = b""  # the head
        assert [rest for part in outside if (rest := between(format, part))] == []
    return len(found)


def everywhere(found: list[Item]) -> None:
    """What was decoded can be written in every format and converted into every scheme, and comes back as it was."""
    marcs = [item.marc for item in found if item.marc][:5]
    for format in FORMATS:
        assert b"".join(write(marcs, format)) or not marcs
    for marc in marcs:
        if marc.first(KEPT) or (marc.scheme == IRBIS and not marc.first("920")):
            continue  # halfway from another scheme; and a record of ІРБІС without a worksheet gets one
        for scheme in {MARC21, UNIMARC, IRBIS} - {marc.scheme}:
            again = convert(convert(marc, scheme), marc.scheme)
            assert sorted(map(repr, again)) == sorted(map(repr, marc))


def highest() -> int:
    """The most memory the process has ever held; where the system does not tell, tracemalloc below is all there is."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else 0


def forget_the_peak() -> None:
    """What tests before this one took would hide what an input takes."""
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5")


def run(format: str, inputs: int, seed: int) -> None:
    """The peak is looked at after every input: what all of them together may not take, none of them took."""
    chance, pool = random.Random(seed), seeds(format)
    make = workbook if format == "xlsx" else mutated
    judge(format, "utf-8", pool[0])
    forget_the_peak()
    began = highest()
    for number in range(inputs):
        data = make(chance, pool)
        encoding = chance.choice(KNOWN) if number % 3 == 0 else "utf-8"
        try:
            judge(format, encoding, data)
            assert highest() - began < FATTEST, f"{(highest() - began) / 1e6:.0f} MB"
            if number % 40 == 0:
                everywhere(list(read(io.BytesIO(data), format, encoding)))
                guesses(data[:4096])
                sniff(data[:4096])
        except Exception as error:
            raise AssertionError(f"{format}, seed {seed}, input {number}, {encoding}: {data[:2000]!r}") from error


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_damaged_files_are_read_or_refused_record_by_record(format):
    run(format, INPUTS, seed=20261127)


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
def test_damage_takes_little_memory(format):
    chance, pool = random.Random(5), seeds(format)
    tracemalloc.start()
    for _number in range(20):
        data = (workbook if format == "xlsx" else mutated)(chance, pool)
        if format != "xlsx":
            data *= 20
        list(read(io.BytesIO(data), format, "utf-8"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < FATTEST


@pytest.mark.parametrize("format", FORMATS)
def test_damaged_files_in_short(format):
    run(format, 40, seed=1)


def careless(stream: BinaryIO, format: str, encoding: str) -> Iterator[Item]:
    """The negative control: what cannot be decoded is passed over, as common readers do."""
    number = 0
    for item in read(stream, format, encoding):
        if item.marc:
            number += 1
            item.number = number
            yield item


def test_a_reader_that_passes_over_what_it_cannot_read_is_found_out():
    chance, pool = random.Random(3), seeds("iso2709")
    caught = 0
    for _number in range(100):
        data = mutated(chance, pool)
        judge("iso2709", "utf-8", data)
        try:
            judge("iso2709", "utf-8", data, careless)
        except AssertionError:
            caught += 1
    assert caught > 20
