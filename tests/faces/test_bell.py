"""The bell: what waits for a person, counted on every page and told on its own."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from django.tasks import TaskResultStatus
from django.utils import timezone
from django.utils.formats import date_format
from django_tasks_db.models import DBTaskResult

from mandrivna.core.actor import NOBODY
from mandrivna.core.attention import attention_for, waiting_count
from mandrivna.core.models import AuditEntry
from mandrivna.core.notify import deliver
from mandrivna.core.policy import edit
from mandrivna.core.roles import actor_for
from mandrivna.lending.models import Loan
from mandrivna.readers.looks import count_looks, many_looks
from mandrivna.shared.ids import new_uid
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


def looked(who, readers, *, at=None, unit=None, times=2):
    """Somebody opened the cards of so many readers, each twice, within one hour of the clock."""
    hour = (at or timezone.now() - dt.timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=hour + dt.timedelta(seconds=turn), staff=who, who=who.name, action="readers.viewed", model="readers.Reader",
            object_pk=f"reader {turn % readers}", unit=unit, op=new_uid(),
        )
        for turn in range(readers * times)
    )  # fmt: skip
    count_looks.func()


def everything(world):
    misfit(world), sent(world), parked_task(), lost_letter(world.staff["owner"].pk), late_loan(world)
    looked(world.staff["owner"], 60, unit=world.lib.root)


def counts(groups):
    return {str(group.kind.label): group.count for group in groups}


def test_each_kind_is_counted_for_whoever_may_deal_with_it(world):
    everything(world)
    seen = {
        who: counts(attention_for(actor_for(world.staff[who]), world.lib.shelf))
        for who in ("director", "owner", "colleague", "technician", "guardian")
    }
    asked = {"Нові запити читачів": 0, "Розмови, що чекають на відповідь": 0}
    looks = {"Багато відкритих формулярів": 1}
    events = {"Події, на яких людей ще не пораховано": 0, "Події, про які ще не написано": 0}
    work = {"Справи подій, строк яких минув": 0}
    people = {"Групи, які просять екскурсію": 0, "Заявки на конкурси й конференції": 0, "Курси й клуби: кому подзвонити": 0}
    people |= {"Записи на події: кому подзвонити": 0}
    plan = {"Строки плану цього тижня": 0, "Прострочене за планом": 0}
    told = asked | events | work | people | plan
    solving, late = {"Розбіжності": 1, "Операції в карантині": 1} | told, {"Прострочене на моєму місці": 1}
    queue = {"Недоставлені повідомлення": 1, "Відкладені завдання": 1}
    assert seen == {
        "director": solving | queue | late | looks | {"Адреси, що не відкриваються": 0, "Скарги й пропозиції без відповіді": 0},
        "owner": solving | late,
        "colleague": dict.fromkeys(solving, 0),
        "technician": queue | plan,
        "guardian": late | events,
    }


def test_what_is_merely_so_does_not_ring(world):
    everything(world)
    rings = {who: waiting_count(actor_for(world.staff[who])) for who in ("director", "owner", "technician", "guardian")}
    assert rings == {"director": 5, "owner": 2, "technician": 2, "guardian": 0}


def test_of_very_many_kinds_the_last_are_told_by_their_number_alone(world, monkeypatch, django_assert_num_queries):
    everything(world)
    monkeypatch.setattr("mandrivna.core.attention.KINDS", 2)
    director = actor_for(world.staff["director"])
    with django_assert_num_queries(1 + 2):
        groups = [group for group in attention_for(director, world.lib.shelf) if group.count]
    assert [(group.count, len(group.rows)) for group in groups] == [(1, 1), (1, 1), (1, 0), (1, 0), (1, 0), (1, 0)]
    page = text_of(world.browser("director").get(BELL))
    assert ("Багато відкритих формулярів 1" in page, "Ще 1 запис" in page) == (True, False)


def test_nobody_is_told_nothing(world):
    everything(world)
    assert (waiting_count(NOBODY), attention_for(NOBODY)) == (0, [])


def test_the_number_beside_the_bell_is_one_question(world, django_assert_num_queries):
    everything(world)
    actor = actor_for(world.staff["director"])
    with django_assert_num_queries(1):
        assert waiting_count(actor) == 5


# --- T4: readers' cards opened one after another ------------------------------------------------------------------------


def told_of_looks(world, who="director"):
    groups = attention_for(actor_for(world.staff[who]))
    return [(row.text, row.note) for group in groups if group.kind.label == "Багато відкритих формулярів" for row in group.rows]


def test_sixty_cards_an_hour_are_told_to_whoever_looks_after_the_journal(world):
    """Each of two looks at one card is one card; fifty-nine are silent, and so is what lies over two hours."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) - dt.timedelta(hours=1)
    looked(world.staff["owner"], 59, unit=world.lib.root, at=hour)
    looked(world.staff["owner"], 1, unit=world.lib.root, at=hour + dt.timedelta(hours=1))
    assert told_of_looks(world) == []
    looked(world.staff["colleague"], 60, unit=world.lib.root, at=hour)
    when = date_format(timezone.localtime(hour), "SHORT_DATETIME_FORMAT")
    assert told_of_looks(world) == [("Особа colleague: 60 формулярів за годину", when)]
    assert (told_of_looks(world, "auditor"), told_of_looks(world, "stranger")) == (told_of_looks(world), [])
    page = world.browser("auditor").get(BELL).content.decode()
    day = timezone.localdate(hour)
    assert f'href="/work/system/audit/?action=readers.viewed&amp;since={day}&amp;until={day}"' in page


