"""The staff's side of courses and clubs, the reader's own page, and the public check of a certificate."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from mandrivna.programme.actions.circles import enrol_member, found_circle, set_lesson
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.doors import count_heads
from mandrivna.programme.models import Certificate, Circle, Course, Event, Member
from mandrivna.programme.states import State
from mandrivna.readers import sessions
from mandrivna.readers.models import Reader
from tests.faces.screens import World, form, queries, text_of
from tests.factories.circles import gathered

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def at(name: str, *args: Any) -> str:
    return reverse(f"workspace:{name}", args=args)


def event_of(circle: Circle) -> Event:
    return Event.objects.filter(series=circle.series_id).order_by("-on")[0]


def marked(event: Event, *members: Member, guests: int = 0) -> dict[str, Any]:
    return form(**{f"g-{event.pk}": guests, **{f"m-{event.pk}-{member.pk}": "on" for member in members}})


def account(reader: Reader) -> Client:
    client = Client()
    client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(reader.cards.get())
    return client


# --- planning -----------------------------------------------------------------------------------------------------------


def test_a_course_is_written_with_its_topics_and_a_group_is_gathered_for_chosen_days(world):
    client = world.browser("owner")
    said = {
        "title": "Цифрова абетка", "unit": world.lib.hub.pk, "topics": "Пошта | 2\nБезпека; 3\n\nДія", "needed": 60,
        "form": "course", "audiences": ["seniors"],
    }  # fmt: skip
    answer = client.post(at("course_add"), form(**said))
    course = Course.objects.get()
    assert answer.url == at("course", course.pk)
    assert (course.topics, course.needed) == ([["Пошта", 2], ["Безпека", 3], ["Дія", 0]], 60)
    assert client.get(at("course_edit", course.pk)).context["form"]["topics"].value() == "Пошта | 2\nБезпека | 3\nДія"
    year = world.lib.today.year
    group = {
        "title": "Цифрова абетка", "subtitle": "Група 1", "form": "course", "unit": world.lib.hub.pk, "place": world.lib.hub.pk,
        "format": "place", "days": f"5.12.{year}, 12.12.{year}", "year": year, "capacity": 12, "ages": ["60+"],
        "course": str(course.pk), "starts": "11:00", "shown": "on",
    }  # fmt: skip
    answer = client.post(at("circle_add"), form(**group))
    circle = Circle.objects.get()
    assert answer.url == at("circle", circle.pk)
    assert [(event.on.day, event.subtitle) for event in Event.objects.order_by("on")] == [(5, "Пошта"), (12, "Безпека")]
    wrong = client.post(at("circle_add"), form(**{**group, "days": "колись"}))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["days"])


def test_lists_ask_no_more_for_more(world):
    client = world.browser("owner")
    one = gathered(world.lib)
    enrol_member(world.lib.act(), circle=one, name="Сойка")
    pages = [
        at("circles"),
        at("circle", one.pk),
        at("course", one.course_id),
        at("circle_people", one.pk),
        at("circle_attendance", one.pk),
    ]
    few = [queries(client, page) for page in pages]
    for number in range(2):
        gathered(world.lib)
        enrol_member(world.lib.act(), circle=one, name=f"Чайка {number}")
    assert [queries(client, page) for page in pages] == few
    assert max(few) <= 12


def test_who_plans_and_may_not_see_people_sees_their_number(world):
    one = gathered(world.lib)
    enrol_member(world.lib.act(), circle=one, name="Сойка Лісова")
    client = world.browser("methodist")
    page = text_of(client.get(at("circle", one.pk)))
    assert "Людей: 1." in page and "Сойка" not in page
    assert client.get(at("circle_people", one.pk)).status_code == 403


def test_homework_is_given_where_the_lesson_stands(world):
    client, one = world.browser("owner"), gathered(world.lib)
    client.post(at("lesson", event_of(one).pk), form(homework="Завести скриньку", link="https://example.org/1"))
    assert "Завести скриньку" in text_of(client.get(at("circle", one.pk)))
    assert client.post(at("lesson", event_of(one).pk), form(homework="x" * 1001)).status_code == 422


# --- people -------------------------------------------------------------------------------------------------------------


def test_somebody_is_enrolled_by_card_or_by_a_name_and_whoever_leaves_makes_room(world):
    client, one = world.browser("owner"), gathered(world.lib, capacity=1)
    reader = world.lib.reader(pseudonym="Журавка")
    client.post(at("circle_enrol", one.pk), form(card=reader.cards.get().code))
    client.post(at("circle_enrol", one.pk), form(name="Сойка", needs="пандус"))
    page = client.get(at("circle_people", one.pk))
    assert [row.member.called for row, _paper in page.context["rows"]] == ["Журавка"]
    assert [member.called for member in page.context["waiting"]] == ["Сойка"]
    wrong = client.post(at("circle_enrol", one.pk), form(card="912345678901234"))
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["card"])
    client.post(at("member_leave", Member.objects.get(reader=reader).pk), form())
    assert client.get(at("circle_people", one.pk)).context["waiting"] == []


def test_a_column_that_says_nothing_new_is_left_alone_and_one_meeting_counts_by_itself(world):
    client, one = world.browser("owner"), gathered(world.lib, days=2)
    jay = enrol_member(world.lib.act(), circle=one, name="Сойка")
    latest = event_of(one)
    client.post(at("circle_attendance", one.pk), marked(latest, jay, guests=2))
    assert [(event.state, event.people) for event in Event.objects.order_by("on")] == [(State.PLANNED, 0), (State.HELD, 3)]
    page = client.get(at("circle_attendance", one.pk))
    assert [number for _event, number in page.context["columns"]] == [0, 2]
    client.post(at("circle_mark", one.pk, latest.pk), marked(latest, guests="нема"))
    assert Event.objects.get(pk=latest.pk).people == 3
    assert client.post(at("circle_mark", one.pk, latest.pk), marked(latest, guests="нема")).status_code == 422
    client.post(at("circle_mark", one.pk, latest.pk), marked(latest))
    assert Event.objects.get(pk=latest.pk).people == 0


def test_who_got_a_place_and_left_a_telephone_is_to_be_called_until_they_know(world):
    client, one = world.browser("owner"), gathered(world.lib, capacity=1)
    first = enrol_member(world.lib.act(), circle=one, name="Сойка")
    waits = enrol_member(world.lib.act(), circle=one, name="Чайка", contact="050 123 45 67")
    page, bell = at("circle_people", one.pk), reverse("workspace:bell")
    assert "зателефонуйте" not in text_of(client.get(page))
    client.post(at("member_leave", first.pk), form())
    words = text_of(client.get(page))
    assert "050 123 45 67 зателефонуйте: для людини звільнилося місце" in words
    assert f"більше не ходить з {date_format(world.lib.today, 'j E')}" in words
    assert ["Курси й клуби: кому подзвонити" in text_of(client.get(bell)), "Чайка" in text_of(client.get(bell))] == [True, False]
    assert world.browser("colleague").post(at("member_told", waits.pk), form()).status_code == 404
    client.post(at("member_told", waits.pk), form())
    assert "зателефонуйте" not in text_of(client.get(page))
    assert "кому подзвонити" not in text_of(client.get(bell))
    for contact, said in (("chaika@example.org", "напишіть"), (None, "скажіть, коли прийде")):
        waits.state, waits.to_call, waits.contact = "in", "place", contact
        waits.save()
        assert f"{said}: для людини" in text_of(client.get(page))


def offered(client: Client, page: str, event: Event) -> dict[str, str]:
    """What stands beside the number of guests before anybody touches it."""
    body = client.get(page).content.decode()
    return {f"{key}-{event.pk}": re.findall(rf'name="{key}-{event.pk}" value="(\d+)"', body)[0] for key in "gw"}


@pytest.mark.parametrize("name", ["circle_mark", "circle_attendance"])
def test_who_is_ticked_after_the_count_was_counted_already(world, name):
    client, one = world.browser("owner"), gathered(world.lib)
    here, event = [enrol_member(world.lib.act(), circle=one, name=f"Учень {at}") for at in range(3)], event_of(one)
    page = at(name, one.pk, *([event.pk] if name == "circle_mark" else []))
    early = offered(client, page, event)
    told = [{"way": "place", "audience": whom, "age": "", "number": 3} for whom in ("children", "seniors")]
    count_event(world.lib.act(), event=event, counts=told)
    now = offered(client, page, event)
    assert (set(early.values()), set(now.values())) == ({"0"}, {"6"})
    ticked = {f"m-{event.pk}-{member.pk}": "on" for member in here}
    for left in (early, now):  # whoever opened the page before the count says as little about guests as whoever opened it after
        client.post(page, form(**left, **ticked))
        assert Event.objects.get(pk=event.pk).counts == [["place", "children", "", 3], ["place", "seniors", "", 3]]
    left = offered(client, page, event)
    assert set(left.values()) == {"3"}
    client.post(page, form(**{**left, f"g-{event.pk}": "5"}, **ticked))
    assert Event.objects.get(pk=event.pk).people == 8


def test_who_was_counted_at_the_door_is_offered_as_guests(world):
    client, one = world.browser("owner"), gathered(world.lib)
    jay, event = enrol_member(world.lib.act(), circle=one, name="Сойка"), event_of(one)
    count_heads(world.lib.act(), event=event, audience="seniors", number=12)
    page = at("circle_mark", one.pk, event.pk)
    assert "Їх уже пораховано" in text_of(client.get(page))
    client.post(page, form(**offered(client, page, event), **{f"m-{event.pk}-{jay.pk}": "on"}))
    assert Event.objects.get(pk=event.pk).counts == [["place", "seniors", "", 12]]


def test_a_certificate_is_printed_and_checked_and_the_name_asks_for_the_code(world):
    client, one = world.browser("owner"), gathered(world.lib)
    jay = enrol_member(world.lib.act(), circle=one, name="Сойка")
    early = client.post(at("member_certify", jay.pk), form(name="Сойка Лісова"))
    assert early.status_code == 422 and "відвідано 0 з 0" in text_of(early)
    client.post(at("circle_mark", one.pk, event_of(one).pk), marked(event_of(one), jay))
    client.post(at("member_certify", jay.pk), form(name="Сойка Лісова"))
    paper = Certificate.objects.get()
    assert client.get(at("certificate_paper", paper.pk)).content.startswith(b"%PDF-")
    anybody, address = Client(), reverse("public:certificate", args=[paper.token])
    page = anybody.get(address)
    assert "Цей сертифікат видали ми" in text_of(page) and "Сойка" not in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    wrong = anybody.post(address, {"code": "ABCDE-23456"})
    assert wrong.status_code == 422 and "Сойка" not in wrong.content.decode()
    shown = anybody.post(address, {"code": f" {paper.code.lower()} "})
    assert "Сойка Лісова" in text_of(shown)
    assert anybody.get(reverse("public:certificate", args=["x" * 22])).status_code == 404
    client.post(at("certificate_void", paper.pk), form(reason="помилка"))
    gone = anybody.post(address, {"code": paper.code})
    assert "скасовано" in text_of(gone) and "Сойка" not in gone.content.decode()
    assert client.get(at("certificate_paper", paper.pk)).status_code == 404


# --- the reader ---------------------------------------------------------------------------------------------------------


def test_a_reader_joins_sees_days_and_homework_and_leaves(world):
    one, reader = gathered(world.lib), world.lib.reader(pseudonym="Журавка")
    set_lesson(world.lib.act(), event=event_of(one), homework="Завести скриньку")
    client, mine = account(reader), reverse("public:account_circles")
    assert [told.circle.pk for told in client.get(mine).context["open"]] == [one.pk]
    client.post(reverse("public:account_circle_join", args=[one.pk]), form(needs="пандус"))
    member = Member.objects.get()
    assert (member.reader_id, member.needs) == (reader.pk, "пандус")
    assert client.get(mine).context["open"] == []
    client.post(reverse("public:account_circle_leave", args=[member.pk]), form())
    assert Member.objects.get().state == "left"
    hidden = found_circle(
        world.lib.act(), kind="club", unit=world.lib.hub, place=world.lib.hub, year=2026,
        about={"title": "Для своїх", "form": "book_club", "shown": False},
    )  # fmt: skip
    assert client.post(reverse("public:account_circle_join", args=[hidden.pk]), form()).status_code == 404


def test_what_can_be_joined_says_when_for_whom_and_how_many_places_are_left(world):
    lib, reader = world.lib, world.lib.reader(pseudonym="Журавка", age="60+")
    soon = lib.today + dt.timedelta(days=1)
    given = {"kind": "club", "unit": lib.hub, "place": lib.hub, "year": lib.today.year}
    about = {"form": "book_club", "starts": "17:00"}
    full = found_circle(lib.act(), about={**about, "title": "А"}, days=[soon], capacity=1, ages=["60+"], **given)
    free = found_circle(lib.act(), about={**about, "title": "Б"}, capacity=5, **given)
    over = gathered(lib)
    Event.objects.filter(series=over.series_id).update(on=lib.today - dt.timedelta(days=1))
    enrol_member(lib.act(), circle=full, name="Сойка", age="60+")
    client, page = account(reader), reverse("public:account_circles")
    told = [(one.circle, one.left, one.ages) for one in client.get(page).context["open"]]
    assert told == [(full, 0, "від 60 років"), (free, 5, "")]
    words = text_of(client.get(page))
    day = date_format(soon, "j E")
    for said in (
        f"{day}",
        "17:00",
        "попереду 1 зустріч",
        "місць немає, можна стати в чергу",
        "вільних місць: 5",
        "для віку: від 60 років",
    ):
        assert said in words
    assert client.post(reverse("public:account_circle_join", args=[over.pk]), form()).status_code == 404
