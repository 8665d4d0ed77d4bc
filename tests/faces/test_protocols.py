"""SRU, OAI-PMH, OPDS and unAPI as other programs ask them."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.models import Body, Record
from mandrivna.catalogue.protocols import finding, oai
from mandrivna.catalogue.protocols.cql import Diagnostic, read
from mandrivna.catalogue.search.keeper import rebuild
from mandrivna.faces.public import limits
from tests.faces.screens import World

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
SRW = "{http://www.loc.gov/zing/srw/}"
SRU2 = "{http://docs.oasis-open.org/ns/search-ws/sruResponse}"
MARC = "{http://www.loc.gov/MARC21/slim}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def world():
    made = World()
    lib = made.lib
    made.song = lib.record("Лісова пісня", authors="Українка Леся", year=1911, isbn="9780306406157", udc="821.161.2-2")
    made.kobzar = lib.record("Кобзар <&>", authors="Шевченко Тарас", year=1840, publisher="Дніпро")
    made.family = lib.record("Кайдашева сім’я", authors="Нечуй-Левицький, Іван", year=1879)
    lib.copy(made.song)
    return made


def sru(**asked: str) -> ET.Element:
    response = Client().get("/sru/", {"version": "1.2", "operation": "searchRetrieve", **asked})
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml; charset=utf-8")
    return ET.fromstring(response.content)


def titles(answer: ET.Element) -> list[str]:
    return [one.text or "" for one in answer.iterfind(f".//{MARC}datafield[@tag='245']/{MARC}subfield[@code='a']")]


# --- SRU --------------------------------------------------------------------------------------------------------------

FOUND = {
    "пісня": ["Лісова пісня"],
    'dc.title = "ПІСНЯ лісова"': ["Лісова пісня"],
    'dc.title adj "лісова пісня"': ["Лісова пісня"],
    'dc.title == "лісова пісня"': ["Лісова пісня"],
    "dc.title == пісня": [],
    "dc.title = шевченко": [],
    "dc.creator = шевченко": ["Кобзар <&>"],
    'dc.title any "пісня кобзар" sortBy date': ["Кобзар <&>", "Лісова пісня"],
    'dc.title any "пісня кобзар" sortBy date/sort.descending': ["Лісова пісня", "Кобзар <&>"],
    'title = "сім\'я"': ["Кайдашева сім’я"],
    "dc.date < 1900 sortby date": ["Кобзар <&>", "Кайдашева сім’я"],
    'date within "1870 1920" sortby date': ["Кайдашева сім’я", "Лісова пісня"],
    "cql.allRecords = 1 not dc.date = 1911 sortby date": ["Кобзар <&>", "Кайдашева сім’я"],
    "bath.isbn = 978-0-306-40615-7": ["Лісова пісня"],
    "bath.isbn = 0306406152": ["Лісова пісня"],
    "udc = 821.161.2*": ["Лісова пісня"],
    "dc.language = ukr and (title = пісня or creator = шевченко) sortby date": ["Кобзар <&>", "Лісова пісня"],
    "dc.publisher = дніпро": ["Кобзар <&>"],
    "dc.type = serial": [],
}


def test_sru_finds(world):
    answers = {query: sru(query=query) for query in FOUND}
    assert {query: titles(answer) for query, answer in answers.items()} == FOUND
    numbers = {query: int(answer.findtext(f"{SRW}numberOfRecords")) for query, answer in answers.items()}
    assert numbers == {query: len(found) for query, found in FOUND.items()}


@pytest.fixture
def indexed(world, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    rebuild()
    return world


def test_sru_finds_the_same_in_the_index(indexed):
    answers = {query: sru(query=query) for query in FOUND}
    ordered = {query for query in FOUND if "sortby" in query.lower()}
    assert {query: titles(answers[query]) for query in ordered} == {query: FOUND[query] for query in ordered}
    assert {query: sorted(titles(answer)) for query, answer in answers.items()} == {query: sorted(FOUND[query]) for query in FOUND}
    numbers = {query: int(answer.findtext(f"{SRW}numberOfRecords")) for query, answer in answers.items()}
    assert numbers == {query: len(found) for query, found in FOUND.items()}


def test_sru_knows_forms_of_words_when_there_is_an_index(indexed):
    assert titles(sru(query="dc.title = піснею")) == ["Лісова пісня"]
    assert titles(sru(query="(пісні or кобзаря) not dc.creator = шевченко")) == ["Лісова пісня"]


def test_sru_asks_the_database_only_of_what_the_index_thinks_likely(indexed, monkeypatch):
    """In a catalogue too large to be compared whole the answers are the same, and out of reach is said so."""
    monkeypatch.setattr(finding, "SCANNED", 1)
    answers = {query: sru(query=query) for query in FOUND}
    assert {query: sorted(titles(answer)) for query, answer in answers.items()} == {query: sorted(FOUND[query]) for query in FOUND}
    assert titles(sru(query=" or ".join(["dc.publisher = дніпро"] * 28))) == ["Кобзар <&>"]
    assert titles(sru(query=f"rec.identifier = {indexed.song.pk}")) == ["Лісова пісня"]
    assert titles(sru(query="udc = 821.161.2-2 and dc.creator == українка")) == []
    assert titles(sru(query="(udc = 82*) not dc.publisher = дніпро")) == ["Лісова пісня"]
    monkeypatch.setattr(finding, "CANDIDATES", 1)
    assert number(sru(query="dc.publisher <> дніпро")) == "60"


def test_sru_without_an_index_does_not_read_a_whole_catalogue(world, settings, tmp_path, monkeypatch):
    settings.SEARCH_INDEX = tmp_path / "nowhere"
    monkeypatch.setattr(finding, "SCANNED", 1)
    assert number(sru(query="dc.publisher = дніпро")) == "2"
    assert titles(sru(query="bath.isbn = 978-0-306-40615-7")) == ["Лісова пісня"]


def number(answer: ET.Element) -> str:
    said = [one.text or "" for one in answer.iter() if one.tag.endswith("}uri")]
    return said[0].rpartition("/")[2] if said else ""


ASKED_BY = ("=", "==", "<>", "<", "<=", ">", ">=", "any", "all", "exact", "adj", "within", "encloses")
TERMS = ('"2001"', '"2001 2005"', '"20012005"', '"2001 2002 2003"', '"9999"', '"0000"', "мова", '"*"', '"^"', '"."', '""', '"ʼ"',
         '"٢٠٠١"', '"9780306406157"', '"((("', '"82*"', '"[*"')  # fmt: skip


@pytest.mark.parametrize("scanned", [1, 10_000])
def test_sru_answers_every_relation_of_every_index(indexed, monkeypatch, scanned):
    """With records or with a diagnostic, never with an error of ours; within one year is none."""
    monkeypatch.setattr(finding, "SCANNED", scanned)
    for index in finding.INDEXES:
        for relation in ASKED_BY:
            for term in TERMS:
                try:
                    finding.page(read(f"{index or 'anywhere'} {relation} {term}"), 0, 1)
                except Diagnostic as said:
                    assert said.number in (10, 16, 19, 27, 28, 36, 60)
    assert number(sru(query='year within "2001"')) == "36"


def test_sru_answers_page_by_page(world):
    for number in range(12):
        world.lib.record(f"Том {number:02}")
    first = sru(query="том sortby title")
    assert [len(titles(first)), first.findtext(f"{SRW}nextRecordPosition")] == [10, "11"]
    rest = sru(query="том sortby title", startRecord="11")
    assert (titles(rest), rest.findtext(f"{SRW}nextRecordPosition")) == (["Том 10", "Том 11"], None)
    assert titles(sru(query="том", maximumRecords="0")) == []
    assert len(titles(sru(query="cql.allRecords=1", maximumRecords="1000"))) == 15


def test_sru_record_is_marcxml_and_dublin_core(world):
    (record,) = sru(query="пісня").iter(f"{MARC}record")
    assert record.findtext(f"{MARC}controlfield[@tag='001']") == str(world.song.pk)
    assert len(record.findtext(f"{MARC}leader")) == 24
    answer = sru(query="пісня", recordSchema="dc")
    said = {name: answer.findtext(f".//{DC}{name}") for name in ("title", "creator", "date", "language")}
    assert said == {"title": "Лісова пісня", "creator": "Українка, Леся", "date": "1911", "language": "ukr"}
    assert (
        f"http://testserver/catalogue/{world.song.pk}/" in [one.text for one in answer.iter(f"{DC}identifier")]
        or not world.song.copies
    )


def test_sru_string_packing_holds_the_record_as_text(world):
    data = sru(query="кобзар", recordPacking="string").findtext(f".//{SRW}recordData")
    assert ET.fromstring(data).tag == f"{MARC}record"


def test_sru_two_point_zero_needs_no_operation(world):
    response = Client().get("/sru/", {"query": "пісня", "httpAccept": "application/xml"})
    answer = ET.fromstring(response.content)
    assert (answer.tag, answer.findtext(f"{SRU2}numberOfRecords")) == (f"{SRU2}searchRetrieveResponse", "1")
    assert answer.findtext(f".//{SRU2}recordXMLEscaping") == "xml"


@pytest.mark.parametrize("version", ["1.1", "1.2", "2.0"])
def test_sru_explains_itself(world, version):
    answer = ET.fromstring(Client().get("/sru/", {"operation": "explain", "version": version}).content)
    explain = answer.find(".//{http://explain.z3950.org/dtd/2.0/}explain")
    space = "{http://explain.z3950.org/dtd/2.0/}"
    assert [one.get("name") for one in explain.iter(f"{space}schema")] == ["marcxml", "dc"]
    assert "dc.title" in [one.findtext(f"{space}title") for one in explain.iter(f"{space}index")]
    assert ET.fromstring(Client().get("/sru/").content).tag == f"{SRU2}explainResponse"


DIAGNOSTICS: dict[int, dict[str, str]] = {
    4: {"operation": "scan"},
    5: {"version": "9.9"},
    6: {"query": "a", "maximumRecords": "many"},
    7: {"query": ""},
    10: {"query": "(a"},
    15: {"query": "zz.title = a"},
    16: {"query": "dc.smell = a"},
    19: {"query": "dc.title < a"},
    27: {"query": 'dc.title = ""'},
    28: {"query": "dc.title = к*бзар"},
    36: {"query": "dc.date = учора"},
    61: {"query": "пісня", "startRecord": "7"},
    66: {"query": "a", "recordSchema": "mods"},
    71: {"query": "a", "recordPacking": "zip"},
}


def test_sru_says_what_is_wrong_by_number(world):
    said = {}
    for number, asked in DIAGNOSTICS.items():
        response = Client().get("/sru/", {"version": "1.2", "operation": "searchRetrieve", **asked})
        said[number] = [one.text for one in ET.fromstring(response.content).iter() if one.tag.endswith("}uri")]
    assert said == {number: [f"info:srw/diagnostic/1/{number}"] for number in DIAGNOSTICS}


def test_sru_does_not_find_what_was_withdrawn(world):
    Record.objects.filter(pk=world.song.pk).update(withdrawn_on=timezone.localdate(), withdrawn_why="помилка")
    assert titles(sru(query="пісня")) == []


def test_what_is_ours_alone_does_not_leave(world):
    own = [Field("245", "00", "", (("a", "Дарована"),)), Field("541", "  ", "", (("a", "Дарувальниця"),)),
           Field("852", "  ", "", (("p", "42 грн"),)), Field("952", "  ", "", (("p", "00017"),)),
           Field("650", " 7", "", (("a", "Ліс"),))]  # fmt: skip
    Body.objects.update_or_create(record=world.song, defaults={"scheme": "marc21", "text": Marc("marc21", "", own).dumps()})
    record = next(sru(query="пісня").iter(f"{MARC}record"))
    assert [one.get("tag") for one in record.iter(f"{MARC}datafield")] == ["245", "650"]


def test_a_record_of_another_scheme_is_converted(world):
    fields = [Field("200", "1 ", "", (("a", "Тіні забутих"),)), Field("700", " 1", "", (("a", "Коцюбинський"), ("b", "М."))),
              Field("899", "  ", "", (("a", "їхня полиця"),)), Field("910", "", "", (("b", "1759089"), ("e", "42")))]  # fmt: skip
    Body.objects.update_or_create(record=world.song, defaults={"scheme": "unimarc", "text": Marc("unimarc", "", fields).dumps()})
    record = next(sru(query="пісня").iter(f"{MARC}record"))
    said = {one.get("tag"): one.findtext(f"{MARC}subfield") for one in record.iter(f"{MARC}datafield")}
    assert said == {"100": "Коцюбинський, М.", "245": "Тіні забутих"}


# --- OAI-PMH ----------------------------------------------------------------------------------------------------------


def ask(verb: str, **given: str) -> ET.Element:
    response = Client().get("/oai/", {"verb": verb, **{name.rstrip("_"): value for name, value in given.items()}})
    assert (response.status_code, response["Content-Type"]) == (200, "text/xml; charset=utf-8")
    return ET.fromstring(response.content)


def code(answer: ET.Element) -> str | None:
    error = answer.find(f"{OAI}error")
    return error.get("code") if error is not None else None


def identifiers(answer: ET.Element) -> list[str]:
    return [one.text or "" for one in answer.iter(f"{OAI}identifier")]


def test_oai_identifies_itself(world):
    said = {one.tag.removeprefix(OAI): one.text for one in ask("Identify").find(f"{OAI}Identify")}
    assert (said["baseURL"], said["protocolVersion"], said["deletedRecord"], said["granularity"]) == (
        "http://testserver/oai/", "2.0", "transient", "YYYY-MM-DDThh:mm:ssZ",
    )  # fmt: skip
    first = Record.objects.order_by("changed_at").first().changed_at
    assert said["earliestDatestamp"] == f"{first.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert "@" in said["adminEmail"]


def test_oai_describes_its_identifiers_where_the_schema_can(world, settings):
    settings.ALLOWED_HOSTS = ["catalogue.example.org", "testserver"]
    said = [Client().get("/oai/?verb=Identify", headers={"host": host}).content for host in ("catalogue.example.org", "testserver")]
    assert [b"<repositoryIdentifier>catalogue.example.org</repositoryIdentifier>" in one for one in said] == [True, False]
    assert [b"<oai-identifier" in one for one in said] == [True, False]


def test_oai_lists_formats_and_sets(world):
    formats = [one.text for one in ask("ListMetadataFormats").iter(f"{OAI}metadataPrefix")]
    assert formats == ["oai_dc", "marc21"]
    sets = [one.text for one in ask("ListSets").iter(f"{OAI}setSpec")]
    assert (sets[0], "kind:book" in sets, "local" in sets) == ("kind", True, True)


def test_oai_gets_one_record_in_both_formats(world):
    name = f"oai:testserver:{world.song.pk}"
    record = ask("GetRecord", identifier=name, metadataPrefix="oai_dc")
    assert (identifiers(record), record.findtext(f".//{DC}title")) == ([name], "Лісова пісня")
    assert titles(ask("GetRecord", identifier=name, metadataPrefix="marc21")) == ["Лісова пісня"]
    assert [one.text for one in record.iter(f"{OAI}setSpec")] == ["kind:book"]


def test_oai_withdrawn_record_is_a_header_that_says_deleted(world):
    Record.objects.filter(pk=world.song.pk).update(withdrawn_on=timezone.localdate(), withdrawn_why="помилка")
    record = ask("GetRecord", identifier=f"oai:testserver:{world.song.pk}", metadataPrefix="oai_dc").find(f".//{OAI}record")
    assert (record.find(f"{OAI}header").get("status"), record.find(f"{OAI}metadata")) == ("deleted", None)
    assert len(identifiers(ask("ListRecords", metadataPrefix="oai_dc"))) == 3


def test_oai_page_by_page_each_record_once(world, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 4)
    Record.objects.update(changed_at=world.song.changed_at)  # equal moments are told apart by the key
    for number in range(7):
        world.lib.record(f"Том {number}")
    answer, seen, cursors = ask("ListIdentifiers", metadataPrefix="oai_dc"), [], []
    while True:
        seen += identifiers(answer)
        token = answer.find(f".//{OAI}resumptionToken")
        cursors.append((token.get("cursor"), token.get("completeListSize"), bool(token.text)))
        if not token.text:
            break
        answer = ask("ListIdentifiers", resumptionToken=token.text)
    assert (len(seen), len(set(seen))) == (10, 10)
    assert cursors == [("0", "10", True), ("4", "10", True), ("8", "10", False)]


def test_oai_selects_by_time_and_set(world):
    moment = dt.datetime(2026, 5, 5, 10, 0, 30, 500_000, tzinfo=dt.UTC)
    Record.objects.filter(pk=world.song.pk).update(changed_at=moment, local=True)
    mine = [f"oai:testserver:{world.song.pk}"]
    at = "2026-05-05T10:00:30Z"
    assert identifiers(ask("ListIdentifiers", metadataPrefix="oai_dc", from_=at, until=at)) == mine
    assert identifiers(ask("ListIdentifiers", metadataPrefix="oai_dc", from_="2026-05-05", until="2026-05-05")) == mine
    assert code(ask("ListIdentifiers", metadataPrefix="oai_dc", until="2026-05-04")) == "noRecordsMatch"
    assert identifiers(ask("ListIdentifiers", metadataPrefix="oai_dc", set="local")) == mine
    assert len(identifiers(ask("ListIdentifiers", metadataPrefix="oai_dc", set="kind:book"))) == 3
    assert code(ask("ListIdentifiers", metadataPrefix="oai_dc", set="kind:audio")) == "noRecordsMatch"


ERRORS: list[tuple[str, list[tuple[str, Any]]]] = [
    ("badVerb", []),
    ("badVerb", [("verb", "Nonsense")]),
    ("badVerb", [("verb", "Identify"), ("verb", "Identify")]),
    ("badArgument", [("verb", "Identify"), ("set", "local")]),
    ("badArgument", [("verb", "ListRecords")]),
    ("badArgument", [("verb", "GetRecord"), ("identifier", "oai:testserver:x")]),
    ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("metadataPrefix", "oai_dc")]),
    ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "yesterday")]),
    ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-02-30")]),
    ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-02-02"),
                     ("until", "2026-02-02T00:00:00Z")]),
    ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-02-03"), ("until", "2026-02-02")]),
    ("badArgument", [("verb", "ListRecords"), ("resumptionToken", "x"), ("metadataPrefix", "oai_dc")]),
    ("badResumptionToken", [("verb", "ListRecords"), ("resumptionToken", "x")]),
    ("badResumptionToken", [("verb", "ListSets"), ("resumptionToken", "x")]),
    ("cannotDisseminateFormat", [("verb", "ListRecords"), ("metadataPrefix", "mods")]),
    ("cannotDisseminateFormat", [("verb", "GetRecord"), ("identifier", "oai:testserver:x"), ("metadataPrefix", "mods")]),
    ("idDoesNotExist", [("verb", "GetRecord"), ("identifier", "oai:testserver:x"), ("metadataPrefix", "oai_dc")]),
    ("idDoesNotExist", [("verb", "ListMetadataFormats"), ("identifier", "oai:elsewhere:00000000-0000-0000-0000-000000000000")]),
    ("noRecordsMatch", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2999-01-01")]),
]  # fmt: skip


def test_oai_errors_have_their_code_and_repeat_only_what_was_right(world):
    wrong = []
    for expected, asked in ERRORS:
        query = "&".join(f"{name}={value}" for name, value in asked)
        answer = ET.fromstring(Client().get(f"/oai/?{query}").content)
        echoed = {} if expected in ("badVerb", "badArgument") else dict(asked)
        if (code(answer), answer.find(f"{OAI}request").attrib) != (expected, echoed):
            wrong.append((expected, code(answer), asked))
    assert wrong == []


def test_oai_takes_a_form_too_and_forges_no_token(world):
    sent = Client(enforce_csrf_checks=True).post("/oai/", {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"})
    assert len(identifiers(ET.fromstring(sent.content))) == 3
    token = oai.Selection("oai_dc", total=3).token()
    assert code(ask("ListRecords", resumptionToken=token)) is None
    assert code(ask("ListRecords", resumptionToken=token[:-3] + "abc")) == "badResumptionToken"


def test_each_protocol_asks_little_and_may_be_kept(world):
    for number in range(20):
        world.lib.record(f"Том {number}")
    asked = (
        "/sru/?query=cql.allRecords=1&maximumRecords=50",
        "/oai/?verb=ListRecords&metadataPrefix=marc21",
        "/opds/",
        "/opds/1.2/",
    )
    for url in asked:
        with CaptureQueriesContext(connection) as seen:
            response = Client().get(url)
        assert (response["Cache-Control"], response["Access-Control-Allow-Origin"], len(seen) <= 6) == (
            "public, max-age=60",
            "*",
            True,
        )


# --- OPDS and unAPI ---------------------------------------------------------------------------------------------------


@pytest.fixture
def online(world):
    Record.objects.filter(pk=world.kobzar.pk).update(url="https://example.org/kobzar.epub", kind="eresource", annotation="<b>")
    return world


def test_opds_two_lists_what_opens_at_once(online):
    feed = Client().get("/opds/").json()
    assert (feed["metadata"]["numberOfItems"], len(feed["publications"])) == (1, 1)
    one = feed["publications"][0]
    assert (one["metadata"]["title"], one["metadata"]["author"], one["metadata"]["language"]) == (
        "Кобзар <&>",
        ["Шевченко Т."],
        "uk",
    )
    open_access = {
        "rel": "http://opds-spec.org/acquisition/open-access",
        "href": "https://example.org/kobzar.epub",
        "type": "application/epub+zip",
    }
    assert one["links"] == [open_access]
    assert [link["rel"] for link in feed["links"]] == ["self", "start", "search"]


def test_opds_without_publications_is_still_a_feed(world):
    feed = Client().get("/opds/", {"q": "нічого"}).json()
    assert ("publications" in feed, len(feed["navigation"])) == (False, 1)


def test_opds_atom_lists_the_same(online):
    feed = ET.fromstring(Client().get("/opds/1.2/").content)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) == ("Кобзар <&>", "<b>")
    link = entry.find(f"{ATOM}link")
    assert (link.get("rel"), link.get("type")) == ("http://opds-spec.org/acquisition/open-access", "application/epub+zip")
    assert ET.fromstring(Client().get("/opds/1.2/?q=пісня").content).findall(f"{ATOM}entry") == []


def test_opds_takes_any_page_number(online):
    pages = ("0", "-1", "99999", "x", "9" * 40)
    assert [Client().get("/opds/", {"page": page}).status_code for page in pages] == [200] * 5


def test_unapi(world):
    formats = ET.fromstring(Client().get("/unapi/").content)
    assert [one.get("name") for one in formats] == ["oai_dc", "marc21"]
    named = Client().get("/unapi/", {"id": str(world.song.pk)})
    assert (named.status_code, ET.fromstring(named.content).get("id")) == (300, str(world.song.pk))
    record = ET.fromstring(Client().get("/unapi/", {"id": str(world.song.pk), "format": "marc21"}).content)
    assert record.tag == f"{MARC}record"
    asked = [
        {"id": "x"},
        {"id": "00000000-0000-0000-0000-000000000000"},
        {"id": str(world.song.pk), "format": "pdf"},
    ]
    assert [Client().get("/unapi/", one).status_code for one in asked] == [404, 404, 406]


def test_a_harvest_says_how_long_it_is_only_so_far(world, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 1)
    asked = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    sizes = []
    for most in (3, 2):
        monkeypatch.setattr(oai, "MOST_COUNTED", most)
        answer = ET.fromstring(Client().get("/oai/", asked).content)
        token = answer.find(f".//{OAI}resumptionToken")
        sizes.append(token.get("completeListSize"))
        on = ET.fromstring(Client().get("/oai/", {"verb": "ListIdentifiers", "resumptionToken": token.text}).content)
        assert on.find(f".//{OAI}resumptionToken").get("cursor") == "1"
    assert sizes == ["3", None]


def test_harvesters_are_asked_to_wait_like_everybody(world, monkeypatch):
    monkeypatch.setattr(limits.SEARCH, "at_once", 2)
    monkeypatch.setattr(limits.SEARCH, "a_second", 0)
    limits.SEARCH.forget()
    try:
        assert [Client().get("/oai/", {"verb": "Identify"}).status_code for _time in range(3)] == [200, 200, 429]
    finally:
        limits.SEARCH.forget()
