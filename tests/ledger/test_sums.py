"""Sums of months say exactly what the facts say, whenever they were folded and whatever is asked."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mandrivna.core.act import Act
from mandrivna.core.actions.units import create_unit, move_unit
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import Kind, Unit
from mandrivna.ledger import figures, sums
from mandrivna.ledger.api import Line, running, settle, totals
from mandrivna.ledger.models import Fact, Folded, MonthSum, MonthSumFine, MonthTree, YearTree
from mandrivna.ledger.seal import close_stretch
from mandrivna.ledger.tasks import Drift, check_sums
from tests.factories.staff import standing_library

type Places = tuple[Unit, Unit, Unit]
KINDS = ("lending.issue", "lending.visit", "fund.holding")
FACETS = {
    "lending.issue": {"mode": ("nonstationary", "virtual"), "age": ("0-14", "60+"), "material": ("book",)},
    "lending.visit": {"mode": ("nonstationary", "distance"), "channel": ("desk", "bot")},
    "fund.holding": {"language": ("ukr", "eng")},
}


@pytest.fixture
def places(db: Any) -> Places:
    return standing_library()


def write(places: Places, chance: random.Random, number: int) -> list[tuple[Any, ...]]:
    """Facts of two years, some of them corrected; what was written, for counting by hand."""
    written = []
    for at in range(number):
        kind, unit = chance.choice(KINDS), chance.choice(places)
        on = dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(730))
        facets = {name: chance.choice(values) for name, values in FACETS[kind].items()}
        quantity = chance.choice((1, 1, 2, 5, -1))
        with transaction.atomic():
            line = Line(kind=kind, unit=unit.pk, on=on, quantity=quantity, **facets)
            settle(Act(actor=SYSTEM), f"test.Act:{chance.random()}-{at}", [line])
        written.append((kind, unit.path, on, facets, quantity))
    return written


def by_hand(
    written: list[tuple[Any, ...]], kinds: Any, start: dt.date | None, end: dt.date, path: str, by: tuple[str, ...]
) -> dict[tuple[Any, ...], int]:
    found: dict[tuple[Any, ...], int] = {}
    for kind, at, on, facets, quantity in written:
        if kind in kinds and (start is None or start <= on) and on <= end and at.startswith(path):
            said = {"kind": kind, "path": at, "month": on.month, "on": on, "own": int(at == path), **facets}
            key = tuple(said.get(name, "") for name in by)
            found[key] = found.get(key, 0) + quantity
    return {key: value for key, value in found.items() if value}


STRETCHES = [
    (dt.date(2025, 1, 1), dt.date(2025, 12, 31)), (dt.date(2025, 2, 11), dt.date(2026, 3, 7)), (None, dt.date(2025, 6, 30)),
    (dt.date(2025, 5, 3), dt.date(2025, 5, 29)), (dt.date(2026, 2, 1), dt.date(2026, 2, 28)),
    (dt.date(2025, 3, 31), dt.date(2025, 4, 30)),
]  # fmt: skip
BY = [
    ("kind",), ("kind", "own", "mode"), ("kind", "month", "path"), ("kind", "age", "language"), ("kind", "on"),
    ("kind", "own", "age", "material"), ("kind", "month", "age"), ("kind", "path", "age"),
]  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_any_question_is_answered_as_by_hand_whenever_months_were_folded(places: Places, seed: int) -> None:
    chance = random.Random(seed)
    written: list[tuple[Any, ...]] = []
    for number in (40, 25, 15):
        written += write(places, chance, number)
        for start, end in STRETCHES:
            for unit in places[:2]:
                for by in BY:
                    found = totals(KINDS, start, end, unit.path, by=by)
                    assert found == by_hand(written, KINDS, start, end, unit.path, by), (start, end, by)
        close_stretch()
    assert Folded.objects.get().upto > 0
    assert sums.astray() == []


def test_running_totals_at_the_ends_of_months_come_from_the_sums_too(places: Places) -> None:
    chance = random.Random(3)
    written = write(places, chance, 40)
    close_stretch()
    written += write(places, chance, 20)
    years = (dt.date(2026, 12, 31), dt.date(2025, 12, 31))
    for asked in (years, (dt.date(2026, 5, 31), dt.date(2025, 12, 31)), (dt.date(2026, 5, 17), dt.date(2025, 12, 31))):
        for by in (("kind", "own"), ("kind", "own", "age", "language", "mode")):
            found = running(KINDS, asked, places[0].path, by=by)
            assert found == [by_hand(written, KINDS, None, end, places[0].path, by) for end in asked]


@pytest.mark.parametrize(
    ("start", "end", "by", "table"),
    [
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31), ("kind", "own", "age"), "yeartree"),
        (None, dt.date(2026, 12, 31), ("kind", "language"), "yeartree"),
        (dt.date(2025, 2, 1), dt.date(2025, 12, 31), ("kind", "age"), "monthsumfine"),
        (dt.date(2025, 1, 1), dt.date(2025, 11, 30), ("kind", "age"), "monthsumfine"),
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31), ("kind", "age", "month"), "monthsumfine"),
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31), ("kind", "age", "path"), "monthsumfine"),
        (dt.date(2025, 1, 1), dt.date(2025, 12, 31), ("kind", "mode"), "monthtree"),
    ],
)
def test_a_question_of_years_by_every_facet_reads_years(
    places: Places, start: dt.date | None, end: dt.date, by: tuple[str, ...], table: str
) -> None:
    written = write(places, random.Random(11), 30)
    close_stretch()
    totals(KINDS, start, end, places[0].path, by=by)
    with CaptureQueriesContext(connection) as asked:
        assert totals(KINDS, start, end, places[0].path, by=by) == by_hand(written, KINDS, start, end, places[0].path, by)
    assert [f"FROM ledger_{table} " in query["sql"] for query in asked] == [True]


def test_a_year_of_folded_facts_is_read_without_the_facts(places: Places) -> None:
    write(places, random.Random(4), 30)
    close_stretch()
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    totals(KINDS, *year, by=("kind", "mode"))
    with CaptureQueriesContext(connection) as asked:
        totals(KINDS, *year, by=("kind", "mode"))
    assert len(asked) == 1
    assert ("ledger_monthsum" in asked[0]["sql"], "id > 0" in asked[0]["sql"]) == (True, False)


def test_the_first_question_of_a_process_asks_for_the_mark_and_reads_no_facts_before_it(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mark stands in the sentence itself: PostgreSQL plans for it, not for any."""
    written = write(places, random.Random(4), 30)
    close_stretch()
    monkeypatch.setattr(sums, "_guess", None)
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    with CaptureQueriesContext(connection) as asked:
        assert totals(KINDS, *year, places[0].path) == by_hand(written, KINDS, *year, places[0].path, ("kind",))
    upto = Folded.objects.get().upto
    assert [f"id > {upto} AND" in query["sql"] for query in asked] == [False, True]


