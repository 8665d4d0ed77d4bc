"""Registering a machine for self-service, giving it a new secret, and taking its right away."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core import crypto
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
    terminal = Terminal(uid=act.uid, place=place, name=name, login=_new_login(act), added_on=act.on)
    return _with_secret(act, terminal)


@verb("lending.renew_terminal", may=rules.TERMINALS, at="terminal.place")
def renew_terminal(act: Act, *, terminal: Terminal) -> Terminal:
    """The former secret opens nothing from now on, also where a machine is signed in already."""
    return _with_secret(act, _active(terminal))


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


def _with_secret(act: Act, terminal: Terminal) -> Terminal:
    """Made of the act and the key of the house: the same act done again after a power cut gives the very same one."""
    secret = crypto.seal_mac("terminal", act.uid.bytes)[:16].hex()
    terminal.secret_hash = hashed(secret)
    terminal.save()
    terminal.shown = secret
    return terminal


def _new_login(act: Act) -> str:
    """Eight figures; if another machine has them, the next ones."""
    figures = str(int.from_bytes(crypto.seal_mac("terminal login", act.uid.bytes)))
    offered = [f"sip{figures[start : start + 8]}" for start in range(0, 64, 8)]
    taken = set(Terminal.objects.filter(login__in=offered).values_list("login", flat=True))
    return next(login for login in offered if login not in taken)
