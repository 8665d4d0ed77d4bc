"""One true call of each verb of home delivery, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.lending.actions.rounds import (
    add_stop,
    carry,
    drop_stop,
    nobody_home,
    plan_round,
    replan_round,
    set_off,
    step_round,
    stop_earlier,
    uncarry,
)
from mandrivna.lending.models import Stop
from mandrivna.readers.actions.doorsteps import set_doorstep

type Told = Callable[[Any], dict[str, Any]]


def _door(world: Any) -> dict[str, Any]:
    said = {"address": Withheld("вул. Вигадана, 1"), "ask_for": Withheld("Калина")}
    return {"reader": world.reader, "place": world.lib.shelf, "agreed": "1", **said}


def _plan(world: Any) -> dict[str, Any]:
    return {"base": world.lib.shelf, "on": world.lib.today, "volunteer_name": "Волонтерка"}


def _round(world: Any) -> dict[str, Any]:
    set_doorstep(world.lib.act(), **_door(world))
    return {"delivery": plan_round(world.lib.act(), **_plan(world))}


def _stop(world: Any) -> Stop:
    return add_stop(world.lib.act(), **_round(world), reader=world.reader)


def _listed(world: Any) -> Stop:
    stop = _stop(world)
    carry(world.lib.act(), stop=stop, copy=world.copy, way="bring")
    return stop


def _gone(world: Any) -> Stop:
    stop = _listed(world)
    set_off(world.lib.act(), stop.round)
    return stop


ROUNDS: dict[str, tuple[Callable[..., object], Told]] = {
    "readers.set_doorstep": (set_doorstep, _door),
    "lending.plan_round": (plan_round, _plan),
    "lending.replan_round": (replan_round, lambda w: {**_round(w), "on": w.lib.today, "volunteer_name": "Волонтер"}),
    "lending.add_stop": (add_stop, lambda w: {**_round(w), "reader": w.reader}),
    "lending.drop_stop": (drop_stop, lambda w: {"stop": _listed(w)}),
    "lending.stop_earlier": (stop_earlier, lambda w: {"stop": _stop(w)}),
    "lending.carry": (carry, lambda w: {"stop": _stop(w), "copy": w.copy, "way": "bring"}),
    "lending.uncarry": (uncarry, lambda w: {"delivery": _listed(w).round, "copy": w.copy}),
    "lending.nobody_home": (nobody_home, lambda w: {"stop": _gone(w)}),
    "lending.step_round": (step_round, lambda w: {"delivery": _stop(w).round, "to": "on_way"}),
}
