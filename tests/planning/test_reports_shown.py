"""A report on the site: no number of the house's own, and no small number of people, neither itself nor by working it out."""

from __future__ import annotations

import itertools
import random
from typing import Any

import pytest

from mandrivna.planning.definitions import Definitions, Row
from mandrivna.planning.forms.disclosure import ROOM
from mandrivna.planning.reports.apart import Key, Told, read, secret
from mandrivna.planning.reports.composed import Composed, Count, Indicators, Line, Part, Place
from mandrivna.planning.reports.shown import Shown, show

LEAST = 10
AWAY = "не показуємо"
PEOPLE: dict[str, Any] = {"calc": "sum", "counted_in": "особа"}


def rows_of() -> Definitions:
    rows = [
        Row(code="all", label="", **PEOPLE, parts="all"),
        *(Row(code=code, label="", **PEOPLE, parent="all") for code in ("grown", "young", "old")),
        Row(code="works", label="", calc="sum"),
        Row(code="rate", label="", calc="ratio", of=("works", "young")),
        Row(code="growth", label="", calc="change", of=("all",)),
        Row(code="complaints", label="", calc="sum", field_class="S2"),
        Row(code="met", label="", calc="ratio", of=("complaints", "works"), field_class="S2"),
    ]  # fmt: skip
    return Definitions({row.code: row for row in rows}, {}, {})


KNOWN = rows_of()


def place(code: str, value: int, before: int | None = None) -> Place:
    cells = (code, "10", "" if before is None else str(before), "10", str(value), "7 %", "-3", "бо так")
    values = (None, None, before, None, value, None, None, None, None)
    return Place(code=code, parent="", part=True, people=False, depth=0, cells=cells, values=values)


def line(uid: str, came: int, *counts: Count, text: str = "") -> Line:
    about = {"uid": uid, "number": "1", "title": "Клуб", "heading": False, "state": "", "word": "", "links": ()}
    return Line(**about, text=text, counts=counts, held=1, came=came)  # type: ignore[arg-type]


def count(tie: str, fact: int, *, people: bool = True, indicator: str | None = "", planned: int = 100) -> Count:
    return Count(tie=tie, label="", planned=planned, fact=fact, people=people, indicator=indicator)


def whole(*places: Place, figures: dict[str, int] | None = None, lines: tuple[Line, ...] = (), day: str = "2026-12-31") -> Composed:
    part = Part(uid="p", number="1", title="", depth=0, text="", lines=lines)
    tables = (Indicators(title="", head=(), rows=places),) if places else ()
    return Composed(
        title="", year=2026, until="", day=day, intro="", closing="", figures=figures or {}, people=(),
        parts=(part,) if lines else (), indicators=tables,
    )  # fmt: skip


def shown(one: Composed, *earlier: Composed) -> Shown:
    return show(one, KNOWN, LEAST, earlier=earlier)


def facts(found: Shown) -> dict[str, str]:
    return {row.cells[0]: row.cells[4] for table in found.tables() for row in table.rows}


# --- the house's own numbers --------------------------------------------------------------------------------------------


def test_rows_of_the_house_are_not_on_the_site_neither_are_their_words() -> None:
    refused = line("1", 0, count("t", 40, people=False, indicator="complaints"), text="Скаржилися на холод.")
    kept = line("2", 0, count("u", 40, people=False, indicator="works"), text="Встигли.")
    found = shown(
        whole(place("works", 3), place("complaints", 40), place("met", 3), figures={"complaints": 40}, lines=(refused, kept))
    )
    assert facts(found) == {"works": "3"}
    assert found.said("Скарг: {complaints}.") == f"Скарг: {AWAY}."
    assert [(found.fact(one.counts[0]), found.percent(one.counts[0])) for one in (refused, kept)] == [
        (AWAY, ""),
        ("40", "40\u00a0%"),
    ]
    assert [found.told_of(one).splitlines()[0] for one in (refused, kept)] == ["Подій: 1, учасників: 0.", "Встигли."]


def test_what_was_sealed_before_keeps_back_whatever_counted_as_people() -> None:
    old = [count(str(at), 40, people=at == 1, indicator=None) for at in (1, 2)]
    found = shown(whole(lines=(line("1", 0, *old),)))
    assert [found.fact(one) for one in old] == [AWAY, "40"]


def test_a_table_of_the_houses_own_rows_is_not_there_at_all() -> None:
    assert shown(whole(place("complaints", 40))).tables() == []


def test_a_share_of_three_in_a_hundred_is_no_three_people() -> None:
    found = shown(whole(place("all", 400), place("growth", 3)))
    assert facts(found) == {"all": "400", "growth": "3"}


# --- small numbers ------------------------------------------------------------------------------------------------------


