"""A platform's CSV with the numbers of a channel: which months it tells of, what of it was understood. Nothing is written here."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from mandrivna.core.problems import Blocker, Refused
from mandrivna.lending.channels import Channel, Measure

LARGEST = 2_000_000
MOST_LINES, HEAD_WITHIN = 20_000, 15
GAINED = "gained"
NAMES_OF_MONTHS = "jan січ|feb лют|mar бер|apr кві|may тра|jun чер|jul лип|aug сер|sep вер|oct жов|nov лис|dec гру"
MONTHS = {name: number for number, names in enumerate(NAMES_OF_MONTHS.split("|"), start=1) for name in names.split()}


@dataclass
class Told:
    """`months`: what can be taken over as it stands; `unread`: heads nobody knows; `left`: why a known column was left out."""

    months: dict[dt.date, dict[str, int]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    lines: int = 0
    skipped: int = 0


type Known = Callable[[dt.date], int | None]


def read(channel: Channel, data: bytes, *, before: int | None = None, known: Known = lambda _month: None) -> Told:
    """`before`, or what `known` says of the file's first month: how many subscribers there were until then. Without it «so many
    came» says nothing."""
    rows = list(_rows(_text(data)))
    head = next((number for number, row in enumerate(rows[:HEAD_WITHIN]) if _dated(channel, row)), None)
    if head is None:
        text = _("У файлі немає стовпця з датою. Назви стовпців записано в правилах каналу; можна вписати числа руками.")
        raise Refused([Blocker(code="no_head", text=text, field="file")])
    names, told = _named(channel, rows[head]), Told()
    told.unread = [cell for cell, name in zip(rows[head], names, strict=True) if not name and cell.strip()][:12]
    if not set(names) - {"", "date"}:
        _refuse("no_numbers", _("Жодного відомого стовпця з числами: %s.") % ", ".join(told.unread))
    dated: list[tuple[dt.date, dict[str, int]]] = []
    for row in rows[head + 1 :]:
        about = dict(zip(names, row, strict=False))
        day = read_date(about.get("date", ""))
        if day is None:
            told.skipped += any(cell.strip() for cell in row)
            continue
        told.lines += 1
        dated.append((day, _numbers(about)))
    days: dict[dt.date, list[dict[str, int]]] = {}
    for day, numbers in sorted(dated, key=lambda one: one[0]):  # some platforms begin with the newest
        days.setdefault(day.replace(day=1), []).append(numbers)
    _sum(channel, days, told, before if before is not None or not days else known(min(days)))
    if not told.months:
        _refuse("no_rows", told.left[0] if told.left else _("Рядків із датою й числами не знайшлося."))
    return told


def _sum(channel: Channel, days: dict[dt.date, list[dict[str, int]]], told: Told, before: int | None) -> None:
    """A flow adds up over days; how many there are is what the last day says; how many people saw it cannot be added at all."""
    standing = before
    for month in sorted(days):
        lines, found = days[month], {}
        for name in (Measure.VISITS, Measure.VIEWS):
            if values := [line[name] for line in lines if name in line]:
                found[str(name)] = sum(values)
        found |= _last(lines, Measure.SUBSCRIBERS)
        found |= _reached(lines, told)
        gained = [line[GAINED] for line in lines if GAINED in line]
        if Measure.SUBSCRIBERS not in found and gained and standing is not None:
            found[str(Measure.SUBSCRIBERS)] = max(standing + sum(gained), 0)
        standing = found.get(Measure.SUBSCRIBERS, standing)
        if kept := {name: number for name, number in found.items() if name in channel.measures}:
            told.months[month] = kept
    if any(GAINED in line for lines in days.values() for line in lines) and standing is None:
        told.left.append(_("У файлі лише приріст підписників. Впишіть, скільки їх було до цього, і завантажте ще раз."))


def _last(lines: list[dict[str, int]], name: str) -> dict[str, int]:
    values = [line[name] for line in lines if name in line]
    return {str(name): values[-1]} if values else {}


def _reached(lines: list[dict[str, int]], told: Told) -> dict[str, int]:
    values = [line[Measure.REACH] for line in lines if Measure.REACH in line]
    if len(values) > 1:
        text = _("Охоплення за днями не складається: та сама людина буває щодня. Візьміть місячне число з платформи.")
        if text not in told.left:
            told.left.append(text)
        return {}
    return {str(Measure.REACH): values[0]} if values else {}


# --- cells --------------------------------------------------------------------------------------------------------------


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        _refuse("too_large", _("Файл завеликий: до 2 МБ."))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")


def _rows(text: str) -> Iterator[list[str]]:
    lines = text.replace("\x00", "").splitlines()
    if len(lines) > MOST_LINES:
        _refuse("too_long", _("Рядків забагато: до 20 000."))
    stated = re.fullmatch(r'"?sep=(.)"?', lines[0].strip()) if lines else None
    if stated:
        lines = lines[1:]
    sample = "\n".join(lines[:HEAD_WITHIN])
    sign = stated[1] if stated else max(",;\t", key=sample.count)
    try:
        yield from csv.reader(io.StringIO("\n".join(lines)), delimiter=sign)
    except csv.Error:
        _refuse("unreadable", _("Файл не читається як таблиця CSV."))


def _plain(cell: str) -> str:
    return " ".join(cell.replace("\ufeff", "").strip().casefold().split())


def _named(channel: Channel, row: Sequence[str]) -> list[str]:
    """The first of two equal heads counts."""
    found: list[str] = []
    for cell in row:
        name = next((name for name, words in channel.columns.items() if _plain(cell) in words), "")
        found.append("" if name in found else name)
    return found


def _dated(channel: Channel, row: Sequence[str]) -> bool:
    return "date" in _named(channel, row) and len(row) > 1


def read_date(cell: str) -> dt.date | None:
    """2026-03-01 · 2026-03 · 20260301 · 01.03.2026 · Mar 1, 2026 · March 2026 · 2026-03-01T00:00:00."""
    said = cell.strip().strip('"')
    for pattern, order in (
        (r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?", "ymd"),
        (r"(\d{4})(\d{2})(\d{2})", "ymd"),
        (r"(\d{1,2})\.(\d{1,2})\.(\d{4})", "dmy"),
        (r"([^\W\d]{3})[^\W\d]*\.?\s+(?:(\d{1,2}),?\s+)?(\d{4})", "mdy"),
    ):
        if found := re.fullmatch(pattern, said):
            return _date(dict(zip(order, found.groups(), strict=True)))
    return None


def _date(parts: dict[str, str | None]) -> dt.date | None:
    month = parts["m"] or ""
    number = int(month) if month.isdigit() else MONTHS.get(month.casefold(), 0)
    try:
        return dt.date(int(parts["y"] or 0), number, int(parts["d"] or 1))
    except ValueError:
        return None


def _number(cell: str) -> int | None:
    """«1 234», «1,234» and «1234.0» are one number; a share and a duration are none."""
    said = re.sub(r"[\s\u00a0\u202f]", "", cell)
    said = re.sub(r",(?=\d{3}(?:\D|$))", "", said)
    found = re.fullmatch(r"(-?\d{1,12})(?:\.0+)?", said)
    return int(found[1]) if found else None


def _numbers(about: dict[str, str]) -> dict[str, int]:
    read = {name: _number(cell) for name, cell in about.items() if name not in ("", "date")}
    return {name: number for name, number in read.items() if number is not None}


def as_rows(channel: str, months: Iterable[tuple[dt.date, dict[str, int]]]) -> list[dict[str, Any]]:
    return [{"channel": channel, "month": f"{month:%Y-%m}", **numbers} for month, numbers in months]


def _refuse(code: str, text: str) -> None:
    raise Refused([Blocker(code=code, text=text, field="file")])
