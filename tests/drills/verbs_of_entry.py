"""One true call of every verb by which a reader comes to a first PIN, for `tests.drills.verbs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.core.codec import Withheld
from mandrivna.readers.actions.pins import choose_pin, offer_pin_link
from mandrivna.readers.models import EntryLink
from tests.factories.library import START


def _linked(world: Any) -> dict[str, Any]:
    link = offer_pin_link(world.lib.act(), reader=world.reader)
    EntryLink.objects.filter(pk=link.pk).update(expires_at=START.replace(year=2030))
    return {"token": Withheld(link.shown), "new": Withheld("271828")}


ENTRY: dict[str, tuple[Callable[..., object], Callable[[Any], dict[str, Any]]]] = {
    "readers.offer_pin_link": (offer_pin_link, lambda w: {"reader": w.reader}),
    "readers.choose_pin": (choose_pin, _linked),
}
