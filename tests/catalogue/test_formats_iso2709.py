"""ISO 2709 as it really arrives: lengths that lie, line breaks, separators in data, damage in the middle, garbage."""

from __future__ import annotations

import io
import json
import random
import tracemalloc

import pytest

from mandrivna.catalogue.formats.iso2709 import decode, encode, overflows
from mandrivna.catalogue.formats.item import LARGEST, TROUBLES
from mandrivna.catalogue.formats.marc import IRBIS, MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import Item, read

TEXT = "Ґанок і їжак: «Місто» № 7 — п’ять"


def record(number: int, scheme: str = MARC21) -> Marc:
    marc = fresh(scheme, title=f"{TEXT} {number}", authors="Косач Лариса", year=1900 + number % 100, subjects="поезія\nпроза")
    marc.fields.insert(0, Field("001", "" if scheme == IRBIS else "  ", f"n{number}"))
    return marc


def raw(number: int, scheme: str = MARC21, encoding: str = "utf-8") -> bytes:
    return encode(record(number, scheme), encoding)


def items(data: bytes, encoding: str = "utf-8", start: int = 0) -> list[Item]:
    return list(read(io.BytesIO(data), "iso2709", encoding, start))


def numbers(found: list[Item]) -> list[str]:
    return [item.marc.value("001") if item.marc else item.trouble for item in found]


