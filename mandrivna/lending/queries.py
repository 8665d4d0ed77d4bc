"""What the desk, a shelf and a reader's page show: reads that span records, copies, readers, loans and figures."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from mandrivna.catalogue import rules as catalogue_rules
from mandrivna.catalogue.models import Record
from mandrivna.catalogue.problems import normal_isbn
from mandrivna.catalogue.search.records import best
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit, VisitsFrom
from mandrivna.core.models.units import below, below_any
from mandrivna.core.prepared import Prepared, Slot
from mandrivna.core.queries import reaches
from mandrivna.fund.models import Copy, CopyQuerySet, State
from mandrivna.fund.queries import by_number, copies_for, copies_of, with_places
from mandrivna.ledger.api import totals
from mandrivna.lending import facts, rules
from mandrivna.lending.eloans import remembered_eloans
from mandrivna.lending.models import ELoan, Event, Hold, HoldQuerySet, Loan, Read, Remembering
from mandrivna.lending.problems import LENDS
from mandrivna.lending.states import HoldState, LoanState
from mandrivna.lending.terms import terms
from mandrivna.readers import facts as readers_facts
from mandrivna.readers.listing import ended_card
from mandrivna.readers.models import Card, Reader, is_card_code, only_digits
from mandrivna.readers.queries import by_card, by_pseudonym, joined, readers_for, search, wrong_card

MOST_RECORDS = 10


@dataclass
class Found:
    """What one line typed or scanned at the desk may mean."""

    readers: list[Reader] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    records: list[tuple[Record, list[Copy]]] = field(default_factory=list)
    unknown_card: bool = False
    ended_card: Card | None = None
    wrong_card: str = ""

    @property
    def nothing(self) -> bool:
        return not (self.readers or self.copies or self.records)

    @property
    def only_reader(self) -> Reader | None:
        return self.readers[0] if len(self.readers) == 1 and not self.copies and not self.records else None

    @property
    def only_copy(self) -> Copy | None:
        return self.copies[0] if len(self.copies) == 1 and not self.readers and not self.records else None


def desk_readers(actor: Actor) -> QuerySet[Reader]:
    """Readers whom the actor may serve, named or not."""
    return readers_for(actor, rules.ISSUE)


def desk_copies(actor: Actor) -> QuerySet[Copy]:
    return copies_for(actor, rules.ISSUE)


def _opened(slot: Callable[..., Slot]) -> QuerySet[Reader]:
    waits = Exists(Hold.objects.open().filter(reader=OuterRef("pk")))
    family = Reader.objects.filter(Q(family=OuterRef("pk")) | Q(pk=OuterRef("family")))
    open_now = ELoan.objects.open().filter(reader=OuterRef("pk"), until__gte=slot("until", ELoan)).order_by().values("reader")
    online = Subquery(open_now.annotate(number=Count("pk")).values("number"))
    found = Reader.objects.filter(pk=slot("uid"), merged_into=None).select_related("institution")
    return found.annotate(waits=waits, online=online, heads=Exists(family))


OPENED = Prepared(Reader, _opened)
SEVERAL = 4
SOME = Prepared(
    Reader,
    lambda slot: Reader.objects.filter(pk__in=[slot(f"uid{n}") for n in range(SEVERAL)], merged_into=None).select_related(
        "institution"
    ),
)
CARDS = Prepared(
    Card,
    lambda slot: (
        Card.objects.active()
        .filter(reduce(or_, (Q(reader_id=slot(f"reader{number}")) for number in range(SEVERAL))))
        .order_by("-issued_on")
    ),
)
IN_HAND = Prepared(
    Loan,
    lambda slot: (
        Loan.objects.open().filter(reader_id=slot("reader")).select_related("copy__record", "place").order_by("due_on", "pk")
    ),
)
HELD = Prepared(Copy, lambda slot: with_places(Copy.objects.filter(barcode__in=[slot("barcode0"), slot("barcode1")])))
DONE = Prepared(Event, lambda slot: Event.objects.filter(pk=slot("uid")).select_related("copy__record", "copy__owner", "place"))


def desk_opened(actor: Actor, pk: uuid.UUID) -> Reader | None:
    """One of them for their page: it asks for what they reserved, for what is open for them online and for their family only where
    there is any."""
    found = OPENED.objects(uid=pk, until=timezone.localdate())
    return next(iter(_served(actor, found)), None)


def desk_several(actor: Actor, pks: Sequence[uuid.UUID]) -> list[Reader]:
    """A few of them at once, at most `SEVERAL`, in no order."""
    known = [*pks, *[uuid.UUID(int=0)] * SEVERAL][:SEVERAL]
    return _served(actor, SOME.objects(**{f"uid{n}": pk for n, pk in enumerate(known)}))


def _served(actor: Actor, readers: list[Reader]) -> list[Reader]:
    """Whom the actor may serve, with their valid cards as `readers_for` brings them."""
    found = [reader for reader in readers if reaches(actor, rules.ISSUE, reader.institution)]
    if found:
        known = [*(reader.pk for reader in found), *[uuid.UUID(int=0)] * SEVERAL][:SEVERAL]
        cards = CARDS.objects(**{f"reader{n}": pk for n, pk in enumerate(known)})
        for reader in found:
            reader.valid_cards = [  # type: ignore[attr-defined]
                card for card in cards if card.reader_id == reader.pk
            ]
    return found


def recognise(actor: Actor, text: str) -> Found:
    """A card, a barcode, an ISBN, an inventory number, a phone, a name or a title, in that order of certainty."""
    text = " ".join(text.split())
    if not text:
        return Found()
    if is_card_code(text) and not any(sign.isalpha() for sign in text):
        reader = by_card(desk_readers(actor), text)
        ended = ended_card(actor, only_digits(text), rules.ISSUE) if reader is None else None
        return Found(readers=[reader] if reader else [], unknown_card=reader is None and ended is None, ended_card=ended)
    if copy := _by_barcode(actor, text):
        return Found(copies=[copy])
    found = Found(readers=joined(search(actor, text), by_pseudonym(desk_readers(actor), text)))
    if isbn := normal_isbn(text):
        found.records = _with_copies(actor, Record.objects.filter(isbn=isbn).order_by("order", "pk")[:MOST_RECORDS])
    elif copy := by_number(desk_copies(actor), text):
        found.copies = [copy]
    elif any(sign.isalpha() for sign in text):
        found.records = _with_copies(actor, best(text, MOST_RECORDS))
    if found.nothing and not isbn:
        found.wrong_card = wrong_card(text)
    return found


def _by_barcode(actor: Actor, text: str) -> Copy | None:
    found = HELD.objects(barcode0=text, barcode1=text.replace(" ", "").replace("-", ""))
    return next((copy for copy in found if reaches(actor, rules.ISSUE, copy.owner)), None)


def _with_copies(actor: Actor, records: Iterable[Record]) -> list[tuple[Record, list[Copy]]]:
    if not actor.can(catalogue_rules.VIEW):
        return []
    listed = list(records)
    held = copies_of(actor, listed, rules.ISSUE)
    return [(record, held[record.pk]) for record in listed]


def open_loan(copy: Copy) -> Loan | None:
    return Loan.objects.open().filter(copy=copy).select_related("reader", "place").first()


def loans_in_hand(reader: Reader) -> list[Loan]:
    """The earliest due first: what is overdue stands on top."""
    return IN_HAND.objects(reader=reader.pk)


def remembered_loans(reader: Reader, *, most: int = 50) -> list[Loan]:
    """Closed loans that still name the reader; the link goes some days after the return, and with it the history."""
    rows = Loan.objects.exclude(state=LoanState.OPEN).filter(reader=reader).select_related("copy__record", "closed_place")
    return list(rows.order_by("-closed_on", "pk")[:most])


@dataclass(frozen=True)
class OwnLoan:
    """A loan as its reader sees it."""

    loan: Loan
    late: int
    may_renew: bool


def own_loan(reader: Reader) -> QuerySet[Loan]:
    return Loan.objects.open().filter(reader=reader).select_related("copy__record")


def own_loans(reader: Reader, on: dt.date) -> list[OwnLoan]:
    most = terms().max_renewals
    return [OwnLoan(loan, max((on - loan.due_on).days, 0), loan.renewals < most) for loan in loans_in_hand(reader)]


@dataclass(frozen=True)
class OwnRead:
    title: str
    issued_on: dt.date
    closed_on: dt.date


@dataclass(frozen=True)
class OwnHistory:
    """`since` is None for a reader who has asked for no list: then nothing is shown, although a return is still remembered."""

    since: dt.date | None
    rows: list[OwnRead] = field(default_factory=list)


def own_history(reader: Reader) -> OwnHistory:
    """What the reader's list holds and what will come into it in the next days; for the reader alone."""
    wish = Remembering.objects.filter(reader=reader).first()
    if wish is None:
        return OwnHistory(None)
    rows = [OwnRead(str(loan.copy.record), loan.issued_on, loan.closed_on) for loan in remembered_loans(reader) if loan.closed_on]
    for ended in remembered_eloans(reader):
        rows.append(OwnRead(str(ended.licence.record), ended.on, ended.closed_on or ended.until))
    for line in Read.objects.filter(reader=reader):
        about = line.about
        days = (dt.date.fromisoformat(about[name]) for name in ("issued_on", "closed_on"))
        rows.append(OwnRead(about["title"], *days))
    return OwnHistory(wish.since, sorted(rows, key=lambda row: row.closed_on, reverse=True))


