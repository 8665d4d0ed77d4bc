"""«Комп’ютери» on a screen: start and end by a tap, mistakes, which computers there are, the month."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.enquiries.actions.stations import add_station, sit_down
from mandrivna.enquiries.models import Sitting, Station
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
PAGE, ADD, MONTH = "/work/counts/stations/", "/work/counts/stations/add/", "/work/counts/stations/month/"


@pytest.fixture
def world() -> World:
    return World()


def test_a_computer_is_added_sat_at_and_got_up_from(world):
    client = world.browser("owner")
    assert "Комп’ютерів ще немає" in text_of(client.get(PAGE))
    assert client.post(ADD, form(place=world.lib.hub, name="1, біля вікна")).status_code == 302
    station = Station.objects.get()
    client.post(reverse("workspace:station_sit", args=[station.pk]), form(audience="pupil"))
    sitting = Sitting.objects.get()
    assert (sitting.audience, sitting.ended_at) == ("pupil", None)
    assert "Завершити" in text_of(client.get(PAGE))
    client.post(reverse("workspace:station_up", args=[sitting.pk]), form())
    said = text_of(client.get(PAGE))
    assert ("Сьогодні вже сиділи" in said, "Почати" in said) == (True, True)
    client.post(reverse("workspace:station_strike", args=[sitting.pk]), form())
    assert "скасовано" in text_of(client.get(PAGE))
    answer = client.post(reverse("workspace:station_up", args=[sitting.pk]), form(), follow=True)
    assert "Цей сеанс уже завершено." in text_of(answer)
    client.post(reverse("workspace:station_close", args=[station.pk]), form())
    assert Station.objects.get().closed_on == timezone.localdate()


def test_a_name_that_is_there_already_is_said_beside_its_field(world):
    add_station(Act(actor=SYSTEM), place=world.lib.hub, name="1")
    answer = world.browser("owner").post(ADD, form(place=world.lib.hub, name="1"))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


def test_others_computers_are_nobodys_business(world):
    station = add_station(Act(actor=SYSTEM), place=world.lib.hub, name="1")
    sitting = sit_down(Act(actor=SYSTEM), station=station)
    for who in ("colleague", "stranger"):
        client = world.browser(who)
        assert client.post(reverse("workspace:station_sit", args=[station.pk]), form()).status_code == 404
        assert client.post(reverse("workspace:station_up", args=[sitting.pk]), form()).status_code == 404
    assert world.browser("guardian").get(PAGE).status_code == 403


def test_the_month_and_the_number_of_questions(world):
    client, counted = world.browser("owner"), []
    assert "Цього місяця ніхто не сидів" in text_of(client.get(MONTH))
    for many in (1, 3):
        for number in range(many):
            station = add_station(Act(actor=SYSTEM), place=world.lib.hub, name=f"{many}-{number}")
            sit_down(Act(actor=SYSTEM), station=station)
        counted.append((queries(client, PAGE), queries(client, MONTH)))
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 12
    assert "Разом 4" in text_of(client.get(MONTH))
    assert client.get(MONTH, {"month": "2999-01"}).context["month"].year < 2999
