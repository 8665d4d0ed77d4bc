"""What is not a person and serves readers here: a self-check machine, and a program with a key. Their secrets nobody has."""

from __future__ import annotations

from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.stage import Stage
from mandrivna.core.actions.tokens import issue_token
from mandrivna.lending.actions.terminals import add_terminal
from mandrivna.lending.rules import ISSUE, RETURN
from mandrivna.lending.rules import VIEW as LENDING_VIEW

DAYS = 180


def stand(stage: Stage) -> None:
    """Only where everybody knows the passwords too: an example never opens a door into a library's own house."""
    hub = stage.units[HUBS[0].name]
    add_terminal(stage.act(), place=hub, name="Автомат біля входу")
    rights = [str(right) for right in (LENDING_VIEW, ISSUE, RETURN)]
    issue_token(stage.act(stage.actors["director"]), unit=hub, name="Електронний щоденник школи", permissions=rights, days=DAYS)
