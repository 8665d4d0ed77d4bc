"""Three taps in the talk about an event that was: once from one chat, by nobody in particular."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models import Operation
from mandrivna.core.outbox.worker import drain
from mandrivna.enquiries.models import Chat
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event
from mandrivna.programme.actions.signups import admit_event, sign_up_own
from mandrivna.programme.asking import ask_all
from mandrivna.programme.models import Feedback
from mandrivna.readers.models import Reader
from tests.bot.phone import Phone
from tests.factories.library import Library, library
from tests.factories.surveys import ask_survey

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


def test_the_morning_after_a_button_leads_to_the_three_taps(lib, phone):
    phone.write("/start")
    phone.tap("Українська") if "Українська" in phone.buttons else None
    phone.register()
    who = Reader.objects.get()
    Reader.objects.update(notices_by="chat"), Chat.objects.update(notices=True)
    for key in ("quiet_from", "quiet_until"):  # equal hours: no night at all, whenever the test runs
        policy.edit(lib.act(), policy="lending", key=key, value=0, reason="для перевірки")
    lib.now, about = timezone.now(), {"title": "Розмови", "form": "meeting", "starts": "23:59"}
    one = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=timezone.localdate(), about=about)
    to = admit_event(lib.act(), event=one, about={})
    sign_up_own(lib.act(actor=Actor(reader=who.pk)), admission=to, reader=who)
    count_event(lib.act(), event=one, counts=[{"way": "place", "audience": "general", "age": "", "number": 5}])
    drain(), phone.collect()
    for _run in range(2):
        ask_all.call(today=str(timezone.localdate() + dt.timedelta(days=1)))
    drain()
    assert phone.collect().count("як вам було?") == 1
    phone.tap("Сказати, як було")
    assert ["сподобалося" in phone.tap("чудово"), "Прийдете ще?" in phone.tap("тема"), "Дякуємо!" in phone.tap("так")] == [True] * 3
    assert Feedback.objects.get().event == one


def test_a_questionnaire_is_opened_from_the_chat_on_the_site(lib, phone):
    survey = ask_survey(Library(lib.root, lib.hub, lib.shelf, lib.other_hub, lib.other_shelf, now=timezone.now()))
    ask_survey(lib, title="Лише за посиланням", shown=False)
    phone.write("/events")
    phone.tap("Як вам було?")
    assert [label for label in phone.buttons if label.startswith("Анкета")] == ["Анкета: Анкета року"]
    assert str(survey.pk) in repr(phone.buttons)
