"""The public catalogue without a question: headings by letter, one with its titles, collections, local studies, the guide."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.catalogue.actions.collections import add_collection, edit_collection, put_in_collection
from mandrivna.catalogue.actions.guide import add_resource
from mandrivna.catalogue.actions.headings import add_heading, add_heading_name, merge_headings
from mandrivna.catalogue.models import Authority
from mandrivna.core.actions.profile import edit_profile
from mandrivna.faces.public import browse
from tests.faces.screens import World, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    made = World()
    edit_profile(made.lib.act(), unit=made.lib.root, about={"public_name": "Бібліотека"})
    return made


def book(world, title, **about):
    return world.lib.copy(world.lib.record(title, **about)).record


def seen(path, **query):
    return text_of(Client().get(path, query))


def heading(text):
    return Authority.objects.get(heading=text)


def questions(path):
    Client().get(path)  # what is asked once in the life of a process
    with CaptureQueriesContext(connection) as asked:
        assert Client().get(path).status_code == 200
    return len(asked)


# --- headings -----------------------------------------------------------------------------------------------------------


def test_authors_stand_by_letter_and_only_with_titles_that_are_here(world):
    book(world, "Тигролови", authors="Багряний Іван")
    book(world, "Сад Гетсиманський", authors="Багряний Іван")
    book(world, "Ґраційний", authors="Ґалаґан Григорій")
    world.lib.record("Нема примірника", authors="Відсутній Автор")
    add_heading(world.lib.act(), sort="person", heading="Ніким не названа")
    everybody = seen("/catalogue/authors/")
    assert "Усі Б В Ґ Н Багряний, Іван назв: 2 Ґалаґан, Григорій назв: 1" in everybody
    assert "Тут іще нічого немає" in seen("/catalogue/authors/", letter="в")
    assert ["Відсутній" in everybody, "Ніким" in everybody] == [False, False]
    assert ["Багряний" in seen("/catalogue/authors/", letter="ґ"), "Ґалаґан" in seen("/catalogue/authors/", letter="ґ")] == [
        False,
        True,
    ]
    assert seen("/catalogue/authors/", letter="щ") == seen("/catalogue/authors/", letter="<x>") == everybody


def test_long_lists_are_paged_without_being_counted(world, monkeypatch):
    monkeypatch.setattr(browse, "HEADINGS", 2)
    monkeypatch.setattr(browse, "MOST", 2)
    for letter in "АБВГД":
        book(world, f"Книжка {letter}", authors=f"{letter}втор", subjects="Усі")
    pages = [seen("/catalogue/authors/", page=number) for number in ("1", "2", "3", "4", "x", "0", "²", "10000")]
    assert ["Наступна" in page for page in pages] == [True, True, False, False, True, True, True, True]
    assert [page.count("назв: ") for page in pages] == [2, 2, 1, 0, 2, 2, 2, 2]
    assert ["Попередня" in page for page in pages[:3]] == [False, True, True]
    whole = seen(f"/catalogue/headings/{heading('Усі').pk}/")
    assert ["Тут лише описані останніми" in whole, "Книжка В" in whole] == [True, False]


def test_subjects_and_branches_of_knowledge(world):
    book(world, "Море", subjects="Чорне море\nРиби", udc="551.46")
    add_heading_name(world.lib.act(), authority=heading("551.46"), name="Океанологія")
    assert "Риби назв: 1 Чорне море назв: 1" in seen("/catalogue/subjects/")
    assert "551.46 Океанологія назв: 1" in seen("/catalogue/classes/")


def test_a_heading_shows_its_titles_and_other_forms(world):
    one, two = book(world, "Лісова пісня", authors="Українка Леся"), book(world, "Бояриня", authors="Косач Лариса")
    kept, gone = heading("Українка, Леся"), heading("Косач, Лариса")
    alone = seen(f"/catalogue/headings/{kept.pk}/")
    assert [one.title in alone, two.title in alone, "Також" in alone] == [True, False, False]
    merge_headings(world.lib.act(), kept=kept, gone=gone)
    both = seen(f"/catalogue/headings/{kept.pk}/")
    assert "Також: Косач, Лариса" in both
    assert both.index("Бояриня") < both.index("Лісова пісня")
    moved = Client().get(f"/catalogue/headings/{gone.pk}/")
    assert (moved.status_code, moved["Location"]) == (301, f"/catalogue/headings/{kept.pk}/")
    empty = add_heading(world.lib.act(), sort="person", heading="Без книжок")
    assert [Client().get(f"/catalogue/headings/{pk}/").status_code for pk in (empty.pk, 10**9)] == [404, 404]


# --- beside a title -----------------------------------------------------------------------------------------------------


def test_a_title_leads_to_other_editions_and_other_works(world):
    one = book(world, "Кобзар", authors="Шевченко Тарас; Упорядник Інший", year=1990)
    again = book(world, "Кобзар", authors="Шевченко Тарас", year=2010, publisher="Дніпро")
    book(world, "Гайдамаки", authors="Шевченко Тарас")
    world.lib.record("Назар Стодоля", authors="Шевченко Тарас")  # no copy: a reader cannot come by it
    page = seen(f"/catalogue/{one.pk}/")
    assert page.index("Інші видання Кобзар Дніпро, 2010") < page.index("Того самого автора Гайдамаки".replace(" Гайдамаки", ""))
    assert ["Гайдамаки" in page, "Назар Стодоля" in page] == [True, False]
    markup = Client().get(f"/catalogue/{again.pk}/").content.decode()
    assert ("Інші видання" in markup, "Інші видання" in seen(f"/catalogue/{book(world, 'Сама').pk}/")) == (True, False)
    assert questions(f"/catalogue/{one.pk}/") <= 12


# --- collections --------------------------------------------------------------------------------------------------------


def collection(world, *records, **about):
    made = add_collection(world.lib.act(), unit=world.lib.root, title="До Дня знань", **{"shown": True, **about})
    return put_in_collection(world.lib.act(), collection=made, records=[str(one.pk) for one in records]) if records else made


def test_a_collection_is_read_in_its_order_and_cited_whole(world):
    first, second = book(world, "Яблуко", authors="Косач Лариса", year=2001), book(world, "Абетка", year=2002)
    missing = world.lib.record("Нема примірника")
    made = collection(world, first, second, missing, words="Для першого класу.\n\nІ для батьків.")
    page = seen(f"/catalogue/collections/{made.pk}/")
    assert page.index("Яблуко") < page.index("Абетка")
    assert ["Для першого класу." in page, "Нема примірника" in page] == [True, False]
    cited = seen(f"/catalogue/collections/{made.pk}/citations/")
    assert ["Абетка. 2002." in cited, "Яблуко. 2001." in cited] == [True, True]
    file = Client().get(f"/catalogue/collections/{made.pk}/citations/", {"as": "txt", "style": "7.1"})
    assert (file["Content-Type"], "Яблуко" in file.content.decode()) == ("text/plain; charset=utf-8", True)
    assert "До Дня знань Для першого класу" in seen("/catalogue/collections/")
    assert f"/catalogue/collections/{made.pk}/</loc>" in Client().get("/sitemap.xml").getvalue().decode()


def test_a_hidden_or_past_or_foreign_collection_is_absent(world):
    today = timezone.localdate()
    record = book(world, "А")
    hidden = collection(world, record, shown=False)
    past = collection(world, record, until=today - dt.timedelta(days=1))
    ahead = collection(world, record, since=today + dt.timedelta(days=1))
    foreign = add_collection(world.lib.act(), unit=world.elsewhere, title="Чужа", shown=True)
    for made in (hidden, past, ahead, foreign):
        for path in (f"/catalogue/collections/{made.pk}/", f"/catalogue/collections/{made.pk}/citations/"):
            assert Client().get(path).status_code == 404
    assert "Добірок поки немає" in seen("/catalogue/collections/")
    edit_collection(world.lib.act(), collection=hidden, title="Видима", shown=True)
    assert "Видима" in seen("/catalogue/collections/")


def test_local_studies_are_titles_and_collections(world):
    book(world, "Луганщина", local=True)
    book(world, "Не про край")
    collection(world, book(world, "Донець"), local=True)
    page = seen("/catalogue/local/")
    assert ["Луганщина" in page, "Не про край" in page, "До Дня знань" in page] == [True, False, True]


# --- the guide ----------------------------------------------------------------------------------------------------------


def test_the_guide_stands_by_theme_and_is_narrowed_by_language(world):
    for theme, title, language, shown in (
        ("Право", "Законодавство України", "ukr", True),
        ("Книжки", "Project Gutenberg", "eng", True),
        ("Книжки", "Прихований", "ukr", False),
    ):
        url = f"https://{len(title)}.example/"
        about = {"theme": theme, "title": title, "url": url, "language": language, "shown": shown}
        add_resource(world.lib.act(), unit=world.lib.root, **about)
    page = seen("/catalogue/guide/")
    assert page.index("Книжки Project Gutenberg") < page.index("Право Законодавство України")
    assert ["Прихований" in page, "вільно для всіх" in page] == [False, True]
    english = seen("/catalogue/guide/", lang="eng")
    assert ["Законодавство" in english, "Gutenberg" in english] == [False, True]
    assert seen("/catalogue/guide/", lang="xx") == page


# --- what it costs ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["authors", "subjects", "classes", "collections", "local", "guide", "heading", "collection"])
def test_more_rows_ask_no_more_questions(world, name):
    def add(*numbers):
        for number in numbers:
            about = {"authors": f"Автор{number} Іван", "subjects": f"Тема {number}\nУсі", "udc": f"82{number}", "local": True}
            record = book(world, f"Книжка {number}", **about)
            made = collection(world, record, local=True)
            put_in_collection(world.lib.act(), collection=shared, records=[str(record.pk)])
            resource = {"theme": f"Тема {number}", "title": "Сайт", "url": f"https://{number}.example/"}
            add_resource(world.lib.act(), unit=world.lib.root, **resource)
            assert made.pk

    shared = collection(world)
    add(1)
    paths = {"heading": f"/catalogue/headings/{heading('Усі').pk}/", "collection": f"/catalogue/collections/{shared.pk}/"}
    path = paths.get(name, f"/catalogue/{name}/")
    few = questions(path)
    add(2, 3)
    assert (questions(path), few <= 12) == (few, True)


def test_a_popular_subject_says_that_there_are_more(world, monkeypatch):
    monkeypatch.setattr(browse, "COUNTED", 2)
    for letter in "АБВ":
        book(world, f"Книжка {letter}", subjects="Усі")
    assert "Усі назв: понад 2" in seen("/catalogue/subjects/")
    book(world, "Двоє", subjects="Двоє")
    assert "Двоє назв: 1" in seen("/catalogue/subjects/")
