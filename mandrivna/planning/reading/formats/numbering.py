"""Numbers and bullets that Word puts by itself: they are not in the text, and without them rows have no numbers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from mandrivna.planning.reading.formats.packed import parse

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_LETTERS = "абвгдежзиклмнпрстуфхцшщюя"
_BULLETS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0fc": "✓", "\uf0d8": "➢", "o": "o", "§": "▪", "ü": "✓", "·": "•"}
MOST = 5_000


@dataclass
class Level:
    start: int = 1
    kind: str = "decimal"
    text: str = "%1."
    level: int = 0


@dataclass
class Style:
    name: str = ""
    based: str = ""
    outline: int | None = None
    number: str = ""
    depth: int = 0
    bold: bool = False


@dataclass
class Styles:
    """Named styles of the document; a cycle of «based on» ends by itself."""

    named: dict[str, Style] = field(default_factory=dict)
    at: Style | None = None

    def start(self, name: str, about: Mapping[str, str]) -> None:
        value = about.get("val", "")
        if name == "style":
            self.at = Style()
            if len(self.named) < MOST:
                self.named[about.get("styleId", "")] = self.at
        elif self.at is None:
            return
        elif name == "name":
            self.at.name = value.casefold()
        elif name == "basedOn":
            self.at.based = value
        elif name == "outlineLvl" and value.isdecimal():
            self.at.outline = int(value[:3])
        elif name == "numId":
            self.at.number = value
        elif name == "ilvl" and value.isdecimal():
            self.at.depth = int(value[:3])
        elif name == "b":
            self.at.bold = value not in ("0", "false")

    def end(self, name: str) -> None:
        if name == "style":
            self.at = None

    def said(self, text: str) -> None:
        pass

    def chain(self, style: str) -> list[Style]:
        found: list[Style] = []
        while style in self.named and len(found) < 12:
            found.append(self.named[style])
            style = found[-1].based
        return found

    def heading(self, style: str) -> int:
        """1 to 6, 0 for text."""
        for one in self.chain(style):
            if match := re.fullmatch(r"(?:heading|заголовок)\s*(\d)", one.name):
                return min(6, int(match[1]))
            if one.outline is not None and one.outline < 6:
                return one.outline + 1
        return 0

    def number(self, style: str) -> tuple[str, int]:
        return next(((one.number, one.depth) for one in self.chain(style) if one.number), ("", 0))


class Numbers:
    """Definitions of numbering, and how far each has counted."""

    def __init__(self) -> None:
        self.abstract: dict[str, dict[int, Level]] = {}
        self.of: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counted: dict[str, dict[int, int]] = {}
        self.at, self.level, self.override = "", Level(), -1

    def start(self, name: str, about: Mapping[str, str]) -> None:
        value = about.get("val", "")
        if name == "abstractNum":
            self.at = "a" + about.get("abstractNumId", "")
            self.abstract.setdefault(self.at, {})
        elif name == "num":
            self.at = about.get("numId", "")
        elif name == "abstractNumId" and len(self.of) < MOST:
            self.of[self.at] = "a" + value
        elif name in ("lvl", "lvlOverride"):
            depth = _small(about.get("ilvl", ""))
            self.level, self.override = Level(level=depth), depth
            if name == "lvl" and self.at in self.abstract:
                self.abstract[self.at][depth] = self.level
        elif name == "start":
            self.level.start = _small(value, 1)
        elif name == "startOverride":
            self.starts[self.at, self.override] = _small(value, 1)
        elif name == "numFmt":
            self.level.kind = value
        elif name == "lvlText":
            self.level.text = value[:40]

    def end(self, name: str) -> None:
        pass

    def said(self, text: str) -> None:
        pass

    def next(self, number: str, depth: int) -> tuple[str, bool]:
        """(what Word would print, whether it is a bullet)."""
        levels = self.abstract.get(self.of.get(number, ""), {})
        level = levels.get(depth)
        if level is None:
            return "", False
        if level.kind == "bullet":
            return _drawn(level.text[:1]), True
        if level.kind == "none":
            return "", False
        counted = self.counted.setdefault(self.of[number], {})
        first = self.starts.pop((number, depth), None)
        counted[depth] = first if first is not None else counted.get(depth, level.start - 1) + 1
        for deeper in [one for one in counted if one > depth]:
            del counted[deeper]
        return re.sub(r"%(\d)", lambda match: self._one(levels, counted, int(match[1]) - 1), level.text), False

    def _one(self, levels: Mapping[int, Level], counted: Mapping[int, int], depth: int) -> str:
        level = levels.get(depth, Level())
        return _counted(counted.get(depth, level.start), level.kind)


def _counted(number: int, kind: str) -> str:
    if kind in ("upperRoman", "lowerRoman") and 0 < number < 40:
        made = ""
        for value, sign in _ROMAN:
            made += sign * (number // value)
            number %= value
        return made if kind == "upperRoman" else made.lower()
    if kind in ("russianLower", "russianUpper", "lowerLetter", "upperLetter") and 0 < number <= 24:
        letter = _LETTERS[number - 1] if kind.startswith("russian") else chr(96 + number)
        return letter.upper() if kind.endswith(("Upper", "upperLetter")) else letter
    return str(number)


def _drawn(sign: str) -> str:
    """Signs of Word's own fonts stand where nobody else has signs."""
    return _BULLETS.get(sign, sign if sign and sign.isprintable() and not "\ue000" <= sign <= "\uf8ff" else "•")


def sign_of(code: str) -> str:
    """Of a sign that was put in from a table of signs."""
    return _drawn(chr(int(code, 16))) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else "•"


def _small(value: str, usual: int = 0) -> int:
    return int(value) if re.fullmatch(r"\d{1,6}", value) else usual


def numbering_of(book: zipfile.ZipFile) -> tuple[Styles, Numbers]:
    styles, numbers = Styles(), Numbers()
    parse(book, "word/styles.xml", styles)
    parse(book, "word/numbering.xml", numbers)
    return styles, numbers
