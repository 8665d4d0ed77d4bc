"""The order of events: a trial last year, boxes of gifts, three months of service with what happens in real ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from mandrivna.config.demo import (
    arrived,
    asked,
    channels,
    chosen,
    circles,
    contests,
    families,
    figures,
    gifts,
    house,
    machines,
    offered,
    online,
    paper,
    parts,
    plans,
    programme,
    programme_year,
    remains,
    reminded,
    replaced,
    reports,
    rounds,
    signups,
    state_forms,
    wishes,
    withdrawn,
)
from mandrivna.config.demo.data import HUBS, PEOPLE, READER_PINS, TITLES
from mandrivna.config.demo.offline import Batch
from mandrivna.config.demo.people import card, everybody
from mandrivna.config.demo.service import Service
from mandrivna.config.demo.stage import Shelf, Stage
from mandrivna.core.actions.units import edit_unit, move_unit, set_mode
from mandrivna.core.codec import Withheld
from mandrivna.core.models import Mode, Outcome, VisitsFrom
from mandrivna.fund.actions.copies import withdraw_copy
from mandrivna.planning.agenda.noting import note_due
from mandrivna.readers.actions.pins import change_pin

FIRST_BOX, SECOND_BOX = 36, 52  # titles described by then
FRIDAY = 5
ZATYSHOK, OBRII, RAZOM, DZHERELO, KHATA, VUZLYK = HUBS


def tell(stage: Stage) -> None:
    house.build(stage)
    stage.waiting = everybody(stage.rng, stage.calendar.founded.year + 3)
    service = Service(stage)
    trial(stage, service)
    three_months(stage, service)
    figures.write(stage)
    wishes.leave(stage)
    asked.answer(stage)
    gifts.leave_open(stage, stage.boxes)
    rounds.go(stage)
    for person in PEOPLE:
        if person.late:
            house.hire(stage, person)
    if stage.passwords:
        give_pins(stage)
    families.gather(stage)
    chosen.arrange(stage)
    arrived.arrive(stage)
    paper.lie(stage)
    replaced.bring(stage)
    replaced.read(stage)
    replaced.remind(stage)
    reminded.choose(stage)
    rounds.home(stage)
    withdrawn.write_off(stage)
    if stage.passwords:
        machines.stand(stage)
    online.lend(stage)
    parts.describe(stage)
    programme.plan(stage)
    programme_year.plan_year(stage)
    plans.write(stage)
    channels.tell(stage)
    offered.offer(stage)
    signups.sign_up_for_events(stage)
    circles.gather(stage)
    contests.hold(stage)
    state_forms.collect(stage)
    reports.write(stage)
    remains.remain(stage)
    note_due(stage.calendar.today)


def trial(stage: Stage, service: Service) -> None:
    """Two hubs, autumn of last year; by its end every book is back."""
    calendar = stage.calendar
    house.stock(stage, TITLES[:FIRST_BOX], calendar.pilot_start - dt.timedelta(days=12), wait=6)
    for day in calendar.service_days(calendar.pilot_start, calendar.pilot_end):
        stage.open_day(day)
        for hub in (ZATYSHOK, OBRII):
            service.day(hub, quiet=True)
    stage.open_day(calendar.pilot_end, hour=17)
    for lent in list(stage.lent):
        service.take_back(lent, stage.shelves_of(lent.guest.hub)[0])


def three_months(stage: Stage, service: Service) -> None:
    calendar = stage.calendar
    house.stock(stage, TITLES[FIRST_BOX:SECOND_BOX], calendar.start - dt.timedelta(days=3), wait=2)
    days = calendar.service_days(calendar.start, calendar.today - dt.timedelta(days=1))
    for number, day in enumerate(days):
        stage.open_day(day)
        if happening := HAPPENINGS.get(number):
            happening(stage, service)
        for hub in HUBS:
            service.day(hub)
        if day.isoweekday() == FRIDAY:
            figures.count_distance(stage, day)


def give_pins(stage: Stage) -> None:
    """To a few who have books in hand, the most first: there is something to see in their accounts."""
    holders = sorted(
        {id(lent.guest): lent.guest for lent in stage.lent}.values(), key=lambda guest: (-guest.loans, guest.told.card)
    )
    for guest, digits in zip(holders, READER_PINS, strict=False):
        change_pin(stage.act(), reader=guest.load(), new=Withheld(digits))


# --- what happens on which of the days ---


def _third_box(stage: Stage, _service: Service) -> None:
    house.stock(stage, TITLES[SECOND_BOX:], stage.today)


def _network_goes(hub_number: int) -> Callable[[Stage, Service], None]:
    def happen(stage: Stage, service: Service) -> None:
        hub = HUBS[hub_number]
        service.batches[hub.name] = Batch(hub, stage.today)

    return happen


def _network_returns(hub_number: int) -> Callable[[Stage, Service], None]:
    def happen(stage: Stage, service: Service) -> None:
        _network_is_back(stage, service, service.batches[HUBS[hub_number].name])

    return happen


def _network_is_back(stage: Stage, service: Service, batch: Batch) -> None:
    answers = batch.send(stage.actors[batch.hub.name])
    del service.batches[batch.hub.name]
    refused = [answer for answer in answers if answer.outcome == Outcome.REFUSED]
    assert not refused, refused  # what has happened is never refused


def _unrecorded_return(stage: Stage, service: Service) -> None:
    """Offline, a book is issued that for the record is still with somebody else: left open, for a person to look at."""
    hub = next(iter(service.batches.values())).hub
    own = [lent for lent in stage.lent if lent.guest.hub == hub] or stage.lent
    lent = min(own, key=lambda lent: (lent.on, lent.copy.inventory_number or 0))
    # In January hardly anybody is registered yet; the issue itself registers whoever it is.
    others = [guest for guest in stage.guests if guest.hub == hub and guest is not lent.guest]
    guest = min(others, key=lambda guest: stage.today.year not in guest.years)
    guest.years.add(stage.today.year)
    uid = service.say("lending.issue", hub, copy=lent.copy, reader=guest, place=stage.shelves_of(hub)[0].unit)
    service.forget(lent)
    service.remember(uid, lent.copy, guest)


def _unknown_card(stage: Stage, service: Service) -> None:
    """Offline, a book goes out on a card nobody has registered yet: the operation waits in quarantine until somebody does."""
    batch = next(iter(service.batches.values()))
    own = stage.shelves_of(batch.hub)
    copy = stage.take([*own, *stage.shelves])
    service.say("lending.issue", batch.hub, copy=copy, reader=f"card:{card(stage.rng)}", place=own[0].unit)


def _shelf_moves(stage: Stage, _service: Service) -> None:
    """The family shelf goes to a hub that counts visits from acts, and from now on does so too."""
    shelf = next(shelf for shelf in stage.shelves if shelf.unit.name == "Родинна полиця")
    director, parent = stage.actors["director"], stage.units[RAZOM.name]
    moved = move_unit(
        stage.act(director),
        unit=shelf.unit,
        parent=parent,
        since=stage.today,
        note="Родини з дітьми переїхали ближче до хабу «Разом».",
    )
    moved = edit_unit(stage.act(director), unit=moved, about={"visits_from": VisitsFrom.ACTS})
    stage.shelves[stage.shelves.index(shelf)] = Shelf(moved, shelf.children, RAZOM)


def _gets_a_room(stage: Stage, _service: Service) -> None:
    note = "Хаб отримав окрему кімнату з читальними місцями."
    unit = stage.units[ZATYSHOK.name]
    set_mode(stage.act(stage.actors["director"]), unit=unit, mode=Mode.STATIONARY, since=stage.today, note=note)


def _worn_out(stage: Stage, _service: Service) -> None:
    copy = stage.take([*stage.shelves_of(VUZLYK), *stage.shelves])
    withdraw_copy(stage.act(stage.actors["cataloguer"]), copy=copy, why="Зношений, замінено дарунком читача")


def _counted_again(stage: Stage, service: Service) -> None:
    """The last counter was read badly: the same place and day once more, and the ledger gets the difference."""
    place, day = stage.units[OBRII.name], stage.today - dt.timedelta(days=2 if stage.today.isoweekday() == 1 else 1)
    service.say("lending.count_visits", OBRII, place=place, on=day, number=41)


def _mistake(_stage: Stage, service: Service) -> None:
    service.mistake(RAZOM)


HAPPENINGS: dict[int, Callable[[Stage, Service], None]] = {
    9: _third_box,
    14: _mistake,
    18: _network_goes(3),
    21: _network_returns(3),
    27: _shelf_moves,
    33: _counted_again,
    38: _network_goes(4),
    39: _unrecorded_return,
    41: _network_returns(4),
    46: _gets_a_room,
    50: _mistake,
    55: _worn_out,
    61: _network_goes(5),
    62: _unknown_card,
    64: _network_returns(5),
    70: _mistake,
}
