"""One true call of every verb of licensed e-resources, for `tests.drills.verbs`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.lending.actions.eloans import (
    add_licence,
    borrow_online,
    edit_licence,
    end_licence,
    end_online,
    end_own_online,
    expire_online,
    lend_online,
    open_online,
)
from mandrivna.lending.models import ELoan, Licence

ADDRESS = Withheld("https://books.example.org/read/42")


def _wanted(world: Any) -> dict[str, Any]:
    record = world.lib.record("Електронна", material="electronic")
    return {"record": record, "institution": world.lib.root, "seats": 2, "days": 14, "address": ADDRESS}


def _licence(world: Any) -> Licence:
    return add_licence(world.lib.act(), **_wanted(world))


def _loan(world: Any) -> ELoan:
    return lend_online(world.lib.act(), licence=_licence(world), reader=world.reader, place=world.lib.shelf)


def _late(world: Any) -> ELoan:
    loan = _loan(world)
    ELoan.objects.filter(pk=loan.pk).update(until=loan.on - dt.timedelta(days=1))
    return loan


ONLINE: dict[str, tuple[Callable[..., object], Callable[[Any], dict[str, Any]]]] = {
    "lending.add_licence": (add_licence, _wanted),
    "lending.edit_licence": (edit_licence, lambda w: {"licence": _licence(w), "seats": 3, "days": 7, "address": ADDRESS}),
    "lending.end_licence": (end_licence, lambda w: {"licence": _loan(w).licence}),
    "lending.borrow_online": (borrow_online, lambda w: {"licence": _licence(w), "reader": w.reader}),
    "lending.lend_online": (lend_online, lambda w: {"licence": _licence(w), "reader": w.reader, "place": w.lib.shelf}),
    "lending.end_own_online": (end_own_online, lambda w: {"loan": _loan(w)}),
    "lending.end_online": (end_online, lambda w: {"loan": _loan(w)}),
    "lending.open_online": (open_online, lambda w: {"loan": _loan(w)}),
    "lending.expire_online": (expire_online, lambda w: {"loan": _late(w)}),
}
