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
from enum import StrEnum

from mandrivna.shared.text.folding import fold

type Span = tuple[dt.date, dt.date]
type Calendar = Mapping[str, Span]


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


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


MONTHS: tuple[tuple[str, ...], ...] = (
    ("січень", "січня", "січні", "січнем", "січ"),
    ("лютий", "лютого", "лютому", "лютим", "лют"),
    ("березень", "березня", "березні", "березнем", "бер"),
    ("квітень", "квітня", "квітні", "квітнем", "квіт"),
    ("травень", "травня", "травні", "травнем", "трав"),
    ("червень", "червня", "червні", "червнем", "черв"),
    ("липень", "липня", "липні", "липнем", "лип"),
    ("серпень", "серпня", "серпні", "серпнем", "серп"),
    ("вересень", "вересня", "вересні", "вереснем", "вер"),
    ("жовтень", "жовтня", "жовтні", "жовтнем", "жовт"),
    ("листопад", "листопада", "листопаді", "листопадом", "лист"),
    ("грудень", "грудня", "грудні", "груднем", "груд"),
)
MONTH = {form: number for number, forms in enumerate(MONTHS, 1) for form in forms}
WEEKDAYS = (
    ("понеділок", "понеділка", "понеділках"),
    ("вівторок", "вівторка", "вівторках"),
    ("середа", "середи", "середах", "середу"),
    ("четвер", "четверга", "четвергах"),
    ("п'ятниця", "п'ятниці", "п'ятницях", "п'ятницю"),
    ("субота", "суботи", "суботах", "суботу"),
    ("неділя", "неділі", "неділях", "неділю"),
)
WEEKDAY = {form: number for number, forms in enumerate(WEEKDAYS) for form in forms}
SEASONS = {
    **dict.fromkeys(("весна", "весни", "навесні", "весною"), (3, 5)),
    **dict.fromkeys(("літо", "літа", "влітку", "улітку", "літом"), (6, 8)),
    **dict.fromkeys(("осінь", "осені", "восени"), (9, 11)),
}
UNITS = {
    Unit.DAY: r"день|дня|добу",
    Unit.WEEK: r"тиждень|тижня|тижні|тижнів",
    Unit.MONTH: r"місяць|місяця|місяці|місяців",
    Unit.QUARTER: r"квартал|кварталу|квартали|кв",
    Unit.HALF: r"півріччя|півроку",
    Unit.YEAR: r"рік|року|роки|років",
}
EACH = {
    r"щодня|щоденно|щоденн\w+|постійно": Unit.DAY,
    r"щотижня|щотижнев\w+": Unit.WEEK,
    r"щомісяця|щомісячн\w+": Unit.MONTH,
    r"щокварталу|щоквартальн\w+|кожного кварталу": Unit.QUARTER,
    r"щопівроку|щопіврічн\w+": Unit.HALF,
    r"щороку|щорічн\w+": Unit.YEAR,
}
TIMES = {"раз": 1, "один раз": 1, "одного разу": 1, "двічі": 2, "два рази": 2, "тричі": 3, "три рази": 3}
ORDINALS = (r"перш\w+", r"друг\w+", r"трет\w+", r"четверт\w+", r"п'ят(?!ниц)\w+", r"останн\w+")
ROMAN = {"iv": "4", "iii": "3", "ii": "2", "i": "1"}
_ROMAN = r"(?:[iі]v|[iі]{1,3})"
ROMANS = re.compile(rf"\b{_ROMAN}(?:(?:\s*[-,]\s*|\s+(?:і|та|й)\s+){_ROMAN})*(?=\s*(?:кв|півр))")
SEPARATOR = re.compile(r"(\s*[-,]\s*|\s+(?:і|та|й)\s+)")
CONDITION = re.compile(
    r"(?:за (?:потреб|запит|замовлен|звернен|наявн|графік|окремим|домовлен|погоджен|умов|календар|план)|у разі|в разі|при |по мірі|"
    r"у міру|в міру|після |з початком|до початку|не пізніше ніж|за рішенням|у терміни|відповідно)"
)
WHOLE = re.compile(r"(?:(?:протягом|упродовж|впродовж|на протязі|увесь|весь|за|на|у|в)\s+)?(?:\d{4}\s*)?(?:року|році|рік|р)\.?")
WITHIN = re.compile(r"^(?:протягом|упродовж|впродовж|на протязі|у|в|на|за)\s+")
NUMBERS = r"\d(?:\s*(?:[,і-]|та|й)\s*\d)*"
AND = re.compile(r"\s*(?:,|\bі\b|\bта\b|\bй\b)\s*")
_NAMES = "|".join(sorted(MONTH, key=len, reverse=True))
_DAY = rf"(\d{{1,2}})\s*(?:({_NAMES})\b\.?|\.\s*(\d{{1,2}})(?:\.(\d{{4}}|\d{{2}}))?)\.?(?:\s*(?:\d{{4}}\s*)?(?:року|р\.?))?"
DAY = re.compile(_DAY)
DAYS = re.compile(rf"(?:з\s+)?(\d{{1,2}})\s*(?:-|по|до)\s*(\d{{1,2}})\s+({_NAMES})")
DAY_TO_DAY = re.compile(rf"(?:з\s+|від\s+)?{_DAY}\s*(?:-|по|до)\s*{_DAY}")
YEAR = re.compile(r"(?<![\d.-])(2[01]\d\d|19\d\d)(?![\d.-])")
DITTO = re.compile(r"[-\s'\"“”«»/\\|,]*(?:-{2,}|/{2,}|[\"“”]|-\s*'')[-\s'\"“”«»/\\|,]*")


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
    said = re.sub(r"(\d)\s*-\s*(?:й|ий|ій|го|ому|е|є|ше|ге|тє|му|а|я)\b", r"\1", fold(said))
    return re.sub(r"\s*-\s*", "-", said).strip()


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
    many = r"(?:(\d+)\s*раз(?:и|ів)?|(" + "|".join(TIMES) + r"))"
    for unit, names in UNITS.items():
        if match := re.search(rf"\b{many}\s+(?:на|у|в|за)\s+(?:(\d+|два|три)\s+)?(?:{names})\b\.?", part):
            every = {"два": 2, "три": 3}.get(match[3], 0) or int(match[3] or 1)
            return _rated(Rate(int(match[1] or TIMES[match[2]]), unit, every), part, match, found)
    for form, number in WEEKDAY.items():
        if match := re.search(rf"\b(?:що{form}|по {form}|кожн\w+ {form})\b", part):
            return _rated(Rate(1, Unit.WEEK, weekday=number), part, match, found)
    return False


