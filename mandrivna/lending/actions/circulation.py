"""The verbs of lending: issue, renew, return, undo.

Each writes one event and lets the fold of all events of the copy say what is true now. At the desk a problem
refuses; an act that has already happened (`act.happened`) is recorded and the misfit becomes a discrepancy.
"""

from __future__ import annotations

import datetime as dt
import uuid

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit, VisitsFrom
from mandrivna.core.models.units import Standing, question_of_standing
from mandrivna.core.policy import EDITS
from mandrivna.core.prepared import Prepared
from mandrivna.core.problems import Forbidden, Problem, blockers, refuse_if
from mandrivna.core.service import NON_STATIONARY, service_mode
from mandrivna.core.together import Sentence, foresee
from mandrivna.fund.actions.replacing import take_back_equal
from mandrivna.fund.models import Copy
from mandrivna.lending import rules
from mandrivna.lending.actions.carrying import at_the_door, done_by, home_problems, locked_round, of_this_door, taken_back
from mandrivna.lending.actions.queue import QUEUE
from mandrivna.lending.actions.refold import EVENTS, refold
from mandrivna.lending.delivering import door_problems
from mandrivna.lending.models import Event, Loan, Round, ShelfVisit
from mandrivna.lending.problems import (
    FOREIGN,
    NOTED,
    copy_problems,
    issue_blockers,
    only_here_problems,
    place_problems,
    read_here_problems,
    renew_problems,
    return_problems,
    undo_problems,
)
from mandrivna.lending.states import SWAPS, Way
from mandrivna.lending.states import Act as Said
from mandrivna.lending.terms import Terms, terms
from mandrivna.readers.actions.enrolment import ENROLLED, register_year
from mandrivna.readers.models import Reader, age_band


@verb("lending.issue", may=rules.ISSUE, at="place", remote=True)
def issue(act: Act, *, copy: Copy, reader: Reader, place: Unit, delivery: Round | None = None) -> Event:
    """Lend one copy. Safe to repeat with the same uid: a hub replays after losing the network. `delivery`: at the reader's door,
    on a round from this place; such service is outside the walls whatever the place is."""
    _foresee(copy, place, EDITS.question(name="lending"), ENROLLED.question(reader=reader.pk, year=act.on.year))
    copy, standing = lock(copy), place.on(act.on)
    rules_now = terms().of(reader.audience, copy.material, place)
    delivery = locked_round(delivery)
    problems = issue_blockers(act, copy, reader, place, standing) + only_here_problems(rules_now)
    problems += door_problems(delivery, copy, place, Way.BRING, reader)
    event = event_of(act, Said.ISSUE, copy, place, standing, problems)
    event.reader, event.days, event.audience = reader, term_days(rules_now, place, act.on), reader.audience
    event.age = age_band(int(reader.birth_year) if reader.birth_year else None, act.on.year)
    if act.happened:
        register_year(act, reader, place)  # the earliest act of the year is the registration, also when a later one came first
    return _at_the_door(act, delivery, copy, event, standing)


@verb("lending.renew", may=rules.ISSUE, at="place", remote=True)
def renew(act: Act, *, loan: Loan, place: Unit) -> Event:
    """Keep the book longer; `place` is where the reader asked for it."""
    copy, standing = lock(loan.copy), place.on(act.on)
    rules_now = terms().of(loan.reader.audience if loan.reader else "", copy.material, place)
    now = Loan.objects.filter(pk=loan.pk).first()
    problems = [*place_problems(place, standing, act.on), *copy_problems(copy, place), *renew_problems(now, rules_now)]
    event = event_of(act, Said.RENEW, copy, place, standing, problems)
    event.target, event.days, event.limit = loan.pk, renewal_days(rules_now, now, act.on), rules_now.max_renewals
    return refold(act, copy, event, standing)


@verb("lending.return", may=rules.RETURN, at="place", remote=True)
def return_copy(act: Act, *, copy: Copy, place: Unit, delivery: Round | None = None) -> Event:
    """Take a copy back, at whatever shelf it turns up; from now on it stands there."""
    _foresee(copy, place)
    copy, standing, delivery = lock(copy), place.on(act.on), locked_round(delivery)
    problems = return_problems(copy, place, standing, act.on) + door_problems(delivery, copy, place, Way.TAKE)
    return _at_the_door(act, delivery, copy, event_of(act, Said.RETURN, copy, place, standing, problems), standing)


