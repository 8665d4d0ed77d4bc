"""Terms of a row: what is written, what it means, and its short form; values stacked in a cell go to the lines of the title."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence

from mandrivna.planning.reading.said import TermSaid
from mandrivna.shared.dates.terms import Rate, Span, Term, Unit, read_term

YEARLY = {Unit.DAY: 365, Unit.WEEK: 52, Unit.MONTH: 12, Unit.QUARTER: 4, Unit.HALF: 2, Unit.YEAR: 1}
_QUARTER = re.compile(r"\bкв(?:арт\w*|\.|\b)", re.IGNORECASE)
_BULLET = re.compile(r"[-–—•●○▪◦✓]\s")
UNKNOWN_YEAR = 2000
LONGEST = 400
"""A term is never longer; a cell that is says something else."""


def term_of(written: str, meant: str, year: int | None, *, has_parent_term: bool, title_lines: Sequence[str] = ()) -> TermSaid:
    """`meant` is what the ditto mark stands for; an empty cell is inherited from the parent, or nothing is known."""
    if not meant.strip():
        return TermSaid(written, "inherit" if has_parent_term else "none")
    if len(meant) > LONGEST:
        return TermSaid(written, "?", confidence=0.2)
    whole = read_term(" ".join(meant.split()), year or UNKNOWN_YEAR)
    lines = [line for line in meant.split("\n") if line.strip()]
    if whole.understood and not _stacked(lines, year):
        return TermSaid(written, short(whole), (whole,), confidence=1.0)
    terms = tuple(read_term(line, year or UNKNOWN_YEAR) for line in lines)
    if len(terms) > 1 and all(term.understood for term in terms):
        return TermSaid(written, " | ".join(short(term) for term in terms), terms, _aligned(len(terms), title_lines), 0.9)
    return TermSaid(written, short(whole) if whole.understood else "?", (whole,), confidence=1.0 if whole.understood else 0.2)


def _stacked(lines: Sequence[str], year: int | None) -> bool:
    """Each line says a term by itself and none ends in the middle of one («вересень-», «лютий-квітень;»)."""
    if len(lines) < 2 or any(re.search(r"[-–;,]$", line.strip()) for line in lines[:-1]):
        return False
    return all(read_term(line, year or UNKNOWN_YEAR).understood for line in lines)


def _aligned(many: int, title_lines: Sequence[str]) -> tuple[int, ...]:
    """To the items of the title's list, the last of them when there are more items than values."""
    items = [at for at, line in enumerate(title_lines) if _BULLET.match(line)]
    return tuple(items[-many:]) if len(items) >= many else ()


def short(term: Term) -> str:
    if term.rates:
        return ",".join(_rate(rate) for rate in term.rates) + _within(term.spans)
    if term.spans:
        return _deadline(term) or _spans(term.spans, term.year, quarters=_QUARTER.search(term.written) is not None)
    return "condition" if term.conditions else "none"


def _rate(rate: Rate) -> str:
    if rate == Rate(1, Unit.DAY):
        return "daily"
    return f"rate {max(1, round(YEARLY[rate.unit] * rate.times / rate.every))}"


def _within(spans: Sequence[Span]) -> str:
    """What of the year a rate is for, when it is not for all of it."""
    if not spans or all(_whole_year(span) for span in spans):
        return ""
    return " in " + _spans(spans, spans[0][0].year, quarters=True)


def _whole_year(span: Span) -> bool:
    return (span[0].month, span[0].day, span[1].month, span[1].day) == (1, 1, 12, 31)


def _deadline(term: Term) -> str:
    return f"until {_day(term.spans[-1][1], term.year)}" if term.deadline else ""


def _spans(spans: Sequence[Span], year: int, *, quarters: bool) -> str:
    """«січень-березень» stays months; quarters are said only where quarters were written."""
    if len(spans) == 1 and _whole_year(spans[0]) and spans[0][0].year == spans[0][1].year:
        return "year"
    if len(spans) == 1 and _whole_year(spans[0]):
        return f"{spans[0][0].year}-{spans[0][1].year}"
    named = [_quarters(span) for span in spans] if quarters else []
    if named and all(named):
        return ",".join(named)
    return ";".join(_one(span, year) for span in spans)


def _quarters(span: Span) -> str:
    first, last = span
    if first.year != last.year or first.day != 1 or first.month % 3 != 1 or last.month % 3 or not _ends_month(last):
        return ""
    one, other = first.month // 3 + 1, last.month // 3
    return ",".join(f"q{number}" for number in range(one, other + 1))


def _one(span: Span, year: int) -> str:
    first, last = span
    if first.day == 1 and _ends_month(last):
        return f"m{first.month}" if (first.year, first.month) == (last.year, last.month) else f"m{first.month}-m{last.month}"
    if first == last:
        return f"d{_day(first, year)}"
    return f"d{_day(first, year)}-d{_day(last, year)}"


def _day(day: dt.date, year: int) -> str:
    return f"{day:%m-%d}" if day.year == year else f"{day:%Y-%m-%d}"


def _ends_month(day: dt.date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
