"""The table of indicators as values: plan, fact, percentage, deviation, and what does not add up. Pure: no database here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from mandrivna.core.problems import Problem, Warning
from mandrivna.planning.definitions import DIFFERENCES, Definitions, Row
from mandrivna.planning.figures import EMPTY, NO_DATA, UNDEFINED, Cell, number, quotient
from mandrivna.planning.states import State

PLAN_BEFORE, FACT_BEFORE, PLAN, FACT = COLUMNS = ("plan_before", "fact_before", "plan", "fact")
PLANS = (PLAN_BEFORE, PLAN)
FACT_THEN = "fact_then"
"""Last year's fact to the same day of the year: what a change is measured against."""


@dataclass(kw_only=True)
class Sheet:
    """Everything written down about a unit and two years, before any computing."""

    plans: dict[tuple[int, str], Cell] = field(default_factory=dict)
    documents: dict[tuple[int, str], Cell] = field(default_factory=dict)
    explanations: dict[str, str] = field(default_factory=dict)
    counted: dict[str, dict[str, int | None]] = field(default_factory=dict)
    """Column → row → what the ledger says; None where it has nothing to say, which is not zero."""


@dataclass(frozen=True, kw_only=True)
class TableRow:
    row: Row
    depth: int
    cells: Mapping[str, Cell]
    percent: Cell
    deviation: Cell
    explanation: str = ""
    warnings: tuple[Problem, ...] = ()

    @property
    def code(self) -> str:
        return self.row.code

    @property
    def nothing(self) -> bool:
        return not any(cell.known and cell.value for cell in self.cells.values())


@dataclass(frozen=True, kw_only=True)
class Table:
    unit: Any
    year: int
    end: dt.date
    until: str
    definitions: Definitions
    rows: tuple[TableRow, ...]
    explanations: Mapping[str, str]
    known_by: dt.datetime | None = None

    def __getitem__(self, code: str) -> TableRow:
        for row in self.rows:
            if row.code == code:
                return row
        raise KeyError(code)

    @property
    def shown(self) -> list[TableRow]:
        return [row for row in self.rows if not (row.row.hide_empty and row.nothing)]

    def sections(self) -> Iterator[tuple[str, str, list[TableRow]]]:
        for code, title in self.definitions.tables.items():
            if rows := [row for row in self.shown if row.row.table == code]:
                yield code, title, rows

    @property
    def warned(self) -> list[tuple[TableRow, Problem]]:
        return [(row, warning) for row in self.rows for warning in row.warnings]

    @property
    def warnings(self) -> list[Problem]:
        return [warning for _row, warning in self.warned]


class Maths:
    """Cells of every column, each computed once."""

    def __init__(self, definitions: Definitions, year: int, sheet: Sheet, *, whole_year: bool = True) -> None:
        self.definitions, self.year, self.sheet, self.whole_year = definitions, year, sheet, whole_year
        self._known: dict[tuple[str, str], Cell] = {}

    def cell(self, column: str, code: str) -> Cell:
        place = (column, code)
        if place not in self._known:
            self._known[place] = self._cell(column, self.definitions[code])
        return self._known[place]

    def _cell(self, column: str, row: Row) -> Cell:
        match row.calc:
            case "heading":
                return EMPTY
            case "ratio" if not (row.aim and column in PLANS):
                return self._ratio(column, row)
            case "change" | "decrease" if column not in PLANS:
                return self._change(column, row)
        if column in PLANS:
            return self.sheet.plans.get((self._year(column), row.code), EMPTY)
        return self._fact(column, row)

    def _year(self, column: str) -> int:
        return self.year if column in (PLAN, FACT) else self.year - 1

    def _fact(self, column: str, row: Row) -> Cell:
        """The ledger first; a document of that whole year where the ledger is silent or has nothing but a zero to say."""
        whole = column == FACT_BEFORE or self.whole_year
        document = self.sheet.documents.get((self._year(column), row.code)) if whole else None
        counted = self._of_parts(column, row) if row.total == "parts" else self.sheet.counted.get(column, {}).get(row.code)
        if counted is None or (counted == 0 and document and document.known):
            return document or NO_DATA
        other = document.value if document and document.known and document.value != counted else None
        return Cell(State.NUMBER, counted, "ledger", document=other)  # type: ignore[arg-type]

    def _of_parts(self, column: str, row: Row) -> int | None:
        cells = [self.cell(column, part.code) for part in self.definitions.parts(row.code)]
        counted = [int(cell.value) for cell in cells if cell.known and cell.value is not None and cell.origin == "ledger"]
        return sum(counted) if counted else None

    def _ratio(self, column: str, row: Row) -> Cell:
        above, below = (self.cell(column, code) for code in row.of)
        return _without_number(above, below) or quotient(above.value, below.value, per=row.per, digits=row.digits)  # type: ignore[arg-type]

    def _change(self, column: str, row: Row) -> Cell:
        if column != FACT:
            return self.sheet.documents.get((self._year(column), row.code), EMPTY)
        now, then = self.cell(FACT, row.of[0]), self.cell(FACT_BEFORE if self.whole_year else FACT_THEN, row.of[0])
        if without := _without_number(now, then):
            return without
        more = now.value - then.value  # type: ignore[operator]
        return quotient(-more if row.calc == "decrease" else more, then.value, per=100, digits=row.digits)  # type: ignore[arg-type]


