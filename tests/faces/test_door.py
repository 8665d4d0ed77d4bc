"""The counter at the door on a telephone: bare and nobody's, tapped without a script too, told later when it was alone."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.core.actions.units import edit_unit
from mandrivna.core.models import Quarantined, VisitsFrom
from mandrivna.lending.models import VisitCount, VisitTap
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
DOORS = "/work/counts/door/"


@pytest.fixture
def world() -> World:
    made = World()
    edit_unit(made.lib.act(), unit=made.lib.hub, about={"visits_from": VisitsFrom.COUNTER})
    return made


def door(world: World) -> str:
    return reverse("workspace:door", args=[world.lib.hub.pk])


def tap(number: int = 1, audience: str = "general", ago: int = 0) -> dict:
    at = timezone.now() - dt.timedelta(minutes=ago)
    return {"uid": str(new_uid()), "at": at.isoformat(), "audience": audience, "number": number}


def send(client, world: World, *taps, body=None):
    data = json.dumps({"taps": taps}) if body is None else body
    return client.post(door(world) + "send/", data=data, content_type="application/json")


def test_the_only_door_opens_at_once_and_of_several_one_is_chosen(world):
    owner = world.browser("owner")
    assert owner.get(DOORS).url == door(world)
    assert "Хаб 1" in text_of(owner.get(DOORS + "?all=1"))
    assert "Лічильника немає в жодному" in text_of(world.browser("colleague").get(DOORS))


def test_the_page_is_bare_and_names_nobody(world):
    page = world.browser("owner").get(door(world))
    said = page.content.decode()
    assert ('class="side"' in said, world.staff["owner"].name in said) == (False, False)
    assert "Зайшла людина" in text_of(page)
    assert world.browser("stranger").get(door(world)).status_code == 404


def test_without_a_script_a_tap_is_a_form_and_so_is_taking_it_back(world):
    client = world.browser("owner")
    for audience in ("general", "pupil", "general"):
        assert client.post(door(world), form(audience=audience)).status_code == 302
    client.post(door(world), form(undo="1"))
    assert dict(VisitCount.objects.values_list("audience", "number")) == {"general": 1, "pupil": 1}
    client.post(door(world), form(undo="1"))  # only the last one
    assert VisitTap.objects.count() == 4


def test_what_a_phone_wrote_down_comes_later_and_counts_once_on_its_own_day(world):
    client = world.browser("owner")
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) - dt.timedelta(days=1)
    yesterday = {**tap(4, "pupil"), "at": noon.isoformat()}
    now = tap(2)
    for _again in range(2):
        answer = send(client, world, yesterday, now)
        told = answer.json()
        assert (told["done"], told["today"]) == ([yesterday["uid"], now["uid"]], {"general": 2})
    found = dict(VisitCount.objects.values_list("on", "number"))
    assert found == {noon.date(): 4, timezone.localdate(): 2}
    assert dict(VisitCount.objects.values_list("on", "channel")) == {noon.date(): "offline", timezone.localdate(): "desk"}


def test_what_cannot_be_counted_leaves_the_phone_and_waits_for_a_person(world):
    client = world.browser("owner")
    odd = [tap(0), {**tap(), "at": "вчора"}, {**tap(), "audience": "усі"}, {**tap(), "number": "7"}, {"uid": "нема"}]
    assert send(client, world, *odd).json()["today"] == {}
    assert (VisitCount.objects.count(), Quarantined.objects.count()) == (0, 5)


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"taps": 5}', '{"taps": [1]}', "[" * 5000, '{"taps": [' + '{"uid": 1},' * 200 + "{}]}"]
)
def test_what_is_no_list_of_taps_is_refused(world, body):
    assert send(world.browser("owner"), world, body=body).status_code == 422


def test_a_place_that_counts_from_acts_has_no_buttons(world):
    page = world.browser("colleague").get(reverse("workspace:door", args=[world.lib.other_hub.pk]))
    assert "інакше кожна людина була б двічі" in text_of(page)
    assert "data-door" not in page.content.decode()


def test_the_worker_keeps_the_counter_and_nothing_else(world):
    said = world.browser("owner").get(DOORS + "worker.js")
    assert said["Content-Type"].startswith("text/javascript")
    kept = re.search(r"/(\^.*?\$)/\.test", said.content.decode())[1].replace("\\/", "/")
    assert [bool(re.match(kept, path)) for path in (door(world), DOORS, "/work/", f"{door(world)}send/")] == [
        True,
        False,
        False,
        False,
    ]


def test_questions_of_the_page_and_of_the_list(world):
    client, counted = world.browser("owner"), []
    for many in (1, 3):
        send(client, world, *[tap(1, audience) for audience in ("general", "pupil", "student")[:many]])
        counted.append((queries(client, door(world)), queries(client, DOORS + "?all=1")))
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 12
