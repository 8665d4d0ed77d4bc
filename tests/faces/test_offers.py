"""«Спеціалізація й послуги» on a screen: said for a place, found by what it is for, read on the site; the leaflet beside it."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind
from mandrivna.enquiries.actions.offers import say_offers
from mandrivna.enquiries.models import Offer
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST, LEAFLET = "/work/units/offers/", "/work/enquiries/served/leaflet/"


@pytest.fixture
def world() -> World:
    return World()


def test_a_place_is_told_what_it_is_for_and_found_by_it(world):
    client, page = world.browser("director"), reverse("workspace:unit_offers", args=[world.lib.hub.pk])
    assert "Такого ще не позначено ніде" in text_of(client.get(LIST))
    said = form(people=["for_families"], themes=["theme_family_reading"], services=["has_corner", "has_wifi"])
    assert client.post(page, said).status_code == 302
    assert sorted(Offer.objects.values_list("code", flat=True)) == [
        "for_families",
        "has_corner",
        "has_wifi",
        "theme_family_reading",
    ]
    answer = client.get(f"{LIST}?what=theme_family_reading")
    assert [place for place, _said, _may in answer.context["rows"]] == [world.lib.hub]
    assert client.get(f"{LIST}?what=for_youth").context["rows"] == []
    assert len(client.get(f"{LIST}?what=<script>").context["rows"]) == 1
    said = text_of(client.get(reverse("workspace:unit", args=[world.lib.hub.pk])))
    assert ("бібліотека родинного читання" in said, "куточок спільного читання дітей і батьків" in said) == (True, True)
    assert client.post(page, form(people=["хтозна"])).status_code == 422


def test_a_shelf_has_no_speciality_and_others_places_are_not_found(world):
    client = world.browser("director")
    assert client.get(reverse("workspace:unit_offers", args=[world.lib.shelf.pk])).status_code == 404
    stranger = world.browser("stranger")
    assert stranger.get(reverse("workspace:unit_offers", args=[world.lib.hub.pk])).status_code in (403, 404)
    say_offers(Act(actor=SYSTEM), place=world.lib.hub, codes=["for_families"])
    answer = stranger.get(LIST)
    assert answer.status_code == 200 and answer.context["rows"] == []


def test_readers_see_what_a_place_is_for_and_a_shelf_speaks_for_its_hub(world, client):
    say_offers(Act(actor=SYSTEM), place=world.lib.hub, codes=["for_children", "has_wifi"])
    for unit in (world.lib.hub, world.lib.shelf):
        said = text_of(client.get(reverse("public:place", args=[unit.pk])))
        assert ("Для кого" in said, "бездротовий інтернет" in said) == (True, True)
    assert "Для кого" not in text_of(client.get(reverse("public:place", args=[world.lib.other_hub.pk])))


def test_the_list_asks_as_much_of_three_as_of_one(world):
    client = world.browser("director")
    say_offers(Act(actor=SYSTEM), place=world.lib.hub, codes=["for_children"])
    client.get(LIST)
    one = queries(client, LIST)
    for number in range(3):
        place = create_unit(Act(actor=SYSTEM), parent=world.lib.hub, kind=Kind.PLACE, name=f"Місце {number}")
        say_offers(Act(actor=SYSTEM), place=place, codes=["for_children", "has_wifi"])
    assert queries(client, LIST) == one


def test_the_leaflet_names_the_services_of_the_rules(world):
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="e_services/e_own_1", value="квиток на потяг", reason="питають")
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="e_services/e_health", value="", reason="не вміємо")
    answer = world.browser("owner").get(LEAFLET)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(answer.content)).pages
    said = " ".join(pages[0].extract_text().split())
    found = [
        words in said for words in ("Послуги онлайн: допоможемо", "Квиток на потяг", "Пенсії й соціальні виплати", "Лікар і ліки")
    ]
    assert (len(pages), found) == (1, [True, True, True, False])
