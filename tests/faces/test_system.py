"""What waits for a person, what could not be applied, what the queue gave up, who changed what."""

from __future__ import annotations

import datetime as dt
import uuid
from urllib.parse import urlencode

import pytest
from django.tasks import TaskResultStatus
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from mandrivna.core.intake import perform
from mandrivna.core.models import AuditEntry, Discrepancy, Operation, Quarantined
from mandrivna.core.roles import actor_for
from mandrivna.faces.workspace.system.differences import changes, thing
from mandrivna.lending.actions.circulation import return_copy
from mandrivna.lending.models import Event
from mandrivna.readers.models import Reader, new_card_code
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World, form, queries, text_of
from tests.factories.staff import browser_of

pytestmark = pytest.mark.django_db
TASK = "mandrivna.catalogue.tasks.count_holdings"


@pytest.fixture
def world():
    return World()


def url(name, row=None):
    return reverse(f"workspace:{name}", args=[row.pk] if row else [])


def listed(client, name, **chosen):
    return [line.row for line in client.get(url(name), chosen).context["table"].lines]


def misfit(world, place=None):
    """A book comes back that nobody has: recorded, and a task for a person."""
    copy = world.lib.copy(place=place)
    return_copy(world.lib.act(happened=True), copy=copy, place=place or world.lib.shelf)
    return Discrepancy.objects.get(ref=f"fund.Copy:{copy.pk}")


def sent(world, verb="lending.return", who="owner", **about):
    """An operation of a phone that could not be applied."""
    raw = {"uid": str(new_uid()), "verb": verb, "at": timezone.now().isoformat(), "body": about.pop("body", {}), **about}
    perform(raw, actor=actor_for(world.staff[who]), device="телефон-1")
    return Quarantined.objects.get(op_uid=raw["uid"])


def parked_task(number=1):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.FAILED,
        args_kwargs={"args": [], "kwargs": {"record": str(uuid.UUID(int=number))}},
        task_path=TASK,
        backend_name="default",
        run_after=timezone.now(),
        finished_at=timezone.now(),
        exception_class_path="builtins.OSError",
        worker_ids=["a", "b"],
    )


# --- discrepancies ---------------------------------------------------------------------------------------------------


def test_a_discrepancy_is_explained_with_its_act_and_its_ways_out(world):
    row = misfit(world)
    response = world.browser("director").get(url("discrepancies"))
    page = text_of(response)
    assert f"{Event.objects.get().on:%d.%m.%Y} прийняли книгу, за якою немає відкритої видачі" in page
    assert "Книга на полиці, перевірено" in page
    assert f"#event-{Event.objects.get().pk}" in response.content.decode()
    assert row.closed_at is None


def test_a_discrepancy_is_solved_once_and_moves_behind_the_filter(world):
    row, client = misfit(world), world.browser("director")
    done = client.post(url("discrepancy_solve", row), form(solution="on_shelf"))
    row.refresh_from_db()
    assert (done.status_code, row.solution, row.closed_by) == (302, "on_shelf", world.staff["director"])
    assert "Усе гаразд" in text_of(client.get(url("discrepancies")))
    assert "Особа director: Книга на полиці, перевірено" in text_of(client.get(url("discrepancies") + "?closed=1"))
    again = client.post(url("discrepancy_solve", row), form(solution="on_shelf"))
    assert (again.status_code, "Це вже розв’язано." in text_of(again)) == (422, True)


def test_an_unknown_solution_is_refused(world):
    response = world.browser("director").post(url("discrepancy_solve", misfit(world)), form(solution="казна-що\x00"))
    assert (response.status_code, "Такого розв’язання немає." in text_of(response)) == (422, True)


@pytest.mark.parametrize(
    ("who", "seen", "solved"), [("director", 1, 302), ("owner", 1, 302), ("colleague", 0, 404), ("stranger", 0, 404)]
)
def test_who_sees_and_solves_a_discrepancy(world, who, seen, solved):
    row, client = misfit(world), world.browser(who)
    assert len(client.get(url("discrepancies")).context["rows"]) == seen
    assert client.post(url("discrepancy_solve", row), form(solution="on_shelf")).status_code == solved


