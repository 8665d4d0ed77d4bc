"""What becomes of it reaches whoever asked or applied: moved, called off, taken or not, how it ended. Each once; else a call."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils.timezone import get_current_timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import notify, policy
from mandrivna.core.attention import attention_for
from mandrivna.core.codec import Withheld
from mandrivna.core.outbox.queries import parked
from mandrivna.core.roles import actor_for
from mandrivna.programme.actions.calls import add_call, decide, edit_call, step_call, withdraw_application
from mandrivna.programme.actions.events import add_event, cancel_event, edit_event, move_event, restore_event
from mandrivna.programme.actions.excursions import accept_excursion, decline_excursion
from mandrivna.programme.models import Application, Call, Event, GroupRequest
from tests.faces.screens import World, form, text_of
from tests.factories.calls import announced, applied
from tests.programme.test_answers import TO, asks, letters, world

__all__ = ("world",)
pytestmark = pytest.mark.django_db
CALLED = "050 123-45-67"


def agreed(world: World, contact: str = TO) -> GroupRequest:
    asked = asks(world, contact)
    found = accept_excursion(world.lib.act(), request=asked, on=world.lib.today + dt.timedelta(days=5), starts="11:00")
    letters()
    return found


def said() -> list[str]:
    return [body for _to, body in letters()]


# --- a group -----------------------------------------------------------------------------------------------------------


def test_an_agreed_excursion_moved_called_off_and_back_again_is_told_each_time_once(world):
    asked = agreed(world)
    on = world.lib.today + dt.timedelta(days=7)
    move_event(world.lib.act(), event=asked.event, on=on, starts="12:30", reason="дощ")
    ((to, body),) = letters()
    assert (to, f"Змінилося: екскурсія «Стежками міста» тепер {on.day} " in body, "12:30" in body) == ([TO], True, True)
    assert "біля входу" in body and "Невидима" not in body
    cancel_event(world.lib.act(), event=asked.event, reason="тривога")
    (off,) = said()
    assert "не відбудеться" in off and f"({on.day} " in off
    restore_event(world.lib.act(), event=asked.event)
    (back,) = said()
    assert ("тепер" in back, said()) == (True, [])


def test_another_place_is_told_and_another_title_is_not(world):
    asked = agreed(world)
    about = {"title": "Стежками", "form": "excursion", "starts": "11:00", "where": "біля входу"}
    edit_event(world.lib.act(), event=asked.event, unit=world.lib.hub, place=world.lib.hub, on=asked.event.on, about=about)
    assert said() == []
    about = {**about, "where": "біля фонтана"}
    edit_event(world.lib.act(), event=asked.event, unit=world.lib.hub, place=world.lib.hub, on=asked.event.on, about=about)
    assert ["біля фонтана" in body for body in said()] == [True]


def test_moved_and_called_off_in_one_night_only_the_last_is_said(world, monkeypatch):
    asked = agreed(world)
    for key, hour in (("quiet_from", 21), ("quiet_until", 9)):
        policy.edit(world.lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")
    night = dt.datetime.combine(world.lib.today, dt.time(23, 30), get_current_timezone())
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    for clock in ("12:30", "13:30"):
        move_event(world.lib.act(), event=asked.event, on=asked.event.on, starts=clock, reason="дощ")
    cancel_event(world.lib.act(), event=asked.event, reason="тривога")
    assert said() == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: night + dt.timedelta(hours=10))
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    assert ["не відбудеться" in body for body in said()] == [True]


def test_agreed_and_moved_in_one_night_only_the_answer_goes_and_says_the_new_hour(world, monkeypatch):
    asked = asks(world)
    for key, hour in (("quiet_from", 21), ("quiet_until", 9)):
        policy.edit(world.lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")
    night = dt.datetime.combine(world.lib.today, dt.time(23, 30), get_current_timezone())
    monkeypatch.setattr("django.utils.timezone.now", lambda: night)
    on = world.lib.today + dt.timedelta(days=5)
    asked = accept_excursion(world.lib.act(), request=asked, on=on, starts="11:00", answer=Withheld("Приходьте з парасолями"))
    Event.objects.update(state="planned")
    for clock in ("12:30", "13:30"):
        move_event(world.lib.act(), event=asked.event, on=on, starts=clock, reason="дощ")
    assert said() == []
    monkeypatch.setattr("django.utils.timezone.now", lambda: night + dt.timedelta(hours=10))
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    (told,) = said()
    assert [word in told for word in ("Домовилися", "13:30", "парасолями", "Змінилося")] == [True, True, True, False]
    move_event(world.lib.act(), event=asked.event, on=on, starts="14:30", reason="дощ")
    assert ["14:30" in body for body in said()] == [True], "what comes after it is told"


def test_whom_no_letter_reaches_waits_in_the_bell_until_somebody_has_called(world):
    client, asked = world.browser("owner"), agreed(world, CALLED)
    page = reverse("workspace:group_request", args=[asked.pk])
    assert ("зателефонуйте групі" in waiting(world), CALLED in text_of(client.get(page))) == (True, True)
    assert client.post(reverse("workspace:group_told", args=[asked.pk]), form()).status_code == 302
    assert ("зателефонуйте групі" in waiting(world), "Вже знають" in text_of(client.get(page))) == (False, False)
    cancel_event(world.lib.act(), event=asked.event, reason="тривога")
    assert ("зателефонуйте групі" in waiting(world), "Вже знають" in text_of(client.get(page))) == (True, True)


def test_who_left_nothing_is_not_called(world):
    asked = asks(world)
    GroupRequest.objects.update(contact=None)
    decline_excursion(world.lib.act(), request=GroupRequest.objects.get(pk=asked.pk))
    assert ("зателефонуйте групі" in waiting(world), said()) == (False, [])


def waiting(world: World) -> str:
    return "; ".join(row.text for group in attention_for(actor_for(world.staff["owner"])) for row in group.rows)


# --- works and talks ---------------------------------------------------------------------------------------------------


def evening(world: World, days: int = 20, **said: Any) -> Event:
    about = {"title": "Вечір", "form": "conference", "starts": "10:00", "where": "читальна зала", **said}
    on = world.lib.today + dt.timedelta(days=days)
    return add_event(world.lib.act(), unit=world.lib.hub, place=world.lib.hub, on=on, about=about)


def conference(world: World) -> Call:
    event = evening(world)
    days = {"opens_on": world.lib.today, "closes_on": world.lib.today + dt.timedelta(days=9)}
    said = {"kind": "conference", "unit": world.lib.hub, "place": world.lib.hub, "about": {"title": "Книга в дорозі"}, "parts": []}
    call = add_call(world.lib.act(), **said, **days, event=event)
    return step_call(world.lib.act(), call=call, to="open")


def sent_in(world: World, call: Call, contact: str = "olena@example.org", **about: Any) -> Application:
    return applied(world.lib, call, contact=contact, **about)


def test_a_decision_is_told_once_and_another_one_anew(world):
    one = sent_in(world, announced(world.lib))
    decide(world.lib.act(), application=one, state="sent", award="")
    assert said() == []
    for _time in range(2):
        decide(world.lib.act(), application=one, state="accepted")
    ((to, body),) = letters()
    assert (to, "прийнято на «" in body, "Коли оголосимо підсумки, напишемо" in body) == (["olena@example.org"], True, True)
    assert str(one.name) not in body
    decide(world.lib.act(), application=one, state="declined")
    assert ["На жаль, цього разу" in told for told in said()] == [True]


def test_a_mistake_put_right_before_the_letter_goes_is_never_said(world):
    one = sent_in(world, announced(world.lib))
    decide(world.lib.act(), application=one, state="declined")
    decide(world.lib.act(), application=one, state="accepted")
    assert ["прийнято на «" in told for told in said()] == [True]


def test_a_talk_is_told_its_day_place_and_hour_and_a_new_hour_again(world):
    call = conference(world)
    one, listener = sent_in(world, call), sent_in(world, call, "slukhach@example.org", title="", listener=True)
    decide(world.lib.act(), application=one, state="accepted", starts="11:20")
    decide(world.lib.act(), application=listener, state="accepted")
    talk, seat = said()
    assert [word in talk for word in ("Вашу доповідь", "читальна зала", "10:00", "Ваш виступ о 11:20")] == [True] * 4
    assert ("як на слухача" in seat, "виступ" in seat) == (True, False)
    decide(world.lib.act(), application=one, state="accepted", starts="12:40")
    assert ["Ваш виступ о 12:40" in told for told in said()] == [True]


def test_when_the_results_are_told_everybody_who_took_part_hears_once(world):
    call = announced(world.lib)
    first, second, third = (sent_in(world, call, f"u{number}@example.org", title=f"Лист {number}") for number in range(3))
    decide(world.lib.act(), application=third, state="declined")
    step_call(world.lib.act(), call=call, to="judging")
    decide(world.lib.act(), application=first, state="accepted", award="перше місце")
    assert not any("перше місце" in body for body in said()), "an award is no news before the results are told"
    step_call(world.lib.act(), call=call, to="done")
    told = {to[0]: body for to, body in letters()}
    assert sorted(told) == ["u0@example.org", "u1@example.org"]
    assert ("ваша робота «Лист 0» — перше місце" in told["u0@example.org"], "відзнаки дістали інші" in told["u1@example.org"]) == (
        True,
        True,
    )
    for to in ("judging", "done"):
        step_call(world.lib.act(), call=call, to=to)
    assert said() == []
    decide(world.lib.act(), application=second, state="accepted", award="приз глядачів")
    assert ["приз глядачів" in body for body in said()] == [True]


def test_called_off_everybody_hears_and_who_took_their_work_back_hears_nothing(world):
    call = announced(world.lib)
    sent_in(world, call), withdraw_application(world.lib.act(), application=sent_in(world, call, "pishla@example.org"))
    step_call(world.lib.act(), call=call, to="cancelled")
    assert [to for to, body in letters() if "не відбудеться" in body] == [["olena@example.org"]]


def test_an_applicant_with_a_telephone_is_to_be_called(world):
    client, one = world.browser("owner"), sent_in(world, announced(world.lib), CALLED)
    page = reverse("workspace:application", args=[one.pk])
    assert "доведеться зателефонувати" in text_of(client.get(page))
    decide(world.lib.act(), application=one, state="accepted")
    assert (said(), f"{one}: зателефонуйте" in waiting(world), CALLED in text_of(client.get(page))) == ([], True, True)
    assert "зателефонуйте" in text_of(client.get(reverse("workspace:call_applications", args=[one.call_id])))
    assert client.post(reverse("workspace:application_told", args=[one.pk]), form()).status_code == 302
    assert ("зателефонуйте" in waiting(world), "Вже знає" in text_of(client.get(page))) == (False, False)


def accepted(world: World, call: Call) -> dict[str, Application]:
    """A talk, a listener, a telephone; beside them one who waits, one turned down, one who took the talk back."""
    made = {
        "talk": sent_in(world, call), "seat": sent_in(world, call, "slukhach@example.org", title="", listener=True),
        "phone": sent_in(world, call, CALLED), "no": sent_in(world, call, "ni@example.org"),
        "waits": sent_in(world, call, "chekaie@example.org"), "left": sent_in(world, call, "pishla@example.org"),
    }  # fmt: skip
    for name in ("talk", "seat", "phone", "left"):
        decide(world.lib.act(), application=made[name], state="accepted", starts="11:20" if name == "talk" else "")
    decide(world.lib.act(), application=made["no"], state="declined")
    withdraw_application(world.lib.act(), application=made["left"])
    letters()
    Application.objects.update(to_call=False)
    return made


def by_address() -> dict[str, str]:
    return {to[0]: body for to, body in letters()}


def test_whoever_was_accepted_hears_that_the_day_or_the_place_is_another_one_and_that_it_falls_out(world):
    call = conference(world)
    event, made = call.event, accepted(world, call)
    on = world.lib.today + dt.timedelta(days=23)
    move_event(world.lib.act(), event=event, on=on, starts="12:00", reason="світло")
    told = by_address()
    assert sorted(told) == ["olena@example.org", "slukhach@example.org"]
    assert all(f"Змінилося: «Книга в дорозі» тепер {on.day} " in body and "12:00" in body for body in told.values())
    assert [("Ваш виступ о 11:20" in told[f"{to}@example.org"]) for to in ("olena", "slukhach")] == [True, False]
    assert list(Application.objects.filter(to_call=True)) == [made["phone"]]
    about = {"title": "Інша назва", "form": "conference", "starts": "12:00", "where": "читальна зала"}
    put = {"unit": world.lib.hub, "place": world.lib.hub, "on": on}
    edit_event(world.lib.act(), event=event, about=about, **put)
    assert by_address() == {}, "another title is no news"
    edit_event(world.lib.act(), event=event, about={**about, "where": "велика зала"}, **put)
    assert ["велика зала" in body for body in by_address().values()] == [True, True]
    cancel_event(world.lib.act(), event=event, reason="тривога")
    assert ["не відбудеться" in body for body in by_address().values()] == [True, True]
    restore_event(world.lib.act(), event=event)
    assert ["Змінилося" in body for body in by_address().values()] == [True, True]
    decide(world.lib.act(), application=made["talk"], state="accepted", starts="11:20")
    assert by_address() == {}, "the decision itself was told long ago"


def test_another_event_of_the_call_is_told_and_of_a_call_that_is_off_nothing(world):
    call = conference(world)
    accepted(world, call)
    days = {"opens_on": call.opens_on, "closes_on": call.closes_on, "place": call.place}
    said = {"call": call, "about": {"title": call.title}, "parts": [], **days}
    edit_call(world.lib.act(), event=call.event, **said)
    assert by_address() == {}
    edit_call(world.lib.act(), event=evening(world, 30, where="у сквері"), **said)
    assert ["у сквері" in body for body in by_address().values()] == [True, True]
    edit_call(world.lib.act(), event=None, **said)
    assert ["скажемо окремо" in body for body in by_address().values()] == [True, True]
    edit_call(world.lib.act(), event=call.event, **said)
    step_call(world.lib.act(), call=call, to="cancelled")
    letters()
    cancel_event(world.lib.act(), event=call.event, reason="тривога")
    assert by_address() == {}


def test_of_two_changes_in_one_night_the_last_is_told_and_the_award_is_not_lost(world):
    call = announced(world.lib)
    Call.objects.filter(pk=call.pk).update(event=evening(world))
    call.refresh_from_db()
    one = sent_in(world, call)
    decide(world.lib.act(), application=one, state="accepted")
    letters()
    step_call(world.lib.act(), call=call, to="judging")
    decide(world.lib.act(), application=one, state="accepted", award="перше місце")
    step_call(world.lib.act(), call=call, to="done")
    for clock in ("12:30", "13:30"):
        move_event(world.lib.act(), event=call.event, on=call.event.on, starts=clock, reason="дощ")
    told = said()
    assert sorted(("перше місце" in body, "13:30" in body) for body in told) == [(False, True), (True, False)]


class Away:
    def send_messages(self, _letters: list[Any]) -> int:
        raise OSError("no network")


def test_a_letter_waits_while_the_mail_is_away_and_goes_once(world, monkeypatch):
    one, asked = sent_in(world, announced(world.lib)), agreed(world)
    with monkeypatch.context() as down:
        down.setattr(notify, "mailers", type("Mailers", (), {"default": Away()}))
        decide(world.lib.act(), application=one, state="accepted")
        cancel_event(world.lib.act(), event=asked.event, reason="тривога")
        assert (said(), parked().count()) == ([], 0)
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    assert sorted(to for to, _body in letters()) == [["olena@example.org"], [TO]]
    assert said() == []


def test_switched_off_while_the_letters_waited_a_colleague_calls(world, settings):
    one, asked = sent_in(world, announced(world.lib)), agreed(world)
    decide(world.lib.act(), application=one, state="accepted")
    cancel_event(world.lib.act(), event=asked.event, reason="тривога")
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend"}}
    assert said() == []
    for row in (one, asked):
        row.refresh_from_db()
        assert (bool(row.contact), row.to_call) == (True, True)
