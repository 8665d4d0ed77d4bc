"""A term in Ukrainian words: what was understood, said so that reading it again gives the same.

say_term(read_term("1, 3 кв.", 2026))  →  «1 квартал; 3 квартал»
"""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import combinations

from mandrivna.shared.dates.term_words import LAST, MONTHS, WEEKDAYS
from mandrivna.shared.dates.terms import Rate, Span, Term, Unit

DAY = dt.timedelta(days=1)
NOMINATIVE, GENITIVE, EACH_DAY = 0, 1, 1
OF_UNIT = {
    Unit.DAY: ("щодня", "день", "дні", "днів"),
    Unit.WEEK: ("щотижня", "тиждень", "тижні", "тижнів"),
    Unit.MONTH: ("щомісяця", "місяць", "місяці", "місяців"),
    Unit.QUARTER: ("щокварталу", "квартал", "квартали", "кварталів"),
    Unit.HALF: ("щопівроку", "півріччя", "півріччя", "півріччя"),
    Unit.YEAR: ("щороку", "рік", "роки", "років"),
}
ORDINALS = (("перший", "перша"), ("другий", "друга"), ("третій", "третя"), ("четвертий", "четверта"))
OF_LAST = ("останній", "остання")
FEMININE = frozenset({2, 4, 5, 6})
"""Wednesday, Friday, Saturday, Sunday."""


def say_term(term: Term) -> str:
    """Only of what was understood: what was not stands in `unread`, and is nobody's guess."""
    if term.ditto:
        return "те саме"
    spans, said = list(term.spans), list[str]()
    for rate in term.rates:
        days = _days_of_month(rate, spans, term.year)
        if days is not None:
            words, gone = days
            spans = [one for one in spans if one not in gone]
            said.append(words)
        else:
            said.append(say_rate(rate))
    own = [rate for rate in term.rates if _days_of_month(rate, list(term.spans), term.year) is None]
    told = [_span(span, term) for span in spans]
    if own and spans != [(dt.date(term.year, 1, 1), dt.date(term.year, 12, 31))] and told:
        said = [f"{one}, {told[0]}" if at < len(own) else one for at, one in enumerate(_own_first(term, said, own))]
        told = told[1:]
    elif own:
        told = []
    return "; ".join([*said, *told, *term.conditions])


def _own_first(term: Term, said: list[str], own: list[Rate]) -> list[str]:
    """Rates that are to be followed by months stand before those that name their days themselves."""
    first = [one for one, rate in zip(said, term.rates, strict=True) if rate in own]
    return [*first, *(one for one in said if one not in first)]


def say_rate(rate: Rate) -> str:
    each, one, few, many = OF_UNIT[rate.unit]
    if rate.weekday is not None and rate.unit == Unit.WEEK and rate.times == rate.every == 1:
        return f"що{WEEKDAYS[rate.weekday][EACH_DAY]}"
    if rate.times == rate.every == 1:
        return each
    times = {1: "раз", 2: "двічі", 3: "тричі"}.get(rate.times) or f"{rate.times} {_plural(rate.times, 'раз', 'рази', 'разів')}"
    return f"{times} на {one}" if rate.every == 1 else f"{times} на {rate.every} {_plural(rate.every, one, few, many)}"


def _plural(number: int, one: str, few: str, many: str) -> str:
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else many


def _days_of_month(rate: Rate, spans: list[Span], year: int) -> tuple[str, set[Span]] | None:
    """«друга й четверта субота місяця», when the days of the whole year stand among the spans."""
    if rate.unit != Unit.MONTH or rate.every != 1 or rate.weekday is None:
        return None
    for numbers in combinations((1, 2, 3, 4, LAST), rate.times):
        days = {(day, day) for number in numbers for day in _each_month(year, rate.weekday, number)}
        if days <= set(spans):
            gender = rate.weekday in FEMININE
            words = " та ".join((OF_LAST if number == LAST else ORDINALS[number - 1])[gender] for number in numbers)
            return f"{words} {WEEKDAYS[rate.weekday][NOMINATIVE]} місяця", days
    return None


def _each_month(year: int, weekday: int, number: int) -> list[dt.date]:
    found = []
    for month in range(1, 13):
        days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
        found.append(dt.date(year, month, days[-1 if number == LAST else number - 1]))
    return found


def _span(span: Span, term: Term) -> str:
    first, last = span
    if term.deadline and (first.month, first.day) == (1, 1) and first.year == last.year:
        return f"до {_day(last, term.year)}"
    if first.day == 1 and (last + DAY).day == 1:
        return _whole_months(first, last, term.year)
    if first == last:
        return _day(first, term.year)
    if first.year == last.year == term.year:
        return f"з {_day(first, term.year)} по {_day(last, term.year)}"
    return f"з {_day(first, 0)} по {_day(last, 0)}"


def _day(day: dt.date, year: int) -> str:
    said = f"{day.day} {MONTHS[day.month - 1][GENITIVE]}"
    return said if day.year == year else f"{said} {day.year} року"


def _whole_months(first: dt.date, last: dt.date, year: int) -> str:
    ends, of_year = (first.month, last.month), "" if first.year == last.year == year else f" {last.year} року"
    if ends == (1, 12):
        if first.year != last.year:
            return f"{first.year}–{last.year} роки"
        return f"{last.year} рік" if of_year else "протягом року"
    names = [MONTHS[month - 1][NOMINATIVE] for month in ends]
    if first.year != last.year:
        return f"{names[0]} {first.year} – {names[1]} {last.year}"
    if ends in ((1, 6), (7, 12)):
        return f"{1 if ends[0] == 1 else 2} півріччя{of_year}"
    if ends[0] % 3 == 1 and ends[1] == ends[0] + 2:
        return f"{(ends[0] + 2) // 3} квартал{of_year}"
    return f"{names[0]}{of_year}" if ends[0] == ends[1] else f"{names[0]}–{names[1]}{of_year}"
