"""«Гості й партнери»: whom posters have named, how often, when last; nobody of a cancelled event, nobody of others."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.programme.actions.events import add_event, cancel_event
from mandrivna.programme.actions.preparing import announce_guest
from mandrivna.programme.models import Event
from tests.faces.screens import World, queries, text_of

pytestmark = pytest.mark.django_db
PAGE = "/work/programme/guests/"
WRITER = "Мандрівна поетка"


@pytest.fixture
def world() -> World:
    return World()


def evening(world: World, days: int, *guests: tuple[str, str]) -> Event:
    about = {"title": f"Вечір {days}", "form": "author_meeting", "audiences": ["general"]}
    on = timezone.localdate() + dt.timedelta(days=days)
    event = add_event(Act(actor=SYSTEM), unit=world.lib.hub, place=world.lib.hub, on=on, about=about)
    for part, words in guests:
        announce_guest(Act(actor=SYSTEM), event=event, part=part, announced=words, agreed=True)
    return event


def test_each_is_there_once_with_how_often_and_when_last(world):
    client = world.browser("owner")
    assert "Тут ще нікого немає" in text_of(client.get(PAGE))
    evening(world, 3, ("speaker", WRITER), ("partner", "Клуб «Хвиля»"))
    evening(world, 9, ("speaker", WRITER))
    cancel_event(Act(actor=SYSTEM), event=evening(world, 20, ("speaker", "Хто не прийде")), reason="захворіли")
    today = timezone.localdate()
    rows = list(client.get(PAGE).context["page"].object_list)
    assert [(row["announced"], row["part"], row["many"], row["last"]) for row in rows] == [
        (WRITER, "speaker", 2, today + dt.timedelta(days=9)),
        ("Клуб «Хвиля»", "partner", 1, today + dt.timedelta(days=3)),
    ]
    assert [row["announced"] for row in client.get(f"{PAGE}?part=partner").context["page"].object_list] == ["Клуб «Хвиля»"]
    assert list(world.browser("stranger").get(PAGE).context["page"].object_list) == []


def test_three_ask_as_much_as_one(world):
    client = world.browser("owner")
    evening(world, 3, ("speaker", WRITER))
    one = queries(client, PAGE)
    evening(world, 4, ("speaker", "Друга"), ("host", "Третій"))
    assert queries(client, PAGE) == one
