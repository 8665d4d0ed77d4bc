"""Lines of a page as words that know where they stand, in signs from the left edge, whatever the file measures in."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import median
from typing import Any

from mandrivna.planning.reading.limits import still

APART_IN_TEXT, APART_ON_PAGE = 2.0, 1.5
"""So many signs without ink part two pieces; a space of a proportional letter is narrower, a justified one wider."""
PARAGRAPH, OFTEN = 1.4, 0.04
MOST_WORDS = 400
_WORD = re.compile(r"[^\s\u00a0]+")
_PAGE = re.compile(r"(?:(?:сторінка|стор\.?)\s*)?[–—-]?\s*\d{1,3}\s*[–—-]?(?:\s*(?:з|/)\s*\d{1,3})?", re.IGNORECASE)


@dataclass(frozen=True)
class Word:
    left: float
    right: float
    text: str


@dataclass(frozen=True)
class Laid:
    """`number` from 1 in the file; `gap`: an empty line, or more air than between lines, stands before it."""

    number: int
    raw: str
    words: tuple[Word, ...]
    apart: float
    gap: bool = False
    page: bool = False
    """A page begins here."""
    leaf: int = 0
    """Which page, 0 where the file does not say."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def pieces(self) -> tuple[tuple[Word, ...], ...]:
        made: list[list[Word]] = []
        for word in self.words:
            if made and word.left - made[-1][-1].right < self.apart:
                made[-1].append(word)
            else:
                made.append([word])
        return tuple(tuple(one) for one in made)


def said(piece: Sequence[Word]) -> str:
    return " ".join(word.text for word in piece)


def of_text(raw: Sequence[str]) -> list[Laid]:
    made: list[Laid] = []
    gap = fed = False
    leaf = 1
    for number, line in enumerate(raw, 1):
        still()
        for _feed in range(line.count("\f")):
            fed, leaf = True, leaf + 1
        line = line.replace("\f", "")
        words = tuple(Word(found.start(), found.end(), found[0]) for found in _WORD.finditer(line))
        if not words:
            gap = True
            continue
        made.append(Laid(number, line, words[:MOST_WORDS], APART_IN_TEXT, gap, fed and bool(made), 0))
        gap = fed = False
    return made


def of_pages(pages: Sequence[Mapping[str, Any]]) -> list[Laid]:
    """Numbers of lines are those of all pages together, as they are shown beside the plan."""
    sign, usual = _sign(pages), _leading(pages)
    made: list[Laid] = []
    number = 0
    for page in pages:
        lines = [item for item in page["items"] if "text" in item]
        for at, item in enumerate(lines):
            still()
            number += 1
            words = tuple(Word(left / sign, right / sign, text) for left, right, text in item.get("words", ())[:MOST_WORDS])
            gap = at > 0 and item["top"] - lines[at - 1]["top"] > PARAGRAPH * usual
            if words:
                made.append(Laid(number, item["text"], words, APART_ON_PAGE, gap, at == 0 and bool(made), page["page"]))
    return made


def _sign(pages: Sequence[Mapping[str, Any]]) -> float:
    """How wide a sign is on these pages, in points."""
    found = [
        (right - left) / len(text)
        for page in pages
        for item in page["items"]
        for left, right, text in item.get("words", ())
        if len(text) > 3 and right > left
    ]
    return max(0.5, median(found)) if found else 5.0


def _leading(pages: Sequence[Mapping[str, Any]]) -> float:
    """The distance between two lines that go together: the smallest that is often and is not less than a letter is high."""
    lines = [[item for item in page["items"] if "text" in item] for page in pages]
    steps = [after["top"] - before["top"] for page in lines for before, after in itertools.pairwise(page)]
    high = median([item.get("high", 0.0) for page in lines for item in page] or [0.0])
    counted = Counter(round(step) for step in steps if step >= 0.95 * high)
    often = [step for step, times in counted.items() if times >= max(2, OFTEN * len(steps))]
    return float(min(often, default=0)) or 1.25 * high or 1_000.0


@dataclass
class Leaves:
    """Lines without numbers of pages and without the line that is repeated at the head of each."""

    lines: list[Laid]
    heads: list[Laid]


def without_edges(lines: Sequence[Laid]) -> Leaves:
    """A head of pages is told once; a number of a page at its edge is no text of the plan."""
    tops = Counter(line.text for line in lines if line.page and len(line.pieces) < 3)
    kept: list[Laid] = []
    heads: list[Laid] = []
    begins = False
    for at, line in enumerate(lines):
        last = at + 1 == len(lines) or lines[at + 1].page
        if (line.page or begins or last) and len(line.pieces) == 1 and _PAGE.fullmatch(line.text):
            begins |= line.page
            continue
        if (line.page or begins) and tops[line.text] > 1:
            begins = True
            if line.text not in {one.text for one in heads}:
                heads.append(line)
            continue
        kept.append(replace(line, page=True) if begins else line)
        begins = False
    return Leaves(kept, heads)