# --- quarantine ------------------------------------------------------------------------------------------------------


def test_quarantine_says_why_from_where_and_what(world):
    row, client = sent(world, verb="lending.teleport", body={"name": "Вигадана"}), world.browser("owner")
    page = text_of(client.get(url("quarantine")))
    for words in ("lending.teleport", "невідома дія", "телефон-1", "Особа owner"):
        assert words in page, words
    assert "Вигадана" not in page
    detail = client.get(url("quarantined", row))
    assert ("Вигадана" in text_of(detail), detail.context["may_retry"]) == (True, False)
    assert AuditEntry.objects.filter(action="core.quarantine.viewed", object_pk=str(row.pk)).count() == 1


def test_the_contents_are_for_roles_that_see_people(world):
    row = sent(world, verb="lending.teleport", who="director", body={"name": "Вигадана"})
    response = world.browser("methodist").get(url("quarantined", row))
    assert (response.status_code, response.context["may_read"], "Вигадана" in response.content.decode()) == (200, False, False)
    assert not AuditEntry.objects.filter(action="core.quarantine.viewed").exists()


def test_what_the_library_has_learned_meanwhile_is_applied(world):
    reader, copy, card = world.lib.reader(), world.lib.copy(), new_card_code()
    row = sent(world, "lending.issue", body={"copy": str(copy.pk), "reader": f"card:{card}", "place": world.lib.shelf.pk})
    assert row.reason == "unknown_reference"
    client = world.browser("owner")
    still = client.post(url("quarantined_retry", row), form())
    assert (still.status_code, "Зміст операції досі не читається" in text_of(still)) == (422, True)
    reader.cards.update(code=card)
    assert client.post(url("quarantined_retry", row), form()).status_code == 302
    row.refresh_from_db()
    assert (row.solution, Event.objects.get().reader, Event.objects.get().pk) == ("applied", reader, row.op_uid)


def test_a_retry_that_cannot_be_is_refused(world):
    response = world.browser("owner").post(url("quarantined_retry", sent(world, verb="lending.teleport")), form())
    assert (response.status_code, [p.code for p in response.context["problems"]]) == (422, ["cannot_retry"])


def test_dismissing_needs_a_reason_and_keeps_the_operation(world):
    row, client = sent(world, verb="lending.teleport"), world.browser("owner")
    empty = client.post(url("quarantined_dismiss", row), form(reason=" "))
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["reason"])
    assert client.post(url("quarantined_dismiss", row), form(reason="пробний запис")).status_code == 302
    assert client.post(url("quarantined_dismiss", row), form(reason="ще раз")).status_code == 422
    assert "Карантин порожній." in text_of(client.get(url("quarantine")))
    assert "пробний запис" in text_of(client.get(url("quarantined", row)))
    assert len(client.get(url("quarantine") + "?closed=1").context["rows"]) == 1


@pytest.mark.parametrize(
    ("who", "seen", "opened"),
    [("director", 1, 200), ("owner", 1, 200), ("colleague", 0, 404), ("stranger", 0, 404), ("guardian", None, 403)],
)
def test_who_sees_the_quarantine(world, who, seen, opened):
    row, client = sent(world, verb="lending.teleport"), world.browser(who)
    listed = client.get(url("quarantine"))
    assert (len(listed.context["rows"]) if listed.status_code == 200 else None) == seen
    assert client.get(url("quarantined", row)).status_code == opened
    if opened != 200:
        assert client.post(url("quarantined_dismiss", row), form(reason="чуже")).status_code == opened


# --- the queue -------------------------------------------------------------------------------------------------------


def test_a_parked_task_is_shown_without_what_it_carries_and_put_back(world):
    task, client = parked_task(), world.browser("technician")
    response = client.get(url("outbox"))
    assert "catalogue.tasks.count_holdings" in text_of(response)
    assert "builtins.OSError" in text_of(response)
    assert str(uuid.UUID(int=1)) not in response.content.decode()
    assert client.post(url("outbox_retry", task), form()).status_code == 302
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (TaskResultStatus.READY, [])


