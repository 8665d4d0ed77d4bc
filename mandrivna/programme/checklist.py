"""What is to be done for an event and by which day: the list of its form in `policy/programme.yaml`, and one's own lines.

The days follow the event: moved, it takes them along. Before it they count back from its first day, after it from its last.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.models.units import below_any
from mandrivna.programme.models import Check, Event, EventQuerySet, Sort
from mandrivna.programme.rules import PLAN
from mandrivna.programme.states import STANDING, Counts
from mandrivna.programme.terms import POLICY

REPORT = "report"
"""Done by itself: two lines about the event stand in it."""
LONG_AGO = dt.timedelta(days=60)
"""What nobody did in two months is no longer called for each morning."""


@dataclass(frozen=True)
class Item:
    code: str
    label: str
    days: int
    forms: frozenset[str]

    def concerns(self, form: str) -> bool:
        return not self.forms or form in self.forms


@dataclass(frozen=True)
class Line:
    """One thing to do for one event. `check` is its row where it has one."""

    code: str
    label: str
    due: dt.date | None
    done: bool
    check: Check | None

    def late(self, today: dt.date) -> bool:
        return not self.done and self.due is not None and self.due < today


def items() -> Mapping[str, Item]:
    return policy.made(POLICY, _items)


def _items(data: dict[str, Any]) -> Mapping[str, Item]:
    return {
        code: Item(code, about["label"], int(about["days"]), frozenset(about["forms"].split()))
        for code, about in data["checklist"].items()
        if about["label"]
    }


def items_lately() -> Mapping[str, Item]:
    """As they were within the last minute: the reminder stands on pages where each question counts."""
    now = monotonic()
    if not _lately or now - _lately[0][0] > LATELY:
        _lately[:] = [(now, items())]
    return _lately[0][1]


_lately: list[tuple[float, Mapping[str, Item]]] = []
LATELY = 60.0


def due(item: Item, event: Event) -> dt.date:
    return (event.last_day if item.days > 0 else event.on) + dt.timedelta(days=item.days)


def lines_of(event: Event, checks: Iterable[Check] | None = None) -> list[Line]:
    """In the order of their days; one's own without a day at the end. `checks`: those of the event, if they are at hand."""
    known = Check.objects.filter(event=event).order_by("pk") if checks is None else checks
    rows = [row for row in known if row.sort == Sort.WORK]
    by_code = {row.code: row for row in rows if row.code}
    found = [
        Line(
            item.code, gettext(item.label), due(item, event), item.code in by_code or (item.code == REPORT and bool(event.report)),
            by_code.get(item.code),
        )
        for item in items().values()
        if item.concerns(event.form)
    ]  # fmt: skip
    found += [Line("", row.text, row.due, row.done_at is not None, row) for row in rows if not row.code]
    return sorted(found, key=lambda line: (line.due is None, line.due or event.on))


def late_for(actor: Actor, today: dt.date) -> EventQuerySet:
    """Events for which something should have been done by now, the nearest first. What comes before an event is not asked for
    when it is over."""
    rows = Event.objects.annotate(ends_on=Coalesce("until", "on")).filter(ends_on__gt=today - LONG_AGO)
    asked: Any = Q(pk__in=[])
    for item in items_lately().values():
        when = Q(ends_on__lt=today - dt.timedelta(days=item.days)) if item.days > 0 else (
            Q(on__lt=today - dt.timedelta(days=item.days)) & (Q(on__gte=today) if item.days < 0 else Q())
        )  # fmt: skip
        form = Q(form__in=sorted(item.forms)) if item.forms else Q()
        if item.code == REPORT:
            when &= Q(report="")
        asked |= when & form & ~Exists(Check.objects.filter(event=OuterRef("pk"), code=item.code))
    own = Check.objects.filter(event=OuterRef("pk"), code="", sort=Sort.WORK, done_at__isnull=True, due__lt=today)
    mine = below_any(actor.paths(PLAN), "unit__path")
    wanted = rows.filter(mine, asked | Exists(own), state__in=STANDING).exclude(counted_as=Counts.NOTHING)
    return wanted.select_related("place").order_by(F("on").asc(), "starts", "pk")
