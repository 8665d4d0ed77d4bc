"""What a report says, as values: made from the plan and the facts while it is a draft, read from what was sealed afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from mandrivna.planning.figures import NBSP, number
from mandrivna.planning.periods import slice_label
from mandrivna.planning.reports.tokens import filled

type Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Count:
    """One number of a row."""

    tie: str
    label: str
    planned: int | None
    fact: int | None
    people: bool
    before: int | None = None
    """The same days of the year before."""
    own: int | None = None
    """Of the last quarter or month of the report by itself."""
    indicator: str | None = None
    """None in what was sealed before this was noted."""

    @property
    def percent(self) -> str:
        if not self.planned or self.fact is None:
            return ""
        return f"{round(100 * self.fact / self.planned)}{NBSP}%"


@dataclass(frozen=True, kw_only=True)
class Link:
    on: str
    address: str
    note: str

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.on)


@dataclass(frozen=True, kw_only=True)
class Head:
    """One column of a section's own table, as the plan has it."""

    title: str
    role: str
    width: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the plan in the report."""

    uid: str
    number: str
    title: str
    heading: bool
    state: str
    """A word of `compose.STATES`."""
    word: str
    text: str
    counts: tuple[Count, ...]
    links: tuple[Link, ...]
    held: int
    came: int
    cells: tuple[str, ...] = ()
    """The words of each column of the part, as written; what was sealed before this was kept has none."""
    level: int = 0
    who: str = ""
    """Who answers for the row, for whoever writes the draft: never sealed, so no signed report knows it."""


@dataclass(frozen=True, kw_only=True)
class Photo:
    """Words only. `of`: the event, `title` and `on` say of what it is; `digest` tells the same picture from another."""

    uid: str
    of: str
    title: str
    on: str
    alt: str
    digest: str

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.on)


@dataclass(frozen=True, kw_only=True)
class Part:
    uid: str
    number: str
    title: str
    depth: int
    text: str
    lines: tuple[Line, ...]
    photos: tuple[Photo, ...] = ()
    columns: tuple[Head, ...] = ()
    numbered: bool = False
    """With a row of the columns' numbers under their heads."""

    @property
    def named(self) -> str:
        dot = "." if self.number and not self.number.endswith(".") else ""
        return f"{self.number}{dot} {self.title}".strip()

    @property
    def rows(self) -> list[Line]:
        return [line for line in self.lines if not line.heading]

    @property
    def counted(self) -> bool:
        return any(line.counts for line in self.lines)

    @property
    def held(self) -> int:
        return sum(line.held for line in self.lines)

    @property
    def came(self) -> int:
        return sum(line.came for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One row of a table of indicators: `values` are the numbers behind its cells, None where a cell is words."""

    code: str
    parent: str
    part: bool
    people: bool
    depth: int
    cells: tuple[str, ...]
    values: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Indicators:
    title: str
    head: tuple[str, ...]
    rows: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class Composed:
    title: str
    year: int
    until: str
    day: str
    """The last day whose facts are here."""
    intro: str
    closing: str
    figures: Mapping[str, int | None]
    people: tuple[str, ...]
    """Of the figures, those that count persons."""
    parts: tuple[Part, ...]
    indicators: tuple[Indicators, ...] = ()
    shorts: tuple[tuple[str, str], ...] = ()
    """Abbreviations and what they stand for."""
    choices: tuple[str, ...] = ()
    """How the institution counts what stands here, where it could be counted otherwise."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """The same for the program: what was signed is counted by these for ever."""

    def said(self, text: str) -> str:
        """With numbers in place of their names."""
        return filled(text, self.figures)

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.rows]

    @property
    def sliced(self) -> str:
        """The quarter or month whose own numbers stand beside those since January; what was sealed before has none."""
        return slice_label(self.until) if any(count.own is not None for line in self.lines for count in line.counts) else ""

    @property
    def words(self) -> list[str]:
        """Everything that is written in it, numbers by their names."""
        texts = [self.intro, self.closing]
        for part in self.parts:
            texts += [part.title, part.text, *(text for line in part.lines for text in (line.title, line.text, *line.cells))]
        return texts

    def part(self, uid: str) -> Part | None:
        return next((part for part in self.parts if part.uid == uid), None)


def to_json(whole: Composed) -> Json:
    """Texts stand twice: as they were written, and as they were read, with their numbers put in."""
    said = {"intro": whole.said(whole.intro), "closing": whole.said(whole.closing)}
    said |= {part.uid: whole.said(part.text) for part in whole.parts if part.text}
    plain = _plain(asdict(whole))
    for line in (line for part in plain["parts"] for line in part["lines"]):
        del line["who"]
    return {**plain, "said": said}


def _plain(value: Any) -> Any:
    """As it will come back from the database: what is sealed and what is read must be the same."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def from_json(kept: Json) -> Composed:
    about = {name: value for name, value in kept.items() if name != "said"}
    about["people"], about["choices"] = tuple(about["people"]), tuple(about.get("choices", ()))
    about["parts"] = tuple(_part(one) for one in about["parts"])
    about["indicators"] = tuple(_indicators(one) for one in about["indicators"])
    about["shorts"] = tuple((short, full) for short, full in about.get("shorts", ()))
    return Composed(**about)


def _part(kept: Json) -> Part:
    photos = tuple(Photo(**one) for one in kept.get("photos", ()))
    columns = tuple(Head(**one) for one in kept.get("columns", ()))
    return Part(**{**kept, "lines": tuple(_line(one) for one in kept["lines"]), "photos": photos, "columns": columns})


def _line(kept: Json) -> Line:
    counts, links = (tuple(Count(**one) for one in kept["counts"]), tuple(Link(**one) for one in kept["links"]))
    return Line(**{**kept, "counts": counts, "links": links, "cells": tuple(kept.get("cells", ()))})


def _indicators(kept: Json) -> Indicators:
    rows = tuple(Place(**{**one, "cells": tuple(one["cells"]), "values": tuple(one["values"])}) for one in kept["rows"])
    return Indicators(title=kept["title"], head=tuple(kept["head"]), rows=rows)


# --- what has come since ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Later:
    """Facts of the report's own days that were written down after it was signed: tie, or name of a figure → how many."""

    counts: Mapping[str, int]
    figures: Mapping[str, int]

    def __bool__(self) -> bool:
        return bool(self.counts or self.figures)


def later(signed: Composed, now: Composed) -> Later:
    standing = {count.tie: count.fact for line in now.lines for count in line.counts}
    counts = {
        count.tie: change
        for line in signed.lines
        for count in line.counts
        if (change := _change(count.fact, standing.get(count.tie)))
    }
    figures = {code: change for code, value in signed.figures.items() if (change := _change(value, now.figures.get(code)))}
    return Later(counts=counts, figures=figures)


def _change(then: int | None, now: int | None) -> int:
    return 0 if then is None or now is None else now - then


def own_word(count: Count) -> str:
    return "" if count.own is None else number(count.own)


def fact_word(count: Count) -> str:
    return "" if count.fact is None else number(count.fact)
