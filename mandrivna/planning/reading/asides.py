"""What a file holds beside the text of its pages: footnotes, heads of pages, remarks, hidden sheets, what was over a bound.

None of it is a row of the plan, and none may be lost without a word: it is told with its words up to a bound, counted beyond it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mandrivna.planning.reading.blocks import NOWHERE
from mandrivna.planning.reading.said import Doubt, Place, Row, Section, Unplaced

MOST_SIGNS, MOST_OF_A_KIND, MOST_NOTES = 600, 100, 4_000
SAID_OF_A_ROW = frozenset({"footnote", "endnote", "comment"})
KEPT = frozenset({"footnote", "endnote"})
_PAGE = re.compile(r"(?:(?:сторінка|стор\.?)\s*)?[\d\s–—-]*(?:\s*(?:з|/)\s*\d{1,3})?", re.IGNORECASE)


class Asides:
    """Filled while a file is read."""

    def __init__(self) -> None:
        self.found: list[Unplaced] = []
        self.times: Counter[str] = Counter()
        self.pages: set[tuple[str, str]] = set()

    def say(self, why: str, text: str, place: Place = NOWHERE) -> None:
        said = " ".join(text.split())
        if not said:
            return
        self.times[why] += 1
        if self.times[why] <= MOST_OF_A_KIND:
            cut = said if len(said) <= MOST_SIGNS else f"{said[:MOST_SIGNS]}…"
            self.found.append(Unplaced(cut, place, why))

    def of_pages(self, why: str, text: str) -> None:
        """The head or the foot of pages: once, however many pages repeat it; a number of a page is no text of the plan."""
        said = " ".join(text.split())
        if _PAGE.fullmatch(said[:40]) is None and (why, said) not in self.pages:
            self.pages.add((why, said))
            self.say(why, said)

    def many(self, why: str, count: int, place: Place = NOWHERE, text: str = "") -> None:
        """Things without words."""
        if count > 0:
            self.found.append(Unplaced(text[:MOST_SIGNS], place, why, count))

    def told(self) -> tuple[Unplaced, ...]:
        over = [Unplaced("", NOWHERE, why, times - MOST_OF_A_KIND) for why, times in self.times.items() if times > MOST_OF_A_KIND]
        return (*self.found, *over)


def attached(sections: Sequence[Section], found: Sequence[Unplaced]) -> tuple[list[Section], list[Unplaced]]:
    """Footnotes and remarks beside the rows they belong to; footnotes also in the notes of their section."""
    made, told = list(sections), list[Unplaced]()
    rows = {key: (at, number) for at, section in enumerate(made) for number, row in enumerate(section.rows) for key in _keys(row)}
    for one in found:
        if one.why not in SAID_OF_A_ROW or one.count:
            told.append(one)
            continue
        where = rows.get(_key(one.place, one.place.first)) if one.place.table or one.place.sheet else None
        at = where[0] if where else _section_at(made, one.place)
        if at is None:
            told.append(one)
            continue
        row = made[at].rows[where[1]] if where else None
        if where and row:
            doubted = replace(row, doubts=(*row.doubts, Doubt(one.why, one.text, one.place)))
            made[at] = replace(made[at], rows=(*made[at].rows[: where[1]], doubted, *made[at].rows[where[1] + 1 :]))
        told.append(_told(made, at, row, one))
    return made, told


def _told(made: list[Section], at: int, row: Row | None, one: Unplaced) -> Unplaced:
    section = made[at]
    note = f"№ {row.number}: {one.text}" if row and row.number else one.text
    kept = one.why in KEPT and sum(map(len, section.notes)) + len(section.notes) + len(note) < MOST_NOTES
    if kept:
        made[at] = replace(section, notes=(*section.notes, note))
    named = f"№ {row.number}" if row and row.number else f"«{row.title[:60]}»" if row else ""
    return replace(one, row=", ".join(filter(None, [section.number or section.title[:60], named])), kept=kept)


def _keys(row: Row) -> list[tuple[str, int, int]]:
    place = row.place
    return [_key(place, line) for line in range(place.first, max(place.first, min(place.last, place.first + 50)) + 1)]


def _key(place: Place, line: int) -> tuple[str, int, int]:
    """Rows of a sheet are numbered through all its tables."""
    return (place.sheet, 0 if place.sheet else place.table, line)


def _section_at(sections: Sequence[Section], place: Place) -> int | None:
    """Of a paragraph: the last heading above it that is no row of a table."""
    if place.table or not place.first:
        return None
    above = [
        at for at, one in enumerate(sections) if not one.place.table and not one.place.sheet and 0 < one.place.first <= place.first
    ]
    return above[-1] if above else None
