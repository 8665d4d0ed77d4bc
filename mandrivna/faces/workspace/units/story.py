"""The history of a unit as one line of time: what happened and how it worked, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mandrivna.core.models import Unit, UnitEvent, UnitPeriod
from mandrivna.faces.look.cells import Tag
from mandrivna.faces.workspace.units.tree import mode_tag
from mandrivna.faces.workspace.units.words import told

MOST = 100
CHANGING = (UnitEvent.What.OPENED, UnitEvent.What.MODE, UnitEvent.What.MOVED)


@dataclass(frozen=True, kw_only=True)
class Moment:
    on: dt.date
    title: str
    lines: list[str] = field(default_factory=list)
    note: str = ""
    mode: Tag | None = None
    past: bool = True


def story(unit: Unit, today: dt.date) -> list[Moment]:
    """Two queries. A period begun by an event is told with it; a period without one stands for itself."""
    periods = list(unit.periods.order_by("-since"))
    begun: dict[Any, UnitPeriod] = {period.op: period for period in periods if period.op}
    current = next((period for period in periods if period.since <= today), None)
    moments, said = [], set()
    for event in unit.events.order_by("-on", "-pk")[:MOST]:
        period = begun.get(event.op) if event.what in CHANGING else None
        if period is not None:
            said.add(period.pk)
        moments.append(_happened(event, period, current))
    moments += [_worked(period, current) for period in periods if period.pk not in said]
    return sorted(moments, key=lambda moment: moment.on, reverse=True)


def _happened(event: UnitEvent, period: UnitPeriod | None, current: UnitPeriod | None) -> Moment:
    return Moment(
        on=event.on,
        title=str(event.get_what_display()),
        lines=told(event),
        note=event.note,
        mode=mode_tag(period.mode) if period is not None and period.mode else None,
        past=period is None or period != current,
    )


def _worked(period: UnitPeriod, current: UnitPeriod | None) -> Moment:
    return Moment(
        on=period.since,
        title=_("режим роботи") if period.mode else _("режим як у вищого підрозділу"),
        note=period.note,
        mode=mode_tag(period.mode) if period.mode else None,
        past=period != current,
    )
