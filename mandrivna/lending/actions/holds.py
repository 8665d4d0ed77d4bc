"""Reserving: by a reader from their own account; setting aside and taking off the list, by the staff; the term, by the clock."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.outbox import enqueue, periodic, task
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.fund.actions.copies import set_standing
from mandrivna.fund.models import Copy, State
from mandrivna.lending import rules
from mandrivna.lending.actions.circulation import lock, lock_reader
from mandrivna.lending.actions.queue import end, keep_for, release
from mandrivna.lending.models import Hold
from mandrivna.lending.problems import aside_problems, hold_problems
from mandrivna.lending.states import HoldState
from mandrivna.lending.terms import terms
from mandrivna.readers.models import Reader


@verb("lending.hold", may=Own("reader.pk"), at="pickup")
def hold(act: Act, *, reader: Reader, record: Record, pickup: Unit) -> Hold:
    """Take a place in the queue for a title. A copy that stands on a shelf is fetched by people, one that comes back is set aside
    by itself."""
    lock_reader(reader)
    refuse_if(hold_problems(act, reader, record, pickup, terms()))
    return _queued(act, reader, record, pickup)


@verb("lending.hold_for", may=rules.ISSUE, at="pickup")
def hold_for(act: Act, *, reader: Reader, record: Record, pickup: Unit) -> Hold:
    """The same at the desk, for a reader who stands there and needs neither a telephone nor the site."""
    lock_reader(reader)
    refuse_if(hold_problems(act, reader, record, pickup, terms(), at_desk=True))
    return _queued(act, reader, record, pickup)


def _queued(act: Act, reader: Reader, record: Record, pickup: Unit) -> Hold:
    return Hold.objects.create(
        uid=act.uid, record=record, institution=reader.institution, reader=reader, pickup=pickup, at=act.at, on=act.on
    )


@verb("lending.cancel_own_hold", may=Own("hold.reader_id"), at="hold.pickup")
def cancel_own_hold(act: Act, *, hold: Hold) -> Hold:
    """No longer wanted; the next in the queue gets what was kept."""
    return _ended(act, hold, HoldState.CANCELLED)


@verb("lending.cancel_hold", may=rules.ISSUE, at="hold.pickup")
def cancel_hold(act: Act, *, hold: Hold) -> Hold:
    """By the staff: the reader said so, or the title will not come."""
    return _ended(act, hold, HoldState.CANCELLED)


@verb("lending.set_aside", may=rules.ISSUE, at="hold.pickup")
def set_aside(act: Act, *, hold: Hold, copy: Copy) -> Hold:
    """A copy found on a shelf is kept for the reader. Out of turn, when it is this reader who stands there."""
    copy, locked = lock(copy), _locked(hold)
    refuse_if(aside_problems(locked, copy))
    keep_for(act, locked, copy)
    set_standing(copy=copy, state=State.ASIDE, place=copy.place_id)
    enqueue(count_holdings, record=str(copy.record_id))
    return locked


def _locked(hold: Hold) -> Hold:
    return Hold.objects.select_for_update().get(pk=hold.pk)


def _ended(act: Act, hold: Hold, state: str) -> Hold:
    locked = _locked(hold)
    if locked.closed_on:
        raise Refused([Blocker(code="hold_ended", text=_("Це замовлення вже закрито."))])
    kept = locked.copy if locked.state == HoldState.READY else None
    end(locked, state, act.on)
    if kept is not None:
        release(act, kept)
    return locked


@verb("lending.expire_hold", may=rules.ISSUE, at="hold.pickup")
def expire_hold(act: Act, *, hold: Hold) -> Hold:
    """Nobody came in time; the next in the queue gets the copy. Every night by the clock, or by hand."""
    if _locked(hold).state != HoldState.READY:
        raise Refused([Blocker(code="not_ready", text=_("Для цього замовлення нічого не відкладено."))])
    return _ended(act, hold, HoldState.EXPIRED)


@periodic("lending.expire_holds", at="04:20")
@task(priority=-30)
def expire_holds(*, today: str = "") -> None:
    day = dt.date.fromisoformat(today) if today else timezone.localdate()
    for late in Hold.objects.filter(state=HoldState.READY, keep_until__lt=day).order_by("at"):
        expire_hold(Act(actor=SYSTEM), hold=late)
