"""Verbs about the thing itself: put on a shelf, taken on the road, not found. Events of the copy like issue and return, so its
place follows from the same fold, whatever order the words came in."""

from __future__ import annotations

import datetime as dt

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Problem
from mandrivna.fund.models import Copy
from mandrivna.lending import rules
from mandrivna.lending.actions.carrying import locked_round, moved
from mandrivna.lending.actions.circulation import event_of, lock
from mandrivna.lending.actions.refold import refold
from mandrivna.lending.delivering import listed_problems
from mandrivna.lending.models import Event, Hold, Pick, Round, ShelfVisit
from mandrivna.lending.moving import lose_problems, put_problems, take_problems, visit_move_problems
from mandrivna.lending.states import Act as Said
from mandrivna.lending.states import CarryState, HoldState, PickState, VisitState, Way
from mandrivna.lending.terms import terms


@verb("lending.take", may=rules.MOVE, at="place", remote=True)
def take(act: Act, *, copy: Copy, place: Unit, visit: ShelfVisit | None = None, delivery: Round | None = None) -> Event:
    """Off the shelf and on the road; until it is put somewhere nobody is told that it stands."""
    copy, visit, delivery = lock(copy), _locked(visit), locked_round(delivery)
    event = _moved(act, Said.TAKE, copy, place, visit, take_problems(copy, place, visit, delivery))
    if delivery is not None and not delivery.closed_on:
        moved(delivery, copy, CarryState.BAG)
        _keep_longer(copy, delivery.planned_on)
    if visit is not None and not visit.closed_on:  # what came late from a telephone does not change a list that is over
        back = _at(visit, place) or visit.state == VisitState.HANDED  # after the act the box only comes home
        _pick(visit, copy, Way.TAKE if back else Way.BRING, PickState.PACKED)
        _keep_longer(copy, visit.planned_on)
    return event


@verb("lending.put", may=rules.MOVE, at="place", remote=True)
def put(act: Act, *, copy: Copy, place: Unit, visit: ShelfVisit | None = None, delivery: Round | None = None) -> Event:
    """It stands here now, wherever it was said to be; whoever waits for it here is served."""
    copy, visit, delivery = lock(copy), _locked(visit), locked_round(delivery)
    problems = [*put_problems(copy, place), *visit_move_problems(copy, place, visit), *listed_problems(delivery, copy, place)]
    event = _moved(act, Said.PUT, copy, place, visit, problems)
    moved(delivery, copy, CarryState.BACK)
    if visit is not None and not visit.closed_on:
        _pick(visit, copy, Way.BRING if _at(visit, place) else Way.TAKE, PickState.DONE)
    return event


@verb("lending.lose", may=rules.LOSE, at="place", remote=True)
def lose(act: Act, *, copy: Copy, place: Unit) -> Event:
    """Not found where it should be, or lost by its reader: the loan is over, nobody is blamed, and when it turns up that is said
    by whatever is done with it then."""
    copy = lock(copy)
    return _moved(act, Said.LOST, copy, place, None, lose_problems(copy, place))


def _moved(act: Act, said: Said, copy: Copy, place: Unit, visit: ShelfVisit | None, problems: list[Problem]) -> Event:
    standing = place.on(act.on)
    event = event_of(act, said, copy, place, standing, problems)
    event.target, event.counts_visit = visit.pk if visit else None, False
    return refold(act, copy, event, standing)


def _locked(visit: ShelfVisit | None) -> ShelfVisit | None:
    """Whoever ends the visit meanwhile waits: nothing is on the road of a visit that is over."""
    return ShelfVisit.objects.select_for_update(of=("self",)).select_related("place").get(pk=visit.pk) if visit else None


def _at(visit: ShelfVisit, place: Unit) -> bool:
    return visit.place_id in place.ancestor_ids


def _pick(visit: ShelfVisit, copy: Copy, way: Way, state: PickState) -> None:
    """A copy that nobody had put on the list is on it from now on. What turned round on the way goes the other way."""
    row, made = Pick.objects.get_or_create(visit=visit, copy=copy, defaults={"way": way, "state": state})
    if not made:
        row.way, row.state = way, state
        row.save(update_fields=["way", "state"])


def _keep_longer(copy: Copy, arrives: dt.date) -> None:
    """What is on its way to whom it is kept for is not given to the next one meanwhile."""
    until = arrives + dt.timedelta(days=terms().hold_days)
    Hold.objects.filter(copy=copy, state=HoldState.READY, keep_until__lt=until).update(keep_until=until)
