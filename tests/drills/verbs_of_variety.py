"""One true call of each verb of the rarer ways of lending, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.fund.actions.replacing import sign_replacement
from mandrivna.fund.models import Replacement
from mandrivna.lending.actions.circulation import read_here
from mandrivna.lending.actions.needs import ask_need, bring_for_need, close_need
from mandrivna.lending.actions.replacing import replace
from mandrivna.lending.actions.shelf_visits import plan_visit, send_by
from mandrivna.lending.models import HubNeed, ShelfVisit
from tests.drills.verbs_after_events import AFTER
from tests.drills.verbs_of_agenda import AGENDA
from tests.drills.verbs_of_board import BOARD
from tests.drills.verbs_of_calls import CALLS
from tests.drills.verbs_of_circles import CIRCLES
from tests.drills.verbs_of_diary import DIARY
from tests.drills.verbs_of_eloans import ONLINE
from tests.drills.verbs_of_enquiries import ENQUIRIES
from tests.drills.verbs_of_entry import ENTRY
from tests.drills.verbs_of_forms import FORMS
from tests.drills.verbs_of_gifts import COMMISSION
from tests.drills.verbs_of_plans import PLANS
from tests.drills.verbs_of_programme import PROGRAMME
from tests.drills.verbs_of_quality import QUALITY
from tests.drills.verbs_of_reminders import REMINDERS
from tests.drills.verbs_of_reports import REPORTS
from tests.drills.verbs_of_rounds import ROUNDS
from tests.drills.verbs_of_signups import SIGNUPS
from tests.drills.verbs_of_terminals import TERMINALS
from tests.drills.verbs_of_visits import VISITS
from tests.drills.verbs_of_withdrawing import WITHDRAWING
from tests.drills.verbs_of_year import OF_YEAR
from tests.factories.library import START

type Told = Callable[[Any], dict[str, Any]]


def _brought(world: Any) -> dict[str, Any]:
    return {
        "copy": world.lent, "place": world.lib.shelf, "record": world.lib.record("Новіше видання"), "why": "lost",
        "equal": "той самий твір", "price": "150",
    }  # fmt: skip


def _waiting(world: Any) -> Replacement:
    event = replace(world.lib.act(), **_brought(world))
    return Replacement.objects.get(pk=event.pk)


def _need(world: Any) -> HubNeed:
    return ask_need(world.lib.act(), place=world.lib.hub, topic="казки", quantity=20)


def _journey(world: Any) -> dict[str, Any]:
    day = world.lib.act().on + dt.timedelta(days=100 + ShelfVisit.objects.count())
    visit = plan_visit(world.lib.act(), place=world.lib.shelf, base=world.lib.other_shelf, on=day)
    return {"visit": visit, "carrier": "Вигадана пошта", "parcel": "20450000000001"}


VARIETY: dict[str, tuple[Callable[..., object], Told]] = {
    "lending.replace": (replace, _brought),
    "lending.ask_need": (ask_need, lambda w: {"place": w.lib.hub, "topic": "казки", "quantity": 20, "ages": ["0-14"]}),
    "lending.bring_for_need": (bring_for_need, lambda w: {"need": _need(w), "many": 5}),
    "lending.close_need": (close_need, lambda w: {"need": _need(w)}),
    "lending.send_by": (send_by, _journey),
    "lending.read_here": (read_here, lambda w: {"copy": w.copy, "place": w.lib.shelf, "reader": w.reader}),
    "fund.sign_replacement": (
        sign_replacement,
        lambda w: {"replacement": _waiting(w), "commission": COMMISSION, "signed_on": START.date()},
    ),
}

ALONE = {"programme.score": "as score_invited, but only a person of the staff scores for themselves; the drill acts as the system"}

VARIETY.update(ENQUIRIES)
VARIETY.update(TERMINALS)
VARIETY.update(AGENDA)
VARIETY.update(ROUNDS)
VARIETY.update(ONLINE)
VARIETY.update(REMINDERS)
VARIETY.update(VISITS)
VARIETY.update(DIARY)
VARIETY.update(PLANS)
VARIETY.update(REPORTS)
VARIETY.update(BOARD)
VARIETY.update(FORMS)
VARIETY.update(ENTRY)
VARIETY.update(WITHDRAWING)
VARIETY.update(QUALITY)
VARIETY.update(PROGRAMME)
VARIETY.update(OF_YEAR)
VARIETY.update(SIGNUPS)
VARIETY.update(CIRCLES)
VARIETY.update(CALLS)
VARIETY.update(AFTER)
