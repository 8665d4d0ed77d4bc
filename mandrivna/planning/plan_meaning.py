"""What the words of a plan mean: stretches of time, numbers, who does it, ditto marks, stretched cells, empty places resolved.

Pure: rows of one section in their order come in, a JSON beside each comes out, made anew whenever the words change.

    {"ditto": ["form"],                                   roles of the cells that hold a ditto mark
     "said": {"form": "вебінар"},                         what such a cell, a stretched or an inherited one says
     "from": {"form": "ditto", "executors": "parent"},    why: ditto | span | parent
     "term": {"short": "q1,q3", "sure": 1.0, "parts": [{"line": null, "spans": [["2026-01-01", "2026-03-31"]], "rates": [],
              "deadline": false, "conditions": [], "said": "1 квартал"}]},
     "quantities": [{"number": 200, "unit": "прим.", "written": "200 прим.", "line": null, "part": false}],
     "executors": [{"name": "ВНМР", "kind": "department", "unit": 7, "coordinates": false, "jointly": false}]}

`short` is that of `reading.said.TermSaid`; «?» is what nobody understood, «none» what nobody said. Several parts stand where values
are stacked in a cell, `line` says beside which line of the title. A rate is `{"times", "unit", "every", "weekday"}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from mandrivna.planning.plan_states import COUNTED, Role, RowKind
from mandrivna.planning.reading.amounts import quantities_of
from mandrivna.planning.reading.blocks import is_ditto
from mandrivna.planning.reading.executors import executors_of
from mandrivna.planning.reading.said import Executor, Place, TermSaid
from mandrivna.planning.reading.terms import term_of
from mandrivna.shared.dates.saying import say_term
from mandrivna.shared.dates.terms import Rate, Term

INHERITED = (Role.TERM, Role.EXECUTORS, Role.DIRECTION, Role.AUDIENCE)
"""An empty place in a row under another says what that other says; of forms and numbers this would not be true."""

CONDITION = re.compile(r"(?:у|в) разі|за потреб|за можлив|за наявн|за умов|по можлив|при потреб", re.IGNORECASE)

type Json = dict[str, Any]


class Written(Protocol):
    kind: str
    level: int
    cells: list[str]
    spans: dict[str, list[int]]


def meanings(
    columns: Sequence[Mapping[str, Any]], rows: Sequence[Written], year: int, known: Mapping[str, int | None]
) -> list[Json]:
    """`known`: abbreviations of the plan and the units they stand for."""
    roles = [column["role"] for column in columns]
    said: list[dict[str, str]] = []
    made: list[Json] = []
    above = parents(rows)
    over: dict[int, tuple[int, str]] = {}
    last: dict[str, str] = {}
    words_of = _Known(year, known)
    for at, row in enumerate(rows):
        parent = above[at]
        words, why = _resolved(row, roles, over, last, said[parent] if parent is not None else {})
        said.append(words)
        made.append({} if row.kind == RowKind.HEADING else _meaning(row, roles, words, why, words_of))
    return made


def parents(rows: Sequence[Written]) -> list[int | None]:
    """For each row the nearest above it with a lower level; a heading over the whole width ends all that was above it."""
    found: list[int | None] = []
    stack: list[int] = []
    for at, row in enumerate(rows):
        if row.kind == RowKind.HEADING:
            stack.clear()
        while stack and rows[stack[-1]].level >= row.level:
            stack.pop()
        found.append(stack[-1] if stack else None)
        if row.kind != RowKind.HEADING:
            stack.append(at)
    return found


def _resolved(
    row: Written, roles: Sequence[str], over: dict[int, tuple[int, str]], last: dict[str, str], parent: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Role → words that count, and why they are not the cell's own. `over`: columns under a stretched cell, how long yet."""
    words: dict[str, str] = {}
    why: dict[str, str] = {}
    for at, role in enumerate(roles):
        own = row.cells[at].strip() if at < len(row.cells) else ""
        left, stretched = over.pop(at, (0, ""))
        if own and is_ditto(own) and role not in (Role.NUMBER, Role.TITLE):
            own, why[role] = last.get(role, ""), "ditto"
        elif not own and left:
            own, why[role] = stretched, "span"
        elif not own and role in INHERITED and parent.get(role):
            own, why[role] = parent[role], "parent"
        if left > 1:
            over[at] = (left - 1, stretched)
        elif (rows := row.spans.get(str(at), [1, 1])[0]) > 1:
            over[at] = (rows - 1, own)
        if own:
            last[role] = own
        words.setdefault(role, own)
    return words, why


