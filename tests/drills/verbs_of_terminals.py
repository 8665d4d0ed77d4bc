"""One true call of every verb of self-check machines, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.lending.actions.terminals import add_terminal, renew_terminal, revoke_terminal
from mandrivna.lending.models import Terminal


def _terminal(world: Any) -> Terminal:
    return add_terminal(world.lib.act(), place=world.lib.shelf, name="Автомат біля входу")


TERMINALS: dict[str, tuple[Callable[..., Any], Callable[[Any], dict[str, Any]]]] = {
    "lending.add_terminal": (add_terminal, lambda w: {"place": w.lib.shelf, "name": "Автомат"}),
    "lending.renew_terminal": (renew_terminal, lambda w: {"terminal": _terminal(w)}),
    "lending.revoke_terminal": (revoke_terminal, lambda w: {"terminal": _terminal(w)}),
}
