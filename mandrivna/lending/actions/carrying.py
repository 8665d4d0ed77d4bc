"""What the ordinary acts on a copy write into the list of a round they were done on. Part of those acts."""

from __future__ import annotations

import uuid

from mandrivna.core.act import Act
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import settle
from mandrivna.lending import facts
from mandrivna.lending.models import Carried, Event, Round, Stop
from mandrivna.lending.states import Act as Said
from mandrivna.lending.states import CarryState, Way


def locked_round(delivery: Round | None) -> Round | None:
    """Whoever ends the round meanwhile waits: nothing is in the bag of a round that is over."""
    return Round.objects.select_for_update(of=("self",)).select_related("base").get(pk=delivery.pk) if delivery else None


def moved(delivery: Round | None, copy: Copy, state: str) -> None:
    if delivery is not None and not delivery.closed_on:
        Carried.objects.filter(round=delivery, copy=copy).update(state=state)


def at_the_door(act: Act, delivery: Round | None, copy: Copy, event: Event) -> None:
    """Handed over or taken back there. A door where this happened counts once, on the day of the first such act."""
    row = _of_this_door(delivery, copy, event) if delivery else None
    if row is None:
        return
    row.state, row.by = CarryState.DONE, event.pk
    row.save(update_fields=["state", "by"])
    row.stop.nobody_on = None
    _served(act, row.stop, row.stop.served_on or act.on)


def _of_this_door(delivery: Round, copy: Copy, event: Event) -> Carried | None:
    """What has happened already is recorded whatever it says; the list is marked only where it says the same."""
    rows = Carried.objects.filter(round=delivery, copy=copy)
    rows = rows.filter(way=Way.BRING, stop__reader=event.reader_id) if event.act == Said.ISSUE else rows.filter(way=Way.TAKE)
    return rows.select_related("stop__round").first()


def taken_back(act: Act, target: uuid.UUID) -> None:
    """The act at the door should not have been recorded: the book is in the bag again, or still with the reader."""
    for row in Carried.objects.filter(by=target).select_related("stop__round"):
        locked_round(row.stop.round)
        row.state, row.by = CarryState.BAG if row.way == Way.BRING else CarryState.CHOSEN, None
        row.save(update_fields=["state", "by"])
        left = Carried.objects.filter(stop=row.stop_id, by__isnull=False).exists()
        _served(act, row.stop, row.stop.served_on if left else None)


def _served(act: Act, stop: Stop, on: object) -> None:
    stop.served_on = on  # type: ignore[assignment]
    stop.save(update_fields=["served_on", "nobody_on"])
    settle(act, f"lending.Stop:{stop.pk}", facts.delivered(stop))