def test_a_dropped_task_is_gone_and_a_second_drop_refused(world):
    task, client = parked_task(), world.browser("technician")
    assert client.post(url("outbox_drop", task), form()).status_code == 302
    again = client.post(url("outbox_drop", task), form())
    assert (again.status_code, [p.code for p in again.context["problems"]]) == (422, ["not_parked"])


@pytest.mark.parametrize(("who", "status"), [("technician", 200), ("director", 200), ("owner", 403), ("auditor", 403)])
def test_who_sees_the_queue(world, who, status):
    assert world.browser(who).get(url("outbox")).status_code == status


# --- records ---------------------------------------------------------------------------------------------------------


def test_operations_show_what_came_and_what_did_not(world):
    copies = [world.lib.copy() for _copy in range(2)]
    for seq, copy in zip((1, 5), copies, strict=True):
        raw = {"uid": str(new_uid()), "verb": "lending.return", "at": timezone.now().isoformat(), "seq": seq}
        perform(
            {**raw, "body": {"copy": str(copy.pk), "place": world.lib.shelf.pk}},
            actor=actor_for(world.staff["owner"]),
            device="телефон-1",
        )
    response = world.browser("auditor").get(url("operations"))
    assert [(gap.device, gap.missing, gap.ranges) for gap in response.context["gaps"]] == [("телефон-1", 3, ["2-4"])]
    page = text_of(response)
    assert "застосовано з розбіжністю" in page
    assert "телефон-1, № 5" in page


def test_operations_and_the_journal_stop_at_the_own_library(world):
    world.lib.copy()
    foreign = world.foreign_reader()
    auditor, stranger = world.browser("auditor"), world.browser("stranger")
    units = {row.unit_id for row in listed(auditor, "operations") if row.unit_id}
    assert world.far_hub.pk not in units
    assert {row.unit_id for row in listed(stranger, "operations") if row.unit_id} == {
        world.elsewhere.pk,
        world.far_hub.pk,
    }
    assert str(foreign.enrolments.get().pk) not in auditor.get(url("audit")).content.decode()
    assert Operation.objects.exclude(unit=None).count() > 1


def test_the_journal_is_filtered_by_unit_days_action_and_person(world):
    world.lib.copy(), world.lib.copy(place=world.lib.other_shelf)
    client, today = world.browser("auditor"), timezone.localdate()

    def rows(**chosen):
        return [(row.action, row.unit_id) for row in listed(client, "audit", **chosen)]

    assert rows(action="fund.accept_copy", unit=world.lib.hub.pk) == [("fund.accept_copy", world.lib.shelf.pk)]
    assert sorted(rows(action="fund.accept_copy")) == sorted(
        [("fund.accept_copy", world.lib.shelf.pk), ("fund.accept_copy", world.lib.other_shelf.pk)]
    )
    assert rows(since=today + dt.timedelta(days=3)) == rows(until="01.01.2020") == rows(q="немає такого") == []
    assert len(rows(action="fund.accept_copy", since="вчора", until="сьогодні")) == 2


@pytest.mark.parametrize(
    "chosen",
    [
        {"since": "колись"},
        {"until": "31.02.2026"},
        {"unit": "казна-що"},
        {"unit": "9" * 30},
        {"action": "\x00"},
        {"action": "хтозна"},
    ],
)
def test_a_nonsense_filter_is_refused_beside_its_field(world, chosen):
    response = world.browser("auditor").get(url("audit"), chosen)
    assert (response.status_code, list(response.context["form"].errors), response.context["table"].lines) == (422, list(chosen), [])


def test_the_journal_never_shows_what_is_personal(world):
    world.lib.reader(name="Олена Вигадана", phone="0501234567")
    page = world.browser("director").get(url("audit")).content.decode()
    assert ("Вигадана" in page, "0501234567" in page, "Записано читача" in page) == (False, False, True)
    assert Reader.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("director", 200), ("auditor", 200), ("owner", 403), ("technician", 403)])
def test_who_reads_the_records(world, who, status):
    client = world.browser(who)
    assert [client.get(url(name)).status_code for name in ("operations", "audit")] == [status, status]


