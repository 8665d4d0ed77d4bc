"""Signs of SIP2: what the standard says a line is."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.faces.sip.codec import Answer, Malformed, again, checksum, moment, parse
from tests.sip.machine import line

KYIV = dt.timezone(dt.timedelta(hours=2))


def test_the_checksum_is_that_of_the_standard():
    assert checksum(b"9900302.00AY1AZ") == "FCA5"  # the example every vendor prints
    assert again() == b"96AZFEF6\r"


def test_a_line_is_read_into_its_places_and_fields():
    said = parse(line("11YN20260112    090000                  AOмісто|AA912|AB00000017|AD123456|BON|", 7))
    assert (said.code, said.fixed[:3], said.seq, said.checked) == ("11", ("Y", "N", "20260112    090000"), "7", True)
    assert said.fields == {"AO": "місто", "AA": "912", "AB": "00000017", "AD": "123456", "BO": "N"}
    assert said.words == parse(line("11YN20260112    090000                  AOмісто|AA912|AB00000017|AD123456|BON|", 8)).words


@pytest.mark.parametrize(
    "said",
    [b"", b"1", b"\r\n", b"zz123", b"77", b"11YN2026", b"99", b"9300CNa|AY1AZ0000", b"63" + b"x" * 3000, "93я".encode()],
)
def test_what_is_no_line_is_asked_for_again(said):
    with pytest.raises(Malformed):
        parse(said)


def test_an_answer_is_clean_whatever_is_in_it_and_has_what_the_question_had():
    asked = parse(line("97", 4))
    told = Answer("941").add("AF", "Ґанок|AZ\r\nдалі\x00").add("AJ", "", always=False).add("AO", "")
    assert told.line() == "941AFҐанок AZ далі|AO|\r".encode()
    assert told.line(asked).startswith("941AFҐанок AZ далі|AO|AY4AZ".encode())
    assert len(Answer("18").add("AJ", "ї" * 999).line().decode()) == 2 + 2 + 250 + 2


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("20260112    090000", dt.datetime(2026, 1, 12, 9, tzinfo=KYIV)),
        ("20260112   Z090000", dt.datetime(2026, 1, 12, 9, tzinfo=dt.UTC)),
        ("20261312    090000", None),
        ("                  ", None),
        ("", None),
    ],
)
def test_a_machines_clock(said, found):
    assert moment(said, KYIV) == found
