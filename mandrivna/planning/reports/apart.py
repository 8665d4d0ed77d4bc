"""Which numbers of a report on the site must stay unsaid: the rule of the state forms, over all that can be set side by side.

A reader knows the sums of a table, the numbers of one row that add up, who came to a section, and every other public report of the
same library and years: February less January is a number too. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from mandrivna.planning.definitions import COMPUTED, Definitions
from mandrivna.planning.forms.disclosure import Rule, hidden
from mandrivna.planning.reports.composed import Composed, Line
from mandrivna.planning.reports.tokens import counts_people

BEFORE_AT, FACT_AT = 2, 4
"""Columns of a table of indicators: the fact of last year and of this one."""
MOST_ADDENDS = 6

type Key = tuple[str, str, int]
"""What it is, of what, of which year."""


@dataclass(kw_only=True)
class Told:
    """The numbers of one report as everybody could read them."""

    day: str
    values: dict[Key, int] = field(default_factory=dict)
    people: set[Key] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    counts: dict[str, Key] = field(default_factory=dict)
    """Number of a row → its place here; only those that count people."""
    figures: dict[str, Key] = field(default_factory=dict)
    """Name in braces → its place here."""


def is_open(definitions: Definitions, code: str) -> bool:
    """May everybody read this indicator? What the program no longer knows, nobody has allowed."""
    row = definitions.get(code)
    return row is not None and row.field_class == "S1"


def read(whole: Composed, definitions: Definitions) -> Told:
    told = Told(day=whole.day)
    for code, year, value in _figures(whole, definitions):
        _put(told, ("figure", code, year), value, people=counts_people(definitions, definitions[code]))
    for code, figure in whole.figures.items():
        if figure is not None and is_open(definitions, code):
            key: Key = ("figure", code, whole.year)
            key = key if told.values.get(key, figure) == figure else ("token", code, whole.year)
            _put(told, key, figure, people=counts_people(definitions, definitions[code]))
            told.figures[code] = key
    told.rules += _sums(told, definitions)
    for part in whole.parts:
        came: list[Key] = [("came", line.uid, whole.year) for line in part.lines]
        for key, line in zip(came, part.lines, strict=True):
            _put(told, key, line.came, people=True)
            _row(told, key, line, definitions, whole.year)
        total: Key = ("part", part.uid, whole.year)
        _put(told, total, part.came, people=True)
        told.rules.append(Rule(((1, total), *((-1, key) for key in came))))
    _events(told, whole, definitions)
    return told


def secret(reports: Sequence[Told], least: int) -> set[Key]:
    """Of the last report: what stays unsaid beside those that were shown before it, oldest first; theirs cannot be taken back."""
    found: set[Any] = set()
    for last in range(len(reports)):
        numbers = {(at, key): value for at, told in enumerate(reports[: last + 1]) for key, value in told.values.items()}
        people: set[Any] = {(at, key) for at, told in enumerate(reports[: last + 1]) for key in told.people}
        rules = [_of(at, rule) for at, told in enumerate(reports[: last + 1]) for rule in told.rules]
        steps = set()
        for rule, step, value, counted in _steps(reports[: last + 1]):
            rules.append(rule)
            if value:
                numbers[step] = value
                steps.add(step)
                people |= {step} if counted else set()
        done = {place for place in numbers if place[0] != "step" and place[0] < last}
        for group, among in _groups(numbers, rules):
            if any(0 < numbers[place] < least for place in group & people) or group & found:
                small = hidden(
                    {place: numbers[place] for place in group}, among, least, before=found & group, of=people,
                    unseen=steps & group, settled=done & group,
                )  # fmt: skip
                found |= small - steps - (done - found)
    return {key for at, key in found if at == len(reports) - 1}


# --- inside -------------------------------------------------------------------------------------------------------------


def _put(told: Told, key: Key, value: int, *, people: bool) -> None:
    told.values[key] = value
    if people:
        told.people.add(key)


def _figures(whole: Composed, definitions: Definitions) -> Iterator[tuple[str, int, int]]:
    for table in whole.indicators:
        for place in table.rows:
            if is_open(definitions, place.code) and definitions[place.code].calc not in COMPUTED:
                for at, year in ((BEFORE_AT, whole.year - 1), (FACT_AT, whole.year)):
                    value = place.values[at]
                    if value is not None:
                        yield place.code, year, value


def _sums(told: Told, definitions: Definitions) -> Iterator[Rule]:
    for key in list(told.values):
        kind, code, year = key
        parts: list[Key] = [(kind, row.code, year) for row in definitions.parts(code)]
        parts = [part for part in parts if part in told.values]
        rest = told.values[key] - sum(told.values[part] for part in parts)
        if parts and rest >= 0:
            yield Rule(((1, key), *((-1, part) for part in parts)), exact=rest == 0)


def _row(told: Told, came: Key, line: Line, definitions: Definitions, year: int) -> None:
    """Several numbers of people in one row often are a sum and its parts, or the same number twice."""
    keys = [came]
    for count in line.counts:
        known = definitions.get(count.indicator or "")
        people = counts_people(definitions, known) if known else count.people
        if count.fact is None or not people or (known and not is_open(definitions, known.code)):
            continue
        key: Key = ("figure", count.indicator, year) if count.indicator else ("count", count.tie, year)
        key = key if told.values.get(key, count.fact) == count.fact else ("count", count.tie, year)
        _put(told, key, count.fact, people=True)
        told.counts[count.tie] = key
        keys.append(key)
    keys = sorted(set(keys))
    for key in keys:
        others = [one for one in keys if one != key and told.values[one]]
        for many in range(1, min(len(others), MOST_ADDENDS) + 1):
            for some in combinations(others, many):
                if sum(told.values[one] for one in some) == told.values[key]:
                    told.rules.append(Rule(((1, key), *((-1, one) for one in some))))


def _events(told: Told, whole: Composed, definitions: Definitions) -> None:
    """All who came, where every event names one row."""
    parts: list[Key] = [("part", part.uid, whole.year) for part in whole.parts]
    came = sum(part.came for part in whole.parts)
    for key in list(told.values):
        row = definitions.get(key[1]) if key[0] in ("figure", "token") and key[2] == whole.year else None
        if row and came and "programme.attended" in row.kinds and told.values[key] == came:
            told.rules.append(Rule(((1, key), *((-1, part) for part in parts))))


def _of(at: int, rule: Rule) -> Rule:
    return Rule(tuple((factor, (at, key)) for factor, key in rule.terms), exact=rule.exact)


def _steps(reports: Sequence[Told]) -> Iterator[tuple[Rule, Any, int, bool]]:
    """From each report to the next that says the same number of a later day, or of the same day corrected."""
    said: dict[Key, list[tuple[str, int]]] = {}
    for at, told in enumerate(reports):
        for key in told.values:
            said.setdefault(key, []).append((told.day, at))
    for key, days in said.items():
        for (_day, one), (_next, other) in pairwise(sorted(days)):
            change = reports[other].values[key] - reports[one].values[key]
            least, most = ((one, key), (other, key)) if change >= 0 else ((other, key), (one, key))
            step = ("step", key, one, other)
            terms = ((1, most), (-1, least), (-1, step)) if change else ((1, most), (-1, least))
            yield Rule(terms), step, abs(change), key in reports[one].people


def _groups(numbers: Mapping[Any, int], rules: Iterable[Rule]) -> Iterator[tuple[set[Any], list[Rule]]]:
    """Numbers that have to do with one another: each group is looked at alone."""
    rules = list(rules)
    head = {place: place for place in numbers}

    def top(place: Any) -> Any:
        while head[place] != place:
            head[place] = head[head[place]]
            place = head[place]
        return place

    for rule in rules:
        first = top(rule.terms[0][1])
        for _factor, place in rule.terms[1:]:
            head[top(place)] = first
    groups: dict[Any, set[Any]] = {}
    among: dict[Any, list[Rule]] = {}
    for place in numbers:
        groups.setdefault(top(place), set()).add(place)
    for rule in rules:
        among.setdefault(top(rule.terms[0][1]), []).append(rule)
    yield from ((group, among.get(first, [])) for first, group in groups.items())
