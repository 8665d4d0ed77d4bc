"""Whoever sets a day, an hour or a place hears once what stands there already; nothing is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.programme.actions.circles import add_course
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.rooms import add_room, book_room
from mandrivna.programme.actions.series import add_series, propose_events
from mandrivna.programme.models import Circle, Event, Series
from mandrivna.programme.moving import days_warnings
from tests.faces.screens import World, form, text_of

pytestmark = pytest.mark.django_db
ABOUT = {"title": "Лекція", "form": "lecture", "audiences": ["general"], "starts": "16:00", "ends": "18:00"}
TAKEN, DAY = "вже стоїть «Лекція»", dt.date(2031, 5, 14)


@pytest.fixture
def world() -> World:
    return World()


def event(world: World, on: dt.date = DAY, **about: Any) -> Event:
    return add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about={**ABOUT, **about})


def series(world: World, **about: Any) -> Series:
    """Its drafts of the year, one a month; an event stands beside the first of them."""
    said = {**ABOUT, "title": "Клуб", "term": "щомісяця", **about}
    one = add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=2031, about=said)
    propose_events(world.lib.act(), series=one, since=dt.date(2031, 1, 1))
    event(world, Event.objects.filter(series=one).order_by("on")[0].on)
    return one


def sent(world: World, **said: Any) -> dict[str, Any]:
    given = {"unit": world.lib.hub.pk, "place": world.lib.hub.pk, "on": f"{DAY:%d.%m.%Y}", "format": "place", "shown": "on"}
    return form(**{**ABOUT, "title": "Друга", **given, **said})


def told(world: World, name: str, said: dict[str, Any], *args: Any) -> str:
    """What the page says that follows, and only once."""
    client = world.browser("owner")
    answer = client.post(reverse(f"workspace:{name}", args=args), said)
    assert answer.status_code == 302
    first, again = text_of(client.get(answer.url)), text_of(client.get(answer.url))
    assert "вже стоїть" not in again
    return first


def close(day: dt.date) -> None:
    policy.edit(Act(actor=SYSTEM), policy="lending", key="closed_days", value=[[day.isoformat()]], reason="вихідний")


def test_an_event_added_beside_another_or_on_a_closed_day_is_kept_and_told(world):
    event(world)
    assert TAKEN in told(world, "event_add", sent(world, starts="16:30"))
    assert "вже стоїть" not in told(world, "event_add", sent(world, starts="18:00", ends="19:00"))
    close(DAY + dt.timedelta(days=1))
    assert "заклад не працює" in told(world, "event_add", sent(world, on="15.05.2031"))
    assert Event.objects.filter(title="Друга").count() == 3


def test_an_edited_day_is_told_beside_its_place_and_other_words_are_not(world):
    event(world)
    one = event(world, DAY + dt.timedelta(days=1), title="Друга")
    assert TAKEN in told(world, "event_edit", sent(world), one.pk)
    assert "вже стоїть" not in told(world, "event_edit", sent(world, title="Третя"), one.pk)
    one.refresh_from_db()
    assert (one.on, one.title) == (DAY, "Третя")


def test_an_edited_day_is_told_beside_whoever_has_its_room(world):
    room, first = add_room(world.lib.act(), unit=world.lib.hub, name="Зала"), event(world)
    one = event(world, DAY + dt.timedelta(days=1), title="Друга")
    book_room(world.lib.act(), event=first, room=room)
    book_room(world.lib.act(), event=one, room=room)
    assert "Кімнату в цей час уже має «Лекція»" in told(world, "event_edit", sent(world), one.pk)


def test_confirming_a_draft_or_all_of_a_series_tells_of_the_taken_day(world):
    of = series(world)
    first = Event.objects.filter(series=of).order_by("on")[0]
    assert TAKEN in told(world, "event_confirm", form(), first.pk)
    Event.objects.filter(pk=first.pk).update(state="draft")
    assert TAKEN in told(world, "series_confirm", form(), of.pk)
    assert "вже стоїть" not in told(world, "series_confirm", form(), of.pk)


def test_a_series_put_on_another_hour_tells_which_of_its_days_are_taken(world):
    of = series(world, starts="10:00", ends="11:00")
    said = sent(world, title="Клуб", year=2031, term="щомісяця", on="")
    page = told(world, "series_edit", said, of.pk)
    assert page.count("вже стоїть") == 1
    assert "вже стоїть" not in told(world, "series_edit", {**said, **form(), "title": "Клуб друзів"}, of.pk)


def test_a_stop_and_the_chosen_days_of_a_group_are_told(world):
    event(world)
    about = {**ABOUT, "title": "Мандрівна", "form": "exhibition"}
    road = add_series(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, year=2031, about=about)
    stop = form(place=world.lib.hub.pk, on="14.05.2031", until="14.05.2031")
    assert TAKEN in told(world, "series_stop", stop, road.pk)
    Event.objects.filter(series=road).delete()
    course = add_course(world.lib.act(), unit=world.lib.hub, about={**ABOUT, "form": "course", "topics": [["Пошта", 2]]})
    group = sent(world, title="Група", form="course", year=2031, days="14.05.2031, 21.05.2031", course=str(course.pk), on="")
    assert told(world, "circle_add", group).count(TAKEN) == 1
    assert Event.objects.filter(series=Circle.objects.get().series_id).count() == 2


def test_many_days_are_asked_about_at_once(world, django_assert_num_queries):
    room = add_room(world.lib.act(), unit=world.lib.hub, name="Зала")
    rows = [event(world, DAY + dt.timedelta(days=number), title=f"Подія {number}") for number in range(6)]
    for one in rows:
        event(world, one.on, starts="17:00", ends="19:00")
    for one in rows[::2]:
        book_room(world.lib.act(), event=one, room=room)
    policy.load("lending")
    for some in (rows[:2], rows):
        with django_assert_num_queries(4):
            found = days_warnings(some)
        assert [[problem.code for problem in problems] for _event, problems in found] == [["place_taken"]] * (len(some) // 2)