def nothing_is_lost(data: bytes, found: list[Item], start: int = 0) -> None:
    """Records and refused pieces lie one after another; what is between them is only white space."""
    at = start
    for item in found:
        assert data[at : item.position].strip(b"\r\n \t\x00\x1a\x1d") == b""
        assert item.raw == data[item.position : item.end]
        assert (item.marc is None) == (item.trouble in TROUBLES)
        at = item.end
    assert data[at:].strip(b"\r\n \t\x00\x1a\x1d") == b""
    assert [item.number for item in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_is_written_is_read_back_field_by_field(scheme):
    marc = record(1, scheme)
    ind = "" if scheme == IRBIS else "12"
    marc.add(Field("899", ind, "", (("a", "x"), ("a", ""), ("9", " краї "), ("", ""))))
    marc.add(Field("900", "" if scheme == IRBIS else "  ", "лише текст"))
    again = decode(encode(marc, "utf-8"), "utf-8")
    assert (again.scheme, again.fields) == (scheme, marc.fields)
    assert encode(again, "utf-8") == encode(marc, "utf-8")


@pytest.mark.parametrize("text", ["Кобзар", '«К» і "О"', "a\\b", "рядок\nдругий\x01", "\u2028\xa0\u200b", ""])
def test_a_record_is_kept_as_any_json_would_say_it(text):
    fields = [Field("001", value=text), Field("245", "10", text, ()), Field("245", "10", "", (("a", text), ("", ""), ('"', "\\")))]
    marc = Marc(MARC21, "00000nam", fields)
    rows = [[one.tag, one.ind, one.value, [part for sub in one.subs for part in sub]] for one in marc.fields]
    assert marc.dumps() == json.dumps([marc.leader, rows], ensure_ascii=False, separators=(",", ":"))
    assert Marc.loads(MARC21, marc.dumps()) == marc


def test_a_leader_keeps_what_is_not_a_length():
    marc = decode(raw(1).replace(b"nam a22", b"cab a22"), "utf-8")
    assert marc.leader == "00000cab a2200000 i 4500"


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-u", "cp1125", "cp866"])
def test_older_encodings_and_what_they_lack(encoding):
    (item,) = items(raw(1, UNIMARC, encoding), encoding)
    title = project(item.marc).title
    assert title == {
        "cp1251": f"{TEXT} 1", "koi8-u": 'Ґанок і їжак: "Місто" N 7 - п\'ять 1', "cp1125": 'Ґанок і їжак: "Місто" № 7 - п\'ять 1',
        "cp866": 'Ганок i їжак: "Місто" № 7 - п\'ять 1'.replace("і", "i"),
    }[encoding]  # fmt: skip


def test_marc8_with_cyrillic_by_escape():
    body = b"10\x1fa\x1b(NuKRAJINA\x1b(B 1991\x1e"
    data = b"00000nam  2200037 i 4500245" + f"{len(body):04}00000".encode() + b"\x1e" + body + b"\x1d"
    (item,) = items(data, "marc8")
    assert item.marc.value("245", "a") == "Украйина 1991"


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n", b"\r\n\r\n  ", b"\x00\x00", b"\x1a"])
def test_white_space_between_records_loses_none(between):
    data = between.join(raw(number) for number in range(1000)) + between
    found = items(data)
    assert numbers(found) == [f"n{number}" for number in range(1000)]
    nothing_is_lost(data, found)


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_lines_broken_every_80_bytes_are_joined(ending):
    def broken(one: bytes) -> bytes:
        return ending.join(one[at : at + 80] for at in range(0, len(one), 80)) + ending

    data = b"".join(broken(raw(number)) for number in range(5))
    found = items(data)
    assert [item.marc for item in found] == [record(number) for number in range(5)]
    lying = broken(b"00000" + raw(7)[5:])
    assert items(lying)[0].marc == record(7)


@pytest.mark.parametrize("length", [b"00000", b"99999", b"00030", b"-0001", b"0 5 7"])
def test_a_length_that_lies_is_not_believed(length):
    data = raw(1) + length + raw(2)[5:] + raw(3)
    found = items(data)
    assert numbers(found)[::2] == ["n1", "n3"]
    assert len(found) == 3
    assert numbers(found)[1] == ("n2" if length.isdigit() else "not_marc")


def test_lengths_in_letters_instead_of_bytes():
    marc = record(1)
    texts = [
        f"{field.ind if field.subs else ''}{field.value}{''.join(chr(31) + ''.join(sub) for sub in field.subs)}\x1e"
        for field in marc
    ]
    at, directory = 0, ""
    for field, text in zip(marc, texts, strict=True):
        directory += f"{field.tag}{len(text):04}{at:05}"
        at += len(text)
    whole = f"{24 + len(directory) + 1 + at + 1:05}nam a22{25 + len(directory):05} i 4500{directory}\x1e{''.join(texts)}\x1d"
    assert items(whole.encode())[0].marc == marc


def test_fields_that_stand_in_another_order_than_their_tags():
    data = b"00000nam a2200049 i 4500" + b"245000900005" + b"001000500000" + b"\x1en001\x1e10\x1faTak\x1e\x1d"
    (item,) = items(data)
    assert [(field.tag, field.text()) for field in item.marc] == [("245", "Tak"), ("001", "n001")]


def test_a_damaged_record_in_the_middle_costs_only_itself():
    good = [raw(number) for number in range(200)]
    for damage in (good[100][:60], good[100].replace(b"\x1e", b"?", 3), b"\xff\xfe" + good[100][2:], good[100][:-40] + b"\x1d"):
        data = b"".join([*good[:100], damage if damage.endswith(b"\x1d") else damage + b"\x1d", *good[101:]])
        found = items(data)
        nothing_is_lost(data, found)
        assert [number for number in numbers(found) if number.startswith("n") and number != "not_marc"] == [
            f"n{number}" for number in range(200) if number != 100
        ]
        assert len(found) == 200


def test_an_end_of_record_inside_a_field_and_one_that_is_lost():
    inside = raw(2).replace("поезія".encode(), "пое".encode() + b"\x1d" + "зія"[1:].encode() + b"i")
    data = raw(1) + inside + raw(3)
    assert numbers(items(data)) == ["n1", "n2", "n3"]
    for lost in (raw(1)[:-1] + b"?", raw(1)[:-1]):
        data = lost + raw(2) + raw(3)
        found = items(data)
        assert numbers(found) == ["n1", "n2", "n3"]
        nothing_is_lost(data, found)


def test_a_good_record_after_rubbish_without_an_end():
    data = raw(1) + b"rubbish " * 50 + raw(2)
    found = items(data)
    assert numbers(found) == ["n1", "not_marc", "n2"]
    nothing_is_lost(data, found)


def test_a_file_cut_short_and_reading_on_from_the_middle():
    data = b"\n".join(raw(number) for number in range(50))
    cut = data[:-30]
    found = items(cut)
    nothing_is_lost(cut, found)
    assert (len(found), found[-1].marc) == (50, None)
    middle = items(data)[19]
    rest = list(read(io.BytesIO(data), "iso2709", "utf-8", middle.end, number=middle.number))
    assert [(item.number, item.marc.value("001")) for item in rest] == [(n + 1, f"n{n}") for n in range(20, 50)]


def test_bytes_that_are_no_text_are_refused_and_kept():
    bad = raw(2).replace("ї".encode(), b"\xff\xff")
    found = items(raw(1) + bad + raw(3))
    assert numbers(found) == ["n1", "encoding", "n3"]
    assert found[1].raw == bad


def test_a_hundred_megabytes_of_garbage_in_little_memory():
    class Garbage(io.RawIOBase):
        left = 100_000_000

        def read(self, size: int = -1) -> bytes:
            size = min(size, self.left)
            self.left -= size
            return b"\x00garbage\n" * (size // 9) + b"g" * (size % 9)

    tracemalloc.start()
    total = refused = 0
    for item in read(Garbage(), "iso2709", "utf-8"):
        refused += item.marc is None
        total += 1
        assert len(item.raw) <= LARGEST
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (refused, total) == (total, -(-100_000_000 // LARGEST))
    assert peak < 20_000_000


def test_random_damage_never_loses_a_byte():
    chance = random.Random(4)
    data = b"".join(raw(number) for number in range(30))
    for _round in range(200):
        hurt = bytearray(data)
        for _hit in range(chance.randint(1, 20)):
            hurt[chance.randrange(len(hurt))] = chance.choice((0x1D, 0x1E, 0x1F, 0x0A, 0x00, 0x30, 0xFF))
        nothing_is_lost(bytes(hurt), items(bytes(hurt)))


def test_ends_of_records_that_never_began_are_nothing():
    data = b"\x1d" * 1000 + raw(1) + b"\x1d\x1d\n" + raw(2)
    assert numbers(items(data)) == ["n1", "n2"]
    assert items(b"\x1d" * 1000) == []


def test_a_tag_of_four_signs_comes_back_as_it_was():
    marc = record(1, IRBIS)
    marc.add(Field("1119", "", "6cf1-4a", (("a", "гуід"), ("!", "x"))))
    again = decode(encode(marc, "utf-8"), "utf-8")
    assert (again.scheme, again.fields, again["119"]) == (IRBIS, marc.fields, [])


@pytest.mark.parametrize(
    ("fields", "size", "large"), [(1, 9_000, False), (1, 10_000, True), (12, 9_000, True)], ids=["small", "field", "record"]
)
def test_what_the_lengths_cannot_say_is_seen(fields, size, large):
    marc = record(1)
    for _field in range(fields):
        marc.add(Field("505", "0 ", "", (("a", "x" * size),)))
    assert overflows(encode(marc, "utf-8")) is large
