"""A request whose book has come is over when its one person was told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.erasure import forget_traces
from mandrivna.core.problems import Blocker, refuse_if
from mandrivna.enquiries import facts, rules
from mandrivna.enquiries.models import Refusal
from mandrivna.enquiries.states import State
from mandrivna.ledger.api import settle


@verb("enquiries.close_told", may=rules.ANSWER, at="refusal.institution")
def close_told(act: Act, *, refusal: Refusal) -> Refusal:
    """This one was told that their book is there; others who wait for the same are told each by their own way."""
    locked = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if locked.state != State.FOUND:
        refuse_if([Blocker(code="wrong_state", text=gettext_lazy("Цього запиту вже не треба закривати."))])
    locked.state, locked.closed_on, locked.note, locked.contact, locked.reader = State.CLOSED, act.on, None, None, None
    locked.save()
    settle(act, f"enquiries.Refusal:{locked.pk}", facts.lines(locked))
    forget_traces([], [locked.pk])
    return locked
