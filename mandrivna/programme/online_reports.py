"""What platforms say of those who took part from afar, read from their CSV in memory: numbers go out of here, names never.

A report of participants (Zoom, Google Meet) is a list of people, in which one who came twice is one; a report of numbers (YouTube,
Facebook, Instagram) has a column for each way of counting, of which a person chooses one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from mandrivna.core.problems import Blocker, Refused
from mandrivna.programme.states import Source
from mandrivna.shared.text import fold

LARGEST, MOST_ROWS = 2 * 1024 * 1024, 20_000
ENCODINGS = ("utf-8-sig", "cp1251")
SIGNS = ",;\t"

NAMES = (
    "name original name",
    "name",
    "user name",
    "ім я справжнє ім я",
    "ім я оригінальне ім я",
    "ім я",
    "ім я користувача",
    "учасник",
)
FIRST_NAMES, LAST_NAMES = ("first name", "ім я"), ("last name", "прізвище")
MAILS = ("user email", "email", "email address", "електронна пошта користувача", "електронна пошта", "електронна адреса", "пошта")
GUESTS = ("guest", "гість")
WAITED = ("in waiting room", "у залі очікування", "в залі очікування")
JOINED = ("join time", "time joined", "duration minutes", "total duration minutes", "duration", "час входу", "час приєднання",
          "тривалість хвилини", "загальна тривалість хвилини", "тривалість")  # fmt: skip
YES, NO = ("yes", "так"), ("no", "ні")

PEAK = ("peak concurrent viewers", "peak concurrents", "peak live viewers", "пікова кількість одночасних глядачів",
        "максимальна кількість глядачів одночасно", "peak viewers")  # fmt: skip
UNIQUE = ("unique viewers", "accounts reached", "reach", "унікальні глядачі", "охоплення", "охоплені облікові записи")
VIEWS = ("views", "plays", "video views", "перегляди", "відтворення", "impressions", "покази")
KINDS = (("peak", PEAK), ("unique", UNIQUE), ("views", VIEWS))
ONE_PERSON_AGAIN = ("peak", "unique")
"""Rows of these have people in common and do not add up: the largest is what is certain."""
WORDS = {
    "peak": _("найбільше глядачів водночас"),
    "unique": _("різних глядачів"),
    "views": _("переглядів"),
}
MARKS = (
    (Source.YOUTUBE, ("watch time hours", "video publish time", "час перегляду години", "час публікації відео", "content")),
    (Source.INSTAGRAM, ("account username", "accounts reached", "plays", "охоплені облікові записи")),
    (Source.FACEBOOK, ("page name", "page id", "назва сторінки", "3 second video views")),
)
"""Heads by which a report of numbers is told apart; the person corrects it when that is wrong."""


@dataclass(frozen=True)
class Choice:
    """One number that the report allows, and what it counts."""

    number: int
    words: str


@dataclass(frozen=True)
class Report:
    source: Source
    choices: list[Choice]
    hosts: int = 0
    """Of a list of people: how many of them are the library's own."""
    refused: int = 0
    """Of a list of people: who waited at the door and was not let in."""


def read_report(data: bytes) -> Report:
    """Raises Refused with what is wrong with the file."""
    table = _table(_text(data))
    for at, row in enumerate(table[:40]):
        heads = [plain(cell) for cell in row]
        rows = [one for one in table[at + 1 :] if any(cell.strip() for cell in one)]
        if _has(heads, JOINED) and (_has(heads, NAMES) or _has(heads, FIRST_NAMES)):
            return _people(heads, rows)
        if any(_has(heads, names) for _kind, names in KINDS):
            return _numbers(heads, rows)
    raise _unread()


def plain(head: str) -> str:
    """As heads are compared: case, apostrophes and brackets are nothing."""
    return " ".join(re.findall(r"\w+", fold(head)))


def _unread() -> Refused:
    text = _("Цього файла не зрозуміли. Потрібна таблиця учасників або переглядів, яку дає платформа; або впишіть число самі.")
    return Refused([Blocker(code="not_a_report", text=text, field="file")])


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise Refused([Blocker(code="too_large", text=_("Файл завеликий: можна до 2 МБ."), field="file")])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unread()


def _table(text: str) -> list[list[str]]:
    lines = text.replace("\x00", "").splitlines()[:60]
    sign = max(SIGNS, key=lambda one: max((line.count(one) for line in lines), default=0))
    try:
        found = list(csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=sign))
    except csv.Error:
        raise _unread() from None
    return found[:MOST_ROWS]


def _has(heads: Sequence[str], names: Sequence[str]) -> bool:
    return any(head in names for head in heads)


def _column(heads: Sequence[str], names: Sequence[str]) -> int | None:
    return next((at for name in names for at, head in enumerate(heads) if head == name), None)


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def _people(heads: list[str], rows: list[list[str]]) -> Report:
    """One who lost the line and came back is one: known by the mail, else by the name. «Guest: no» is one of the hosts."""
    first, last = _column(heads, FIRST_NAMES), _column(heads, LAST_NAMES)
    meet = last is not None
    name, mail = _column(heads, NAMES), _column(heads, MAILS)
    guest, waited = _column(heads, GUESTS), _column(heads, WAITED)
    people: dict[str, bool] = {}
    refused = 0
    for row in rows:
        said = f"{_cell(row, first)} {_cell(row, last)}" if meet else _cell(row, name)
        key = fold(_cell(row, mail) or said).strip()
        if not key:
            continue
        if _cell(row, waited).casefold() in YES:
            refused += 1
            continue
        people[key] = people.get(key, False) or _cell(row, guest).casefold() in NO
    hosts, every = sum(people.values()), len(people)
    choices = [Choice(every, str(_("усі, хто був у зустрічі")))]
    if hosts and hosts < every:
        choices.insert(0, Choice(every - hosts, str(_("учасники без ведучих"))))
    return Report(Source.MEET if meet else Source.ZOOM, choices, hosts if hosts < every else 0, refused)


def _numbers(heads: list[str], rows: list[list[str]]) -> Report:
    """The row of totals, where there is one; else all rows together, or the largest of what cannot be added up."""
    total = next((row for row in rows if plain(row[0]) in ("total", "усього", "разом")), None)
    choices: list[Choice] = []
    for kind, names in KINDS:
        at = _column(heads, names)
        if at is None:
            continue
        told = [number for row in ([total] if total else rows) if (number := _number(_cell(row, at))) is not None]
        if not told and total:
            told = [number for row in rows if (number := _number(_cell(row, at))) is not None]
        if told:
            choices.append(Choice(max(told) if kind in ONE_PERSON_AGAIN else sum(told), str(WORDS[kind])))
    if not choices:
        raise _unread()
    source = next((source for source, marks in MARKS if _has(heads, marks)), Source.OTHER)
    return Report(source, choices)


def _number(text: str) -> int | None:
    """«1 234», «1,234», «57.0»."""
    bare = re.sub(r"[\s\u00a0\u202f]", "", text)
    bare = re.sub(r",(?=\d{3}(\D|$))", "", bare)
    found = re.fullmatch(r"(\d{1,9})(?:[.,]\d+)?", bare)
    return int(found[1]) if found else None
