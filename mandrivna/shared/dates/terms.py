"""Terms as plans write them: «1, 3 квартали», «лютий-квітень; вересень», «двічі на місяць», «третя неділя травня».

What was written is kept; beside it stands what was understood: stretches of days of one year, how often, until when, on what
condition. What was not understood is named, never guessed. Memorable days come as an argument: `{"день соборності": span}`.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mandrivna.shared.dates.term_words import (
    AND,
    CONDITION,
    DAY,
    DAY_LIST,
    DAY_TO_DAY,
    DAYS,
    DAYS_OF_MONTH,
    DITTO,
    EACH,
    FROM,
    LAST,
    MANY,
    MONTH,
    NAMES,
    NUMBER,
    NUMBER_WORDS,
    NUMBERS,
    ONE_DAY,
    ORDINALS,
    ROMAN,
    ROMANS,
    SEASONS,
    SEPARATOR,
    TIMES,
    UNITS,
    WEEKDAY,
    WEEKDAY_FORMS,
    WEEKDAYS_LIST,
    WHOLE,
    WITHIN,
    YEAR,
    Unit,
)
from mandrivna.shared.text.folding import fold

__all__ = ["WEEKDAY", "Calendar", "Rate", "Span", "Term", "Unit", "read_term"]

type Span = tuple[dt.date, dt.date]
type Calendar = Mapping[str, Span]


@dataclass(frozen=True)
class Rate:
    """`times` in every `every` units: twice a month is (2, month), once in two months (1, month, every=2)."""

    times: int
    unit: Unit
    every: int = 1
    weekday: int | None = None


@dataclass(frozen=True)
class Term:
    written: str
    year: int
    spans: tuple[Span, ...] = ()
    rates: tuple[Rate, ...] = ()
    deadline: bool = False
    ditto: bool = False
    conditions: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        return not self.unread and bool(self.spans or self.rates or self.conditions or self.ditto)


@dataclass
class _Found:
    year: int
    calendar: Calendar
    spans: list[Span] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    deadline: bool = False

    def months(self, first: int, last: int) -> None:
        """From the beginning of one month to the end of another; «грудень-лютий» goes over into the next year."""
        year = self.year + (last < first)
        self.spans.append((dt.date(self.year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])))


def read_term(text: str, year: int, days: Calendar | None = None) -> Term:
    """What a cell of a plan says about time, for the plan of `year`."""
    written = " ".join(text.replace("\u00a0", " ").split())
    said = _plain(written)
    if not said:
        return Term(written, year)
    if DITTO.fullmatch(said):
        return Term(written, year, ditto=True)
    found = _Found(year, {fold(name): span for name, span in (days or {}).items()})
    for part in filter(None, (part.strip(" .,") for part in re.split(r"[;\n]|,(?=\s*(?:що|раз |двічі|тричі|за ))", said))):
        named = YEAR.search(part)
        found.year = int(named[1]) if named else year
        _by_pieces(part, found)
    return Term(
        written, year, tuple(sorted(set(found.spans))), tuple(found.rates), found.deadline, conditions=tuple(found.conditions),
        unread=tuple(found.unread),
    )  # fmt: skip


def _plain(text: str) -> str:
    """Folded, one kind of dash without spaces around it, Roman quarters as numbers, ordinals without their endings."""
    said = re.sub(r"[‐-―−]", "-", text.casefold())
    said = ROMANS.sub(_arabic, said)
    said = re.sub(r"(\d)\s*-\s*(?:й|ий|ій|го|ому|е|є|ше|ге|тє|му|а|я|га|ша|та|тя|ту|гу|шу|тю|ої)\b", r"\1", fold(said))
    said = re.sub(r"(раз\w*|\bр\.?)\s*/\s*(?=[а-яіїє])", r"\1 на ", said).replace("пів року", "півроку")
    said = re.sub(r"(?<=[а-яіїє])\s*/\s*(?=[а-яіїє])", ", ", said)
    said = re.sub(r"\s*-\s*", "-", said).strip()
    inside = re.fullmatch(r"\(([^()]*)\)", said)
    return inside[1].strip() if inside else said


def _arabic(match: re.Match[str]) -> str:
    """«I і III» → «1 і 3»: the letter between two numbers is a word."""
    parts = SEPARATOR.split(match[0])
    return "".join(part if place % 2 else ROMAN[part.replace("і", "i")] for place, part in enumerate(parts))


# --- readers: each takes a whole part or leaves it -------------------------------------------------------------------


def _calendar(part: str, found: _Found) -> bool:
    name, deadline = (part[3:], True) if part.startswith("до ") else (part, False)
    span = found.calendar.get(re.sub(r"^(?:дня|дню|днем|дні)\b", "день", name))
    if span is None:
        return False
    found.deadline |= deadline
    found.spans.append((dt.date(found.year, 1, 1), span[0]) if deadline else span)
    return True


def _whole(part: str, found: _Found) -> bool:
    if (years := re.fullmatch(r"(\d{4})-(\d{4})\s*(?:роки|років|рр)?\.?", WITHIN.sub("", part))) and years[1] <= years[2]:
        found.spans.append((dt.date(int(years[1]), 1, 1), dt.date(int(years[2]), 12, 31)))
        return True
    if not WHOLE.fullmatch(part):
        return False
    found.months(1, 12)
    return True


def _condition(part: str, found: _Found) -> bool:
    if not CONDITION.match(part):
        return False
    found.conditions.append(part)
    return True


def _rate(part: str, found: _Found) -> bool:
    """How often; what is left of the part («щомісяця з вересня по грудень», «крім липня») says within what."""
    for pattern, unit in EACH.items():
        if match := re.search(rf"\b(?:{pattern})\b", part):
            return _rated(Rate(1, unit), part, match, found)
    for unit, names in UNITS.items():
        if match := re.search(rf"\b{MANY}\s+(?:на|у|в|за)\s+(?:(\d{{1,2}}|{NUMBER_WORDS})\s+)?(?:{names})\b\.?", part):
            every = NUMBER.get(match[3], 0) or int(match[3] or 1)
            return _rated(Rate(int(match[1] or TIMES[match[2]]), unit, every), part, match, found)
        if match := re.search(rf"\bкожн(?:і|их)\s+(\d{{1,2}}|{NUMBER_WORDS})\s+(?:{names})\b\.?", part):
            return _rated(Rate(1, unit, NUMBER.get(match[1], 0) or int(match[1])), part, match, found)
    return False


def _weekdays(part: str, found: _Found) -> bool:
    """«щосереди», «по вівторках і четвергах», «двічі на тиждень: у вівторок та п'ятницю»: a weekly rate for each day."""
    match = WEEKDAYS_LIST.match(part)
    if not match or not re.match(r"$|[\s,(]", part[match.end() :]):
        return False
    days = [WEEKDAY[form] for form in re.findall(rf"(?<![а-яіїє'])(?:що)?({WEEKDAY_FORMS})\b", match[0])]
    if (many := match["many"]) and (TIMES.get(many) or int(many.split()[0])) != len(days):
        return False
    if len(set(days)) != len(days):
        return False
    found.rates += [Rate(1, Unit.WEEK, weekday=day) for day in days]
    _within((part[: match.start()] + " " + part[match.end() :]), found)
    return True