def test_the_lists_cost_the_same_with_one_row_and_with_three(world):
    client = world.browser("director")
    names = ("discrepancies", "quarantine", "outbox", "operations", "audit")

    def more(number):
        misfit(world), sent(world, verb="lending.teleport"), parked_task(number)

    more(1)
    one = [queries(client, url(name)) for name in names]
    more(2), more(3)
    assert ([queries(client, url(name)) for name in names], max(one) <= 12) == (one, True)


def test_an_unknown_card_is_said_in_words_with_what_to_do(world):
    card = new_card_code()
    body = {"copy": str(world.lib.copy().pk), "reader": f"card:{card}", "place": world.lib.shelf.pk}
    response = world.browser("owner").get(url("quarantined", sent(world, "lending.issue", body=body)))
    page = text_of(response)
    assert f"Програма не знає цього квитка або читача: {card} ." in page
    assert "Запишіть читача з цим номером квитка, а тоді застосуйте операцію. Записати читача" in page
    assert ("readers.Reader" in page, "<details><summary>Показати зміст" in response.content.decode()) == (False, True)


def test_the_number_of_an_unknown_card_is_not_for_those_who_may_not_read_the_contents(world):
    card = new_card_code()
    body = {"copy": str(world.lib.copy().pk), "reader": f"card:{card}", "place": world.lib.shelf.pk}
    page = (
        world.browser("methodist").get(url("quarantined", sent(world, "lending.issue", who="director", body=body))).content.decode()
    )
    assert ("Програма не знає цього квитка або читача" in page, card in page) == (True, False)


def test_an_unknown_copy_and_place_are_called_by_what_they_are(world):
    reader, copy = world.lib.reader(), world.lib.copy()
    for body, words in (
        ({"copy": "barcode:000", "reader": str(reader.pk), "place": world.lib.shelf.pk}, "Програма не знає цього примірника"),
        ({"copy": str(copy.pk), "reader": str(reader.pk), "place": 999999}, "Програма не знає цього місця."),
    ):
        page = text_of(world.browser("director").get(url("quarantined", sent(world, "lending.issue", who="director", body=body))))
        assert words in page


# --- taken back, picked, told ----------------------------------------------------------------------------------------


def test_a_slip_of_the_finger_is_taken_back_by_the_message_itself(world):
    row, client = misfit(world), world.browser("director")
    page = client.post(url("discrepancy_solve", row), form(solution="on_shelf"), follow=True).content.decode()
    assert f'action="{url("discrepancy_reopen", row)}"' in page
    assert client.post(url("discrepancy_reopen", row), form()).status_code == 302
    row.refresh_from_db()
    assert (row.closed_at, row.closed_by, row.solution) == (None, None, "")
    again = client.post(url("discrepancy_reopen", row), form())
    assert (again.status_code, "не можна відкрити знову" in text_of(again)) == (422, True)


def test_what_explained_itself_is_not_reopened_by_hand(world):
    row, client = misfit(world), world.browser("director")
    Discrepancy.objects.filter(pk=row.pk).update(closed_at=timezone.now(), solution="settled_itself")
    assert client.post(url("discrepancy_reopen", row), form()).status_code == 422
    assert "Відкрити знову" not in text_of(client.get(url("discrepancies") + "?closed=1"))


def test_a_discrepancy_of_another_place_is_not_reopened(world):
    row = misfit(world)
    world.browser("director").post(url("discrepancy_solve", row), form(solution="on_shelf"))
    answers = [world.browser(who).post(url("discrepancy_reopen", row), form()).status_code for who in ("colleague", "stranger")]
    assert answers == [404, 404]


def test_several_tasks_are_put_back_or_dropped_at_once(world):
    tasks, client = [parked_task(number) for number in range(4)], world.browser("technician")
    picked = {**form(), "row": [str(tasks[0].pk), str(tasks[1].pk), "казна-що"]}
    retried = client.post(reverse("workspace:outbox_retry_picked"), picked, follow=True)
    assert "2 завдан" in text_of(retried)
    gone = client.post(
        reverse("workspace:outbox_drop_picked"), {**form(), "row": [str(tasks[0].pk), str(tasks[2].pk)]}, follow=True
    )
    assert "1 завдання вилучено з черги." in text_of(gone)
    assert "1 завдання вже немає серед відкладених." in text_of(gone)
    assert [line.row.pk for line in gone.context["table"].lines] == [tasks[3].pk]
    assert "Нічого не позначено." in text_of(client.post(reverse("workspace:outbox_drop_picked"), form(), follow=True))


