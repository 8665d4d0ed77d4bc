"""A meeting of a group or a club is not announced as open to everybody: the site, paper, the press and staff say how one joins."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mandrivna.programme.actions.circles import add_course, edit_circle, enrol_member, found_circle
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event
from mandrivna.programme.models import Circle, Event, Series
from mandrivna.programme.posting import entry_words, programme_of
from mandrivna.programme.queries import Announced
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
MEETS = {"title": "Абетка", "form": "course", "audiences": ["seniors"], "starts": "11:00"}


@pytest.fixture
def world() -> World:
    return World()


def circle(world: World, *, kind: str = "group", capacity: int | None = 1, **said: Any) -> Circle:
    lib, day = world.lib, world.lib.today + dt.timedelta(days=5)
    course = add_course(lib.act(), unit=lib.hub, about={**MEETS, "topics": [["Пошта", 2]]}) if kind == "group" else None
    given = {"unit": lib.hub, "place": lib.hub, "year": day.year, "days": [day], "capacity": capacity, **said}
    return found_circle(lib.act(), kind=kind, course=course, about=MEETS, **given)


def meeting(of: Circle) -> Event:
    return Event.objects.get(series=of.series_id)


def site(of: Circle) -> str:
    return text_of(Client().get(reverse("public:event", args=[meeting(of).pk])))


def fill(world: World, of: Circle, many: int = 1) -> None:
    for number in range(many):
        enrol_member(world.lib.act(), circle=of, name=f"Журавка {number}")


def test_a_group_with_a_place_says_how_one_joins_and_a_full_one_that_it_has_a_queue(world):
    of = circle(world)
    told = site(of)
    assert ("Вхід вільний" in told, "Заняття групи" in told, "Лишилося 1 місце." in told, "Записатися" in told) == (
        False, True, True, True,
    )  # fmt: skip
    assert entry_words(meeting(of)) == "За записом до групи"
    fill(world, of, 3)
    told = site(of)
    assert ("Вхід вільний" in told, "можна стати в чергу. У черзі 2 людини." in told, "Записатися" in told) == (False, True, False)
    assert entry_words(meeting(of)) == "За записом до групи: місця зайнято, є черга"
    page = Client().get(reverse("public:event", args=[meeting(of).pk])).content.decode()
    assert f'href="{reverse("public:account_circles")}"' in page


def test_a_group_without_limit_is_joined_too_and_one_that_is_not_on_the_site_only_in_the_library(world):
    of = circle(world, capacity=None, ages=["60+"])
    told = site(of)
    assert ("Місць вистачить усім." in told, "Вхід вільний" in told) == (True, False)
    assert entry_words(meeting(of)) == "За записом до групи. Вік: від 60 років"
    Series.objects.filter(pk=of.series_id).update(shown=False)
    page = Client().get(reverse("public:event", args=[meeting(of).pk]))
    told, link = text_of(page), reverse("public:account_circles")
    assert ("Запитайте в бібліотеці" in told, f'class="button" href="{link}"' in page.content.decode()) == (True, False)


def test_a_club_of_as_many_as_wish_is_glad_of_guests_and_one_with_places_is_joined(world):
    of = circle(world, kind="club", capacity=None)
    assert ("клуб радий гостям" in site(of), entry_words(meeting(of))) == (True, "Вхід вільний, клуб радий гостям")
    edit_circle(world.lib.act(), circle=of, capacity=2)
    assert ("гостям" in site(of), "Зустріч клубу" in site(of), entry_words(meeting(of))) == (False, True, "За записом до клубу")


def test_a_meeting_with_a_list_of_its_own_keeps_it(world):
    of = circle(world)
    admit_event(world.lib.act(), event=meeting(of), about={"places": 5})
    told = site(of)
    assert ("Лишилося 5 місць." in told, "Заняття групи" in told) == (True, False)
    assert entry_words(meeting(of)) == "Вхід вільний, за записом"


def test_the_programme_on_paper_names_those_for_members_with_one_look(world, django_assert_num_queries):
    group, club, open_club = circle(world), circle(world, kind="club"), circle(world, kind="club", capacity=None)
    free = add_event(
        world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=world.lib.today, about={**MEETS, "starts": "09:00"}
    )
    rows = [
        Announced(meeting(group), None, ""),
        Announced(meeting(club), None, ""),
        Announced(meeting(open_club), None, ""),
        Announced(free, None, ""),
    ]
    with django_assert_num_queries(2):
        made = programme_of(rows, library="Бібліотека", title="Що буде")
    assert [row.about.partition("для ")[2] for row in made.rows] == ["учасників групи", "учасників клубу", "", ""]


def test_staff_see_whose_meeting_it_is_and_how_many_places_are_taken(world):
    of, client = circle(world), world.browser("owner")
    page = reverse("workspace:event", args=[meeting(of).pk])
    few = queries(client, page)
    fill(world, of, 2)
    answer = client.get(page)
    told = text_of(answer)
    assert ("приходять усі охочі" in told, "У складі: 1 з 1, у черзі 1." in told, "нових записують у чергу" in told) == (
        False, True, True,
    )  # fmt: skip
    assert reverse("workspace:circle", args=[of.pk]) in answer.content.decode()
    assert queries(client, page) == few <= 12
