"""Search over everything: each source answers only who may see it."""

from __future__ import annotations

import pytest

from mandrivna.core.search import SEARCH_SOURCES, answer, search_everywhere
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


# --- when nothing is found as typed ----------------------------------------------------------------------------------


def reply_of(lib, text, who="hub_librarian"):
    return answer(actor(person(who.replace("_", "-"), who, lib.hub)), text)


@pytest.mark.parametrize(
    ("typed", "read"), [("nbuhjkjdb", "тигролови"), ("nbuhjk", "тигрол"), ("Vfh`zyf", "Мар'яна"), ("тигроловы", "тигролові")]
)
def test_the_wrong_keyboard_layout_is_understood_and_said(lib, typed, read):
    lib.copy(lib.record("Тигролови"))
    lib.reader(name="Тестова Мар’яна")
    reply = reply_of(lib, typed)
    if typed == "тигроловы":  # the keys of the Russian layout give another word; the near one is what is meant
        read = "тигролови"
    assert (reply.text, reply.count, reply.changed) == (read, 1, True)


def test_latin_titles_typed_with_ukrainian_keys(lib):
    lib.record("Orwell, George. 1984")
    assert reply_of(lib, "щкцудд").text == "orwell"


@pytest.mark.parametrize(
    ("typed", "meant"), [("тигролви", "тигролови"), ("кобазр", "кобзар"), ("пять", "п'ять"), ("полица", "полиця")]
)
def test_one_near_word_is_searched_at_once(lib, typed, meant):
    for title in ("Тигролови", "Кобзар", "П’ять зошитів"):
        lib.record(title)
    reply = reply_of(lib, typed)
    assert (reply.text, reply.typed, reply.count > 0) == (meant, typed, True)


def test_two_near_words_are_offered_and_none_is_chosen(lib):
    lib.record("Мова"), lib.record("Вода")
    reply = reply_of(lib, "мода")
    assert (reply.suggested, reply.found, reply.changed) == (("вода", "мова"), [], False)
    page = browser_of(person("asks", "hub_librarian", lib.hub)).post("/work/search/", {"q": "мода"}).content.decode()
    assert 'name="q" value="мова"' in page and "Можливо, ви шукали" in page


def test_what_was_searched_instead_is_said(lib):
    lib.record("Тигролови")
    page = browser_of(person("hub", "hub_librarian", lib.hub)).post("/work/search/", {"q": "тигролви"}).content.decode()
    assert "За словами «тигролви» нічого немає. Показано за словами «тигролови»." in page


def test_names_of_people_are_never_suggested(lib):
    lib.reader(name="Тестова Мар’яна")
    assert reply_of(lib, "мар'яма") == answer(actor(person("other", "hub_librarian", lib.hub)), "мар'яма")
    assert (reply_of(lib, "мар'яма", "director").found, reply_of(lib, "мар'яма", "cataloguer").suggested) == ([], ())


def test_a_place_that_one_may_not_see_is_not_suggested():
    world = build()
    stranger = actor(person("far-away", "hub_librarian", world.stranger_hub))
    assert (answer(stranger, "власнй").suggested, answer(stranger, "власнй").found) == ((), [])
    near = actor(person("near-by", "hub_librarian", world.lib.hub))
    assert answer(near, "власнй").text == "власний"


def test_a_new_title_is_known_at_once(lib):
    who = actor(person("hub", "hub_librarian", lib.hub))
    assert answer(who, "тигролви").count == 0
    lib.record("Тигролови")
    assert answer(who, "тигролви").count == 1


@pytest.mark.parametrize(("typed", "most"), [("тигролви", 12), ("nbuhjkjdb", 12), ("нема такого", 12), ("yf;fkm ytvf", 14)])
def test_help_with_slips_stays_within_the_budget(lib, django_assert_max_num_queries, typed, most):
    """Only Latin letters that mean nothing in either layout cost more than a page may: every way was tried."""
    lib.copy(lib.record("Тигролови"))
    browser = browser_of(person("hub", "hub_librarian", lib.hub))
    browser.get("/work/bell/")
    browser.post("/work/search/", {"q": "тигролви"}, headers={"HX-Request": "true"})  # the words of the catalogue are known now
    with django_assert_max_num_queries(most):
        browser.post("/work/search/", {"q": typed}, headers={"HX-Request": "true"})


# --- while one types -------------------------------------------------------------------------------------------------


def test_the_list_under_the_field_is_a_part_of_a_page(lib):
    copy = lib.copy(lib.record("Тигролови"))
    browser = browser_of(person("hub", "hub_librarian", lib.hub))
    part = browser.post("/work/search/", {"q": "тигрол"}, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in part, 'role="listbox"' in part, f'href="/work/catalogue/{copy.record_id}/"' in part) == (False, True, True)
    assert "Знайдено: 1 запис" in part


def test_nothing_found_is_said_in_the_list_too(lib):
    browser = browser_of(person("hub", "hub_librarian", lib.hub))
    part = browser.post("/work/search/", {"q": "нема такого"}, headers={"HX-Request": "true"}).content.decode()
    assert ("Нічого не знайдено." in part, "listbox" in part) == (True, False)
