"""Boxes of gifts: who gave them (everybody invented), what the commission said, the acts, and a box that is still open today."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.catalogue.models import Record
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.fund.actions.arrivals import mark_labelled, mark_printed, shelve
from mandrivna.fund.actions.donors import add_donor
from mandrivna.fund.actions.gifts import accept_gifted, gifted_uid, open_gift
from mandrivna.fund.actions.signing import sign_gift, value_gift
from mandrivna.fund.models import Copy, Donor, DonorKind, Gift
from mandrivna.shared.ids import new_uid

OWN = "ВФФЕК"
DONORS = (
    {"kind": DonorKind.PUBLISHER, "name": "Видавництво «Вигаданий ясен»", "aloud": True, "contact": "dary@example.org"},
    {"kind": DonorKind.PERSON, "name": "Придумана Оксана", "contact": "+380000000101"},
    {"kind": DonorKind.FUND, "name": "Фонд «Уявна полиця»", "aloud": True},
)
NOTES = (
    "Дякуємо за нові книжки: їх чекали всі наші полиці.",
    "Дякуємо за домашню бібліотеку, яка тепер мандрує.",
    "Дякуємо за книжки для дітей, що встигли пожити у трьох містах.",
)
COMMISSION = {
    "approver": {"post": "Директорка", "name": "Оксана Вигадана"},
    "chair": {"post": "завідувачка ВФФЕК", "name": "Катерина Примірна"},
    "members": [{"post": "методистка", "name": "Марія Умовна"}, {"post": "бібліотекарка", "name": "Олена Зразкова"}],
    "order": "наказ № 4 від 15.01",
}
LEFT_OPEN = 5
"""Titles of the box that is being taken in today."""


class Boxes:
    """The donors of the story, and one gift of each that is open now."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.cataloguer: Actor = stage.actors["cataloguer"]
        self.place: Unit = stage.units[OWN]
        self.donors: list[Donor] = [add_donor(self.act(), unit=self.place, **about) for about in DONORS]
        self.opened: dict[int, Gift] = {}

    def act(self, actor: Actor | None = None) -> Act:
        """Beside the story's own clock, so that the days at the hubs stay as they are told."""
        return Act(actor=actor or self.cataloguer, at=self.stage.now, uid=new_uid(), channel="desk")

    def take(self, number: int, record: Record, copies: int) -> list[Copy]:
        """Some have a price on the cover, of others the commission thinks later."""
        giver = number % len(self.donors)
        if giver not in self.opened:
            self.opened[giver] = open_gift(self.act(), place=self.place, donor=self.donors[giver], note=NOTES[giver])
        act = self.act()
        price = "" if giver == 1 else str(120 + number * 7 % 180)
        accept_gifted(act, gift=self.opened[giver], record=record, many=copies, price=price)
        return [Copy.objects.get(pk=gifted_uid(act.uid, at)) for at in range(copies)]

    def stand(self, copy: Copy, shelf: Unit) -> Copy:
        """One tick of the story a copy, as ever."""
        shelve(self.stage.act(self.cataloguer), shelf=shelf, copies=[str(copy.pk)])
        return Copy.objects.get(pk=copy.pk)

    def label(self, copies: list[Copy]) -> None:
        keys = [str(copy.pk) for copy in copies]
        mark_printed(self.act(), unit=self.place, copies=keys)
        mark_labelled(self.act(), unit=self.place, copies=keys)

    def close(self) -> None:
        """The commission sits, the director signs."""
        day: dt.date = self.stage.today
        for gift in self.opened.values():
            prices: dict[str, Any] = {
                str(one.pk): str(60 + at * 9 % 90) for at, one in enumerate(gift.arrivals.filter(price=None).order_by("line"))
            }
            if prices:
                value_gift(self.act(), gift=gift, prices=prices, commission=COMMISSION, decided_on=day)
            sign_gift(self.act(self.stage.actors["director"]), gift=gift, commission=COMMISSION, signed_on=day)
        self.opened = {}


def leave_open(stage: Stage, boxes: Boxes) -> None:
    """A box on the table: some with labels, some without, none on a shelf yet."""
    records = list(Record.objects.order_by("created_at", "pk")[:LEFT_OPEN])
    taken = [copy for number, record in enumerate(records) for copy in boxes.take(1, record, 1 + number % 2)]
    boxes.label(taken[:2])
    mark_printed(boxes.act(), unit=boxes.place, copies=[str(copy.pk) for copy in taken[2:4]])
