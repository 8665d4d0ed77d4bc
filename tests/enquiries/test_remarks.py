"""Complaints and suggestions: counted, answered by a day the rules set, and then the way to the person is forgotten."""

from __future__ import annotations

import datetime as dt

import pytest

from mandrivna.core import policy, retention
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, SYSTEM
from mandrivna.core.models import Operation
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.remarks import answer_remark, record_remark, remark
from mandrivna.enquiries.models import Remark
from mandrivna.enquiries.remarks import remarks_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
KINDS = ("enquiries.complaint", "enquiries.suggestion")


@pytest.fixture
def lib() -> Library:
    return library()


def counted() -> dict:
    return totals(KINDS, dt.date(2020, 1, 1), dt.date(2030, 1, 1), by=("kind", "channel"))


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def complain(lib: Library, **about) -> Remark:
    said = {"place": lib.hub, "what": "complaint", "text": " Зачинено. ", **about}
    return remark(lib.act(actor=NOBODY, channel="self"), **said)


def test_a_complaint_is_counted_and_has_its_day(lib):
    row = complain(lib, contact="a@example.org")
    assert (row.text, row.contact, row.institution, row.due_on) == (
        "Зачинено.", "a@example.org", lib.root, lib.today + dt.timedelta(days=30),
    )  # fmt: skip
    policy.edit(Act(actor=SYSTEM), policy="enquiries", key="suggestion_days", value=15, reason="облікова політика")
    assert complain(lib, what="suggestion").due_on == lib.today + dt.timedelta(days=15)
    assert (row.late(row.due_on), row.late(row.due_on + dt.timedelta(days=1))) == (False, True)
    assert counted() == {("enquiries.complaint", "self"): 1, ("enquiries.suggestion", "self"): 1}


def test_the_answer_ends_it_and_nobody_is_kept_who_left_no_way(lib):
    row = complain(lib)
    answer_remark(lib.act(), remark=row, state="answered", answer=" Вибачилися. ")
    row.refresh_from_db()
    assert (row.state, row.answer, row.contact, row.text, row.closed_on) == (
        "answered",
        "Вибачилися.",
        None,
        "Зачинено.",
        lib.today,
    )
    assert Operation.objects.get(pk=row.pk).body is None  # it held the contact, too
    assert codes(answer_remark, lib.act(), remark=row, state="answered", answer="ще раз") == ["remark_closed"]
    assert counted() == {("enquiries.complaint", "self"): 1}


def test_what_was_neither_counts_no_longer(lib):
    answer_remark(lib.act(), remark=complain(lib), state="mistaken")
    assert (counted(), check_facts().ok) == ({}, True)


@pytest.mark.parametrize(
    ("about", "code"),
    [
        ({"what": "praise"}, "unknown_what"),
        ({"text": "  "}, "nothing_said"),
        ({"text": "т" * 3001}, "too_long"),
        ({"contact": "к" * 121}, "too_long"),
    ],
)
def test_every_refusal_of_a_remark(lib, about, code):
    assert codes(complain, lib, **about) == [code]
    assert (Remark.objects.count(), counted()) == (0, {})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"state": "new"}, "unknown_state"),
        ({"state": "answered", "answer": " "}, "no_answer"),
        ({"state": "answered", "answer": "т" * 3001}, "too_long"),
    ],
)
def test_every_refusal_of_an_answer(lib, said, code):
    row = complain(lib)
    assert codes(answer_remark, lib.act(), remark=row, **said) == [code]


def test_whoever_serves_writes_it_down_and_only_the_head_reads_it(lib):
    hub, director = actor_for(person("h", "hub_librarian", lib.hub)), actor_for(person("d", "director", lib.root))
    row = record_remark(lib.act(actor=hub), place=lib.hub, what="complaint", text="Грубо відповіли.")
    assert (list(remarks_for(hub)), list(remarks_for(director))) == ([], [row])
    with pytest.raises(Forbidden):
        answer_remark(lib.act(actor=hub), remark=row, state="mistaken")
    with pytest.raises(Forbidden):
        record_remark(lib.act(actor=hub), place=lib.other_hub, what="complaint", text="Чуже.")


def test_complaints_and_refusals_are_compared_with_last_year(lib):
    lib.now = dt.datetime(2025, 3, 3, 8, tzinfo=dt.UTC)
    for _time in range(4):
        complain(lib)
    lib.now = dt.datetime(2026, 3, 3, 8, tzinfo=dt.UTC)
    for _time in range(3):
        complain(lib)
    rows = table(lib.root, 2026)
    assert [rows[code].cells[FACT].value for code in ("complaints", "dissatisfaction", "dissatisfaction_change")] == [3, 3, -25]


def test_a_year_later_the_words_are_gone_and_the_figure_stays(lib):
    row = complain(lib, contact="a@example.org")
    retention.execute(lib.now + dt.timedelta(days=402))
    row.refresh_from_db()
    assert (row.text, row.contact, row.what, counted()) == (None, None, "complaint", {("enquiries.complaint", "self"): 1})
