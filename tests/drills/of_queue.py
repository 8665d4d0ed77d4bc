"""What the verbs of the queue for a title need before they are spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.drills.verbs import World


def wanted(world: World) -> dict[str, Any]:
    record = world.lib.copy(world.lib.record("Замовлена")).record
    return {"reader": world.erasable, "record": record, "pickup": world.lib.shelf}
