"""A description is found in other catalogues: by SRU and Z39.50 from a real server, and by SRU from ourselves."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.copycat import look_up, sru, targets, z3950
from mandrivna.catalogue.copycat.looking import query_of
from mandrivna.catalogue.copycat.wire import Unreachable
from mandrivna.catalogue.formats.project import fresh
from mandrivna.core import policy
from tests.catalogue.copycat.conftest import SHELF, free_port, says, target
from tests.factories.library import library

pytestmark = pytest.mark.thorough

RECORD = """<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 i 4500</leader>
<datafield tag="020" ind1=" " ind2=" "><subfield code="a">9780306406157</subfield></datafield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">Лісова пісня</subfield></datafield>
<datafield tag="852" ind1=" " ind2=" "><subfield code="p">їхній примірник</subfield></datafield>
<datafield tag="952" ind1=" " ind2=" "><subfield code="p">00017</subfield></datafield></record>"""
ANSWER = f"""<?xml version="1.0"?><zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/"><zs:records><zs:record>
<zs:recordData>{RECORD}</zs:recordData></zs:record></zs:records></zs:searchRetrieveResponse>""".encode()


@pytest.mark.thorough
@pytest.mark.parametrize("protocol", ["sru", "z3950"])
def test_a_real_server_answers(yaz, protocol):
    address = f"http://127.0.0.1:{yaz}/Default" if protocol == "sru" else f"127.0.0.1:{yaz}/Default"
    found = look_up("computer", among=[target(protocol, address)])
    assert (1 <= len(found.candidates) <= 10, found.troubles) == (True, [])  # how many is the server's whim
    first = found.candidates[0]
    assert (first.described.title, first.described.authors, first.described.place) == (
        "How to program a computer",
        "Jack Collins",
        "Penguin",
    )


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("лісова ПІСНЯ", "Лісова пісня"),
        ("978-966-03-7823-0", "Кобзар"),
        ("шевченко кобзар", "Кобзар"),
        ("сім'я", "Кайдашева сім’я"),
    ],
)
def test_zebra_finds_ukrainian_books(zebra, text, title):
    found = look_up(text, among=[target("z3950", f"127.0.0.1:{zebra}/Default")])
    assert ([one.described.title for one in found.candidates], found.troubles) == ([title], [])


@pytest.mark.thorough
@pytest.mark.parametrize(("text", "title"), [("9780306406157", "Лісова пісня"), ("Кобзар", "Кобзар")])
def test_the_same_zebra_answers_by_sru(zebra_sru, text, title):
    site = target("sru", f"http://127.0.0.1:{zebra_sru}/Default", words='cql.serverChoice all "{words}"')
    found = look_up(text, among=[site])
    assert (found.troubles, [one.described.title for one in found.candidates]) == ([], [title])


@pytest.mark.thorough
def test_a_record_comes_from_zebra_as_it_was_sent(zebra):
    (one,) = look_up("9780306406157", among=[target("z3950", f"127.0.0.1:{zebra}/Default")]).candidates
    assert one.marc.fields == fresh(**SHELF[0]).fields
    assert (one.described.authors, one.described.year, one.described.udc) == ("Українка Леся", 1911, "821.161.2-2")
    assert look_up("немає такого", among=[target("z3950", f"127.0.0.1:{zebra}/Default")]).candidates == []


@pytest.mark.thorough
def test_z3950_refuses_in_words_what_the_server_refuses(yaz):
    with pytest.raises(Unreachable) as refused:
        z3950.search(target("z3950", f"127.0.0.1:{yaz}/Nowhere"), '@attr 1=4 "computer"')
    assert (refused.value.code, "atabase" in refused.value.detail) == ("no_answer", True)
    with pytest.raises(Unreachable) as wrong:
        z3950.search(target("z3950", f"127.0.0.1:{yaz}/Default"), "@attr")
    assert wrong.value.code == "diagnostic"


@pytest.mark.thorough
def test_who_does_not_answer_holds_nobody_up(yaz, site):
    dead = target("sru", f"http://127.0.0.1:{free_port()}/")
    silent = target("z3950", f"127.0.0.1:{free_port()}/Default")
    well = target("sru", site(says(ANSWER)).url)
    found = look_up("пісня", among=[dead, silent, well])
    assert [one.described.title for one in found.candidates] == ["Лісова пісня"]
    assert {one.address: trouble.code for one, trouble in found.troubles} == {
        dead.address: "no_answer",
        silent.address: "no_answer",
    }


def test_copies_of_the_other_library_do_not_come_along(site):
    (one,) = look_up("пісня", among=[target("sru", site(says(ANSWER)).url)]).candidates
    assert [field.tag for field in one.marc.fields] == ["020", "245"]


def test_garbage_is_no_candidate_and_no_error(site):
    for body in (b"", b"\x00\xff" * 1000, b"<html>", b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><record>&e;</record>"):
        found = look_up("пісня", among=[target("sru", site(says(body)).url)])
        assert (found.candidates, found.troubles) == ([], [])


def test_a_diagnostic_of_the_server_is_told(site):
    body = b"<r><zs:diagnostic><message>Unsupported index</message></zs:diagnostic></r>"
    with pytest.raises(Unreachable) as refused:
        sru.search(target("sru", site(says(body)).url), "x=1")
    assert (refused.value.code, refused.value.detail) == ("diagnostic", "Unsupported index")


def test_only_words_go_out():
    one, other = target("sru", "http://x/"), target("z3950", "x:210/B")
    assert query_of(one, 'a" or cql.allRecords="1') == 'cql.anywhere all "a or cql allrecords 1"'
    assert query_of(other, 'лісова" @or пісня') == '@and @and @attr 1=1016 "лісова" @attr 1=1016 "or" @attr 1=1016 "пісня"'
    assert (query_of(one, "978-0-306-40615-7"), query_of(other, "0306406152")) == (
        "bath.isbn=9780306406157",
        '@attr 1=7 "9780306406157"',
    )
    assert (query_of(one, " ?! "), look_up("?!", among=[one]).candidates) == ("", [])


@pytest.mark.django_db
def test_nobody_is_asked_until_the_library_says_so(site):
    assert targets() == []
    lib, other = library(), site(says(ANSWER))
    for key, value in {"address": other.url, "local": True, "enabled": True}.items():
        policy.edit(lib.act(), policy="copycat", key=f"targets/own_1/{key}", value=value, reason="наш обласний")
    assert [one.address for one in targets()] == [other.url]
    assert len(look_up("9780306406157").candidates) == 1
    assert other.asked[0].startswith("/sru?version=1.2&operation=searchRetrieve&query=bath.isbn%3D9780306406157&")


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_another_mandrivna_is_a_catalogue_like_any(live_server):
    """Our own server and our own client, over a wire."""
    library().record("Кайдашева сім’я", authors="Нечуй-Левицький, Іван", isbn="9780306406157", year=1879)
    us = target("sru", f"{live_server.url}/sru/")
    assert [one.described.title for one in look_up("сім'я", among=[us]).candidates] == ["Кайдашева сім’я"]
    (one,) = look_up("978-0-306-40615-7", among=[us]).candidates
    assert (one.described.authors, one.described.year, one.described.isbn) == ("Нечуй-Левицький Іван", 1879, "9780306406157")
