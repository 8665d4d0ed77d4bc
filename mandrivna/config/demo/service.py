"""Days of service: who comes to which hub, what they bring back and take along. Everything goes through the one door."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from mandrivna.config.demo.data import Hub
from mandrivna.config.demo.offline import Batch
from mandrivna.config.demo.stage import Guest, Lent, Shelf, Stage
from mandrivna.fund.models import Copy
from mandrivna.lending.actions.circulation import issue, renew, return_copy, undo
from mandrivna.lending.actions.visits import count_visits
from mandrivna.lending.models import Loan
from mandrivna.lending.terms import Terms, terms
from mandrivna.readers.actions.enrolment import enrol, reenrol
from mandrivna.shared.ids import new_uid

VERBS: dict[str, Callable[..., Any]] = {
    "readers.enrol": enrol,
    "readers.reenrol": reenrol,
    "lending.issue": issue,
    "lending.renew": renew,
    "lending.return": return_copy,
    "lending.undo": undo,
    "lending.count_visits": count_visits,
}


SOON, NEAR = 5, 7  # days after an issue, days before its term
FORGETFUL = "3"
CHOICE = 5  # nobody chooses from a shelf that is almost empty


@dataclass
class Service:
    """`batches`: hubs without a network today, with what their phones are keeping."""

    stage: Stage
    batches: dict[str, Batch] = field(default_factory=dict)
    rules: Terms = field(default_factory=terms)

    def say(self, code: str, hub: Hub, **body: Any) -> uuid.UUID:
        """At the desk now, or into the phone's memory; the identity is made here either way."""
        batch = self.batches.get(hub.name)
        if batch is not None:
            return batch.keep(code, self.stage.tick(), body)
        act = self.stage.act(self.stage.actors[hub.name])
        body = {name: _loaded(value) for name, value in body.items()}
        VERBS[code](act, **body)
        return act.uid

    # --- a day ---

    def day(self, hub: Hub, *, quiet: bool = False) -> None:
        rng, visitors = self.stage.rng, self._returning(hub)
        busy = max(1, hub.busy // 2) if quiet else hub.busy
        if self.stage.waiting and rng.random() < (0.3 if quiet else 0.13 * busy):
            visitors.append(self._welcome(hub))
        idle = [guest for guest in self.stage.guests if guest.hub == hub and not guest.loans and guest not in visitors]
        visitors += rng.sample(idle, min(len(idle), rng.randint(0, busy)))
        for guest in visitors:
            self._visit(guest)
        if hub.counter:
            self.count(hub, rng.randint(9, 17) if quiet or self.stage.today.isoweekday() == 6 else rng.randint(18, 39))

    def count(self, hub: Hub, number: int) -> None:
        self.say("lending.count_visits", hub, place=self.stage.units[hub.name], on=self.stage.today, number=number)

    def _returning(self, hub: Hub) -> list[Guest]:
        found: list[Guest] = []
        for lent in self.stage.lent:
            if lent.guest.hub == hub and lent.guest not in found and self.stage.rng.random() < self._chance(lent):
                found.append(lent.guest)
        return found

    def _chance(self, lent: Lent) -> float:
        """That somebody comes back today: seldom in the first days, mostly near the term, and some forget."""
        if (self.stage.today - lent.on).days < SOON:
            return 0.0
        if lent.guest.told.card.endswith(FORGETFUL):
            return 0.03
        left = (lent.due - self.stage.today).days
        return 0.2 if left < 0 else 0.3 if left <= NEAR else 0.13

    def _welcome(self, hub: Hub) -> Guest:
        told = self.stage.waiting.pop()
        guest = Guest(uid=new_uid(), told=told, hub=hub, years={self.stage.today.year})
        self.say("readers.enrol", hub, place=self._shelf(guest).unit, reader=guest.uid, **told.told())
        self.stage.guests.append(guest)
        return guest

    def _visit(self, guest: Guest) -> None:
        rng, today = self.stage.rng, self.stage.today
        if today.year not in guest.years:
            guest.years.add(today.year)
            self.say("readers.reenrol", guest.hub, reader=guest, place=self._shelf(guest).unit)
        for lent in [lent for lent in self.stage.lent if lent.guest is guest and (today - lent.on).days >= SOON]:
            if (lent.due - today).days <= NEAR and lent.renewals < self.rules.max_renewals and rng.random() < 0.4:
                self._renew(lent)
            else:
                self.take_back(lent, self._shelf_for_return(guest))
        for _book in range(rng.choices((0, 1, 2), (30, 60, 10))[0]):
            self.lend(guest)

    # --- acts ---

    def lend(self, guest: Guest) -> Lent | None:
        shelf = self._shelf(guest)
        standing = self.stage.standing[shelf.unit.pk]
        if len(standing) <= CHOICE or guest.loans >= self.rules.max_loans:
            return None
        copy = standing.pop(self.stage.rng.randrange(len(standing)))
        uid = self.say("lending.issue", guest.hub, copy=copy, reader=guest, place=shelf.unit)
        return self.remember(uid, copy, guest)

    def remember(self, uid: uuid.UUID, copy: Copy, guest: Guest) -> Lent:
        lent = Lent(uid, copy, guest, self.stage.today, self.stage.today + dt.timedelta(days=self.rules.loan_days))
        guest.loans += 1
        self.stage.lent.append(lent)
        return lent

    def forget(self, lent: Lent) -> None:
        lent.guest.loans -= 1
        self.stage.lent.remove(lent)

    def _renew(self, lent: Lent) -> None:
        self.say("lending.renew", lent.guest.hub, loan=lent, place=self._shelf(lent.guest).unit)
        lent.renewals += 1
        lent.due = max(lent.due, self.stage.today + dt.timedelta(days=self.rules.renewal_days))

    def take_back(self, lent: Lent, shelf: Shelf) -> None:
        self.say("lending.return", lent.guest.hub, copy=lent.copy, place=shelf.unit)
        self.forget(lent)
        self.stage.standing[shelf.unit.pk].append(lent.copy)

    def mistake(self, hub: Hub) -> None:
        """The wrong book is issued and taken back from the record five minutes later."""
        guest = self.stage.enrolled(hub)[0]
        shelf = self._shelf(guest)
        lent = self.lend(guest)
        if lent is not None:
            self.say("lending.undo", hub, copy=lent.copy, target=lent.uid, place=shelf.unit)
            self.forget(lent)
            self.stage.standing[shelf.unit.pk].append(lent.copy)

    # --- where ---

    def _shelf(self, guest: Guest) -> Shelf:
        """Young people go to the children's shelf where there is one."""
        own = self.stage.shelves_of(guest.hub)
        return next((shelf for shelf in own if shelf.children == guest.told.child), own[0])

    def _shelf_for_return(self, guest: Guest) -> Shelf:
        """Now and then a book travels inside its hub from one shelf to the other."""
        return self.stage.rng.choice(self.stage.shelves_of(guest.hub)) if self.stage.rng.random() < 0.1 else self._shelf(guest)


def _loaded(value: Any) -> Any:
    if isinstance(value, Guest):
        return value.load()
    return Loan.objects.get(pk=value.uid) if isinstance(value, Lent) else value