def _without_number(*cells: Cell) -> Cell | None:
    states = {cell.state for cell in cells}
    if State.NO_DATA in states:
        return NO_DATA
    if State.EMPTY in states:
        return EMPTY
    return None if states == {State.NUMBER} else UNDEFINED


def compute(
    definitions: Definitions, unit: Any, year: int, end: dt.date, until: str, sheet: Sheet, known_by: dt.datetime | None = None
) -> Table:
    maths = Maths(definitions, year, sheet, whole_year=not until)
    titles = column_titles(year)
    rows: list[TableRow] = []
    depth: dict[str, int] = {}
    for row in definitions:
        depth[row.code] = depth[row.parent] + 1 if row.parent else 0
        cells = {column: maths.cell(column, row.code) for column in COLUMNS}
        warnings = [warning for column in COLUMNS for warning in _control(definitions, maths, row, column, titles[column])]
        rows.append(
            TableRow(
                row=row,
                depth=depth[row.code],
                cells=cells,
                percent=_percent(row, cells),
                deviation=_deviation(row, cells),
                explanation=sheet.explanations.get(row.code, ""),
                warnings=(*warnings, *_documents(row, cells, titles)),
            )
        )
    return Table(
        unit=unit,
        year=year,
        end=end,
        until=until,
        definitions=definitions,
        rows=tuple(rows),
        explanations=sheet.explanations,
        known_by=known_by,
    )


def column_titles(year: int) -> dict[str, str]:
    plan, fact = _("План на %(year)s рік"), _("Виконано в %(year)s році")
    return {
        PLAN_BEFORE: plan % {"year": year - 1},
        FACT_BEFORE: fact % {"year": year - 1},
        PLAN: plan % {"year": year},
        FACT: fact % {"year": year},
    }


def _percent(row: Row, cells: Mapping[str, Cell]) -> Cell:
    if row.calc == "heading" or (row.calc in DIFFERENCES and not row.aim):
        return EMPTY
    plan, fact = cells[PLAN], cells[FACT]
    if not (plan.known and fact.known):
        return UNDEFINED
    return quotient(fact.value, plan.value, per=100)  # type: ignore[arg-type]


def _deviation(row: Row, cells: Mapping[str, Cell]) -> Cell:
    if row.calc == "heading" or (row.calc in DIFFERENCES and not row.aim):
        return EMPTY
    plan, fact = cells[PLAN], cells[FACT]
    if not (plan.known and fact.known):
        return UNDEFINED
    return replace(fact, value=fact.value - plan.value, origin="computed", document=None, forecast_at=None)  # type: ignore[operator]


def _control(definitions: Definitions, maths: Maths, row: Row, column: str, title: str) -> Iterator[Problem]:
    """A sum that does not come out is said, never refused: the documents of 2022 and 2023 do not add up either."""
    if row.parts == "none":
        return
    total = maths.cell(column, row.code)
    parts = [cell for part in definitions.parts(row.code) if (cell := maths.cell(column, part.code)).known]
    if not total.known or not parts:
        return
    added = sum(int(cell.value or 0) for cell in parts)
    if added == total.value or (row.parts == "some" and added < int(total.value or 0)):
        return
    if row.parts == "all":
        text = _("%(column)s: сума складників %(parts)s, у рядку %(total)s")
    else:
        text = _("%(column)s: складники дають %(parts)s, це більше, ніж у рядку: %(total)s")
    said = {"column": title, "parts": number(added), "total": number(total.value or 0)}
    yield Warning(
        code="sum_of_parts",
        text=text % said,
        field=row.code,
        details={"column": column, "parts": added, "total": int(total.value or 0)},
    )


def _documents(row: Row, cells: Mapping[str, Cell], titles: Mapping[str, str]) -> Iterator[Problem]:
    for column in (FACT_BEFORE, FACT):
        if (said := cells[column].document) is not None:
            text = _("%(column)s: у документі %(document)s, за фактами %(counted)s")
            words = {"column": titles[column], "document": number(said), "counted": cells[column].text}
            yield Warning(code="document_differs", text=text % words, field=row.code, details={"column": column, "document": said})
