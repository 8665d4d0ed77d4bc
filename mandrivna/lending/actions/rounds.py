"""A round of home delivery: planned, on the way, closed. What is handed over at a door is an ordinary issue, what is taken back
an ordinary return; on the road the books are in transit, as on a visit to a shelf."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Staff, Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.fund.models import Copy, State
from mandrivna.lending import rules
from mandrivna.lending.actions.carrying import at_the_wheel
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.actions.moves import put, take
from mandrivna.lending.delivering import (
    OVER,
    WRONG_STEP,
    carry_problems,
    plan_problems,
    replan_problems,
    step_problems,
    stop_problems,
)
from mandrivna.lending.forgetting import empty_operations
from mandrivna.lending.models import Carried, Event, Round, Stop
from mandrivna.lending.problems import place_kind_problems
from mandrivna.lending.states import ROUND_STEPS, CarryState, Effect, RoundState, Way
from mandrivna.lending.states import Act as Said
from mandrivna.readers.models import Reader

LONGEST = 80
OVER_BY = (RoundState.CLOSED, RoundState.CANCELLED)


@verb("lending.plan_round", may=rules.DELIVER, at="base")
def plan_round(act: Act, *, base: Unit, on: dt.date, volunteer: Staff | None = None, volunteer_name: str = "") -> Round:
    """Who goes: one of the staff, or a name written as the volunteer wishes to be called."""
    name = " ".join(volunteer_name.split())[:LONGEST]
    refuse_if([*place_kind_problems(base), *plan_problems(base, on, act.on, named=bool(volunteer or name))])
    return Round.objects.create(
        uid=act.uid, base=base, planned_on=on, volunteer=volunteer, volunteer_name="" if volunteer else name, opened_at=act.at
    )


@verb("lending.replan_round", may=rules.DELIVER, at="delivery.base")
def replan_round(act: Act, *, delivery: Round, on: dt.date, volunteer: Staff | None = None, volunteer_name: str = "") -> Round:
    """Another day or another volunteer, while everybody is still at home; doors and books stay on the list."""
    found, name = _locked(delivery), " ".join(volunteer_name.split())[:LONGEST]
    refuse_if(replan_problems(found, on, act.on, named=bool(volunteer or name)))
    found.planned_on, found.volunteer, found.volunteer_name = on, volunteer, "" if volunteer else name
    found.save(update_fields=["planned_on", "volunteer", "volunteer_name"])
    return found


def _locked(delivery: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("base").get(pk=delivery.pk)


@verb("lending.add_stop", may=rules.DELIVER, at="delivery.base")
def add_stop(act: Act, *, delivery: Round, reader: Reader) -> Stop:
    """The next door on the road."""
    found = _locked(delivery)
    refuse_if(stop_problems(found, reader))
    last = Stop.objects.filter(round=found).aggregate(last=Max("turn"))["last"] or 0
    return Stop.objects.create(uid=act.uid, round=found, reader=reader, turn=last + 1)


@verb("lending.drop_stop", may=rules.DELIVER, at="stop.round.base")
def drop_stop(act: Act, *, stop: Stop) -> Round:
    """Not there after all; only while nothing of it is in the bag or done."""
    found = _locked(stop.round)
    refuse_if([OVER] if found.closed_on else [])
    if Carried.objects.filter(stop=stop).exclude(state=CarryState.CHOSEN).exists():
        text = _("Книжки цієї зупинки вже в сумці або віддані: її не прибрати.")
        raise Refused([Blocker(code="under_way", text=text)])
    empty_operations([stop.pk])
    Stop.objects.filter(pk=stop.pk).delete()
    return found


@verb("lending.stop_earlier", may=rules.DELIVER, at="stop.round.base")
def stop_earlier(act: Act, *, stop: Stop) -> Stop:
    """One place up on the road; the first stays first."""
    found = _locked(stop.round)
    refuse_if([OVER] if found.closed_on else [])
    here = Stop.objects.get(pk=stop.pk)
    before = Stop.objects.filter(round=found, turn__lt=here.turn).order_by("-turn").first()
    if before is not None:
        before.turn, here.turn = here.turn, before.turn
        before.save(update_fields=["turn"])
        here.save(update_fields=["turn"])
    return here


@verb("lending.carry", may=rules.DELIVER, at="stop.round.base")
def carry(act: Act, *, stop: Stop, copy: Copy, way: str) -> Carried:
    """Onto the list of this door: to be brought, or to be taken back."""
    found = _locked(stop.round)
    stop.round = found
    refuse_if(carry_problems(stop, copy, way))
    return Carried.objects.create(round=found, stop=stop, copy=copy, way=way)


@verb("lending.uncarry", may=rules.DELIVER, at="delivery.base")
def uncarry(act: Act, *, delivery: Round, copy: Copy) -> Round:
    """Not this one. What is in the bag already comes home with the bag."""
    found = _locked(delivery)
    refuse_if([OVER] if found.closed_on else [])
    Carried.objects.filter(round=found, copy=copy, state=CarryState.CHOSEN).delete()
    return found


@verb("lending.nobody_home", may=rules.DELIVER, at="stop.round.base")
def nobody_home(act: Act, *, stop: Stop, nobody: bool = True) -> Stop:
    """Nobody opened; the books ride home. Where something was handed over somebody was at home. `nobody=False`: tapped by
    mistake."""
    found = _locked(stop.round)
    here = Stop.objects.get(pk=stop.pk)
    if found.state != RoundState.ON_WAY:
        raise Refused([Blocker(code="not_on_way", text=_("Обхід зараз не в дорозі."))])
    if here.served_on:
        raise Refused([Blocker(code="served", text=_("Тут уже щось віддано або забрано."))])
    here.nobody_on = act.on if nobody else None
    here.save(update_fields=["nobody_on"])
    return here


@verb("lending.step_round", may=rules.DELIVER, at="delivery.base")
def step_round(act: Act, *, delivery: Round, to: str) -> Round:
    found = _locked(delivery)
    refuse_if(step_problems(found, to))
    found.state = to
    if to == RoundState.ON_WAY:
        found.left_on = act.on
    else:
        found.closed_on = act.on
        Stop.objects.filter(round=found).update(closed_on=act.on)
    found.save()
    return found


# --- several acts in a row, each an operation of its own, so that a repeat goes on where it was cut off. Whoever drives the round
# and holds no more than that does them too (`at_the_wheel`) --------------------------------------------------------------


def set_off(act: Act, delivery: Round) -> Round:
    """Everything that is to be brought goes from its shelf into the bag, then the round is on its way."""
    act = at_the_wheel(act, delivery)
    packed = Carried.objects.filter(round=delivery, way=Way.BRING, state=CarryState.CHOSEN).select_related(
        "copy__place", "copy__record"
    )
    problems: list[Problem] = []
    for row in packed.order_by("pk"):
        try:
            take(act.part(f"take:{row.copy_id}"), copy=row.copy, place=row.copy.place, delivery=delivery)
        except Refused as refusal:
            problems += _about(row.copy, refusal)
    refuse_if(problems)
    return step_round(act, delivery=delivery, to=RoundState.ON_WAY)


def hand_over(act: Act, stop: Stop, copy: Copy) -> None:
    """At the door. Whoever had themselves forgotten meanwhile gets nothing: the book rides home."""
    if stop.reader is None:
        raise Refused([Blocker(code="reader_forgotten", text=_("Читача забуто: книжка їде додому, у бібліотеку."))])
    act, base = at_the_wheel(act, stop.round), stop.round.base
    issue(act.part(f"give:{copy.pk}"), copy=copy, reader=stop.reader, place=base, delivery=stop.round)


def collect(act: Act, stop: Stop, copy: Copy) -> None:
    """Taken back at the door, and the very next moment on the road: until the bag is home nobody is told that it stands."""
    act, base = at_the_wheel(act, stop.round), stop.round.base
    return_copy(act.part(f"back:{copy.pk}"), copy=copy, place=base, delivery=stop.round)
    after = replace(act.part(f"bag:{copy.pk}"), at=act.at + dt.timedelta(milliseconds=1))
    take(after, copy=copy, place=base, delivery=stop.round)


def not_so(act: Act, stop: Stop, copy: Copy) -> None:
    """Tapped by mistake: the same undoing as at the desk, within its minutes. Of what was taken back the last act goes first."""
    row = Carried.objects.filter(stop=stop, copy=copy, by__isnull=False).first()
    if row is None or row.by is None:
        return
    act, base = at_the_wheel(act, stop.round), stop.round.base
    at_door = Event.objects.get(pk=row.by)
    bagged = Event.objects.filter(copy=copy, act=Said.TAKE, first__gt=at_door.first).exclude(effect=Effect.UNDONE).first()
    if row.way == Way.TAKE and bagged is not None:
        undo(act.part(f"unbag:{copy.pk}"), copy=copy, target=bagged.pk, place=base)
    undo(act.part(f"undo:{copy.pk}"), copy=copy, target=row.by, place=base)


def unopened(act: Act, stop: Stop, *, nobody: bool = True) -> Stop:
    """Nobody was at home, or it was tapped by mistake."""
    return nobody_home(at_the_wheel(act, stop.round), stop=stop, nobody=nobody)


def come_home(act: Act, delivery: Round, to: str = RoundState.CLOSED) -> Round:
    """What was not handed over stands again where it stood, what was taken back stands at the base; then the round is over.
    A step that cannot be made moves no book first. To call a round off is not the driver's."""
    act = at_the_wheel(act, delivery) if to == RoundState.CLOSED else act
    now = Round.objects.get(pk=delivery.pk)
    refuse_if([] if now.closed_on or (to in ROUND_STEPS[now.state] and to in OVER_BY) else [WRONG_STEP])
    left = Carried.objects.filter(round=delivery, state=CarryState.BAG, copy__state=State.TRANSIT)
    problems: list[Problem] = []
    for row in left.select_related("copy__place", "copy__record").order_by("pk"):
        try:
            put(act.part(f"put:{row.copy_id}"), copy=row.copy, place=row.copy.place, delivery=delivery)
        except Refused as refusal:
            problems += _about(row.copy, refusal)
    refuse_if(problems)
    return step_round(act, delivery=delivery, to=to)


def _about(copy: Copy, refusal: Refused) -> list[Problem]:
    return [Blocker(code=problem.code, text=f"№ {copy.inventory}: {problem}") for problem in refusal.problems]
