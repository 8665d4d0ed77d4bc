"""Two readers who brought an equal book instead of a lost one: one act is signed, one waits on the director's table. And what was
read on the spot."""

from __future__ import annotations

import datetime as dt

from mandrivna.config.demo.gifts import COMMISSION
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.fund.actions.replacing import sign_replacement
from mandrivna.fund.models import Copy, ReplacedWhy, Replacement, State
from mandrivna.lending.actions.circulation import read_here
from mandrivna.lending.actions.reminding import remind_in_person
from mandrivna.lending.actions.replacing import replace
from mandrivna.lending.models import Loan
from mandrivna.shared.ids import new_uid

READ = 7
REMINDED = ("call", "missed", "met")
"""Books looked into at one shelf yesterday, by people nobody asked for a card."""


def read(stage: Stage) -> None:
    shelf = stage.shelves[0].unit
    at = stage.now - dt.timedelta(days=1, hours=2)
    standing = Copy.objects.filter(place=shelf, state=State.AVAILABLE).order_by("inventory_number")[:READ]
    for number, copy in enumerate(standing):
        moment = at + dt.timedelta(minutes=7 * number)
        read_here(Act(actor=stage.actors["director"], at=moment, uid=new_uid(), channel="desk"), copy=copy, place=shelf)


def bring(stage: Stage) -> None:
    """The two books that are longest overdue."""
    director = stage.actors["director"]
    at = stage.now - dt.timedelta(hours=3)
    late = list(Loan.objects.open().order_by("due_on", "pk").select_related("copy__record", "place")[:2])
    for number, (loan, why) in enumerate(zip(late, (ReplacedWhy.LOST, ReplacedWhy.DAMAGED), strict=False)):
        act = Act(actor=director, at=at + dt.timedelta(minutes=10 * number), uid=new_uid(), channel="desk")
        replace(act, copy=loan.copy, place=loan.place, record=loan.copy.record, why=why, price="180")
        if why == ReplacedWhy.LOST:
            one = Replacement.objects.get(pk=act.uid)
            later = Act(actor=director, at=act.at + dt.timedelta(minutes=5), uid=new_uid(), channel="desk")
            sign_replacement(later, replacement=one, commission=COMMISSION, signed_on=later.on)


def remind(stage: Stage) -> None:
    """Three readers were spoken to yesterday, or nearly; the others still wait for a call."""
    director, on = stage.actors["director"], stage.now.date() - dt.timedelta(days=1)
    late = Loan.objects.overdue(on).filter(reader__isnull=False).select_related("reader__institution", "place")
    first = {loan.reader_id: loan for loan in late.order_by("-due_on", "pk")}
    for number, (loan, how) in enumerate(zip(first.values(), REMINDED, strict=False)):
        assert loan.reader is not None
        at = stage.now - dt.timedelta(days=1, minutes=9 * number)
        remind_in_person(Act(actor=director, at=at, uid=new_uid(), channel="desk"), reader=loan.reader, place=loan.place, how=how)
