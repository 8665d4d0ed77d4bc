"""The page «Кому нагадати»: whom to call, what may be seen, and what the button leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from mandrivna.core.models import AuditEntry
from mandrivna.lending.models import Loan, Reminder
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/reminders/"


@pytest.fixture
def world() -> World:
    return World()


def late(world: World, place: Any = None, **about: Any) -> Any:
    reader, place = world.lib.reader(**about), place or world.lib.shelf
    world.lend(world.lib.copy(world.lib.record("Тореадори"), place=place), reader, place=place)
    Loan.objects.update(due_on="2026-01-01")
    return reader


def test_a_librarian_sees_whom_to_call_and_records_the_call(world):
    reader = late(world, name="Тестова Олена", phone="+38 050 123 45 67", consent="1")
    client = world.browser("owner", place=world.lib.hub)
    page = client.get(LIST)
    assert all(said in text_of(page) for said in ("Тестова Олена", "+38 050 123 45 67", "Тореадори", "прострочено днів:"))
    assert 'href="tel:+380501234567"' in page.content.decode() and "no-store" in page["Cache-Control"]
    assert AuditEntry.objects.filter(action="readers.viewed", object_pk=str(reader.pk)).count() == 1
    said = client.post(reverse("workspace:reminded", args=[reader.pk]), form(how="call"), follow=True)
    assert "Записано: нагадано." in text_of(said) and "Дзвонити нікому" in text_of(said)
    assert (Reminder.objects.get().reader, Reminder.objects.get().by) == (reader, world.staff["owner"])
    assert "подзвонили" in text_of(client.get(LIST, {"show": "done"}))


def test_who_does_not_answer_stays_in_the_list(world):
    reader = late(world)
    client = world.browser("owner", place=world.lib.hub)
    client.post(reverse("workspace:reminded", args=[reader.pk]), form(how="missed"))
    assert "не відповідають" in text_of(client.get(LIST))


def test_for_a_child_the_grown_up_is_called(world):
    late(
        world, name="Тестовий Марко", birth_year=2018, consent="1",
        guardian_name="Тестова Мати", guardian_contact="067 000 11 22", guardian_relation="parent",
    )  # fmt: skip
    page = world.browser("owner", place=world.lib.hub).get(LIST)
    assert "067 000 11 22" in text_of(page) and "Тестова Мати, мати або батько" in text_of(page)


def test_whoever_may_not_see_names_sees_a_card_and_no_telephone(world):
    """A guardian of a shelf reminds whoever comes in; no look at a card is written, for there was none."""
    late(world, name="Тестова Олена", phone="0501234567", consent="1", pseudonym="")
    page = world.browser("guardian", place=world.lib.shelf).get(LIST)
    assert "Тестова" not in page.content.decode() and "0501234567" not in page.content.decode()
    assert "Нагадайте, коли зайде." in text_of(page)
    assert AuditEntry.objects.filter(action="readers.viewed").count() == 0


def test_other_peoples_readers_are_absent(world):
    reader = late(world)
    for who in ("colleague", "stranger"):
        client = world.browser(who)
        assert "Тореадори" not in text_of(client.get(LIST))
        assert client.post(reverse("workspace:reminded", args=[reader.pk]), form(how="call")).status_code == 404
    assert Reminder.objects.count() == 0


def test_a_second_call_and_an_unknown_way_are_refused(world):
    reader = late(world)
    client = world.browser("owner", place=world.lib.hub)
    address = reverse("workspace:reminded", args=[reader.pk])
    assert client.post(address, form(how="owl")).status_code == 422
    assert client.post(address, form(how="met")).status_code == 302
    again = client.post(address, form(how="call"))
    assert (again.status_code, "вже нагадали" in text_of(again), Reminder.objects.count()) == (422, True, 1)


def test_the_page_costs_the_same_with_one_reader_and_with_three(world):
    client = world.browser("owner", place=world.lib.hub)
    late(world, name="Тестова Олена", phone="0501234567", consent="1")
    one = queries(client, LIST)
    late(world, name="Тестова Ольга", phone="0501234568", email="o@example.org", notices_by="call", consent="1")
    late(world, notices_by="none"), late(world, notices_by="call")
    assert (queries(client, LIST), one <= 12) == (one, True)


def test_a_page_holds_twenty(world):
    for _number in range(21):
        late(world)
    client = world.browser("owner", place=world.lib.hub)
    assert len(client.get(LIST).context["rows"]) == 20
    assert len(client.get(LIST, {"page": 2}).context["rows"]) == 1


def test_how_they_want_to_be_reminded_stands_beside_them_and_who_wants_none_is_only_counted(world):
    late(world, name="Тестова Олена", email="olena@example.org", notices_by="call", consent="1")
    late(world, name="Тестова Ольга", email="olha@example.org", consent="1")
    silent = late(world, name="Тестова Оксана", notices_by="none", consent="1")
    client = world.browser("owner", place=world.lib.hub)
    page = client.get(LIST)
    assert [row.who.reader.name for row in page.context["rows"]] == ["Тестова Олена"]
    assert 'href="mailto:olena@example.org"' in page.content.decode()
    assert "Просить нагадувати так: щоб зателефонували" in text_of(page) and "Ще 1 читач просив не нагадувати." in text_of(page)
    by_itself = client.get(LIST, {"show": "chat"})
    assert [row.who.reader.name for row in by_itself.context["rows"]] == ["Тестова Ольга"]
    assert "Нагадує програма: листом" in text_of(by_itself) and str(silent.pk) not in by_itself.content.decode()
    first = queries(client, f"{LIST}?show=chat")
    late(world, name="Тестова Одарка", email="od@example.org", consent="1"), late(world, email="z@example.org", consent="1")
    assert queries(client, f"{LIST}?show=chat") == first <= 12