def test_the_same_picked_form_sent_twice_does_nothing_twice(world):
    task, client = parked_task(), world.browser("technician")
    sent = {**form(), "row": [str(task.pk)]}
    answers = [text_of(client.post(reverse("workspace:outbox_drop_picked"), sent, follow=True)) for _time in range(2)]
    assert ["1 завдання вилучено з черги." in answer for answer in answers] == [True, True]
    assert Operation.objects.filter(verb="core.outbox.drop").count() == 1


def test_the_journal_says_what_was_and_what_is(world):
    client = world.browser("director")
    hub = world.lib.hub
    client.post(reverse("workspace:unit_edit", args=[hub.pk]), form(name="Хаб на Садовій", visits_from="counter"))
    response = client.get(url("audit"), {"action": "core.edit_unit"})
    page = response.content.decode()
    for part in (
        "<dt>повна назва</dt><dd><del>Хаб 1</del> → <ins>Хаб на Садовій</ins>",
        "<ins>з лічильника</ins>",
        ">підрозділ</a>",
    ):
        assert part in page, part
    told = b"".join(client.get(url("audit"), {"action": "core.edit_unit", "export": "csv"}).streaming_content).decode()
    assert "повна назва: Хаб 1 → Хаб на Садовій" in told


def test_operations_are_filtered_by_verb_outcome_and_day(world):
    misfit(world), world.lib.copy()
    client = world.browser("auditor")
    assert {row.verb for row in listed(client, "operations", verb="lending.return")} == {"lending.return"}
    assert {row.outcome for row in listed(client, "operations", outcome="applied_with_discrepancy")} == {"applied_with_discrepancy"}
    assert listed(client, "operations", since="завтра") == []


def test_a_change_in_the_journal_is_told_in_words():
    entry = AuditEntry(
        model="fund.Copy",
        before={"state": "available", "home": 5, "barcode": "•", "is_active": True},
        after={"state": "on_loan", "withdrawn_on": "2026-11-05", "record": None},
    )
    assert [(one.name, one.before, one.after) for one in changes(entry)] == [
        ("стан", "на місці", "видано"),
        ("home", "5", ""),
        ("штрихкод", "приховано", ""),
        ("працює", "так", ""),
        ("withdrawn_on", "", "05.11.2026"),
    ]
    assert (thing("fund.Copy"), thing("no.Such")) == ("примірник", "no.Such")
    assert changes(AuditEntry(model="no.Such", before=None, after={"mode": "x" * 300}))[0].after == "x" * 159 + "…"


def test_the_file_of_the_journal_names_no_reader(world):
    reader = world.lib.reader()
    client = world.browser("director")
    client.post(reverse("workspace:unit_edit", args=[world.lib.hub.pk]), form(name="Хаб на Садовій"))
    assert client.get(reverse("workspace:reader", args=[reader.pk])).status_code == 200
    assert AuditEntry.objects.get(action="readers.viewed").object_pk == str(reader.pk)
    told = b"".join(client.get(url("audit"), {"export": "csv"}).streaming_content).decode()
    keys = {line.rpartition(";")[2] for line in told.splitlines()}
    assert (str(world.lib.hub.pk) in keys, str(reader.pk) in told) == (True, False)


@pytest.mark.parametrize("name", ["audit", "operations", "staff"])
def test_a_file_of_what_the_staff_do_is_given_only_after_a_proof(world, name):
    stale = browser_of(world.staff["director"], proved=301)
    assert stale.get(url(name)).status_code == 200
    asked = {"until": "2040-01-01", "export": "csv"} if name != "staff" else {"q": "особа", "export": "csv"}
    response = stale.get(url(name), asked)
    back = urlencode({"next": f"{url(name)}?{urlencode(asked)}"})
    assert (response.status_code, response["Location"]) == (302, f"/accounts/2fa/reauthenticate/?{back}")
    assert world.browser("director").get(url(name), asked)["Content-Type"] == "text/csv; charset=utf-8"
