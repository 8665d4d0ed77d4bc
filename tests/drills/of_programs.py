"""One true call of every verb that keys of programs need, for `tests.drills.verbs`: a verb and what it is told of a world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mandrivna.core.actions import tokens
from mandrivna.core.codec import Withheld
from mandrivna.core.models import ApiToken
from mandrivna.core.tokens import mac_of

ABOUT = {"name": "Термінал", "permissions": ["lending.return"], "days": 30}


def _key(world: Any) -> ApiToken:
    return tokens.issue_token(world.lib.act(), unit=world.lib.hub, **ABOUT)[0]


PROGRAMS: dict[str, tuple[Callable[..., object], Callable[[Any], dict[str, Any]]]] = {
    "core.issue_token": (
        tokens.record_token,
        lambda w: {"unit": w.lib.hub, **ABOUT, "mac": Withheld(mac_of("of the drill").hex())},
    ),
    "core.revoke_token": (tokens.revoke_token, lambda w: {"token": _key(w)}),
}
