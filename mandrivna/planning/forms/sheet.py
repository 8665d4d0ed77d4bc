"""A form with its figures: what the program counted, what people wrote over it, last year beside it, and what does not add up.

Pure: no database here. A signed form is read from what was frozen with it, whatever the definition has become since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from mandrivna.core.problems import Problem, Warning
from mandrivna.planning.figures import EMPTY, NO_DATA, Cell, number, quotient
from mandrivna.planning.forms.definitions import Control, Form, FormRow, Place
from mandrivna.planning.states import State

type Cells = dict[Place, Cell]
type Said = Mapping[str, Mapping[str, Any]]
"""«row.column» → state, value, reason: as a sheet keeps what people wrote."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One cell: what stands, what the program would say, last year's; `later`: what the facts say since it was signed."""

    column: str
    cell: Cell
    auto: Cell
    before: Cell = EMPTY
    said: bool = False
    reason: str = ""
    later: Cell | None = None


@dataclass(frozen=True, kw_only=True)
class Line:
    code: str
    printed: str
    label: str
    counted_in: str
    source: str
    depth: int = 0
    verify: bool = False
    note: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section with its columns and lines."""

    code: str
    heading: str
    columns: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    verify: bool = False


@dataclass(frozen=True, kw_only=True)
class Filled:
    """The whole form, ready to be shown, printed, added up or frozen."""

    code: str
    about: Mapping[str, Any]
    whose: str
    year: int
    parts: tuple[Part, ...]
    warnings: tuple[Problem, ...] = ()
    note: str = ""
    missing: tuple[tuple[str, str], ...] = ()
    """For a summary: whose figures are not in it, and why."""
    added: int = 0
    choices: tuple[str, ...] = ()
    """How the institution counts the rows that could be counted otherwise, for everywhere the form is shown or printed."""
    rules: Mapping[str, Any] = field(default_factory=dict)
    """The same for the program: what was signed is counted by these for ever."""

    def lines(self) -> Iterator[Line]:
        for part in self.parts:
            yield from part.lines

    def figure(self, row: str, column: str) -> Figure | None:
        return next((one for line in self.lines() if line.code == row for one in line.figures if one.column == column), None)

    @property
    def cells(self) -> Cells:
        return {(line.code, one.column): one.cell for line in self.lines() for one in line.figures}

    @property
    def corrected(self) -> bool:
        return any(one.later is not None for line in self.lines() for one in line.figures)

    @property
    def title(self) -> str:
        return _("%(name)s за %(year)s рік") % {"name": self.about["name"], "year": self.year}


def key(place: Place) -> str:
    return ".".join(place)


def said_cell(said: Said, row: FormRow, column: str) -> Cell | None:
    """What a person wrote, in the digits of the row."""
    words = said.get(key((row.code, column)))
    if words is None:
        return None
    return cell_of(words["state"], words.get("value"), row.digits, "hand")


def cell_of(state: str, value: Any, digits: int, origin: str) -> Cell:
    if state != State.NUMBER or value is None:
        return Cell(State(state), None, origin)
    figure = Decimal(str(value))
    whole = figure == figure.to_integral_value() and not digits
    return Cell(State.NUMBER, int(figure) if whole else figure, origin, digits=digits)


def counted_cell(value: int | Decimal | None, digits: int = 0) -> Cell:
    return NO_DATA if value is None else Cell(State.NUMBER, value, "ledger", digits=digits)


def fill(form: Form, counted: Mapping[Place, Any], said: Said) -> tuple[Cells, Cells]:
    """(what stands, what the program says). Rows that are computed come after what they are computed from."""
    autos: Cells = {}
    stands: Cells = {}
    listed = sorted(form.places(), key=lambda pair: pair[0].source in ("total", "ratio"))
    for row, column in listed:
        place = (row.code, column.code)
        autos[place] = _auto(row, column.code, counted, stands)
        stands[place] = said_cell(said, row, column.code) or autos[place]
    return stands, autos


def _auto(row: FormRow, column: str, counted: Mapping[Place, Any], stands: Cells) -> Cell:
    of = [stands.get((name, column), EMPTY) for name in row.of]
    match row.source:
        case "total":
            known = [cell.value for cell in of if cell.known and cell.value is not None]
            return Cell(State.NUMBER, sum(known), "computed", digits=row.digits) if known else NO_DATA
        case "ratio":
            above, below = of
            if not (above.known and below.known):
                return NO_DATA
            return quotient(above.value, below.value, digits=row.digits)  # type: ignore[arg-type]
        case "hand" if (row.code, column) not in counted:
            return EMPTY
    return counted_cell(counted.get((row.code, column)), row.digits)


def filled(
    form: Form, *, whose: str, year: int, counted: Mapping[Place, Any], said: Said, before: Cells, note: str = "",
    missing: Sequence[tuple[str, str]] = (), added: int = 0, choices: Sequence[str] | None = None,
) -> Filled:  # fmt: skip
    stands, autos = fill(form, counted, said)
    parts = []
    for section in form.sections.values():
        lines = tuple(
            _line(row, [column.code for column in section.columns], stands, autos, before, said)
            for row in form
            if row.section == section.code
        )
        if lines:
            columns = tuple((column.code, column.label) for column in section.columns)
            parts.append(Part(code=section.code, heading=section.heading, columns=columns, lines=lines, verify=section.verify))
    return Filled(
        code=form.code,
        about=about(form),
        whose=whose,
        year=year,
        parts=tuple(parts),
        warnings=(*controls(form, stands, before), *_untold(form, stands)),
        note=note,
        missing=tuple(missing),
        added=added,
        choices=tuple(form.choices if choices is None else choices),
        rules=form.rules,
    )


def about(form: Form) -> dict[str, Any]:
    return {
        "number": form.number, "name": form.name, "level": form.level, "ministry": form.ministry, "order": form.order,
        "registered": form.registered, "verify": form.verify, "sums": form.sums,
    }  # fmt: skip


def _line(row: FormRow, columns: Iterable[str], stands: Cells, autos: Cells, before: Cells, said: Said) -> Line:
    figures = []
    for column in columns:
        place = (row.code, column)
        words = said.get(key(place))
        figures.append(
            Figure(
                column=column, cell=stands[place], auto=autos[place], before=before.get(place, EMPTY), said=words is not None,
                reason=words.get("reason", "") if words else "",
            )
        )  # fmt: skip
    return Line(
        code=row.code, printed=row.printed, label=row.label, counted_in=row.counted_in, source=row.source, depth=row.depth,
        verify=row.verify, note=row.note, figures=tuple(figures),
    )  # fmt: skip


# --- controls ---------------------------------------------------------------------------------------------------------


def controls(form: Form, cells: Cells, before: Cells) -> Iterator[Problem]:
    """What does not add up is said, never refused: the explanatory note is the place to say why it is so."""
    for control in form.controls:
        main = form.rows[control.large or control.end]
        for column in form.sections[main.section].columns:
            yield from _control(form, control, column.code, cells, before)


def _value(cells: Cells, place: Place) -> Any:
    cell = cells.get(place, EMPTY)
    return cell.value if cell.known else None


def _control(form: Form, control: Control, column: str, cells: Cells, before: Cells) -> Iterator[Problem]:
    def value(code: str) -> Any:
        return _value(cells, (code, column))

    match control.kind:
        case "parts":
            yield from _parts(form, control, column, value(control.large), [value(code) for code in control.small])
        case "least":
            small, large = value(control.small[0]), value(control.large)
            if small is not None and large is not None and small > large:
                yield _said(
                    _("«%(small)s» (%(less)s) більше, ніж «%(large)s» (%(more)s)"), "more_than_whole", control.small[0], column,
                    small=form.rows[control.small[0]].label, less=number(small), large=form.rows[control.large].label,
                    more=number(large),
                )  # fmt: skip
        case "balance":
            moved = [value(code) for code in (control.start, *control.plus, *control.minus, control.end)]
            if None not in moved:
                expected = moved[0] + sum(moved[1 : 1 + len(control.plus)]) - sum(moved[1 + len(control.plus) : -1])
                if expected != moved[-1]:
                    yield _said(
                        _("«%(end)s»: %(stands)s, а за рухом мало б бути %(expected)s"), "balance", control.end, column,
                        end=form.rows[control.end].label, stands=number(moved[-1]), expected=number(expected),
                    )  # fmt: skip
        case "carried":
            start, end = value(control.start), _value(before, (control.end, column))
            if start is not None and end is not None and start != end:
                yield _said(
                    _("«%(start)s»: %(stands)s, а торік на кінець року було %(before)s"), "carried", control.start, column,
                    start=form.rows[control.start].label, stands=number(start), before=number(end),
                )  # fmt: skip


def _parts(form: Form, control: Control, column: str, whole: Any, parts: list[Any]) -> Iterator[Problem]:
    known = [part for part in parts if part is not None]
    if whole is None or not known:
        return
    added = sum(known)
    words = {"total": form.rows[control.large].label, "parts": number(added), "whole": number(whole)}
    if added > whole:
        yield _said(
            _("«%(total)s»: складники дають %(parts)s, це більше, ніж у рядку: %(whole)s"), "parts", control.large, column, **words
        )
    elif control.exact and added < whole and len(known) == len(parts):
        yield _said(_("«%(total)s»: сума складників %(parts)s, у рядку %(whole)s"), "parts", control.large, column, **words)


def _said(text: str, code: str, row: str, column: str, **words: str) -> Warning:
    return Warning(code=code, text=text % words, field=row, details={"column": column})


def _untold(form: Form, cells: Cells) -> Iterator[Problem]:
    empty = [row.label for row, column in form.places() if cells[row.code, column.code].state == State.EMPTY]
    if empty:
        text = _("Ще не внесено: %(rows)s. Якщо числа немає, так і запишіть: «немає даних».") % {"rows": "; ".join(empty)}
        yield Warning(code="untold", text=text, details={"rows": len(empty)})


# --- frozen and read again --------------------------------------------------------------------------------------------


def freeze(found: Filled) -> dict[str, Any]:
    """Plain JSON: everything that was on the page when it was signed."""
    return {
        "code": found.code, "about": dict(found.about), "whose": found.whose, "year": found.year, "note": found.note,
        "missing": [list(one) for one in found.missing], "added": found.added,
        "choices": list(found.choices), "rules": dict(found.rules),
        "warnings": [[one.code, str(one), one.field] for one in found.warnings],
        "parts": [
            {
                "code": part.code, "heading": part.heading, "columns": [list(one) for one in part.columns], "verify": part.verify,
                "lines": [_frozen_line(line) for line in part.lines],
            }
            for part in found.parts
        ],
    }  # fmt: skip


def _frozen_line(line: Line) -> dict[str, Any]:
    figures = [
        {
            "column": one.column, "said": one.said, "reason": one.reason, "cell": _plain(one.cell), "auto": _plain(one.auto),
            "before": _plain(one.before),
        }
        for one in line.figures
    ]  # fmt: skip
    return {
        "code": line.code, "printed": line.printed, "label": line.label, "counted_in": line.counted_in, "source": line.source,
        "depth": line.depth, "verify": line.verify, "note": line.note, "figures": figures,
    }  # fmt: skip


def _plain(cell: Cell) -> list[Any]:
    return [str(cell.state), None if cell.value is None else str(cell.value), cell.digits, cell.origin]


def _thawed(said: Sequence[Any]) -> Cell:
    state, value, digits, origin = said
    return cell_of(state, value, digits, origin)


def thaw(frozen: Mapping[str, Any], now: Cells | None = None) -> Filled:
    """`now`: what the program counts today; where it differs from what it counted then, the difference stands beside."""
    parts = tuple(
        Part(
            code=part["code"], heading=part["heading"], columns=tuple((code, label) for code, label in part["columns"]),
            verify=part["verify"], lines=tuple(_thawed_line(line, now or {}) for line in part["lines"]),
        )
        for part in frozen["parts"]
    )  # fmt: skip
    return Filled(
        code=frozen["code"], about=frozen["about"], whose=frozen["whose"], year=frozen["year"], note=frozen["note"], parts=parts,
        warnings=tuple(Warning(code=code, text=text, field=row) for code, text, row in frozen["warnings"]),
        missing=tuple((name, why) for name, why in frozen["missing"]), added=frozen["added"],
        choices=tuple(frozen.get("choices", ())), rules=frozen.get("rules", {}),
    )  # fmt: skip


def _thawed_line(line: Mapping[str, Any], now: Cells) -> Line:
    figures = []
    for said in line["figures"]:
        auto, today = _thawed(said["auto"]), now.get((line["code"], said["column"]))
        later = today if today is not None and today.known and auto.known and today.value != auto.value else None
        figures.append(
            Figure(
                column=said["column"], cell=_thawed(said["cell"]), auto=auto, before=_thawed(said["before"]), said=said["said"],
                reason=said["reason"], later=later,
            )
        )  # fmt: skip
    return Line(
        code=line["code"], printed=line["printed"], label=line["label"], counted_in=line["counted_in"], source=line["source"],
        depth=line["depth"], verify=line["verify"], note=line["note"], figures=tuple(figures),
    )  # fmt: skip


@dataclass(frozen=True)
class Sums:
    """Addition over libraries: a cell nobody gave a number for has no sum."""

    cells: dict[Place, Decimal | int] = field(default_factory=dict)
    by: dict[Place, list[tuple[Any, Cell]]] = field(default_factory=dict)

    def add(self, whose: Any, frozen: Mapping[str, Any]) -> None:
        for part in frozen["parts"]:
            for line in part["lines"]:
                if line["source"] == "ratio":
                    continue
                for said in line["figures"]:
                    cell = _thawed(said["cell"])
                    place = (line["code"], said["column"])
                    self.by.setdefault(place, []).append((whose, cell))
                    if cell.known and cell.value is not None:
                        self.cells[place] = self.cells.get(place, 0) + cell.value
