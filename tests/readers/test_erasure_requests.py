"""Asking to be forgotten: thirty days, two people in two sessions, a refusal with its reason, a change of mind."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core import erasure
from mandrivna.core.act import Act
from mandrivna.core.actions.erasure_requests import complete_erasure, confirm_erasure, refuse_erasure, withdraw_erasure
from mandrivna.core.actions.staff import deactivate
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.erasure_requests import last_request, requests_for
from mandrivna.core.models import AuditEntry, ErasureRecord, ErasureRequest, Kind, Mode, Operation, Staff
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.readers.actions.erasure_requests import ask_erasure, open_erasure
from mandrivna.readers.actions.pins import set_pin
from mandrivna.readers.models import Attempts, Reader
from mandrivna.readers.pins import admit
from tests.factories.library import Library, library
from tests.factories.staff import actor, person

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)
State = ErasureRequest.State


@pytest.fixture(autouse=True)
def log_beside(settings, tmp_path):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")


@pytest.fixture
def lib() -> Library:
    return library()


@pytest.fixture
def two(lib) -> tuple[Staff, Staff]:
    return person("one", "director", lib.root, password=None), person("two", "director", lib.root, password=None)


def mine(lib: Library, reader: Reader) -> Act:
    return lib.act(actor=Actor(reader=reader.pk), channel="self")


def by(lib: Library, staff: Staff) -> Act:
    return lib.act(actor=actor(staff))


def codes(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_the_clock_is_thirty_calendar_days(lib):
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    assert (asked.state, asked.unit, asked.channel, asked.opened_by, (asked.due_on - asked.asked_on).days) == (
        "asked", lib.root, "self", None, 30,
    )  # fmt: skip
    on = asked.asked_on
    assert [asked.days_left(on + dt.timedelta(days=n)) for n in (0, 29, 30, 31)] == [30, 1, 0, -1]
    late = ErasureRequest.objects.overdue(on + dt.timedelta(days=31))
    assert (list(late), list(ErasureRequest.objects.overdue(on + dt.timedelta(days=30)))) == ([asked], [])


def test_the_reader_asks_two_confirm_and_nothing_of_them_is_left(lib, two):
    reader, copy = lib.reader(name="Тестова Олена", phone="0501234567", pseudonym="Журавка"), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    code, digits = reader.cards.get().code, set_pin(lib.act(), reader=reader, place=lib.shelf).shown
    admit(code, "000000")
    kinds = ["readers.enrolment", "readers.served", "lending.issue", "lending.return", "lending.visit"]
    before = totals(kinds, None, FAR)
    asked = ask_erasure(mine(lib, reader), reader=reader)
    confirm_erasure(by(lib, two[0]), request=asked)
    assert Reader.objects.count() == 1, "one is not enough"
    complete_erasure(by(lib, two[1]), request=asked)
    done = ErasureRequest.objects.get()
    assert (done.state, done.confirmed_by, done.closed_by) == (State.DONE, *two)
    record = ErasureRecord.objects.get()
    assert (record.subject, record.who, record.second) == (reader.pk, two[1], two[0])
    assert (Reader.objects.count(), Attempts.objects.count(), admit(code, digits)) == (0, 0, None)
    assert [row._meta.label for item in erasure.ERASERS for row in item.find(reader.pk)] == ["core.ErasureRequest"]
    said = Operation.objects.filter(verb__in=["readers.enrol", "readers.ask_erasure", "readers.set_pin"], body__isnull=False)
    assert said.count() == 0
    assert (totals(kinds, None, FAR), check_facts().drift) == (before, [])


def test_every_step_is_in_the_journal(lib, two):
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    refuse_erasure(by(lib, two[0]), request=asked, explanation="Напишіть заяву: підпис не збігся.")
    again = ask_erasure(mine(lib, reader), reader=reader)
    withdraw_erasure(mine(lib, reader), request=again)
    third = ask_erasure(mine(lib, reader), reader=reader)
    confirm_erasure(by(lib, two[0]), request=third)
    complete_erasure(by(lib, two[1]), request=third)
    rows = AuditEntry.objects.filter(model="core.ErasureRequest").order_by("pk").values_list("action", "staff_id", "unit_id")
    steps = [("readers.ask_erasure", None), ("core.refuse_erasure", two[0].pk), ("readers.ask_erasure", None),
             ("core.withdraw_erasure", None), ("readers.ask_erasure", None), ("core.confirm_erasure", two[0].pk),
             ("core.complete_erasure", two[1].pk)]  # fmt: skip
    assert list(rows) == [(action, staff, lib.root.pk) for action, staff in steps]


def test_the_second_is_somebody_else(lib, two):
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    assert codes(complete_erasure, by(lib, two[0]), request=asked) == ["erasure_not_confirmed"]
    confirm_erasure(by(lib, two[0]), request=asked)
    assert codes(complete_erasure, by(lib, two[0]), request=asked) == ["erasure_second_self"]
    assert codes(confirm_erasure, by(lib, two[1]), request=asked) == ["erasure_confirmed"]
    assert (Reader.objects.count(), ErasureRequest.objects.get().state) == (1, State.CONFIRMED)


def test_a_first_who_has_left_does_not_count_and_is_replaced(lib, two):
    third = person("three", "director", lib.root, password=None)
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    confirm_erasure(by(lib, two[0]), request=asked)
    deactivate(Act(actor=SYSTEM), staff=two[0], reason="звільнення")
    assert codes(complete_erasure, by(lib, two[1]), request=asked) == ["erasure_second_right"]
    confirm_erasure(by(lib, two[1]), request=asked)
    complete_erasure(by(lib, third), request=asked)
    assert Reader.objects.count() == 0


def test_who_may_answer(lib, two):
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    elsewhere = found_root(lib.act(), kind=Kind.INSTITUTION, name="Інша бібліотека", mode=Mode.TRAVELLING)
    stranger = person("stranger", "director", elsewhere, password=None)
    hub = person("hub", "hub_librarian", lib.hub, password=None)
    for verb, about in ((confirm_erasure, {}), (complete_erasure, {}), (refuse_erasure, {"explanation": "ні"})):
        for who in (actor(stranger), actor(hub), Actor(reader=reader.pk)):
            with pytest.raises(Forbidden):
                verb(lib.act(actor=who), request=asked, **about)
    assert [requests_for(actor(who)).count() for who in (two[0], hub, stranger)] == [1, 1, 0]


def test_books_in_hand_come_first(lib, two):
    reader, copy = lib.reader(), lib.copy()
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    with pytest.raises(Refused) as refused:
        ask_erasure(mine(lib, reader), reader=reader)
    assert [str(p.text) for p in refused.value.problems] == [
        "Поверніть спершу книги, які у вас на руках. Якщо якусь загублено, скажіть бібліотекареві."
    ]
    asked = open_erasure(by(lib, two[0]), reader=reader, place=lib.shelf, reason="request")
    assert codes(confirm_erasure, by(lib, two[0]), request=asked) == ["erasure_books"]
    return_copy(lib.act(), copy=copy, place=lib.shelf)
    confirm_erasure(by(lib, two[0]), request=asked)
    issue(lib.act(), copy=copy, reader=reader, place=lib.shelf)
    assert codes(complete_erasure, by(lib, two[1]), request=asked) == ["erasure_books"]
    assert ErasureRequest.objects.get().state == State.CONFIRMED


def test_a_refusal_says_why_and_ends_the_clock(lib, two):
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    assert codes(refuse_erasure, by(lib, two[0]), request=asked, explanation="  ") == ["reason_missing"]
    assert codes(refuse_erasure, by(lib, two[0]), request=asked, explanation="ж" * 1001) == ["long_explanation"]
    refuse_erasure(by(lib, two[0]), request=asked, explanation="Спершу поверніть «Місто».")
    found = last_request(reader.pk)
    assert (found.state, found.explanation, found.is_open) == (State.REFUSED, "Спершу поверніть «Місто».", False)
    for verb in (confirm_erasure, complete_erasure):
        assert codes(verb, by(lib, two[1]), request=asked)[0] == "erasure_closed"
    assert codes(withdraw_erasure, mine(lib, reader), request=asked) == ["erasure_closed"]
    assert AuditEntry.objects.filter(after__icontains="Місто").count() == 0


def test_one_request_at_a_time_and_another_after_it_has_ended(lib):
    reader = lib.reader()
    first = ask_erasure(mine(lib, reader), reader=reader)
    assert codes(ask_erasure, mine(lib, reader), reader=reader) == ["erasure_asked"]
    withdraw_erasure(mine(lib, reader), request=first)
    assert ask_erasure(mine(lib, reader), reader=reader).pk != first.pk


def test_only_the_reader_asks_and_takes_back(lib):
    reader, other = lib.reader(), lib.reader()
    everything = Actor(staff_id=1, grants=((lib.root.path, frozenset({"core.erase", "core.erasures.open"})),))
    for who in (Actor(reader=other.pk), everything):
        with pytest.raises(Forbidden):
            ask_erasure(lib.act(actor=who), reader=reader)
    asked = ask_erasure(mine(lib, reader), reader=reader)
    for who in (Actor(reader=other.pk), everything):
        with pytest.raises(Forbidden):
            withdraw_erasure(lib.act(actor=who), request=asked)


def test_the_desk_writes_down_what_it_was_asked(lib):
    reader, hub = lib.reader(), person("hub", "hub_librarian", lib.hub, password=None)
    assert codes(open_erasure, by(lib, hub), reader=reader, place=lib.shelf, reason="бо так") == ["erasure_reason"]
    asked = open_erasure(by(lib, hub), reader=reader, place=lib.shelf, reason="danger")
    assert (asked.opened_by, asked.unit, asked.reason, asked.channel) == (hub, lib.root, "danger", "desk")
    elsewhere = found_root(lib.act(), kind=Kind.INSTITUTION, name="Інша бібліотека")
    assert codes(open_erasure, lib.act(), reader=lib.reader(), place=elsewhere, reason="request") == ["foreign_reader"]


def test_a_request_in_a_restored_backup_is_answered_by_the_erasure(lib):
    reader = lib.reader()
    asked = ask_erasure(mine(lib, reader), reader=reader)
    ErasureRecord.objects.create(subject=reader.pk, reason="request")
    assert erasure.reapply() > 0
    assert (ErasureRequest.objects.get().state, ErasureRequest.objects.get().pk) == (State.DONE, asked.pk)
    assert erasure.reapply() == 0