def _rated(rate: Rate, part: str, match: re.Match[str], found: _Found) -> bool:
    if rate.times < 1 or rate.every < 1:
        return False
    found.rates.append(rate)
    rest = (part[: match.start()] + " " + part[match.end() :]).strip(" .,()")
    without = re.fullmatch(r"(?:крім|окрім|за винятком)\s+(.+)", rest)
    if without:
        gone = _Found(found.year, {})
        _by_pieces(without[1], gone)
        left = [number for number in range(1, 13) if not any(one[0].month <= number <= one[1].month for one in gone.spans)]
        for number in left:
            found.months(number, number)
        found.unread += gone.unread
    elif rest:
        _by_pieces(WITHIN.sub("", rest), found)
    else:
        found.months(1, 12)
    return True


def _quarters(part: str, found: _Found) -> bool:
    said = _numbered(WITHIN.sub("", part))
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
    said = re.sub(rf"\b(?:з|від)\s+({_NAMES})\s+(?:по|до)\s+({_NAMES})\b", r"\1-\2", WITHIN.sub("", part))
    said = re.sub(r"\s*\d{4}\s*(?:року|р\.?)?$|\s+(?:року|р\.?)$", "", said)
    pieces = [piece.rstrip(".") for piece in AND.split(said)]
    read = [[MONTH.get(end.strip(" .")) for end in piece.split("-")] for piece in pieces]
    if not all(ends and len(ends) <= 2 and None not in ends for ends in read):
        return False
    for ends in read:
        found.months(ends[0] or 0, ends[-1] or 0)
    return True


