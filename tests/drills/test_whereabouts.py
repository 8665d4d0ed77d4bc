"""Where every copy is: after any history of verbs each is in exactly one place, and the sums are the holdings."""

from __future__ import annotations

import random

import pytest

from mandrivna.core.actions.units import set_mode
from mandrivna.core.models import Mode
from mandrivna.core.problems import Refused
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy, undo
from mandrivna.lending.actions.moves import lose, put, take
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.moving import Where, whereabouts
from mandrivna.lending.states import LoanState
from tests.drills.kit import FAR, times
from tests.drills.reporting import Tell
from tests.factories.library import Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


def _step(lib: Library, chance: random.Random, copies: list[Copy], readers: list) -> None:
    copy = Copy.objects.get(pk=chance.choice(copies).pk)
    place = chance.choice([lib.hub, lib.shelf, lib.other_hub, lib.other_shelf])
    what = chance.choice(["issue", "issue", "return", "take", "put", "put", "lose", "undo", "withdraw", "accept"])
    act = lib.act()
    try:
        match what:
            case "issue":
                issue(act, copy=copy, reader=chance.choice(readers), place=place)
            case "return":
                return_copy(act, copy=copy, place=place)
            case "take" | "put" | "lose":
                {"take": take, "put": put, "lose": lose}[what](act, copy=copy, place=place)
            case "undo":
                last = Event.objects.filter(copy=copy).order_by("-first").first()
                if last:
                    undo(act, copy=copy, target=last.pk, place=place)
            case "withdraw" if chance.random() < 0.2:
                withdraw_copy(act, copy=copy, why="зношено")
            case "accept" if len(copies) < 40:
                copies.append(lib.copy(place=place))
    except Refused:
        pass


def problems(lib: Library) -> list[str]:
    """What does not agree: places against holdings, states against loans, facts against acts."""
    found, where = [], whereabouts(lib.root, lib.act().on)
    ours = sum(number for place, number in where.items() if place != Where.WITHDRAWN)
    holding = sum(totals(["fund.holding"], None, FAR).values())
    if ours != holding:
        found.append(f"{ours} copies somewhere, {holding} in the fund")
    if sum(where.values()) != Copy.objects.count():
        found.append("a copy is nowhere or twice")
    if where[Where.LOAN] != Loan.objects.filter(state=LoanState.OPEN).count():
        found.append("loans and copies on loan differ")
    lost = (
        Copy.objects.filter(state=State.LOST).count()
        + Event.objects.filter(copy__state=State.WITHDRAWN, effect="lost")
        .exclude(copy__in=Event.objects.filter(found=True).values("copy"))
        .values("copy")
        .distinct()
        .count()
    )
    if sum(totals(["lending.loss"], None, FAR).values()) != lost:
        found.append("losses counted and copies lost differ")
    return found + check_facts().drift


@pytest.mark.parametrize("seed", range(times(3, 60)))
def test_after_any_history_every_copy_is_in_one_place_and_the_sums_are_the_holdings(seed: int, tell: Tell) -> None:
    lib, chance = library(), random.Random(seed)
    copies, readers = [lib.copy() for _number in range(8)], [lib.reader() for _number in range(3)]
    for _number in range(times(60, 300)):
        _step(lib, chance, copies, readers)
    assert problems(lib) == []
    tell(f"whereabouts, seed {seed}: {whereabouts(lib.root, lib.act().on)}")


def test_what_is_under_occupation_stays_in_the_holdings_and_on_no_shelf() -> None:
    lib = library()
    lib.copy(place=lib.other_shelf), lib.copy()
    set_mode(lib.act(), unit=lib.other_hub, mode=Mode.OCCUPIED, since=lib.act().on)
    where = whereabouts(lib.root, lib.act().on)
    assert (where[Where.OCCUPIED], where[Where.SHELF], problems(lib)) == (1, 1, [])


@pytest.mark.drift
def test_the_drill_sees_a_copy_that_was_moved_without_a_word() -> None:
    """Negative control: states written past the verbs."""
    lib = library()
    copy, other = lib.copy(), lib.copy()
    Copy.objects.filter(pk=copy.pk).update(state=State.LOST)
    assert problems(lib) == ["losses counted and copies lost differ"]
    Copy.objects.filter(pk=copy.pk).update(state=State.WITHDRAWN, withdrawn_on=lib.act().on)
    Copy.objects.filter(pk=other.pk).update(state=State.ON_LOAN)
    assert problems(lib)[:2] == ["1 copies somewhere, 2 in the fund", "loans and copies on loan differ"]
