"""Boxes that go by post: who carries them and under which number, on the journey's page and on its act."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.core.problems import Refused
from mandrivna.faces.workspace.shelves.papers import hand_over
from mandrivna.lending.actions.shelf_visits import plan_visit, send_by, step_visit
from mandrivna.lending.models import ShelfVisit
from mandrivna.shared.printing.document import Text
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def going(world: World) -> ShelfVisit:
    lib = world.lib
    return plan_visit(lib.act(), place=lib.shelf, base=lib.hub, on=lib.act().on)


def told(visit: ShelfVisit) -> str:
    return " ".join(block.text for block in hand_over(visit, []).blocks if isinstance(block, Text))


def test_the_carrier_and_the_number_stand_on_the_page_and_on_the_act(world):
    owner, visit = world.browser("owner"), going(world)
    page, where = (reverse(f"workspace:{name}", args=[visit.pk]) for name in ("shelf_trip", "shelf_trip_carrier"))
    assert ("поштою чи перевізником?" in text_of(owner.get(page)), "Доставив" in told(visit)) == (True, False)
    assert owner.post(where, form(carrier=" Вигадана  пошта ", parcel="2045 0001")).status_code == 302
    visit.refresh_from_db()
    assert (visit.carrier, visit.parcel) == ("Вигадана пошта", "2045 0001")
    assert "Вигадана пошта, відправлення 2045 0001" in text_of(owner.get(page))
    assert "Доставив перевізник: Вигадана пошта, відправлення № 2045 0001." in told(visit)
    owner.post(where, form(carrier="Вигадана пошта", parcel=""))
    visit.refresh_from_db()
    assert told(visit).endswith("Доставив: Вигадана пошта.")


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"carrier": "", "parcel": "1"}, "no_carrier"), ({"carrier": "х" * 121}, "too_long"),
        ({"carrier": "х", "parcel": "1" * 61}, "too_long"),
    ],
)  # fmt: skip
def test_every_refusal(world, about, code):
    with pytest.raises(Refused) as refusal:
        send_by(world.lib.act(), visit=going(world), **about)
    assert refusal.value.codes == [code]


def test_of_a_journey_that_is_over_nothing_is_written(world):
    visit = step_visit(world.lib.act(), visit=going(world), to="cancelled")
    with pytest.raises(Refused) as refusal:
        send_by(world.lib.act(), visit=visit, carrier="Вигадана пошта")
    assert refusal.value.codes == ["visit_closed"]
    assert "перевізником?" not in text_of(world.browser("owner").get(reverse("workspace:shelf_trip", args=[visit.pk])))


@pytest.mark.parametrize(("who", "status"), [("guardian", 403), ("colleague", 404), ("stranger", 404)])
def test_who_may_not(world, who, status):
    where = reverse("workspace:shelf_trip_carrier", args=[going(world).pk])
    assert world.browser(who).get(where).status_code == status
