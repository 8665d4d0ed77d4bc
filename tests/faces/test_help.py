"""The handbook inside the program: every page, picture and link of it, and the page for every screen."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from mandrivna.faces.workspace.help import book
from mandrivna.faces.workspace.help.places import PLACES, help_url, place_of
from tests.architecture.test_matrix import ADDRESSES
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
HELP = "/work/help/"
SCREENS = sorted(name for name in ADDRESSES if name.startswith("workspace:"))


@pytest.fixture
def world():
    return World()


def exists(place):
    page, _hash, anchor = place.partition("#")
    found = book.pages().get(page)
    return found is not None and (not anchor or anchor in [one.anchor for one in found.document.headings])


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_has_its_page_of_the_handbook(name):
    """A new screen says in help/places.py which section speaks of it, and the handbook gets that section."""
    assert place_of(name), f"{name}: no page of the handbook speaks of this screen"
    assert exists(place_of(name)), place_of(name)


def test_every_place_named_exists_and_is_used_by_a_screen():
    assert [place for place in PLACES.values() if not exists(place)] == []
    unused = [start for start in PLACES if not any(name.startswith(start) for name in ADDRESSES)]
    assert unused == []


def test_the_longest_name_wins_and_an_unknown_screen_gets_the_contents():
    assert help_url("workspace:unit_close").endswith("/nove-mistse/#закрити")
    assert help_url("workspace:units").endswith("/nove-mistse/")
    assert help_url("somewhere:else") == help_url("") == HELP


def test_the_bar_leads_to_the_page_of_the_screen(world):
    assert f'href="{HELP}kataloh/#знайти"' in world.browser("owner").get("/work/catalogue/").content.decode()


def test_the_contents_lead_to_every_page_in_order(world):
    page = world.browser("guardian").get(HELP).content.decode()
    listed = page[page.index("<ol lang") :]
    files = sorted(path.name for path in book.folder().glob("[0-9]*.md"))
    assert re.findall(rf'href="{HELP}([a-z-]+)/"', listed) == [name[3:-3] for name in files]
    assert files[0] == "01-pochatok.md"


@pytest.mark.parametrize("slug", list(book.pages()))
def test_every_link_and_picture_of_a_page_opens(world, slug):
    client = world.browser("director")
    response = client.get(f"{HELP}{slug}/")
    page = response.content.decode()
    article = page[page.index("<article") : page.index("</article>")]
    assert text_of(response).count(book.pages()[slug].title) >= 2
    for address in re.findall(r'(?:href|src)="([^"#]+)', article):
        assert client.get(address).status_code == 200, address
    for anchor_page, anchor in re.findall(rf'href="{HELP}([a-z-]+)/#([^"]+)"', article):
        assert exists(f"{anchor_page}#{anchor}")


def test_pages_lead_to_their_neighbours(world):
    page = world.browser("director").get(f"{HELP}vydacha/").content.decode()
    assert re.search(rf'rel="prev" href="{HELP}pochatok/"', page) and re.search(rf'rel="next" href="{HELP}chytachi/"', page)


@pytest.mark.parametrize(
    ("asked", "heading", "url"),
    [
        ("карантин", "Карантин: не вдалося зрозуміти або застосувати", "rozbizhnosti"),
        ("скасувати помилкове", "Скасувати помилкове", "vydacha"),
        ("ЗАБУТИ", "Забути", "chytachi"),
    ],
)
def test_headings_are_searched(world, asked, heading, url):
    page = world.browser("guardian").get(HELP, {"q": asked})
    assert heading in [found.text for _page, found in page.context["found"]]
    assert f"{HELP}{url}/" in page.content.decode()


def test_nothing_found_in_the_headings_says_so(world):
    assert "У заголовках такого немає." in text_of(world.browser("guardian").get(HELP, {"q": "телепортація"}))


@pytest.mark.parametrize("name", ["nope.png", "..%2f..%2fREADME.md", "home-1280.PNG", "01-pochatok.md"])
def test_only_pictures_of_the_handbook_are_served(world, name):
    assert world.browser("director").get(f"{HELP}img/{name}").status_code == 404


def test_a_page_that_does_not_exist_is_not_found(world):
    assert world.browser("director").get(f"{HELP}nope/").status_code == 404


def test_the_handbook_is_in_ukrainian_whatever_the_interface_speaks(world):
    client = world.browser("director")
    client.cookies["mandrivna_language"] = "en"
    page = client.get(f"{HELP}pochatok/").content.decode()
    assert '<html lang="en"' in page and '<article class="prose manual" lang="uk">' in page


def test_a_page_asks_the_database_no_more_than_its_frame(world):
    assert queries(world.browser("director"), f"{HELP}vydacha/") <= 6


def test_pictures_say_how_large_they_are(world):
    page = world.browser("director").get(f"{HELP}pochatok/").content.decode()
    source = reverse("workspace:help_picture", args=["home-1280.png"])
    assert re.search(rf'<img src="{source}" width="\d+" height="\d+" loading="lazy" alt="[^"]+">', page)
