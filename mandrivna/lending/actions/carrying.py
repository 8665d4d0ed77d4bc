"""What the ordinary acts on a copy write into the list of a round they were done on. Part of those acts."""

from __future__ import annotations

import uuid
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.problems import Blocker, Problem
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import settle
from mandrivna.lending import facts, rules
from mandrivna.lending.models import Carried, Event, Round, Stop
from mandrivna.lending.states import Act as Said
from mandrivna.lending.states import CarryState, Way

AT_A_DOOR = frozenset(str(right) for right in (rules.ISSUE, rules.RETURN, rules.UNDO, rules.MOVE, rules.DELIVER))


def at_the_wheel(act: Act, delivery: Round) -> Act:
    """Whoever drives this very round may do on it what its acts ask for, at its base and with this envelope: nowhere else,
    and nothing that stays. `delivery` is what stands in the database, never what a form says."""
    actor = act.actor
    if actor.staff_id is None or actor.staff_id != delivery.volunteer_id:
        return act
    if not actor.can(rules.DELIVER_OWN, delivery.base.path):
        return act
    grants = (*actor.grants, (delivery.base.path, AT_A_DOOR))
    return replace(act, actor=Actor(staff_id=actor.staff_id, name=actor.name, grants=grants))


def locked_round(delivery: Round | None) -> Round | None:
    """Whoever ends the round meanwhile waits: nothing is in the bag of a round that is over."""
    return Round.objects.select_for_update(of=("self",)).select_related("base").get(pk=delivery.pk) if delivery else None


def moved(delivery: Round | None, copy: Copy, state: str) -> None:
    if delivery is not None and not delivery.closed_on:
        Carried.objects.filter(round=delivery, copy=copy).update(state=state)


def of_this_door(delivery: Round | None, copy: Copy, event: Event) -> Carried | None:
    """What has happened already is recorded whatever it says; the list is marked only where it says the same."""
    if delivery is None:
        return None
    rows = Carried.objects.filter(round=delivery, copy=copy)
    rows = rows.filter(way=Way.BRING, stop__reader=event.reader_id) if event.act == Said.ISSUE else rows.filter(way=Way.TAKE)
    return rows.select_related("stop__round").first()


def at_the_door(act: Act, row: Carried | None, event: Event) -> None:
    """Handed over or taken back there. A door where this happened counts once, on the day of the first such act."""
    if row is None:
        return
    row.state, row.by = CarryState.DONE, event.pk
    row.save(update_fields=["state", "by"])
    row.stop.nobody_on = None
    _served(act, row.stop, row.stop.served_on or act.on)


def done_by(target: uuid.UUID) -> list[Carried]:
    """What an act did at a door; whoever ends its round meanwhile waits."""
    rows = list(Carried.objects.filter(by=target).select_related("stop__round"))
    for row in rows:
        row.stop.round = locked_round(row.stop.round) or row.stop.round
    return rows


def home_problems(rows: list[Carried]) -> list[Problem]:
    """Nobody carries the book any more, so it cannot be in the bag again."""
    if any(row.way == Way.BRING and row.stop.round.closed_on for row in rows):
        text = _("Обхід, на якому книжку віддали, уже завершено. Якщо вона у вас, прийміть повернення.")
        return [Blocker(code="round_closed", text=text)]
    return []


def taken_back(act: Act, rows: list[Carried]) -> None:
    """The act at the door should not have been recorded: the book is in the bag again, or still with the reader."""
    for row in rows:
        row.state, row.by = CarryState.BAG if row.way == Way.BRING else CarryState.CHOSEN, None
        row.save(update_fields=["state", "by"])
        left = Carried.objects.filter(stop=row.stop_id, by__isnull=False).exists()
        _served(act, row.stop, row.stop.served_on if left else None)


def _served(act: Act, stop: Stop, on: object) -> None:
    stop.served_on = on  # type: ignore[assignment]
    stop.save(update_fields=["served_on", "nobody_on"])
    settle(act, f"lending.Stop:{stop.pk}", facts.delivered(stop))
