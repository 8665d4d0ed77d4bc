"""What to bring to a shelf and what to take back from it, each with the reasons in words that a face can say.

A reason never names a reader: «замовлено» is all that the one who packs needs.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Q

from mandrivna.core.models import Unit
from mandrivna.core.models.units import below
from mandrivna.core.service import institution_of
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
    place, hub = visit.place, _hub_of(visit.place)
    found: dict[uuid.UUID, Suggestion] = {}
    for copy in _ordered_elsewhere(place):
        found[copy.record_id] = Suggestion(copy, Way.BRING, [["ordered", ""]])
    reasons = _Reasons(place, hub, on)
    standing = set(
        Copy.objects.filter(place=place.pk, state__in=(State.AVAILABLE, State.ASIDE)).values_list("record_id", flat=True)
    )
    for copy in _at_base(visit):
        if copy.record_id in standing or copy.record_id in found:
            continue
        if why := reasons.of(copy):
            found[copy.record_id] = Suggestion(copy, Way.BRING, why)
    picked = set(Pick.objects.filter(visit=visit).values_list("copy_id", flat=True))
    listed = [one for one in found.values() if one.copy.pk not in picked]
    return sorted(listed, key=lambda one: (-one.weight, one.copy.record.order, str(one.copy.pk)))[:most]


def _hub_of(place: Unit) -> Unit:
    """The house around a shelf: who asked at its door asked for this shelf too."""
    return place.parent if place.kind == "shelf" and place.parent is not None and place.parent.kind == "hub" else place


def _ordered_elsewhere(place: Unit) -> list[Copy]:
    kept = Hold.objects.filter(state=HoldState.READY, pickup__in=place.ancestor_ids, copy__state=State.ASIDE)
    rows = Copy.objects.filter(pk__in=kept.exclude(below(place.path, "copy__place__path")).values("copy"))
    return list(rows.select_related("record", "place").order_by("pk")[:MOST_SHOWN])


def _at_base(visit: ShelfVisit) -> list[Copy]:
    rows = Copy.objects.filter(below(visit.base.path, "place__path"), state=State.AVAILABLE, owner=institution_of(visit.place))
    rows = rows.exclude(below(visit.place.path, "place__path"))
    return list(rows.select_related("record", "place").order_by("-received_on", "pk")[:MOST_LOOKED_AT])


class _Reasons:
    """Everything asked once for all candidates."""

    def __init__(self, place: Unit, hub: Unit, on: dt.date) -> None:
        first = on - dt.timedelta(days=DAYS)
        least = terms().least_in_cell
        self.on = on
        waiting = Hold.objects.filter(state=HoldState.WAITING, pickup__in=[*place.ancestor_ids, hub.pk])
        self.waited = set(waiting.values_list("record_id", flat=True))
        open_ = Refusal.objects.open().filter(below(hub.path, "place__path"))
        self.asked: Counter[str] = Counter()
        self.asked_isbn: Counter[str] = Counter()
        for record, isbn in open_.values_list("record_id", "isbn"):
            if record:
                self.asked[str(record)] += 1
            elif isbn:
                self.asked_isbn[isbn] += 1
        liked = [(key, number) for key, number in subjects_of(issues_at(hub, first, on)).most_common(FAVOURITES)]
        self.liked = {key for key, number in liked if number >= least}
        elsewhere = Event.objects.filter(effect=Effect.OPENS, on__range=(on - dt.timedelta(days=DAYS // 2), on))
        counted = elsewhere.exclude(below(hub.path, "place__path")).order_by().values_list("copy__record_id")
        self.popular = dict(counted.annotate(number=Count("pk")).filter(number__gte=POPULAR))
        self.shelf = Shelf.objects.filter(pk=place.pk).defer("contact_name", "contact_phone", "code").first()
        self.wished = [word.strip().casefold() for word in (self.shelf.subjects if self.shelf else "").split(",") if word.strip()]

    def of(self, copy: Copy) -> list[list[str]]:
        record, why = copy.record, []
        headings = [line.strip() for line in record.subjects.split("\n") if line.strip()]
        if record.pk in self.waited:
            why.append(["waited", ""])
        if times := self.asked[str(record.pk)] or (self.asked_isbn[record.isbn] if record.isbn else 0):
            why.append(["asked", str(times)])
        if favourite := next((heading for heading in headings if heading in self.liked), ""):
            why.append(["read_here", favourite])
        if number := self.popular.get(record.pk, 0):
            why.append(["read_elsewhere", str(number)])
        if wish := self._profile(headings, copy):
            why.append(["profile", wish])
        if (self.on - copy.received_on).days <= 30 and why:
            why.append(["new", ""])
        return why

    def _profile(self, headings: list[str], copy: Copy) -> str:
        if self.shelf is None:
            return ""
        told = " ".join(headings).casefold()
        if self.wished and (word := next((word for word in self.wished if word in told), "")):
            return word
        return ""


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


def free_room(visit: ShelfVisit) -> int | None:
    """How many more fit, when the agreed number is known."""
    shelf = Shelf.objects.filter(pk=visit.place_id).only("pk", "capacity").first()
    if shelf is None or shelf.capacity is None:
        return None
    here = Q(place=visit.place_id, state__in=(State.AVAILABLE, State.ASIDE, State.CHECK, State.ON_LOAN))
    return shelf.capacity - Copy.objects.filter(here).count()
