"""The demonstration's story, told day by day into a real installation: no passwords, names nobody has, the director looks on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from mandrivna.config.demo import thin_queue
from mandrivna.config.demo.stage import Calendar, Stage
from mandrivna.config.demo.story import tell
from mandrivna.core.actions.staff import grant_role
from mandrivna.core.models import Sample, Unit
from mandrivna.core.outbox import GiveUp
from mandrivna.core.roles import DIRECTOR
from mandrivna.ledger.seal import close_stretch

PREFIX = "pryklad-"


class _Days:
    """A day of the story is a transaction: the desk does not wait for three months, and people see how far it has come."""

    def __init__(self, sample: Sample, calendar: Calendar) -> None:
        self.sample, self.calendar = sample, calendar
        self.first, self.told = calendar.pilot_start, (calendar.today - calendar.pilot_start).days
        self.open: transaction.Atomic | None = None

    def begin(self) -> None:
        self.open = transaction.atomic()
        self.open.__enter__()

    def next(self, stage: Stage, day: dt.date) -> None:
        self.remember(stage)
        self.close()
        if not Sample.objects.filter(pk=self.sample.pk, state=Sample.State.LOADING).exists():
            raise GiveUp  # somebody wants it gone already
        percent = max(self.sample.percent, min(99, 100 * (day - self.first).days // max(self.told, 1)))
        if percent != self.sample.percent:
            self.sample.percent = percent
            self.sample.save(update_fields=["percent"])
        self.begin()

    def remember(self, stage: Stage) -> None:
        """Whose rows these are, known before the day is committed: what is interrupted can be taken out again."""
        paths = sorted(unit.path for unit in stage.units.values() if unit.parent_id is None)
        staff = sorted(actor.staff_id for actor in stage.actors.values() if actor.staff_id is not None)
        if (paths, sorted(set(staff))) != (self.sample.paths, self.sample.staff):
            self.sample.paths, self.sample.staff = paths, sorted(set(staff))
            self.sample.save(update_fields=["paths", "staff"])

    def close(self, error: BaseException | None = None) -> None:
        if self.open is not None:
            block, self.open = self.open, None
            block.__exit__(type(error) if error else None, error, None)


def load(sample: Sample, *, today: dt.date | None = None, story: Callable[[Stage], None] = tell) -> None:
    calendar = Calendar(today or timezone.localdate())
    days = _Days(sample, calendar)
    stage = Stage(calendar, prefix=PREFIX, passwords=False)
    stage.on_day = lambda day: days.next(stage, day)
    days.begin()
    try:
        story(stage)
        _let_look(stage, sample)
        days.remember(stage)
    except BaseException as error:
        days.close(error)
        raise
    days.close()
    thin_queue()
    close_stretch()
    Sample.objects.filter(pk=sample.pk, state=Sample.State.LOADING).update(state=Sample.State.READY, percent=100)


def _let_look(stage: Stage, sample: Sample) -> None:
    """Whoever asked for the example directs it, too."""
    if sample.asked_by is not None:
        for root in Unit.objects.filter(path__in=sample.paths).order_by("pk"):
            grant_role(stage.act(), staff=sample.asked_by, unit=root, role=DIRECTOR)
