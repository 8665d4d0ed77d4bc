"""The queue for a title: a copy that comes to the shelf is set aside for the first who waits for it.

`serve` is called by the fold of every act on a copy, so what a phone says three days later moves the queue like what the desk says.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from mandrivna.catalogue.holdings import MOVERS, WORKED, Mover
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.notices import tell
from mandrivna.core.outbox import enqueue
from mandrivna.core.prepared import Prepared
from mandrivna.fund.actions.copies import set_standing
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Event, Hold
from mandrivna.lending.states import HOLD_OPEN, Effect, HoldState
from mandrivna.lending.states import Act as Said
from mandrivna.lending.terms import terms

READY_NOTICE = "lending.hold_ready"
QUEUE = Prepared(Hold, lambda slot: Hold.objects.filter(record_id=slot("record"), state__in=HOLD_OPEN).in_turn())


def serve(act: Act, copy: Copy, event: Event) -> None:
    """After the copy's own state has been written: whom it serves now."""
    if event.act == Said.UNDO:
        _back_into_the_queue(event.target)
    holds = QUEUE.objects(record=copy.record_id)
    if not holds:
        return
    if copy.state == State.ON_LOAN:
        _lent(act, copy, event, holds)
    elif copy.state == State.LOST:
        _wait_again(copy, holds)
    elif copy.state not in (
        State.WITHDRAWN,
        State.TRANSIT,
        State.CHECK,
    ):  # what is kept for somebody travels to them, and stays kept
        give(act, copy, holds)
        if event.act == Said.PUT:
            _arrived(act, copy, holds)


def _wait_again(copy: Copy, holds: list[Hold]) -> None:
    """Whoever this very copy was kept for waits for another one, at the old turn."""
    for hold in holds:
        if hold.state == HoldState.READY and hold.copy_id == copy.pk:
            hold.state, hold.copy, hold.ready_on, hold.keep_until = HoldState.WAITING, None, None, None
            hold.save(update_fields=["state", "copy", "ready_on", "keep_until"])


def _arrived(act: Act, copy: Copy, holds: list[Hold]) -> None:
    """The days in which it can be collected are counted from when it came."""
    for hold in holds:
        if hold.state == HoldState.READY and hold.copy_id == copy.pk and hold.pickup_id in copy.place.ancestor_ids:
            hold.ready_on, hold.keep_until = act.on, act.on + dt.timedelta(days=terms().hold_days)
            hold.save(update_fields=["ready_on", "keep_until"])


def give(act: Act, copy: Copy, holds: list[Hold] | None = None) -> None:
    """A copy on the shelf stays with whom it is kept for, or goes to the first who waits, or to nobody."""
    if holds is None:
        holds = QUEUE.objects(record=copy.record_id)
    kept = next((hold for hold in holds if hold.state == HoldState.READY and hold.copy_id == copy.pk), None)
    first = next((hold for hold in holds if hold.state == HoldState.WAITING and hold.institution_id == copy.owner_id), None)
    if kept is None and first is not None:
        keep_for(act, first, copy)
    set_standing(copy=copy, state=State.ASIDE if kept or first else State.AVAILABLE, place=copy.place_id)


def keep_for(act: Act, hold: Hold, copy: Copy) -> None:
    hold.state, hold.copy, hold.ready_on = HoldState.READY, copy, act.on
    hold.keep_until = act.on + dt.timedelta(days=terms().hold_days)
    hold.save(update_fields=["state", "copy", "ready_on", "keep_until"])
    if hold.reader_id is not None:
        tell(act, hold.reader_id, READY_NOTICE, hold.pk)


def _lent(act: Act, copy: Copy, event: Event, holds: list[Hold]) -> None:
    """The reader's wish is met by whichever copy they took; whoever this very copy was kept for waits again, at the old turn."""
    by = event.reader_id if event.effect == Effect.OPENS else None
    for hold in holds:
        if by is not None and hold.reader_id == by:
            other = hold.copy if hold.state == HoldState.READY and hold.copy_id != copy.pk else None
            end(hold, HoldState.COLLECTED, event.on, copy=copy, issued=event.pk)
            if other is not None:
                release(act, other)
    _wait_again(copy, [hold for hold in holds if hold.closed_on is None])


def _back_into_the_queue(issued: uuid.UUID | None) -> None:
    for hold in Hold.objects.filter(issued=issued, state=HoldState.COLLECTED) if issued else ():
        if Hold.objects.open().filter(record=hold.record_id, reader=hold.reader_id).exists():
            continue  # asked for again meanwhile
        hold.state, hold.copy, hold.issued, hold.closed_on = HoldState.WAITING, None, None, None
        hold.ready_on = hold.keep_until = None
        hold.save()


def end(hold: Hold, state: str, on: dt.date, *, copy: Copy | None = None, issued: uuid.UUID | None = None) -> None:
    hold.state, hold.copy, hold.issued, hold.closed_on = state, copy, issued, on
    hold.save(update_fields=["state", "copy", "issued", "closed_on"])


def release(act: Act, copy: Copy) -> None:
    """Nobody is coming for it any more: to the next, or back to the shelf. The catalogue counts anew."""
    copy = Copy.objects.select_for_update().get(pk=copy.pk)
    if copy.state == State.ASIDE:
        give(act, copy)
        enqueue(count_holdings, record=str(copy.record_id))


def _keys(record: Record) -> list[str]:
    return [str(pk) for pk in Hold.objects.filter(record=record).values_list("pk", flat=True)]


def _move(keys: Sequence[str], record: Record) -> None:
    """Two descriptions of one title became one, and so do their queues; whoever stood in both keeps the earlier place."""
    for hold in Hold.objects.filter(pk__in=keys).select_related("copy").in_turn():
        there = Hold.objects.open().filter(record=record, reader=hold.reader_id).first() if hold.state in HOLD_OPEN else None
        if there is not None:
            worse = max(hold, there, key=lambda one: (one.state != HoldState.READY, one.at))
            kept = worse.copy if worse.state == HoldState.READY else None
            act = Act(actor=SYSTEM)
            end(worse, HoldState.CANCELLED, act.on)
            if kept is not None:
                release(act, kept)
        Hold.objects.filter(pk=hold.pk).update(record=record)


def _awaited(records: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return set(Hold.objects.filter(record__in=records).values_list("record_id", flat=True))


MOVERS.add("lending.holds", Mover(_keys, _move))
WORKED.add("lending.holds", _awaited)
