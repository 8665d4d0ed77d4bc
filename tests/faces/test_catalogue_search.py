"""The public catalogue by its index: facets, chips, guesses, the address that can be sent, and what it costs."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mandrivna.catalogue.search import synonyms
from mandrivna.catalogue.search.asking import Limits, Request
from mandrivna.catalogue.search.fallback import by_database
from mandrivna.catalogue.search.keeper import catch_up, rebuild
from mandrivna.catalogue.search.parsing import asked
from mandrivna.core.outbox.worker import drain
from tests.faces.screens import text_of
from tests.factories.library import library

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def lib(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "search"
    synonyms.forget()
    lib = library(timezone.now())
    for unit in (lib.hub, lib.shelf, lib.other_hub, lib.other_shelf):
        open_to_all(lib, unit)
    titles = (
        ("Лісова пісня", "Леся Українка", 1911, "ukr", lib.shelf),
        ("Камінний господар", "Леся Українка", 1912, "ukr", lib.other_shelf),
        ("Hamlet", "Shakespeare William", 1603, "eng", lib.shelf),
    )
    for title, authors, year, language, place in titles:
        lib.copy(lib.record(title, authors=authors, year=year, language=language), place)
    drain()
    catch_up()
    return lib


def open_to_all(lib, unit):
    unit.refresh_from_db()
    if not unit.public:
        type(unit).objects.filter(pk=unit.pk).update(public=True)


def get(address, **params):
    return Client().get(address, params)


def page_titles(response):
    return [record.title for record, _waiting in response.context["rows"]]


def links(response):
    body = response.content.decode()
    return [html.unescape(one) for one in re.findall(r'href="(/catalogue/\?[^"]+)"', body)]


def test_all_forms_of_a_word_are_found_and_counted(lib):
    response = get("/catalogue/", q="лісової пісні")
    assert page_titles(response) == ["Лісова пісня"]
    assert "За запитом «лісової пісні» знайдено 1 назву." in text_of(response)


def test_facets_narrow_and_chips_widen_by_plain_links(lib):
    response = get("/catalogue/", q="українка")
    assert sorted(page_titles(response)) == ["Камінний господар", "Лісова пісня"]
    narrow = {group.key: {one.label: (one.count, one.url) for one in group.choices} for group in response.context["groups"]}
    assert {label: count for label, (count, _url) in narrow["place"].items()} == {"Хаб 1": 1, "Хаб 2": 1}
    assert narrow["years"]["1910–1919"][0] == 2
    narrowed = Client().get(narrow["place"]["Хаб 1"][1])
    assert (page_titles(narrowed), [chip.label for chip in narrowed.context["chips"]]) == (["Лісова пісня"], ["Хаб 1"])
    assert len(page_titles(Client().get(narrowed.context["chips"][0].url))) == 2


def test_local_studies_narrow_a_search_and_are_counted(lib):
    for title, local in (("Пісні Слобожанщини", True), ("Пісні степу", True), ("Пісні моря", False)):
        lib.copy(lib.record(title, local=local), lib.shelf)
    drain()
    catch_up()
    response = get("/catalogue/", q="пісня")
    (choice,) = next(group.choices for group in response.context["groups"] if group.key == "local")
    assert (choice.label, choice.count) == ("краєзнавство", 2)
    narrowed = Client().get(choice.url)
    assert sorted(page_titles(narrowed)) == ["Пісні Слобожанщини", "Пісні степу"]
    assert [chip.label for chip in narrowed.context["chips"]] == ["краєзнавство"]
    assert [group for group in narrowed.context["groups"] if group.key == "local"] == []
    assert len(page_titles(Client().get(narrowed.context["chips"][0].url))) == 4
    assert sorted(page_titles(get("/catalogue/", local="1"))) == ["Пісні Слобожанщини", "Пісні степу"]
    assert "/catalogue/?local=1" in Client().get("/catalogue/local/").content.decode()
    found = by_database(Request(limits=Limits(local=True)), asked(""))
    assert found.count == 2


def test_the_guided_form_is_another_way_to_write_operators(lib):
    assert page_titles(get("/catalogue/", t="господар", a="українка")) == ["Камінний господар"]
    assert page_titles(get("/catalogue/", a="українка", to="1911")) == ["Лісова пісня"]
    assert page_titles(get("/catalogue/", q="автор:українка рік:1912")) == ["Камінний господар"]
    assert page_titles(get("/catalogue/", lang="eng")) == ["Hamlet"]


def test_a_title_opened_from_a_search_of_one_place_says_where_else_it_stands(lib):
    record = lib.record("Тигролови")
    lib.copy(record, lib.shelf)
    lib.copy(record, lib.other_shelf)
    lib.copy(record, lib.other_shelf)
    address = f"/catalogue/{record.pk}/"
    here = get(address, place=lib.hub.pk)
    standing = [[(place.pk, number) for place, number in here.context[part]] for part in ("waiting", "elsewhere")]
    assert standing == [[(lib.shelf.pk, 1)], [(lib.other_shelf.pk, 2)]]
    said = text_of(here)
    assert said.index("Полиця 1") < said.index("В інших філіях") < said.index("Полиця 2")
    nowhere = get(f"/catalogue/{lib.copy(lib.record('Місто'), lib.other_shelf).record_id}/", place=lib.shelf.pk)
    assert "Там, де ви шукали, цієї книжки зараз немає. В інших філіях" in text_of(nowhere)
    plain = get(address)
    assert (len(plain.context["waiting"]), plain.context["elsewhere"], "В інших філіях" in text_of(plain)) == (2, [], False)


def test_what_is_on_loan_is_not_here_now(lib):
    assert page_titles(get("/catalogue/", q="пісня", here="1")) == ["Лісова пісня"]
    type(lib.hub).objects.filter(pk=lib.hub.pk).update(public=False)
    assert page_titles(get("/catalogue/", q="пісня", here="1")) == []


def test_sorted_as_asked_and_the_order_stays_in_the_address(lib):
    assert page_titles(get("/catalogue/", q="українка", sort="newest")) == ["Камінний господар", "Лісова пісня"]
    assert page_titles(get("/catalogue/", q="українка", sort="oldest")) == ["Лісова пісня", "Камінний господар"]
    response = get("/catalogue/", q="українка", sort="title")
    assert page_titles(response) == ["Камінний господар", "Лісова пісня"]
    assert all("sort=title" in link for link in links(response) if "place=" in link)


@pytest.mark.parametrize(
    ("typed", "title", "words"),
    [
        ("ksjdf gscyz", "Лісова пісня", "інша розкладка: показуємо «лісова пісня»"),
        ("kaminnyi hospodar", "Камінний господар", "іншими літерами: «камінний господар»"),
        ("лісава писня", "Лісова пісня", "Можливо, ви шукали «лісова пісня»"),
        ("лісова трагедія", "Лісова пісня", "Слів «трагедія» у каталозі немає"),
        ("лісова господар", "Лісова пісня", "Усіх цих слів разом немає ніде"),
    ],
)
def test_nothing_as_typed_something_else_is_tried_and_said(lib, typed, title, words):
    response = get("/catalogue/", q=typed)
    assert title in page_titles(response)
    assert words in text_of(response)


@pytest.mark.parametrize(
    "address",
    ["q=%00", "q=" + "а" * 5000, "page=999999", "page=-1", "page=x&q=пісня", "kind=nonsense", "place=0&place=x",
     "from=abc&to=99999",
     "q=\"\"\"", "q=автор:", "q=рік:-", "q=::::", "sort=drop", "author=" + "x" * 3000, "place=" + "9" * 400,
     "q=*?~^\\", "q=ISBN 978"],
)  # fmt: skip
def test_no_address_is_an_error(lib, address):
    assert Client().get(f"/catalogue/?{address}").status_code == 200


def test_questions_to_the_database_do_not_grow_with_the_rows(lib):
    asked = []
    for text in ("пісня", "українка OR", "українка"):
        get("/catalogue/", q=text)
        with CaptureQueriesContext(connection) as seen:
            get("/catalogue/", q=text)
        asked.append(len(seen))
    for number in range(4):
        lib.copy(lib.record(f"Пісня {number}", authors="Леся Українка"))
    drain()
    catch_up()
    get("/catalogue/", q="українка")
    with CaptureQueriesContext(connection) as seen:
        response = get("/catalogue/", q="українка")
    assert (len(page_titles(response)), len(seen) <= 12, len(seen) == asked[-1]) == (6, True, True)
    assert len(response.content) < 50 * 1024


def test_while_one_types_titles_people_and_subjects_are_suggested(lib):
    said = Client().get("/catalogue/suggestions/", {"q": "ліс"}).content.decode()
    assert 'data-value="Лісова пісня">Лісова пісня <span class="soft">Леся Українка</span></li>' in said
    people = Client().get("/catalogue/suggestions/", {"q": "укр"}).content.decode()
    assert 'data-value="Леся Українка">Леся Українка <span class="soft">автор</span></li>' in people
    assert Client().get("/catalogue/suggestions/").content.decode().strip() == ""
    assert Client().get("/catalogue/suggestions/", {"q": '\x00"<'}).status_code == 200


def test_without_an_index_the_page_says_so_and_answers(lib, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "elsewhere"
    response = get("/catalogue/", q="лісова")
    assert (page_titles(response), "Покажчик пошуку саме складається" in text_of(response)) == (["Лісова пісня"], True)
    assert page_titles(get("/catalogue/", a="українка", to="1911")) == ["Лісова пісня"]


def test_in_english_too(lib):
    response = Client().get("/en/catalogue/", {"q": "пісень"})
    assert (response.status_code, page_titles(response)) == (200, ["Лісова пісня"])
    assert all(
        url.startswith("/en/catalogue/") for group in response.context["groups"] for url in [one.url for one in group.choices]
    )


def test_a_hubs_number_does_not_tell_of_a_shelf_that_is_not_shown(lib):
    type(lib.shelf).objects.filter(pk=lib.shelf.pk).update(public=False)
    rebuild()
    response = get("/catalogue/", q="українка")
    places = {one.label: one.count for group in response.context["groups"] if group.key == "place" for one in group.choices}
    assert (places, page_titles(get("/catalogue/", q="пісня", place=lib.hub.pk))) == ({"Хаб 2": 1}, [])


def test_for_whom_a_book_is_narrows_too(lib):
    lib.copy(lib.record("Лісова казка", audience="children"), lib.shelf)
    lib.copy(lib.record("Лісова школа"), lib.shelf)
    drain()
    catch_up()
    narrow = {group.key: group for group in get("/catalogue/", q="лісова").context["groups"]}
    (choice,) = narrow["for"].choices
    assert (choice.label, choice.count) == ("дітям", 1)
    narrowed = Client().get(choice.url)
    assert (page_titles(narrowed), [chip.label for chip in narrowed.context["chips"]]) == (["Лісова казка"], ["дітям"])
    assert get("/catalogue/", **{"for": "хтозна", "q": "лісова"}).context["chips"] == []
