"""The answer to a complaint reaches whoever left a way, once; then the way is forgotten. Who left a telephone is called."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from mandrivna.core import notify, policy
from mandrivna.core.attention import waiting_counts
from mandrivna.core.outbox import limits_of
from mandrivna.core.outbox.queries import parked
from mandrivna.core.outbox.worker import drain
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.remarks import answer_remark, record_remark, told_remark
from mandrivna.enquiries.models import Remark
from mandrivna.enquiries.remark_notices import deliver_remark
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db


class Away:
    def send_messages(self, _letters: list[Any]) -> int:
        raise OSError("no network")


FILES = {"default": {"BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": "/nowhere"}}}
TO, CALLED = "skarha@example.org", "050 123-45-67"


@pytest.fixture
def world() -> World:
    found = World()
    night(found, 0, 0)
    return found


def night(world: World, since: int, until: int) -> None:
    for key, hour in (("quiet_from", since), ("quiet_until", until)):
        policy.edit(world.lib.act(), policy="lending", key=key, value=hour, reason="для перевірки")


def complained(world: World, contact: str = TO, **about: Any) -> Remark:
    said = {"place": world.lib.hub, "what": "complaint", "text": "Зачинено.", "contact": contact, **about}
    return record_remark(world.lib.act(), **said)


def answered(world: World, row: Remark, answer: str = "Вибачте, години виправлено.", state: str = "answered") -> Remark:
    return answer_remark(world.lib.act(), remark=row, state=state, answer=answer)


def letters() -> list[tuple[list[str], str]]:
    mail.outbox.clear()
    DBTaskResult.objects.filter(status="READY").update(run_after=get_date_max())
    drain()
    return [(list(letter.to), str(letter.body)) for letter in mail.outbox]


def test_the_answer_goes_by_a_letter_once_and_the_address_is_forgotten(world):
    row = answered(world, complained(world, f"050 000, {TO}"))
    assert (row.contact, row.to_call) == (f"050 000, {TO}", False), "until the letter has gone"
    ((to, body),) = letters()
    assert (to, "Вибачте, години виправлено." in body, "Ви написали нам" in body, "Зачинено" in body) == ([TO], True, True, False)
    row.refresh_from_db()
    assert (row.contact, row.answer, letters()) == (None, "Вибачте, години виправлено.", [])


def test_at_night_it_waits_for_the_morning(world):
    hour = timezone.localtime().hour
    night(world, hour, (hour + 2) % 24)
    answered(world, complained(world))
    assert letters() == []
    night(world, 0, 0)
    assert ([to for to, _body in letters()], letters()) == ([[TO]], [])


def test_while_the_mail_is_away_nothing_is_lost(world, monkeypatch):
    row = answered(world, complained(world))

    with monkeypatch.context() as down:
        down.setattr(notify, "mailers", type("Mailers", (), {"default": Away()}))
        assert letters() == []
    row.refresh_from_db()
    assert row.contact == TO
    assert [to for to, _body in letters()] == [[TO]]


def test_switched_off_while_the_letter_waited_a_colleague_says_it(world, settings):
    hour = timezone.localtime().hour
    night(world, hour, (hour + 2) % 24)
    row = answered(world, complained(world))
    assert letters() == []
    settings.MAILERS = FILES
    night(world, 0, 0)
    assert letters() == []
    row.refresh_from_db()
    assert (row.contact, row.to_call, waiting_counts(actor_for(world.staff["director"]))["remarks"]) == (TO, True, 1)


def test_after_the_last_try_a_colleague_says_it_and_a_letter_that_goes_later_takes_that_back(world, monkeypatch):
    row, tries = answered(world, complained(world)), limits_of(deliver_remark.module_path).attempts
    with monkeypatch.context() as down:
        down.setattr(notify, "mailers", type("Mailers", (), {"default": Away()}))
        marked = []
        for _try in range(tries):
            letters()
            row.refresh_from_db()
            marked.append(row.to_call)
    assert (marked, row.contact, parked().count()) == ([False] * (tries - 1) + [True], TO, 1)
    parked().update(status="READY", worker_ids=[])
    assert [to for to, _body in letters()] == [[TO]]
    row.refresh_from_db()
    assert (row.contact, row.to_call) == (None, False)


def test_what_was_no_remark_is_answered_to_nobody_and_forgotten_at_once(world):
    row = answered(world, complained(world), "", "mistaken")
    assert (row.contact, row.to_call, letters()) == (None, False, [])


def test_a_telephone_is_kept_until_they_have_been_called(world):
    director = world.browser("director")
    row = complained(world, CALLED)
    page, url = reverse("workspace:remark", args=[row.pk]), reverse("workspace:remark_told", args=[row.pk])
    assert "подзвоніть чи напишіть людині самі" in text_of(director.get(page))
    done = director.post(page, form(state="answered", answer="Виправлено."), follow=True)
    assert (done.redirect_chain[-1][0], "Листа не буде: зателефонуйте" in text_of(done), CALLED in text_of(done)) == (
        page,
        True,
        True,
    )
    assert (letters(), waiting_counts(actor_for(world.staff["director"]))["remarks"]) == ([], 1)
    assert "зателефонуйте" in text_of(director.get("/work/enquiries/remarks/"))
    assert [world.browser(who).post(url, form()).status_code for who in ("owner", "stranger")] == [403, 404]
    assert director.post(url, form()).status_code == 302
    row.refresh_from_db()
    assert (row.contact, row.to_call, waiting_counts(actor_for(world.staff["director"])).get("remarks", 0)) == (None, False, 0)
    told_remark(world.lib.act(), remark=row)


def test_the_one_who_answers_is_told_beforehand_what_becomes_of_the_words(world, settings):
    director = world.browser("director")
    written, silent = complained(world), complained(world, "")
    page = reverse("workspace:remark", args=[written.pk])
    assert "підуть листом на пошту" in text_of(director.get(page))
    assert "не лишила, як відповісти" in text_of(director.get(reverse("workspace:remark", args=[silent.pk])))
    done = director.post(page, form(state="answered", answer="Виправлено."), follow=True)
    assert "Лист із відповіддю піде на пошту" in text_of(done)
    settings.MAILERS = FILES
    assert answered(world, complained(world)).to_call, "where no letters go out a colleague writes"


def test_the_list_costs_the_same_with_one_to_call_and_with_three(world):
    client, counts = world.browser("director"), []
    for _number in range(3):
        answered(world, complained(world, CALLED))
        counts.append(queries(client, "/work/enquiries/remarks/"))
    assert counts[0] == counts[2]
