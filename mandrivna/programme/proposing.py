"""From a term as the plan writes it to days: so many in each stretch of the year, each near the middle of its stretch and on a day
when the library works. Pure: what is closed and what is taken comes as an argument."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mandrivna.shared.dates.terms import Rate, Span, Term, Unit

MOST = 120
"""A year of weekly practice and some more; what comes daily has no dates of its own."""
DAY = dt.timedelta(days=1)
BEFORE = dt.timedelta(days=30)
"""So much earlier may be what is due by a day of rest."""


@dataclass(frozen=True)
class Days:
    """When nothing is proposed: days of the week, closed days («01-01» or «2026-12-26»), and days that are taken already."""

    rest: frozenset[int] = frozenset()
    closed: frozenset[str] = frozenset()
    taken: frozenset[dt.date] = field(default_factory=frozenset)

    def works(self, day: dt.date) -> bool:
        return day.weekday() not in self.rest and not {day.isoformat(), day.strftime("%m-%d")} & self.closed

    def free(self, day: dt.date) -> bool:
        return self.works(day) and day not in self.taken


@dataclass(frozen=True)
class Stretch:
    """Somewhere between these days one event is to be, and an event in them serves it. `fixed`: the plan names the day itself;
    `deadline`: as late as it can be; `within`: a new day only in these of them (once a year, in May or in September)."""

    first: dt.date
    last: dt.date
    weekday: int | None = None
    fixed: bool = False
    deadline: bool = False
    within: tuple[Span, ...] = ()


def stretches(term: Term) -> list[Stretch]:
    """One for each event that the term promises; none where it says neither how often nor when («протягом року», «за потреби»)."""
    single = [one for one in term.spans if one[0] == one[1]]
    if term.spans and len(single) == len(term.spans) and not term.deadline:
        return [Stretch(day, day, fixed=True) for day, _same in term.spans]
    if term.rates:
        spans = _joined(term.spans) or [(dt.date(term.year, 1, 1), dt.date(term.year, 12, 31))]
        return sorted((one for rate in term.rates for one in _by_rate(rate, spans)), key=lambda one: one.first)[:MOST]
    if term.deadline:
        return [Stretch(last - BEFORE, last, deadline=True) for _first, last in term.spans]
    return [Stretch(*span, fixed=span[0] == span[1]) for span in term.spans if not _whole_year(span)]


def expected(term: Term) -> int:
    """How many events the plan promises in the year."""
    return len(stretches(term))


def propose(term: Term, days: Days, since: dt.date, held: Iterable[Span] = (), weekday: int | None = None) -> list[dt.date]:
    """Days for the stretches that are not over and have no event yet; each event serves one stretch."""
    serving, found = sorted(held), set[dt.date]()
    for one in stretches(term):
        served = next((span for span in serving if one.first <= span[0] <= one.last), None)
        if served is not None:
            serving.remove(served)
        elif (day := _day_in(one, days, since, found, weekday)) is not None:
            found.add(day)
    return sorted(found)


def _day_in(one: Stretch, days: Days, since: dt.date, found: set[dt.date], usual: int | None) -> dt.date | None:
    """The named day stands whatever it is. Else the free day nearest to the middle, if it can be on the usual day of the week;
    where every day has something already, a working day all the same."""
    if one.last < since:
        return None
    if one.fixed:
        return one.first
    if one.deadline:
        return _before(one, days, since, found)
    spans = [(max(first, since), last) for first, last in one.within or ((one.first, one.last),) if last >= since]
    first, last = max(spans, key=lambda span: span[1] - span[0])
    middle = first + (last - first) / 2
    working = [day for span in spans for day in _each(*span) if days.works(day) and day not in found]
    free = [day for day in working if days.free(day)] or working
    wanted = one.weekday if one.weekday is not None else usual
    liked = [day for day in free if day.weekday() == wanted]
    if not liked and one.weekday is None:  # «щосереди» is on Wednesdays or not at all
        liked = free
    return min(liked, key=lambda day: (abs(day - middle), day), default=None)


def _before(one: Stretch, days: Days, since: dt.date, found: set[dt.date]) -> dt.date | None:
    """A deadline: that day, or the last free one in the month before it."""
    open_days = _each(max(one.first, since), one.last)
    return max((day for day in open_days if days.free(day) and day not in found), default=None)


def _each(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbouring months are one stretch of time: a quarter said by its months is a quarter."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + DAY:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _whole_year(span: Span) -> bool:
    return (span[1] - span[0]).days >= 364


def _by_rate(rate: Rate, spans: list[Span]) -> Iterator[Stretch]:
    """«Двічі на рік: навесні та восени» is twice, not twice in each: first the years, then what the list leaves of them."""
    if rate.unit == Unit.DAY:
        return
    if rate.unit == Unit.WEEK:
        for span in spans:
            for one in _bundles(rate, *span):
                yield from _parts(one, rate.times, rate.weekday)
        return
    for first, last in _bundles(rate, spans[0][0], spans[-1][1]):
        left = [(max(begins, first), min(ends, last)) for begins, ends in spans if begins <= last and ends >= first]
        yield from _laid(left, rate)


def _bundles(rate: Rate, first: dt.date, last: dt.date) -> Iterator[Span]:
    """So many units together; a year that goes from autumn to summer is one all the same."""
    if rate.unit == Unit.YEAR and last - first < dt.timedelta(days=366):
        yield first, last
        return
    periods = list(_periods(rate.unit, first, last))
    for start in range(0, len(periods), rate.every):
        bundle = periods[start : start + rate.every]
        yield bundle[0][0], bundle[-1][1]


def _laid(left: list[Span], rate: Rate) -> Iterator[Stretch]:
    """Each stretch of days has at least one where there are enough of them, a longer one more; else neighbours share one."""
    if rate.times >= len(left):
        shares = [1] * len(left)
        for _more in range(rate.times - len(left) if left else 0):
            most = max(range(len(left)), key=lambda place: (left[place][1] - left[place][0] + DAY) / (shares[place] + 1))
            shares[most] += 1
        for span, share in zip(left, shares, strict=True):
            named = share == 1 and span[0] == span[1]
            yield from [Stretch(*span, fixed=True)] if named else _parts(span, share, rate.weekday)
        return
    for number in range(rate.times):
        group = left[len(left) * number // rate.times : len(left) * (number + 1) // rate.times]
        yield Stretch(group[0][0], group[-1][1], rate.weekday, within=tuple(group))


def _parts(span: Span, times: int, weekday: int | None) -> Iterator[Stretch]:
    """A month in which something happens twice has two halves."""
    first, length = span[0], (span[1] - span[0]).days + 1
    for number in range(times):
        yield Stretch(
            first + dt.timedelta(days=length * number // times),
            first + dt.timedelta(days=length * (number + 1) // times - 1),
            weekday,
        )


def _periods(unit: Unit, first: dt.date, last: dt.date) -> Iterator[Span]:
    """Weeks, months, quarters within the span; a week belongs to the span in which most of its working days lie."""
    if unit == Unit.WEEK:
        monday = first - dt.timedelta(days=first.weekday())
        while monday <= last:
            if first <= monday + dt.timedelta(days=3) <= last:
                yield max(monday, first), min(monday + dt.timedelta(days=6), last)
            monday += dt.timedelta(days=7)
        return
    size = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF: 6, Unit.YEAR: 12}[unit]
    year, month = first.year, (first.month - 1) // size * size + 1
    while dt.date(year, month, 1) <= last:
        end = month + size - 1
        beginning, ending = dt.date(year, month, 1), dt.date(year, end, calendar.monthrange(year, end)[1])
        yield max(beginning, first), min(ending, last)
        year, month = (year + 1, 1) if end == 12 else (year, end + 1)
