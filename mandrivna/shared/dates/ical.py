"""Events as iCalendar (RFC 5545), for calendars on telephones. Moments are told in UTC, so no zone has to be described."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

OCTETS = 75
PRODUCT = "-//Mandrivna//library//UK"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """`begins` and `ends` are moments, or days of which the last belongs to it. `changed` numbers the versions of one entry."""

    uid: str
    begins: dt.datetime | dt.date
    ends: dt.datetime | dt.date | None
    summary: str
    changed: dt.datetime
    description: str = ""
    location: str = ""
    url: str = ""
    cancelled: bool = False


def calendar(name: str, entries: Iterable[Entry], *, publish: bool = True) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if publish:
        lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for entry in entries:
        lines += _entry(entry)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _entry(entry: Entry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(entry.uid)}",
        f"DTSTAMP:{_moment(entry.changed)}",
        f"LAST-MODIFIED:{_moment(entry.changed)}",
        f"SEQUENCE:{int(entry.changed.timestamp()) - EPOCH}",
        *_when(entry),
        f"SUMMARY:{_text(entry.summary)}",
    ]
    lines += [f"{name}:{_text(said)}" for name, said in (("DESCRIPTION", entry.description), ("LOCATION", entry.location)) if said]
    if entry.url:
        lines.append(f"URL:{entry.url}")
    return [*lines, f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}", "END:VEVENT"]


EPOCH = int(dt.datetime(2020, 1, 1, tzinfo=dt.UTC).timestamp())
"""So that a number of a version fits into the 32 bits that calendars give it."""


def _when(entry: Entry) -> list[str]:
    """The last day of a stretch is written as the one after it."""
    if isinstance(entry.begins, dt.datetime):
        ends = [f"DTEND:{_moment(entry.ends)}"] if isinstance(entry.ends, dt.datetime) else []
        return [f"DTSTART:{_moment(entry.begins)}", *ends]
    last = entry.ends if entry.ends is not None and not isinstance(entry.ends, dt.datetime) else entry.begins
    after = last + dt.timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{entry.begins:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(said: str) -> str:
    """What parts a line or a list is told apart; signs that no text has are left out."""
    plain = "".join(
        sign for sign in said.replace("\r\n", "\n").replace("\r", "\n") if sign == "\n" or (sign >= " " and sign != "\x7f")
    )
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """75 octets a line and never in the midst of a letter."""
    found, rest = [], line
    room = OCTETS
    while len(rest.encode()) > room:
        cut = room
        while len(rest[:cut].encode()) > room:
            cut -= 1
        found.append(rest[:cut])
        rest, room = rest[cut:], OCTETS - 1
    return "\r\n ".join([*found, rest])
