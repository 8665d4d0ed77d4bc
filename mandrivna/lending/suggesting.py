"""What to bring to a shelf and what to take back from it, each with the reasons in words that a face can say.

A reason never names a reader: «замовлено» is all that the one who packs needs.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import below
from mandrivna.enquiries.models import Refusal
from mandrivna.fund.models import Copy, State
from mandrivna.lending.models import Event, Hold, Pick, Shelf, ShelfVisit
from mandrivna.lending.preferences import DAYS, issues_at, subjects_of
from mandrivna.lending.states import Effect, HoldState, Way
from mandrivna.lending.terms import terms

MOST_LOOKED_AT = 600
MOST_SHOWN = 40
FAVOURITES = 5
POPULAR = 3
WEIGHTS = {"ordered": 100, "waited": 80, "asked": 60, "read_here": 20, "read_elsewhere": 15, "profile": 5, "new": 3}


@dataclass
class Suggestion:
    copy: Copy
    way: str
    why: list[list[str]] = field(default_factory=list)
    """[code, detail], the strongest first."""

    @property
    def weight(self) -> int:
        return sum(WEIGHTS.get(code, 1) for code, _detail in self.why)


def to_bring(visit: ShelfVisit, on: dt.date, most: int = MOST_SHOWN) -> list[Suggestion]:
    """One copy of a title, of titles that do not stand there, best reasons first."""
    candidates = list(_candidates(visit))
    reasons = _Reasons(visit.place, candidates, on)
    found: dict[uuid.UUID, Suggestion] = {}
    for copy in candidates:
        why = [["ordered", ""]] if copy.state == State.ASIDE else reasons.of(copy)
        if why and (copy.record_id not in found or copy.state == State.ASIDE):
            found[copy.record_id] = Suggestion(copy, Way.BRING, why)
    return sorted(found.values(), key=lambda one: (-one.weight, one.copy.record.order, str(one.copy.pk)))[:most]


def _hub_of(place: Unit) -> Unit:
    """The house around a shelf: who asked at its door asked for this shelf too."""
    return place.parent if place.kind == Kind.SHELF and place.parent is not None and place.parent.kind == Kind.HUB else place


def _candidates(visit: ShelfVisit) -> QuerySet[Copy]:
    """What is free at the base and no title of the shelf, and what is kept elsewhere for a reader who comes there; one question."""
    place = visit.place
    there = Copy.objects.filter(place=place, state__in=(State.AVAILABLE, State.ASIDE))
    free = Q(state=State.AVAILABLE) & below(visit.base.path, "place__path") & ~Q(record__in=there.values("record"))
    kept = Hold.objects.filter(state=HoldState.READY, pickup__in=place.ancestor_ids, copy__isnull=False)
    rows = Copy.objects.filter(free | Q(state=State.ASIDE, pk__in=kept.values("copy")), owner__in=place.ancestor_ids)
    rows = rows.exclude(below(place.path, "place__path")).exclude(pk__in=Pick.objects.filter(visit=visit).values("copy"))
    waited = Hold.objects.filter(record=OuterRef("record"), state=HoldState.WAITING, pickup__in=place.ancestor_ids)
    rows = rows.annotate(waited=Exists(waited)).select_related("record", "place")
    return rows.order_by("-received_on", "pk")[:MOST_LOOKED_AT]


class _Reasons:
    """Everything asked once for all candidates."""

    def __init__(self, place: Unit, candidates: list[Copy], on: dt.date) -> None:
        hub, least = _hub_of(place), terms().least_in_cell
        first = on - dt.timedelta(days=DAYS)
        self.on = on
        self.asked: Counter[str] = Counter()
        asked = Refusal.objects.open().filter(below(hub.path, "place__path")).values_list("record_id", "isbn")
        for record, isbn in asked:
            self.asked[str(record or isbn)] += 1
        liked = subjects_of(issues_at(hub, first, on)).most_common(FAVOURITES)
        self.liked = {key for key, number in liked if number >= least}
        lately = Event.objects.filter(effect=Effect.OPENS, on__range=(on - dt.timedelta(days=DAYS // 2), on))
        lately = lately.filter(copy__record__in={copy.record_id for copy in candidates}).exclude(below(hub.path, "place__path"))
        counted = lately.order_by().values_list("copy__record_id").annotate(number=Count("pk"))
        self.popular = dict(counted.filter(number__gte=POPULAR))
        shelf = _agreed(place)
        self.wished = [word.strip().casefold() for word in (shelf.subjects if shelf else "").split(",") if word.strip()]

    def of(self, copy: Copy) -> list[list[str]]:
        record, why = copy.record, []
        headings = [line.strip() for line in record.subjects.split("\n") if line.strip()]
        if getattr(copy, "waited", False):
            why.append(["waited", ""])
        if times := self.asked[str(record.pk)] or (self.asked[record.isbn] if record.isbn else 0):
            why.append(["asked", str(times)])
        if favourite := next((heading for heading in headings if heading in self.liked), ""):
            why.append(["read_here", favourite])
        if number := self.popular.get(record.pk, 0):
            why.append(["read_elsewhere", str(number)])
        told = " ".join(headings).casefold()
        if wish := next((word for word in self.wished if word in told), ""):
            why.append(["profile", wish])
        if (self.on - copy.received_on).days <= 30 and why:
            why.append(["new", ""])
        return why


def to_take(visit: ShelfVisit, on: dt.date, most: int = MOST_SHOWN) -> list[Suggestion]:
    """What has stood there long without being lent; kept and just brought books stay."""
    days = terms().stale_days
    since = on - dt.timedelta(days=days)
    lately = Event.objects.filter(copy=OuterRef("pk"), on__gt=since).exclude(effect__in=(Effect.NOTHING, Effect.UNDONE))
    rows = Copy.objects.filter(place=visit.place_id, state=State.AVAILABLE, received_on__lte=since).exclude(Exists(lately))
    rows = rows.exclude(pk__in=Pick.objects.filter(visit=visit).values("copy")).select_related("record", "place")
    listed = list(rows.order_by("received_on", "pk")[:most])
    last: dict[uuid.UUID, dt.date] = defaultdict(lambda: dt.date.min)
    told = Event.objects.filter(copy__in=[copy.pk for copy in listed]).exclude(effect__in=(Effect.NOTHING, Effect.UNDONE))
    for pk, day in told.values_list("copy_id", "on"):
        last[pk] = max(last[pk], day)
    found = [Suggestion(copy, Way.TAKE, [["stood", str((on - max(last[copy.pk], copy.received_on)).days)]]) for copy in listed]
    return sorted(found, key=lambda one: -int(one.why[0][1]))


def _agreed(place: Unit) -> Shelf | None:
    """What was agreed of a shelf; asked once, whoever needs it on a page."""
    known = vars(place)
    if "agreed_shelf" not in known:
        known["agreed_shelf"] = Shelf.objects.filter(pk=place.pk).only("pk", "subjects", "capacity").first()
    found: Shelf | None = known["agreed_shelf"]
    return found


def free_room(visit: ShelfVisit) -> int | None:
    """How many more fit, when the agreed number is known."""
    shelf = _agreed(visit.place)
    if shelf is None or shelf.capacity is None:
        return None
    here = Q(place=visit.place_id, state__in=(State.AVAILABLE, State.ASIDE, State.CHECK, State.ON_LOAN))
    return shelf.capacity - Copy.objects.filter(here).count()