def test_the_threshold_is_that_of_the_forms_and_takes_another_part_with_it() -> None:
    found = shown(whole(place("all", 60), place("grown", 33), place("young", 7), place("old", 20), figures={"young": 7, "old": 20}))
    assert facts(found) == {"all": "60", "grown": "33", "young": AWAY, "old": AWAY}
    assert [row.cells[5:] for table in found.tables() for row in table.rows][2] == ("", "", "")
    assert found.said("{young} і {old}") == f"{AWAY} і {AWAY}"


def test_a_share_or_a_change_beside_a_hidden_number_goes_with_it() -> None:
    found = shown(whole(place("all", 60), place("grown", 53), place("young", 7), place("works", 90), place("rate", 12)))
    assert facts(found)["rate"] == AWAY
    assert facts(shown(whole(place("all", 60), place("growth", 900))))["growth"] == AWAY
    assert facts(shown(whole(place("all", 60), place("growth", 20))))["growth"] == "20"


def test_of_several_numbers_of_a_row_that_add_up_no_one_alone_is_hidden() -> None:
    some = (count("a", 12), count("b", 3), count("c", 15))
    found = shown(whole(lines=(line("1", 15, *some),)))
    assert [found.fact(one) for one in some] == [AWAY, AWAY, "15"]


def test_a_section_of_two_rows_hides_its_sum_or_the_other_row() -> None:
    rows = (line("1", 4), line("2", 90))
    found = shown(whole(lines=rows))
    assert ([found.came(row) for row in rows], found.section_came(found.whole.parts[0])) == ([AWAY, AWAY], "94")


def test_beside_a_hidden_number_a_small_plan_is_not_told() -> None:
    few, many = count("a", 4, planned=6), count("b", 5, planned=60)
    found = shown(whole(lines=(line("1", 0, few, many),)))
    assert [found.planned(one) for one in (few, many)] == ["", "60"]


def test_a_month_is_not_told_by_the_difference_of_two_reports() -> None:
    january, february = whole(place("all", 40), day="2026-01-31"), whole(place("all", 43), day="2026-02-28")
    assert facts(shown(january)) == {"all": "40"}
    assert facts(shown(february, january)) == {"all": AWAY}
    assert facts(shown(whole(place("all", 60), day="2026-03-31"), january, february)) == {"all": "60"}
    assert facts(shown(whole(place("all", 44), day="2026-03-31"), january, february)) == {"all": AWAY}
    assert facts(shown(whole(place("all", 38), day="2026-01-31"), january)) == {"all": AWAY}, "a correction of the same month"


# --- by brute force -----------------------------------------------------------------------------------------------------


def could_be(told: list[Told], hidden: list[set[Key]], most: int) -> dict[tuple[int, Key], set[int]]:
    """Every value that each hidden number, and each step from one report to the next, may have for whoever sees the rest."""
    places = [(at, key) for at, keys in enumerate(hidden) for key in sorted(keys)]
    possible: dict[tuple[int, Key], set[int]] = {one: set() for one in places}
    for values in itertools.product(range(1, most), repeat=len(places)):
        tried = {(at, key): value for at, one in enumerate(told) for key, value in one.values.items()}
        tried |= dict(zip(places, values, strict=True))
        if all(
            (total := sum(factor * tried[at, key] for factor, key in rule.terms)) == 0 if rule.exact else total >= 0
            for at, one in enumerate(told) for rule in one.rules
        ) and all(tried[0, key] <= tried[1, key] for key in told[0].values):  # fmt: skip
            for one, value in zip(places, values, strict=True):
                possible[one].add(value)
            for key in told[0].values:
                possible.setdefault((-1, key), set()).add(tried[1, key] - tried[0, key])
    return possible


@pytest.mark.parametrize("seed", range(24))
def test_no_hidden_number_can_be_worked_out_from_what_is_shown(seed: int) -> None:
    chance = random.Random(seed)
    months: list[Composed] = []
    parts = dict.fromkeys(("grown", "young"), 0)
    for day in ("2026-01-31", "2026-02-28"):
        parts = {code: number + chance.choice((0, 2, 7, 11, 14)) for code, number in parts.items()}
        months.append(whole(place("all", sum(parts.values())), *(place(code, number) for code, number in parts.items()), day=day))
    told = [read(month, KNOWN) for month in months]
    hidden = [secret(told[: at + 1], LEAST) for at in range(2)]
    for one, keys in zip(told, hidden, strict=True):
        assert {key for key, value in one.values.items() if 0 < value < LEAST} <= keys
    if sum(map(len, hidden)) > 3:  # too many to try them all
        return
    possible = could_be(told, hidden, 45)
    small = {(-1, key) for key in told[0].values if 0 < told[1].values[key] - told[0].values[key] < LEAST}
    wanted = {one for one in possible if one[0] >= 0} | small
    assert {one: sorted(possible[one]) for one in wanted if max(possible[one]) - min(possible[one]) < ROOM} == {}
