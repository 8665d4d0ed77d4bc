"""What is read at a place: by language, age and subject, never by anybody. A cell that few stand behind is told of together with
others, so that nobody is recognised by what they read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from mandrivna.core.models import Unit
from mandrivna.core.models.units import below
from mandrivna.enquiries.models import Refusal
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Event, Hold
from mandrivna.lending.states import Effect, HoldState
from mandrivna.lending.terms import terms

OTHERS = "…"
"""The key of what was put together."""
MOST_SUBJECTS = 12
DAYS = 180


@dataclass(frozen=True)
class Preferences:
    first: dt.date
    last: dt.date
    issued: int
    held: int
    least: int
    languages: list[tuple[str, int]] = field(default_factory=list)
    ages: list[tuple[str, int]] = field(default_factory=list)
    subjects: list[tuple[str, int]] = field(default_factory=list)
    waiting: int | None = None
    refused: int | None = None

    @property
    def enough(self) -> bool:
        return self.issued >= self.least

    @property
    def turnover(self) -> float | None:
        """How often a book that belongs here is lent, over the whole stretch."""
        return self.issued / self.held if self.held and self.enough else None


def issues_at(place: Unit, first: dt.date, last: dt.date) -> QuerySet[Event]:
    """What was taken home and what was read on the spot: both are liked here."""
    taken = Event.objects.filter(below(place.path, "place__path"), effect__in=(Effect.OPENS, Effect.READ), on__range=(first, last))
    return taken.filter(opening=None)


def preferences(place: Unit, last: dt.date, days: int = DAYS) -> Preferences:
    first, least = last - dt.timedelta(days=days), terms().least_in_cell
    issues = issues_at(place, first, last)
    languages, ages = _counted(issues, "language"), _counted(issues, "age")
    issued = sum(languages.values())
    held = Copy.objects.filter(below(place.path, "place__path")).exclude(state__in=(State.WITHDRAWN, State.LOST)).count()
    if issued < least:
        return Preferences(first, last, issued, held, least)
    waiting = Hold.objects.filter(below(place.path, "pickup__path"), state=HoldState.WAITING).count()
    refused = Refusal.objects.filter(below(place.path, "place__path"), on__range=(first, last)).count()
    return Preferences(
        first,
        last,
        issued,
        held,
        least,
        merged(languages, least),
        merged(ages, least),
        merged(subjects_of(issues), least)[:MOST_SUBJECTS],
        waiting if waiting == 0 or waiting >= least else None,
        refused if refused == 0 or refused >= least else None,
    )


def _counted(issues: QuerySet[Event], column: str) -> Counter[str]:
    rows = issues.order_by().values_list(column).annotate(number=Count("pk"))
    return Counter({key or "": number for key, number in rows})


def subjects_of(issues: QuerySet[Event]) -> Counter[str]:
    """A book of three headings counts under each."""
    found: Counter[str] = Counter()
    for headings, number in issues.order_by().values_list("copy__record__subjects").annotate(number=Count("pk")):
        for heading in {line.strip() for line in (headings or "").split("\n") if line.strip()}:
            found[heading] += number
    return found


def merged(cells: Counter[str], least: int) -> list[tuple[str, int]]:
    """The largest first. What is smaller than `least` goes together; if even that is too small it takes the smallest of the others
    with it, because what is left out of a known sum could be reckoned back."""
    shown = [(key, number) for key, number in cells.most_common() if number >= least]
    small = sum(number for number in cells.values() if number < least)
    while small and small < least and shown:
        small += shown.pop()[1]
    if small >= least:
        shown.append((OTHERS, small))
    return shown
