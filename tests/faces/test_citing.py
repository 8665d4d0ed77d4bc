"""References, lists of sources, catalogue cards, feeds, and what machines read on a title's page."""

from __future__ import annotations

import html
import io
import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs

import docx
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mandrivna.catalogue.models import Record
from mandrivna.faces.public.addresses import address_in
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World

pytestmark = pytest.mark.django_db
LIST, CARDS = "/work/catalogue/citations/", "/work/catalogue/cards/"
ABOUT = {"authors": "Гончар, Олесь", "publisher": "Веселка", "year": 2001, "udc": "821.161.2-3"}
REFERENCE = "Гончар О. Прапороносці. Веселка, 2001."
DESCRIPTION = "Гончар О. Прапороносці / О. Гончар. – [Б. м.] : Веселка, 2001."


@pytest.fixture
def world():
    made = World()
    made.record = made.lib.record("Прапороносці", **ABOUT)
    made.other = made.lib.record("Їжак", authors="Автор <b>", year=1999)
    made.lib.copy(made.record)
    return made


def lines(page):
    return [html.unescape(one) for one in re.findall(r"<li>(.*?)</li>", page[page.index('id="sources"') :].split("</ol>")[0])]


def test_both_faces_show_both_standards(world):
    staff = world.browser("guardian").get(reverse("workspace:record", args=[world.record.pk])).content.decode()
    public = Client().get(address_in("uk", "title", world.record.pk)).content.decode()
    for page in (staff, public):
        assert (f'id="cite-8302">{REFERENCE}<' in page, f'id="cite-71">{DESCRIPTION}<' in page) == (True, True)
        assert page.count('data-copy="cite') == 2


def test_a_list_of_picked_rows_has_an_address_of_its_own(world):
    client = world.browser("guardian")
    sent = client.post(LIST, {"row": [str(world.record.pk), str(world.other.pk)], "uid": str(new_uid())})
    assert sent.status_code == 302
    page = client.get(sent.headers["Location"]).content.decode()
    assert lines(page) == ["Автор <b>. Їжак. 1999.", REFERENCE]
    assert lines(client.get(sent.headers["Location"] + "&style=7.1").content.decode())[1] == DESCRIPTION


def test_a_list_of_what_was_found_in_files(world):
    client = world.browser("guardian")
    assert lines(client.get(LIST, {"q": "прапор"}).content.decode()) == [REFERENCE]
    assert client.get(LIST, {"q": "прапор", "as": "txt"}).content.decode() == f"1. {REFERENCE}\n"
    word = client.get(LIST, {"q": "прапор", "as": "docx"})
    assert f"1. {REFERENCE}" in [one.text for one in docx.Document(io.BytesIO(word.content)).paragraphs]
    assert client.get(LIST, {"as": "pdf"}).content[:5] == b"%PDF-"
    assert "Тут поки немає жодної назви" in client.get(LIST, {"q": "нічого такого"}).content.decode()


@pytest.mark.parametrize("query", ["row=1", "row=%00", "language=zz"])
def test_a_list_of_nonsense_is_absent(world, query):
    assert world.browser("guardian").get(f"{LIST}?{query}").status_code == 404


def test_cards_as_pdf_and_docx(world):
    client = world.browser("guardian")
    one = reverse("workspace:record_card", args=[world.record.pk])
    assert client.get(one, {"as": "pdf"}).content[:5] == b"%PDF-"
    table = docx.Document(io.BytesIO(client.get(CARDS, {"as": "docx", "row": str(world.record.pk)}).content)).tables[0]
    cells = [cell.text for cell in table.rows[1].cells]
    assert cells == ["821.161.2-3\nГ 65", "Гончар О.\n    Прапороносці / О. Гончар. – [Б. м.] : Веселка, 2001.\nУДК 821.161.2-3"]
    assert client.get(one, {"as": "exe"}).status_code == 404


def test_a_reader_takes_the_list_of_what_was_found(world):
    page = Client().get("/catalogue/citations/", {"q": "прапороносці"}).content.decode()
    assert lines(page) == [REFERENCE]
    assert Client().get("/catalogue/citations/", {"q": "прапороносці", "as": "txt"}).content.decode() == f"1. {REFERENCE}\n"
    assert (
        "Тут поки немає" in Client().get("/catalogue/citations/", {"q": "їжак"}).content.decode()
    )  # no copy of it: not ours to show


def test_machines_read_the_page(world):
    page = Client().get(address_in("uk", "title", world.record.pk)).content.decode()
    said = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)[0])
    assert (said["@type"], said["name"], said["author"], said["datePublished"], said["inLanguage"]) == (
        "Book", "Прапороносці", [{"@type": "Person", "name": "Гончар О."}], "2001", "uk",
    )  # fmt: skip
    coins = parse_qs(html.unescape(re.findall(r'class="Z3988" title="(.*?)"', page)[0]))
    assert {key: coins[key] for key in ("ctx_ver", "rft.btitle", "rft.au", "rft.date", "rft.pub")} == {
        "ctx_ver": ["Z39.88-2004"], "rft.btitle": ["Прапороносці"],
        "rft.au": ["Гончар О."], "rft.date": ["2001"], "rft.pub": ["Веселка"],
    }  # fmt: skip


def test_a_title_cannot_end_the_block_of_data_early(world):
    record = world.lib.record("</script><script>alert(1)</script>")
    world.lib.copy(record)
    page = Client().get(address_in("uk", "title", record.pk)).content.decode()
    assert "<script>alert" not in page
    assert json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0])["name"] == "</script><script>alert(1)</script>"


def test_new_arrivals_as_atom_and_rss_in_few_questions(world):
    for number in range(5):
        world.lib.copy(world.lib.record(f"Книжка {number} & <друга>"))
    with CaptureQueriesContext(connection) as asked:
        response = Client().get("/feeds/new.atom")
    assert (response.status_code, response["Content-Type"], len(asked) <= 12) == (200, "application/atom+xml; charset=utf-8", True)
    space = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(response.content).findall(f"{space}entry")
    assert [one.find(f"{space}title").text for one in entries[:2]] == ["Книжка 4 & <друга>", "Книжка 3 & <друга>"]
    assert f"urn:uuid:{world.record.pk}" in [one.find(f"{space}id").text for one in entries]
    rss = ET.fromstring(Client().get("/feeds/new.rss").content)
    assert len(rss.findall("channel/item")) == 6
    assert response["Cache-Control"] == "public, max-age=60"


def test_today_stands_in_what_was_copied(world):
    Record.objects.filter(pk=world.record.pk).update(url="https://example.org/x", kind="eresource")
    page = world.browser("guardian").get(reverse("workspace:record", args=[world.record.pk])).content.decode()
    assert f"(дата звернення: {timezone.localdate():%d.%m.%Y})" in page
