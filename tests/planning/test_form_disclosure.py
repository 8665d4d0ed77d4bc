"""Small numbers are hidden so that nobody can work them out: tried by going through everything they could be."""

from __future__ import annotations

import itertools
import random

import pytest

from mandrivna.planning.forms.definitions import load
from mandrivna.planning.forms.disclosure import ROOM, Rule, hidden, hidden_of
from mandrivna.planning.forms.sheet import counted_cell

SUM = Rule(((1, "all"), (-1, "a"), (-1, "b"), (-1, "c")))
PART = Rule(((1, "all"), (-1, "a")), exact=False)


def could_be(numbers: dict[str, int], rules: list[Rule], found: set[str], most: int) -> dict[str, set[int]]:
    """By brute force: every value each hidden number may have for whoever sees the rest and knows the rules."""
    names = sorted(found)
    possible: dict[str, set[int]] = {name: set() for name in names}
    for values in itertools.product(range(1, most + 1), repeat=len(names)):
        tried = {**numbers, **dict(zip(names, values, strict=True))}
        sums = [(sum(factor * tried[place] for factor, place in rule.terms), rule.exact) for rule in rules]
        if all(found_sum == 0 if exact else found_sum >= 0 for found_sum, exact in sums):
            for name, value in zip(names, values, strict=True):
                possible[name].add(value)
    return possible


def test_a_small_part_takes_another_with_it() -> None:
    numbers = {"all": 40, "a": 3, "b": 17, "c": 20}
    assert hidden(numbers, [SUM], 10) == {"a", "b"}
    assert hidden({"all": 40, "a": 0, "b": 20, "c": 20}, [SUM], 10) == set()
    assert hidden({"all": 40, "a": 30}, [PART], 10) == set()
    assert hidden({"alone": 3}, [], 10) == {"alone"}


@pytest.mark.parametrize("seed", range(12))
def test_nothing_hidden_can_be_told_closely(seed: int) -> None:
    """Every table of two sums that share a part, small enough to try everything."""
    chance = random.Random(seed)
    parts = {name: chance.choice((0, 1, 2, 4, 7, 9, 11, 14, 18)) for name in "abcd"}
    numbers = {**parts, "all": parts["a"] + parts["b"] + parts["c"], "more": parts["c"] + parts["d"]}
    rules = [SUM, Rule(((1, "more"), (-1, "c"), (-1, "d")))]
    found = hidden(numbers, rules, 10)
    assert {name for name, value in numbers.items() if 0 < value < 10} <= found
    if found and found != set(numbers) and len(found) <= 3:
        possible = could_be(numbers, rules, found, 30)
        assert {name: sorted(values) for name, values in possible.items() if max(values) - min(values) < ROOM} == {}


def test_what_was_hidden_once_stays_hidden(db: None) -> None:
    """Else a corrected edition, in which the number has grown, would tell the earlier one by the difference."""
    form = load().forms["nk6"]

    def cells(children: int, teens: int, total: int) -> dict[tuple[str, str], object]:
        figures = {"users": total, "users_children": children, "users_teens": teens, "visits": 9000}
        return {(row, "total"): counted_cell(value) for row, value in figures.items()}

    first, second = cells(8, 40, 100), cells(12, 40, 104)
    assert hidden_of(form, [second], 10) == set()  # type: ignore[list-item]
    assert ("users_children", "total") in hidden_of(form, [first, second], 10)  # type: ignore[list-item]


def test_the_trying_sees_what_is_told() -> None:
    """Negative control: only the small part hidden, the sum tells it."""
    assert could_be({"all": 40, "a": 3, "b": 17, "c": 20}, [SUM], {"a"}, 45) == {"a": {3}}
