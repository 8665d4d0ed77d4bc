"""What of a form may be shown to everybody: small numbers are hidden, and with them whatever they could be worked out from.

Whoever reads the page knows the numbers that are shown and which rows add up to which. From these alone no hidden number may
be told to within less than `ROOM` of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mandrivna.planning.forms.definitions import Form, Place
from mandrivna.planning.forms.sheet import Cells

ROOM = 5
ENDLESS = Fraction(10**15)
ROUNDS = 50

type Bounds = dict[Any, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Rule:
    """Σ factor · number is nought (`exact`) or not below nought."""

    terms: tuple[tuple[int, Any], ...]
    exact: bool = True


def hidden(
    numbers: Mapping[Any, Any], rules: Sequence[Rule], smallest: int, *, before: Iterable[Any] = (),
    of: AbstractSet[Any] | None = None, unseen: AbstractSet[Any] = frozenset(), settled: AbstractSet[Any] = frozenset(),
) -> set[Any]:  # fmt: skip
    """The places to hide. `before`: hidden in an earlier edition of the same table; they stay so, or the difference would tell.

    `of`: only these are hidden for being small. `unseen`: differences that stand nowhere, but a small one must not be told either.
    `settled`: read by everybody already, nothing can be hidden by taking them away.
    """
    small = {place for place, value in numbers.items() if 0 < value < smallest and (of is None or place in of)}
    found = small - (settled - unseen) | (set(before) & set(numbers))
    while True:
        bounds = known(numbers, rules, found, unseen)
        told = [place for place in found if bounds[place][1] - bounds[place][0] < ROOM]
        if not told:
            return found
        more = _beside(told, numbers, rules, found | unseen | settled)
        if more is None:  # nothing is left to hide it behind
            return found
        found.add(more)


def known(
    numbers: Mapping[Any, Any], rules: Sequence[Rule], found: AbstractSet[Any], unseen: AbstractSet[Any] = frozenset()
) -> Bounds:
    """Between which two numbers each hidden one must lie for whoever sees the rest."""
    loose = found | unseen
    bounds: Bounds = {
        place: (Fraction(place not in unseen), ENDLESS) if place in loose else (Fraction(value), Fraction(value))
        for place, value in numbers.items()
    }
    for _round in range(ROUNDS):
        before = dict(bounds)
        for rule in rules:
            if all(place in bounds for _factor, place in rule.terms):
                _narrow(rule, bounds, loose)
        if bounds == before:
            break
    return bounds


def _narrow(rule: Rule, bounds: Bounds, found: AbstractSet[Any]) -> None:
    for factor, place in rule.terms:
        if place not in found:
            continue
        others = [(other, bounds[name]) for other, name in rule.terms if name != place]
        least = sum((other * ends[0] if other > 0 else other * ends[1] for other, ends in others), Fraction(0))
        most = sum((other * ends[1] if other > 0 else other * ends[0] for other, ends in others), Fraction(0))
        low, high = bounds[place]
        # factor · x = −others, or ≥ −others: the greatest of the others bounds one side, the least of them the other side.
        if factor > 0:
            low = max(low, -most / factor)
            high = min(high, -least / factor) if rule.exact else high
        else:
            high = min(high, -most / factor)
            low = max(low, -least / factor) if rule.exact else low
        bounds[place] = (low, high)


def _beside(told: Iterable[Any], numbers: Mapping[Any, Any], rules: Sequence[Rule], kept: AbstractSet[Any]) -> Any:
    """The smallest number still shown that stands in a rule with one that would be told."""
    wanted = set(told)
    while True:
        near = {place for rule in rules if wanted & {name for _f, name in rule.terms} for _f, place in rule.terms}
        if left := sorted((numbers[place], str(place), place) for place in near if place in numbers and place not in kept):
            return left[0][2]
        if not near - wanted:
            return None
        wanted |= near  # what is next to it cannot be taken away: one step further


# --- of a form --------------------------------------------------------------------------------------------------------


def rules_of(form: Form) -> list[Rule]:
    """The same sums that the controls check: whoever reads the form knows them too."""
    found = []
    for control in form.controls:
        for column in form.sections[form.rows[control.large or control.end].section].columns:
            if control.kind in ("parts", "least"):
                parts = tuple((-1, (code, column.code)) for code in control.small)
                found.append(Rule(((1, (control.large, column.code)), *parts), exact=control.kind == "parts" and control.exact))
            elif control.kind == "balance":
                plus = tuple((1, (code, column.code)) for code in (control.start, *control.plus))
                minus = tuple((-1, (code, column.code)) for code in (*control.minus, control.end))
                found.append(Rule((*plus, *minus)))
    return found


def hidden_of(form: Form, editions: Sequence[Cells], smallest: int) -> set[Place]:
    """Of all editions of one form, oldest first: what was hidden once stays hidden."""
    found: set[Place] = set()
    rules = rules_of(form)
    for cells in editions:
        numbers = {place: cell.value for place, cell in cells.items() if cell.known and cell.value is not None}
        found |= hidden(numbers, rules, smallest, before=found)
    return found