class _Known:
    """Terms and executors of one section, each text read once: one word in a cell is written, and all the rows are asked anew."""

    def __init__(self, year: int, units: Mapping[str, int | None]) -> None:
        self.year, self.units = year, units
        self.names = tuple(units)
        self.terms: dict[tuple[str, tuple[str, ...]], TermSaid] = {}
        self.people: dict[str, tuple[Executor, ...]] = {}

    def term(self, said: str, title: Sequence[str]) -> TermSaid:
        key = (said, tuple(title) if "\n" in said else ())
        if key not in self.terms:
            self.terms[key] = term_of(said, said, self.year, has_parent_term=False, title_lines=title)
        return self.terms[key]

    def executors(self, said: str) -> tuple[Executor, ...]:
        if said not in self.people:
            self.people[said] = executors_of(said, self.names)
        return self.people[said]


def _meaning(row: Written, roles: Sequence[str], words: Mapping[str, str], why: Mapping[str, str], known: _Known) -> Json:
    title = words.get(Role.TITLE, "").split("\n")
    found: Json = {"ditto": [role for role, because in why.items() if because == "ditto"]}
    if told := {role: words[role] for role in why if words[role]}:
        found["said"], found["from"] = told, {role: why[role] for role in told}
    found["term"] = term_json(known.term(words.get(Role.TERM, ""), title))
    found["quantities"] = [_quantity(one) for one in _quantities(row, roles, title)]
    found["executors"] = [
        {
            "name": one.name, "kind": str(one.kind), "unit": known.units.get(one.name), "coordinates": one.coordinates,
            "jointly": one.jointly,
        }
        for one in known.executors(words.get(Role.EXECUTORS, ""))
    ]  # fmt: skip
    return found


def _quantities(row: Written, roles: Sequence[str], title: Sequence[str]) -> Sequence[Any]:
    """Of the row's own cells only: a number that is repeated by a ditto mark would be counted twice."""
    for at, role in enumerate(roles):
        own = row.cells[at] if at < len(row.cells) else ""
        if role in COUNTED and own.strip() and not is_ditto(own):
            return quantities_of(own.split("\n"), title, Place(), whole=role == Role.QUANTITY)
    return ()


def _quantity(one: Any) -> Json:
    return {"number": one.number, "unit": one.unit, "written": one.written, "line": one.line, "part": one.part}


def term_json(said: TermSaid) -> Json:
    lines = list(said.lines) + [None] * (len(said.terms) - len(said.lines))
    parts = [_part(term, line) for term, line in zip(said.terms, lines, strict=True)]
    return {"short": said.short, "sure": said.confidence, "parts": parts}


def _part(term: Term, line: int | None) -> Json:
    return {
        "line": line,
        "spans": [[first.isoformat(), last.isoformat()] for first, last in term.spans],
        "rates": [_rate(rate) for rate in term.rates],
        "deadline": term.deadline,
        "conditions": list(term.conditions),
        "said": say_term(term) if term.understood else "",
    }


def _rate(rate: Rate) -> Json:
    return {"times": rate.times, "unit": str(rate.unit), "every": rate.every, "weekday": rate.weekday}


def condition_in(cells: Sequence[str]) -> str:
    """«у разі деокупації», «за потреби»: the first words of a condition, or «» for a row that is to be done anyway."""
    for cell in cells:
        if found := CONDITION.search(cell):
            return " ".join(re.split(r"[.;:()\n]", cell[found.start() :])[0].split())[:300].strip()
    return ""