def _at_the_door(act: Act, delivery: Round | None, copy: Copy, event: Event, standing: Standing) -> Event:
    """Outside the walls, whatever the place is; whoever opened their own door passed no counter at ours."""
    row = of_this_door(delivery, copy, event)
    if row is not None:
        event.mode, event.counts_visit = NON_STATIONARY, True
    event = refold(act, copy, event, standing)
    at_the_door(act, row, event)
    return event


@verb("lending.read_here", may=rules.ISSUE, at="place", remote=True)
def read_here(act: Act, *, copy: Copy, place: Unit, reader: Reader | None = None) -> Event:
    """A book read where it stands, not taken home: one act for each use. Who read it is said only if somebody wishes; without a
    reader nobody's visit is counted by it."""
    copy, standing = lock(copy), place.on(act.on)
    event = event_of(act, Said.READ, copy, place, standing, read_here_problems(act, copy, reader, place, standing))
    if reader is not None:
        event.reader, event.audience = reader, reader.audience
        event.age = age_band(int(reader.birth_year) if reader.birth_year else None, act.on.year)
        if act.happened:
            register_year(act, reader, place)
    else:
        event.counts_visit = False
    return refold(act, copy, event, standing)


@verb("lending.undo", may=rules.UNDO, at="place", remote=True)
def undo(act: Act, *, copy: Copy, target: uuid.UUID, place: Unit) -> Event:
    """Take back an act that should not have been recorded; its figures are settled away, nothing is deleted."""
    copy, standing = lock(copy), place.on(act.on)
    rules_now = terms()
    done = Event.objects.filter(pk=target).first()
    doors = done_by(target)
    problems = [*copy_problems(copy, place), *undo_problems(act, done, copy, rules_now), *home_problems(doors)]
    event = event_of(act, Said.UNDO, copy, place, standing, problems)
    if done is not None and done.act in SWAPS:
        take_back_equal(act, done.pk)
    event.target, event.counts_visit, event.limit = target, False, rules_now.undo_minutes
    event = refold(act, copy, event, standing)
    taken_back(act, doors)
    return event


def term_days(rules_now: Terms, place: Unit, on: dt.date) -> int:
    """Until the usual day, or the day somebody comes to that shelf, and never until a day when nobody is there."""
    due = on + dt.timedelta(days=rules_now.loan_days)
    if rules_now.due_follows_visit:
        going = ShelfVisit.objects.open().filter(place=place, planned_on__lte=on + dt.timedelta(days=2 * rules_now.loan_days))
        going = going.filter(planned_on__gte=on + dt.timedelta(days=rules_now.loan_days // 2))
        due = going.order_by("planned_on").values_list("planned_on", flat=True).first() or due
    return (rules_now.open_day(due) - on).days


def renewal_days(rules_now: Terms, loan: Loan | None, on: dt.date) -> int:
    start = max(loan.due_on, on) if loan else on
    return (rules_now.open_day(start + dt.timedelta(days=rules_now.renewal_days)) - start).days


LOCKED = Prepared(Copy, lambda slot: Copy.objects.select_for_update().filter(uid=slot("uid")))


def _foresee(copy: Copy, place: Unit, *more: Sentence) -> None:
    """What the two acts of every minute ask before they write, in one round trip; the lock holds for all that follow it."""
    foresee(
        [
            LOCKED.question(uid=copy.pk),
            question_of_standing(place),
            *more,
            EVENTS.question(copy=copy.pk),
            QUEUE.question(record=copy.record_id),
        ]
    )


def lock(copy: Copy) -> Copy:
    """One act on a copy at a time; on SQLite the whole database waits already."""
    locked: Copy | None = LOCKED.first(uid=copy.pk)
    if locked is None:
        raise Copy.DoesNotExist
    return locked


def lock_reader(reader: Reader) -> None:
    """One act at a time on what a reader may have so many of: books taken alone, titles asked for. The desk never waits for it."""
    Reader.objects.select_for_update(no_key=True).filter(pk=reader.pk).values_list("pk").first()


def event_of(act: Act, said: str, copy: Copy, place: Unit, standing: Standing, problems: list[Problem]) -> Event:
    stop = blockers(problems)
    if not act.happened:
        refuse_if(stop)
    elif said != Said.RETURN and (foreign := [problem for problem in stop if problem.code in FOREIGN]):
        raise Forbidden(foreign)
    return Event(
        uid=act.uid, copy=copy, act=said, place=place, on=act.on, at=act.at, first=act.first,
        notes=sorted({problem.code for problem in stop} & NOTED), mode=service_mode(place, standing), channel=act.channel,
        language=copy.language, material=copy.material, counts_visit=place.visits_from == VisitsFrom.ACTS,
    )  # fmt: skip
