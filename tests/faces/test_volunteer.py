"""A volunteer's telephone: their own round from the base to the doors and home, and nothing of anybody else's."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mandrivna.core.actor import Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.models import AuditEntry, Operation
from mandrivna.core.problems import Forbidden
from mandrivna.core.roles import actor_for
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.rounds import (
    add_stop,
    carry,
    collect,
    come_home,
    hand_over,
    not_so,
    plan_round,
    replan_round,
    set_off,
    step_round,
    unopened,
)
from mandrivna.lending.models import Carried, Event, Loan, Round, Stop
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.models import Reader
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
LIST, HOME = "/work/deliveries/own/", "/work/"


@pytest.fixture
def world() -> World:
    return World()


def at_home(world: World, word: str = "вул. Вигадана, 7", **about) -> Reader:
    reader = world.lib.reader(**{"pseudonym": "Калина", **about})
    said = {"address": Withheld(word), "directions": Withheld(f"{word}, другий поверх")}
    set_doorstep(world.lib.act(), reader=reader, place=world.lib.shelf, agreed="1", **said)
    return reader


def a_round(world: World, who: str = "volunteer", doors: int = 1, word: str = "вул. Вигадана, 7") -> Round:
    lib = world.lib
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer=world.staff[who])
    for _number in range(doors):
        stop = add_stop(lib.act(), delivery=delivery, reader=at_home(world, word))
        carry(lib.act(), stop=stop, copy=lib.copy(), way="bring")
    return delivery


def here(delivery: Round) -> str:
    return reverse("workspace:delivery_own_round", args=[delivery.pk])


def addresses(delivery: Round) -> list[str]:
    """Everything a telephone asks for while a round goes on."""
    stop = reverse("workspace:delivery_own_door", args=[delivery.stops.first().pk])
    return [here(delivery), reverse("workspace:delivery_own_step", args=[delivery.pk]), stop]


def test_a_volunteer_drives_their_round_from_the_base_to_the_door_and_home(world):
    driver, delivery = world.browser("volunteer"), a_round(world, doors=2)
    first, second = Stop.objects.order_by("turn")
    page, step, door = addresses(delivery)
    assert "Мої обходи" in text_of(driver.get(HOME)) and str(delivery.pk) in driver.get(HOME).content.decode()
    shown = text_of(driver.get(page))
    assert ("вул. Вигадана, 7" in shown, "Калина" in shown, "Додати зупинку" in shown) == (True, True, False)
    assert driver.post(step, form(to="on_way")).status_code == 302
    given = form(said="given", copy=Carried.objects.get(stop=first).copy)
    assert [driver.post(door, given).status_code for _twice in range(2)] == [302, 302]
    assert (Loan.objects.get().reader, Event.objects.get(act="issue").mode) == (first.reader, "nonstationary")
    driver.post(door, form(said="undo", copy=Carried.objects.get(stop=first).copy))
    assert Loan.objects.open().count() == 0
    driver.post(door, given | form(said="given"))
    other = reverse("workspace:delivery_own_door", args=[second.pk])
    driver.post(other, form(said="nobody"))
    driver.post(other, form(said="somebody"))
    driver.post(other, form(said="nobody"))
    assert (Loan.objects.open().get().copy, Stop.objects.get(pk=second.pk).nobody_on) == (
        Carried.objects.get(stop=first).copy, world.lib.act().on,
    )  # fmt: skip
    assert driver.post(step, form(to="closed")).status_code == 302
    over = text_of(driver.get(page))
    assert ("адрес і книжок тут більше немає" in over, "вул. Вигадана" in over, "Калина" in over) == (True, False, False)
    assert Round.objects.get().state == "closed"
    said = set(Operation.objects.filter(staff_id=world.staff["volunteer"].pk).values_list("verb", flat=True))
    assert said == {
        "lending.take", "lending.step_round", "lending.issue", "lending.undo", "lending.nobody_home", "lending.put",
    }  # fmt: skip


def test_what_is_collected_comes_home_with_the_volunteer(world):
    lib, driver = world.lib, world.browser("volunteer")
    delivery, lent = a_round(world), lib.copy()
    stop = Stop.objects.get()
    world.lend(lent, stop.reader)
    carry(lib.act(), stop=stop, copy=lent, way="take")
    set_off(lib.act(), delivery)
    _page, step, door = addresses(delivery)
    driver.post(door, form(said="taken", copy=lent))
    driver.post(step, form(to="closed"))
    lent.refresh_from_db()
    assert (lent.state, lent.place, Loan.objects.open().count()) == ("available", lib.shelf, 0)


def test_anothers_round_is_not_there_and_none_of_its_addresses_is_ever_read(world):
    """The canary: whose round it is decides before any door is asked for."""
    driver, own = world.browser("volunteer"), a_round(world)
    person("second", "volunteer", world.lib.hub)
    word = "Канарка-чужих-дверей"
    other, paper = a_round(world, "owner", word=word), a_round(world, "colleague", word=word)
    Round.objects.filter(pk=paper.pk).update(volunteer=None, volunteer_name="Пані Надія")
    for delivery in (other, paper):
        with CaptureQueriesContext(connection) as asked:
            page, *sent = addresses(delivery)
            answers = [driver.get(page), *(driver.post(url, form(to="on_way", said="nobody")) for url in sent)]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert [answer for answer in answers if word in answer.content.decode()] == []
        assert [one["sql"] for one in asked if "doorstep" in one["sql"].lower()] == []
    with CaptureQueriesContext(connection) as asked:
        listed = driver.get(LIST).content.decode() + driver.get(HOME).content.decode()
    assert (str(own.pk) in listed, str(other.pk) in listed, str(paper.pk) in listed, word in listed) == (True, False, False, False)
    assert [one["sql"] for one in asked if "doorstep" in one["sql"].lower()] == []
    driver.get(here(own))
    seen = AuditEntry.objects.filter(action="lending.address_viewed").values_list("object_pk", flat=True)
    assert list(seen) == [str(own.stops.get().pk)]
    assert word in world.browser("director").get(reverse("workspace:delivery", args=[other.pk])).content.decode()


def test_a_round_given_to_another_is_gone_from_the_telephone(world):
    driver, delivery = world.browser("volunteer"), a_round(world)
    assert driver.get(here(delivery)).status_code == 200
    replan_round(world.lib.act(), delivery=delivery, on=world.lib.act().on, volunteer_name="Пан Остап")
    assert driver.get(here(delivery)).status_code == 404


def test_a_name_that_was_not_given_for_the_door_is_not_shown(world):
    lib = world.lib
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer=world.staff["volunteer"])
    add_stop(lib.act(), delivery=delivery, reader=at_home(world, name="Тестова Канарка", consent="1", pseudonym=""))
    shown = text_of(world.browser("volunteer").get(here(delivery)))
    assert ("1. Читач" in shown, "Канарка" in shown) == (True, False)


@pytest.mark.parametrize(
    "url",
    [
        "/work/deliveries/", "/work/deliveries/add/", "/work/desk/", "/work/readers/", "/work/catalogue/", "/work/shelves/",
        "/work/policies/", "/work/staff/",
    ],
)  # fmt: skip
def test_the_role_opens_nothing_else(world, url):
    assert world.browser("volunteer").get(url).status_code == 403


@pytest.mark.parametrize("name", ["delivery", "delivery_stop_add", "delivery_replan", "delivery_step", "delivery_book_drop"])
def test_the_round_is_not_theirs_to_plan(world, name):
    driver, url = world.browser("volunteer"), reverse(f"workspace:{name}", args=[a_round(world).pk])
    assert {driver.get(url).status_code, driver.post(url, form(to="cancelled")).status_code} <= {403, 405}
    assert Round.objects.get().state == "planned"


def test_no_paper_with_addresses_goes_to_a_telephone(world):
    delivery = a_round(world)
    assert world.browser("volunteer").get(reverse("workspace:delivery_route", args=[delivery.pk, "pdf"])).status_code == 403


def test_calling_off_is_refused_also_to_the_driver(world):
    driver, delivery = world.browser("volunteer"), a_round(world)
    act = world.lib.act(actor=actor_for(world.staff["volunteer"]))
    with pytest.raises(Forbidden):
        come_home(act, delivery, "cancelled")
    _page, step, _door = addresses(delivery)
    assert driver.post(step, form(to="cancelled")).status_code == 422
    assert Round.objects.get().state == "planned"


def _other(world: World) -> Actor:
    return actor_for(person("other-driver", "volunteer", world.lib.hub))


def _away(world: World) -> Actor:
    """Drives it, and holds the role at another hub only."""
    someone = person("from-afar", "volunteer", world.lib.other_hub)
    Round.objects.update(volunteer=someone)
    return actor_for(someone)


def _no_longer(world: World) -> Actor:
    """Drives it, and holds no role today."""
    staff = world.staff["volunteer"]
    staff.memberships.update(since="2020-01-01", until="2020-01-02")
    return actor_for(staff)


@pytest.mark.parametrize("who", [_other, _away, _no_longer])
def test_only_the_driver_with_the_right_there_may_act_at_the_doors(world, who):
    delivery = a_round(world)
    set_off(world.lib.act(), delivery)
    actor = who(world)
    stop, copy = Stop.objects.select_related("round__base").get(), Carried.objects.get().copy

    def act():
        return world.lib.act(actor=actor)

    tried = [
        lambda: hand_over(act(), stop, copy), lambda: collect(act(), stop, copy), lambda: unopened(act(), stop),
        lambda: step_round(act(), delivery=stop.round, to="closed"),
    ]  # fmt: skip
    for run in tried:
        with pytest.raises(Forbidden):
            run()
    issue(world.lib.act(), copy=copy, reader=stop.reader, place=world.lib.shelf, delivery=delivery)
    with pytest.raises(Forbidden):
        not_so(act(), stop, copy)
    assert Loan.objects.open().count() == 1


def test_driving_gives_no_right_to_the_desk(world):
    """The right is lent to the acts of the round alone: said by itself, the same verb is refused."""
    delivery = a_round(world)
    set_off(world.lib.act(), delivery)
    stop, copy = Stop.objects.get(), Carried.objects.get().copy
    with pytest.raises(Forbidden):
        issue(
            world.lib.act(actor=actor_for(world.staff["volunteer"])), copy=copy, reader=stop.reader, place=world.lib.shelf,
            delivery=delivery,
        )  # fmt: skip
    assert Loan.objects.count() == 0


def test_a_volunteer_is_offered_as_the_driver(world):
    delivery = a_round(world, "owner", 0)
    world.staff["volunteer"], world.staff["guardian"]
    page = world.browser("owner").get(reverse("workspace:delivery_replan", args=[delivery.pk]))
    offered = set(page.context["form"].fields["volunteer"].queryset)
    assert (world.staff["volunteer"] in offered, world.staff["guardian"] in offered) == (True, False)


def test_one_door_and_three_cost_the_same(world):
    driver, few = world.browser("volunteer"), a_round(world)
    one, lists = queries(driver, here(few)), queries(driver, LIST)
    many = a_round(world, doors=3)
    a_round(world, doors=0)
    assert queries(driver, here(many)) == one <= 12
    assert queries(driver, LIST) == lists <= 12
