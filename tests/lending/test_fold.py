"""The fold: one history of a copy from whatever was said, in whatever order it arrived."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mandrivna.lending.fold import Misfit, Said, fold
from mandrivna.lending.states import MOVES, SWAPS, TRANSITIONS, Act, Effect, LoanState, Who

DAY = dt.date(2026, 3, 2)
OLENA, TARAS = uuid.uuid4(), uuid.uuid4()


def said(act: str, minute: int, *, reader=None, place=1, day=0, target=None, uid=None, notes=()) -> Said:
    first = f"2026-03-{2 + day:02d}T10:{minute:02d}"
    return Said(
        uid=uid or uuid.uuid4(), act=act, first=first, on=DAY + dt.timedelta(days=day), place=place,
        reader=reader, target=target, days=30, notes=notes,
    )  # fmt: skip


def test_issue_and_return_make_one_closed_loan():
    out, back = said(Act.ISSUE, 1, reader=OLENA), said(Act.RETURN, 2, day=5, place=2)
    history = fold([out, back])
    (loan,) = history.loans
    assert (loan.uid, loan.reader, loan.state, loan.closed_on, loan.closed_place) == (
        out.uid,
        OLENA,
        LoanState.RETURNED,
        back.on,
        2,
    )
    assert loan.due_on == DAY + dt.timedelta(days=30)
    assert history.effects == {out.uid: (Effect.OPENS, out.uid), back.uid: (Effect.CLOSES, out.uid)}
    assert (history.misfits, history.last_place, history.open) == ([], 2, None)


def test_issue_to_another_reader_closes_the_forgotten_loan_and_says_so():
    first, second = said(Act.ISSUE, 1, reader=OLENA), said(Act.ISSUE, 2, reader=TARAS, day=3)
    history = fold([second, first])
    assert [loan.state for loan in history.loans] == [LoanState.SUPERSEDED, LoanState.OPEN]
    assert history.misfits == [Misfit("issued_while_on_loan", second.uid, first.uid)]


def test_two_devices_writing_the_same_issue_are_one_loan():
    first, again = said(Act.ISSUE, 1, reader=OLENA), said(Act.ISSUE, 2, reader=OLENA)
    history = fold([first, again])
    assert len(history.loans) == 1
    assert history.effects[again.uid] == (Effect.NOTHING, first.uid)
    assert history.misfits == []


def test_issue_to_the_same_reader_on_a_later_day_is_a_renewal():
    first, later = said(Act.ISSUE, 1, reader=OLENA), said(Act.ISSUE, 1, reader=OLENA, day=9)
    (loan,) = fold([first, later]).loans
    assert (loan.renewals, loan.due_on) == (1, DAY + dt.timedelta(days=39))


def test_a_return_that_arrives_before_its_issue_is_a_misfit_only_until_then():
    out, back = said(Act.ISSUE, 1, reader=OLENA), said(Act.RETURN, 2, day=1)
    assert fold([back]).misfits == [Misfit("returned_not_on_loan", back.uid)]
    assert fold([back, out]).misfits == []


def test_a_return_written_twice_on_one_day_is_one_return():
    events = [said(Act.ISSUE, 1, reader=OLENA), said(Act.RETURN, 2, day=1), said(Act.RETURN, 3, day=1)]
    history = fold(events)
    assert history.misfits == []
    assert history.effects[events[2].uid] == (Effect.NOTHING, None)


def test_undo_of_an_issue_leaves_no_loan():
    out = said(Act.ISSUE, 1, reader=OLENA)
    history = fold([out, said(Act.UNDO, 2, target=out.uid)])
    assert history.loans == []
    assert history.effects[out.uid] == (Effect.UNDONE, None)


def test_undo_of_a_return_opens_the_loan_again():
    out, back = said(Act.ISSUE, 1, reader=OLENA), said(Act.RETURN, 2)
    assert fold([out, back, said(Act.UNDO, 3, target=back.uid)]).open.uid == out.uid


def test_undo_of_something_unknown_is_a_misfit():
    undo = said(Act.UNDO, 2, target=uuid.uuid4())
    assert fold([undo]).misfits == [Misfit("undone_unknown", undo.uid, undo.target)]


def test_renewal_lengthens_only_its_own_loan():
    out = said(Act.ISSUE, 1, reader=OLENA)
    wrong = said(Act.RENEW, 2, day=1, target=uuid.uuid4())
    right = said(Act.RENEW, 3, day=20, target=out.uid)
    history = fold([out, wrong, right])
    assert history.loans[0].due_on == DAY + dt.timedelta(days=60)
    assert history.misfits == [Misfit("renewed_not_on_loan", wrong.uid, out.uid)]


def test_notes_of_an_event_become_misfits():
    out = said(Act.ISSUE, 1, reader=OLENA, notes=("withdrawn",))
    assert fold([out]).misfits == [Misfit("withdrawn", out.uid)]


def test_the_table_answers_everything_that_can_come():
    """Every (state, act, who) that the fold can ask for is in the table; nothing in it is unreachable."""
    asked = {("", act, Who.OTHER) for act in (Act.ISSUE, Act.RENEW, Act.RETURN)}
    asked |= {(LoanState.OPEN, act, who) for act in (Act.ISSUE, Act.RENEW) for who in Who}
    asked |= {(LoanState.OPEN, Act.RETURN, Who.SAME)}
    asked |= {("", act, Who.OTHER) for act in MOVES} | {(LoanState.OPEN, act, Who.SAME) for act in MOVES}
    asked |= {("", act, Who.OTHER) for act in (*SWAPS, Act.READ)} | {(LoanState.OPEN, act, Who.SAME) for act in (*SWAPS, Act.READ)}
    assert set(TRANSITIONS) == asked


@st.composite
def stories(draw: st.DrawFn) -> list[Said]:
    events: list[Said] = []
    for number in range(draw(st.integers(1, 9))):
        act = draw(st.sampled_from([Act.ISSUE, Act.ISSUE, Act.RETURN, Act.RENEW, Act.UNDO]))
        targets = [event.uid for event in events] or [uuid.uuid4()]
        event = said(act, number, day=draw(st.integers(0, 4)), place=draw(st.integers(1, 3)))
        if act == Act.ISSUE:
            event = replace(event, reader=draw(st.sampled_from([OLENA, TARAS])))
        elif act in (Act.RENEW, Act.UNDO):
            event = replace(event, target=draw(st.sampled_from(targets)))
        events.append(event)
    return events


@settings(max_examples=400, deadline=None)
@given(stories(), st.randoms(use_true_random=False))
def test_history_depends_on_what_was_said_not_on_when_it_arrived(story, random):
    shuffled = list(story)
    random.shuffle(shuffled)
    one, other = fold(story), fold(shuffled)
    assert (one.loans, one.effects, one.last_place) == (other.loans, other.effects, other.last_place)
    assert sorted(one.misfits, key=str) == sorted(other.misfits, key=str)
    assert sum(loan.state == LoanState.OPEN for loan in one.loans) <= 1
    assert set(one.effects) == {event.uid for event in story}


@pytest.mark.parametrize("act", [Act.RETURN, Act.RENEW])
def test_nothing_is_lent_before_an_issue(act):
    assert fold([said(act, 1, target=uuid.uuid4())]).loans == []
