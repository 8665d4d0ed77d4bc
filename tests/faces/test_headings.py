"""The screens of headings, as a cataloguer uses them and as everybody else sees them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.catalogue.actions.headings import add_heading, add_heading_name
from mandrivna.catalogue.models import Authority
from mandrivna.catalogue.models.authorities import Sort
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/catalogue/headings/"


@pytest.fixture
def world():
    return World()


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


def heading(text):
    return Authority.objects.get(heading=text)


def test_headings_of_a_kind_are_listed_with_their_records_and_found_by_any_form(world):
    world.lib.record("Лісова пісня", authors="Косач Лариса", subjects="Мавка")
    world.lib.record("Бояриня", authors="Косач Лариса", udc="821.161.2")
    add_heading_name(world.lib.act(), authority=heading("Косач, Лариса"), name="Українка, Леся")
    add_heading_name(world.lib.act(), authority=heading("821.161.2"), name="Українська література")
    client = world.browser("guardian")
    assert ["Косач, Лариса 2" in text_of(client.get(LIST)), "Мавка" in text_of(client.get(LIST))] == [True, False]
    assert "Мавка 1" in text_of(client.get(LIST, {"kind": "subject"}))
    assert "821.161.2 Українська література 1" in text_of(client.get(LIST, {"kind": "udc"}))
    assert "Косач, Лариса" in text_of(client.get(LIST, {"q": "українка"}))
    assert "Косач, Лариса" not in text_of(client.get(LIST, {"q": "шевченко"}))


def test_a_heading_is_made_changed_and_given_forms(world):
    client = world.browser("cataloguer")
    sent = form(heading="908(477)", names="Краєзнавство України")
    made = client.post(url("heading_add") + "?kind=udc", sent)
    own = heading("908(477)")
    assert (made["Location"], own.sort) == (url("heading", own.pk), Sort.UDC)
    assert client.post(url("heading_add") + "?kind=udc", form(heading="908(477)")).status_code == 422
    person = add_heading(world.lib.act(), sort=Sort.PERSON, heading="Косач, Лариса")
    client.post(url("heading_name", person.pk), form(name="Українка, Леся"))
    client.post(url("heading_name", person.pk), form(name="Українка, Леся", do="prefer"))
    person.refresh_from_db()
    assert (person.heading, [one.name for one in person.names.all()]) == ("Українка, Леся", ["Косач, Лариса"])
    client.post(url("heading_name", person.pk), form(name="Косач, Лариса", do="remove"))
    assert person.names.count() == 0
    wrong = client.post(url("heading_name", person.pk), form(name=" "))
    assert (wrong.status_code, list(wrong.context["name_form"].errors)) == (422, ["name"])
    edited = client.post(url("heading_edit", person.pk), form(heading="Українка, Леся", dates="1871–1913", note="Поетка."))
    assert (edited.status_code, "Поетка." in text_of(client.get(url("heading", person.pk)))) == (302, True)


def test_two_headings_become_one_and_part_again(world):
    world.lib.record("Лісова пісня", authors="Українка Леся")
    world.lib.record("Бояриня", authors="Косач Лариса")
    kept, gone = heading("Українка, Леся"), heading("Косач, Лариса")
    client = world.browser("cataloguer")
    offered = text_of(client.get(url("heading", kept.pk), {"with": "косач"}))
    assert ["Косач, Лариса Приєднати сюди" in offered, "Записи: 1" in offered] == [True, True]
    client.post(url("heading_merge", kept.pk), form(gone=gone))
    joined = text_of(client.get(url("heading", kept.pk)))
    assert ["Бояриня" in joined, "об’єднано" in joined] == [True, True]
    assert "Об’єднано з іншим заголовком" in text_of(client.get(url("heading", gone.pk)))
    client.post(url("heading_separate", gone.pk), form())
    assert "Бояриня" not in text_of(client.get(url("heading", kept.pk)))
    for wrong in ("", "x", "0", "9" * 30):
        assert client.post(url("heading_merge", kept.pk), form(gone=wrong)).status_code == 404


def test_likely_duplicates_are_offered(world):
    world.lib.record("Інтернат", authors="Жадан Сергій")
    world.lib.record("Месопотамія", authors="Жадан, С. В.")
    client = world.browser("cataloguer")
    shown = text_of(client.get(url("heading_twins")))
    assert "Жадан, Сергій Особи. 1 запис Жадан, С. В. 1 запис" in shown
    assert "Схоже, це воно" in text_of(client.get(url("heading", heading("Жадан, Сергій").pk)))
    client.post(url("heading_merge", heading("Жадан, Сергій").pk), form(gone=heading("Жадан, С. В.")))
    assert "Схожих заголовків немає" in text_of(client.get(url("heading_twins")))


@pytest.mark.parametrize("name", ["headings", "heading", "heading_twins"])
def test_more_rows_ask_no_more_questions(world, name):
    def add(*numbers):
        for number in numbers:
            for given in ("С.", "Сергій"):
                world.lib.record(f"Книга {number}{given}", authors=f"Автор{number}, {given}", subjects="Мандри")
        add_heading_name(world.lib.act(), authority=heading("Мандри"), name=f"Подорож {numbers[-1]}")

    add(1)
    client = world.browser("cataloguer")
    there = url(name, heading("Мандри").pk) if name == "heading" else url(name)
    few = queries(client, there)
    add(2, 3)
    assert (queries(client, there), few <= 12) == (few, True)
