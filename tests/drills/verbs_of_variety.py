"""One true call of each verb of the rarer ways of lending, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.fund.actions.replacing import sign_replacement
from mandrivna.fund.models import Replacement
from mandrivna.lending.actions.circulation import read_here
from mandrivna.lending.actions.replacing import replace
from tests.drills.verbs_of_eloans import ONLINE
from tests.drills.verbs_of_entry import ENTRY
from tests.drills.verbs_of_gifts import COMMISSION
from tests.drills.verbs_of_reminders import REMINDERS
from tests.drills.verbs_of_rounds import ROUNDS
from tests.drills.verbs_of_terminals import TERMINALS
from tests.drills.verbs_of_withdrawing import WITHDRAWING
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


VARIETY: dict[str, tuple[Callable[..., object], Told]] = {
    "lending.replace": (replace, _brought),
    "lending.read_here": (read_here, lambda w: {"copy": w.copy, "place": w.lib.shelf, "reader": w.reader}),
    "fund.sign_replacement": (
        sign_replacement,
        lambda w: {"replacement": _waiting(w), "commission": COMMISSION, "signed_on": START.date()},
    ),
}

VARIETY.update(TERMINALS)
VARIETY.update(ROUNDS)
VARIETY.update(ONLINE)
VARIETY.update(REMINDERS)
VARIETY.update(ENTRY)
VARIETY.update(WITHDRAWING)
