"""An act of withdrawal that is signed, of a book nobody could find, and one of two worn books that waits on the head's desk; and
that nothing is to be bought this year."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.data import SHORT
from mandrivna.config.demo.gifts import COMMISSION
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.fund.actions.withdrawing import list_withdrawn, open_withdrawal, sign_withdrawal, step_withdrawal, value_withdrawn
from mandrivna.fund.models import Copy, State, Withdrawal
from mandrivna.fund.withdrawing import candidates
from mandrivna.lending.models import Carried, Hold
from mandrivna.planning.actions import explain
from mandrivna.planning.definitions import PURCHASES
from mandrivna.shared.ids import new_uid

WORN = 2
NOT_BOUGHT = "Фонд поповнюють дарунки читачів, видавців, авторів і донорів; спеціальних закупівель цього року не планується."


class _Clock:
    def __init__(self, stage: Stage) -> None:
        self.now, self.stage = stage.now - dt.timedelta(hours=2), stage

    def act(self, who: str = "cataloguer") -> Act:
        self.now += dt.timedelta(minutes=3)
        return Act(actor=self.stage.actors[who], at=self.now, uid=new_uid(), channel="desk")


def write_off(stage: Stage) -> None:
    clock = _Clock(stage)
    root = stage.units[SHORT]
    missing = open_withdrawal(clock.act(), place=root, why="vanished", note="акт звіряння полиці")
    found = candidates(missing)[:1]
    if found:
        _listed(clock, missing, found)
        signs = clock.act("director")
        sign_withdrawal(signs, withdrawal=missing, commission=COMMISSION, signed_on=signs.on)
    else:
        step_withdrawal(clock.act(), withdrawal=missing, to="cancelled")
    awaited = Hold.objects.open().values("record")
    standing = Copy.objects.filter(owner=root, state=State.AVAILABLE).exclude(record__in=awaited)
    worn = list(standing.exclude(pk__in=Carried.objects.values("copy")).order_by("received_on", "inventory_number")[:WORN])
    act = open_withdrawal(clock.act(), place=root, why="worn")
    _listed(clock, act, worn)
    explain(clock.act("methodist"), unit=root, year=stage.calendar.today.year, indicator=PURCHASES, text=NOT_BOUGHT)


def _listed(clock: _Clock, act: Withdrawal, copies: list[Copy]) -> None:
    keys = [str(copy.pk) for copy in copies]
    list_withdrawn(clock.act(), withdrawal=act, copies=keys)
    value_withdrawn(clock.act(), withdrawal=act, prices=dict.fromkeys(keys, "120"), factor="")
    step_withdrawal(clock.act(), withdrawal=act, to="desk")