def _part_of_month(part: str, found: _Found) -> bool:
    """«перша декада травня», «кінець червня», «середина вересня»."""
    said = _numbered(WITHIN.sub("", part))
    match = re.fullmatch(rf"(?:([123]) декад\w+|(початок|початку|середин\w|кінець|кінці|кінця))\s+({_NAMES})", said)
    if not match:
        return False
    third = int(match[1]) if match[1] else {"п": 1, "с": 2, "к": 3}[match[2][0]]
    month = MONTH[match[3]]
    last = calendar.monthrange(found.year, month)[1] if third == 3 else third * 10
    found.spans.append((dt.date(found.year, month, third * 10 - 9), dt.date(found.year, month, last)))
    return True


def _weekday_of_month(part: str, found: _Found) -> bool:
    """«третя неділя травня»; «остання п'ятниця місяця» is a day of every month."""
    said = _numbered(WITHIN.sub("", part))
    match = re.fullmatch(rf"(\d|кожн\w+)\s+({'|'.join(WEEKDAY)})\s+({_NAMES}|місяця|кожного місяця)", said)
    if not match or not match[1].isdigit():
        return False
    number, weekday = int(match[1]), WEEKDAY[match[2]]
    every = match[3] not in MONTH
    for month in range(1, 13) if every else (MONTH[match[3]],):
        days = [week[weekday] for week in calendar.monthcalendar(found.year, month) if week[weekday]]
        if number == LAST or number <= len(days):
            day = dt.date(found.year, month, days[-1 if number == LAST else number - 1])
            found.spans.append((day, day))
    if every:
        found.rates.append(Rate(1, Unit.MONTH, weekday=weekday))
    return True


LAST = 6


def _numbered(said: str) -> str:
    """Ordinals written out as numbers; «останній» is `LAST`."""
    for number, pattern in enumerate(ORDINALS, 1):
        said = re.sub(rf"\b{pattern}\b", str(number), said)
    return said


def _season(part: str, found: _Found) -> bool:
    ends = SEASONS.get(WITHIN.sub("", part))
    if ends:
        found.months(*ends)
    return bool(ends)


def _days(part: str, found: _Found) -> bool:
    """A day, a stretch of days, or a deadline."""
    said = WITHIN.sub("", part)
    try:
        if match := DAYS.fullmatch(said):
            month = MONTH[match[3]]
            span = (dt.date(found.year, month, int(match[1])), dt.date(found.year, month, int(match[2])))
        elif match := DAY_TO_DAY.fullmatch(said):
            first, last = _day(match.groups()[:4], found.year), _day(match.groups()[4:], found.year)
            span = (first, last if last >= first else last.replace(year=last.year + 1))
        elif match := re.fullmatch(rf"(?:до|не пізніше)\s+{_DAY}", said):
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
    day, name, month, of_year = said
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
    for piece in pieces:
        if not any(reader(piece, found) for reader in READERS):
            found.unread.append(piece)


def _ranges(said: str) -> Iterator[tuple[int, int]]:
    for piece in re.split(r"\s*(?:,|і|та|й)\s*", said):
        ends = [int(end) for end in piece.split("-")]
        yield ends[0], ends[-1]


READERS: tuple[Callable[[str, _Found], bool], ...] = (
    _calendar, _whole, _quarters, _months, _weekday_of_month, _part_of_month, _season, _days, _rate, _condition,
)  # fmt: skip
