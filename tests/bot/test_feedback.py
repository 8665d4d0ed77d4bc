"""Three taps in the talk about an event that was: once from one chat, by nobody in particular."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core.models import Operation
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.models import Feedback
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


def was(lib: Library, title: str, days: int) -> None:
    on = timezone.localdate() - dt.timedelta(days=days)
    add_event(lib.act(), unit=lib.hub, place=lib.hub, on=on, about={"title": title, "form": "meeting", "starts": "16:00"})


def said(phone: Phone) -> list[str]:
    phone.write("/events")
    phone.tap("Як вам було?")
    found = [phone.tap(next(label for label in phone.buttons if "Розмови" in label))]
    found += [phone.tap(label) for label in ("чудово", "тема", "можливо")]
    return found


def test_three_taps_once_from_one_chat(lib, phone):
    was(lib, "Розмови", 2), was(lib, "Давня", 20), was(lib, "Завтрашня", -1)
    told = said(phone)
    assert ["Як вам було?" in told[0], "сподобалося" in told[1], "Прийдете ще?" in told[2], "Дякуємо!" in told[3]] == [True] * 4
    row = Feedback.objects.get()
    assert (row.mark, row.liked, row.again, row.channel, row.words) == ("great", ["theme"], "maybe", "bot", None)
    assert Operation.objects.get(verb="programme.feedback").staff is None
    phone.write("/events")
    phone.tap("Як вам було?")
    phone.tap(next(label for label in phone.buttons if "Розмови" in label))
    phone.tap("так собі"), phone.tap("тема")
    assert "Одного разу досить" in phone.tap("так")
    assert Feedback.objects.count() == 1


def test_only_what_was_lately_is_asked_about(lib, phone):
    was(lib, "Давня", 20), was(lib, "Завтрашня", -1)
    phone.write("/events")
    assert "За останні два тижні подій не було." in phone.tap("Як вам було?")
