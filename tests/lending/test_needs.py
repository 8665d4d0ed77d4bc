"""A hub asks for so many books on something for somebody; what came is counted until there is enough."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mandrivna.core.actions.units import close_unit
from mandrivna.core.problems import Refused
from mandrivna.lending.actions.needs import ask_need, bring_for_need, close_need
from mandrivna.lending.actions.shelf_visits import plan_visit
from mandrivna.lending.models import HubNeed
from mandrivna.lending.needs import asked_at
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/shelves/needs/"


@pytest.fixture
def world() -> World:
    return World()


def asked(world: World, place=None, **about) -> HubNeed:
    said = {"topic": "казки про тварин", "quantity": 20, "ages": ["0-14"], **about}
    return ask_need(world.lib.act(), place=place or world.lib.hub, **said)


def test_a_need_is_met_when_enough_has_come(world):
    need, lib = asked(world), world.lib
    assert (bring_for_need(lib.act(), need=need, many=5).left, asked_at(lib.shelf)) == (15, [need])
    act = lib.act()
    met = [bring_for_need(act, need=need, many=15) for _twice in range(2)][-1]
    assert (met.brought, met.closed_on, asked_at(lib.shelf)) == (20, act.on, [])
    for run in (lambda: bring_for_need(lib.act(), need=need, many=1), lambda: close_need(lib.act(), need=need)):
        with pytest.raises(Refused) as refusal:
            run()
        assert refusal.value.codes == ["need_closed"]
    other = asked(world)
    assert close_need(lib.act(), need=other).closed_on == lib.act().on
    assert asked_at(lib.other_shelf) == []


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"topic": " "}, "no_topic"), ({"topic": "х" * 201}, "too_long"), ({"note": "х" * 301}, "too_long"),
        ({"quantity": 0}, "how_many"), ({"quantity": 1001}, "how_many"), ({"ages": ["старі"]}, "unknown_age"),
    ],
)  # fmt: skip
def test_every_refusal(world, about, code):
    with pytest.raises(Refused) as refusal:
        asked(world, **about)
    assert refusal.value.codes == [code]


def test_a_closed_place_asks_for_nothing_and_nobody_brings_nothing(world):
    need = asked(world)
    with pytest.raises(Refused) as refusal:
        bring_for_need(world.lib.act(), need=need, many=0)
    assert refusal.value.codes == ["how_many"]
    close_unit(world.lib.act(), unit=world.lib.other_shelf)
    world.lib.other_shelf.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        asked(world, place=world.lib.other_shelf)
    assert refusal.value.codes == ["place_closed"]


def test_from_the_form_to_the_journey(world):
    owner, lib = world.browser("owner"), world.lib
    assert owner.post(f"{LIST}ask/", form(place=lib.hub, topic="", quantity="20")).status_code == 422
    owner.post(f"{LIST}ask/", form(place=lib.hub, topic="казки про тварин", quantity="20", ages="0-14", note="для садка"))
    need = HubNeed.objects.get()
    shown = text_of(owner.get(LIST))
    assert [word in shown for word in ("казки про тварин", "до 15 років", "для садка", "привезено 0 з 20")] == [True] * 4
    visit = plan_visit(lib.act(), place=lib.shelf, base=lib.hub, on=lib.act().on)
    choosing = text_of(owner.get(reverse("workspace:shelf_trip_choose", args=[visit.pk])))
    assert ("казки про тварин" in choosing, "ще 20" in choosing) == (True, True)
    where = reverse("workspace:shelf_need_brought", args=[need.pk])
    assert owner.post(where, form(many="багато")).status_code == 422
    owner.post(where, form(many="7"))
    assert "привезено 7 з 20" in text_of(owner.get(LIST))
    owner.post(where, form(said="over"))
    assert ("казки" in text_of(owner.get(LIST)), "казки" in text_of(owner.get(LIST, {"closed": "1"}))) == (False, True)


@pytest.mark.parametrize(("who", "sees", "status"), [("guardian", 200, 403), ("colleague", 200, 404), ("stranger", 200, 404)])
def test_who_may(world, who, sees, status):
    need, client = asked(world), world.browser(who)
    page = client.get(LIST)
    assert (page.status_code, "казки" in text_of(page)) == (sees, False)
    assert client.post(reverse("workspace:shelf_need_brought", args=[need.pk]), form(many="1")).status_code == status


def test_one_need_and_three_cost_the_same(world):
    owner = world.browser("owner")
    asked(world)
    one = queries(owner, LIST)
    asked(world), asked(world)
    assert queries(owner, LIST) == one <= 12
