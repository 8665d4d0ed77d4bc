"""A signed report as everybody may read it: nobody can be guessed from a number, and nothing of the house's own rows is told. Pure.

Only rows of class S1 stand there. Of people, what `apart.secret` keeps back is not told, and with it go its percentage, its
deviation, its explanation, and every share and change that would give it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from mandrivna.planning.definitions import COMPUTED, DIFFERENCES, Definitions
from mandrivna.planning.figures import number
from mandrivna.planning.plan_states import COUNTED, Role
from mandrivna.planning.reports.apart import BEFORE_AT, FACT_AT, Key, Told, is_open, read, secret
from mandrivna.planning.reports.composed import Composed, Count, Indicators, Line, Part, Place, fact_word
from mandrivna.planning.reports.grids import Leading, explained, leading, numbers_in
from mandrivna.planning.reports.tokens import counts_people, filled

OPEN = (
    Role.NUMBER, Role.TITLE, Role.DIRECTION, Role.FORM, Role.AUDIENCE, Role.QUANTITY, Role.FORM_QUANTITY, Role.TERM, Role.RESULT,
)  # fmt: skip
PLANNED = (*COUNTED, Role.RESULT)


def withheld() -> str:
    return _("не показуємо")


def show(whole: Composed, definitions: Definitions, least: int, *, earlier: Sequence[Composed] = ()) -> Shown:
    """`earlier`: the other reports that everybody could read before this one, in that order."""
    told = [read(one, definitions) for one in (*earlier, whole)]
    return Shown(whole, definitions, least, told[-1], frozenset(secret(told, least)))


@dataclass(frozen=True)
class Shown:
    whole: Composed
    definitions: Definitions
    least: int
    told: Told
    kept: frozenset[Key]

    def fact(self, count: Count) -> str:
        return fact_word(count) if self._may(count) else withheld()

    def percent(self, count: Count) -> str:
        return count.percent if self._may(count) else ""

    def planned(self, count: Count) -> str:
        """With the word of its state, a small plan would say nearly how many there were."""
        may = self._may(count) or (self._open(count) and (count.planned or 0) >= self.least)
        return number(count.planned) if may and count.planned is not None else ""

    def came(self, line: Line) -> str:
        return withheld() if ("came", line.uid, self.whole.year) in self.kept else number(line.came)

    def told_of(self, line: Line) -> str:
        """Why the house's own number is as it is stays in the house, like the number."""
        public = line if all(self._open(count) for count in line.counts) else replace(line, text="")
        return explained(public, came=self.came(line))

    def leading(self, part: Part) -> Leading:
        """The plan's columns that everybody may read: not who does it, where, of what means, nor what the house wrote in others."""
        return leading(part, lambda head: head.role in OPEN)

    def cells(self, leading_: Leading, part: Part, line: Line) -> list[tuple[str, bool]]:
        return leading_.cells(line, lambda at: self._written(line, part.columns[at].role, line.cells[at]))

    def shorts(self, seen: str) -> list[tuple[str, str]]:
        """Only of what is seen: an abbreviation that stood beside a name would tell whose department it was."""
        return [(short, full) for short, full in self.whole.shorts if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", seen)]

    def section_came(self, part: Part) -> str:
        return withheld() if ("part", part.uid, self.whole.year) in self.kept else number(part.came)

    def tables(self) -> list[Indicators]:
        tables = [replace(table, rows=tuple(self._rows(table))) for table in self.whole.indicators]
        return [table for table in tables if table.rows]

    def said(self, text: str) -> str:
        """Words with their numbers put in anew: what a table keeps back stays unsaid here too."""

        def hide(code: str) -> str:
            known = is_open(self.definitions, code) and self.told.figures.get(code) not in self.kept
            return "" if known else withheld()

        return filled(text, self.whole.figures, hide=hide)

    # --- inside ---------------------------------------------------------------------------------------------------------

    def _written(self, line: Line, role: str, text: str) -> str:
        """As `planned`: a number of the plan in the plan's own words."""
        numbers = numbers_in(text) if role in PLANNED else set()
        kept = not all(self._may(count) for count in line.counts) or ("came", line.uid, self.whole.year) in self.kept
        house = not all(self._open(count) for count in line.counts)
        return withheld() if numbers and (house or (kept and min(numbers) < self.least)) else text

    def _open(self, count: Count) -> bool:
        if count.indicator is None:  # of those that were sealed so, the house's own numbers count as people
            return not count.people
        return not count.indicator or is_open(self.definitions, count.indicator)

    def _may(self, count: Count) -> bool:
        if not self._open(count) or self.told.counts.get(count.tie) in self.kept:
            return False
        code = count.indicator or ""
        return code not in self.definitions.rows or self._computed(code, count.fact)

    def _rows(self, table: Indicators) -> Iterator[Place]:
        for place in table.rows:
            if is_open(self.definitions, place.code):
                yield self._place(place)

    def _place(self, place: Place) -> Place:
        years = {BEFORE_AT: self.whole.year - 1, FACT_AT: self.whole.year}
        away = {at for at, year in years.items() if ("figure", place.code, year) in self.kept}
        if not self._computed(place.code, *(place.values[at] for at in years)):
            away = {at for at in years if place.cells[at]}
        cells = [withheld() if at in away else cell for at, cell in enumerate(place.cells)]
        if FACT_AT in away:  # what is computed from it, and what is said of it
            cells[FACT_AT + 1 :] = [""] * (len(cells) - FACT_AT - 1)
        return replace(place, cells=tuple(cells), values=(None,) * len(cells)) if away else place

    def _computed(self, code: str, *values: int | None) -> bool:
        """May a share or a change be told? Not beside a number that it would give back."""
        row = self.definitions[code]
        if row.calc not in COMPUTED:
            return True
        for name in row.of:
            known = self.definitions.get(name)
            if known is None or not is_open(self.definitions, name) or not self._computed(name):
                return False
            keys: list[Key] = [("figure", name, self.whole.year - ago) for ago in (0, 1)]
            if any(key in self.kept for key in keys):
                return False
            if counts_people(self.definitions, known):
                now = self.told.values.get(keys[0])
                if now is None or (row.calc in DIFFERENCES and any(self._few(now, row.calc, one) for one in values)):
                    return False
        return True

    def _few(self, now: int, calc: str, change: int | None) -> bool:
        """Would the change tell that there were few people then?"""
        if change is None:
            return False
        grown = 100 + (change if calc == "change" else -change)
        return grown <= 0 or now * 100 / grown <= self.least
