"""Lines of SIP2 and back: two digits, fixed places, fields with two letters, sequence and checksum. Knows no library.

Always UTF-8: the code pages of DOS, in which other systems speak it, have no Ukrainian names.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST = 2048
ENDING = b"\r"
LONGEST_VALUE = 250
"""What machines surely take; a longer title is cut."""

FIXED: dict[str, tuple[int, ...]] = {
    "01": (1, 18),
    "09": (1, 18, 18),
    "11": (1, 1, 18, 18),
    "15": (1, 18),
    "17": (18,),
    "23": (3, 18),
    "29": (1, 1, 18, 18),
    "35": (18,),
    "63": (3, 18, 10),
    "65": (18,),
    "93": (1, 1),
    "97": (),
    "99": (1, 3, 4),
}
TAIL = re.compile(rb"(?:AY([0-9]))?AZ([0-9A-Fa-f]{4})$")
MARKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029|]+")
STAMP = re.compile(r"\d{8}.{4}\d{6}")


class Malformed(ValueError):  # noqa: N818 - said of a line, not of us
    """No line of SIP2, or one whose checksum does not fit: to be sent again."""


@dataclass(frozen=True)
class Message:
    """`words` are the line without sequence and checksum: said again under another number, it has the same words."""

    code: str
    fixed: tuple[str, ...]
    fields: dict[str, str]
    words: str
    seq: str = ""
    checked: bool = False

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")


def checksum(line: bytes) -> str:
    """Of everything up to and with «AZ»."""
    return f"{-sum(line) & 0xFFFF:04X}"


def parse(line: bytes) -> Message:
    line = line.strip(b"\r\n")
    if not 2 <= len(line) <= LONGEST:
        raise Malformed("length")
    seq, checked = "", False
    if found := TAIL.search(line):
        if checksum(line[: -len(found[2])]) != found[2].decode().upper():
            raise Malformed("checksum")
        seq, checked, line = (found[1] or b"").decode(), True, line[: found.start()]
    text = line.decode("utf-8", errors="replace")
    code, at = text[:2], 2
    if code not in FIXED:
        raise Malformed("code")
    fixed = []
    for width in FIXED[code]:
        fixed.append(text[at : at + width])
        at += width
    if fixed and len(fixed[-1]) != FIXED[code][-1]:
        raise Malformed("short")
    fields: dict[str, str] = {}
    for part in text[at:].split("|"):
        if len(part) >= 2:
            fields.setdefault(part[:2], MARKS.sub(" ", part[2:]).strip()[:LONGEST_VALUE])
    return Message(code, tuple(fixed), fields, text, seq, checked)


@dataclass
class Answer:
    """What is said back: `head` is the code with its fixed places, then fields in their order."""

    head: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    def add(self, name: str, value: object, *, always: bool = True) -> Answer:
        said = MARKS.sub(" ", str(value)).strip()[:LONGEST_VALUE]
        if said or always:
            self.fields.append((name, said))
        return self

    def each(self, name: str, values: Iterable[object]) -> Answer:
        for value in values:
            self.add(name, value, always=False)
        return self

    def line(self, asked: Message | None = None) -> bytes:
        """With sequence and checksum where the question had them."""
        said = (self.head + "".join(f"{name}{value}|" for name, value in self.fields)).encode("utf-8", errors="replace")
        if asked is not None and asked.checked:
            said += f"AY{asked.seq}".encode() if asked.seq else b""
            said += b"AZ"
            said += checksum(said).encode()
        return said + ENDING


def again() -> bytes:
    """«Send it again»: never with a number, always with a checksum."""
    line = b"96AZ"
    return line + checksum(line).encode() + ENDING


def stamp(at: dt.datetime) -> str:
    return f"{at:%Y%m%d}    {at:%H%M%S}"


def moment(said: str, zone: dt.tzinfo) -> dt.datetime | None:
    """A machine's clock; four blanks are the local time, «Z» is UTC."""
    if not STAMP.fullmatch(said):
        return None
    try:
        found = dt.datetime.strptime(said[:8] + said[12:], "%Y%m%d%H%M%S")  # noqa: DTZ007 - its zone is put on next
    except ValueError:
        return None
    return found.replace(tzinfo=dt.UTC if said[8:12].strip() == "Z" else zone)


def flag(*, on: bool) -> str:
    return "Y" if on else "N"
