"""The question: words in any form, phrases, fields, numbers; what is ranked before what; what is tried when nothing is found."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.catalogue.search import synonyms
from mandrivna.catalogue.search.asking import LAYOUT, RELAXED, SOUND, SPELLING, Limits
from mandrivna.catalogue.search.keeper import catch_up
from mandrivna.catalogue.search.parsing import LONGEST, MOST_WORDS, Term, asked
from mandrivna.catalogue.search.suggesting import suggest
from mandrivna.core import policy
from mandrivna.core.outbox.worker import drain
from mandrivna.core.problems import Refused
from tests.catalogue.search.kit import ask, found, titles

pytestmark = pytest.mark.thorough

# --- taken apart ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("лісова пісня", [Term(("лісова",)), Term(("пісня",))]),
        ("«Лісова пісня»", [Term(("лісова", "пісня"), "", True)]),
        ('автор:франко назва:"зів’яле листя"', [Term(("франко",), "people"), Term(("зів'яле", "листя"), "title", True)]),
        ("Тема: казки", [Term(("казки",), "subject")]),
        ('комп"ютер', [Term(("комп'ютер",))]),
        ("Харків: місто", [Term(("харків",)), Term(("місто",))]),  # a colon of a title
        ('"', []),
    ],
)
def test_words_phrases_and_fields(text, terms):
    assert list(asked(text).terms) == terms


@pytest.mark.parametrize(
    ("text", "years"),
    [("рік:1911", (1911, 1911)), ("рік:1900-1910", (1900, 1910)), ("рік:1910-1900", (1900, 1910)), ("year:1900-", (1900, None)),
     ("рік:-1900", (None, 1900)), ("рік:давно", None)],
)  # fmt: skip
def test_years(text, years):
    assert asked(text).years == years


def test_numbers_languages_and_bounds():
    assert asked("978-0-306-40615-7").numbers == asked("isbn:9780306406157").numbers == ("9780306406157",)
    assert (asked("мова:англійська").language, asked("мова:eng").language) == ("eng", "eng")
    assert (len(asked("а " * 500).text), len(asked("слово " * 30).terms), asked("слово " * 60).cut) == (LONGEST, MOST_WORDS, True)
    assert [term.light for term in asked("в Т. ліс").terms] == [True, True, False]
    assert asked("і").demanded == (Term(("і",)),)


# --- found ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def books(lib, place):
    about = (
        ("Лісова пісня", {"authors": "Леся Українка", "year": 1911}),
        ("Лісова пісня. Дослідження драми", {"authors": "Зеров Микола", "year": 1930}),
        ("Пісня про ліс", {"authors": "Олесь Олександр", "year": 2015}),
        ("Зів'яле листя", {"authors": "Франко Іван", "year": 1896}),
        ("Проєкт Конституції", {"year": 1918, "publisher": "Держава"}),
        ("Директорка гімназії", {"year": 1909}),
        ("Ґудзики", {"year": 1905, "isbn": "9780306406157"}),
        ("Hamlet", {"authors": "Shakespeare William", "language": "eng", "year": 1603}),
        ("Роботи в цеху", {"year": 1990}),
        ("Домашня робота", {"year": 1991}),
        ("Веб-сайт бібліотеки", {"year": 2005}),
    )
    for title, rest in about:
        lib.record(title, **rest)
    catch_up()
    return lib


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("лісової пісні", "Лісова пісня"),
        ("ліса пісні", "Лісова пісня. Дослідження драми"),
        ("зів’ялим листям", "Зів'яле листя"),
        ("зівяле", "Зів'яле листя"),
        ("гудзик", "Ґудзики"),
        ("ґудзиків", "Ґудзики"),
        ("Лiсовa", "Лісова пісня"),
        ("проекту конституції", "Проєкт Конституції"),
        ("директор гімназії", "Директорка гімназії"),
        ("вебсайт", "Веб-сайт бібліотеки"),
        ("веб сайти", "Веб-сайт бібліотеки"),
        ("9780306406157", "Ґудзики"),
        ("978-0-306-40615-7", "Ґудзики"),
        ("автор:українка", "Лісова пісня"),
        ("рік:1600-1700", "Hamlet"),
        ("мова:англійська", "Hamlet"),
        ('"пісня про ліс"', "Пісня про ліс"),
        ("держава 1918", "Проєкт Конституції"),
        ("я", ""),
    ],
)
def test_every_way_to_ask_finds_it(books, text, first):
    if text == "ліса пісні":
        assert set(found(text)) >= {"Пісня про ліс"}
    else:
        assert (found(text) or [""])[0] == first


def test_the_exact_title_comes_first_and_the_exact_form_before_another_word(books):
    assert found("лісова пісня")[0] == "Лісова пісня"
    assert found("лісову пісню")[0] == "Лісова пісня"
    assert found("пісня про ліс") == ["Пісня про ліс"]
    assert found("роботи")[0] == "Роботи в цеху"
    assert found("робота")[0] == "Домашня робота"


def test_a_field_binds_and_a_phrase_holds_together(books):
    assert found("назва:українка") == []
    assert found("автор:українка назва:пісня") == ["Лісова пісня"]
    assert found('"ліс пісня"', guess=False) == []


def test_what_is_here_and_what_is_recent_comes_before_its_equal(lib, place):
    old, new = lib.record("Пісня літа", year=1950), lib.record("Пісня зими", year=2020)
    catch_up()
    assert found("пісня") == ["Пісня зими", "Пісня літа"]
    lib.copy(old)
    drain()
    catch_up()
    assert found("пісня", sort="oldest") == ["Пісня літа", "Пісня зими"]
    assert (new.year, found("пісня", limits=Limits(here=True))) == (2020, ["Пісня літа"])


@pytest.mark.parametrize(
    ("typed", "kind", "text"),
    [
        ("ksjdf gscyz", LAYOUT, "ksjdf"),
        ("lisova pisnia", SOUND, "лісова пісня"),
        ("lisova pisnya", SOUND, "лісова пісня"),
        ("ljsova", SOUND, ""),
        ("лісава пісня", SPELLING, "лісова пісня"),
        ("шекспир", SOUND, ""),
        ("лісова гімназія", RELAXED, "лісова гімназія"),
    ],
)
def test_nothing_as_typed_so_something_else_is_tried_and_named(books, typed, kind, text):
    answer = ask(typed)
    if text == "":
        assert answer.guess is None or answer.guess.kind in (SOUND, SPELLING)
        return
    assert (answer.guess.kind, answer.count > 0) == (kind, True)
    assert answer.guess.text == text or kind == LAYOUT


def test_what_resembles_nothing_is_not_found_at_all(books):
    answer = ask("ъъъъъ щщщщщ")
    assert (answer.count, answer.guess, answer.facets.kinds) == (0, None, ())
    assert ask("лісова щщщщщ").guess.missing == ("щщщщщ",)


def test_numbers_beside_the_facets_are_exact(books):
    books.copy(books.record("Пісня нова", authors="Леся Українка", language="pol", year=2001))
    drain()
    catch_up()
    answer = ask("пісня", counted_places=(books.hub.pk, books.other_hub.pk))
    facets = answer.facets
    assert (answer.count, dict(facets.languages), facets.here) == (4, {"ukr": 3, "pol": 1}, 1)
    assert (dict(facets.authors)["Леся Українка"], dict(facets.places), dict(facets.years)[2001]) == (2, {books.hub.pk: 1}, 1)
    for author, number in facets.authors:
        assert ask("пісня", limits=Limits(authors=(author,))).count == number
    assert titles(ask("пісня", limits=Limits(places=(books.hub.pk,)))) == ["Пісня нова"]
    assert ask("пісня", limits=Limits(years=(2000, 2010))).count == 1


def test_only_the_stock_of_the_institution_asked_for(books):
    books.copy(books.record("Пісня тут"))
    drain()
    catch_up()
    assert found("пісня", owners=(books.root.pk,)) == ["Пісня тут"]
    assert found("пісня", owners=(books.root.pk + 999,), guess=False) == []


def test_pages_follow_each_other_without_a_gap(lib, place):
    for number in range(45):
        lib.record(f"Пісня {number:02}", year=1950 + number)
    catch_up()
    seen = [title for page in (1, 2, 3) for title in found("пісня", page=page)]
    assert (len(seen), len(set(seen)), ask("пісня", page=99).page) == (45, 45, 3)
    assert found(sort="title")[:2] == ["Пісня 00", "Пісня 01"]


def test_titles_in_the_order_of_the_ukrainian_alphabet(lib, place):
    wanted = ["Аз", "Ґанок", "Єва", "Зима", "Ирій", "Ікар", "Їжак", "Йод", "Яр"]
    for title in reversed(wanted):
        lib.record(title)
    catch_up()
    assert found(sort="title") == wanted


# --- synonyms ---------------------------------------------------------------------------------------------------------


def test_an_institution_adds_names_of_its_own_and_they_work_at_once(books):
    books.record("Звіт ЦПЧ за рік")
    catch_up()
    assert found("центр промоції читання", guess=False) == []
    policy.edit(books.act(), policy="synonyms", key="own", value=[["ЦПЧ", "центр промоції читання"]], reason="наша назва")
    synonyms.forget()
    assert found("центру промоції читання", guess=False) == ["Звіт ЦПЧ за рік"]


@pytest.mark.parametrize("value", ["слово", [["одне"]], [[""], ["а", "б"]], [["а", 5]], [["а", "б"]] * 501, [["...", "!"]]])
def test_what_is_no_list_of_names_is_refused(lib, value):
    with pytest.raises(Refused) as refusal:
        policy.edit(lib.act(), policy="synonyms", key="own", value=value, reason="спроба")
    assert [problem.code for problem in refusal.value.problems] == ["synonyms_lines"]


def test_lines_are_read_as_they_are_written():
    value = [["ЛОУНБ", "Луганська ОУНБ"], ["проєкт", "проект"]]
    assert synonyms.from_lines(synonyms.as_lines(value)) == value


# --- suggestions ------------------------------------------------------------------------------------------------------


def test_suggestions_of_three_kinds(books):
    books.record("Лісова казка", authors="Лісовський Петро")
    catch_up()
    assert "Лісова пісня" in [title for _uid, title, _authors in suggest("лісова піс").titles]
    said = suggest("ліс")
    assert {title for _uid, title, _authors in said.titles} >= {"Лісова пісня", "Лісова казка"}
    assert suggest("лісовс").people == ("Лісовський Петро",)
    assert suggest("укр").people == ("Леся Українка",)
    assert not suggest("").any and not suggest("л").any and not suggest("щщщ").any


def test_a_day_of_arrival_orders_new_arrivals(books):
    record = books.record("Найновіша")
    books.now += dt.timedelta(days=30)
    books.copy(record)
    drain()
    catch_up()
    assert found(sort="arrived")[0] == "Найновіша"
