"""Search over everything: each source answers only who may see it."""

from __future__ import annotations

import pytest

from mandrivna.core.search import SEARCH_SOURCES, search_everywhere
from mandrivna.readers.models import Card
from tests.architecture.world import build
from tests.factories.library import Library, library
from tests.factories.staff import actor, browser_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library()


def titles(response) -> dict[str, list[str]]:
    return {str(source.label): [hit.title for hit in hits] for source, hits in response.context["found"]}


def test_a_librarian_finds_readers_copies_records_and_places(lib):
    reader, copy = lib.reader(name="Тестова Мар’яна"), lib.copy(lib.record("Тигролови", year=1944))
    browser = browser_of(person("hub", "hub_librarian", lib.hub))
    card = Card.objects.get(reader=reader)
    asked = {
        text: titles(browser.post("/work/search/", {"q": text}))
        for text in ("мар'яна", card.code, copy.barcode, "тигрол", "ПОЛИЦЯ 1")
    }
    assert asked == {
        "мар'яна": {"Читачі": ["Тестова Мар’яна"]},
        card.code: {"Читачі": ["Тестова Мар’яна"]},
        copy.barcode: {"Примірники": [f"{copy} · {copy.record}"]},
        "тигрол": {"Записи каталогу": ["Тигролови"]},
        "ПОЛИЦЯ 1": {"Підрозділи й місця": ["Полиця 1"]},
    }


def test_without_the_right_a_source_is_not_asked(lib):
    lib.reader(name="Тестова Мар’яна")
    guardian = actor(person("guardian", "guardian", lib.shelf))
    assert search_everywhere(guardian, "мар'яна") == []


def test_readers_of_another_institution_are_not_found(lib):
    lib.reader(name="Тестова Мар’яна")
    stranger = actor(person("stranger", "hub_librarian", build().stranger_hub))
    assert search_everywhere(stranger, "мар'яна") == []


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_question_is_refused_beside_the_field(lib, text):
    response = browser_of(person("hub", "hub_librarian", lib.hub)).post("/work/search/", {"q": text})
    assert (response.status_code, response.context["form"].errors["q"]) == (422, ["Введіть, що шукати."])


@pytest.mark.parametrize("text", ["?!", "%", "нема такого", "'; DROP TABLE", "№"])
def test_nothing_found_says_so(lib, text):
    response = browser_of(person("hub", "hub_librarian", lib.hub)).post("/work/search/", {"q": text})
    assert (response.status_code, titles(response)) == (200, {})
    assert "Нічого не знайдено" in response.content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_the_number_of_questions_does_not_grow_with_what_is_found(lib, django_assert_max_num_queries, many):
    for number in range(many):
        lib.copy(lib.record(f"Тигролови {number}"))
    browser = browser_of(person("hub", "hub_librarian", lib.hub))
    browser.get("/work/")  # the first page of a session also writes down when it was seen
    with django_assert_max_num_queries(12):
        assert len(titles(browser.post("/work/search/", {"q": "тигролови"}))["Записи каталогу"]) == many


def test_every_source_names_a_right():
    assert [source.permission.code for source in SEARCH_SOURCES] == [
        "readers.view",
        "fund.view",
        "catalogue.view",
        "core.units.view",
    ]
