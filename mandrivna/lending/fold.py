"""From everything said about one copy to its loans: a pure function of the set of events, whatever order they came in.

Two hubs, a bot and a typed paper slip speak of the same book, days apart. Sorted by when things happened, their
words give one history; what does not fit into it is a misfit for a person to look at, never a lost record.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from mandrivna.lending.states import MOVES, SWAPS, TRANSITIONS, Act, Effect, LoanState, Who


@dataclass(frozen=True, kw_only=True)
class Said:
    """One event as recorded. `days` is how long the act lends for, `first` its place in the order of acts.

    `limit` is what the rules allowed then: of a renewal how many, of an undoing how many minutes afterwards.
    """

    uid: uuid.UUID
    act: str
    first: str
    on: dt.date
    place: int
    reader: uuid.UUID | None = None
    target: uuid.UUID | None = None
    days: int = 0
    at: dt.datetime | None = None
    limit: int | None = None
    notes: tuple[str, ...] = ()


@dataclass
class Folded:
    """A loan as the fold sees it; its identity is the event that opened it."""

    uid: uuid.UUID
    reader: uuid.UUID | None
    place: int
    issued_on: dt.date
    due_on: dt.date
    state: str = LoanState.OPEN
    renewals: int = 0
    closed_on: dt.date | None = None
    closed_place: int | None = None
    closed_by: uuid.UUID | None = None


@dataclass(frozen=True)
class Misfit:
    code: str
    event: uuid.UUID
    other: uuid.UUID | None = None


@dataclass
class History:
    loans: list[Folded] = field(default_factory=list)
    effects: dict[uuid.UUID, tuple[str, uuid.UUID | None]] = field(default_factory=dict)
    misfits: list[Misfit] = field(default_factory=list)
    last_place: int | None = None
    away: str = ""
    """Neither on a shelf nor with a reader: the act that took it away, TAKE (on the road), LOST or WORN (an equal one came)."""
    found: set[uuid.UUID] = field(default_factory=set)
    """Acts that showed a copy recorded as lost to be there."""

    @property
    def lost(self) -> Folded | None:
        """The loan with which a copy recorded as lost went."""
        return self.loans[-1] if self.loans and self.loans[-1].state == LoanState.LOST else None

    @property
    def open(self) -> Folded | None:
        return self.loans[-1] if self.loans and self.loans[-1].state == LoanState.OPEN else None


def fold(events: Iterable[Said]) -> History:
    listed = sorted(events, key=lambda said: said.first)
    history = History()
    undone = _undone(listed, history)
    for said in listed:
        if said.act == Act.UNDO:
            continue
        if said.uid in undone:
            history.effects[said.uid] = (Effect.UNDONE, None)
            continue
        _take(history, said)
    return history


def _undone(listed: list[Said], history: History) -> set[uuid.UUID | None]:
    """What has been taken back. Taking back something never heard of is a misfit until it arrives; long afterwards, always."""
    known = {said.uid: said for said in listed if said.act != Act.UNDO}
    undoings = [said for said in listed if said.act == Act.UNDO]
    for said in undoings:
        history.effects[said.uid] = (Effect.NOTHING, None)
        history.misfits.extend(Misfit(note, said.uid) for note in said.notes)
        target = known.get(said.target) if said.target else None
        if target is None:
            history.misfits.append(Misfit("undone_unknown", said.uid, said.target))
        elif _late(said, target):
            history.misfits.append(Misfit("undone_late", said.uid, said.target))
    return {said.target for said in undoings}


def _late(said: Said, target: Said) -> bool:
    return bool(said.limit is not None and said.at and target.at and said.at - target.at > dt.timedelta(minutes=said.limit))


def _take(history: History, said: Said) -> None:
    loan = history.open
    who = Who.SAME if loan is not None and _concerns(said, loan, history) else Who.OTHER
    new_state, effect, misfit = TRANSITIONS[(loan.state if loan else "", said.act, who)]
    if history.away == Act.LOST and said.act == Act.RETURN:
        effect, misfit, loan = Effect.FOUND, "", history.lost
    if history.away == Act.LOST and said.act == Act.SWAP:
        effect, loan = Effect.REPLACED, history.lost
        if loan is not None:  # it ended with the loss; what is owed for it ends now
            new_state = loan.state = LoanState.REPLACED
    twice = _said_twice(history, said, loan, effect)
    if twice:
        effect, misfit, new_state = Effect.NOTHING, "", loan.state if loan else ""
    if misfit:
        history.misfits.append(Misfit(misfit, said.uid, loan.uid if loan else None))
    history.misfits.extend(Misfit(note, said.uid) for note in said.notes)
    if effect == Effect.FOUND:
        new_state = loan.state if loan else ""  # it was lost for a while: that stands, and the finding settles the difference
    if loan is not None and new_state != loan.state:
        loan.state, loan.closed_on, loan.closed_place, loan.closed_by = new_state, said.on, said.place, said.uid
    if effect == Effect.RENEWS and loan is not None:
        if said.act == Act.RENEW and said.limit is not None and loan.renewals >= said.limit:
            history.misfits.append(Misfit("renewed_too_often", said.uid, loan.uid))
        loan.renewals += 1
        # A renewal always lengthens; an issue written again is a new term from its own day.
        start = max(loan.due_on, said.on) if said.act == Act.RENEW else said.on
        loan.due_on = max(loan.due_on, start + dt.timedelta(days=said.days))
    if effect == Effect.OPENS:
        loan = Folded(said.uid, said.reader, said.place, said.on, said.on + dt.timedelta(days=said.days))
        history.loans.append(loan)
    history.effects[said.uid] = (effect, loan.uid if loan and (twice or effect != Effect.NOTHING) else None)
    _whereabouts(history, said, effect, loan)


def _whereabouts(history: History, said: Said, effect: str, loan: Folded | None) -> None:
    """Where the thing itself is after the act; of what a reader has lost nobody has seen another place."""
    if history.away == Act.LOST and said.act not in (Act.LOST, Act.RENEW, *SWAPS):
        history.found.add(said.uid)
    if said.act not in SWAPS and (said.act != Act.LOST or loan is None):
        history.last_place = said.place
    if said.act in (Act.TAKE, Act.LOST, *SWAPS):
        history.away = Act.LOST if said.act == Act.SWAP else said.act
    elif not (said.act == Act.RENEW and effect == Effect.NOTHING):
        history.away = ""


def _concerns(said: Said, loan: Folded, history: History) -> bool:
    """A renewal may name an issue that turned out to continue an earlier loan: it means that loan."""
    if said.act == Act.ISSUE:
        return said.reader is not None and said.reader == loan.reader
    if said.act == Act.READ or said.act in MOVES or said.act in SWAPS:
        return True
    return said.target in (None, loan.uid) or (said.target in history.effects and history.effects[said.target][1] == loan.uid)


def _said_twice(history: History, said: Said, loan: Folded | None, effect: str) -> bool:
    """Two devices wrote the same issue or the same return of one day: nothing further happened in the world."""
    if said.act == Act.ISSUE and effect == Effect.RENEWS:
        return loan is not None and loan.issued_on == said.on
    if said.act == Act.RETURN and loan is None and history.loans:
        return history.loans[-1].state == LoanState.RETURNED and history.loans[-1].closed_on == said.on and not history.away
    if loan is None and said.act in (Act.TAKE, Act.LOST):
        return history.away == said.act
    return loan is None and said.act == Act.PUT and not history.away and history.last_place == said.place
