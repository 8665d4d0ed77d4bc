"""A signed report as everybody may read it: nobody can be guessed from a number, and no executor is named. Pure.

Of people, one to four is «less than 5»; with it go its percentage, its deviation, and whatever would give it away by subtraction:
the next smallest part of the same sum, the number of those who came to the events of its row, and the sum of its section.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from mandrivna.planning.figures import number
from mandrivna.planning.reports.composed import Composed, Count, Indicators, Line, Part, Place, fact_word
from mandrivna.planning.reports.paper import explained
from mandrivna.planning.reports.tokens import filled

FEWEST = 5
FACT_AT = 4
"""The column of this year's fact in a table of indicators."""


def small(value: int | None) -> bool:
    return value is not None and 0 < value < FEWEST


def less() -> str:
    return _("менше 5")


def withheld() -> str:
    return _("не показуємо")


def fact(count: Count) -> str:
    return less() if count.people and small(count.fact) else fact_word(count)


def percent(count: Count) -> str:
    return "" if count.people and small(count.fact) else count.percent


def came(line: Line) -> str:
    return less() if small(line.came) else number(line.came)


def told_of(line: Line) -> str:
    return explained(line, came=came(line))


def section_came(part: Part) -> str:
    """Not told where subtracting the other rows would tell the small one."""
    return withheld() if any(small(line.came) for line in part.lines) else number(part.came)


def tables(whole: Composed) -> list[Indicators]:
    return [replace(table, rows=tuple(_place(place, _hidden(table.rows)) for place in table.rows)) for table in whole.indicators]


def _hidden(rows: Iterable[Place]) -> dict[tuple[str, int], str]:
    """(row, column) → what stands there instead of its number."""
    places = list(rows)
    found: dict[tuple[str, int], str] = {}
    for column in {at for place in places for at, value in enumerate(place.values) if value is not None}:
        hidden = {place.code for place in places if place.people and small(place.values[column])}
        found |= {(code, column): less() for code in hidden}
        for parent in sorted({place.parent for place in places if place.code in hidden and place.part and place.parent}):
            parts = [place for place in places if place.parent == parent and place.part]
            if sum(place.code in hidden for place in parts) == 1:
                others = [place for place in parts if place.code not in hidden and place.values[column]]
                if others:
                    found[min(others, key=lambda place: place.values[column] or 0).code, column] = withheld()
    return found


def _place(place: Place, hidden: dict[tuple[str, int], str]) -> Place:
    cells = list(place.cells)
    for at in range(len(cells)):
        if said := hidden.get((place.code, at)):
            cells[at] = said
            if at == FACT_AT:  # what is computed from it goes with it
                cells[FACT_AT + 1] = cells[FACT_AT + 2] = ""
    return replace(place, cells=tuple(cells), values=(None,) * len(cells))


def said(whole: Composed, text: str) -> str:
    """Words with their numbers put in anew: a small one, or one that its table keeps back, stays unsaid here too."""
    hidden: dict[str, str] = {}
    for table in whole.indicators:
        hidden |= {code: word for (code, column), word in _hidden(table.rows).items() if column == FACT_AT}
    few = {code for code in whole.people if small(whole.figures.get(code))}
    if few and not whole.indicators:  # no table says which numbers are parts of which: any of them may give a small one away
        hidden |= dict.fromkeys(whole.people, withheld())
    hidden |= dict.fromkeys(few, less())
    return filled(text, whole.figures, hide=lambda code: hidden.get(code, ""))
