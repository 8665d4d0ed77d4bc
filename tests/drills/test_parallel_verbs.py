"""G6 over all verbs of lending: eight at once say the same. Under one uid it is one act; under eight it ends as if they had queued.

What eight who stand in a queue are told is written down verb by verb in `QUEUED`; the parallel run is held against that, and every
table, figure and state of its world against the same acts said one after another and taken back.
"""

from __future__ import annotations

import copy as copying
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from mandrivna.core.act import Act
from mandrivna.core.codec import reference
from mandrivna.core.door import VERBS
from mandrivna.core.policy import edit_policy
from mandrivna.core.problems import Blocker, Refused
from mandrivna.fund.models import Copy
from mandrivna.ledger.api import FACETS, check_facts, totals
from mandrivna.ledger.kinds import KINDS
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.self_service import borrow_own
from mandrivna.lending.models import ELoan, Event, Hold, Loan, Round, ShelfCheck, ShelfVisit, Stop
from mandrivna.lending.self_problems import taken_alone
from mandrivna.lending.terms import terms
from tests.drills.crew import AtOnce, crew
from tests.drills.kit import FAR, named, times, undone
from tests.drills.reporting import Tell
from tests.drills.test_parallel import kind_of
from tests.drills.test_whereabouts import problems
from tests.drills.verbs import DRIVEN, World, ground
from tests.factories.library import library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

