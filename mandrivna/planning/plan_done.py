"""What is known to have been done of the rows of a plan, in words. Rooms above tell it: planning itself knows no event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from mandrivna.core.registry import Registry
from mandrivna.planning.models import Plan, PlanItem

type Told = Callable[[Plan, Sequence[PlanItem] | None], dict[UUID, str]]
"""Of the plan, and only of these rows of it where somebody has them at hand, each with its part and its note."""

DONE: Registry[Told] = Registry("what was done of a plan's rows")


def done_of(plan: Plan, rows: Sequence[PlanItem] | None = None) -> dict[UUID, str]:
    """Row → «12 подій, 240 осіб»; rows of which nobody knows anything are absent."""
    found: dict[UUID, list[str]] = {}
    for _name, told in DONE.items():
        for row, words in told(plan, rows).items():
            found.setdefault(row, []).append(words)
    return {row: "\n".join(words) for row, words in found.items()}