def overdue_at(place: Unit, on: dt.date) -> QuerySet[Loan]:
    return (
        Loan.objects.overdue(on)
        .filter(below(place.path, "place__path"))
        .select_related("copy__record", "place")
        .order_by("due_on", "pk")
    )


def due_at(place: Unit, first: dt.date, last: dt.date) -> QuerySet[Loan]:
    """What is awaited back at a place and below it, from the first day to the last."""
    rows = Loan.objects.open().filter(below(place.path, "place__path"), due_on__range=(first, last))
    return rows.select_related("copy__record", "place").order_by("due_on", "pk")


@dataclass(frozen=True)
class Year:
    """The months of a year so far, one number each: the director's glance, not the report."""

    issued: list[int]
    enrolled: list[int]
    visits: list[int]


def year_so_far(paths: list[str], on: dt.date) -> Year:
    kinds = {facts.ISSUE: 0, facts.ELOAN: 0, readers_facts.ENROLMENT: 1, facts.VISIT: 2, facts.COUNTED: 2}
    months = [[0] * on.month for _ in range(3)]
    for path in paths:
        for (kind, month), value in totals(tuple(kinds), on.replace(month=1, day=1), on, path, by=("kind", "month")).items():
            months[kinds[kind]][int(month) - 1] += value
    return Year(*months)