HANDS = 8
LENDING = {code: call for code, call in DRIVEN.items() if code.startswith("lending.")}
ONE = {
    "lending.add_stop": "stops_already", "lending.borrow_online": "in_hand", "lending.borrow_own": "on_loan",
    "lending.cancel_hold": "hold_ended", "lending.cancel_own_hold": "hold_ended", "lending.carry": "carried_already",
    "lending.close_need": "need_closed",
    "lending.close_check": "check_closed", "lending.end_licence": "licence_ended", "lending.end_online": "eloan_ended",
    "lending.end_own_online": "eloan_ended", "lending.expire_hold": "not_ready", "lending.expire_online": "not_late",
    "lending.hold": "held_already", "lending.hold_for": "held_already", "lending.issue": "on_loan",
    "lending.lend_online": "in_hand", "lending.lose": "lost_already", "lending.plan_visit": "planned_already",
    "lending.put": "stands_here", "lending.remind_in_person": "reminded_already",
    "lending.replace": "replaced_already", "lending.return": "not_on_loan",
    "lending.return_own": "not_on_loan,not_open", "lending.revoke_terminal": "revoked", "lending.set_aside": "not_waiting",
    "lending.step_round": "wrong_step", "lending.step_visit": "wrong_step", "lending.take": "on_the_road",
    "lending.undo": "already_undone", "lending.undo_own": "already_undone,not_open",
}  # fmt: skip
"""The first takes it, the others are told why not."""
EACH = (
    "lending.ask_need", "lending.send_by", "lending.close_site_day", "lending.record_channels", "lending.tap_visits",
    "lending.add_licence", "lending.add_terminal", "lending.add_visits", "lending.count_visits", "lending.describe_shelf",
    "lending.drop_stop", "lending.edit_licence", "lending.keep_history", "lending.key_sheet", "lending.mark_sheet",
    "lending.nobody_home", "lending.open_online", "lending.pick", "lending.plan_round", "lending.print_sheets",
    "lending.read_here", "lending.remind", "lending.renew_shelf_code", "lending.renew_terminal", "lending.replan_round",
    "lending.see_copy", "lending.set_shelf_contact", "lending.set_shelf_photo", "lending.start_check",
    "lending.stop_earlier", "lending.uncarry", "lending.unpick",
)  # fmt: skip
"""Nobody is refused: a number that grows, a thing of which there may be many, or a word that changes nothing when said again."""
QUEUED: dict[str, dict[str, int]] = {
    **{code: {"": 1, why: HANDS - 1} for code, why in ONE.items()},
    **{code: {"": HANDS} for code in EACH},
    "lending.bring_for_need": {"": HANDS // 2, "need_closed": HANDS // 2},  # twenty are asked for, five come with each
    **{code: {"": 2, "renewed_enough": HANDS - 2} for code in ("lending.renew", "lending.renew_own")},
}
SHARES = 2

type Speak = Callable[[Act], object]


def afresh(world: World) -> World:
    """Other people and other books, in the same places at the same hour: no verb meets what another left behind."""
    world.lib.now = world.start
    world.copy, world.lent = world.lib.copy(), world.lib.copy()
    world.reader, world.erasable = world.lib.reader(name="Марія Невидима"), world.lib.reader(name="Той, Кого Забудуть")
    world.loan = Loan.objects.get(pk=issue(world.lib.act(), copy=world.lent, reader=world.reader, place=world.lib.shelf).pk)
    ShelfCheck.objects.filter(closed_on=None).update(closed_on=world.lib.today)
    return world


def told(answer: object) -> str:
    """Nothing for what was done, or the codes of the refusal."""
    return kind_of(answer) if isinstance(answer, Exception) else ""


def standing() -> dict[str, Any]:
    """How many rows every table has, every figure, and the state of everything that is lent, kept or on its way."""
    rows = {model._meta.label: model._default_manager.count() for model in apps.get_models()}
    states: dict[type[models.Model], tuple[str, ...]] = {
        Copy: ("state", "place"), Loan: ("state", "renewals", "due_on"), Event: ("act", "effect"), Hold: ("state",),
        ELoan: ("state", "seat"), ShelfVisit: ("state", "act_number"), Round: ("state",), Stop: ("round", "turn"),
    }  # fmt: skip
    found = {model.__name__: Counter(model._default_manager.values_list(*names)) for model, names in states.items()}
    return {"rows": rows, "figures": totals(KINDS.keys(), None, FAR, by=("kind", "unit_id", "on", *FACETS)), **found}


def differs(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    def parts(of: dict[str, Any]) -> dict[tuple[str, Any], Any]:
        return {(name, key): number for name, inner in of.items() for key, number in inner.items()}

    here, there = parts(one), parts(other)
    return sorted(f"{key}: {here.get(key)}, one after another {there.get(key)}" for key in here.keys() | there.keys()
                  if here.get(key) != there.get(key))  # fmt: skip


def acts_of(act: Act, code: str, *, one_uid: bool) -> list[Act]:
    uids = [act.uid if one_uid else named(f"{code} {hand}") for hand in range(HANDS)]
    return [Act(actor=act.actor, uid=uid, at=act.at, channel=act.channel) for uid in uids]


def drill(at_once: AtOnce, speak: Speak, acts: list[Act]) -> tuple[list[object], Counter[str], list[str]]:
    """(the answers, what those who queue are told, what was found wrong)."""
    queued: Counter[str] = Counter()
    with undone():
        for act in acts:
            try:
                queued[told(speak(Act(actor=act.actor, uid=act.uid, at=act.at, channel=act.channel)))] += 1
            except Refused as refusal:
                queued[told(refusal)] += 1
        after = standing()
    answers = at_once([lambda act=act: speak(act) for act in acts])
    wrong = differs(standing(), after)
    if (at_once_told := Counter(map(told, answers))) != queued:
        wrong.append(f"told {dict(at_once_told)}, one after another {dict(queued)}")
    return answers, queued, wrong


def spoken(world: World, code: str) -> tuple[Speak, Act]:
    verb, act, arguments = LENDING[code](afresh(world))
    own = lambda: {name: copying.copy(value) for name, value in arguments.items()}  # noqa: E731 - nobody shares an object
    return lambda said: verb(said, **own()), act


@pytest.fixture
def world() -> World:
    found = ground()
    edit_policy(found.lib.act(), policy="lending", key="undo_minutes", change={"value": 120}, reason="вправа")
    found.start = found.lib.now
    return found


@pytest.mark.parametrize("share", range(SHARES))
def test_one_word_of_any_verb_said_by_eight_at_once_is_one_act(world: World, tell: Tell, share: int) -> None:
    wrong: list[str] = []
    ours = list(LENDING)[share::SHARES]
    with crew(HANDS) as at_once:
        for code in ours:
            speak, act = spoken(world, code)
            answers, _queued, found = drill(at_once, speak, acts_of(act, code, one_uid=True))
            said = {reference(answer) if isinstance(answer, models.Model) else repr(answer) for answer in answers}
            wrong += [f"{code}: {line}" for line in [*found, *([f"answered {said}"] if len(said) > 1 else [])]]
    assert wrong == [], "\n".join(wrong)
    assert problems(world.lib) == []
    tell(f"{len(ours)} verbs of lending × {HANDS} at once under one uid: one act each")


@pytest.mark.parametrize("share", range(SHARES))
def test_eight_at_once_end_as_eight_in_a_queue(world: World, tell: Tell, share: int) -> None:
    wrong: list[str] = []
    ours = list(LENDING)[share::SHARES]
    with crew(HANDS) as at_once:
        for code in ours:
            speak, act = spoken(world, code)
            _answers, queued, found = drill(at_once, speak, acts_of(act, code, one_uid=False))
            expected = QUEUED.get(code, {"": 1})
            wrong += [f"{code}: {line}" for line in [*found, *([f"queue {dict(queued)}"] if queued != expected else [])]]
    assert wrong == [], "\n".join(wrong)
    assert problems(world.lib) == []
    tell(f"{len(ours)} verbs of lending × {HANDS} at once under eight uids: as in a queue")


def test_every_verb_of_lending_has_its_queue_written_down() -> None:
    ours = {code for code, spec in VERBS.items() if spec.function.__module__.startswith("mandrivna.lending.")}
    assert ours == LENDING.keys()
    assert [code for code, queue in QUEUED.items() if sum(queue.values()) != HANDS] == []
    assert QUEUED.keys() == LENDING.keys()


@pytest.mark.parametrize("rounds", [times(2, 50)])
def test_one_reader_at_eight_telephones_keeps_to_the_limits(tell: Tell, rounds: int) -> None:
    """Each book is free and each title may be asked for: only the number of them is the reader's."""
    lib, most = library(), terms()
    with crew(HANDS) as at_once:
        for _round in range(rounds):
            reader, books, at = lib.reader(), [lib.copy() for _ in range(HANDS)], lib.act().at
            me = [Act(actor=lib.act().actor, at=at, channel="self") for _ in range(2 * HANDS)]
            shelf = {"reader": reader, "place": lib.shelf}
            taken = at_once([partial(borrow_own, a, copy=c, **shelf) for a, c in zip(me[:HANDS], books, strict=True)])
            assert Counter(map(told, taken)) == {"": most.max_self_loans, "many_alone": HANDS - most.max_self_loans}
            assert taken_alone(reader).count() == most.max_self_loans
            others = [lib.copy(lib.record(f"Інша {number}")).record for number in range(HANDS)]
            pickup = {"reader": reader, "pickup": lib.shelf}
            asked = at_once([partial(hold, a, record=r, **pickup) for a, r in zip(me[HANDS:], others, strict=True)])
            assert Counter(map(told, asked)) == {"": most.max_holds, "many_holds": HANDS - most.max_holds}
    assert check_facts().drift == []
    tell(f"{rounds} readers × {HANDS} telephones: {most.max_self_loans} books alone, {most.max_holds} titles asked for, never more")


def test_the_drill_sees_a_verb_that_asks_and_then_writes(world: World, tell: Tell) -> None:
    """Negative control: «does anybody go there that day?», a breath, «then I do», and nothing locked."""
    asked, lib, day = threading.Barrier(HANDS), world.lib, world.lib.today

    def careless(act: Act) -> object:
        if ShelfVisit.objects.filter(place=lib.shelf, planned_on=day).exists():
            raise Refused([Blocker(code="planned_already", text="")])
        if threading.current_thread() is not threading.main_thread():
            asked.wait(60)
        return ShelfVisit.objects.create(uid=act.uid, place=lib.shelf, base=lib.hub, planned_on=day, opened_at=act.at)

    with crew(HANDS) as at_once:
        _answers, queued, wrong = drill(at_once, careless, acts_of(lib.act(), "careless", one_uid=False))
    assert queued == {"": 1, "planned_already": HANDS - 1}
    assert "('rows', 'lending.ShelfVisit'): 8, one after another 1" in wrong
    assert wrong[-1] == "told {'': 8}, one after another {'': 1, 'planned_already': 7}"
    tell(f"a verb that asks and then writes: {len(wrong)} differences found")