def test_a_fold_in_the_middle_of_a_question_is_noticed(places: Places) -> None:
    written = write(places, random.Random(5), 30)
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    wanted = by_hand(written, KINDS, *year, places[0].path, ("kind",))
    assert totals(KINDS, *year, places[0].path) == wanted
    close_stretch()  # the mark has moved; what was remembered of it is old
    assert totals(KINDS, *year, places[0].path) == wanted
    sums.unfold()
    assert totals(KINDS, *year, places[0].path) == wanted


def test_another_thread_that_learns_the_new_mark_between_sentence_and_answer_makes_nothing_count_twice(places: Places) -> None:
    written = write(places, random.Random(7), 30)
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    wanted = by_hand(written, KINDS, *year, places[0].path, ("kind",))
    assert totals(KINDS, *year, places[0].path) == wanted  # the mark is known here
    close_stretch()
    upto = Folded.objects.get().upto

    def meanwhile(execute: Any, *about: Any) -> Any:
        sums._guess = upto
        return execute(*about)

    with connection.execute_wrapper(meanwhile):
        assert totals(KINDS, *year, places[0].path) == wanted


def test_it_would_be_wrong_if_the_mark_were_believed(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the check of the mark taken out, facts that were folded since are counted twice."""
    written = write(places, random.Random(6), 30)
    year = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    close_stretch()
    sql, params = sums._statement(
        sums._Asked(
            kinds=KINDS,
            start=year[0],
            ends=[year[1]],
            path=places[0].path,
            beyond=figures._beyond(places[0].path),
            by=["kind"],
            where={},
        ),
        0,
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = [row[1:] for row in cursor.fetchall() if row[0] == 0]
    doubled = {key: value[0] for key, value in figures._together(rows, 1).items()}
    assert doubled == {key: 2 * value for key, value in by_hand(written, KINDS, *year, places[0].path, ("kind",)).items()}


def test_sums_that_were_tampered_with_are_found_and_made_anew(places: Places) -> None:
    write(places, random.Random(7), 30)
    close_stretch()
    assert check_sums.func() == 0
    row = MonthSum.objects.order_by("pk").first()
    assert row is not None
    MonthSum.objects.filter(pk=row.pk).update(quantity=row.quantity + 7)
    assert sums.astray() == [f"MonthSum {row.kind} {row.month:%m.%Y}"]
    with pytest.raises(Drift):
        check_sums.func()
    assert [table.objects.count() for table in (MonthSum, MonthSumFine, MonthTree, YearTree, Folded)] == [0] * 5
    close_stretch()
    assert sums.astray() == []


@pytest.mark.parametrize("own", [0, 1])
@pytest.mark.parametrize(("tree", "stretch", "said"), [(MonthTree, "month", "%m.%Y"), (YearTree, "year", "%Y")])
def test_a_sum_of_a_tree_that_was_tampered_with_is_found(places: Places, own: int, tree: Any, stretch: str, said: str) -> None:
    write(places, random.Random(7), 30)
    close_stretch()
    row = tree.objects.filter(own=own).order_by("path").first()
    assert row is not None
    tree.objects.filter(pk=row.pk).update(quantity=row.quantity + 7)
    assert sums.astray() == [f"{tree.__name__} {row.kind} {getattr(row, stretch):{said}}"]


def test_a_place_that_moved_leaves_behind_what_was_done_there(places: Places) -> None:
    """Of every place the sums say what its own path covered on the day, through as many steps as there are above it."""
    root, hub, other = places
    write(places, random.Random(9), 30)
    department = create_unit(Act(actor=SYSTEM), parent=root, kind=Kind.DEPARTMENT, name="Відділ")
    department.periods.update(since=dt.date(2020, 1, 1))
    move_unit(Act(actor=SYSTEM), unit=hub, parent=department, since=dt.date(2026, 1, 1))
    hub.refresh_from_db()
    write((root, hub, other), random.Random(10), 30)
    rows = Fact.objects.values_list("kind", "path", "on", "mode", "age", "quantity")
    written = [(kind, path, on, {"mode": mode, "age": age}, quantity) for kind, path, on, mode, age, quantity in rows]
    close_stretch()
    year = (dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    paths = sorted({path for _kind, path, *_rest in written})
    assert len(paths) == 4 and max(path.count(".") for path in paths) == 3
    for path in paths:
        for by in (("kind",), ("kind", "own", "mode", "month"), ("kind", "own", "age", "mode")):
            assert totals(KINDS, *year, path, by=by) == by_hand(written, KINDS, *year, path, by), (path, by)
    assert sums.astray() == []


def test_what_was_known_then_is_still_asked_of_the_facts(places: Places) -> None:
    written = write(places, random.Random(8), 10)
    close_stretch()
    year = (dt.date(2025, 1, 1), dt.date(2026, 12, 31))
    assert totals(KINDS, *year, known_by=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)) == {}
    assert totals(KINDS, *year) == by_hand(written, KINDS, *year, "", ("kind",))


def test_no_kinds_no_answer(places: Places) -> None:
    assert totals([], dt.date(2025, 1, 1), dt.date(2025, 12, 31)) == {}
