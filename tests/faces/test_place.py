"""«Де ви працюєте»: every place of one's own under its hub, one press to be there, and back to where one was."""

from __future__ import annotations

import pytest

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
PLACE, CHOOSE = "/work/place/", "/work/place/choose/"


@pytest.fixture
def world():
    return World()


def shelves(world, many):
    for number in range(many):
        create_unit(Act(actor=SYSTEM), parent=world.lib.hub, kind=Kind.SHELF, name=f"Ґанок {number}")


def groups(response):
    return {str(hub): [str(place) for place in places] for hub, places in response.context["groups"]}


def test_places_stand_under_their_hubs(world):
    lib = world.lib
    response = world.browser("director").get(PLACE)
    assert groups(response) == {
        str(lib.hub): [str(lib.hub), str(lib.shelf)],
        str(lib.other_hub): [str(lib.other_hub), str(lib.other_shelf)],
    }


def test_a_librarian_of_one_hub_sees_only_it(world):
    assert groups(world.browser("owner").get(PLACE)) == {str(world.lib.hub): [str(world.lib.hub), str(world.lib.shelf)]}


def test_the_chip_leads_here_and_the_choice_leads_back(world):
    client = world.browser("director")
    assert 'href="/work/place/?next=/work/catalogue/"' in client.get("/work/catalogue/").content.decode()
    page = client.get(f"{PLACE}?next=/work/catalogue/")
    assert 'name="next" value="/work/catalogue/"' in page.content.decode()
    done = client.post(CHOOSE, form(place=world.lib.shelf, next="/work/catalogue/"))
    assert done.headers["Location"] == "/work/catalogue/"
    assert "Ви тут" in text_of(client.get(PLACE))


def test_the_way_back_is_never_to_another_site(world):
    assert world.browser("director").get(f"{PLACE}?next=https://elsewhere.example/").context["next"] == ""


@pytest.mark.parametrize(("many", "filtered"), [(4, False), (5, True)])
def test_the_field_appears_with_more_than_eight_places(world, many, filtered):
    shelves(world, many)  # beside the two hubs and the two shelves of the library
    assert ("Знайти місце" in text_of(world.browser("director").get(PLACE))) is filtered


def test_without_a_script_the_field_asks_the_server(world):
    shelves(world, 5)
    client = world.browser("director")
    assert groups(client.get(f"{PLACE}?q=ганок 3")) == {str(world.lib.hub): ["Ґанок 3"]}
    assert "Такого місця немає." in text_of(client.get(f"{PLACE}?q=нема"))


def test_the_old_address_of_the_choice_opened_like_a_page_leads_back_to_the_page(world):
    response = world.browser("director").get(CHOOSE)
    assert (response.status_code, response.context["back"]) == (405, PLACE)


def test_the_page_costs_the_same_with_few_places_and_many(world):
    client = world.browser("director", place=world.lib.shelf)
    one = queries(client, PLACE)
    shelves(world, 3)
    assert (queries(client, PLACE), one <= 12) == (one, True)