def _rated(rate: Rate, part: str, match: re.Match[str], found: _Found) -> bool:
    if rate.times < 1 or rate.every < 1:
        return False
    rest = (part[: match.start()] + " " + part[match.end() :]).strip(" .,():")
    if rate == Rate(rate.times, Unit.MONTH) and (days := re.fullmatch(DAYS_OF_MONTH, _numbered(WITHIN.sub("", rest)))):
        return len(re.findall(r"\d", days[1])) == rate.times and _weekday_of_month(f"{rest} місяця", found)
    found.rates.append(rate)
    _within(rest, found)
    return True


def _within(rest: str, found: _Found) -> None:
    """What follows how often: the months in which it is, or those in which it is not."""
    rest = rest.strip(" .,():")
    if without := re.fullmatch(r"(?:крім|окрім|за винятком)\s+(.+)", rest):
        gone = _Found(found.year, {})
        _by_pieces(without[1], gone)
        found.unread += gone.unread
        if gone.unread or any(first.day != 1 for first, _last in gone.spans):
            found.unread += [] if gone.unread else [rest]
            return
        for number in range(1, 13):
            if not any(first.month <= number <= last.month for first, last in gone.spans):
                found.months(number, number)
    elif rest:
        _by_pieces(WITHIN.sub("", rest), found)
    else:
        found.months(1, 12)


def _quarters(part: str, found: _Found) -> bool:
    said = re.sub(rf"^(квартал\w*|кв\.?|півріччя)\s+({NUMBERS})$", r"\2 \1", _numbered(WITHIN.sub("", part)))
    for names, size in ((r"(?:квартал\w*|кв)\.?", 3), (r"півріч\w+", 6)):
        tail = r"(?:\s*\d{4})?(?:\s*(?:року|р\.?))?"
        if match := re.fullmatch(rf"({NUMBERS})\s*{names}{tail}", said):
            for first, last in _ranges(match[1]):
                if not 1 <= first <= last <= 12 // size:
                    return False
                found.months((first - 1) * size + 1, last * size)
            return True
    return False


