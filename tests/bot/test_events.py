"""Events in the talk: what is on, one tap puts a reader on the list, another takes them off it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.circles import add_course, enrol_member, found_circle
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, sign_up
from mandrivna.programme.models import Admission, SignUp
from tests.bot.phone import Phone
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    return library(now=timezone.now() - dt.timedelta(hours=5))


@pytest.fixture
def phone(settings: Any, lib: Library) -> Phone:
    settings.NAMES, settings.HTTPS = ["lib.example.org"], True
    return Phone()


def listed(lib: Library, **about: Any) -> Admission:
    told = {"title": "Майстерня затишку", "form": "master_class", "starts": "16:00"}
    on = lib.today + dt.timedelta(days=3)
    event = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about=told)
    return admit_event(lib.act(), event=event, about={"places": 1, **about})


def test_a_reader_signs_up_sees_the_code_and_signs_off(lib, phone):
    to = listed(lib)
    phone.register()
    assert "Майстерня затишку" in phone.write("/events")
    assert "Запис триває." in phone.tap(next(label for label in phone.buttons if "Майстерня" in label))
    said = phone.tap("Записатися")
    signup = SignUp.objects.get(admission=to)
    assert (f"Код для входу: {signup.pretty}" in said, signup.channel, signup.name) == (True, "bot", None)
    assert signup.pretty in phone.tap("Мої записи")
    phone.write("/events")
    assert signup.pretty in phone.tap(next(label for label in phone.buttons if "Майстерня" in label))
    assert "Запис скасовано: Майстерня затишку." in phone.tap("Скасувати запис")
    assert SignUp.objects.get(pk=signup.pk).state == "gone"


def test_a_full_list_means_the_queue_and_an_age_is_asked_once(lib, phone):
    to = listed(lib, age_from=55)
    sign_up(lib.act(actor=NOBODY), admission=to, name=Withheld("Журавка"), of_age=True)
    phone.register()
    phone.write("/events")
    assert "стати в чергу. Вік: 55+." in phone.tap(next(label for label in phone.buttons if "Майстерня" in label))
    assert "Вік підходить?" in phone.tap("Стати в чергу")
    assert "Ви в черзі: Майстерня затишку." in phone.tap("Так, записати")
    assert "у черзі, номер 1" in phone.tap("Мої записи")


def test_without_a_card_the_site_is_named_and_nothing_is_kept(lib, phone):
    to = listed(lib)
    phone.write("/events")
    phone.tap(next(label for label in phone.buttons if "Майстерня" in label))
    assert "Тут записуються за квитком" in phone.tap("Записатися")
    url = phone.buttons["Записатися на сайті без квитка"]["url"]
    assert (url, SignUp.objects.count()) == (f"https://lib.example.org/events/{to.event_id}/signup/", 0)


def test_a_lesson_of_a_full_group_is_not_free_for_all_and_names_the_queue(lib, phone):
    day = lib.today + dt.timedelta(days=3)
    about = {"title": "Абетка", "form": "course", "audiences": ["seniors"], "starts": "11:00"}
    course = add_course(lib.act(), unit=lib.hub, about={**about, "topics": [["Пошта", 2]]})
    given = {"unit": lib.hub, "place": lib.hub, "year": day.year, "about": about, "days": [day]}
    group = found_circle(lib.act(), kind="group", course=course, capacity=1, **given)
    enrol_member(lib.act(), circle=group, name="Журавка")
    phone.write("/events")
    said = phone.tap(next(label for label in phone.buttons if "Абетка" in label))
    assert ("Вхід вільний" in said, "заняття групи" in said, "можна стати в чергу" in said) == (False, True, True)
    assert phone.buttons["Стати в чергу на сайті"]["url"] == "https://lib.example.org/my/circles/"
