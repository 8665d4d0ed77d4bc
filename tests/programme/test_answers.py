"""Whoever asks on the site is heard: it rings until somebody has answered, and the answer reaches them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.attention import attention_for, waiting_counts
from mandrivna.core.models import Operation
from mandrivna.core.outbox.worker import drain
from mandrivna.core.retention import execute
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.calls import apply, step_call, told_applicant
from mandrivna.programme.actions.excursions import (
    accept_excursion,
    add_route,
    ask_excursion,
    decline_excursion,
)
from mandrivna.programme.models import Application, GroupRequest, Route
from mandrivna.shared.text.mails import mail_in
from tests.faces.screens import World, form, queries, text_of
from tests.factories.calls import announced

pytestmark = pytest.mark.django_db
TO = "shkola@example.org"
SECRETS = ("Невидима Школа", "двоє у візочках", TO, "Приходьте з парасолями")


@pytest.fixture
def world() -> World:
    found = World()
    for key in ("quiet_from", "quiet_until"):
        policy.edit(found.lib.act(), policy="lending", key=key, value=0, reason="для перевірки")
    return found


def route(world: World, at: Any = None, title: str = "Стежками міста") -> Route:
    place = at or world.lib.hub
    about = {"title": title, "minutes": 60, "most": 25, "meets": "біля входу", "shown": True}
    return add_route(world.lib.act(), unit=world.lib.hub, place=place, about=about)


def asks(world: World, contact: str = TO, of: Route | None = None, days: int = 3) -> GroupRequest:
    said: dict[str, Any] = {"asker": "Невидима Школа", "contact": contact, "note": "двоє у візочках", "people": 20}
    on = world.lib.today + dt.timedelta(days=days)
    return ask_excursion(Act(actor=NOBODY, channel="self"), route=of or route(world), wished_on=on, **said)


def sends(world: World, call: Any, title: str = "Лист") -> Any:
    said = {"name": "Сойка Лісова", "contact": "050", "part": call.parts.first()}
    return apply(Act(actor=NOBODY, channel="self"), call=call, title=title, **said)


def groups(world: World, who: str = "owner") -> dict[str, list[tuple[str, str]]]:
    """What waits for this person, by the button that deals with it."""
    found = attention_for(actor_for(world.staff[who]))
    return {
        str(group.kind.act): [(row.text, row.url) for row in group.rows]
        for group in found
        if group.kind.act in ("Відповісти", "Розглянути") and group.kind.permission.code == "programme.people"
    }


def letters() -> list[tuple[list[str], str]]:
    mail.outbox.clear()
    drain()
    return [(list(letter.to), str(letter.body)) for letter in mail.outbox]


# --- it rings ----------------------------------------------------------------------------------------------------------


def test_a_group_and_a_work_wait_for_whoever_may_answer_and_for_nobody_else(world):
    asked, call = asks(world), announced(world.lib)
    work = sends(world, call)
    page, letter = reverse("workspace:group_request", args=[asked.pk]), reverse("workspace:application", args=[work.pk])
    day = f"{asked.wished_on.day} "
    (told,) = groups(world)["Відповісти"]
    assert (told[0].startswith(f"Стежками міста: просять на {day}"), told[1]) == (True, page)
    assert groups(world)["Розглянути"] == [("Лист", letter)]
    assert [groups(world, who) for who in ("guardian", "technician", "methodist")] == [{}, {}, {}]
    assert groups(world, "colleague") == {"Відповісти": [], "Розглянути": []}, "of another place"
    counted = waiting_counts(actor_for(world.staff["owner"]))
    assert (counted["programme_groups"], "programme_works" in counted) == (1, False)
    bell = text_of(world.browser("owner").get("/work/bell/"))
    assert ("Групи, які просять екскурсію" in bell, "Невидима Школа" in bell) == (True, False)


def test_it_is_quiet_once_answered_and_a_contest_that_is_over_asks_nothing(world):
    first, second, call = asks(world), asks(world), announced(world.lib)
    sends(world, call)
    accept_excursion(world.lib.act(), request=first, on=first.wished_on, starts="11:00")
    assert [row[1] for row in groups(world)["Відповісти"]] == [reverse("workspace:group_request", args=[second.pk])]
    decline_excursion(world.lib.act(), request=second)
    step_call(world.lib.act(), call=call, to="judging")
    assert (groups(world)["Відповісти"], len(groups(world)["Розглянути"])) == ([], 1)
    step_call(world.lib.act(), call=call, to="done")
    ((told, _url),) = groups(world)["Розглянути"]
    assert told == "Лист: зателефонуйте", "they left a telephone only"
    told_applicant(world.lib.act(), application=Application.objects.get())
    assert groups(world) == {"Відповісти": [], "Розглянути": []}


@pytest.mark.parametrize("people", [1, 3])
def test_the_bell_asks_as_much_for_three_as_for_one(world, people):
    of, call = route(world), announced(world.lib)
    for number in range(people):
        asks(world, of=of, days=number)
        sends(world, call, f"Лист {number}")
    client = world.browser("owner")
    assert queries(client, "/work/bell/") <= 12
    assert [len(rows) for rows in groups(world).values()] == [people, people]


# --- it is not forgotten before it is answered -------------------------------------------------------------------------


def test_nobody_is_forgotten_unanswered_and_after_the_answer_they_are(world):
    asked = asks(world)
    noon = world.lib.now.replace(hour=12)
    execute(noon + dt.timedelta(days=300))
    asked.refresh_from_db()
    assert (asked.asker, asked.contact, asked.note) == ("Невидима Школа", TO, "двоє у візочках")
    assert len(groups(world)["Відповісти"]) == 1
    late = asked.wished_on + dt.timedelta(days=300)
    moment = dt.datetime.combine(late, dt.time(12), get_current_timezone())
    decline_excursion(Act(actor=world.lib.act().actor, at=moment), request=asked, answer="Пробачте, що так пізно")
    execute(moment + dt.timedelta(days=89))
    asked.refresh_from_db()
    assert asked.answer == "Пробачте, що так пізно", "they may still ask what was said"
    execute(moment + dt.timedelta(days=92))
    asked.refresh_from_db()
    assert (asked.asker, asked.contact, asked.note, asked.answer, asked.people) == (None, None, None, None, 20)


def test_an_excursion_agreed_for_later_is_remembered_until_then(world):
    asked = asks(world)
    agreed = asked.wished_on + dt.timedelta(days=120)
    accept_excursion(world.lib.act(), request=asked, on=agreed)
    noon = dt.datetime.combine(agreed, dt.time(12), get_current_timezone())
    execute(noon + dt.timedelta(days=80))
    asked.refresh_from_db()
    assert asked.asker == "Невидима Школа"


# --- the answer reaches them -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("shkola@example.org", TO), ("050 123-45-67, shkola@example.org", TO), ("пошта: <shkola@example.org>.", TO),
        ("050 123-45-67", ""), ("@shkola у телеграмі", ""), ("", ""), ("a@b", ""), ("x\r\nBcc: other@", ""),
    ],
)  # fmt: skip
def test_an_address_is_found_among_what_was_left(said, address):
    assert mail_in(said) == address


def test_what_a_colleague_answers_goes_by_a_letter_with_day_and_place(world):
    asked = asks(world)
    assert letters() == [], "asking by itself writes to nobody"
    accept_excursion(
        world.lib.act(), request=asked, on=world.lib.today + dt.timedelta(days=5), starts="11:00", answer="Приходьте з парасолями"
    )
    ((to, body),) = letters()
    day = world.lib.today + dt.timedelta(days=5)
    assert (to, f"Домовилися про екскурсію «Стежками міста»: {day.day} " in body) == ([TO], True)
    assert all(words in body for words in ("11:00", "біля входу", "людей: 20", "Приходьте з парасолями"))
    assert ("Невидима" in body, letters()) == (False, []), "no name in a letter, and not twice"


def test_a_refusal_is_told_as_kindly_and_in_the_language_they_asked_in(world):
    with override("en"):
        one = reverse("public:excursion", args=[route(world).pk])
    day = f"{world.lib.today + dt.timedelta(days=9):%d.%m.%Y}"
    said = {"asker": "Невидима Школа", "contact": TO, "people": "20", "audience": "pupil", "wished_on": day}
    Client().post(one, form(**said))
    asked = GroupRequest.objects.get()
    assert asked.language == "en"
    GroupRequest.objects.update(language="uk")
    decline_excursion(world.lib.act(), request=asked, answer="Того дня свято міста")
    ((to, body),) = letters()
    assert (to, "На жаль, цього разу не вийде." in body, "Того дня свято міста" in body) == ([TO], True, True)


def test_who_left_a_telephone_is_to_be_called_and_no_letter_waits(world):
    client, asked = world.browser("owner"), asks(world, "050 123-45-67")
    page = reverse("workspace:group_request", args=[asked.pk])
    assert "людям зателефонуйте" in text_of(client.get(page))
    done = client.post(page, form(decline="1", answer="Не того дня"), follow=True)
    assert (done.redirect_chain[-1][0], "листа не буде: зателефонуйте" in text_of(done)) == (page, True)
    assert ("050 123-45-67" in text_of(done), "зателефонуйте й скажіть самі" in text_of(done), letters()) == (True, True, [])
    written = asks(world)
    page = reverse("workspace:group_request", args=[written.pk])
    assert "піде листом на пошту" in text_of(client.get(page))
    done = client.post(page, form(on=f"{world.lib.today:%d.%m.%Y}", starts="23:30", answer="Чекаємо"), follow=True)
    assert ("Лист піде на пошту, яку лишили" in text_of(done), [to for to, _body in letters()]) == (True, [[TO]])


def test_where_no_letters_go_out_a_colleague_is_told_so(world, settings):
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend"}}
    page = reverse("workspace:group_request", args=[asks(world).pk])
    assert "а людям напишіть самі" in text_of(world.browser("owner").get(page))


def test_at_night_the_letter_waits_for_the_morning_and_goes_once(world, monkeypatch):
    asked = asks(world)
    night = dt.datetime.combine(world.lib.today, dt.time(23, 30), get_current_timezone())
    for key, hour in (("quiet_from", 21), ("quiet_until", 9)):
        policy.edit(world.lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")
    decline_excursion(world.lib.act(), request=asked)
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    assert letters() == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: night + dt.timedelta(hours=10))
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    assert [to for to, _body in letters()] == [[TO]]


def test_the_journal_keeps_none_of_their_words(world):
    asked = asks(world)
    decline_excursion(world.lib.act(), request=asked, answer="Приходьте з парасолями")
    kept = [str(row.body) for row in Operation.objects.filter(verb__in=("programme.ask_excursion", "programme.decline_excursion"))]
    assert (len(kept), [word for word in SECRETS if any(word in body for body in kept)]) == (2, [])
