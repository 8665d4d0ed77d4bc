"""At the door and afterwards: who of the list came, how many came without a name, how many were there from afar.

None of it is the attendance itself: the one record stays what somebody says with «Подія відбулася» (counting.py). What is noted
here fills that form in, so that nobody is counted twice and a correction is settled by difference.
"""

from __future__ import annotations

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.problems import refuse_if
from mandrivna.programme import rules
from mandrivna.programme.actions.counting import know_again
from mandrivna.programme.actions.signups import lock
from mandrivna.programme.models import Event, Heads, OnlineCount, SignUp, Turnout
from mandrivna.programme.signup_problems import (
    door_problems,
    heads_problems,
    of_event_problems,
    online_problems,
    standing_problems,
)
from mandrivna.programme.states import State

EITHER = ("event.place", "event.unit")
"""Whoever works where it is, or answers for it."""


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).select_related("place").get(pk=event.pk)


@verb("programme.check_in", may=rules.COUNT, at=EITHER)
def check_in(act: Act, *, event: Event, signup: SignUp) -> Turnout:
    """By a scan of their code or a tap on the list. Checked in twice is checked in once; who waited and was let in has come."""
    locked = _locked(event)
    lock(signup.admission_id)
    signup = SignUp.objects.select_related("admission").get(pk=signup.pk)  # signed off meanwhile is signed off
    refuse_if([*door_problems(locked, act.on), *of_event_problems(locked, signup), *standing_problems(signup)])
    row = Turnout.objects.filter(event=locked, signup=signup).first() or Turnout(uid=act.uid, event=locked, signup=signup)
    if row.came_at is None:
        row.came_at = act.at
        row.save()
        _known_again(act, locked)
    return row


@verb("programme.check_out", may=rules.COUNT, at=EITHER)
def check_out(act: Act, *, event: Event, signup: SignUp) -> Event:
    """It was a mistake: nobody has come by this line."""
    locked = _locked(event)
    refuse_if(of_event_problems(locked, signup))
    Turnout.objects.filter(event=locked, signup=signup).update(came_at=None)
    _known_again(act, locked)
    return locked


def _known_again(act: Act, event: Event) -> None:
    """The paper list is ticked after people were counted: now it is known which of them are readers."""
    if event.state == State.HELD:
        know_again(act, event)


@verb("programme.count_heads", may=rules.COUNT, at=EITHER)
def count_heads(act: Act, *, event: Event, audience: str, number: int) -> Heads:
    """So many more came without a sign-up, or so many fewer than was thought: two telephones at one door add up."""
    locked = _locked(event)
    row = Heads.objects.filter(event=locked, audience=audience).first() or Heads(uid=act.uid, event=locked, audience=audience)
    refuse_if([*door_problems(locked, act.on), *heads_problems(audience, number, row.number)])
    row.number, row.changed_at = row.number + number, act.at
    row.save()
    return row


@verb("programme.count_online", may=rules.COUNT, at=EITHER)
def count_online(act: Act, *, event: Event, source: str, number: int) -> OnlineCount:
    """What a platform's report says, or what somebody saw there. Of one platform the last word counts."""
    locked = _locked(event)
    refuse_if([*door_problems(locked, act.on), *online_problems(locked, source, number)])
    row = OnlineCount.objects.filter(event=locked, source=source).first() or OnlineCount(uid=act.uid, event=locked, source=source)
    row.number, row.changed_at = number, act.at
    row.save()
    return row
