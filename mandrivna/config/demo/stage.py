"""The demonstration's own world: its calendar, its people, and what stands on which shelf while the days go by."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from mandrivna.config.demo.data import Hub
from mandrivna.config.demo.people import Invented
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM, Actor
from mandrivna.core.models import Unit
from mandrivna.fund.models import Copy
from mandrivna.readers.models import Reader
from mandrivna.shared.ids import new_uid

KYIV = ZoneInfo("Europe/Kyiv")
SEED = "мандрівна"
WINDOW = dt.timedelta(days=91)
PILOT = dt.timedelta(days=56)


@dataclass(frozen=True)
class Calendar:
    """Everything is told backwards from today, so that «the last three months» are always the last three months."""

    today: dt.date

    @property
    def start(self) -> dt.date:
        return self.today - WINDOW

    @property
    def pilot_end(self) -> dt.date:
        """The trial ran in the year before this one, or right before the three months when they begin in that year."""
        return min(dt.date(self.today.year - 1, 12, 20), self.start - dt.timedelta(days=1))

    @property
    def pilot_start(self) -> dt.date:
        return self.pilot_end - PILOT

    @property
    def founded(self) -> dt.date:
        return dt.date(self.pilot_start.year - 2, 4, 4)

    def service_days(self, start: dt.date, end: dt.date) -> list[dt.date]:
        """Monday to Saturday, both ends included."""
        days = (start + dt.timedelta(days=number) for number in range((end - start).days + 1))
        return [day for day in days if day.isoweekday() <= 6]


@dataclass
class Shelf:
    unit: Unit
    children: bool
    hub: Hub


@dataclass
class Guest:
    """A reader as the story knows them; `uid` is given before the database has heard of them."""

    uid: uuid.UUID
    told: Invented
    hub: Hub
    years: set[int] = field(default_factory=set)
    loans: int = 0

    def load(self) -> Reader:
        return Reader.objects.get(pk=self.uid)


@dataclass
class Lent:
    """`copy` in the hands of `guest`; `uid` is the operation's, and so the loan's."""

    uid: uuid.UUID
    copy: Copy
    guest: Guest
    on: dt.date
    due: dt.date
    renewals: int = 0


@dataclass
class Stage:
    """`now` only goes forward: acts have one order, and two loadings of one day tell the same story."""

    calendar: Calendar
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - a story, not a secret
    now: dt.datetime = dt.datetime(2000, 1, 1, tzinfo=KYIV)
    units: dict[str, Unit] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    shelves: list[Shelf] = field(default_factory=list)
    waiting: list[Invented] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    standing: dict[int, list[Copy]] = field(default_factory=dict)
    lent: list[Lent] = field(default_factory=list)
    boxes: Any = None
    """`gifts.Boxes`, once the first box has come."""
    prefix: str = ""
    passwords: bool = True  # and PINs: everybody knows them
    on_day: Callable[[dt.date], None] | None = None

    def open_day(self, day: dt.date, hour: int = 9) -> None:
        if self.on_day is not None:
            self.on_day(day)
        self.now = dt.datetime(day.year, day.month, day.day, hour, tzinfo=KYIV)

    def tick(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=self.rng.randint(25, 150))
        return self.now

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def act(self, actor: Actor = SYSTEM, *, channel: str = "desk") -> Act:
        return Act(actor=actor, at=self.tick(), uid=new_uid(), channel=channel)

    def shelves_of(self, hub: Hub) -> list[Shelf]:
        return [shelf for shelf in self.shelves if shelf.hub == hub]

    def enrolled(self, hub: Hub) -> list[Guest]:
        return [guest for guest in self.guests if guest.hub == hub and self.today.year in guest.years]

    def take(self, shelves: list[Shelf]) -> Copy:
        """A copy from the first of the shelves on which one stands."""
        standing = next(found for shelf in shelves if (found := self.standing[shelf.unit.pk]))
        return standing.pop(0)
