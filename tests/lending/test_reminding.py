"""Whom a colleague has to remind, and that nobody is reminded twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Refused
from mandrivna.enquiries.models import Chat
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.reminding import remind_in_person
from mandrivna.lending.models import Loan, Reminder
from mandrivna.lending.reminding import BY_ITSELF, DONE, TODO, lines_of, to_remind
from mandrivna.lending.terms import terms
from tests.factories.library import Library, library
from tests.factories.staff import actor, person

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def lib() -> Library:
    return library()


def lent(lib: Library, late: int, reader: Any = None, place: Any = None) -> Any:
    """A reader whose term was over so many days ago (below zero: is still to come)."""
    reader, place = reader or lib.reader(), place or lib.shelf
    loan = issue(lib.act(), copy=lib.copy(place=place), reader=reader, place=place)
    Loan.objects.filter(pk=loan.pk).update(issued_on=lib.today - dt.timedelta(days=30), due_on=lib.today - dt.timedelta(days=late))
    return reader


def listed(lib: Library, show: str = TODO, who: Any = SYSTEM) -> list[Any]:
    return [row["reader"] for row in to_remind(who, lib.today, terms(), show)]


def told(lib: Library, reader: Any, how: str = "call", **about: Any) -> None:
    remind_in_person(lib.act(**about), reader=reader, place=lib.shelf, how=how)


def refused(lib: Library, reader: Any, how: str = "call", place: Any = None) -> list[str]:
    with pytest.raises(Refused) as refusal:
        remind_in_person(lib.act(), reader=reader, place=place or lib.shelf, how=how)
    return list(refusal.value.codes)


def test_who_is_late_longest_comes_first_and_who_has_time_is_not_called(lib):
    late, later, soon = lent(lib, 2), lent(lib, 9), lent(lib, -3)
    lent(lib, -4)
    lent(lib, 1, late)
    assert listed(lib) == [later.pk, late.pk, soon.pk]
    agreed = terms()
    lines = lines_of(SYSTEM, lib.today, to_remind(SYSTEM, lib.today, agreed), agreed)
    assert [(line.number, len(line.loans)) for line in lines] == [(1, 1), (2, 2), (1, 1)]


def test_whom_the_chat_reminds_nobody_has_to_call(lib):
    told_by_chat, silent, stopped = lent(lib, 5), lent(lib, 4), lent(lib, 3)
    Chat.objects.create(chat="1", reader=told_by_chat)
    Chat.objects.create(chat="2", reader=silent, notices=False)
    Chat.objects.create(chat="3", reader=stopped, blocked_at=timezone.now())
    assert (listed(lib), listed(lib, BY_ITSELF)) == ([silent.pk, stopped.pk], [told_by_chat.pk])


def test_where_the_program_reminds_nobody_everybody_late_is_called(lib):
    """The institution may turn its reminders off; then a chat is no reason to leave somebody out."""
    reader = lent(lib, 5)
    lent(lib, 0), lent(lib, -1)
    Chat.objects.create(chat="1", reader=reader)
    policy.edit(lib.act(), policy="lending", key="remind_days", value=0, reason="Дзвонимо самі")
    assert (listed(lib), listed(lib, BY_ITSELF)) == ([reader.pk], [])


def test_nobody_is_called_twice_within_the_days_of_the_policy(lib):
    reader = lent(lib, 3)
    told(lib, reader, "missed")
    assert listed(lib) == [reader.pk]
    told(lib, reader)
    assert (listed(lib), listed(lib, DONE)) == ([], [reader.pk])
    assert refused(lib, reader) == ["reminded_already"]
    Reminder.objects.update(on=lib.today - dt.timedelta(days=7))
    assert listed(lib) == [reader.pk]
    told(lib, reader, "met")
    assert sorted(Reminder.objects.values_list("how", flat=True)) == ["call", "met", "missed"]


def test_who_told_when_and_how_is_written(lib):
    reader, librarian = lent(lib, 3), person("librarian", "hub_librarian", lib.hub)
    told(lib, reader, "passed", actor=actor(librarian))
    row = Reminder.objects.get()
    assert (row.reader, row.place, row.on, row.how, row.by) == (reader, lib.shelf, lib.today, "passed", librarian)


def test_what_is_refused(lib):
    reader = lib.reader()
    assert refused(lib, reader) == ["nothing_due"]
    lent(lib, 1, reader)
    assert refused(lib, reader, how="owl") == ["unknown_how"]
    assert refused(lib, reader, place=lib.other_shelf) == ["nothing_due"]
    return_copy(lib.act(), copy=Loan.objects.open().get().copy, place=lib.shelf)
    assert (refused(lib, reader), Reminder.objects.count()) == (["nothing_due"], 0)


def test_only_readers_of_ones_own_places_are_listed(lib):
    mine, theirs = lent(lib, 3), lent(lib, 3, place=lib.other_shelf)
    seen = [listed(lib, who=actor(person(name, "guardian", unit))) for name, unit in (("one", lib.shelf), ("two", lib.other_shelf))]
    assert seen == [[mine.pk], [theirs.pk]]
    with pytest.raises(Refused):
        remind_in_person(Act(actor=actor(person("three", "guardian", lib.shelf))), reader=theirs, place=lib.other_shelf, how="call")
