"""Registering a machine for self-service, giving it a new secret, and taking its right away."""

from __future__ import annotations

import secrets

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Refused, refuse_if
from mandrivna.lending import rules
from mandrivna.lending.models import Terminal
from mandrivna.lending.problems import place_kind_problems
from mandrivna.lending.terminals import hashed

LONGEST = 80


@verb("lending.add_terminal", may=rules.TERMINALS, at="place")
def add_terminal(act: Act, *, place: Unit, name: str) -> Terminal:
    """`shown` of the answer is the secret, this once: only its hash is kept."""
    refuse_if(place_kind_problems(place))
    if place.closed_on is not None:
        refuse_if([Blocker(code="place_closed", text=_("Це місце закрито."), field="place")])
    name = " ".join(name.split())[:LONGEST]
    if not name:
        refuse_if([Blocker(code="no_name", text=_("Назвіть автомат, щоб колеги його впізнали."), field="name")])
    terminal = Terminal(uid=act.uid, place=place, name=name, login=_new_login(), added_on=act.on)
    return _with_secret(terminal)


@verb("lending.renew_terminal", may=rules.TERMINALS, at="terminal.place")
def renew_terminal(act: Act, *, terminal: Terminal) -> Terminal:
    """The former secret opens nothing from now on, also where a machine is signed in already."""
    return _with_secret(_active(terminal))


@verb("lending.revoke_terminal", may=rules.TERMINALS, at="terminal.place")
def revoke_terminal(act: Act, *, terminal: Terminal) -> Terminal:
    """What was done at it stays done; from its next word on it is a stranger."""
    found = _active(terminal)
    found.revoked_on = act.on
    found.save(update_fields=["revoked_on"])
    return found


def _active(terminal: Terminal) -> Terminal:
    found = Terminal.objects.select_for_update().get(pk=terminal.pk)
    if found.revoked_on:
        raise Refused([Blocker(code="revoked", text=_("Цей автомат уже відкликано. Додайте новий."))])
    return found


def _with_secret(terminal: Terminal) -> Terminal:
    secret = secrets.token_hex(16)
    terminal.secret_hash = hashed(secret)
    terminal.save()
    terminal.shown = secret
    return terminal


def _new_login() -> str:
    """A clash of two is refused by its key, and the door tries again."""
    return f"sip{secrets.randbelow(10**8):08d}"
