"""One true call of each verb of an act of withdrawal, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.fund.actions import withdrawing
from mandrivna.fund.models import Withdrawal
from tests.drills.verbs_of_gifts import COMMISSION
from tests.factories.library import START

type Told = Callable[[Any], dict[str, Any]]


def _act(world: Any) -> Withdrawal:
    return withdrawing.open_withdrawal(world.lib.act(), place=world.lib.shelf, why="worn")


def _listed(world: Any) -> Withdrawal:
    copies = [str(world.lib.copy().pk), str(world.lib.copy().pk)]
    return withdrawing.list_withdrawn(world.lib.act(), withdrawal=_act(world), copies=copies)


def _copies(act: Withdrawal) -> list[str]:
    return [str(pk) for pk in act.lines.order_by("line").values_list("copy", flat=True)]


def _desk(world: Any) -> Withdrawal:
    return withdrawing.step_withdrawal(world.lib.act(), withdrawal=_listed(world), to="desk")


WITHDRAWING: dict[str, tuple[Callable[..., object], Told]] = {
    "fund.open_withdrawal": (withdrawing.open_withdrawal, lambda w: {"place": w.lib.shelf, "why": "worn", "note": "наказ № 3"}),
    "fund.list_withdrawn": (
        withdrawing.list_withdrawn,
        lambda w: {"withdrawal": _act(w), "copies": [str(w.lib.copy().pk), str(w.lib.copy().pk)]},
    ),
    "fund.unlist_withdrawn": (
        withdrawing.unlist_withdrawn,
        lambda w: {"withdrawal": (one := _listed(w)), "copies": _copies(one)[:1]},
    ),
    "fund.value_withdrawn": (
        withdrawing.value_withdrawn,
        lambda w: {"withdrawal": (one := _listed(w)), "prices": {_copies(one)[0]: "85,50"}, "factor": "1,5"},
    ),
    "fund.step_withdrawal": (withdrawing.step_withdrawal, lambda w: {"withdrawal": _listed(w), "to": "desk"}),
    "fund.sign_withdrawal": (
        withdrawing.sign_withdrawal,
        lambda w: {"withdrawal": _desk(w), "commission": COMMISSION, "signed_on": START.date()},
    ),
}
