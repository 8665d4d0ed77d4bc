"""What nobody found is asked for on the site, by anybody; and searching too often is told to wait."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.enquiries.models import Refusal
from mandrivna.faces.public import limits
from mandrivna.readers import sessions
from mandrivna.readers.actions.pins import set_pin
from mandrivna.shared.ids import new_uid
from tests.faces.screens import text_of
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
ASK = "/catalogue/ask/"


@pytest.fixture
def lib() -> Library:
    made = library(timezone.now())
    type(made.root).objects.all().update(public=True)
    return made


def send(client: Client | None = None, **about):
    return (client or Client()).post(ASK, {"uid": str(new_uid()), "title": "Місто", **about})


def inside(lib: Library, reader) -> Client:
    set_pin(lib.act(), reader=reader, place=lib.shelf)
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return client


def test_from_a_search_that_found_nothing_to_a_request_with_what_was_typed(lib):
    page = Client().get("/catalogue/", {"q": "підмогильний місто"})
    assert "Такої книжки ми не знайшли" in text_of(page)
    address = f"{ASK}?{page.context['wish']}"
    assert address in page.content.decode().replace("&amp;", "&")
    form = Client().get(address)
    assert (form.context["form"]["title"].value(), form.context["form"]["words"].value()) == ("підмогильний місто",) * 2
    assert form["Cache-Control"] == "no-store"


def test_a_small_link_stands_under_what_was_found(lib):
    lib.copy(lib.record("Місто"))
    assert "Немає потрібного? Попросіть книжку" in text_of(Client().get("/catalogue/", {"q": "місто"}))


def test_an_isbn_goes_where_it_belongs(lib):
    form = Client().get(ASK, {"q": "978-617-679-012-3"}).context["form"]
    found = (form["isbn"].value(), form["title"].value())
    assert found in (("9786176790123", ""), ("", "978-617-679-012-3"))
    assert Client().get(ASK, {"q": "9780306406157"}).context["form"]["isbn"].value() == "9780306406157"


def test_a_request_is_kept_without_a_word_about_who_asked(lib):
    response = send(place=str(lib.hub.pk), words="місто", note="для сина")
    assert (response.status_code, response["Location"]) == (302, "/catalogue/")
    asked = Refusal.objects.get()
    assert (asked.title, asked.place, asked.reader, asked.contact, asked.channel) == ("Місто", lib.hub, None, None, "self")
    operation = Operation.objects.get(pk=asked.pk)
    assert (operation.staff_id, operation.verb) == (None, "enquiries.ask")


def test_pressed_twice_it_is_one_request(lib):
    uid = str(new_uid())
    assert [send(uid=uid).status_code, send(uid=uid).status_code] == [302, 302]
    assert Refusal.objects.count() == 1


def test_a_machine_that_fills_every_field_is_thanked_and_not_kept(lib):
    assert send(website="https://example.org").status_code == 302
    assert Refusal.objects.count() == 0


def test_a_form_without_a_request_comes_back_with_what_is_wrong(lib):
    response = send(title="")
    assert response.status_code == 422
    assert "Напишіть, яку книжку шукаєте" in text_of(response)
    assert "Це не ISBN" in text_of(send(isbn="12345"))
    assert send(uid="").status_code == 422
    assert send(place="999999").status_code == 422
    assert Refusal.objects.count() == 0


def test_one_asks_about_a_title_that_readers_can_see(lib):
    copy = lib.copy()
    page = Client().get(ASK, {"record": str(copy.record_id)})
    assert "Лісова пісня" in text_of(page)
    assert send(record=str(copy.record_id), title="").status_code == 422
    assert send(record=str(copy.record_id), title="", note="Чи є великим шрифтом?").status_code == 302
    asked = Refusal.objects.get()
    assert (asked.about, asked.record, asked.note) == ("question", copy.record, "Чи є великим шрифтом?")
    for unknown in (str(lib.record("Без примірників").pk), str(new_uid()), "x"):
        assert Client().get(ASK, {"record": unknown}).context["record"] is None


def test_a_reader_is_named_only_by_choice(lib):
    reader = lib.reader()
    client = inside(lib, reader)
    assert "за моїм квитком" in text_of(client.get(ASK))
    assert "за моїм квитком" not in text_of(Client().get(ASK))
    send(client, title="Без імені")
    send(client, title="З ім’ям", by_card="on")
    assert {row.title: row.reader for row in Refusal.objects.all()} == {"Без імені": None, "З ім’ям": reader}
    send(title="Чужий", by_card="on")
    assert Refusal.objects.get(title="Чужий").reader is None


def test_a_form_of_another_site_is_refused(lib):
    assert Client(enforce_csrf_checks=True).post(ASK, {"uid": str(new_uid()), "title": "Місто"}).status_code == 403


def test_a_network_that_asks_all_day_is_told_to_wait(lib, monkeypatch):
    monkeypatch.setitem(limits.LIMITS, "ask_network", "2/h/key")
    answers = [send().status_code for _time in range(3)]
    assert (answers, Refusal.objects.count()) == ([302, 302, 429], 2)


def test_searching_has_a_limit_no_person_meets(lib, monkeypatch):
    monkeypatch.setattr(limits.SEARCH, "at_once", 2)
    monkeypatch.setattr(limits.SEARCH, "a_second", 0)
    monkeypatch.setattr(limits.TYPING, "at_once", 1)
    monkeypatch.setattr(limits.TYPING, "a_second", 0)
    last = [Client().get("/catalogue/", {"q": "місто"}) for _time in range(3)][-1]
    assert (last.status_code, last["Retry-After"]) == (429, "10")
    assert "Зачекайте хвилину" in text_of(last)
    for address in ("/catalogue/citations/?q=a", "/sru", "/opds"):
        assert Client().get(address, follow=True).status_code == 429
    assert [Client().get("/catalogue/suggestions/", {"q": "мі"}).status_code for _time in range(2)] == [200, 429]
    assert Client().get("/").status_code == 200


def test_a_bucket_fills_again_and_remembers_only_the_last():
    now = [0.0]
    buckets = limits.Buckets(2, 1, remembered=2, clock=lambda: now[0])
    assert [buckets.take("a") for _time in range(3)] == [True, True, False]
    now[0] = 0.5
    assert buckets.take("a") is False
    now[0] = 1.2
    assert [buckets.take("a"), buckets.take("a")] == [True, False]
    assert [buckets.take("b"), buckets.take("c"), buckets.take("a")] == [True, True, True]