def _months(part: str, found: _Found) -> bool:
    if years := re.fullmatch(
        rf"(?:з\s+)?({NAMES})\s+(\d{{4}})(?:\s*р\w*\.?)?(?:-|\s+(?:по|до)\s+)({NAMES})\s+(\d{{4}})(?:\s*р\w*\.?)?", part
    ):
        first, last = dt.date(int(years[2]), MONTH[years[1]], 1), dt.date(int(years[4]), MONTH[years[3]], 1)
        if first <= last:
            found.spans.append((first, last.replace(day=calendar.monthrange(last.year, last.month)[1])))
        return first <= last
    said = re.sub(rf"\b(?:з|від)\s+({NAMES})\s+(?:по|до)\s+({NAMES})\b", r"\1-\2", WITHIN.sub("", part))
    said = re.sub(r"\s*\d{4}\s*(?:року|р\.?)?$|\s+(?:року|р\.?)$", "", said)
    pieces = [piece.rstrip(".") for piece in AND.split(said)]
    read = [[MONTH.get(end.strip(" .")) for end in piece.split("-")] for piece in pieces]
    if not all(ends and len(ends) <= 2 and None not in ends for ends in read):
        return False
    for ends in read:
        found.months(ends[0] or 0, ends[-1] or 0)
    return True


def _part_of_month(part: str, found: _Found) -> bool:
    """«перша декада травня», «кінець червня», «друга половина року», «останній тиждень квітня» (its last seven days)."""
    said = re.sub(r"^наприкінці\b", "кінець", _numbered(WITHIN.sub("", part)))
    if match := re.fullmatch(r"([12]) половин\w (?:\d{4} )?року", said):
        found.months(int(match[1]) * 6 - 5, int(match[1]) * 6)
        return True
    match = re.fullmatch(
        rf"(?:(\d) (декад\w+|тижд?е?н\w+|половин\w)|(початок|початку|середин\w|кінець|кінці|кінця))\s+({NAMES})", said
    )
    if not match:
        return False
    length = {"д": 10, "т": 7, "п": 15}[match[2][0]] if match[2] else 10
    number = int(match[1]) if match[1] else {"п": 1, "с": 2, "к": 3}[match[3][0]]
    month = MONTH[match[4]]
    end = calendar.monthrange(found.year, month)[1]
    parts = {10: 3, 7: 4, 15: 2}[length]
    if number == LAST:
        first, last = (end - 6, end) if length == 7 else (length * (parts - 1) + 1, end)
    elif number <= parts:
        first, last = length * (number - 1) + 1, end if number == parts and length != 7 else length * number
    else:
        return False
    found.spans.append((dt.date(found.year, month, first), dt.date(found.year, month, last)))
    return True


def _weekday_of_month(part: str, found: _Found) -> bool:
    """«третя неділя травня»; «остання п'ятниця місяця» is a day of every month."""
    said = re.sub(r"^кожн\w+\s+", "", _numbered(WITHIN.sub("", part)))
    match = re.fullmatch(rf"{DAYS_OF_MONTH}\s+({NAMES}|місяця|кожного місяця|щомісяця)", said)
    if not match:
        return False
    numbers, weekday = sorted({int(one) for one in re.findall(r"\d", match[1])}), WEEKDAY[match[2]]
    every = match[3] not in MONTH
    for month in range(1, 13) if every else (MONTH[match[3]],):
        days = [week[weekday] for week in calendar.monthcalendar(found.year, month) if week[weekday]]
        for number in numbers:
            day = dt.date(found.year, month, days[-1 if number == LAST else number - 1])
            found.spans.append((day, day))
    if every:
        found.rates.append(Rate(len(numbers), Unit.MONTH, weekday=weekday))
    return True


def _day_of_month(part: str, found: _Found) -> bool:
    """«15 числа щомісяця», «до 10 числа кожного місяця»; the 31st is in seven months only, so it is left."""
    month = r"(?:щомісяця|кожного місяця|кожен місяць|місяця)"
    match = re.fullmatch(rf"(?:{month}\s+)?(до\s+)?(?:кожного\s+)?(\d{{1,2}})\s+числа(?:\s+{month})?", part)
    if not match or not re.search(r"місяц|кожного", part) or not 1 <= int(match[2]) <= 28:
        return False
    for number in range(1, 13):
        last = dt.date(found.year, number, int(match[2]))
        found.spans.append((last.replace(day=1) if match[1] else last, last))
    found.rates.append(Rate(1, Unit.MONTH))
    return True


def _numbered(said: str) -> str:
    """Ordinals written out as numbers; «останній» is `LAST`."""
    said = re.sub(r"\b0\b", "нуль", said)
    for number, pattern in enumerate(ORDINALS):
        said = re.sub(rf"\b{pattern}\b", str(number), said)
    return said


