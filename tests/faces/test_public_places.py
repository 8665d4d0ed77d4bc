"""What readers see of places and books: nothing hidden, nothing under occupation, nobody's reading."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.actions.units import close_unit, create_unit, edit_unit, set_mode
from mandrivna.core.models import Kind
from mandrivna.core.places import shown_on
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.lending.models import Shelf
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


def page(unit):
    return Client().get(reverse("public:place", args=[unit.pk]))


def names():
    return [str(place) for place in shown_on(timezone.localdate()).by_pk.values()]


def where_the_site_speaks():
    """Everything a visitor can read of places, in one text."""
    urls = ("/", "/places/", "/contacts/", "/accessibility/", "/catalogue/", "/catalogue/?q=пісня", "/sitemap.xml")
    return "\n".join(Client().get(url).getvalue().decode() for url in urls)


def test_places_are_those_of_the_institution_hubs_with_their_shelves(world):
    assert names() == ["Хаб 1", "Полиця 1", "Хаб 2", "Полиця 2"]
    assert [str(place) for place in shown_on(timezone.localdate()).places] == ["Хаб 1", "Хаб 2"]
    assert page(world.far_hub).status_code == 404  # another institution's
    assert page(world.lib.root).status_code == 404  # not a place to come to


@pytest.mark.parametrize("hide", ["closed", "not public", "occupied", "occupied above"])
def test_a_place_that_is_closed_hidden_or_under_occupation_is_as_good_as_absent(world, hide):
    lib = world.lib
    lib.copy()
    if hide == "closed":
        close_unit(lib.act(), unit=lib.shelf)
        close_unit(lib.act(), unit=lib.hub)
    elif hide == "not public":
        edit_unit(lib.act(), unit=lib.hub, about={"public": False})
    elif hide == "occupied":
        set_mode(lib.act(), unit=lib.hub, mode="occupied", since=timezone.localdate())
    else:
        department = create_unit(lib.act(), parent=lib.root, kind=Kind.DEPARTMENT, name="Відділ у тилу", mode="occupied")
        create_unit(lib.act(), parent=department, kind=Kind.HUB, name="Хаб 3")
        assert ("Хаб 3" in names(), "Хаб 3" in where_the_site_speaks()) == (False, False)
        return
    assert names() == ["Хаб 2", "Полиця 2"]
    assert [page(unit).status_code for unit in (lib.hub, lib.shelf, lib.other_hub)] == [404, 404, 200]
    said = where_the_site_speaks()
    assert ("Хаб 1" in said, "Полиця 1" in said, "Хаб 2" in said) == (False, False, True)
    # The title is still ours; where it stands is not told.
    assert "Зараз на руках або в дорозі" in text_of(Client().get("/catalogue/?q=пісня"))


def test_hubs_of_a_library_whose_own_house_is_under_occupation_are_shown(world):
    lib = world.lib
    set_mode(lib.act(), unit=lib.root, mode="occupied", since=timezone.localdate())
    assert names() == []
    set_mode(lib.act(), unit=lib.hub, mode="travelling", since=timezone.localdate())
    assert names() == ["Хаб 1", "Полиця 1"]


def test_a_shelf_says_what_its_hub_says_unless_it_says_otherwise(world):
    lib = world.lib
    about = {
        "actual_address": "вул. Тестова, 1",
        "opening_hours": ["пн–пт 9:00–18:00"],
        "directions": "Ліворуч.",
        "contact": "@hub",
    }
    edit_unit(lib.act(), unit=lib.hub, about=about)
    edit_unit(lib.act(), unit=lib.shelf, about={"opening_hours": ["лише сб"], "public_note": "Переїжджаємо."})
    text = text_of(page(lib.shelf))
    assert all(
        words in text for words in ("вул. Тестова, 1", "лише сб", "Ліворуч.", "@hub", "Переїжджаємо.", "мандрівна бібліотека")
    )
    assert "пн–пт" not in text


def test_a_suspended_place_keeps_its_name_and_its_word_but_promises_no_hours(world):
    lib = world.lib
    lib.copy()
    edit_unit(lib.act(), unit=lib.hub, about={"opening_hours": ["пн–пт 9:00–18:00"], "contact": "@hub"})
    set_mode(lib.act(), unit=lib.hub, mode="suspended", since=timezone.localdate())
    text = text_of(page(lib.hub))
    assert ("роботу призупинено" in text, "@hub" in text, "пн–пт" in text, "Лісова пісня" in text) == (True, True, False, False)
    assert "Хаб 1, Полиця 1 (роботу призупинено)" in text_of(Client().get("/catalogue/?q=пісня"))


def test_of_a_place_with_no_news_only_the_name_and_the_word(world):
    lib = world.lib
    particulars = {"actual_address": "вул. Тестова, 1", "contact": "@hub", "latitude": "49.44", "longitude": "32.06"}
    edit_unit(lib.act(), unit=lib.hub, about={**particulars, "directions": "Ліворуч.", "public_note": "До обіду."})
    set_mode(lib.act(), unit=lib.hub, mode="no_data", since=timezone.localdate())
    text = text_of(page(lib.hub))
    assert "немає даних" in text
    assert [words for words in ("вул. Тестова", "@hub", "Ліворуч", "До обіду") if words in text + where_the_site_speaks()] == []


def test_the_map_knows_the_town_and_never_the_house(world):
    lib = world.lib
    edit_unit(lib.act(), unit=lib.hub, about={"latitude": "49.4449", "longitude": "32.0598"})
    place = shown_on(timezone.localdate()).by_pk[lib.shelf.pk]
    assert [str(degree) for degree in place.point] == ["49.44", "32.06"]
    assert "49.44" not in Client().get("/places/").content.decode()


def test_what_a_shelf_holds_is_told_and_who_reads_is_not(world):
    lib = world.lib
    standing, lent = lib.copy(), lib.copy(lib.record("Тигролови"))
    reader = lib.reader(pseudonym="Читач Таємний")
    world.lend(lent, reader)
    shelf, hub = page(lib.shelf).content.decode(), page(lib.hub).content.decode()
    assert all("Лісова пісня" in text and "Тигролови" not in text for text in (shelf, hub))
    title = Client().get(reverse("public:title", args=[lent.record_id])).content.decode()
    assert "на руках або в дорозі" in title
    said = shelf + hub + title + where_the_site_speaks()
    private = ("Таємний", str(reader.pk), str(lent.pk), str(standing.pk), lent.barcode, f"№ {lent.inventory_number}")
    assert [words for words in private if words in said] == []


def test_availability_counts_copies_by_place(world):
    lib = world.lib
    record = lib.record("Кобзар", authors="Шевченко Тарас", publisher="Дніпро", year=1985, isbn="9789660378230")
    for place in (lib.shelf, lib.shelf, lib.other_shelf):
        lib.copy(record, place=place)
    text = text_of(Client().get(reverse("public:title", args=[record.pk])))
    assert "Хаб 1, Полиця 1 2 примірники Хаб 2, Полиця 2 1 примірник" in text
    assert "Шевченко Т. Кобзар. Дніпро, 1985." in text


def test_whoever_came_by_the_code_of_a_shelf_is_led_to_take_the_book_there_alone(world):
    """The code stays with whoever has it: a page opened without it says that there is one, and never which."""
    lib = world.lib
    copy = lib.copy()
    title = reverse("public:title", args=[copy.record_id])
    librarian, alone = "візьміть книжку з квитком до бібліотекаря", "наведіть на нього камеру телефона й візьміть книжку самі"

    def said(address):
        text = Client().get(address).content.decode()
        return [librarian in text, alone in text, "Тут беруть і самі" in text, "Узяти самому" in text]

    assert said(title) == [True, False, False, False]
    renew_shelf_code(lib.act(), place=lib.shelf)
    code = Shelf.objects.get().code
    assert said(title) == [False, True, True, False]
    assert code not in Client().get(title).content.decode()
    through = f"{title}?shelf={code}"
    assert through in Client().get(f"/places/{lib.shelf.pk}/?shelf={code}").content.decode()
    assert through not in page(lib.shelf).content.decode()
    assert said(through) == [False, True, True, True]
    assert f'href="/my/shelf/{code}/"' in Client().get(through).content.decode()
    assert said(f"{title}?shelf={'0' * 16}") == [False, True, True, False]
    lib.copy(copy.record, place=lib.other_shelf)
    withdraw_copy(lib.act(), copy=copy, why="Зношено")
    assert said(through) == [True, False, False, False], "another shelf's code takes nothing here"


def test_a_set_held_by_its_volumes_has_a_page_that_leads_to_them(world):
    lib = world.lib
    whole = lib.record("Степова сага", kind="book")
    volume = lib.record("Криниця", kind="volume", host=whole, part="Т. 1")
    address = reverse("public:title", args=[whole.pk])
    assert Client().get(address).status_code == 404
    copy = lib.copy(volume)
    text = text_of(Client().get(address))
    assert ("Це видання беруть частинами" in text, "Т. 1. Криниця" in text, "Усі примірники зараз" in text) == (True, True, False)
    assert Client().get(reverse("public:title", args=[volume.pk])).content.decode().count(address) == 1
    withdraw_copy(lib.act(), copy=copy, why="Зношено")
    assert Client().get(address).status_code == 404


def test_a_title_we_do_not_hold_is_not_offered(world):
    lib = world.lib
    record = lib.record("Порожній запис")
    assert Client().get(reverse("public:title", args=[record.pk])).status_code == 404
    copy = lib.copy(record)
    assert Client().get(reverse("public:title", args=[record.pk])).status_code == 200
    withdraw_copy(lib.act(), copy=copy, why="Зношено")
    assert Client().get(reverse("public:title", args=[record.pk])).status_code == 404
    foreign = lib.copy(lib.record("Чужа книжка"), place=world.far_hub)
    assert Client().get(reverse("public:title", args=[foreign.record_id])).status_code == 404
    assert "Такої книжки ми не знайшли" in text_of(Client().get("/catalogue/?q=чужа"))


@pytest.mark.parametrize("q", ["пісня", "ПІСНЯ", "лісова пісня", "лiсова", "978-966-03-7823-0", "9789660378230"])
def test_a_book_is_found_by_a_word_or_an_isbn(world, q):
    world.lib.copy(world.lib.record("Лісова пісня", isbn="9789660378230"))
    response = Client().get("/catalogue/", {"q": q})
    assert "знайдено 1 назву" in text_of(response).replace("назв: 1", "1 назву")
    assert 'role="status"' in response.content.decode()


@pytest.mark.parametrize("q", ["ябвгд", "!!!", "%", "_", "' OR 1=1 --", "\x00\x00x\x00", "а" * 5000, "<script>"])
def test_nonsense_finds_nothing_and_says_so_politely(world, q):
    world.lib.copy()
    response = Client().get("/catalogue/", {"q": q})
    assert response.status_code == 200
    assert "Такої книжки ми не знайшли" in text_of(response)
    assert "<script>" not in response.content.decode().partition("<main")[2].partition("</main>")[0]


def test_questions_to_the_database_do_not_grow_with_rows(world):
    lib = world.lib
    urls = ["/", "/places/", "/catalogue/", "/catalogue/?q=пісня", reverse("public:place", args=[lib.hub.pk])]
    copy = lib.copy()
    for shelf in (lib.shelf, lib.other_shelf):
        renew_shelf_code(lib.act(), place=shelf)
    one = [queries(Client(), url) for url in [*urls, reverse("public:title", args=[copy.record_id])]]
    for number in range(2):
        lib.copy(lib.record(f"Пісня {number}"))
        lib.copy(copy.record, place=lib.other_shelf)
        create_unit(lib.act(), parent=lib.root, kind=Kind.HUB, name=f"Ще хаб {number}")
    three = [queries(Client(), url) for url in [*urls, reverse("public:title", args=[copy.record_id])]]
    assert (three, max(three) <= 12) == (one, True)


def test_the_librarian_decides_in_the_form_and_sees_what_readers_see(world):
    lib, director = world.lib, world.browser("director")
    url = reverse("workspace:unit", args=[lib.hub.pk])
    assert "показано" in text_of(director.get(url))
    sent = form(name="Хаб 1", visits_from="acts", directions="Дворами\r\nдо арки.", accessibility="Пандус.", public_note="Чекаємо!")
    edit = reverse("workspace:unit_edit", args=[lib.hub.pk])
    assert director.post(edit, {**sent, "public": "on"}).status_code == 302
    assert all(words in text_of(page(lib.hub)) for words in ("Дворами до арки.", "Пандус.", "Чекаємо!"))
    assert director.post(edit, form(name="Хаб 1", visits_from="acts")).status_code == 302
    assert page(lib.hub).status_code == 404
    assert "показувати на сайті: «так» → «ні»" in text_of(director.get(url))
    assert "не показано" in text_of(director.get(url))


def test_of_a_large_place_a_part_is_shown_and_the_way_to_the_rest(world, monkeypatch):
    lib = world.lib
    for number in range(3):
        lib.copy(lib.record(f"Книжка {number}"))
    monkeypatch.setattr("mandrivna.faces.public.places.MOST", 3)
    assert "3 назви. Книжки мандрують" in text_of(page(lib.shelf))
    monkeypatch.setattr("mandrivna.faces.public.places.MOST", 2)
    part = page(lib.shelf)
    assert (part.content.decode().count("<strong>Книжка "), "показуємо лише частину" in text_of(part)) == (2, True)
    assert f"/catalogue/?place={lib.shelf.pk}" in part.content.decode()


@pytest.mark.parametrize("path", ["/sitemap.xml?file=", "/catalogue/?place=", "/catalogue/?page=", "/catalogue/?from=",
                                  "/catalogue/local/?page=", "/catalogue/authors/?page=", "/opds/?page="])  # fmt: skip
def test_a_number_without_end_in_an_address_is_no_error(world, path):
    assert Client().get(path + "9" * 5000).status_code in (200, 404)
