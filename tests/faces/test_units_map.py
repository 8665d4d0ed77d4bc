"""The map of places and the list behind it: what one may see, by region, with modes, and where a point is entered."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actions.units import edit_unit, set_mode
from mandrivna.core.actor import SYSTEM
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
MAP = "/work/units/map/"
CHERKASY, LUHANSK = {"latitude": "49.4444", "longitude": "32.0598"}, {"latitude": "48.574", "longitude": "39.308"}


@pytest.fixture
def world():
    return World()


def put(unit, **about):
    return edit_unit(Act(actor=SYSTEM), unit=unit, about=about)


def url(name, unit):
    return reverse(f"workspace:{name}", args=[unit.pk])


def listed(response) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(code, [(unit.name, words) for unit, _state, words in rows]) for code, _name, rows in response.context["regions"]]


def test_places_stand_on_the_map_and_in_the_list_by_region(world):
    put(world.lib.hub, **CHERKASY)
    put(world.lib.other_hub, **LUHANSK)
    put(world.lib.root, region="UA-71")
    set_mode(Act(actor=SYSTEM), unit=world.lib.other_hub, mode="occupied", since=timezone.localdate())
    response = world.browser("director").get(MAP)
    assert listed(response) == [
        ("ua-09", [("Хаб 2", "на тимчасово окупованій території")]),
        ("ua-71", [("Наукова бібліотека", "мандрівна бібліотека"), ("Хаб 1", "мандрівна бібліотека")]),
    ]
    page = response.content.decode()
    wide = page[page.index("map-pins map-wide") : page.index("map-pins map-narrow")]
    assert re.findall(r'<a href="([^"]+)"', wide) == [url("unit", world.lib.hub), url("unit", world.lib.other_hub)]
    assert "Луганська область: на тимчасово окупованій території (1)" in page
    assert "Черкаська область: мандрівна бібліотека (2)" in page
    assert {f'id="{code}"' in page for code in ("ua-09", "ua-71")} == {True}


def test_what_has_no_place_yet_is_named(world):
    put(world.lib.hub, **CHERKASY)
    response = world.browser("director").get(MAP)
    assert [unit.name for unit in response.context["unplaced"]] == ["Наукова бібліотека", "Хаб 2"]
    assert "Ще не на мапі" in text_of(response)


def test_an_empty_map_says_how_to_begin(world):
    assert "вкажіть область або точку" in text_of(world.browser("director").get(MAP))


def test_one_sees_only_where_one_works(world):
    for unit, place in ((world.lib.hub, CHERKASY), (world.lib.other_hub, LUHANSK), (world.far_hub, CHERKASY)):
        put(unit, **place)
    seen = {
        who: [name for _code, rows in listed(world.browser(who).get(MAP)) for name, _words in rows]
        for who in ("director", "owner", "stranger")
    }
    assert seen == {"director": ["Хаб 2", "Хаб 1"], "owner": ["Хаб 1"], "stranger": ["Далекий хаб"]}


def test_a_closed_place_leaves_the_map(world):
    put(world.lib.shelf, **CHERKASY)
    client = world.browser("director")
    client.post(url("unit_close", world.lib.shelf), form(note=""))
    assert listed(client.get(MAP)) == []


def test_the_map_costs_the_same_with_one_place_and_with_three(world):
    client = world.browser("director")
    put(world.lib.hub, **CHERKASY)
    one = queries(client, MAP)
    put(world.lib.other_hub, **LUHANSK)
    put(world.lib.shelf, **LUHANSK)
    assert (queries(client, MAP), one <= 12) == (one, True)


def particulars(**about):
    return form(**{"name": "Хаб 1", "visits_from": "acts", **about})


def test_a_point_is_entered_as_people_write_it_and_the_region_follows(world):
    client = world.browser("director")
    sent = particulars(latitude="49,4444°", longitude=" 32.0598", region="UA-46")
    assert client.post(url("unit_edit", world.lib.hub), sent).status_code == 302
    world.lib.hub.refresh_from_db()
    assert (world.lib.hub.region, world.lib.hub.latitude, world.lib.hub.longitude) == (
        "UA-71",
        Decimal("49.4444"),
        Decimal("32.0598"),
    )
    page = text_of(client.get(url("unit", world.lib.hub)))
    assert "Черкаська область 49,4444°, 32,0598°" in page
    assert "область: «» → «Черкаська область»" in page
    assert client.get(url("unit_edit", world.lib.hub)).context["form"]["latitude"].value() == "49,4444"


def test_the_form_warns_that_a_gathering_is_a_target(world):
    assert "центр населеного пункту, а не будинок" in text_of(world.browser("director").get(url("unit_edit", world.lib.hub)))


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"latitude": "49.4444"}, "longitude"),
        ({"latitude": "55.7558", "longitude": "37.6173"}, "latitude"),
        ({"latitude": "північ", "longitude": "32"}, "latitude"),
        ({"region": "UA-00"}, "region"),
    ],
)
def test_a_slip_stands_beside_its_field(world, sent, field):
    response = world.browser("director").post(url("unit_edit", world.lib.hub), particulars(**sent))
    world.lib.hub.refresh_from_db()
    assert (response.status_code, list(response.context["form"].errors), world.lib.hub.region) == (422, [field], "")
