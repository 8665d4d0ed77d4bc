"""After an event: fold the copy's history again and bring loans, figures, visits and discrepancies to what it says."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.discrepancies import Found, reconcile
from mandrivna.core.models.units import Standing
from mandrivna.core.outbox import enqueue
from mandrivna.core.prepared import Prepared, change, insert
from mandrivna.fund.actions.copies import set_standing
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import Line, Once, Planned, plan, settle_all
from mandrivna.lending import facts
from mandrivna.lending.actions.queue import serve
from mandrivna.lending.fold import Folded, History, fold
from mandrivna.lending.models import Event, Loan
from mandrivna.lending.states import MOVES, NAMING, Effect, LoanState
from mandrivna.lending.states import Act as Said
from mandrivna.readers.departments import Departments
from mandrivna.readers.facts import SERVED, SERVED_IN_DEPARTMENT, department_scope, served, served_once
from mandrivna.readers.models import Enrolment

LOAN_FIELDS = ("reader_id", "place_id", "issued_on", "due_on", "state", "renewals", "closed_on", "closed_place_id", "closed_by")
COPIED = ("reader_id", "audience", "age")
AWAY: dict[str, str] = {Said.TAKE: State.TRANSIT, Said.LOST: State.LOST, Said.WORN: State.LOST}


EVENTS = Prepared(Event, lambda slot: Event.objects.filter(copy_id=slot("copy")))
LOANS = Prepared(Loan, lambda slot: Loan.objects.filter(copy_id=slot("copy")))


@dataclass
class Touched:
    """What one act changed: events whose figures move, and readers whose visits must be looked at again."""

    events: list[Event] = field(default_factory=list)
    lost: dict[uuid.UUID, set[Event]] = field(default_factory=dict)


def refold(act: Act, copy: Copy, event: Event, standing: Standing) -> Event:
    earlier = EVENTS.objects(copy=copy.pk)
    events = [*earlier, event]
    history, before = fold(row.said() for row in events), fold(row.said() for row in earlier)
    touched = _write_events(events, event, history)
    _write_loans(copy, history, before, {row.pk: row.reader_id for row in events})
    _stand(copy, history, event)
    serve(act, copy, event)
    settled = {f"lending.Event:{row.pk}": facts.lines(row, standing.path if row is event else "") for row in touched.events}
    people = _people(copy, touched, standing, event)
    settle_all(act, {**settled, **people.lines}, fresh={f"lending.Event:{event.pk}", *people.fresh})
    if history.misfits or before.misfits:
        reconcile(act, f"fund.Copy:{copy.pk}", _found(history, events), event.place)
    enqueue(count_holdings, record=str(copy.record_id))
    return event


def _write_events(events: list[Event], new: Event, history: History) -> Touched:
    """Give every event its effect; a return takes reader and reporting copies from the loan it closed."""
    by_uid = {row.pk: row for row in events}
    touched = Touched()
    for row in events:
        effect, loan = history.effects[row.pk]
        opened = by_uid.get(loan) if loan else None
        source = {name: getattr(opened, name) for name in COPIED} if opened and row.act not in (*NAMING, *MOVES) else {}
        if row.act not in NAMING and not source:
            source = {"reader_id": None, "audience": "", "age": ""}
        found = row.pk in history.found
        told = (row.effect, row.loan, row.found) == (effect, loan, found)
        if row is not new and told and all(getattr(row, k) == v for k, v in source.items()):
            continue
        if (
            row is not new
            and row.reader_id
            and row.opening is None
            and (effect == Effect.UNDONE or source.get("reader_id", row.reader_id) != row.reader_id)
        ):
            touched.lost.setdefault(row.reader_id, set()).add(row)
        row.effect, row.loan, row.found = effect, loan, found
        for name, value in source.items():
            setattr(row, name, value)
        if row is new:
            insert(row)
        else:
            row.save()
        touched.events.append(row)
    return touched


def _write_loans(copy: Copy, history: History, before: History, readers: dict[uuid.UUID, uuid.UUID | None]) -> None:
    """Closed loans first: the index that allows one open loan a copy looks after every statement."""
    standing = {loan.pk: loan for loan in LOANS.objects(copy=copy.pk)} if before.loans else {}
    should = {folded.uid: folded for folded in history.loans}
    for gone in standing.keys() - should.keys():
        standing[gone].delete()
    for folded in sorted(should.values(), key=lambda item: item.state == LoanState.OPEN):
        loan = standing.get(folded.uid)
        values = _values(folded, readers[folded.uid])
        if loan is None:
            insert(Loan(uid=folded.uid, copy=copy, **values))
        elif any(getattr(loan, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(loan, name, value)
            change(loan, *LOAN_FIELDS)


def _values(folded: Folded, reader: uuid.UUID | None) -> dict[str, object]:
    values = (reader, folded.place, folded.issued_on, folded.due_on, folded.state, folded.renewals)
    return dict(zip(LOAN_FIELDS, (*values, folded.closed_on, folded.closed_place, folded.closed_by), strict=True))


def _stand(copy: Copy, history: History, event: Event) -> None:
    if copy.state == State.WITHDRAWN:
        return
    if history.open:
        state: str = State.ON_LOAN
    elif history.last_place is None and copy.unchecked:  # all that was said of it is taken back: nobody has seen it yet
        state = State.CHECK
    else:
        state = AWAY.get(history.away, State.AVAILABLE)
    set_standing(copy=copy, state=state, place=history.last_place or copy.home_id)


def unfold(act: Act, event: Event) -> None:
    """An issue of a former system goes without a trace, its loan with it: no figure knew of it, and nothing came after it."""
    copy = event.copy
    Loan.objects.filter(pk=event.pk).delete()
    Event.objects.filter(pk=event.pk).delete()
    history = fold(row.said() for row in Event.objects.filter(copy=copy))
    back = Event(act=Said.UNDO, target=event.pk, copy=copy, place_id=event.place_id, on=act.on)
    _stand(copy, history, back)
    serve(act, copy, back)
    enqueue(count_holdings, record=str(copy.record_id))


def _people(copy: Copy, touched: Touched, standing: Standing, new: Event) -> Planned:
    """Visits and served users: each counted once, by the earliest of the acts that show it."""
    people, departments = Planned(), Departments(copy.owner_id)
    by_year: dict[int, list[Once]] = {}
    for row in touched.events:
        if row.reader_id and row.effect != Effect.UNDONE and row.opening is None:
            line = facts.visit(row, standing.path if row is new else "")
            by_year.setdefault(row.on.year, []).extend(wishes_of(row, line, departments))
    for reader, rows in touched.lost.items():
        undone = frozenset(row.first for row in rows)
        for row in rows:
            by_year.setdefault(row.on.year, []).extend(_again(reader, row, undone, departments))
    for year, wishes in by_year.items():
        people.add(plan(copy.owner_id, str(year), wishes))
    return people


def _scope(row: Event) -> str:
    return f"lending.visit|{row.place_id}|{row.on}"


def wishes_of(row: Event, line: Line, departments: Departments) -> list[Once]:
    subject = str(row.reader_id)
    wishes = served_once(subject, line, row.first, departments.of(row.place_id, row.on, line.path))
    return [Once(_scope(row), subject, line, row.first), *wishes] if row.counts_visit else wishes


def _again(reader: uuid.UUID, lost: Event, undone: frozenset[str], departments: Departments) -> list[Once]:
    """The act that may have stood for this reader is gone: the earliest one left stands now, or nothing does."""
    left = (
        Event.objects.filter(reader=reader, opening=None).exclude(effect=Effect.UNDONE).exclude(act=Said.UNDO).exclude(pk=lost.pk)
    )
    visit = left.filter(place=lost.place_id, on=lost.on, counts_visit=True).order_by("first").first()
    found = [Once(_scope(lost), str(reader), facts.visit(visit) if visit else None, visit.first if visit else "", undone)]
    options: list[Event | Enrolment] = list(left.filter(on__year=lost.on.year))
    options += Enrolment.objects.filter(reader=reader, year=lost.on.year)
    options.sort(key=lambda option: option.first)
    at = departments.of(lost.place_id, lost.on)
    within = (option for option in options if departments.of(option.place_id, option.on) == at)
    told = ((SERVED, SERVED, next(iter(options), None)), (department_scope(at), SERVED_IN_DEPARTMENT, next(within, None)))
    for scope, kind, option in told:
        line = served(_as_line(option), kind) if option else None
        found.append(Once(scope, str(reader), line, option.first if option else "", undone))
    return found


def _as_line(row: Event | Enrolment) -> Line:
    about = {name: getattr(row, name) for name in ("mode", "channel", "audience", "age")}
    return Line(kind=facts.VISIT, unit=row.place_id, on=row.on, **about)


def _found(history: History, events: list[Event]) -> list[Found]:
    by_uid = {row.pk: row for row in events}
    return [
        Found(
            key=f"{misfit.event}:{misfit.code}",
            kind=f"lending.{misfit.code}",
            op=misfit.event,
            unit_id=by_uid[misfit.event].place_id,
            details={"on": str(by_uid[misfit.event].on), "other": str(misfit.other or "")},
        )
        for misfit in history.misfits
    ]