def _season(part: str, found: _Found) -> bool:
    """Winter of a plan's year is at both its ends."""
    said = re.sub(r"\s*\d{4}(?:\s*р\w*\.?)?$", "", WITHIN.sub("", part))
    ends = [SEASONS.get(one) for one in said.split("-")]
    if not 1 <= len(ends) <= 2 or None in ends:
        return False
    first, last = ends[0] or (0, 0), ends[-1] or (0, 0)
    if first == last == (12, 2):
        found.months(1, 2)
        found.months(12, 12)
    else:
        found.months(first[0], last[1])
    return True


def _until(part: str, found: _Found) -> bool:
    """«до кінця березня», «до кінця року»: a deadline on the last day; «з вересня», «з 15 вересня»: till the end of the year."""
    inner = _Found(found.year, {})
    if match := re.fullmatch(r"до кінця\s+(.+)", part):
        if not any(reader(match[1], inner) for reader in (_whole, _quarters, _months)) or len(inner.spans) != 1:
            return False
        found.deadline = True
        found.spans.append((dt.date(inner.spans[0][1].year, 1, 1), inner.spans[0][1]))
        return True
    if not FROM.match(part) or not any(reader(FROM.sub("", part), inner) for reader in (_quarters, _months, _days)):
        return False
    if len(inner.spans) != 1 or inner.deadline:
        return False
    first = inner.spans[0][0]
    found.spans.append((first, dt.date(first.year, 12, 31)))
    return True


def _list_of_days(part: str, found: _Found) -> bool:
    """«5, 12 та 19 березня»."""
    match = DAY_LIST.fullmatch(WITHIN.sub("", part))
    if not match:
        return False
    month = MONTH[match[2]]
    try:
        spans = [(dt.date(found.year, month, first), dt.date(found.year, month, last)) for first, last in _ranges(match[1])]
    except ValueError:
        return False
    if any(first > last for first, last in spans):
        return False
    found.spans += spans
    return True


def _days(part: str, found: _Found) -> bool:
    """A day, a stretch of days, or a deadline."""
    said = WITHIN.sub("", part)
    try:
        if match := DAYS.fullmatch(said):
            month = MONTH[match[3]]
            span = (dt.date(found.year, month, int(match[1])), dt.date(found.year, month, int(match[2])))
        elif match := DAY_TO_DAY.fullmatch(said):
            first, last = _day(match.groups()[:5], found.year), _day(match.groups()[5:], found.year)
            span = (first, last if last >= first else last.replace(year=last.year + 1))
        elif match := re.fullmatch(rf"(?:до|не пізніше)\s+{ONE_DAY}", said):
            last = _day(match.groups(), found.year)
            span, found.deadline = (min(dt.date(found.year, 1, 1), last), last), True
        elif match := DAY.fullmatch(said):
            span = (_day(match.groups(), found.year),) * 2
        else:
            return False
    except ValueError:
        return False
    if span[0] > span[1]:
        return False
    found.spans.append(span)
    return True


def _day(said: tuple[str | None, ...], year: int) -> dt.date:
    day, name, of_named, month, of_dotted = said
    of_year = of_named or of_dotted
    in_year = int(of_year) + (2000 if len(of_year) == 2 else 0) if of_year else year
    return dt.date(in_year, MONTH[name] if name else int(month or 0), int(day or 0))


def _by_pieces(part: str, found: _Found) -> None:
    """A list of unlike things: «15 березня, вересень і 4 квартал»; each piece by itself, what nobody reads is named."""
    if any(reader(part, found) for reader in READERS):
        return
    pieces = [piece.strip(" .") for piece in AND.split(part) if piece.strip(" .")]
    if len(pieces) == 1:
        found.unread.append(part)
        return
    usual, years = found.year, set(YEAR.findall(part))
    for piece in pieces:
        named = YEAR.search(piece)
        found.year = int(named[1]) if named else usual
        unsaid = len(years) > 1 and not named  # «травень, червень 2026, вересень 2027»: May of which year?
        if unsaid or not any(reader(piece, found) for reader in READERS):
            found.unread.append(piece)
    found.year = usual


def _ranges(said: str) -> Iterator[tuple[int, int]]:
    for piece in re.split(r"\s*(?:,|і|та|й)\s*", said):
        ends = [int(end) for end in piece.split("-")]
        yield ends[0], ends[-1]


READERS: tuple[Callable[[str, _Found], bool], ...] = (
    _calendar, _whole, _quarters, _months, _weekday_of_month, _day_of_month, _part_of_month, _season, _days, _list_of_days, _until,
    _weekdays, _rate, _condition,
)  # fmt: skip
