"""The bell: what waits for a person, counted on every page and told on its own."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.actor import NOBODY
from mandrivna.core.attention import attention_for, waiting_count
from mandrivna.core.notify import deliver
from mandrivna.core.roles import actor_for
from mandrivna.lending.models import Loan
from tests.faces.screens import World, form, queries, text_of
from tests.faces.test_system import misfit, parked_task, sent

pytestmark = pytest.mark.django_db
BELL = "/work/bell/"


@pytest.fixture
def world():
    return World()


def lost_letter(staff_pk):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": [], "kwargs": {"staff": staff_pk, "channel": "mail", "sealed": "AAAA"}},
        task_path=deliver.module_path,
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
    )


def late_loan(world, place=None):
    world.lend(world.lib.copy(place=place), world.lib.reader(), place=place)
    Loan.objects.update(due_on=timezone.localdate() - dt.timedelta(days=3))


def everything(world):
    misfit(world), sent(world), parked_task(), lost_letter(world.staff["owner"].pk), late_loan(world)


def counts(groups):
    return {str(group.kind.label): group.count for group in groups}


def test_each_kind_is_counted_for_whoever_may_deal_with_it(world):
    everything(world)
    seen = {
        who: counts(attention_for(actor_for(world.staff[who]), world.lib.shelf))
        for who in ("director", "owner", "colleague", "technician", "guardian")
    }
    asked = {"Нові запити читачів": 0, "Розмови, що чекають на відповідь": 0}
    solving, late = {"Розбіжності": 1, "Операції в карантині": 1} | asked, {"Прострочене на моєму місці": 1}
    queue = {"Недоставлені повідомлення": 1, "Відкладені завдання": 1}
    assert seen == {
        "director": solving | queue | late | {"Адреси, що не відкриваються": 0},
        "owner": solving | late,
        "colleague": dict.fromkeys(solving, 0),
        "technician": queue,
        "guardian": late,
    }


def test_what_is_merely_so_does_not_ring(world):
    everything(world)
    rings = {who: waiting_count(actor_for(world.staff[who])) for who in ("director", "owner", "technician", "guardian")}
    assert rings == {"director": 4, "owner": 2, "technician": 2, "guardian": 0}


def test_nobody_is_told_nothing(world):
    everything(world)
    assert (waiting_count(NOBODY), attention_for(NOBODY)) == (0, [])


def test_the_number_beside_the_bell_is_one_question(world, django_assert_num_queries):
    everything(world)
    actor = actor_for(world.staff["director"])
    with django_assert_num_queries(1):
        assert waiting_count(actor) == 4


def shown(client):
    """The number in the bar of some page."""
    found = re.search(r'<span class="count" aria-hidden="true">(\d+)</span>', client.get("/work/catalogue/").content.decode())
    return int(found[1]) if found else 0


def test_the_number_is_asked_for_once_in_half_a_minute(world, monkeypatch):
    client, now = world.browser("director"), time.time()
    assert shown(client) == 0
    misfit(world)
    assert shown(client) == 0
    monkeypatch.setattr("mandrivna.faces.workspace.bell.ring.time.time", lambda: now + 31)
    assert shown(client) == 1


def test_after_an_act_of_ones_own_the_number_is_new(world):
    row, client = misfit(world), world.browser("director")
    assert shown(client) == 1
    client.post(f"/work/system/discrepancies/{row.pk}/solve/", form(solution="on_shelf"))
    assert shown(client) == 0


def test_the_page_tells_every_thing_in_a_sentence_and_leads_there(world):
    row, stuck = misfit(world), sent(world)
    parked_task(), lost_letter(world.staff["owner"].pk), late_loan(world)
    response = world.browser("director", place=world.lib.shelf).get(BELL)
    page, source = text_of(response), response.content.decode()
    for said in (
        "прийняли книгу, за якою немає відкритої видачі",
        "Не надіслано: Особа owner",
        "Перелічити примірники запису",
        "прострочено на 3 дн",
    ):
        assert said in page
    assert f'href="/work/system/discrepancies/#{row.pk}"' in source
    assert f'href="/work/system/quarantine/{stuck.pk}/"' in source
    assert "Сповіщення: 4 справ" in source


def test_the_letter_of_somebody_who_left_names_nobody(world):
    lost_letter(10**6)
    assert "Не надіслано: адресат більше не працює тут" in text_of(world.browser("technician").get(BELL))


def test_nothing_waits_says_so(world):
    assert "Усе зроблено" in text_of(world.browser("director").get(BELL))


def test_what_does_not_fit_is_behind_the_link(world):
    for number in range(7):
        parked_task(number)
    (group,) = [one for one in attention_for(actor_for(world.staff["technician"])) if one.count]
    assert (len(group.rows), group.more) == (5, 2)


def test_the_page_costs_the_same_with_one_of_each_and_with_three(world):
    client = world.browser("director", place=world.lib.shelf)
    everything(world)
    one = queries(client, BELL)
    for _again in range(2):
        everything(world)
    assert (queries(client, BELL), one <= 12) == (one, True)