def test_true_looks_are_those_that_are_counted(world):
    """Opening cards by the screens, with the institution's own number."""
    edit(world.lib.act(), policy="readers", key="looks_an_hour", value=3, reason="мала бібліотека")
    readers, client = [world.lib.reader() for _number in range(6)], world.browser("owner")
    for reader in readers:
        assert client.get(f"/work/readers/{reader.pk}/").status_code == 200
    count_looks.func()
    text = told_of_looks(world)[0][0]
    assert re.match("Особа owner: [3-6] ", text), "an hour of the clock may end among them"


def test_a_day_later_it_is_history_and_nought_is_never_reached(world):
    director = actor_for(world.staff["director"])
    edit(world.lib.act(), policy="readers", key="looks_an_hour", value=0, reason="не стежимо")
    looked(world.staff["owner"], 70, unit=world.lib.root)
    assert told_of_looks(world) == []
    edit(world.lib.act(), policy="readers", key="looks_an_hour", value=None, reason="як у програмі")
    assert [count_looks.func(), count_looks.func()] == [1, 0], "once for a person and an hour"
    assert len(told_of_looks(world)) == 1
    later = timezone.now() + dt.timedelta(hours=25)
    assert [many_looks(director, at).count() for at in (timezone.now(), later)] == [1, 0]


@pytest.mark.parametrize("people", [1, 3])
def test_who_looked_much_is_one_question_however_many_there_are(world, people, django_assert_num_queries):
    for who in ("owner", "colleague", "guardian")[:people]:
        looked(world.staff[who], 61, unit=world.lib.root)
    actor = actor_for(world.staff["auditor"])
    with django_assert_num_queries(1):
        assert [one.after["cards"] for one in many_looks(actor)] == [61] * people


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
    parked_task(), lost_letter(world.staff["owner"].pk), late_loan(world), looked(world.staff["owner"], 60, unit=world.lib.root)
    response = world.browser("director", place=world.lib.shelf).get(BELL)
    page, source = text_of(response), response.content.decode()
    for said in (
        "прийняли книгу, за якою немає відкритої видачі",
        "Не надіслано: Особа owner",
        "Перелічити примірники запису",
        "прострочено на 3 дн",
        "Особа owner: 60 формулярів за годину",
    ):
        assert said in page
    assert f'href="/work/system/discrepancies/#{row.pk}"' in source
    assert f'href="/work/system/quarantine/{stuck.pk}/"' in source
    assert "Сповіщення: 5 справ" in source


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
