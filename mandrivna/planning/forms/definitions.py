"""`policy/forms.yaml` as values: which state forms there are, in which years, with which rows, and what each cell counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.utils.translation import gettext

from mandrivna.core import policy
from mandrivna.planning import definitions as indicators
from mandrivna.planning.definitions import Row

POLICY = "forms"
TOTAL = "total"
"""The one column of a section that names none."""
LIBRARY, NETWORK = "library", "network"
START, LEFT = "start", "left"

type Place = tuple[str, str]
"""Row and column."""


@dataclass(frozen=True, kw_only=True)
class Column:
    code: str
    label: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Section:
    code: str
    number: str
    title: str
    verify: bool
    columns: tuple[Column, ...]

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True, kw_only=True)
class FormRow:
    """`printed` is the row's code in the form: empty where nobody has checked it against the order."""

    code: str
    section: str
    printed: str
    label: str
    counted_in: str
    source: str
    """hand, facts, total or ratio."""
    about: Mapping[str, Any]
    of: tuple[str, ...] = ()
    calc: str = ""
    digits: int = 0
    depth: int = 0
    verify: bool = False
    note: str = ""
    counters: Mapping[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Control:
    kind: str
    small: tuple[str, ...] = ()
    large: str = ""
    exact: bool = False
    start: str = ""
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    end: str = ""


@dataclass(frozen=True, kw_only=True)
class Form:
    code: str
    number: str
    name: str
    level: str
    since: int
    until: int
    ministry: str
    order: str
    registered: str
    deadline: str
    verify: bool
    sums: str
    sections: Mapping[str, Section]
    rows: Mapping[str, FormRow]
    controls: tuple[Control, ...]
    rules: Mapping[str, Any]
    """How the institution counts what may be counted otherwise."""

    def __iter__(self) -> Iterator[FormRow]:
        return iter(self.rows.values())

    def of_year(self, year: int) -> bool:
        return self.since <= year and (not self.until or year <= self.until)

    def places(self) -> Iterator[tuple[FormRow, Column]]:
        for row in self:
            for column in self.sections[row.section].columns:
                yield row, column

    @cached_property
    def counters(self) -> dict[Place, Row]:
        return {(row.code, column): counter for row in self for column, counter in row.counters.items()}

    @property
    def choices(self) -> list[str]:
        return indicators.said_of_choices(counter for row in self for counter in [*row.counters.values()][:1])

    @property
    def title(self) -> str:
        return f"{self.number}. {self.name}"


@dataclass(frozen=True)
class Forms:
    forms: Mapping[str, Form]
    settings: Mapping[str, Any]

    def __iter__(self) -> Iterator[Form]:
        return iter(self.forms.values())

    def get(self, code: str) -> Form | None:
        return self.forms.get(code)

    def of_year(self, year: int) -> list[Form]:
        return [form for form in self if form.of_year(year)]

    def before(self, form: Form, year: int) -> Form | None:
        """What the same report was called the year before: itself, or the predecessor of its level that sums alike."""
        if form.of_year(year - 1):
            return form
        root = form.code.partition("_")[0]
        same = (one for one in self if one.of_year(year - 1) and one.level == form.level and one.code.partition("_")[0] == root)
        return next(same, None)


def load(rules: Mapping[str, Any] | None = None) -> Forms:
    """As in force in this institution; one query. With `rules`: counted by those that were in force when something was signed."""
    forms, counted = policy.load_together(POLICY, indicators.POLICY)
    return build(forms, indicators.build(indicators.with_settings(counted, rules or {})))


def build(data: Mapping[str, Any], counted: indicators.Definitions) -> Forms:
    return Forms({code: _form(code, data["forms"], counted) for code in data["forms"]}, data["settings"])


def rows_of(about: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The shipped rows and the institution's own, each of these behind the row it names."""
    rows: dict[str, dict[str, Any]] = {}
    own = dict(about.get("own", {}))
    for code, row in about.get("rows", {}).items():
        rows[code] = row
        _behind(rows, own, code)
    return {**rows, **own}


def _behind(rows: dict[str, dict[str, Any]], own: dict[str, Any], code: str) -> None:
    for name in [name for name, row in own.items() if row.get("after") == code]:
        rows[name] = own.pop(name)
        _behind(rows, own, name)


def _form(code: str, forms: Mapping[str, Any], counted: indicators.Definitions) -> Form:
    about = forms[code]
    taken = forms[about["sums"]] if about.get("sums") else about
    sections = {name: _section(name, said) for name, said in taken["sections"].items()}
    rows = {**rows_of(taken), **(about.get("own", {}) if taken is not about else {})}
    shown = {name: row for name, row in rows.items() if row.get("shown", True)}
    made = {name: _row(name, row, sections[row["section"]], counted) for name, row in shown.items()}
    order = list(sections)
    return Form(
        code=code,
        number=about["number"],
        name=about["name"],
        level=about["level"],
        since=about["since"],
        until=about["until"],
        ministry=about["ministry"],
        order=about["order"],
        registered=about["registered"],
        deadline=about["deadline"],
        verify=about.get("verify", False),
        sums=about.get("sums", ""),
        sections=sections,
        rows=dict(sorted(made.items(), key=lambda pair: order.index(pair[1].section))),
        controls=tuple(control for said in taken.get("controls", ()) if _present(control := _control(said), made)),
        rules=counted.choices,
    )


def _section(code: str, about: Mapping[str, Any]) -> Section:
    columns = about.get("columns") or {TOTAL: {"label": gettext("Усього")}}
    return Section(
        code=code,
        number=about.get("number", ""),
        title=about["title"],
        verify=about.get("verify", False),
        columns=tuple(
            Column(code=name, label=said["label"], where=_where(said.get("where", {}))) for name, said in columns.items()
        ),
    )


def _where(said: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in said.items()}


def _row(code: str, about: Mapping[str, Any], section: Section, counted: indicators.Definitions) -> FormRow:
    source = next((name for name in ("total", "ratio", "hand") if about.get(name)), "facts")
    calc = about.get("calc", "sum") if about.get("kinds") else ""
    counter = _counter(code, about, counted) if source == "facts" else None
    return FormRow(
        code=code,
        section=section.code,
        printed=about.get("code", ""),
        label=about["label"],
        counted_in=about.get("counted_in", ""),
        source=source,
        about=about,
        of=tuple(about.get("total") or about.get("ratio") or ()),
        calc=calc,
        digits=about.get("digits", 0),
        depth=about.get("depth", 0),
        verify=about.get("verify", False),
        note=about.get("note", ""),
        counters={column.code: _narrowed(counter, column) for column in section.columns} if counter else {},
    )


def _counter(code: str, about: Mapping[str, Any], counted: indicators.Definitions) -> Row:
    if name := about.get("indicator"):
        return counted[name]
    return Row(
        code=code,
        label=about["label"],
        calc="balance" if about.get("calc") in ("balance", START) else "sum",
        counted_in=about.get("counted_in", ""),
        kinds=tuple(about["kinds"]),
        where=_where(about.get("where", {})),
        scope=about.get("scope", "below"),
    )


def _narrowed(row: Row, column: Column) -> Row:
    """Both conditions hold: what the row says of a facet and what the column says."""
    if not column.where:
        return row
    where = dict(row.where)
    for name, values in column.where.items():
        where[name] = tuple(value for value in values if name not in where or value in where[name])
    return replace(row, where=where)


def _control(said: Mapping[str, Any]) -> Control:
    kind = said["kind"]
    if kind == "parts":
        return Control(kind=kind, small=tuple(said["of"]), large=said["total"], exact=said.get("exact", False))
    if kind == "least":
        return Control(kind=kind, small=(said["small"],), large=said["large"])
    return Control(
        kind=kind, start=said["start"], end=said["end"], plus=tuple(said.get("plus", ())), minus=tuple(said.get("minus", ()))
    )


def _present(control: Control, rows: Mapping[str, Any]) -> bool:
    """A control about a row that is not shown says nothing; of parts, those that are shown are added."""
    return all(
        name in rows for name in (*control.small, control.large, control.start, control.end, *control.plus, *control.minus) if name
    )