def history_of(copy: Copy, *, most: int = 100) -> list[Event]:
    """Where the copy has been and what was done with it; never with whom."""
    return list(Event.objects.filter(copy=copy).select_related("place").defer("reader").order_by("-first")[:most])


def last_act(uid: uuid.UUID, actor: Actor) -> Event | None:
    """Only of a copy the actor may serve: the number of an act alone opens nothing."""
    found = DONE.first(uid=uid)
    return found if found is not None and reaches(actor, rules.ISSUE, found.copy.owner) else None


def serves_at(actor: Actor, place: Unit) -> bool:
    """Whether it is one of those below."""
    return place.kind in LENDS and place.closed_on is None and actor.can(rules.ISSUE, place.path)


def places_to_serve(actor: Actor) -> QuerySet[Unit]:
    return Unit.objects.filter(below_any(actor.paths(rules.ISSUE)), kind__in=LENDS, closed_on__isnull=True).order_by("path")


@dataclass(frozen=True)
class Today:
    issued: int
    renewed: int
    returned: int
    enrolled: int
    visits: int
    counter: bool
    read_here: int = 0


def today_at(place: Unit, on: dt.date) -> Today:
    """The day's numbers of a place and what lies below it, from the ledger; visits either from acts or from the counter.
    What was lent is things and licensed e-resources, as in the plan."""
    counter = place.visits_from == VisitsFrom.COUNTER
    wanted = (
        facts.ISSUE,
        facts.RENEWAL,
        facts.RETURN,
        readers_facts.ENROLMENT,
        facts.VISIT,
        facts.COUNTED,
        facts.READ,
        facts.ELOAN,
    )
    sums = {key[0]: value for key, value in totals(wanted, on, on, place.path).items()}
    issued, renewed, returned, enrolled, acted, counted, read, online = (sums.get(kind, 0) for kind in wanted)
    return Today(issued + online, renewed, returned, enrolled, counted if counter else acted, counter, read)


def takeable_at(place: Unit, reader: Reader | None) -> CopyQuerySet:
    """What this reader may take from the shelf alone: what stands there, and what is kept there for them."""
    if reader is None:
        return Copy.objects.standing_at(place)
    kept = Hold.objects.filter(reader=reader, state=HoldState.READY).values("copy")
    return Copy.objects.filter(Q(state=State.AVAILABLE) | Q(state=State.ASIDE, pk__in=kept), place=place)


# --- the queue ---------------------------------------------------------------------------------------------------------


def own_hold(reader: Reader) -> HoldQuerySet:
    return Hold.objects.open().filter(reader=reader).select_related("record", "pickup", "copy__place").in_turn()


def queue_length(record: Record) -> int:
    return Hold.objects.filter(record=record, state=HoldState.WAITING).count()


@dataclass(frozen=True)
class OwnHold:
    """A place in the queue as its reader sees it; `here` says the copy already lies where they will come."""

    hold: Hold
    turn: int
    here: bool


def own_holds(reader: Reader) -> list[OwnHold]:
    """With the turn in the queue, in one question."""
    earlier = Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), uid__lt=OuterRef("uid"))
    before = Hold.objects.filter(earlier, record=OuterRef("record"), state=HoldState.WAITING).order_by().values("record")
    found = []
    for hold in own_hold(reader).annotate(before=Subquery(before.annotate(number=Count("pk")).values("number"))):
        turn = (hold.before or 0) + 1 if hold.state == HoldState.WAITING else 0
        here = hold.copy is not None and hold.copy.state == State.ASIDE and hold.pickup_id in hold.copy.place.ancestor_ids
        found.append(OwnHold(hold, turn, here))
    return found


def holds_for(actor: Actor) -> HoldQuerySet:
    """To be collected where the actor serves: what is kept comes first, then by turn."""
    rows = Hold.objects.open().filter(below_any(actor.paths(rules.ISSUE), "pickup__path"))
    return rows.select_related("record", "reader", "pickup", "copy__place")


def kept_for(copy: Copy) -> Hold | None:
    """For whom a copy has just been set aside."""
    return Hold.objects.filter(copy=copy, state=HoldState.READY).select_related("pickup").first()
