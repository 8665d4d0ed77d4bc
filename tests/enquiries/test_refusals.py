"""Requests that could not be met: counted, put together, answered, and whoever asked forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core import erasure, retention
from mandrivna.core.act import Act
from mandrivna.core.actions.units import found_root
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.models import AuditEntry, Kind, Mode, Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.refusals import answer, ask, ask_own, record_refusal
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.queries import alike, answering_place, grouped, refusals_for, waiting_for, wanted
from mandrivna.enquiries.states import State
from mandrivna.ledger.api import totals
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
FAR = dt.date(2030, 1, 1)


@pytest.fixture
def lib() -> Library:
    return library()


def counted() -> int:
    return sum(totals(("enquiries.refusal",), dt.date(2020, 1, 1), FAR).values())


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_a_request_of_nobody_is_kept_and_counted_where_it_was_left(lib):
    refusal = ask(lib.act(actor=NOBODY, channel="self"), place=lib.root, words="місто  підмогильний", title="Місто")
    assert (refusal.words, refusal.state, refusal.channel, refusal.on) == ("місто підмогильний", "new", "self", lib.today)
    assert totals(("enquiries.refusal",), dt.date(2020, 1, 1), FAR, lib.root.path, by=("kind", "channel")) == {
        ("enquiries.refusal", "self"): 1
    }
    assert (refusal.reader, refusal.contact, refusal.note) == (None, None, None)


def test_said_twice_it_is_one_request(lib):
    act = lib.act(actor=NOBODY, channel="self")
    assert ask(act, place=lib.root, title="Місто") == ask(act, place=lib.root, title="Місто")
    assert (Refusal.objects.count(), counted()) == (1, 1)


def test_a_question_about_a_title_is_no_refusal(lib):
    asked = ask(lib.act(actor=NOBODY), place=lib.root, about="question", record=lib.record(), note="Чи є перший том?")
    assert (asked.title, asked.note, counted()) == ("Лісова пісня", "Чи є перший том?", 0)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({}, "nothing_asked"),
        ({"title": "  "}, "nothing_asked"),
        ({"title": "Місто", "isbn": "123"}, "wrong_isbn"),
        ({"title": "Місто", "about": "busy"}, "which_title"),
        ({"title": "Місто", "about": "whatever"}, "unknown_about"),
        ({"title": "М" * 301}, "too_long"),
        ({"title": "Місто", "note": "н" * 1001}, "too_long"),
        ({"title": "Місто", "contact": "к" * 121}, "too_long"),
    ],
)
def test_what_is_no_request_is_refused(lib, about, code):
    assert code in codes(ask, lib.act(actor=NOBODY), place=lib.root, **about)
    assert (Refusal.objects.count(), counted()) == (0, 0)


def test_a_question_needs_words(lib):
    assert codes(ask, lib.act(actor=NOBODY), place=lib.root, about="question", record=lib.record()) == ["no_question"]


def test_only_the_reader_asks_as_that_reader_and_only_in_their_own_library(lib):
    reader, other = lib.reader(), lib.reader()
    assert (
        ask_own(lib.act(actor=Actor(reader=reader.pk), channel="self"), reader=reader, place=lib.root, title="Місто").reader
        == reader
    )
    for actor in (NOBODY, Actor(reader=other.pk), actor_for(person("director", "director", lib.root))):
        with pytest.raises(Forbidden):
            ask_own(lib.act(actor=actor), reader=reader, place=lib.root, title="Місто")
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    assert codes(ask_own, lib.act(actor=Actor(reader=reader.pk)), reader=reader, place=elsewhere, title="Місто") == [
        "foreign_reader"
    ]


def test_the_desk_records_with_a_right_and_nobody_without(lib):
    guardian = actor_for(person("guardian", "guardian", lib.shelf))
    busy = lib.record("Камінний господар")
    assert record_refusal(lib.act(actor=guardian), place=lib.shelf, about="busy", record=busy).channel == "desk"
    with pytest.raises(Forbidden):
        record_refusal(lib.act(actor=guardian), place=lib.other_shelf, title="Місто")
    with pytest.raises(Forbidden):
        record_refusal(lib.act(actor=actor_for(person("cat", "cataloguer", lib.root))), place=lib.shelf, title="Місто")
    assert counted() == 1


def test_the_same_thing_in_other_words_is_one_line(lib):
    for title, authors in (("Місто", "Підмогильний В."), ("МІСТО", "В. Підмогильний"), ("місто.", "підмогильний в")):
        ask(lib.act(actor=NOBODY), place=lib.root, title=title, authors=authors)
    ask(lib.act(actor=NOBODY), place=lib.root, title="Інше")
    rows = refusals_for(actor_for(person("director", "director", lib.root))).open()
    lines = wanted(rows, list(grouped(rows)))
    assert [(line.times, str(line.refusal)) for line in lines] == [(3, "підмогильний в. місто."), (1, "Інше")]


def test_one_answer_is_for_all_who_asked_and_then_nobody_knows_who_they_were(lib):
    reader = lib.reader()
    first = ask(lib.act(actor=NOBODY), place=lib.root, title="Місто", contact="a@example.org", note="для сина")
    second = record_refusal(lib.act(), place=lib.shelf, title="місто", reader=reader)
    director = actor_for(person("director", "director", lib.root))
    answer(lib.act(actor=director), refusal=first, place=lib.root, state="ordered", answer="замовлено 12.01")
    assert {(row.state, row.answer) for row in Refusal.objects.all()} == {("ordered", "замовлено 12.01")}
    assert Refusal.objects.get(pk=first.pk).contact == "a@example.org"
    answer(lib.act(actor=director), refusal=second, place=lib.hub, state="closed", answer="видано")
    rows = list(Refusal.objects.all())
    assert {(row.state, row.contact, row.note, row.reader, row.closed_on) for row in rows} == {
        ("closed", None, None, None, lib.today)
    }
    assert counted() == 2  # they were refused all the same
    assert [row.body for row in Operation.objects.filter(pk__in=(first.pk, second.pk))] == [None, None]
    traces = AuditEntry.objects.about({f"enquiries.Refusal:{second.pk}"})
    assert [row for row in traces if str(reader.pk) in f"{row.before}{row.after}"] == []


def test_what_was_no_request_counts_no_longer(lib):
    spam = ask(lib.act(actor=NOBODY), place=lib.root, title="КУПІТЬ")
    answer(lib.act(), refusal=spam, place=lib.root, state="mistaken")
    assert counted() == 0


def test_an_answer_is_refused_where_it_makes_no_sense(lib):
    asked = ask(lib.act(actor=NOBODY), place=lib.root, title="Місто")
    assert codes(answer, lib.act(), refusal=asked, place=lib.root, state="whatever") == ["unknown_state"]
    answer(lib.act(), refusal=asked, place=lib.root, state="closed")
    assert codes(answer, lib.act(), refusal=asked, place=lib.root, state="ordered") == ["wrong_state"]
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    assert codes(answer, lib.act(), refusal=asked, place=elsewhere, state="closed") == ["foreign_request"]
    with pytest.raises(Forbidden):
        answer(lib.act(actor=actor_for(person("cat", "cataloguer", lib.root))), refusal=asked, place=lib.root, state="closed")


def test_each_sees_the_requests_of_their_own_institution(lib):
    asked = ask(lib.act(actor=NOBODY), place=lib.root, title="Місто")
    elsewhere = found_root(Act(actor=SYSTEM, at=lib.now), kind=Kind.INSTITUTION, name="Чужа", mode=Mode.TRAVELLING)
    hub, far = actor_for(person("hub", "hub_librarian", lib.hub)), actor_for(person("far", "director", elsewhere))
    assert (list(refusals_for(hub)), list(refusals_for(far))) == ([asked], [])
    assert (list(waiting_for(hub)), answering_place(hub, lib.root), answering_place(far, lib.root)) == ([asked], lib.hub, None)
    assert alike(far, asked) == []


def test_the_reader_may_be_forgotten_and_the_figure_stays(lib, settings, tmp_path):
    settings.MANDRIVNA_ERASURES_FILE = str(tmp_path / "erasures.jsonl")
    reader = lib.reader()
    asked = ask_own(lib.act(actor=Actor(reader=reader.pk)), reader=reader, place=lib.root, title="Місто", contact="a@example.org")
    assert f"enquiries.Refusal:{asked.pk}" in erasure.references(reader.pk)
    erasure.forget(lib.act(), reader.pk)
    asked.refresh_from_db()
    assert (asked.reader, asked.contact, asked.title, counted()) == (None, None, "Місто", 1)
    assert Operation.objects.get(pk=asked.pk).body is None


def test_half_a_year_later_nobody_knows_who_asked(lib):
    asked = ask(lib.act(actor=NOBODY), place=lib.root, title="Місто", contact="a@example.org", note="для сина")
    retention.execute(lib.now + dt.timedelta(days=179))
    asked.refresh_from_db()
    assert asked.contact == "a@example.org"
    retention.execute(lib.now + dt.timedelta(days=182))
    asked.refresh_from_db()
    assert (asked.contact, asked.note, asked.state, asked.title) == (None, None, State.NEW, "Місто")
