"""Acts of withdrawal: one reason, a list, the head's desk, a signature; only the signature moves a copy and a figure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from mandrivna.core import policy
from mandrivna.core.actor import Actor
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.retention import execute as retention
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.fund.actions.replacing import sign_replacement
from mandrivna.fund.actions.withdrawing import (
    list_withdrawn,
    open_withdrawal,
    sign_withdrawal,
    step_withdrawal,
    unlist_withdrawn,
    value_withdrawn,
)
from mandrivna.fund.balance import balance
from mandrivna.fund.models import Copy, Leaving, Replacement, Withdrawal
from mandrivna.fund.replacing import departures
from mandrivna.fund.replacing_papers import departures_row
from mandrivna.fund.withdrawing import candidates, copies_said, lines_of, reasons, sums
from mandrivna.fund.withdrawing_papers import act as paper
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.moves import lose, take
from mandrivna.lending.actions.replacing import replace
from mandrivna.shared.printing.document import Grid, Text
from tests.drills.verbs_of_gifts import COMMISSION
from tests.factories.library import START, Library, library

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
FAR, DAY = dt.date(2040, 1, 1), START.date()


@pytest.fixture
def lib() -> Library:
    return library()


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def drawn(lib: Library, *copies: Copy, place=None, why: str = "worn") -> Withdrawal:
    one = open_withdrawal(lib.act(), place=place or lib.hub, why=why)
    return list_withdrawn(lib.act(), withdrawal=one, copies=[str(copy.pk) for copy in copies]) if copies else one


def desk(lib: Library, *copies: Copy) -> Withdrawal:
    return step_withdrawal(lib.act(), withdrawal=drawn(lib, *copies), to="desk")


def sign(lib: Library, one: Withdrawal, on: dt.date = DAY, **about) -> Withdrawal:
    return sign_withdrawal(lib.act(), withdrawal=one, **{"commission": COMMISSION, "signed_on": on, **about})


def fund() -> int:
    return sum(totals(["fund.holding"], None, FAR).values())


def numbers(one: Withdrawal) -> list[int | None]:
    return [line.copy.inventory_number for line in lines_of(one)]


def test_the_signature_and_nothing_before_it_lets_the_copies_go(lib):
    copies = [lib.copy(), lib.copy(), lib.copy()]
    one = desk(lib, *copies[:2])
    assert (fund(), Copy.objects.held().count(), departures(lib.root, 2026)) == (3, 3, [])
    act = lib.act()
    made, again = (sign_withdrawal(act, withdrawal=one, commission=COMMISSION, signed_on=DAY) for _twice in range(2))
    assert made == again
    assert (made.state, made.year, made.number, made.left) == ("signed", 2026, 1, 1)
    gone = Copy.objects.filter(pk__in=[copy.pk for copy in copies[:2]]).values_list("state", "withdrawn_on", "withdrawn_why")
    assert set(gone) == {("withdrawn", DAY, "зношеність")}
    assert (fund(), Copy.objects.held().count(), check_facts().drift) == (1, 1, [])
    assert [(row.act, row.copies, row.why) for row in departures(lib.root, 2026)] == [(made, 2, "зношеність")]
    assert balance(lib.root, 2026, FAR).left.copies == 2


def test_part_two_names_the_act_and_adds_up(lib):
    copies = [lib.copy() for _one in range(4)]
    one = value_withdrawn(
        lib.act(), withdrawal=drawn(lib, *copies[:3]), prices={str(copies[0].pk): "100", str(copies[1].pk): "10,50"}, factor="1,5"
    )
    whole = sums(one, lines_of(one))
    assert (whole.titles, whole.copies, whole.worth, whole.unpriced) == (3, 3, Decimal("165.75"), 1)
    signed = sign(lib, step_withdrawal(lib.act(), withdrawal=one, to="desk"))
    withdraw_copy(lib.act(), copy=copies[3], why="без акта")
    by_act, alone = departures(lib.root, 2026)
    assert departures_row(by_act)[:7] == ["1", "12.01.2026", "№ 1, 12.01.2026", "3", "3", "165,75", "зношеність"]
    assert (by_act.act, departures_row(alone)[2], alone.copies) == (signed, "без акта", 1)


def test_numbers_go_on_with_other_acts_of_the_year(lib):
    lent = lib.copy()
    issue(lib.act(), copy=lent, reader=lib.reader(), place=lib.shelf)
    event = replace(lib.act(), copy=lent, place=lib.shelf, record=lent.record, why="lost")
    sign_replacement(lib.act(), replacement=Replacement.objects.get(pk=event.pk), commission=COMMISSION, signed_on=DAY)
    made = sign(lib, desk(lib, lib.copy()))
    assert ((made.number, made.left), [row.act.left for row in departures(lib.root, 2026)]) == ((2, 2), [1, 2])


def _lent(lib: Library) -> Copy:
    copy = lib.copy()
    issue(lib.act(), copy=copy, reader=lib.reader(), place=lib.shelf)
    return copy


def _on_the_road(lib: Library) -> Copy:
    copy = lib.copy()
    take(lib.act(), copy=copy, place=lib.shelf)
    return copy


def _gone(lib: Library) -> Copy:
    return withdraw_copy(lib.act(), copy=lib.copy(), why="зношено")


def _replaced(lib: Library) -> Copy:
    copy = _lent(lib)
    replace(lib.act(), copy=copy, place=lib.shelf, record=copy.record, why="lost")
    return copy


def _listed(lib: Library) -> Copy:
    copy = lib.copy()
    drawn(lib, copy)
    return copy


REFUSED = [
    (_lent, "not_available"), (_on_the_road, "not_available"), (_gone, "withdrawn"), (_replaced, "replaced"), (_listed, "listed"),
    (lambda lib: library().copy(), "foreign"), (lambda lib: lib.copy(place=lib.other_shelf), "elsewhere"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "code"), REFUSED)
def test_a_copy_that_cannot_leave_is_not_taken_onto_the_list(lib, make, code):
    one, good = drawn(lib), lib.copy()
    wrong = Copy.objects.get(pk=make(lib).pk)
    assert codes(list_withdrawn, lib.act(), withdrawal=one, copies=[str(good.pk), str(wrong.pk)]) == [code]
    assert lines_of(one) == []  # all of them or none


def test_what_happened_between_the_list_and_the_signature_stops_the_signature(lib):
    lent, gone, good = lib.copy(), lib.copy(), lib.copy()
    one = desk(lib, lent, gone, good)
    issue(lib.act(), copy=lent, reader=lib.reader(), place=lib.shelf)
    withdraw_copy(lib.act(), copy=gone, why="зношено")
    assert sorted(codes(sign, lib, one)) == ["not_available", "withdrawn"]
    assert Copy.objects.get(pk=good.pk).state == "available"
    return_copy(lib.act(), copy=lent, place=lib.shelf)
    back = step_withdrawal(lib.act(), withdrawal=one, to="draft")
    unlist_withdrawn(lib.act(), withdrawal=back, copies=[str(gone.pk)])
    assert sign(lib, step_withdrawal(lib.act(), withdrawal=back, to="desk")).number == 1


def test_until_the_signature_everything_goes_back_and_afterwards_nothing(lib):
    copies = [lib.copy() for _one in range(3)]
    one = drawn(lib, *copies)
    unlist_withdrawn(lib.act(), withdrawal=one, copies=[str(copies[0].pk)])
    assert [(line.line, line.copy_id) for line in lines_of(one)] == [(1, copies[1].pk), (2, copies[2].pk)]
    one = step_withdrawal(lib.act(), withdrawal=one, to="desk")
    about = {"withdrawal": one, "copies": [str(copies[0].pk)]}
    assert codes(list_withdrawn, lib.act(), **about) == codes(unlist_withdrawn, lib.act(), **about) == ["on_the_desk"]
    assert codes(step_withdrawal, lib.act(), withdrawal=one, to="cancelled") == ["wrong_step"]
    back = step_withdrawal(lib.act(), withdrawal=one, to="draft")
    step_withdrawal(lib.act(), withdrawal=back, to="cancelled")
    assert codes(list_withdrawn, lib.act(), **about) == ["cancelled"]
    again = sign(lib, desk(lib, copies[1]))  # what was called off lets its copies go to another list
    assert codes(step_withdrawal, lib.act(), withdrawal=again, to="draft") == ["wrong_step"]
    assert codes(value_withdrawn, lib.act(), withdrawal=again, prices={}) == codes(sign, lib, again) == ["signed"]


def test_what_the_signature_asks_for(lib):
    copy = lib.copy()
    assert codes(step_withdrawal, lib.act(), withdrawal=drawn(lib), to="desk") == ["empty"]
    assert codes(sign, lib, drawn(lib)) == ["not_on_the_desk"]
    one = desk(lib, copy)
    assert codes(sign, lib, one, commission={}) == ["no_chair", "no_members"]
    assert codes(sign, lib, one, on=DAY - dt.timedelta(days=1)) == ["wrong_day"]
    assert codes(sign, lib, one, on=DAY + dt.timedelta(days=1)) == ["wrong_day"]


@pytest.mark.parametrize(
    ("about", "code"),
    [({"why": "бо так"}, "unknown_reason"), ({"why": "own"}, "unknown_reason"), ({"note": "х" * 301}, "too_long")],
)
def test_every_refusal_about_opening(lib, about, code):
    assert codes(open_withdrawal, lib.act(), **{"place": lib.hub, "why": "worn", **about}) == [code]


@pytest.mark.parametrize(
    ("about", "code"),
    [({"factor": "багато"}, "wrong_factor"), ({"factor": "0"}, "wrong_factor"), ({"prices": {"x": "дорого"}}, "wrong_price")],
)
def test_every_refusal_about_prices(lib, about, code):
    assert codes(value_withdrawn, lib.act(), withdrawal=drawn(lib, lib.copy()), **{"prices": {}, **about}) == [code]


def test_unknown_copies_and_endless_lists_are_refused(lib, monkeypatch):
    one = drawn(lib)
    unknown = [str(lib.act().uid)]
    assert codes(list_withdrawn, lib.act(), withdrawal=one, copies=unknown) == ["unknown_copy"]
    monkeypatch.setattr("mandrivna.fund.withdrawing.MOST", 1)
    assert codes(list_withdrawn, lib.act(), withdrawal=one, copies=[str(lib.copy().pk), str(lib.copy().pk)]) == ["too_many"]


def test_reasons_are_the_institutions_own_and_a_signed_act_keeps_its_words(lib):
    assert (reasons()["worn"], "own" in reasons(), len(reasons())) == ("зношеність", False, 11)
    made = sign(lib, desk(lib, lib.copy()))
    policy.edit(lib.act(), policy="withdrawal", key="reasons/worn", value="фізичне зношення", reason="облікова політика")
    policy.edit(lib.act(), policy="withdrawal", key="reasons/own", value="затоплення сховища", reason="було таке")
    policy.edit(lib.act(), policy="withdrawal", key="reasons/profile", value="", reason="не вживаємо")
    assert (reasons()["own"], "profile" in reasons()) == ("затоплення сховища", False)
    assert (Withdrawal.objects.get(pk=made.pk).why, drawn(lib).why) == ("зношеність", "фізичне зношення")
    with pytest.raises(Refused) as refusal:
        policy.edit(lib.act(), policy="withdrawal", key="reasons/own", value="х" * 121, reason="задовге")
    assert refusal.value.codes == ["policy_withdrawal"]


def test_rights_are_needed_where_the_copies_are_at_home(lib):
    one, copy = drawn(lib), lib.copy()
    editor = Actor(grants=((lib.other_hub.path, frozenset({"fund.edit", "fund.sign"})),))
    here = Actor(grants=((lib.hub.path, frozenset({"fund.edit"})),))
    for run in (
        lambda: open_withdrawal(lib.act(actor=editor), place=lib.hub, why="worn"),
        lambda: list_withdrawn(lib.act(actor=editor), withdrawal=one, copies=[str(copy.pk)]),
        lambda: sign(lib, desk(lib, lib.copy())) and sign_withdrawal(
            lib.act(actor=here), withdrawal=desk(lib, lib.copy()), commission=COMMISSION, signed_on=DAY
        ),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            run()


def test_numbers_are_understood_as_people_write_them(lib):
    copies = [lib.copy() for _one in range(6)]
    said = f"№ 1, 3–5\n{copies[5].barcode}; 77"
    found, unknown = copies_said(lib.root, said)
    assert ([copy.inventory_number for copy in found], unknown) == ([1, 3, 4, 5, 6], ["77"])
    assert copies_said(library().root, "1")[0] == []


def test_what_was_not_found_is_offered_for_the_list(lib):
    lost, other, standing = lib.copy(), lib.copy(place=lib.other_shelf), lib.copy()
    for copy in (lost, other):
        lose(lib.act(), copy=copy, place=copy.place)
    one = drawn(lib, why="vanished")
    assert (candidates(one), standing in candidates(one)) == ([lost], False)
    list_withdrawn(lib.act(), withdrawal=one, copies=[str(lost.pk)])
    assert candidates(one) == []
    sign(lib, step_withdrawal(lib.act(), withdrawal=one, to="desk"))
    assert Copy.objects.get(pk=lost.pk).state == "withdrawn"


def test_the_paper_says_what_the_act_says(lib):
    copy = lib.copy(lib.record("Тигролови", authors="Багряний І. П."))
    one = value_withdrawn(lib.act(), withdrawal=drawn(lib, copy), prices={str(copy.pk): "100"}, factor="1,5")
    draft = paper(one, lines_of(one))
    assert (draft.under_title, bool(draft.notes)) == (["№ ______"], True)
    made = sign(lib, step_withdrawal(lib.act(), withdrawal=one, to="desk"))
    shown = paper(made, lines_of(made))
    grid = next(block for block in shown.blocks if isinstance(block, Grid))
    (row,) = [[cell.text for cell in line] for line in grid.rows]
    assert row == ["1", "1", "Багряний І. П. Тигролови", "100,00", "1,5", "150,00"]
    told = " ".join(block.text for block in shown.blocks if isinstance(block, Text))
    assert [word in told for word in ("Причина: зношеність", "О. Вигадана", "під № 1", "на суму 150,00 грн")] == [True] * 4
    assert (shown.stamp is not None, shown.notes, numbers(made)) == (True, [], [1])


def test_the_paper_of_an_empty_list_says_so(lib):
    one = drawn(lib)
    shown = paper(one, lines_of(one))
    assert [type(block) for block in shown.blocks] == [Text] * 3
    assert shown.blocks[-1] == Text(text="В акті ще немає жодного примірника.")


def test_acts_stay_for_ever(lib):
    sign(lib, desk(lib, lib.copy()))
    retention(START + dt.timedelta(days=9000))
    assert (Withdrawal.objects.count(), Leaving.objects.count()) == (1, 1)
