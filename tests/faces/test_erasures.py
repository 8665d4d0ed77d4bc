"""Requests to be forgotten, from both sides: the reader asks and reads the answer, two of the staff decide."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.staff import deactivate
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import ErasureRecord, ErasureRequest, Operation
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.readers import sessions
from mandrivna.readers.actions.erasure_requests import ask_erasure
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.models import Pin, Reader
from mandrivna.readers.pins import admit
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of, person

pytestmark = pytest.mark.django_db
LIST, ERASE, WITHDRAW = "/work/erasures/", "/my/erase/", "/my/erase/withdraw/"


@pytest.fixture(autouse=True)
def log_beside(settings, tmp_path):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")


@pytest.fixture
def world() -> World:
    made = World()
    made.staff["deputy"] = person("deputy", "director", made.lib.root)
    return made


def inside(world: World, **about: Any) -> tuple[Reader, Client]:
    reader = world.lib.reader(**about)
    set_pin(world.lib.act(), reader=reader, place=world.lib.shelf)
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return reader, client


def asked(world: World, **about: Any) -> ErasureRequest:
    reader = world.lib.reader(**about)
    return ask_erasure(world.lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader)


def to(name: str, found: ErasureRequest) -> str:
    return reverse(f"workspace:{name}", args=[found.pk])


def test_whoever_takes_the_place_of_a_first_who_has_left_is_offered_it(world):
    found, third = asked(world), person("third", "director", world.lib.root)
    world.browser("director").post(to("erasure_confirm", found), form())
    page = world.browser("deputy").get(to("erasure", found))
    assert (page.context["may_confirm"], page.context["may_complete"]) == (False, True)
    deactivate(Act(actor=SYSTEM), staff=world.staff["director"], reason="звільнення")
    page = world.browser("deputy").get(to("erasure", found))
    assert (page.context["may_confirm"], page.context["may_complete"]) == (True, False)
    assert world.browser("deputy").post(to("erasure_confirm", found), form()).status_code == 302
    browser_of(third).post(to("erasure_complete", found), form())
    assert Reader.objects.count() == 0


# --- the reader's side -----------------------------------------------------------------------------------------------


def test_from_the_wish_to_nothing_left_through_the_screens_only(world):
    reader, client = inside(world, name="Олена Вигадана", pseudonym="Журавка")
    assert "30 календарних" in text_of(client.get(ERASE))
    assert client.post(ERASE, form(sure="on")).headers["Location"] == ERASE
    found = ErasureRequest.objects.get()
    assert "Запит прийнято" in text_of(client.get(ERASE))
    first, second = world.browser("director"), world.browser("deputy")
    assert "Олена Вигадана" in text_of(first.get(LIST))
    assert first.post(to("erasure_confirm", found), form()).status_code == 302
    assert "Ви вже погодилися" in text_of(first.get(to("erasure", found)))
    assert "Перший працівник уже погодив запит" in text_of(client.get(ERASE))
    assert second.post(to("erasure_complete", found), form()).status_code == 302
    assert (Reader.objects.count(), ErasureRecord.objects.get().subject, client.get(ERASE).status_code) == (0, reader.pk, 302)
    page = text_of(second.get(f"{LIST}?closed=1"))
    assert ("Олена" in page, "Даних уже немає" in page) == (False, True)


def test_without_the_tick_nothing_is_asked(world):
    _reader, client = inside(world)
    response = client.post(ERASE, form())
    assert (response.status_code, response.context["form"].errors) == (422, {"sure": ["Позначте, що ви це розумієте."]})
    assert ErasureRequest.objects.count() == 0


def test_books_in_hand_are_named_and_the_form_is_not_there(world):
    reader, client = inside(world)
    copy = world.lib.copy()
    world.lend(copy, reader)
    page = text_of(client.get(ERASE))
    assert ("Поверніть спершу: Лісова пісня" in page, "Попросити знищити" in page) == (True, False)
    response = client.post(ERASE, form(sure="on"))
    assert (response.status_code, "Поверніть спершу книги" in text_of(response), ErasureRequest.objects.count()) == (422, True, 0)
    return_copy(world.lib.act(), copy=copy, place=world.lib.shelf)
    assert client.post(ERASE, form(sure="on")).status_code == 302


def test_a_change_of_mind(world):
    _reader, client = inside(world)
    assert client.post(WITHDRAW, form()).status_code == 404
    client.post(ERASE, form(sure="on"))
    assert client.post(WITHDRAW, form()).status_code == 302
    assert (ErasureRequest.objects.get().state, "Попросити знищити" in text_of(client.get(ERASE))) == ("withdrawn", True)


def test_another_readers_request_is_out_of_reach(world):
    asked(world)
    _reader, client = inside(world)
    assert client.post(WITHDRAW, form()).status_code == 404
    assert ErasureRequest.objects.get().state == "asked"


def test_the_refusal_and_its_reason_reach_the_reader(world):
    _reader, client = inside(world)
    client.post(ERASE, form(sure="on"))
    found = ErasureRequest.objects.get()
    director = world.browser("director")
    empty = director.post(to("erasure_refuse", found), form(explanation=""))
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["explanation"])
    director.post(to("erasure_refuse", found), form(explanation="Прийдіть із документом: просив хтось інший."))
    assert "Прийдіть із документом" in text_of(client.get(ERASE))


def test_my_data_in_words_on_paper_and_as_a_file(world):
    reader, client = inside(world, name="Олена Вигадана", phone="0501234567", birth_year=1990)
    world.lend(world.lib.copy(), reader)
    world.browser("owner").get(reverse("workspace:reader", args=[reader.pk]))
    for url in ("/my/data/", "/my/data/print/"):
        page = text_of(client.get(url))
        for words in (
            "Олена Вигадана",
            "0501234567",
            "1990",
            "Лісова пісня",
            "Працівник переглянув ваш формуляр",
            "Рік народження",
        ):
            assert words in page, (url, words)
        assert [name for name in ("Особа owner", "nonstationary", "md5") if name in page] == []
    file = client.get("/my/data/file/")
    assert file.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert json.loads(file.content)["data"]["readers.Reader"][0]["name"] == "Олена Вигадана"
    assert "no-store" in file.headers["Cache-Control"]


def test_my_data_as_a_pdf_that_can_be_listened_to(world):
    reader, client = inside(world, name="Олена Вигадана")
    world.lend(world.lib.copy(), reader)
    made = client.get("/my/data/pdf/")
    assert (made.status_code, made.headers["Content-Type"]) == (200, "application/pdf")
    assert made.headers["Content-Disposition"] == 'attachment; filename="my-data.pdf"'
    assert made.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made.content


# --- the staff's side ------------------------------------------------------------------------------------------------


def test_the_list_tells_the_days_left_and_what_is_late(world):
    for days, name in ((0, "Перша"), (30, "Друга"), (31, "Третя")):
        found = asked(world, pseudonym=name)
        day = timezone.localdate() - dt.timedelta(days=days)
        ErasureRequest.objects.filter(pk=found.pk).update(asked_on=day, due_on=day + dt.timedelta(days=30))
    page = text_of(world.browser("director").get(LIST))
    assert [page.index(name) for name in ("Третя", "Друга", "Перша")] == sorted(page.index(n) for n in ("Третя", "Друга", "Перша"))
    assert [word in page for word in ("строк минув", "останній день", "30")] == [True] * 3


def test_the_same_person_is_not_the_second(world):
    found, director = asked(world), world.browser("director")
    director.post(to("erasure_confirm", found), form())
    response = director.post(to("erasure_complete", found), form())
    assert (response.status_code, "Підтвердити має інший працівник" in text_of(response)) == (422, True)
    assert "Знищити дані" not in text_of(director.get(to("erasure", found)))
    assert Reader.objects.count() == 1


@pytest.mark.parametrize("name", ["erasure_confirm", "erasure_complete", "erasure_refuse"])
def test_each_who_answers_proves_to_be_themselves(world, name):
    found = asked(world)
    stale = browser_of(world.staff["director"], proved=301)
    response = stale.post(to(name, found), form(explanation="Ні."))
    assert (response.status_code, ErasureRequest.objects.get().state) == (403, "asked")
    assert "Підтвердьте, що це ви" in text_of(response)


def test_books_stand_in_the_way_of_the_first_and_it_is_said_beforehand(world):
    reader = world.lib.reader()
    world.lend(world.lib.copy(), reader)
    hub = world.browser("owner")
    url = reverse("workspace:reader_forget", args=[reader.pk])
    assert hub.post(url, form(place=world.lib.shelf, reason="request")).headers["Location"] == LIST
    found = ErasureRequest.objects.get()
    assert found.opened_by == world.staff["owner"]
    director = world.browser("director")
    assert "Зараз знищити не можна" in text_of(director.get(to("erasure", found)))
    assert director.post(to("erasure_confirm", found), form()).status_code == 422
    twice = hub.post(url, form(place=world.lib.shelf, reason="request"))
    assert (twice.status_code, "Такий запит уже є" in text_of(twice)) == (422, True)


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("director", 200), ("stranger", 404), ("guardian", 403), ("auditor", 403)]
)
def test_who_sees_a_request(world, who, status):
    assert world.browser(who).get(to("erasure", asked(world))).status_code == status


def test_the_librarian_sees_but_does_not_decide(world):
    found, hub = asked(world), world.browser("owner")
    page = text_of(hub.get(to("erasure", found)))
    assert [word in page for word in ("Погодитися", "Відмовити")] == [False, False]
    assert hub.post(to("erasure_confirm", found), form()).status_code == 403


def test_the_menu_leads_there(world):
    assert [LIST in world.browser(who).get("/work/").content.decode() for who in ("owner", "director", "guardian")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_list_of_three_costs_what_a_list_of_one_costs(world):
    client = world.browser("director")
    asked(world)
    one = queries(client, LIST)
    for _more in range(2):
        asked(world)
    assert (queries(client, LIST), one <= 10) == (one, True)


# --- a PIN at the desk -----------------------------------------------------------------------------------------------


def test_a_pin_is_shown_once_in_the_answer_itself(world):
    reader = world.lib.reader()
    hub = world.browser("owner", place=world.lib.shelf)
    page = hub.get(reverse("workspace:reader", args=[reader.pk])).content.decode()
    url = reverse("workspace:reader_pin", args=[reader.pk])
    assert url in page
    sent = form(place=world.lib.shelf)
    made = hub.post(url, sent)
    digits = made.context["pin"].shown
    assert (made.status_code, digits in text_of(made), admit(reader.cards.get().code, digits)) == (201, True, reader.cards.get())
    again = hub.post(url, sent)
    assert (again.status_code, "уже показано" in text_of(again), Pin.objects.count()) == (200, True, 1)
    assert Operation.objects.filter(verb="readers.set_pin").count() == 1


@pytest.mark.parametrize(("who", "status"), [("owner", 201), ("stranger", 404), ("guardian", 403), ("cataloguer", 403)])
def test_who_sets_a_pin(world, who, status):
    reader = world.lib.reader()
    place = world.far_hub if who == "stranger" else world.lib.shelf
    assert world.browser(who).post(reverse("workspace:reader_pin", args=[reader.pk]), form(place=place)).status_code == status
