"""A small library for tests, made through the verbs only: an institution, two hubs with a shelf each, titles, readers."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from mandrivna.catalogue.actions.records import add_record
from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.fund.actions.copies import accept_copy
from mandrivna.fund.models import Copy
from mandrivna.readers.actions.enrolment import enrol
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid

START = dt.datetime(2026, 1, 12, 7, 0, tzinfo=dt.UTC)  # a working Monday, 09:00 in Kyiv


@dataclass
class Library:
    root: Unit
    hub: Unit
    shelf: Unit
    other_hub: Unit
    other_shelf: Unit
    now: dt.datetime = START
    _count: int = field(default=0)

    @property
    def today(self) -> dt.date:
        """Of the calendar on the wall: near midnight the world's clock shows another day."""
        return timezone.localdate(self.now)

    def act(self, *, actor: Actor = SYSTEM, minutes: int = 1, **about: object) -> Act:
        """An envelope a little later than the last one, so that acts have an order."""
        self.now += dt.timedelta(minutes=minutes)
        return Act(actor=actor, **{"at": self.now, **about})  # type: ignore[arg-type]

    def record(self, title: str = "Лісова пісня", **about: object) -> Record:
        return add_record(self.act(), unit=self.root, title=title, **about)  # type: ignore[arg-type]

    def copy(self, record: Record | None = None, place: Unit | None = None) -> Copy:
        return accept_copy(self.act(), record=record or self.record(), place=place or self.shelf)

    def reader(self, place: Unit | None = None, **about: object) -> Reader:
        uid = new_uid()
        self._count += 1
        given = {"pseudonym": f"Читач {self._count}", **about}
        enrol(self.act(), place=place or self.shelf, reader=uid, **given)  # type: ignore[arg-type]
        return Reader.objects.get(pk=uid)


def library(now: dt.datetime = START) -> Library:
    act = Act(actor=SYSTEM, at=now)
    root = found_root(act, kind=Kind.INSTITUTION, name="Наукова бібліотека", mode=Mode.TRAVELLING)
    places = []
    for number in (1, 2):
        hub = create_unit(Act(actor=SYSTEM, at=now), parent=root, kind=Kind.HUB, name=f"Хаб {number}")
        places += [hub, create_unit(Act(actor=SYSTEM, at=now), parent=hub, kind=Kind.SHELF, name=f"Полиця {number}")]
    return Library(root, *places, now=now)


def uid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def today() -> dt.date:
    return timezone.localdate()
